// Package wrapupsql keeps categories, forms, summaries and their counts in SQL, with the same statements on both engines.
package wrapupsql

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/platform/db"
)

// Store implements wrapup.Stores.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

const categoryColumns = `id, parent_id, name_zh, name_en, position, archived, used, version`

func scanCategory(r db.Row) (wrapup.Category, error) {
	var c wrapup.Category
	var position int64
	err := r.Scan(&c.ID, &c.ParentID, &c.NameZh, &c.NameEn, &position, &c.Archived, &c.Used, &c.Version)
	c.Position = int(position)
	return c, err
}

// LockTree implements wrapup.Categories.
func (s *Store) LockTree(ctx context.Context) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO wrapup_trees (tenant, changes) VALUES ($1, 1)
		ON CONFLICT (tenant) DO UPDATE SET changes = wrapup_trees.changes + 1`, tenant)
}

// Categories implements wrapup.Categories.
func (s *Store) Categories(ctx context.Context) ([]wrapup.Category, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanCategory, `SELECT `+categoryColumns+` FROM wrapup_categories WHERE tenant=$1`, tenant)
}

// InsertCategory implements wrapup.Categories.
func (s *Store) InsertCategory(ctx context.Context, c wrapup.Category) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO wrapup_categories (tenant, `+categoryColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		tenant, c.ID, c.ParentID, c.NameZh, c.NameEn, c.Position, c.Archived, c.Used, c.Version)
}

// UpdateCategory implements wrapup.Categories.
func (s *Store) UpdateCategory(ctx context.Context, c wrapup.Category) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE wrapup_categories SET parent_id=$4, name_zh=$5, name_en=$6, position=$7,
		archived=$8, version=version+1 WHERE tenant=$1 AND id=$2 AND version=$3`,
		tenant, c.ID, c.Version, c.ParentID, c.NameZh, c.NameEn, c.Position, c.Archived)
}

// Reposition implements wrapup.Categories.
func (s *Store) Reposition(ctx context.Context, id string, position int) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE wrapup_categories SET position=$3 WHERE tenant=$1 AND id=$2`, tenant, id, position)
}

// DeleteCategory implements wrapup.Categories.
func (s *Store) DeleteCategory(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, wrapup.ErrUsed.New(), `DELETE FROM wrapup_categories WHERE tenant=$1 AND id=$2 AND used=0`, tenant, id)
}

func scanForm(r db.Row) (wrapup.Form, error) {
	var f wrapup.Form
	var ids json.RawMessage
	if err := r.Scan(&f.TeamID, (*string)(&f.Mode), &ids, &f.Version); err != nil {
		return f, err
	}
	return f, json.Unmarshal(ids, &f.CategoryIDs)
}

// Forms implements wrapup.Forms.
func (s *Store) Forms(ctx context.Context) ([]wrapup.Form, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanForm, `SELECT team_id, mode, category_ids, version FROM wrapup_forms WHERE tenant=$1 ORDER BY team_id`, tenant)
}

// PutForm implements wrapup.Forms.
func (s *Store) PutForm(ctx context.Context, f wrapup.Form) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	ids, err := json.Marshal(f.CategoryIDs)
	if err != nil {
		return err
	}
	if f.Version == 0 {
		return s.d.ExecOne(ctx, fault.ErrConflict.New(), `INSERT INTO wrapup_forms (tenant, team_id, mode, category_ids, version)
			VALUES ($1,$2,$3,$4,1) ON CONFLICT (tenant, team_id) DO NOTHING`, tenant, f.TeamID, f.Mode, json.RawMessage(ids))
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE wrapup_forms SET mode=$4, category_ids=$5, version=version+1
		WHERE tenant=$1 AND team_id=$2 AND version=$3`, tenant, f.TeamID, f.Version, f.Mode, json.RawMessage(ids))
}
