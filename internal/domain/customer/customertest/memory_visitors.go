package customertest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/customer"
)

// InsertVisitor implements customer.Visitors.
func (m *Memory) InsertVisitor(ctx context.Context, v customer.Visitor) error {
	return write(ctx, m, func(t string) error { m.visitors[[2]string{t, v.ID}] = v; return nil })
}

// UpdateVisitor implements customer.Visitors.
func (m *Memory) UpdateVisitor(ctx context.Context, v customer.Visitor) error {
	return write(ctx, m, func(t string) error {
		old, ok := m.visitors[[2]string{t, v.ID}]
		if !ok {
			return customer.ErrVisitorNotFound.New()
		}
		v.CreatedAt = old.CreatedAt
		m.visitors[[2]string{t, v.ID}] = v
		return nil
	})
}

// Visitor implements customer.Visitors.
func (m *Memory) Visitor(ctx context.Context, id string) (customer.Visitor, error) {
	return locked(ctx, m, func(t string) (customer.Visitor, error) {
		v, ok := m.visitors[[2]string{t, id}]
		if !ok {
			return v, customer.ErrVisitorNotFound.New()
		}
		return v, nil
	})
}

// VisitorsOf implements customer.Visitors.
func (m *Memory) VisitorsOf(ctx context.Context, customerID string) ([]customer.Visitor, error) {
	return locked(ctx, m, func(t string) ([]customer.Visitor, error) {
		var out []customer.Visitor
		for k, v := range m.visitors {
			if k[0] == t && v.CustomerID == customerID && customerID != "" {
				out = append(out, v)
			}
		}
		slices.SortFunc(out, func(a, b customer.Visitor) int {
			return cmp.Or(b.LastSeenAt.Compare(a.LastSeenAt), strings.Compare(b.ID, a.ID))
		})
		return out, nil
	})
}

// AddPage implements customer.Visitors.
func (m *Memory) AddPage(ctx context.Context, visitorID string, p customer.PageView) error {
	return write(ctx, m, func(t string) error {
		k := [2]string{t, visitorID}
		v, ok := m.visitors[k]
		if !ok {
			return customer.ErrVisitorNotFound.New()
		}
		v.LastSeenAt = p.At
		m.visitors[k] = v
		m.pages[k] = append(m.pages[k], p)
		if over := len(m.pages[k]) - customer.PagesKept; over > 0 {
			m.pages[k] = m.pages[k][over:]
		}
		return nil
	})
}

// Pages implements customer.Visitors.
func (m *Memory) Pages(ctx context.Context, customerID string) ([]customer.PageView, error) {
	visitors, err := m.VisitorsOf(ctx, customerID)
	if err != nil {
		return nil, err
	}
	return locked(ctx, m, func(t string) ([]customer.PageView, error) {
		out := []customer.PageView{}
		for _, v := range visitors {
			track := slices.Clone(m.pages[[2]string{t, v.ID}])
			slices.Reverse(track)
			out = append(out, track...)
		}
		slices.SortStableFunc(out, func(a, b customer.PageView) int { return b.At.Compare(a.At) })
		return out[:min(len(out), customer.PagesKept)], nil
	})
}

// InsertTag implements customer.Tags.
func (m *Memory) InsertTag(ctx context.Context, tag customer.Tag) error {
	return write(ctx, m, func(t string) error {
		if m.nameTaken(t, tag) {
			return customer.ErrTagTaken.On("name")
		}
		m.tags[[2]string{t, tag.ID}] = tag
		return nil
	})
}

func (m *Memory) nameTaken(tenant string, tag customer.Tag) bool {
	for k, o := range m.tags {
		if k[0] == tenant && o.ID != tag.ID && strings.EqualFold(o.Name, tag.Name) {
			return true
		}
	}
	return false
}

// UpdateTag implements customer.Tags.
func (m *Memory) UpdateTag(ctx context.Context, tag customer.Tag) error {
	return write(ctx, m, func(t string) error {
		if m.nameTaken(t, tag) {
			return customer.ErrTagTaken.On("name")
		}
		old, ok := m.tags[[2]string{t, tag.ID}]
		if !ok || old.Version != tag.Version {
			return fault.ErrConflict.New()
		}
		tag.Version++
		m.tags[[2]string{t, tag.ID}] = tag
		return nil
	})
}

// DeleteTag implements customer.Tags.
func (m *Memory) DeleteTag(ctx context.Context, id string) error {
	return write(ctx, m, func(t string) error {
		if _, ok := m.tags[[2]string{t, id}]; !ok {
			return customer.ErrTagNotFound.New()
		}
		delete(m.tags, [2]string{t, id})
		for k, c := range m.customers {
			if k[0] == t {
				c.TagIDs = slices.DeleteFunc(slices.Clone(c.TagIDs), func(x string) bool { return x == id })
				m.customers[k] = c
			}
		}
		return nil
	})
}

// Tag implements customer.Tags.
func (m *Memory) Tag(ctx context.Context, id string) (customer.Tag, error) {
	return locked(ctx, m, func(t string) (customer.Tag, error) {
		tag, ok := m.tags[[2]string{t, id}]
		if !ok {
			return tag, customer.ErrTagNotFound.New()
		}
		return tag, nil
	})
}

// ListTags implements customer.Tags.
func (m *Memory) ListTags(ctx context.Context) ([]customer.Tag, error) {
	return locked(ctx, m, func(t string) ([]customer.Tag, error) {
		var out []customer.Tag
		for k, tag := range m.tags {
			if k[0] == t {
				out = append(out, tag)
			}
		}
		slices.SortFunc(out, func(a, b customer.Tag) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
		return out, nil
	})
}

// LinkTags implements customer.Tags.
func (m *Memory) LinkTags(ctx context.Context, customerID string, tagIDs []string) error {
	return write(ctx, m, func(t string) error {
		c := m.customers[[2]string{t, customerID}]
		c.TagIDs = slices.Clone(tagIDs)
		m.customers[[2]string{t, customerID}] = c
		return nil
	})
}
