// Package moderationtest holds an in-memory store of moderation and the suite that every store passes.
package moderationtest

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
	"frontdesk/internal/domain/moderation"
)

// Memory keeps everything in lists, the newest last.
type Memory struct {
	mu       sync.Mutex
	versions map[string]moderation.Versions
	words    map[string][]moderation.Word
	hits     map[string][]moderation.Hit
	blocks   map[string][]moderation.Blocked
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{
		versions: map[string]moderation.Versions{}, words: map[string][]moderation.Word{},
		hits: map[string][]moderation.Hit{}, blocks: map[string][]moderation.Blocked{},
	}
}

func (m *Memory) in(ctx context.Context, fn func(tenant string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(tenant)
}

// Versions implements moderation.Store.
func (m *Memory) Versions(ctx context.Context) (v moderation.Versions, err error) {
	err = m.in(ctx, func(t string) error { v = m.versions[t]; return nil })
	return v, err
}

// Bump implements moderation.Store.
func (m *Memory) Bump(ctx context.Context, words, blocks bool) error {
	return m.in(ctx, func(t string) error {
		v := m.versions[t]
		if words {
			v.Words++
		}
		if blocks {
			v.Blocks++
		}
		m.versions[t] = v
		return nil
	})
}

// Word implements moderation.Words.
func (m *Memory) Word(ctx context.Context, id string) (w moderation.Word, err error) {
	err = m.in(ctx, func(t string) error {
		for _, w = range m.words[t] {
			if w.ID == id {
				return nil
			}
		}
		w = moderation.Word{}
		return moderation.ErrWordNotFound.New()
	})
	return w, err
}

func same(a, b moderation.Word) bool { return a.Normal() == b.Normal() && a.Side == b.Side }

// InsertWord implements moderation.Words.
func (m *Memory) InsertWord(ctx context.Context, w moderation.Word) error {
	return m.in(ctx, func(t string) error {
		if slices.ContainsFunc(m.words[t], func(o moderation.Word) bool { return same(o, w) }) {
			return moderation.ErrWordTaken.New()
		}
		m.words[t] = append(m.words[t], w)
		return nil
	})
}

// UpdateWord implements moderation.Words.
func (m *Memory) UpdateWord(ctx context.Context, w moderation.Word) error {
	return m.in(ctx, func(t string) error {
		if slices.ContainsFunc(m.words[t], func(o moderation.Word) bool { return same(o, w) && o.ID != w.ID }) {
			return moderation.ErrWordTaken.New()
		}
		i := slices.IndexFunc(m.words[t], func(o moderation.Word) bool { return o.ID == w.ID && o.Version == w.Version })
		if i < 0 {
			return fault.ErrConflict.New()
		}
		w.Version++
		m.words[t][i] = w
		return nil
	})
}

// DeleteWords implements moderation.Words.
func (m *Memory) DeleteWords(ctx context.Context, ids []string) (n int, err error) {
	err = m.in(ctx, func(t string) error {
		before := len(m.words[t])
		m.words[t] = slices.DeleteFunc(m.words[t], func(w moderation.Word) bool { return slices.Contains(ids, w.ID) })
		n = before - len(m.words[t])
		return nil
	})
	return n, err
}

// ListWords implements moderation.Words.
func (m *Memory) ListWords(ctx context.Context, q moderation.WordQuery) (page.Of[moderation.Word], error) {
	var last string
	more, err := page.Decode(q.Page.Cursor, &last)
	if err != nil {
		return page.Of[moderation.Word]{}, err
	}
	all, err := m.AllWords(ctx)
	slices.Reverse(all)
	all = slices.DeleteFunc(all, func(w moderation.Word) bool {
		return more && w.ID >= last || q.Search != "" && !strings.Contains(w.Normal(), q.Search) || q.Side != "" && w.Side != q.Side ||
			q.Action != "" && w.Action != q.Action || q.Enabled != nil && w.Enabled != *q.Enabled
	})
	return page.Cut(all, q.Page.Size(), func(w moderation.Word) []any { return []any{w.ID} }), err
}

// AllWords implements moderation.Words.
func (m *Memory) AllWords(ctx context.Context) (out []moderation.Word, err error) {
	err = m.in(ctx, func(t string) error { out = slices.Clone(m.words[t]); return nil })
	slices.SortFunc(out, func(a, b moderation.Word) int { return cmp.Compare(a.ID, b.ID) })
	return out, err
}

// CountWords implements moderation.Words.
func (m *Memory) CountWords(ctx context.Context) (n int, err error) {
	err = m.in(ctx, func(t string) error { n = len(m.words[t]); return nil })
	return n, err
}

// PutWords implements moderation.Words.
func (m *Memory) PutWords(ctx context.Context, words []moderation.Word) error {
	return m.in(ctx, func(t string) error {
		for _, w := range words {
			if i := slices.IndexFunc(m.words[t], func(o moderation.Word) bool { return same(o, w) }); i >= 0 {
				w.ID, w.CreatedAt = m.words[t][i].ID, m.words[t][i].CreatedAt
				m.words[t][i] = w
				continue
			}
			m.words[t] = append(m.words[t], w)
		}
		return nil
	})
}

// AddHits implements moderation.Hits.
func (m *Memory) AddHits(ctx context.Context, hits []moderation.Hit) error {
	return m.in(ctx, func(t string) error { m.hits[t] = append(m.hits[t], hits...); return nil })
}

// ListHits implements moderation.Hits.
func (m *Memory) ListHits(ctx context.Context, q moderation.HitQuery) (page.Of[moderation.Hit], error) {
	var at int64
	var last string
	more, err := page.Decode(q.Page.Cursor, &at, &last)
	if err != nil {
		return page.Of[moderation.Hit]{}, err
	}
	var out []moderation.Hit
	err = m.in(ctx, func(t string) error {
		for _, h := range m.hits[t] {
			us := clock.Micros(h.At)
			if (!more || us < at || us == at && h.ID < last) && (q.Side == "" || q.Side == h.Side) && (q.Action == "" || q.Action == h.Action) &&
				(q.Author == "" || q.Author == h.AuthorID) && (q.WordID == "" || q.WordID == h.WordID) {
				out = append(out, h)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b moderation.Hit) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	return page.Cut(out, q.Page.Size(), func(h moderation.Hit) []any { return []any{clock.Micros(h.At), h.ID} }), err
}

// ForgetHits implements moderation.Hits.
func (m *Memory) ForgetHits(ctx context.Context, before time.Time) error {
	return m.in(ctx, func(t string) error {
		m.hits[t] = slices.DeleteFunc(m.hits[t], func(h moderation.Hit) bool { return h.At.Before(before) })
		return nil
	})
}

// ForgetOf implements moderation.Hits.
func (m *Memory) ForgetOf(ctx context.Context, ids []string) error {
	return m.in(ctx, func(t string) error {
		m.hits[t] = slices.DeleteFunc(m.hits[t], func(h moderation.Hit) bool { return slices.Contains(ids, h.AuthorID) })
		m.blocks[t] = slices.DeleteFunc(m.blocks[t], func(b moderation.Blocked) bool {
			return slices.Contains(ids, b.Subject) || slices.Contains(ids, b.ProposedBy)
		})
		return nil
	})
}

// Block implements moderation.Blocks.
func (m *Memory) Block(ctx context.Context, id string) (b moderation.Blocked, err error) {
	err = m.in(ctx, func(t string) error {
		for _, b = range m.blocks[t] {
			if b.ID == id {
				return nil
			}
		}
		b = moderation.Blocked{}
		return moderation.ErrBlockNotFound.New()
	})
	return b, err
}

// InsertBlock implements moderation.Blocks.
func (m *Memory) InsertBlock(ctx context.Context, b moderation.Blocked) error {
	return m.in(ctx, func(t string) error { m.blocks[t] = append(m.blocks[t], b); return nil })
}

// UpdateBlock implements moderation.Blocks.
func (m *Memory) UpdateBlock(ctx context.Context, b moderation.Blocked) error {
	return m.in(ctx, func(t string) error {
		i := slices.IndexFunc(m.blocks[t], func(o moderation.Blocked) bool { return o.ID == b.ID && o.Version == b.Version })
		if i < 0 {
			return fault.ErrConflict.New()
		}
		b.Version++
		m.blocks[t][i] = b
		return nil
	})
}

// ListBlocks implements moderation.Blocks.
func (m *Memory) ListBlocks(ctx context.Context, q moderation.BlockQuery) (page.Of[moderation.Blocked], error) {
	var last string
	more, err := page.Decode(q.Page.Cursor, &last)
	if err != nil {
		return page.Of[moderation.Blocked]{}, err
	}
	var out []moderation.Blocked
	err = m.in(ctx, func(t string) error {
		for _, b := range m.blocks[t] {
			if (!more || b.ID < last) && (q.Status == "" || q.Status == b.Status) && (q.Kind == "" || q.Kind == b.Kind) && (q.Subject == "" || q.Subject == b.Subject) {
				out = append(out, b)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b moderation.Blocked) int { return cmp.Compare(b.ID, a.ID) })
	return page.Cut(out, q.Page.Size(), func(b moderation.Blocked) []any { return []any{b.ID} }), err
}

// Standing implements moderation.Blocks.
func (m *Memory) Standing(ctx context.Context, at time.Time) (out []moderation.Blocked, err error) {
	err = m.in(ctx, func(t string) error {
		for _, b := range m.blocks[t] {
			if (b.Status == moderation.Active || b.Status == moderation.Proposed) && (b.ExpiresAt == nil || b.ExpiresAt.After(at)) {
				out = append(out, b)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b moderation.Blocked) int { return cmp.Compare(a.ID, b.ID) })
	return out, err
}

// Repoint implements moderation.Blocks.
func (m *Memory) Repoint(ctx context.Context, from, into string) error {
	return m.in(ctx, func(t string) error {
		for i, b := range m.blocks[t] {
			if b.Kind == moderation.Customer && b.Subject == from {
				m.blocks[t][i].Subject = into
			}
		}
		return nil
	})
}
