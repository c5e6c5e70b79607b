// Package accountsql keeps workspaces, running numbers and calendars in SQL, on both engines.
package accountsql

import (
	"context"
	"encoding/json"
	"errors"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/platform/db"
)

// Store implements account.Store.
type Store struct {
	db      *db.DB
	numbers numbers
}

var _ account.Store = (*Store)(nil)

// New makes a store on an open, migrated database.
func New(d *db.DB) *Store { return &Store{db: d, numbers: numbers{free: map[string][]int64{}}} }

const workspaceColumns = `id, slug, name, locale, timezone, settings, demo, simulated, created_at, version, guide, template`

func scanWorkspace(r db.Row) (account.Workspace, error) {
	var w account.Workspace
	var settings json.RawMessage
	if err := r.Scan(&w.ID, &w.Slug, &w.Name, &w.Locale, &w.Timezone, &settings, &w.Demo, &w.Simulated, &w.CreatedAt, &w.Version, &w.Guide, &w.Template); err != nil {
		return w, err
	}
	return w, json.Unmarshal(settings, &w.Settings)
}

// Create implements account.WorkspaceStore.
func (s *Store) Create(ctx context.Context, w account.Workspace) error {
	settings, err := json.Marshal(w.Settings)
	if err != nil {
		return err
	}
	n, err := s.db.ExecCount(ctx, `INSERT INTO account_workspaces (`+workspaceColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (slug) DO NOTHING`,
		w.ID, w.Slug, w.Name, w.Locale, w.Timezone, json.RawMessage(settings), w.Demo, w.Simulated, w.CreatedAt, w.Version, w.Guide, w.Template)
	if err == nil && n == 0 {
		err = account.ErrSlugTaken.On("slug")
	}
	return err
}

// Get implements account.WorkspaceStore.
func (s *Store) Get(ctx context.Context) (account.Workspace, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return account.Workspace{}, err
	}
	w, err := db.One(ctx, s.db, scanWorkspace, `SELECT `+workspaceColumns+` FROM account_workspaces WHERE id = $1`, tenant)
	if errors.Is(err, db.ErrNoRows) {
		err = account.ErrWorkspaceNotFound.New()
	}
	return w, err
}

// Update implements account.WorkspaceStore.
func (s *Store) Update(ctx context.Context, w account.Workspace) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	settings, err := json.Marshal(w.Settings)
	if err != nil {
		return err
	}
	n, err := s.db.ExecCount(ctx, `UPDATE account_workspaces SET slug = $3, name = $4, locale = $5, timezone = $6, settings = $7,
		demo = $8, simulated = $9, version = version + 1 WHERE id = $1 AND version = $2`,
		tenant, w.Version, w.Slug, w.Name, w.Locale, w.Timezone, json.RawMessage(settings), w.Demo, w.Simulated)
	switch {
	case db.IsUnique(err):
		return account.ErrSlugTaken.On("slug")
	case err == nil && n == 0:
		return account.ErrStale.New()
	}
	return err
}

// UpdateStart implements account.WorkspaceStore.
func (s *Store) UpdateStart(ctx context.Context, guide bool, template string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, account.ErrWorkspaceNotFound.New(),
		`UPDATE account_workspaces SET guide = $2, template = $3 WHERE id = $1`, tenant, guide, template)
}

// Directory implements account.WorkspaceStore.
func (s *Store) Directory(ctx context.Context) ([]account.Entry, error) {
	return db.Query(ctx, s.db, func(r db.Row) (e account.Entry, err error) {
		err = r.Scan(&e.ID, &e.Slug, &e.Demo)
		return e, err
	}, `SELECT id, slug, demo FROM account_workspaces ORDER BY id`)
}

// Claim implements account.WorkspaceStore.
func (s *Store) Claim(ctx context.Context) error {
	n, err := s.db.ExecCount(ctx, `INSERT INTO account_setup (claim) VALUES (1) ON CONFLICT (claim) DO NOTHING`)
	if err == nil && n == 0 {
		err = account.ErrAlreadySetUp.New()
	}
	return err
}
