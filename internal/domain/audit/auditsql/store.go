// Package auditsql keeps versions of settings in SQL, with the same statements on both engines.
package auditsql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/platform/db"
)

// Store implements audit.Store.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

const columns = `kind, subject_id, version, id, at, actor_kind, actor_id, was, became, touched, restored, undone`

func scan(r db.Row) (audit.Version, error) {
	var v audit.Version
	var was, became, touched string
	err := r.Scan(&v.Kind, &v.SubjectID, &v.Version, &v.ID, &v.At, (*string)(&v.By.Kind), &v.By.ID, &was, &became, &touched,
		&v.Restored, &v.Undone)
	if err != nil {
		return v, err
	}
	v.Before, v.After = json.RawMessage(was), json.RawMessage(became)
	if touched != "" {
		v.Touched = strings.Split(touched, " ")
	}
	return v, nil
}

// Insert implements audit.Store.
func (s *Store) Insert(ctx context.Context, v audit.Version) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `INSERT INTO audit_versions (tenant, `+columns+`)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) ON CONFLICT DO NOTHING`,
		tenant, v.Kind, v.SubjectID, v.Version, v.ID, v.At, string(v.By.Kind), v.By.ID, string(v.Before), string(v.After),
		strings.Join(v.Touched, " "), v.Restored, v.Undone)
}

// Version implements audit.Store.
func (s *Store) Version(ctx context.Context, id string) (audit.Version, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return audit.Version{}, err
	}
	v, err := db.One(ctx, s.d, scan, `SELECT `+columns+` FROM audit_versions WHERE tenant=$1 AND id=$2`, tenant, id)
	if errors.Is(err, db.ErrNoRows) {
		return v, audit.ErrNotFound.New()
	}
	return v, err
}

// Newest implements audit.Store.
func (s *Store) Newest(ctx context.Context, kind, subjectID string) (audit.Version, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return audit.Version{}, err
	}
	v, err := db.One(ctx, s.d, scan, `SELECT `+columns+` FROM audit_versions WHERE tenant=$1 AND kind=$2 AND subject_id=$3
		ORDER BY version DESC LIMIT 1`, tenant, kind, subjectID)
	if errors.Is(err, db.ErrNoRows) {
		return v, nil
	}
	return v, err
}

// List implements audit.Store.
func (s *Store) List(ctx context.Context, f audit.Filter, p page.Request) (page.Of[audit.Version], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[audit.Version]{}, err
	}
	args := []any{tenant, p.Size() + 1}
	var where strings.Builder
	and := func(condition string, value any) {
		args = append(args, value)
		fmt.Fprintf(&where, " AND "+condition, len(args))
	}
	if f.Kind != "" {
		and("kind=$%d", f.Kind)
	}
	if f.PersonID != "" {
		and("actor_id=$%d", f.PersonID)
	}
	if !f.From.IsZero() {
		and("at>=$%d", f.From)
	}
	if !f.To.IsZero() {
		and("at<$%d", f.To)
	}
	order := "at" // over everything; one subject has its own count, whatever clocks say
	key := func(v audit.Version) int64 { return clock.Micros(v.At) }
	if f.SubjectID != "" {
		and("subject_id=$%d", f.SubjectID)
		order, key = "version", func(v audit.Version) int64 { return v.Version }
	}
	var at int64
	var id string
	if more, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[audit.Version]{}, err
	} else if more {
		args = append(args, at, id)
		fmt.Fprintf(&where, " AND (%s, id) < ($%d, $%d)", order, len(args)-1, len(args))
	}
	rows, err := db.Query(ctx, s.d, scan, `SELECT `+columns+` FROM audit_versions WHERE tenant=$1`+where.String()+
		` ORDER BY `+order+` DESC, id DESC LIMIT $2`, args...)
	return page.Cut(rows, p.Size(), func(v audit.Version) []any { return []any{key(v), v.ID} }), err
}

// Thin implements audit.Store.
func (s *Store) Thin(ctx context.Context, kind, subjectID string, upTo int64) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM audit_versions WHERE tenant=$1 AND kind=$2 AND subject_id=$3 AND version<=$4`,
		tenant, kind, subjectID, upTo)
}
