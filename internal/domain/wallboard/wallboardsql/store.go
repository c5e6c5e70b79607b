// Package wallboardsql keeps boards in SQL, with the same statements on both engines.
package wallboardsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/wallboard"
	"frontdesk/internal/platform/db"
)

// Store implements wallboard.Store.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

const columns = `id, name, shows, lookup, fingerprint, link_at, link_until, created_at, version`

func scan(r db.Row, before ...any) (b wallboard.Stored, err error) {
	var shows json.RawMessage
	var made, until time.Time
	if err := r.Scan(append(before, &b.ID, &b.Name, &shows, &b.Lookup, &b.Fingerprint, &made, &until, &b.CreatedAt, &b.Version)...); err != nil {
		return b, err
	}
	if b.Lookup != "" {
		b.Link = &wallboard.WallLink{MadeAt: made, Until: db.Optional(until)}
	}
	return b, json.Unmarshal(shows, &b.Shows)
}

// values are the columns from name to link_until.
func values(b wallboard.Stored) ([]any, error) {
	shows, err := json.Marshal(b.Shows)
	if err != nil {
		return nil, err
	}
	var made time.Time
	var until *time.Time
	if b.Link != nil {
		made, until = b.Link.MadeAt, b.Link.Until
	}
	return []any{b.Name, json.RawMessage(shows), b.Lookup, b.Fingerprint, made, until}, nil
}

// Boards implements wallboard.Store.
func (s *Store) Boards(ctx context.Context) ([]wallboard.WallBoard, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (wallboard.WallBoard, error) {
		b, err := scan(r)
		return b.WallBoard, err
	}, `SELECT `+columns+` FROM wallboard_boards WHERE tenant=$1 ORDER BY name, id`, tenant)
}

// Board implements wallboard.Store.
func (s *Store) Board(ctx context.Context, id string) (wallboard.Stored, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return wallboard.Stored{}, err
	}
	b, err := db.One(ctx, s.d, func(r db.Row) (wallboard.Stored, error) { return scan(r) }, `SELECT `+columns+` FROM wallboard_boards WHERE tenant=$1 AND id=$2`, tenant, id)
	return b, db.NoRow(err, wallboard.ErrNotFound)
}

// Insert implements wallboard.Store.
func (s *Store) Insert(ctx context.Context, b wallboard.Stored) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	v, err := values(b)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO wallboard_boards (tenant, `+columns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		append(append([]any{tenant, b.ID}, v...), b.CreatedAt, b.Version)...)
}

// Update implements wallboard.Store.
func (s *Store) Update(ctx context.Context, b wallboard.Stored) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	v, err := values(b)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE wallboard_boards SET name=$4, shows=$5, lookup=$6, fingerprint=$7, link_at=$8, link_until=$9,
		version=version+1 WHERE tenant=$1 AND id=$2 AND version=$3`, append([]any{tenant, b.ID, b.Version}, v...)...)
}

// Delete implements wallboard.Store.
func (s *Store) Delete(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, wallboard.ErrNotFound.New(), `DELETE FROM wallboard_boards WHERE tenant=$1 AND id=$2`, tenant, id)
}

// ByLookup implements wallboard.Store: the secret of the link says which workspace, so none is known before.
func (s *Store) ByLookup(ctx context.Context, lookup string) (tenant string, b wallboard.Stored, err error) {
	b, err = db.One(ctx, s.d, func(r db.Row) (wallboard.Stored, error) { return scan(r, &tenant) },
		`SELECT tenant, `+columns+` FROM wallboard_boards WHERE lookup=$1 AND lookup<>''`, lookup)
	return tenant, b, db.NoRow(err, wallboard.ErrLink)
}
