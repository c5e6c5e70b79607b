// Package customersql keeps customers in SQL, with the same statements on both engines.
package customersql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/text"
)

// Store implements the ports of the customer domain: Store, Identities, Visitors and Tags.
type Store struct {
	d        *db.DB
	visitors *db.Cache[customer.Visitor] // every request of a visitor begins with who it is
}

// New makes the store.
func New(d *db.DB) *Store {
	return &Store{d: d, visitors: db.NewCache[customer.Visitor](d, 20_000, 5*time.Second)}
}

// visitorKey names a visitor in the memory of this process.
func visitorKey(tenant, id string) string { return tenant + "/" + id }

const customerColumns = `id, name, email, phone, company, level, locale, timezone, attributes, note, anonymous, merged_into,
	created_at, last_seen_at, version`

func scanCustomer(r db.Row) (customer.Customer, error) {
	var c customer.Customer
	var attributes json.RawMessage
	err := r.Scan(&c.ID, &c.Name, &c.Email, &c.Phone, &c.Company, (*string)(&c.Level), &c.Locale, &c.Timezone, &attributes,
		&c.Note, &c.Anonymous, &c.MergedInto, &c.CreatedAt, &c.LastSeenAt, &c.Version)
	if err != nil {
		return c, err
	}
	c.TagIDs = []string{}
	return c, json.Unmarshal(attributes, &c.Attributes)
}

func attributesOf(c customer.Customer) (json.RawMessage, error) {
	if len(c.Attributes) == 0 {
		return json.RawMessage("null"), nil
	}
	return json.Marshal(c.Attributes)
}

// InsertCustomer implements customer.Store.
func (s *Store) InsertCustomer(ctx context.Context, c customer.Customer) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	attributes, err := attributesOf(c)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO customer_customers (tenant, `+customerColumns+`, name_key, email_key, phone_key)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)`,
		tenant, c.ID, c.Name, c.Email, c.Phone, c.Company, c.Level, c.Locale, c.Timezone, attributes, c.Note, c.Anonymous,
		c.MergedInto, c.CreatedAt, c.LastSeenAt, c.Version, text.Fold(c.Name), text.Fold(c.Email), phoneKey(c.Phone))
}

// phoneKey is what a search for a number looks at: its digits.
func phoneKey(phone string) string { return customer.IdentityKey(customer.KindPhone, phone) }

// UpdateCustomer implements customer.Store.
func (s *Store) UpdateCustomer(ctx context.Context, c customer.Customer) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	attributes, err := attributesOf(c)
	if err != nil {
		return err
	}
	n, err := s.d.ExecCount(ctx, `UPDATE customer_customers SET name=$4, email=$5, phone=$6, company=$7, level=$8, locale=$9,
		timezone=$10, attributes=$11, note=$12, anonymous=$13, merged_into=$14, name_key=$15, email_key=$16, phone_key=$17,
		version=version+1 WHERE tenant=$1 AND id=$2 AND version=$3`,
		tenant, c.ID, c.Version, c.Name, c.Email, c.Phone, c.Company, c.Level, c.Locale, c.Timezone, attributes, c.Note,
		c.Anonymous, c.MergedInto, text.Fold(c.Name), text.Fold(c.Email), phoneKey(c.Phone))
	if err == nil && n == 0 {
		return fault.ErrConflict.New()
	}
	return err
}

// TouchCustomer implements customer.Store.
func (s *Store) TouchCustomer(ctx context.Context, id string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE customer_customers SET last_seen_at=$3 WHERE tenant=$1 AND id=$2 AND last_seen_at<$3`, tenant, id, at)
}

// Customer implements customer.Store.
func (s *Store) Customer(ctx context.Context, id string) (customer.Customer, error) {
	list, err := s.Customers(ctx, []string{id})
	if err != nil {
		return customer.Customer{}, err
	}
	if len(list) == 0 {
		return customer.Customer{}, customer.ErrNotFound.New()
	}
	return list[0], nil
}

// Customers implements customer.Store.
func (s *Store) Customers(ctx context.Context, ids []string) ([]customer.Customer, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	args := []any{tenant}
	list, err := db.Query(ctx, s.d, scanCustomer, `SELECT `+customerColumns+` FROM customer_customers WHERE tenant=$1 AND id IN `+
		db.List(&args, ids)+` ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	return s.withTags(ctx, tenant, list)
}

type link struct{ customer, tag string }

func scanLink(r db.Row) (link, error) {
	var l link
	err := r.Scan(&l.customer, &l.tag)
	return l, err
}

// withTags adds the tags of a page of customers in one query.
func (s *Store) withTags(ctx context.Context, tenant string, list []customer.Customer) ([]customer.Customer, error) {
	if len(list) == 0 {
		return list, nil
	}
	at := make(map[string]int, len(list))
	ids := make([]string, len(list))
	for i, c := range list {
		at[c.ID], ids[i] = i, c.ID
	}
	args := []any{tenant}
	links, err := db.Query(ctx, s.d, scanLink,
		`SELECT customer_id, tag_id FROM customer_tag_links WHERE tenant=$1 AND customer_id IN `+db.List(&args, ids)+
			` ORDER BY customer_id, tag_id`, args...)
	for _, l := range links {
		list[at[l.customer]].TagIDs = append(list[at[l.customer]].TagIDs, l.tag)
	}
	return list, err
}
