package routingsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

const rehearsalColumns = `id, state, from_at, to_at, author, at, ended_at, base`

func rehearsalHead(r *routing.Rehearsal) []any {
	return []any{&r.ID, (*string)(&r.State), &r.From, &r.To, &r.Author, &r.At, &r.EndedAt, &r.Base}
}

// InsertRehearsal implements routing.Rehearsals.
func (s *Store) InsertRehearsal(ctx context.Context, r routing.Rehearsal) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	document, err := json.Marshal(r.Plan)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO routing_rehearsals (tenant, `+rehearsalColumns+`, document, result) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
		tenant, r.ID, r.State, r.From, r.To, r.Author, r.At, r.EndedAt, r.Base, json.RawMessage(document), json.RawMessage("null"))
}

// Rehearsal implements routing.Rehearsals.
func (s *Store) Rehearsal(ctx context.Context, id string) (routing.Rehearsal, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return routing.Rehearsal{}, err
	}
	r, err := db.One(ctx, s.d, func(row db.Row) (r routing.Rehearsal, err error) {
		var document, result []byte
		if err := row.Scan(append(rehearsalHead(&r), &document, &result)...); err != nil {
			return r, err
		}
		if err := json.Unmarshal(document, &r.Plan); err != nil {
			return r, err
		}
		return r, json.Unmarshal(result, &r.Result)
	}, `SELECT `+rehearsalColumns+`, document, result FROM routing_rehearsals WHERE tenant=$1 AND id=$2`, tenant, id)
	return r, db.NoRow(err, routing.ErrNoRehearsal)
}

// ListRehearsals implements routing.Rehearsals.
func (s *Store) ListRehearsals(ctx context.Context) ([]routing.Rehearsal, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(row db.Row) (r routing.Rehearsal, err error) { return r, row.Scan(rehearsalHead(&r)...) },
		`SELECT `+rehearsalColumns+` FROM routing_rehearsals WHERE tenant=$1 ORDER BY at DESC, id DESC LIMIT $2`, tenant, routing.KeptRehearsals)
}

// EndRehearsal implements routing.Rehearsals.
func (s *Store) EndRehearsal(ctx context.Context, id string, p routing.Progress, at time.Time, c routing.Comparison) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	result, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE routing_rehearsals SET state=$3, ended_at=$4, result=$5 WHERE tenant=$1 AND id=$2`, tenant, id, p, at, json.RawMessage(result))
}

// ThinRehearsals implements routing.Rehearsals.
func (s *Store) ThinRehearsals(ctx context.Context, keep int) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM routing_rehearsals WHERE tenant=$1 AND id NOT IN (SELECT id FROM routing_rehearsals WHERE tenant=$1 ORDER BY at DESC, id DESC LIMIT $2)`, tenant, keep)
}

// InsertShift implements routing.Shifts.
func (s *Store) InsertShift(ctx context.Context, one routing.Shift) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO routing_shifts (tenant, at, user_id, online) VALUES ($1,$2,$3,$4) ON CONFLICT (tenant, at, user_id) DO UPDATE SET online=excluded.online`,
		tenant, one.At, one.Agent, one.Online)
}

// ShiftsBetween implements routing.Shifts.
func (s *Store) ShiftsBetween(ctx context.Context, from, to time.Time, limit int) ([]routing.Shift, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (o routing.Shift, err error) { return o, r.Scan(&o.At, &o.Agent, &o.Online) },
		`SELECT at, user_id, online FROM routing_shifts WHERE tenant=$1 AND at>=$2 AND at<$3 ORDER BY at, user_id LIMIT $4`, tenant, from, to, limit)
}

// DropShifts implements routing.Shifts.
func (s *Store) DropShifts(ctx context.Context, before time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM routing_shifts WHERE tenant=$1 AND at<$2`, tenant, before)
}
