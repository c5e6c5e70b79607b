package customersql

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
)

const segmentColumns = `id, name, colour, conditions, position, created_at, version`

func scanSegment(r db.Row) (customer.Segment, error) {
	var g customer.Segment
	var conditions json.RawMessage
	if err := r.Scan(&g.ID, &g.Name, &g.Colour, &conditions, &g.Position, &g.CreatedAt, &g.Version); err != nil {
		return g, err
	}
	return g, json.Unmarshal(conditions, &g.Conditions)
}

// Segments implements customer.SegmentStore.
func (s *Store) Segments(ctx context.Context) ([]customer.Segment, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanSegment, `SELECT `+segmentColumns+` FROM customer_segments WHERE tenant=$1 ORDER BY position, id`, tenant)
}

// InsertSegment implements customer.SegmentStore.
func (s *Store) InsertSegment(ctx context.Context, g customer.Segment) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	conditions, err := json.Marshal(g.Conditions)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO customer_segments (tenant, `+segmentColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		tenant, g.ID, g.Name, g.Colour, json.RawMessage(conditions), g.Position, g.CreatedAt, g.Version)
}

// UpdateSegment implements customer.SegmentStore.
func (s *Store) UpdateSegment(ctx context.Context, g customer.Segment) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	conditions, err := json.Marshal(g.Conditions)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE customer_segments SET name=$4, colour=$5, conditions=$6, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, g.ID, g.Version, g.Name, g.Colour, json.RawMessage(conditions))
}

// DeleteSegment implements customer.SegmentStore.
func (s *Store) DeleteSegment(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, customer.ErrSegmentNotFound.New(), `DELETE FROM customer_segments WHERE tenant=$1 AND id=$2`, tenant, id)
}

// CountCustomers implements customer.SegmentStore.
func (s *Store) CountCustomers(ctx context.Context, clauses []customer.Clause, limit int) (int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	args := []any{tenant}
	where := conditions(&args, clauses)
	args = append(args, limit)
	return db.One(ctx, s.d, func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, fmt.Sprintf(`SELECT count(*) FROM
		(SELECT 1 AS one FROM customer_customers WHERE tenant=$1 AND merged_into=''%s LIMIT $%d) AS found`, where, len(args)), args...)
}

// Matching implements customer.SegmentStore.
func (s *Store) Matching(ctx context.Context, customerID string, ask map[string][]customer.Clause) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ask) == 0 {
		return nil, err
	}
	args := []any{tenant, customerID}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(ask)) {
		args = append(args, key)
		at := len(args)
		parts = append(parts, fmt.Sprintf(`SELECT CAST($%d AS TEXT) AS segment FROM customer_customers WHERE tenant=$1 AND id=$2%s`, at, conditions(&args, ask[key])))
	}
	found, err := db.Query(ctx, s.d, scanString, strings.Join(parts, " UNION ALL "), args...)
	slices.Sort(found)
	return found, err
}

// plain are the columns of a customer that clauses compare.
var plain = map[string]string{
	"level": "level", "company": "company", "locale": "locale", "anonymous": "anonymous", "created": "created_at", "seen": "last_seen_at",
}

// sign is the operator of a comparison.
var sign = map[customer.Op]string{customer.Is: "=", customer.Above: ">", customer.Below: "<"}

// conditions are clauses as SQL behind a WHERE; tenant is the first argument.
func conditions(args *[]any, clauses []customer.Clause) string {
	var out strings.Builder
	arg := func(v any) string {
		*args = append(*args, v)
		return fmt.Sprintf("$%d", len(*args))
	}
	for _, c := range clauses {
		out.WriteString(" AND " + clause(c, arg))
	}
	return out.String()
}

func clause(c customer.Clause, arg func(any) string) string {
	not := ""
	if c.Not {
		not = "NOT "
	}
	switch {
	case c.Field != "":
		return "id " + not + "IN (SELECT owner_id FROM customer_values WHERE tenant=$1 AND field_id=" + arg(c.Field) + compare(c, arg) + ")"
	case c.Column == "tag" && c.Op == customer.Set:
		return "id " + not + "IN (SELECT customer_id FROM customer_tag_links WHERE tenant=$1)"
	case c.Column == "tag":
		return "id " + not + "IN (SELECT customer_id FROM customer_tag_links WHERE tenant=$1 AND tag_id=" + arg(c.Text) + ")"
	}
	column := plain[c.Column]
	switch {
	case c.Column == "created" || c.Column == "seen" || c.Column == "anonymous":
		if c.Op == customer.Set {
			return not + "1=1"
		}
		return not + "(" + column + sign[c.Op] + arg(c.Number) + ")"
	case c.Op == customer.Set:
		return not + "(" + column + "<>'')"
	default:
		return not + "(" + column + "=" + arg(c.Text) + ")"
	}
}

// compare is what a value of a field must be.
func compare(c customer.Clause, arg func(any) string) string {
	switch {
	case c.Op == customer.Set:
		return ""
	case c.Column == "number":
		return " AND number" + sign[c.Op] + arg(c.Number)
	case c.Column == "ref":
		return " AND ref=" + arg(c.Text)
	default:
		return " AND text_key=" + arg(textKey(c.Text))
	}
}
