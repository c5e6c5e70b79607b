package db

import (
	"context"
	"errors"
	"time"

	"frontdesk/internal/base/actor"
)

// FindReply is what was answered to an idempotency key of the present actor; the fingerprint is empty for a new key.
func (d *DB) FindReply(ctx context.Context, key string) (fingerprint string, status int, body []byte, err error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return "", 0, nil, err
	}
	_, err = One(ctx, d, func(r Row) (any, error) { return nil, r.Scan(&fingerprint, &status, &body) },
		`SELECT fingerprint, status, body FROM idempotency WHERE tenant = $1 AND owner = $2 AND key = $3`,
		a.Tenant, owner(a), key)
	if errors.Is(err, ErrNoRows) {
		return "", 0, nil, nil
	}
	return fingerprint, status, body, err
}

// SaveReply keeps an answer in the unit of work of its effect; false when the key was taken meanwhile.
func (d *DB) SaveReply(ctx context.Context, key, fingerprint string, status int, body []byte, at time.Time) (bool, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return false, err
	}
	if body == nil {
		body = []byte{}
	}
	n, err := d.ExecCount(ctx, `INSERT INTO idempotency (tenant, owner, key, fingerprint, status, body, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, owner, key) DO NOTHING`,
		a.Tenant, owner(a), key, fingerprint, status, body, at)
	return n == 1, err
}

// ForgetReplies removes the answers given before a moment.
func (d *DB) ForgetReplies(ctx context.Context, before time.Time) error {
	return d.Do(ctx, func(ctx context.Context) error {
		return d.Exec(ctx, `DELETE FROM idempotency WHERE created_at < $1`, before)
	})
}

func owner(a actor.Actor) string { return string(a.Kind) + ":" + a.ID }
