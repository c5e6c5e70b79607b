package customersql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/text"
)

func scanTag(r db.Row) (customer.Tag, error) {
	var t customer.Tag
	err := r.Scan(&t.ID, &t.Name, &t.Colour, &t.CreatedAt, &t.Version)
	return t, err
}

// InsertTag implements customer.Tags.
func (s *Store) InsertTag(ctx context.Context, t customer.Tag) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	n, err := s.d.ExecCount(ctx, `INSERT INTO customer_tags (tenant, id, name, name_key, colour, created_at, version)
		VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (tenant, name_key) DO NOTHING`,
		tenant, t.ID, t.Name, text.Fold(t.Name), t.Colour, t.CreatedAt, t.Version)
	if err == nil && n == 0 {
		return customer.ErrTagTaken.On("name")
	}
	return err
}

// UpdateTag implements customer.Tags.
func (s *Store) UpdateTag(ctx context.Context, t customer.Tag) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	key := text.Fold(t.Name)
	others, err := db.Query(ctx, s.d, scanString, `SELECT id FROM customer_tags WHERE tenant=$1 AND name_key=$2 AND id<>$3`, tenant, key, t.ID)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return customer.ErrTagTaken.On("name")
	}
	n, err := s.d.ExecCount(ctx, `UPDATE customer_tags SET name=$4, name_key=$5, colour=$6, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, t.ID, t.Version, t.Name, key, t.Colour)
	if db.IsUnique(err) { // somebody took the name since the question above
		return customer.ErrTagTaken.On("name")
	}
	if err == nil && n == 0 {
		return fault.ErrConflict.New()
	}
	return err
}

// DeleteTag implements customer.Tags.
func (s *Store) DeleteTag(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	n, err := s.d.ExecCount(ctx, `DELETE FROM customer_tags WHERE tenant=$1 AND id=$2`, tenant, id)
	if err != nil {
		return err
	}
	if n == 0 {
		return customer.ErrTagNotFound.New()
	}
	return s.d.Exec(ctx, `DELETE FROM customer_tag_links WHERE tenant=$1 AND tag_id=$2`, tenant, id)
}

// Tag implements customer.Tags.
func (s *Store) Tag(ctx context.Context, id string) (customer.Tag, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return customer.Tag{}, err
	}
	t, err := db.One(ctx, s.d, scanTag, `SELECT id, name, colour, created_at, version FROM customer_tags WHERE tenant=$1 AND id=$2`, tenant, id)
	return t, db.NoRow(err, customer.ErrTagNotFound)
}

// ListTags implements customer.Tags.
func (s *Store) ListTags(ctx context.Context) ([]customer.Tag, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanTag, `SELECT id, name, colour, created_at, version FROM customer_tags WHERE tenant=$1 ORDER BY name_key, id`, tenant)
}

// LinkTags implements customer.Tags.
func (s *Store) LinkTags(ctx context.Context, customerID string, tagIDs []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.Exec(ctx, `DELETE FROM customer_tag_links WHERE tenant=$1 AND customer_id=$2`, tenant, customerID); err != nil {
		return err
	}
	for _, id := range tagIDs {
		if err := s.d.Exec(ctx, `INSERT INTO customer_tag_links (tenant, customer_id, tag_id) VALUES ($1,$2,$3)`, tenant, customerID, id); err != nil {
			return err
		}
	}
	return nil
}
