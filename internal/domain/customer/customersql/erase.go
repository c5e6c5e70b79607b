package customersql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
)

// OwnersOf implements customer.Erasure. The keys that begin with the prefix are those from it up to the prefix with the
// highest character behind it: both engines walk the primary key.
func (s *Store) OwnersOf(ctx context.Context, kind customer.IdentityKind, prefix string, limit int) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanString, `SELECT customer_id FROM customer_identities
		WHERE tenant=$1 AND kind=$2 AND value_key>=$3 AND value_key<$4 ORDER BY value_key LIMIT $5`,
		tenant, kind, prefix, prefix+"\U0010FFFF", limit)
}

// EraseCustomers implements customer.Erasure.
func (s *Store) EraseCustomers(ctx context.Context, ids []string) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	args := []any{tenant}
	in := db.List(&args, ids)
	gone, err := db.Query(ctx, s.d, scanString, `DELETE FROM customer_customers WHERE tenant=$1 AND (id IN `+in+` OR merged_into IN `+in+`)
		RETURNING id`, args...)
	if err != nil {
		return nil, err
	}
	s.visitors.Drop(ctx)
	args = []any{tenant}
	in = db.List(&args, append(gone, ids...))
	for _, text := range []string{
		`DELETE FROM customer_page_views WHERE tenant=$1 AND visitor_id IN (SELECT id FROM customer_visitors WHERE tenant=$1 AND customer_id IN ` + in + `)`,
		`DELETE FROM customer_contexts WHERE tenant=$1 AND visitor_id IN (SELECT id FROM customer_visitors WHERE tenant=$1 AND customer_id IN ` + in + `)`,
		`DELETE FROM customer_visitors WHERE tenant=$1 AND customer_id IN ` + in,
		`DELETE FROM customer_identities WHERE tenant=$1 AND customer_id IN ` + in,
		`DELETE FROM customer_tag_links WHERE tenant=$1 AND customer_id IN ` + in,
		`DELETE FROM customer_values WHERE tenant=$1 AND owner_id IN ` + in,
		`DELETE FROM customer_notes WHERE tenant=$1 AND customer_id IN ` + in,
	} {
		if err := s.d.Exec(ctx, text, args...); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
