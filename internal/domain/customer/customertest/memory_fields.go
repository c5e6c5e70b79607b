package customertest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/customer"
)

// shelf keeps fields, values, segments and notes; the keys begin with the workspace.
type shelf struct {
	cards    map[[2]string]customer.PageCards
	fields   map[[2]string]customer.Field
	values   map[[2]string][]customer.Value // by owner
	segments map[[2]string]customer.Segment
	notes    map[[2]string]customer.Note
}

func newShelf() shelf {
	return shelf{
		cards: map[[2]string]customer.PageCards{}, fields: map[[2]string]customer.Field{}, values: map[[2]string][]customer.Value{},
		segments: map[[2]string]customer.Segment{}, notes: map[[2]string]customer.Note{},
	}
}

// of are the things of a workspace, in order.
func of[T any](m map[[2]string]T, tenant string, order func(a, b T) int) []T {
	var out []T
	for k, v := range m {
		if k[0] == tenant {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, order)
	return out
}

// Fields implements customer.Definitions.
func (m *Memory) Fields(ctx context.Context) ([]customer.Field, error) {
	return locked(ctx, m, func(t string) ([]customer.Field, error) {
		return of(m.fields, t, func(a, b customer.Field) int {
			return cmp.Or(strings.Compare(string(b.Of), string(a.Of)), cmp.Compare(a.Position, b.Position), strings.Compare(a.ID, b.ID))
		}), nil
	})
}

// InsertField implements customer.Definitions.
func (m *Memory) InsertField(ctx context.Context, f customer.Field) error {
	return write(ctx, m, func(t string) error { m.fields[[2]string{t, f.ID}] = f; return nil })
}

// UpdateField implements customer.Definitions.
func (m *Memory) UpdateField(ctx context.Context, f customer.Field) error {
	return write(ctx, m, func(t string) error {
		old, ok := m.fields[[2]string{t, f.ID}]
		if !ok || old.Version != f.Version {
			return fault.ErrConflict.New()
		}
		f.Version++
		f.Position = old.Position
		m.fields[[2]string{t, f.ID}] = f
		return nil
	})
}

// PlaceField implements customer.Definitions.
func (m *Memory) PlaceField(ctx context.Context, id string, position int) error {
	return write(ctx, m, func(t string) error {
		f := m.fields[[2]string{t, id}]
		f.Position = position
		m.fields[[2]string{t, id}] = f
		return nil
	})
}

// DeleteField implements customer.Definitions.
func (m *Memory) DeleteField(ctx context.Context, id string) error {
	return write(ctx, m, func(t string) error {
		if _, ok := m.fields[[2]string{t, id}]; !ok {
			return customer.ErrFieldNotFound.New()
		}
		delete(m.fields, [2]string{t, id})
		for k := range m.values {
			if k[0] == t {
				m.values[k] = without(m.values[k], id)
			}
		}
		return nil
	})
}

func without(rows []customer.Value, fieldID string) []customer.Value {
	return slices.DeleteFunc(slices.Clone(rows), func(v customer.Value) bool { return v.Field == fieldID })
}

// ValuesOf implements customer.FieldStore.
func (m *Memory) ValuesOf(ctx context.Context, owners []string) (map[string][]customer.Value, error) {
	return locked(ctx, m, func(t string) (map[string][]customer.Value, error) {
		out := map[string][]customer.Value{}
		for _, owner := range owners {
			if rows := m.values[[2]string{t, owner}]; len(rows) > 0 {
				out[owner] = slices.Clone(rows)
			}
		}
		return out, nil
	})
}

// PutValues implements customer.FieldStore.
func (m *Memory) PutValues(ctx context.Context, ownerID, fieldID string, rows []customer.Value) error {
	return write(ctx, m, func(t string) error {
		k := [2]string{t, ownerID}
		m.values[k] = append(without(m.values[k], fieldID), rows...)
		slices.SortFunc(m.values[k], func(a, b customer.Value) int {
			return cmp.Or(strings.Compare(a.Field, b.Field), cmp.Compare(a.Slot, b.Slot))
		})
		return nil
	})
}

// EraseValues implements customer.FieldStore.
func (m *Memory) EraseValues(ctx context.Context, ownerID string) error {
	return write(ctx, m, func(t string) error { delete(m.values, [2]string{t, ownerID}); return nil })
}

// MoveBelongings implements customer.FieldStore.
func (m *Memory) MoveBelongings(ctx context.Context, from, to string) error {
	return write(ctx, m, func(t string) error {
		for k, n := range m.notes {
			if k[0] == t && n.CustomerID == from {
				n.CustomerID = to
				m.notes[k] = n
			}
		}
		has := m.values[[2]string{t, to}]
		for _, v := range m.values[[2]string{t, from}] {
			if !slices.ContainsFunc(has, func(o customer.Value) bool { return o.Field == v.Field }) {
				m.values[[2]string{t, to}] = append(m.values[[2]string{t, to}], v)
			}
		}
		delete(m.values, [2]string{t, from})
		return nil
	})
}

// Segments implements customer.SegmentStore.
func (m *Memory) Segments(ctx context.Context) ([]customer.Segment, error) {
	return locked(ctx, m, func(t string) ([]customer.Segment, error) {
		return of(m.segments, t, func(a, b customer.Segment) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), strings.Compare(a.ID, b.ID))
		}), nil
	})
}

// InsertSegment implements customer.SegmentStore.
func (m *Memory) InsertSegment(ctx context.Context, g customer.Segment) error {
	return write(ctx, m, func(t string) error { m.segments[[2]string{t, g.ID}] = g; return nil })
}

