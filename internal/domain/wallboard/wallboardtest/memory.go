// Package wallboardtest holds an in-memory store of boards and the suite that every store passes.
package wallboardtest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/wallboard"
)

// Memory keeps everything in a map.
type Memory struct {
	mu   sync.Mutex
	rows map[[2]string]wallboard.Stored
	// Asked counts how often links were looked up.
	Asked int
}

// NewMemory makes an empty store.
func NewMemory() *Memory { return &Memory{rows: map[[2]string]wallboard.Stored{}} }

func (m *Memory) in(ctx context.Context, id string, do func(k [2]string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return do([2]string{tenant, id})
}

// Boards implements wallboard.Store.
func (m *Memory) Boards(ctx context.Context) (out []wallboard.WallBoard, err error) {
	err = m.in(ctx, "", func(k [2]string) error {
		for at, b := range m.rows {
			if at[0] == k[0] {
				out = append(out, b.WallBoard)
			}
		}
		slices.SortFunc(out, func(a, b wallboard.WallBoard) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
		})
		return nil
	})
	return out, err
}

// Board implements wallboard.Store.
func (m *Memory) Board(ctx context.Context, id string) (b wallboard.Stored, err error) {
	err = m.in(ctx, id, func(k [2]string) error {
		found, ok := m.rows[k]
		if !ok {
			return wallboard.ErrNotFound.New()
		}
		b = found
		return nil
	})
	return b, err
}

// Insert implements wallboard.Store.
func (m *Memory) Insert(ctx context.Context, b wallboard.Stored) error {
	return m.in(ctx, b.ID, func(k [2]string) error { m.rows[k] = b; return nil })
}

// Update implements wallboard.Store.
func (m *Memory) Update(ctx context.Context, b wallboard.Stored) error {
	return m.in(ctx, b.ID, func(k [2]string) error {
		if old, ok := m.rows[k]; !ok || old.Version != b.Version {
			return fault.ErrConflict.New()
		}
		b.Version++
		m.rows[k] = b
		return nil
	})
}

// Delete implements wallboard.Store.
func (m *Memory) Delete(ctx context.Context, id string) error {
	return m.in(ctx, id, func(k [2]string) error {
		if _, ok := m.rows[k]; !ok {
			return wallboard.ErrNotFound.New()
		}
		delete(m.rows, k)
		return nil
	})
}

// ByLookup implements wallboard.Store.
func (m *Memory) ByLookup(_ context.Context, lookup string) (string, wallboard.Stored, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Asked++
	for at, b := range m.rows {
		if b.Lookup == lookup && lookup != "" {
			return at[0], b, nil
		}
	}
	return "", wallboard.Stored{}, wallboard.ErrLink.New()
}
