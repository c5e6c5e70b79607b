package db

import (
	"bytes"
	"context"
	"errors"
	"slices"
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

// reply names a kept answer.
type reply struct {
	owner, key string
	named      bool
}

// repliesAtOnce is how many answers are looked through in one query.
const repliesAtOnce = 500

// RepliesNaming finds the answers in the actor's workspace that name one of these ids; what it returns removes them, in a unit
// of work. There are those of two days only, and nobody waits: so they are looked through, a part at a time.
func (d *DB) RepliesNaming(ctx context.Context, ids []string) (forget func(ctx context.Context) error, err error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	var found []reply
	for last := (reply{}); ; {
		page, err := Query(ctx, d, func(r Row) (out reply, err error) {
			var body []byte
			err = r.Scan(&out.owner, &out.key, &body)
			out.named = slices.ContainsFunc(ids, func(id string) bool { return bytes.Contains(body, []byte(id)) })
			return out, err
		}, `SELECT owner, key, body FROM idempotency WHERE tenant = $1 AND (owner, key) > ($2, $3) ORDER BY owner, key LIMIT $4`,
			tenant, last.owner, last.key, repliesAtOnce)
		if err != nil {
			return nil, err
		}
		for _, one := range page {
			if one.named {
				found = append(found, one)
			}
		}
		if len(page) < repliesAtOnce {
			break
		}
		last = page[len(page)-1]
	}
	return func(ctx context.Context) error {
		for _, one := range found {
			if err := d.Exec(ctx, `DELETE FROM idempotency WHERE tenant = $1 AND owner = $2 AND key = $3`, tenant, one.owner, one.key); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func owner(a actor.Actor) string { return string(a.Kind) + ":" + a.ID }
