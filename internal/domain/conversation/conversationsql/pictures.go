package conversationsql

import (
	"context"
	"errors"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

var _ conversation.PictureRows = (*Store)(nil)

const pictureColumns = `id, state, mime, tries, tried_at, asked_at`

func scanPicture(r db.Row) (p conversation.Picture, err error) {
	var state string
	err = r.Scan(&p.ID, &state, &p.Mime, &p.Tries, &p.TriedAt, &p.AskedAt)
	p.State = conversation.PictureState(state)
	return p, err
}

// Picture implements conversation.PictureRows.
func (s *Store) Picture(ctx context.Context, id string) (conversation.Picture, bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Picture{}, false, err
	}
	p, err := db.One(ctx, s.db, scanPicture, `SELECT `+pictureColumns+` FROM conversation_pictures WHERE tenant = $1 AND id = $2`, tenant, id)
	if errors.Is(err, db.ErrNoRows) {
		return p, false, nil
	}
	return p, err == nil, err
}

// PutPicture implements conversation.PictureRows.
func (s *Store) PutPicture(ctx context.Context, p conversation.Picture) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_pictures (tenant, `+pictureColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (tenant, id) DO UPDATE SET state = excluded.state, mime = excluded.mime, tries = excluded.tries,
		tried_at = excluded.tried_at, asked_at = excluded.asked_at`,
		tenant, p.ID, string(p.State), p.Mime, p.Tries, clock.Micros(p.TriedAt), clock.Micros(p.AskedAt))
}

// OldPictures implements conversation.PictureRows.
func (s *Store) OldPictures(ctx context.Context, limit int) ([]conversation.Picture, int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, 0, err
	}
	all, err := db.One(ctx, s.db, func(r db.Row) (n int, err error) { return n, r.Scan(&n) },
		`SELECT COUNT(*) FROM conversation_pictures WHERE tenant = $1`, tenant)
	if err != nil {
		return nil, 0, err
	}
	list, err := db.Query(ctx, s.db, scanPicture, `SELECT `+pictureColumns+` FROM conversation_pictures
		WHERE tenant = $1 ORDER BY asked_at, id LIMIT $2`, tenant, limit)
	return list, all, err
}

// DeletePicture implements conversation.PictureRows.
func (s *Store) DeletePicture(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `DELETE FROM conversation_pictures WHERE tenant = $1 AND id = $2`, tenant, id)
}
