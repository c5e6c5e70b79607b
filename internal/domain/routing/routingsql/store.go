// Package routingsql keeps plans, desks, work and decisions in SQL, with the same statements on both engines. A reservation only
// writes: each of its statements names the state that it found, and changes exactly one row or fails the unit.
package routingsql

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

// Store implements the ports of routing.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

const planColumns = `number, document, author, note, at`

func scanPlan(r db.Row) (p routing.Published, err error) {
	var document []byte
	if err := r.Scan(&p.Number, &document, &p.Author, &p.Note, &p.At); err != nil {
		return p, err
	}
	return p, json.Unmarshal(document, &p.Plan)
}

func scanHead(r db.Row) (p routing.Published, err error) {
	return p, r.Scan(&p.Number, &p.Author, &p.Note, &p.At)
}

// Current implements routing.Plans.
func (s *Store) Current(ctx context.Context) (routing.Published, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return routing.Published{}, err
	}
	p, err := db.One(ctx, s.d, scanPlan, `SELECT `+planColumns+` FROM routing_plans WHERE tenant=$1 ORDER BY number DESC LIMIT 1`, tenant)
	return p, db.NoRow(err, routing.ErrNoPlan)
}

// Plan implements routing.Plans.
func (s *Store) Plan(ctx context.Context, number int64) (routing.Published, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return routing.Published{}, err
	}
	p, err := db.One(ctx, s.d, scanPlan, `SELECT `+planColumns+` FROM routing_plans WHERE tenant=$1 AND number=$2`, tenant, number)
	return p, db.NoRow(err, routing.ErrNoPlan)
}

// ListPlans implements routing.Plans.
func (s *Store) ListPlans(ctx context.Context, p page.Request) (page.Of[routing.Published], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[routing.Published]{}, err
	}
	below := int64(1) << 62
	if _, err := page.Decode(p.Cursor, &below); err != nil {
		return page.Of[routing.Published]{}, err
	}
	list, err := db.Query(ctx, s.d, scanHead, `SELECT number, author, note, at FROM routing_plans WHERE tenant=$1 AND number<$2 ORDER BY number DESC LIMIT $3`, tenant, below, p.Size()+1)
	if err != nil {
		return page.Of[routing.Published]{}, err
	}
	return page.Cut(list, p.Size(), func(p routing.Published) []any { return []any{p.Number} }), nil
}

// Publish implements routing.Plans.
func (s *Store) Publish(ctx context.Context, p routing.Published) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	document, err := json.Marshal(p.Plan)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `INSERT INTO routing_plans (tenant, `+planColumns+`) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
		tenant, p.Number, json.RawMessage(document), p.Author, p.Note, p.At)
}

// Draft implements routing.Plans.
func (s *Store) Draft(ctx context.Context) (routing.Draft, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return routing.Draft{}, err
	}
	d, err := db.One(ctx, s.d, func(r db.Row) (d routing.Draft, err error) {
		var document []byte
		if err := r.Scan(&document, &d.Base, &d.Author, &d.At, &d.Version); err != nil {
			return d, err
		}
		return d, json.Unmarshal(document, &d.Plan)
	}, `SELECT document, base, author, at, version FROM routing_drafts WHERE tenant=$1`, tenant)
	return d, db.NoRow(err, routing.ErrNoDraft)
}

// SaveDraft implements routing.Plans.
func (s *Store) SaveDraft(ctx context.Context, d routing.Draft) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	document, err := json.Marshal(d.Plan)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `INSERT INTO routing_drafts (tenant, document, base, author, at, version)
		SELECT $1,$2,$3,$4,$5,$6+1 WHERE $6=0 OR EXISTS (SELECT 1 FROM routing_drafts WHERE tenant=$1)
		ON CONFLICT (tenant) DO UPDATE SET document=excluded.document, base=excluded.base, author=excluded.author, at=excluded.at, version=excluded.version
		WHERE routing_drafts.version=$6`, tenant, json.RawMessage(document), d.Base, d.Author, d.At, d.Version)
}
