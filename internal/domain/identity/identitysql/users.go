package identitysql

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/db"
)

// userColumns of identity_users u, with the teams as one list.
const userColumns = `u.id, u.email, u.name, u.alias, u.avatar, u.locale, u.timezone, u.role_id, u.status, u.preferences,
	u.created_at, u.version, COALESCE((SELECT string_agg(m.team_id, ',') FROM identity_team_members m
		WHERE m.tenant = u.tenant AND m.user_id = u.id), '')`

// userScan holds what a row of userColumns is read into.
type userScan struct {
	u           identity.User
	preferences json.RawMessage
	teams       string
}

func (s *userScan) dest() []any {
	u := &s.u
	return []any{
		&u.ID, &u.Email, &u.Name, &u.Alias, &u.Avatar, &u.Locale, &u.Timezone, &u.RoleID, (*string)(&u.Status), &s.preferences,
		&u.CreatedAt, &u.Version, &s.teams,
	}
}

func (s *userScan) user() (identity.User, error) {
	s.u.TeamIDs = split(s.teams)
	slices.Sort(s.u.TeamIDs)
	err := json.Unmarshal(s.preferences, &s.u.Preferences)
	return s.u, err
}

func scanUser(r db.Row) (identity.User, error) {
	var s userScan
	if err := r.Scan(s.dest()...); err != nil {
		return identity.User{}, err
	}
	return s.user()
}

// InsertUser implements identity.UserStore.
func (s *Store) InsertUser(ctx context.Context, u identity.User) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	preferences, err := text(u.Preferences)
	if err != nil {
		return err
	}
	n, err := s.db.ExecCount(ctx, `INSERT INTO identity_users (tenant, id, email, email_key, name, name_key, search_key, alias,
		avatar, locale, timezone, role_id, status, preferences, created_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (tenant, email_key) DO NOTHING`,
		tenant, u.ID, u.Email, identity.EmailKey(u.Email), u.Name, identity.SortKey(u.Name), u.SearchKey(), u.Alias,
		u.Avatar, u.Locale, u.Timezone, u.RoleID, u.Status, preferences, u.CreatedAt, u.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return identity.ErrEmailTaken.On("email")
	}
	return s.PutUserTeams(ctx, u.ID, u.TeamIDs)
}

// User implements identity.UserStore.
func (s *Store) User(ctx context.Context, userID string) (identity.User, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.User{}, err
	}
	u, err := db.One(ctx, s.db, scanUser, `SELECT `+userColumns+` FROM identity_users u WHERE u.tenant = $1 AND u.id = $2`, tenant, userID)
	return u, orNone(err, identity.ErrUserNotFound)
}

// UserByEmail implements identity.UserStore.
func (s *Store) UserByEmail(ctx context.Context, emailKey string) (identity.User, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.User{}, err
	}
	u, err := db.One(ctx, s.db, scanUser, `SELECT `+userColumns+` FROM identity_users u WHERE u.tenant = $1 AND u.email_key = $2`, tenant, emailKey)
	return u, orNone(err, identity.ErrUserNotFound)
}

// UpdateUser implements identity.UserStore.
func (s *Store) UpdateUser(ctx context.Context, u identity.User) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	preferences, err := text(u.Preferences)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, identity.ErrStale.New(), `UPDATE identity_users SET name = $4, name_key = $5, search_key = $6, alias = $7,
		avatar = $8, locale = $9, timezone = $10, role_id = $11, status = $12, preferences = $13, version = version + 1
		WHERE tenant = $1 AND id = $2 AND version = $3`,
		tenant, u.ID, u.Version, u.Name, identity.SortKey(u.Name), u.SearchKey(), u.Alias,
		u.Avatar, u.Locale, u.Timezone, u.RoleID, u.Status, preferences)
}

// likeEscape makes text match itself in LIKE … ESCAPE '\'.
var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Users implements identity.UserStore. A filter that is empty is part of the statement, so that one text serves all.
func (s *Store) Users(ctx context.Context, f identity.UserFilter) ([]identity.User, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanUser, `SELECT `+userColumns+` FROM identity_users u
		WHERE u.tenant = $1 AND (u.name_key, u.id) > ($2, $3)
		  AND ($4 = '' OR u.search_key LIKE $5 ESCAPE '\')
		  AND ($6 = '' OR u.status = $6)
		  AND ($7 = '' OR u.role_id = $7)
		  AND ($8 = '' OR EXISTS (SELECT 1 FROM identity_team_members m WHERE m.tenant = u.tenant AND m.user_id = u.id AND m.team_id = $8))
		ORDER BY u.name_key, u.id LIMIT $9`,
		tenant, f.After.Name, f.After.ID, f.Query, "%"+likeEscape.Replace(f.Query)+"%", f.Status, f.RoleID, f.TeamID, f.Limit+1)
}

