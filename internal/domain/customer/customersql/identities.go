package customersql

import (
	"context"
	"errors"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
)

func scanString(r db.Row) (string, error) {
	var s string
	err := r.Scan(&s)
	return s, err
}

// Claim implements customer.Identities. The insert waits for another unit that inserts the same identity; who comes
// second reads what the first one wrote.
func (s *Store) Claim(ctx context.Context, i customer.Identity) (string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return "", err
	}
	n, err := s.d.ExecCount(ctx, `INSERT INTO customer_identities (tenant, kind, value_key, value, customer_id, verified, created_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (tenant, kind, value_key) DO NOTHING`,
		tenant, i.Kind, i.Key, i.Value, i.CustomerID, i.Verified, i.CreatedAt)
	if err != nil || n == 1 {
		return i.CustomerID, err
	}
	return s.Owner(ctx, i.Kind, i.Key)
}

// Owner implements customer.Identities.
func (s *Store) Owner(ctx context.Context, kind customer.IdentityKind, key string) (string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return "", err
	}
	owner, err := db.One(ctx, s.d, scanString,
		`SELECT customer_id FROM customer_identities WHERE tenant=$1 AND kind=$2 AND value_key=$3`, tenant, kind, key)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return owner, err
}

// IdentitiesOf implements customer.Identities.
func (s *Store) IdentitiesOf(ctx context.Context, customerID string) ([]customer.Identity, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (customer.Identity, error) {
		var i customer.Identity
		err := r.Scan((*string)(&i.Kind), &i.Key, &i.Value, &i.CustomerID, &i.Verified, &i.CreatedAt)
		return i, err
	}, `SELECT kind, value_key, value, customer_id, verified, created_at FROM customer_identities
		WHERE tenant=$1 AND customer_id=$2 ORDER BY kind, value_key LIMIT 100`, tenant, customerID)
}

// VerifyIdentity implements customer.Identities.
func (s *Store) VerifyIdentity(ctx context.Context, kind customer.IdentityKind, key string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE customer_identities SET verified=1 WHERE tenant=$1 AND kind=$2 AND value_key=$3`, tenant, kind, key)
}

// MoveIdentities implements customer.Identities.
func (s *Store) MoveIdentities(ctx context.Context, from, to string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.Exec(ctx, `UPDATE customer_identities SET customer_id=$3 WHERE tenant=$1 AND customer_id=$2`, tenant, from, to); err != nil {
		return err
	}
	s.visitors.Drop(ctx)
	return s.d.Exec(ctx, `UPDATE customer_visitors SET customer_id=$3 WHERE tenant=$1 AND customer_id=$2 AND customer_id<>''`, tenant, from, to)
}
