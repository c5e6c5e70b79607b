// Package audittest holds an in-memory store of versions and the suite that every store passes.
package audittest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/audit"
)

// Memory keeps versions in a list for each workspace.
type Memory struct {
	mu   sync.Mutex
	rows map[string][]audit.Version
}

// NewMemory makes an empty store.
func NewMemory() *Memory { return &Memory{rows: map[string][]audit.Version{}} }

func (m *Memory) with(ctx context.Context, fn func(tenant string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(tenant)
}

// Insert implements audit.Store.
func (m *Memory) Insert(ctx context.Context, v audit.Version) error {
	return m.with(ctx, func(t string) error {
		for _, o := range m.rows[t] {
			if o.Kind == v.Kind && o.SubjectID == v.SubjectID && o.Version == v.Version {
				return fault.ErrConflict.New()
			}
		}
		m.rows[t] = append(m.rows[t], v)
		return nil
	})
}

// Version implements audit.Store.
func (m *Memory) Version(ctx context.Context, id string) (out audit.Version, err error) {
	err = m.with(ctx, func(t string) error {
		i := slices.IndexFunc(m.rows[t], func(v audit.Version) bool { return v.ID == id })
		if i < 0 {
			return audit.ErrNotFound.New()
		}
		out = m.rows[t][i]
		return nil
	})
	return out, err
}

// Newest implements audit.Store.
func (m *Memory) Newest(ctx context.Context, kind, subjectID string) (out audit.Version, err error) {
	err = m.with(ctx, func(t string) error {
		for _, v := range m.rows[t] {
			if v.Kind == kind && v.SubjectID == subjectID && v.Version > out.Version {
				out = v
			}
		}
		return nil
	})
	return out, err
}

// List implements audit.Store.
func (m *Memory) List(ctx context.Context, f audit.Filter, p page.Request) (out page.Of[audit.Version], err error) {
	key := func(v audit.Version) int64 {
		if f.SubjectID != "" {
			return v.Version
		}
		return clock.Micros(v.At)
	}
	err = m.with(ctx, func(t string) error {
		var at int64
		var id string
		more, err := page.Decode(p.Cursor, &at, &id)
		if err != nil {
			return err
		}
		rows := slices.DeleteFunc(slices.Clone(m.rows[t]), func(v audit.Version) bool {
			passed := more && (key(v) > at || key(v) == at && v.ID >= id)
			return passed || f.Kind != "" && v.Kind != f.Kind || f.SubjectID != "" && v.SubjectID != f.SubjectID ||
				f.PersonID != "" && v.By.ID != f.PersonID || !f.From.IsZero() && v.At.Before(f.From) ||
				!f.To.IsZero() && !v.At.Before(f.To)
		})
		slices.SortFunc(rows, func(a, b audit.Version) int { return cmp.Or(cmp.Compare(key(b), key(a)), cmp.Compare(b.ID, a.ID)) })
		rows = rows[:min(len(rows), p.Size()+1)]
		out = page.Cut(rows, p.Size(), func(v audit.Version) []any { return []any{key(v), v.ID} })
		return nil
	})
	return out, err
}

// Thin implements audit.Store.
func (m *Memory) Thin(ctx context.Context, kind, subjectID string, upTo int64) error {
	return m.with(ctx, func(t string) error {
		m.rows[t] = slices.DeleteFunc(m.rows[t], func(v audit.Version) bool {
			return v.Kind == kind && v.SubjectID == subjectID && v.Version <= upTo
		})
		return nil
	})
}
