package identitysql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/db"
)

const inviteColumns = `id, user_id, email, name, alias, role_id, team_ids, invited_by, created_at, expires_at`

func inviteDest(i *identity.Invite, teams *json.RawMessage) []any {
	return []any{&i.ID, &i.UserID, &i.Email, &i.Name, &i.Alias, &i.RoleID, teams, &i.InvitedBy, &i.CreatedAt, &i.ExpiresAt}
}

func scanInvite(r db.Row) (i identity.Invite, err error) {
	var teams json.RawMessage
	if err := r.Scan(inviteDest(&i, &teams)...); err != nil {
		return i, err
	}
	return i, json.Unmarshal(teams, &i.TeamIDs)
}

// InsertInvite implements identity.InviteStore.
func (s *Store) InsertInvite(ctx context.Context, fingerprint string, i identity.Invite) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	teams, err := text(i.TeamIDs)
	if err != nil {
		return err
	}
	key := identity.EmailKey(i.Email)
	if err := s.db.Exec(ctx, `DELETE FROM identity_invites WHERE tenant = $1 AND email_key = $2`, tenant, key); err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO identity_invites (tenant, fingerprint, email_key, `+inviteColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		tenant, fingerprint, key, i.ID, i.UserID, i.Email, i.Name, i.Alias, i.RoleID, teams, i.InvitedBy, i.CreatedAt, i.ExpiresAt)
}

// InviteTo implements identity.InviteStore.
func (s *Store) InviteTo(ctx context.Context, emailKey string) (identity.Invite, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.Invite{}, err
	}
	i, err := db.One(ctx, s.db, scanInvite, `SELECT `+inviteColumns+` FROM identity_invites WHERE tenant = $1 AND email_key = $2 ORDER BY id DESC LIMIT 1`, tenant, emailKey)
	return i, orNone(err, identity.ErrInviteNotFound)
}

// Invites implements identity.InviteStore.
func (s *Store) Invites(ctx context.Context) ([]identity.Invite, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanInvite,
		`SELECT `+inviteColumns+` FROM identity_invites WHERE tenant = $1 ORDER BY created_at DESC, id DESC`, tenant)
}

// InviteByToken implements identity.InviteStore.
func (s *Store) InviteByToken(ctx context.Context, fingerprints []string) (string, identity.Invite, error) {
	var args []any
	list := db.List(&args, fingerprints)
	var tenant string
	i, err := db.One(ctx, s.db, func(r db.Row) (i identity.Invite, err error) {
		var teams json.RawMessage
		if err := r.Scan(append([]any{&tenant}, inviteDest(&i, &teams)...)...); err != nil {
			return i, err
		}
		return i, json.Unmarshal(teams, &i.TeamIDs)
	}, `SELECT tenant, `+inviteColumns+` FROM identity_invites WHERE fingerprint IN `+list, args...)
	return tenant, i, orNone(err, identity.ErrLink)
}

// DeleteInvite implements identity.InviteStore.
func (s *Store) DeleteInvite(ctx context.Context, inviteID string) (identity.Invite, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.Invite{}, err
	}
	i, err := db.One(ctx, s.db, scanInvite,
		`DELETE FROM identity_invites WHERE tenant = $1 AND id = $2 RETURNING `+inviteColumns, tenant, inviteID)
	return i, orNone(err, identity.ErrInviteNotFound)
}

// LockAttempts implements identity.AttemptStore: the write that changes nothing holds the row until the unit ends.
func (s *Store) LockAttempts(ctx context.Context, key string) (identity.Attempts, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.Attempts{}, err
	}
	return db.One(ctx, s.db, func(r db.Row) (a identity.Attempts, err error) {
		err = r.Scan(&a.Failures, &a.At)
		return a, err
	}, `INSERT INTO identity_lockouts (tenant, key, failures, at) VALUES ($1, $2, 0, 0)
		ON CONFLICT (tenant, key) DO UPDATE SET at = identity_lockouts.at RETURNING failures, at`, tenant, key)
}

// SaveAttempts implements identity.AttemptStore.
func (s *Store) SaveAttempts(ctx context.Context, key string, a identity.Attempts) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO identity_lockouts (tenant, key, failures, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, key) DO UPDATE SET failures = $3, at = $4`, tenant, key, a.Failures, a.At)
}

// ClearAttempts implements identity.AttemptStore.
func (s *Store) ClearAttempts(ctx context.Context, key string, olderThan time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `DELETE FROM identity_lockouts WHERE tenant = $1 AND (key = $2 OR at < $3)`, tenant, key, olderThan)
}
