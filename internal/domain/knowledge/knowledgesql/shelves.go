package knowledgesql

import (
	"context"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/db"
)

// Shelf implements knowledge.Shelves. Only its version is asked for, and that only after a moment; what is published is read
// again when the version is another one.
func (s *Store) Shelf(ctx context.Context) (*knowledge.Shelf, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	version, err := s.versions.Get(ctx, tenant, func(ctx context.Context) (int64, error) { return s.version(ctx, tenant) })
	if err != nil {
		return nil, err
	}
	if kept, ok := s.shelves.Peek(tenant); ok && kept.Version == version {
		return kept, nil
	}
	s.loading.Lock() // many ask at once for what is read once
	defer s.loading.Unlock()
	if kept, ok := s.shelves.Peek(tenant); ok && kept.Version == version {
		return kept, nil
	}
	fresh, err := s.read(ctx, tenant, version)
	if err == nil {
		s.shelves.Change(ctx, tenant, func(*knowledge.Shelf, bool) (*knowledge.Shelf, bool) { return fresh, true })
	}
	return fresh, err
}

func (s *Store) version(ctx context.Context, tenant string) (int64, error) {
	rows, err := db.Query(ctx, s.d, func(r db.Row) (v int64, err error) { return v, r.Scan(&v) },
		`SELECT version FROM knowledge_shelves WHERE tenant=$1`, tenant)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0], nil
}

func (s *Store) read(ctx context.Context, tenant string, version int64) (*knowledge.Shelf, error) {
	categories, err := s.AllCategories(ctx)
	if err != nil {
		return nil, err
	}
	questions, err := db.Query(ctx, s.d, scanQuestion, `SELECT `+questionColumns+` FROM knowledge_questions WHERE tenant=$1 AND status=$2 ORDER BY updated_at, id`,
		tenant, knowledge.Published)
	return knowledge.NewShelf(version, categories, questions), err
}

// Changed implements knowledge.Shelves.
func (s *Store) Changed(ctx context.Context) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.versions.Drop(ctx, tenant)
	return s.d.Exec(ctx, `INSERT INTO knowledge_shelves (tenant, version) VALUES ($1, 1)
		ON CONFLICT (tenant) DO UPDATE SET version=knowledge_shelves.version+1`, tenant)
}

// Asked implements knowledge.Shelves.
func (s *Store) Asked(ctx context.Context) (map[string]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) ([3]string, error) {
		var x [3]string
		return x, r.Scan(&x[0], &x[1], &x[2])
	}, `SELECT id, zh_ask, en_ask FROM knowledge_questions WHERE tenant=$1`, tenant)
	out := make(map[string]string, len(rows))
	for _, x := range rows {
		for _, ask := range x[1:] {
			if first, _, _ := strings.Cut(ask, "\n"); first != "" {
				out[first] = x[0]
			}
		}
	}
	return out, err
}

// CountUse implements knowledge.Shelves.
func (s *Store) CountUse(ctx context.Context, id string) error {
	return s.add(ctx, `uses`, id)
}

// CountVote implements knowledge.Shelves.
func (s *Store) CountVote(ctx context.Context, id string, helped bool) error {
	if helped {
		return s.add(ctx, `helped`, id)
	}
	return s.add(ctx, `not_helped`, id)
}

func (s *Store) add(ctx context.Context, column, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, knowledge.ErrQuestionNotFound.New(), `UPDATE knowledge_questions SET `+column+`=`+column+`+1 WHERE tenant=$1 AND id=$2`, tenant, id)
}

const categoryColumns = `id, parent_id, name_zh, name_en, position, version`

func scanCategory(r db.Row) (knowledge.Category, error) {
	var c knowledge.Category
	var position int64
	err := r.Scan(&c.ID, &c.ParentID, &c.NameZh, &c.NameEn, &position, &c.Version)
	c.Position = int(position)
	return c, err
}

// InsertCategory implements knowledge.CategoryRows.
func (s *Store) InsertCategory(ctx context.Context, c knowledge.Category) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO knowledge_categories (tenant, `+categoryColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		tenant, c.ID, c.ParentID, c.NameZh, c.NameEn, c.Position, c.Version)
}

// AllCategories implements knowledge.CategoryRows.
func (s *Store) AllCategories(ctx context.Context) ([]knowledge.Category, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanCategory, `SELECT `+categoryColumns+` FROM knowledge_categories WHERE tenant=$1 ORDER BY position, id`, tenant)
}

// UpdateCategory implements knowledge.CategoryRows.
func (s *Store) UpdateCategory(ctx context.Context, c knowledge.Category) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE knowledge_categories SET parent_id=$4, name_zh=$5, name_en=$6, position=$7, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, c.ID, c.Version, c.ParentID, c.NameZh, c.NameEn, c.Position)
}

// DeleteCategory implements knowledge.CategoryRows.
func (s *Store) DeleteCategory(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, knowledge.ErrCategoryFull.New(), `DELETE FROM knowledge_categories WHERE tenant=$1 AND id=$2
		AND NOT EXISTS (SELECT 1 FROM knowledge_categories c WHERE c.tenant=$1 AND c.parent_id=$2)
		AND NOT EXISTS (SELECT 1 FROM knowledge_questions q WHERE q.tenant=$1 AND q.category_id=$2)`, tenant, id)
}
