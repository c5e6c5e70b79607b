// Package qualitytest holds an in-memory store of inspection marks and the suite that every store passes.
package qualitytest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/quality"
)

// Memory keeps everything in a map.
type Memory struct {
	mu    sync.Mutex
	marks map[[2]string]quality.Mark
}

// NewMemory makes an empty store.
func NewMemory() *Memory { return &Memory{marks: map[[2]string]quality.Mark{}} }

func (m *Memory) in(ctx context.Context, fn func(tenant string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(tenant)
}

// InsertMark implements quality.Store.
func (m *Memory) InsertMark(ctx context.Context, one quality.Mark) error {
	return m.in(ctx, func(t string) error { m.marks[[2]string{t, one.ID}] = one; return nil })
}

// Mark implements quality.Store.
func (m *Memory) Mark(ctx context.Context, id string) (out quality.Mark, err error) {
	err = m.in(ctx, func(t string) error {
		one, ok := m.marks[[2]string{t, id}]
		if !ok {
			return quality.ErrNotFound.New()
		}
		out = one
		return nil
	})
	return out, err
}

// UpdateMark implements quality.Store.
func (m *Memory) UpdateMark(ctx context.Context, one quality.Mark) error {
	return m.in(ctx, func(t string) error {
		old, ok := m.marks[[2]string{t, one.ID}]
		if !ok || old.Version != one.Version {
			return fault.ErrConflict.New()
		}
		one.Version++
		m.marks[[2]string{t, one.ID}] = one
		return nil
	})
}

// DeleteMark implements quality.Store.
func (m *Memory) DeleteMark(ctx context.Context, id string) error {
	return m.in(ctx, func(t string) error {
		if _, ok := m.marks[[2]string{t, id}]; !ok {
			return quality.ErrNotFound.New()
		}
		delete(m.marks, [2]string{t, id})
		return nil
	})
}

// all are those that pass, the newest first.
func (m *Memory) all(ctx context.Context, passes func(quality.Mark) bool) (out []quality.Mark, err error) {
	err = m.in(ctx, func(t string) error {
		for k, one := range m.marks {
			if k[0] == t && passes(one) {
				out = append(out, one)
			}
		}
		slices.SortFunc(out, func(a, b quality.Mark) int {
			return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), strings.Compare(b.ID, a.ID))
		})
		return nil
	})
	return out, err
}

// MarksOf implements quality.Lists.
func (m *Memory) MarksOf(ctx context.Context, conversationID string) ([]quality.Mark, error) {
	return m.all(ctx, func(one quality.Mark) bool { return one.ConversationID == conversationID })
}

// ListMarks implements quality.Lists.
func (m *Memory) ListMarks(ctx context.Context, f quality.Filter, p page.Request) (page.Of[quality.Mark], error) {
	var at int64
	var id string
	more, err := page.Decode(p.Cursor, &at, &id)
	if err != nil {
		return page.Of[quality.Mark]{}, err
	}
	rows, err := m.all(ctx, func(one quality.Mark) bool {
		made := clock.Micros(one.CreatedAt)
		return (f.State == "" || one.State == f.State) && (f.Reason == "" || one.Reason == f.Reason) && (!more || made < at || (made == at && one.ID < id))
	})
	return page.Cut(rows, p.Size(), func(one quality.Mark) []any { return []any{clock.Micros(one.CreatedAt), one.ID} }), err
}

// EraseMarks implements quality.Lists.
func (m *Memory) EraseMarks(ctx context.Context, conversationID string) error {
	return m.in(ctx, func(t string) error {
		for k, one := range m.marks {
			if k[0] == t && one.ConversationID == conversationID {
				delete(m.marks, k)
			}
		}
		return nil
	})
}
