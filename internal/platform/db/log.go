package db

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// Append writes an event; it implements unit.Log.
func (w *work) Append(ctx context.Context, e event.Event) error {
	w.wrote.Events = true
	return w.db.Exec(ctx, `INSERT INTO events (tenant, stream, stream_id, seq, type, version, actor_kind, actor_id, at, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		e.Tenant, e.Stream, e.StreamID, e.Seq, e.Type, e.Version, e.Actor.Kind, e.Actor.ID, clock.Micros(e.At), object(e.Data))
}

// Schedule writes a job or replaces the one of the same subject; it implements unit.Log. A run of the replaced one that
// is under way keeps its lease, so that the two never run at once.
func (w *work) Schedule(ctx context.Context, j unit.Job) error {
	w.wrote = w.wrote.with(Commit{Due: j.RunAt})
	at := clock.Micros(j.RunAt)
	return w.db.Exec(ctx, `INSERT INTO jobs
		(tenant, kind, subject, token, payload, run_at, due_at, attempts, dead, holder, lease_until, last_error)
		VALUES ($1, $2, $3, $4, $5, $6, $6, 0, 0, '', 0, '')
		ON CONFLICT (tenant, kind, subject) DO UPDATE SET token = excluded.token, payload = excluded.payload,
		run_at = excluded.run_at, due_at = excluded.due_at, attempts = 0, dead = 0, last_error = ''`,
		j.Tenant, j.Kind, j.Subject, id.New("job"), object(j.Payload), at)
}

// Cancel removes a job; it implements unit.Log.
func (w *work) Cancel(ctx context.Context, tenant, kind, subject string) error {
	return w.db.Exec(ctx, `DELETE FROM jobs WHERE tenant = $1 AND kind = $2 AND subject = $3`, tenant, kind, subject)
}

func object(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "{}"
	}
	return string(raw)
}

// Position is a place in the event log. Events are ordered by it; the zero value lies before the first. Tx is 0 on
// SQLite, where units commit in the order of their ids.
type Position struct{ Tx, ID int64 }

// Before reports whether p lies before q.
func (p Position) Before(q Position) bool { return p.Tx < q.Tx || p.Tx == q.Tx && p.ID < q.ID }

// Logged is an event with its place.
type Logged struct {
	event.Event
	Place Position
}

// logSQL is how each engine reads its log: the place, what lies after $1 (and $2), and the order. PostgreSQL gives out
// ids before it commits, so it reads only what lies below the oldest transaction that still runs: nothing can appear
// there any more.
var logSQL = map[Engine]struct{ place, after, visible, order, reverse string }{
	SQLite:   {`0, id`, `id > $2 AND $1 = 0`, `1 = 1`, `id`, `id DESC`},
	Postgres: {`tx, id`, `(tx, id) > ($1, $2)`, `tx < event_horizon()`, `tx, id`, `tx DESC, id DESC`},
}

// ReadLog reads events after a place, oldest first; of one tenant, or of all when tenant is empty.
func (d *DB) ReadLog(ctx context.Context, after Position, tenant string, limit int) ([]Logged, error) {
	q := logSQL[d.cfg.Engine]
	text := `SELECT ` + q.place + `, tenant, stream, stream_id, seq, type, version, actor_kind, actor_id, at, data
		FROM events WHERE ` + q.after + ` AND ` + q.visible
	args := []any{after.Tx, after.ID, limit}
	if tenant != "" {
		text += ` AND tenant = $4`
		args = append(args, tenant)
	}
	return Query(ctx, d, scanLogged, text+` ORDER BY `+q.order+` LIMIT $3`, args...)
}

func scanLogged(r Row) (l Logged, err error) {
	err = r.Scan(&l.Place.Tx, &l.Place.ID, &l.Tenant, &l.Stream, &l.StreamID, &l.Seq, &l.Type, &l.Version,
		&l.Actor.Kind, &l.Actor.ID, &l.Event.At, &l.Data)
	return l, err
}

// LogHead is the place of the newest event that can be read; the zero value when there is none.
func (d *DB) LogHead(ctx context.Context) (Position, error) {
	q := logSQL[d.cfg.Engine]
	p, err := One(ctx, d, func(r Row) (p Position, err error) { return p, r.Scan(&p.Tx, &p.ID) },
		`SELECT `+q.place+` FROM events WHERE `+q.visible+` ORDER BY `+q.reverse+` LIMIT 1`)
	if errors.Is(err, ErrNoRows) {
		return Position{}, nil
	}
	return p, err
}

// LogLag counts the events after a place, up to most, and says when the oldest of them happened.
func (d *DB) LogLag(ctx context.Context, after Position, most int) (n int64, oldest time.Time, err error) {
	q := logSQL[d.cfg.Engine]
	_, err = One(ctx, d, func(r Row) (any, error) { return nil, r.Scan(&n, &oldest) },
		`SELECT count(*), coalesce(min(at), 0) FROM (SELECT at FROM events WHERE `+q.after+` ORDER BY `+q.order+
			` LIMIT $3) AS behind`, after.Tx, after.ID, most)
	return n, oldest, err
}

// LogPending reports whether there is anything after a place, also what cannot be read yet because an older transaction
// still runs.
func (d *DB) LogPending(ctx context.Context, after Position) (bool, error) {
	return One(ctx, d, func(r Row) (yes bool, err error) { return yes, r.Scan(&yes) },
		`SELECT count(*) FROM (SELECT 1 FROM events WHERE `+logSQL[d.cfg.Engine].after+` LIMIT 1) AS pending`,
		after.Tx, after.ID)
}
