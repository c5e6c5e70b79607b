// Package customertest holds an in-memory store of customers and the suite that every store passes.
package customertest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/customer"
)

// Memory keeps everything in maps. It does not roll back.
type Memory struct {
	mu         sync.Mutex
	customers  map[[2]string]customer.Customer
	identities map[[3]string]customer.Identity
	visitors   map[[2]string]customer.Visitor
	pages      map[[2]string][]customer.PageView
	tags       map[[2]string]customer.Tag
	shelf
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{
		customers: map[[2]string]customer.Customer{}, identities: map[[3]string]customer.Identity{},
		visitors: map[[2]string]customer.Visitor{}, pages: map[[2]string][]customer.PageView{}, tags: map[[2]string]customer.Tag{},
		shelf: newShelf(),
	}
}

func locked[T any](ctx context.Context, m *Memory, fn func(tenant string) (T, error)) (T, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		var none T
		return none, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(tenant)
}

func write(ctx context.Context, m *Memory, fn func(tenant string) error) error {
	_, err := locked(ctx, m, func(tenant string) (struct{}, error) { return struct{}{}, fn(tenant) })
	return err
}

// InsertCustomer implements customer.Store.
func (m *Memory) InsertCustomer(ctx context.Context, c customer.Customer) error {
	return write(ctx, m, func(t string) error { m.customers[[2]string{t, c.ID}] = c; return nil })
}

// Customer implements customer.Store.
func (m *Memory) Customer(ctx context.Context, id string) (customer.Customer, error) {
	return locked(ctx, m, func(t string) (customer.Customer, error) {
		c, ok := m.customers[[2]string{t, id}]
		if !ok {
			return c, customer.ErrNotFound.New()
		}
		return c, nil
	})
}

// Customers implements customer.Store.
func (m *Memory) Customers(ctx context.Context, ids []string) ([]customer.Customer, error) {
	return locked(ctx, m, func(t string) ([]customer.Customer, error) {
		var out []customer.Customer
		for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
			if c, ok := m.customers[[2]string{t, id}]; ok {
				out = append(out, c)
			}
		}
		return out, nil
	})
}

// UpdateCustomer implements customer.Store.
func (m *Memory) UpdateCustomer(ctx context.Context, c customer.Customer) error {
	return write(ctx, m, func(t string) error {
		k := [2]string{t, c.ID}
		old, ok := m.customers[k]
		if !ok || old.Version != c.Version {
			return fault.ErrConflict.New()
		}
		c.Version++
		c.TagIDs, c.LastSeenAt, c.CreatedAt = old.TagIDs, old.LastSeenAt, old.CreatedAt
		m.customers[k] = c
		return nil
	})
}

// TouchCustomer implements customer.Store.
func (m *Memory) TouchCustomer(ctx context.Context, id string, at time.Time) error {
	return write(ctx, m, func(t string) error {
		c, ok := m.customers[[2]string{t, id}]
		if ok && c.LastSeenAt.Before(at) {
			c.LastSeenAt = at
			m.customers[[2]string{t, id}] = c
		}
		return nil
	})
}

// ListCustomers implements customer.Store.
func (m *Memory) ListCustomers(ctx context.Context, f customer.Filter, p page.Request) (page.Of[customer.Customer], error) {
	var at int64
	var id string
	more, err := page.Decode(p.Cursor, &at, &id)
	if err != nil {
		return page.Of[customer.Customer]{}, err
	}
	rows, err := locked(ctx, m, func(t string) ([]customer.Customer, error) {
		var out []customer.Customer
		for k, c := range m.customers {
			seen := clock.Micros(c.LastSeenAt)
			if k[0] != t || c.MergedInto != "" || !matches(c, f) || !m.meets(t, c, f.Clauses) || (more && (seen > at || (seen == at && c.ID >= id))) {
				continue
			}
			out = append(out, c)
		}
		slices.SortFunc(out, func(a, b customer.Customer) int {
			return cmp.Or(b.LastSeenAt.Compare(a.LastSeenAt), strings.Compare(b.ID, a.ID))
		})
		return out, nil
	})
	return page.Cut(rows, p.Size(), func(c customer.Customer) []any { return []any{clock.Micros(c.LastSeenAt), c.ID} }), err
}

func matches(c customer.Customer, f customer.Filter) bool {
	if (f.Level != "" && c.Level != f.Level) || (f.TagID != "" && !slices.Contains(c.TagIDs, f.TagID)) {
		return false
	}
	q := strings.ToLower(f.Query)
	phone := customer.IdentityKey(customer.KindPhone, q)
	return q == "" || strings.HasPrefix(strings.ToLower(c.Name), q) || strings.HasPrefix(strings.ToLower(c.Email), q) ||
		(len(phone) >= 3 && strings.HasPrefix(strings.TrimPrefix(customer.IdentityKey(customer.KindPhone, c.Phone), "+"), strings.TrimPrefix(phone, "+")))
}

// Claim implements customer.Identities.
func (m *Memory) Claim(ctx context.Context, i customer.Identity) (string, error) {
	return locked(ctx, m, func(t string) (string, error) {
		k := [3]string{t, string(i.Kind), i.Key}
		if old, ok := m.identities[k]; ok {
			return old.CustomerID, nil
		}
		m.identities[k] = i
		return i.CustomerID, nil
	})
}

// Owner implements customer.Identities.
func (m *Memory) Owner(ctx context.Context, kind customer.IdentityKind, key string) (string, error) {
	return locked(ctx, m, func(t string) (string, error) {
		return m.identities[[3]string{t, string(kind), key}].CustomerID, nil
	})
}

// IdentitiesOf implements customer.Identities.
func (m *Memory) IdentitiesOf(ctx context.Context, customerID string) ([]customer.Identity, error) {
	return locked(ctx, m, func(t string) ([]customer.Identity, error) {
		var out []customer.Identity
		for k, i := range m.identities {
			if k[0] == t && i.CustomerID == customerID {
				out = append(out, i)
			}
		}
		slices.SortFunc(out, func(a, b customer.Identity) int {
			return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Key, b.Key))
		})
		return out, nil
	})
}

// VerifyIdentity implements customer.Identities.
func (m *Memory) VerifyIdentity(ctx context.Context, kind customer.IdentityKind, key string) error {
	return write(ctx, m, func(t string) error {
		if i, ok := m.identities[[3]string{t, string(kind), key}]; ok {
			i.Verified = true
			m.identities[[3]string{t, string(kind), key}] = i
		}
		return nil
	})
}

// MoveIdentities implements customer.Identities.
func (m *Memory) MoveIdentities(ctx context.Context, from, to string) error {
	return write(ctx, m, func(t string) error {
		for k, i := range m.identities {
			if k[0] == t && i.CustomerID == from {
				i.CustomerID = to
				m.identities[k] = i
			}
		}
		for k, v := range m.visitors {
			if k[0] == t && v.CustomerID == from && from != "" {
				v.CustomerID = to
				m.visitors[k] = v
			}
		}
		return nil
	})
}
