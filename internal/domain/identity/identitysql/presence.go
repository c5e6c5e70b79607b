package identitysql

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/db"
)

const presenceColumns = `user_id, state, reason, manual, since, lease, active`

func scanPresence(r db.Row) (p identity.Presence, err error) {
	err = r.Scan(&p.UserID, (*string)(&p.State), &p.Reason, &p.Manual, &p.Since, &p.Lease, &p.Active)
	return p, err
}

// Presences implements identity.PresenceStore.
func (s *Store) Presences(ctx context.Context) ([]identity.Presence, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanPresence,
		`SELECT `+presenceColumns+` FROM identity_presence WHERE tenant = $1 ORDER BY user_id`, tenant)
}

// LockPresence implements identity.PresenceStore: the write that changes nothing holds the row until the unit ends.
func (s *Store) LockPresence(ctx context.Context, userID string) (identity.Presence, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.Presence{}, err
	}
	return db.One(ctx, s.db, scanPresence, `INSERT INTO identity_presence (tenant, user_id, state, reason, manual, since, lease)
		VALUES ($1, $2, $3, '', 0, 0, 0) ON CONFLICT (tenant, user_id) DO UPDATE SET since = identity_presence.since
		RETURNING `+presenceColumns, tenant, userID, identity.Offline)
}

// SavePresence implements identity.PresenceStore.
func (s *Store) SavePresence(ctx context.Context, p identity.Presence) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `UPDATE identity_presence SET state = $3, reason = $4, manual = $5, since = $6, lease = $7, active = $8
		WHERE tenant = $1 AND user_id = $2`, tenant, p.UserID, p.State, p.Reason, p.Manual, p.Since, p.Lease, p.Active)
}

// ExtendLeases implements identity.PresenceStore.
func (s *Store) ExtendLeases(ctx context.Context, userIDs []string, now, until time.Time) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant, now, until}
	list := db.List(&args, userIDs)
	return db.Query(ctx, s.db, scanString, `UPDATE identity_presence SET lease = $3
		WHERE tenant = $1 AND lease > $2 AND (state <> 'offline' OR manual = 1) AND user_id IN `+list+` RETURNING user_id`, args...)
}

// PresencesOf implements identity.PresenceStore.
func (s *Store) PresencesOf(ctx context.Context, userIDs []string) ([]identity.Presence, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	list := db.List(&args, userIDs)
	return db.Query(ctx, s.db, scanPresence, `SELECT `+presenceColumns+` FROM identity_presence WHERE tenant = $1 AND user_id IN `+list, args...)
}

// HoldPresence implements identity.PresenceStore: the write that changes nothing must find the person there, and keeps them
// there until the unit ends.
func (s *Store) HoldPresence(ctx context.Context, userID string, now time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, identity.ErrNotThere.New(), `UPDATE identity_presence SET since = since
		WHERE tenant = $1 AND user_id = $2 AND state = $3 AND lease > $4`, tenant, userID, identity.Online, now)
}

// InsertPicture implements identity.PictureStore.
func (s *Store) InsertPicture(ctx context.Context, p identity.Picture) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO identity_pictures (tenant, id, user_id, type, data, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		tenant, p.ID, p.UserID, p.Type, p.Data, p.CreatedAt)
}

// Picture implements identity.PictureStore.
func (s *Store) Picture(ctx context.Context, pictureID string) (identity.Picture, error) {
	p, err := db.One(ctx, s.db, func(r db.Row) (p identity.Picture, err error) {
		err = r.Scan(&p.ID, &p.UserID, &p.Type, &p.Data, &p.CreatedAt)
		return p, err
	}, `SELECT id, user_id, type, data, created_at FROM identity_pictures WHERE id = $1`, pictureID)
	return p, orNone(err, identity.ErrAvatarNotFound)
}

// DeletePicture implements identity.PictureStore.
func (s *Store) DeletePicture(ctx context.Context, pictureID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `DELETE FROM identity_pictures WHERE tenant = $1 AND id = $2`, tenant, pictureID)
}
