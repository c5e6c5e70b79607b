package db

import (
	"context"
	"encoding/json"

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
	w.wrote.Jobs = true
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

func (d *DB) rebase(context.Context) error { return nil }
