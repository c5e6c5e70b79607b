package customersql

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/text"
)

// matchesPerKey bounds the work of a search: at most so many customers are looked at per key (name, e-mail, phone), in
// the order of the key. Who types more letters sees further; words inside a name are found by the full-text search.
const matchesPerKey = 300

// ListCustomers implements customer.Store.
func (s *Store) ListCustomers(ctx context.Context, f customer.Filter, p page.Request) (page.Of[customer.Customer], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[customer.Customer]{}, err
	}
	args := []any{tenant}
	where := []string{"tenant=$1", "merged_into=''"}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if f.Query != "" {
		where = append(where, "id IN ("+prefixes(f.Query, arg)+")")
	}
	if f.TagID != "" {
		where = append(where, "id IN (SELECT customer_id FROM customer_tag_links WHERE tenant=$1 AND tag_id="+arg(f.TagID)+")")
	}
	if f.Level != "" {
		where = append(where, "level="+arg(f.Level))
	}
	for _, c := range f.Clauses {
		where = append(where, clause(c, arg))
	}
	var at int64
	var id string
	if more, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[customer.Customer]{}, err
	} else if more {
		where = append(where, "(last_seen_at, id) < ("+arg(at)+","+arg(id)+")")
	}
	list, err := db.Query(ctx, s.d, scanCustomer, `SELECT `+customerColumns+` FROM customer_customers WHERE `+
		strings.Join(where, " AND ")+` ORDER BY last_seen_at DESC, id DESC LIMIT `+arg(p.Size()+1), args...)
	if err != nil {
		return page.Of[customer.Customer]{}, err
	}
	if list, err = s.withTags(ctx, tenant, list); err != nil {
		return page.Of[customer.Customer]{}, err
	}
	return page.Cut(list, p.Size(), func(c customer.Customer) []any { return []any{clock.Micros(c.LastSeenAt), c.ID} }), nil
}

// prefixes selects the ids whose name, e-mail or phone begins with the query; each part is one range of an index.
func prefixes(query string, arg func(any) string) string {
	var parts []string
	begins := func(column, key string) {
		if key == "" {
			return
		}
		extra := ""
		if column != "name_key" {
			extra = " AND " + column + " <> ''" // repeats the condition of the partial index
		}
		parts = append(parts, fmt.Sprintf(`SELECT id FROM (SELECT id FROM customer_customers WHERE tenant=$1 AND merged_into='' AND %s >= %s
			AND %s < %s%s ORDER BY %s LIMIT %d) AS by_%s`, column, arg(key), column, arg(key+"\U0010FFFF"), extra, column, matchesPerKey, column))
	}
	folded := text.Fold(query)
	begins("name_key", folded)
	begins("email_key", folded)
	if digits := strings.TrimPrefix(phoneKey(query), "+"); len(digits) >= 3 {
		begins("phone_key", digits)
		begins("phone_key", "+"+digits)
	}
	return strings.Join(parts, " UNION ")
}

// Next are ids of customers in order, after one: for work on all of them.
func (s *Store) Next(ctx context.Context, after string, limit int) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM customer_customers WHERE tenant=$1 AND id>$2 ORDER BY id LIMIT $3`, tenant, after, limit)
}