// UpdateSegment implements customer.SegmentStore.
func (m *Memory) UpdateSegment(ctx context.Context, g customer.Segment) error {
	return write(ctx, m, func(t string) error {
		old, ok := m.segments[[2]string{t, g.ID}]
		if !ok || old.Version != g.Version {
			return fault.ErrConflict.New()
		}
		g.Version++
		m.segments[[2]string{t, g.ID}] = g
		return nil
	})
}

// DeleteSegment implements customer.SegmentStore.
func (m *Memory) DeleteSegment(ctx context.Context, id string) error {
	return write(ctx, m, func(t string) error {
		if _, ok := m.segments[[2]string{t, id}]; !ok {
			return customer.ErrSegmentNotFound.New()
		}
		delete(m.segments, [2]string{t, id})
		return nil
	})
}

// CountCustomers implements customer.SegmentStore.
func (m *Memory) CountCustomers(ctx context.Context, clauses []customer.Clause, limit int) (int, error) {
	return locked(ctx, m, func(t string) (int, error) {
		n := 0
		for k, c := range m.customers {
			if k[0] == t && c.MergedInto == "" && m.meets(t, c, clauses) {
				n++
			}
		}
		return min(n, limit), nil
	})
}

// Matching implements customer.SegmentStore.
func (m *Memory) Matching(ctx context.Context, customerID string, ask map[string][]customer.Clause) ([]string, error) {
	return locked(ctx, m, func(t string) ([]string, error) {
		var out []string
		c, ok := m.customers[[2]string{t, customerID}]
		for _, key := range slices.Sorted(maps.Keys(ask)) {
			if ok && m.meets(t, c, ask[key]) {
				out = append(out, key)
			}
		}
		return out, nil
	})
}

func (m *Memory) meets(tenant string, c customer.Customer, clauses []customer.Clause) bool {
	for _, cl := range clauses {
		if m.holds(tenant, c, cl) == cl.Not {
			return false
		}
	}
	return true
}

func (m *Memory) holds(tenant string, c customer.Customer, cl customer.Clause) bool {
	text := map[string]string{"level": string(c.Level), "company": c.Company, "locale": c.Locale}
	anonymous := int64(0)
	if c.Anonymous {
		anonymous = 1
	}
	number := map[string]int64{"anonymous": anonymous, "created": clock.Micros(c.CreatedAt), "seen": clock.Micros(c.LastSeenAt)}
	if n, ok := number[cl.Column]; ok && cl.Field == "" {
		return cl.Op == customer.Set || compares(cl, n)
	}
	switch {
	case cl.Field != "":
		return slices.ContainsFunc(m.values[[2]string{tenant, c.ID}], func(v customer.Value) bool { return v.Field == cl.Field && says(cl, v) })
	case cl.Column == "tag":
		return cl.Op == customer.Set && len(c.TagIDs) > 0 || slices.Contains(c.TagIDs, cl.Text)
	case cl.Op == customer.Set:
		return text[cl.Column] != ""
	default:
		return text[cl.Column] == cl.Text
	}
}

func says(cl customer.Clause, v customer.Value) bool {
	switch {
	case cl.Op == customer.Set:
		return true
	case cl.Column == "number":
		return compares(cl, v.Number)
	case cl.Column == "ref":
		return v.Ref == cl.Text
	default:
		return strings.EqualFold(v.Text, cl.Text)
	}
}

func compares(cl customer.Clause, n int64) bool {
	switch cl.Op {
	case customer.Above:
		return n > cl.Number
	case customer.Below:
		return n < cl.Number
	case customer.Is, customer.IsNot, customer.Set, customer.Unset, customer.Within:
	}
	return n == cl.Number
}

// InsertNote implements customer.Notes.
func (m *Memory) InsertNote(ctx context.Context, n customer.Note) error {
	return write(ctx, m, func(t string) error { m.notes[[2]string{t, n.ID}] = n; return nil })
}

// Note implements customer.Notes.
func (m *Memory) Note(ctx context.Context, id string) (customer.Note, error) {
	return locked(ctx, m, func(t string) (customer.Note, error) {
		n, ok := m.notes[[2]string{t, id}]
		if !ok {
			return n, customer.ErrNoteNotFound.New()
		}
		return n, nil
	})
}

// NotesOf implements customer.Notes.
func (m *Memory) NotesOf(ctx context.Context, customerID string, p page.Request) (page.Of[customer.Note], error) {
	var at int64
	var id string
	more, err := page.Decode(p.Cursor, &at, &id)
	if err != nil {
		return page.Of[customer.Note]{}, err
	}
	rows, err := locked(ctx, m, func(t string) ([]customer.Note, error) {
		all := of(m.notes, t, func(a, b customer.Note) int {
			return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), strings.Compare(b.ID, a.ID))
		})
		return slices.DeleteFunc(all, func(n customer.Note) bool {
			made := clock.Micros(n.CreatedAt)
			return n.CustomerID != customerID || (more && (made > at || (made == at && n.ID >= id)))
		}), nil
	})
	return page.Cut(rows, p.Size(), func(n customer.Note) []any { return []any{clock.Micros(n.CreatedAt), n.ID} }), err
}

// UpdateNote implements customer.Notes.
func (m *Memory) UpdateNote(ctx context.Context, n customer.Note) error {
	return write(ctx, m, func(t string) error {
		old, ok := m.notes[[2]string{t, n.ID}]
		if !ok || old.Version != n.Version {
			return fault.ErrConflict.New()
		}
		n.Version++
		m.notes[[2]string{t, n.ID}] = n
		return nil
	})
}

// DeleteNote implements customer.Notes.
func (m *Memory) DeleteNote(ctx context.Context, id string) error {
	return write(ctx, m, func(t string) error {
		if _, ok := m.notes[[2]string{t, id}]; !ok {
			return customer.ErrNoteNotFound.New()
		}
		delete(m.notes, [2]string{t, id})
		return nil
	})
}