// Holders implements identity.UserStore.
func (s *Store) Holders(ctx context.Context, roleID, exceptUser string) (active, all int, err error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, 0, err
	}
	states, err := db.Query(ctx, s.db, scanString,
		`SELECT status FROM identity_users WHERE tenant = $1 AND role_id = $2 AND id <> $3`, tenant, roleID, exceptUser)
	for _, st := range states {
		if st == string(identity.Active) {
			active++
		}
	}
	return active, len(states), err
}

// PutUserTeams implements identity.TeamStore.
func (s *Store) PutUserTeams(ctx context.Context, userID string, teamIDs []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.db.Exec(ctx, `DELETE FROM identity_team_members WHERE tenant = $1 AND user_id = $2`, tenant, userID); err != nil {
		return err
	}
	for _, t := range teamIDs {
		if err := s.db.ExecOne(ctx, identity.ErrTeamNotFound.New(), `INSERT INTO identity_team_members (tenant, team_id, user_id)
			SELECT t.tenant, t.id, $3 FROM identity_teams t WHERE t.tenant = $1 AND t.id = $2`, tenant, t, userID); err != nil {
			return err
		}
	}
	return nil
}

// Credentials implements identity.CredentialStore.
func (s *Store) Credentials(ctx context.Context, userID string) (identity.Credentials, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.Credentials{}, err
	}
	list, err := db.Query(ctx, s.db, func(r db.Row) (c identity.Credentials, err error) {
		var recovery json.RawMessage
		if err := r.Scan(&c.UserID, &c.Password, &c.Secret, &c.Pending, &c.Step, &recovery, &c.Version); err != nil {
			return c, err
		}
		return c, json.Unmarshal(recovery, &c.Recovery)
	}, `SELECT user_id, password, secret, pending, step, recovery, version FROM identity_credentials
		WHERE tenant = $1 AND user_id = $2`, tenant, userID)
	if err != nil || len(list) == 0 {
		return identity.Credentials{UserID: userID}, err
	}
	return list[0], nil
}

// SaveCredentials implements identity.CredentialStore.
func (s *Store) SaveCredentials(ctx context.Context, c identity.Credentials) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	recovery, err := text(c.Recovery)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, identity.ErrStale.New(), `INSERT INTO identity_credentials
		(tenant, user_id, password, secret, pending, step, recovery, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
		ON CONFLICT (tenant, user_id) DO UPDATE SET password = $3, secret = $4, pending = $5, step = $6, recovery = $7,
		version = identity_credentials.version + 1 WHERE identity_credentials.version = $8`,
		tenant, c.UserID, c.Password, c.Secret, c.Pending, c.Step, recovery, c.Version)
}

// InsertReset implements identity.CredentialStore.
func (s *Store) InsertReset(ctx context.Context, fingerprint string, r identity.Reset) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO identity_resets (tenant, user_id, fingerprint, expires_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, user_id) DO UPDATE SET fingerprint = $3, expires_at = $4`, tenant, r.UserID, fingerprint, r.ExpiresAt)
}

// TakeReset implements identity.CredentialStore.
func (s *Store) TakeReset(ctx context.Context, fingerprints []string) (identity.Reset, error) {
	var args []any
	list := db.List(&args, fingerprints)
	r, err := db.One(ctx, s.db, func(r db.Row) (x identity.Reset, err error) {
		err = r.Scan(&x.Tenant, &x.UserID, &x.ExpiresAt)
		return x, err
	}, `DELETE FROM identity_resets WHERE fingerprint IN `+list+` RETURNING tenant, user_id, expires_at`, args...)
	return r, orNone(err, identity.ErrLink)
}

// taken is the fault of a name that is in use.
func taken(err error) error {
	if db.IsUnique(err) {
		return fault.ErrTaken.On("name")
	}
	return err
}
