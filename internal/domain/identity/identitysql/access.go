package identitysql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/db"
)

const (
	sessionColumns = `s.id, s.user_id, s.csrf, s.address, s.agent, s.remember, s.created_at, s.seen_at, s.expires_at`
	tokenColumns   = `k.id, k.user_id, k.lookup, k.name, k.grants, k.created_at, k.expires_at, k.used_at` //nolint:gosec // names of columns
	// principalColumns come after those of the credential.
	principalColumns = `u.tenant, r.id, r.key, r.name, r.grants, ` + userColumns
)

func sessionDest(s *identity.Session) []any {
	return []any{&s.ID, &s.UserID, &s.CSRF, &s.Address, &s.Agent, &s.Remember, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt}
}

func tokenDest(t *identity.Token, grants *json.RawMessage) []any {
	return []any{&t.ID, &t.UserID, &t.Lookup, &t.Name, grants, &t.CreatedAt, &t.ExpiresAt, &t.UsedAt}
}

// scanPrincipal reads the credential's columns and then principalColumns.
func scanPrincipal(r db.Row, p *identity.Principal, credential ...any) error {
	var u userScan
	var grants json.RawMessage
	dest := append(credential, &p.Tenant, &p.Role.ID, &p.Role.Key, &p.Role.Name, &grants)
	if err := r.Scan(append(dest, u.dest()...)...); err != nil {
		return err
	}
	if err := json.Unmarshal(grants, &p.Role.Grants); err != nil {
		return err
	}
	var err error
	p.User, err = u.user()
	return err
}

// InsertSession implements identity.SessionStore. It also drops the workspace's sessions that are over.
func (s *Store) InsertSession(ctx context.Context, fingerprint string, o identity.Session) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.db.Exec(ctx, `DELETE FROM identity_sessions WHERE tenant = $1 AND expires_at <= $2`, tenant, o.CreatedAt); err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO identity_sessions (tenant, fingerprint, id, user_id, csrf, address, agent, remember, created_at,
		seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tenant, fingerprint, o.ID, o.UserID, o.CSRF, o.Address, o.Agent, o.Remember, o.CreatedAt, o.SeenAt, o.ExpiresAt)
}

// PrincipalBySession implements identity.SessionStore.
func (s *Store) PrincipalBySession(ctx context.Context, fingerprints []string) (identity.Principal, error) {
	var args []any
	list := db.List(&args, fingerprints)
	p, err := db.One(ctx, s.db, func(r db.Row) (p identity.Principal, err error) {
		err = scanPrincipal(r, &p, sessionDest(&p.Session)...)
		return p, err
	}, `SELECT `+sessionColumns+`, `+principalColumns+` FROM identity_sessions s
		JOIN identity_users u ON u.tenant = s.tenant AND u.id = s.user_id
		JOIN identity_roles r ON r.tenant = u.tenant AND r.id = u.role_id
		WHERE s.fingerprint IN `+list, args...)
	return p, orNone(err, identity.ErrSession)
}

// Sessions implements identity.SessionStore.
func (s *Store) Sessions(ctx context.Context, userID string) ([]identity.Session, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (o identity.Session, err error) {
		err = r.Scan(sessionDest(&o)...)
		return o, err
	}, `SELECT `+sessionColumns+` FROM identity_sessions s WHERE s.tenant = $1 AND s.user_id = $2 ORDER BY s.seen_at DESC, s.id DESC`, tenant, userID)
}

// TouchSession implements identity.SessionStore.
func (s *Store) TouchSession(ctx context.Context, sessionID string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `UPDATE identity_sessions SET seen_at = $3 WHERE tenant = $1 AND id = $2 AND seen_at < $3`, tenant, sessionID, at)
}

// EndSession implements identity.SessionStore.
func (s *Store) EndSession(ctx context.Context, userID, sessionID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, identity.ErrSessionNotFound.New(),
		`DELETE FROM identity_sessions WHERE tenant = $1 AND id = $2 AND user_id = $3`, tenant, sessionID, userID)
}

// EndSessions implements identity.SessionStore.
func (s *Store) EndSessions(ctx context.Context, userID string) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanString, `DELETE FROM identity_sessions WHERE tenant = $1 AND user_id = $2 RETURNING id`, tenant, userID)
}

// InsertToken implements identity.TokenStore.
func (s *Store) InsertToken(ctx context.Context, fingerprint string, t identity.Token) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	grants, err := text(t.Grants)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO identity_tokens (tenant, fingerprint, id, user_id, lookup, name, grants, created_at, expires_at, used_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tenant, fingerprint, t.ID, t.UserID, t.Lookup, t.Name, grants, t.CreatedAt, t.ExpiresAt, t.UsedAt)
}

// PrincipalByToken implements identity.TokenStore.
func (s *Store) PrincipalByToken(ctx context.Context, lookup string) (identity.Principal, string, error) {
	var fingerprint string
	p, err := db.One(ctx, s.db, func(r db.Row) (p identity.Principal, err error) {
		var grants json.RawMessage
		if err := scanPrincipal(r, &p, append([]any{&fingerprint}, tokenDest(&p.Token, &grants)...)...); err != nil {
			return p, err
		}
		return p, json.Unmarshal(grants, &p.Token.Grants)
	}, `SELECT k.fingerprint, `+tokenColumns+`, `+principalColumns+` FROM identity_tokens k
		JOIN identity_users u ON u.tenant = k.tenant AND u.id = k.user_id
		JOIN identity_roles r ON r.tenant = u.tenant AND r.id = u.role_id
		WHERE k.lookup = $1`, lookup)
	return p, fingerprint, orNone(err, identity.ErrToken)
}

// Tokens implements identity.TokenStore.
func (s *Store) Tokens(ctx context.Context, userID string) ([]identity.Token, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (t identity.Token, err error) {
		var grants json.RawMessage
		if err := r.Scan(tokenDest(&t, &grants)...); err != nil {
			return t, err
		}
		return t, json.Unmarshal(grants, &t.Grants)
	}, `SELECT `+tokenColumns+` FROM identity_tokens k WHERE k.tenant = $1 AND k.user_id = $2 ORDER BY k.created_at DESC, k.id DESC`, tenant, userID)
}

// TouchToken implements identity.TokenStore.
func (s *Store) TouchToken(ctx context.Context, tokenID string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `UPDATE identity_tokens SET used_at = $3 WHERE tenant = $1 AND id = $2 AND used_at < $3`, tenant, tokenID, at)
}

// DeleteTokens implements identity.TokenStore.
func (s *Store) DeleteTokens(ctx context.Context, userID string) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanString, `DELETE FROM identity_tokens WHERE tenant = $1 AND user_id = $2 RETURNING id`, tenant, userID)
}

// DeleteToken implements identity.TokenStore.
func (s *Store) DeleteToken(ctx context.Context, userID, tokenID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, identity.ErrTokenNotFound.New(),
		`DELETE FROM identity_tokens WHERE tenant = $1 AND id = $2 AND user_id = $3`, tenant, tokenID, userID)
}
