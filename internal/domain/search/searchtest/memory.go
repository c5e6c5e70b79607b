// Package searchtest holds an in-memory index and the suite that every index passes.
package searchtest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/search"
)

// Memory finds by comparing texts: enough for the tests of services.
type Memory struct {
	mu   sync.Mutex
	docs map[[2]string]search.Document
}

// NewMemory makes an empty index.
func NewMemory() *Memory { return &Memory{docs: map[[2]string]search.Document{}} }

func (m *Memory) with(ctx context.Context, fn func(tenant string)) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	fn(tenant)
	return nil
}

// Cut implements search.Store.
func (*Memory) Cut(_ context.Context, docs []search.Document) ([]search.Cut, error) {
	out := make([]search.Cut, len(docs))
	for i, d := range docs {
		out[i].Document = d
	}
	return out, nil
}

// Put implements search.Store.
func (m *Memory) Put(ctx context.Context, docs []search.Cut) error {
	return m.with(ctx, func(t string) {
		for _, d := range docs {
			m.docs[[2]string{t, d.ID}] = d.Document
		}
	})
}

// Remove implements search.Store.
func (m *Memory) Remove(ctx context.Context, ids []string) error {
	return m.with(ctx, func(t string) {
		for _, id := range ids {
			delete(m.docs, [2]string{t, id})
		}
	})
}

// RemoveConversations implements search.Store.
func (m *Memory) RemoveConversations(ctx context.Context, ids []string) error {
	return m.with(ctx, func(t string) {
		for k, d := range m.docs {
			if k[0] == t && slices.Contains(ids, d.ConversationID) {
				delete(m.docs, k)
			}
		}
	})
}

// Clear implements search.Store.
func (m *Memory) Clear(ctx context.Context) error {
	return m.with(ctx, func(t string) {
		for k := range m.docs {
			if k[0] == t {
				delete(m.docs, k)
			}
		}
	})
}

// Find implements search.Store.
func (m *Memory) Find(ctx context.Context, q search.Query) (page.Of[search.Hit], error) {
	words := strings.Fields(strings.ToLower(q.Text))
	if len(words) == 0 || strings.Trim(q.Text, "!?…") == "" {
		return page.Of[search.Hit]{}, search.ErrQuery.On("q")
	}
	var at int64
	var id string
	more, err := page.Decode(q.Cursor, &at, &id)
	if err != nil {
		return page.Of[search.Hit]{}, err
	}
	var rows []search.Document
	err = m.with(ctx, func(t string) {
		for k, d := range m.docs {
			before := !more || clock.Micros(d.At) < at || (clock.Micros(d.At) == at && d.ID < id)
			if k[0] == t && d.Kind == q.Kind && before && q.Scope.Covers(d.AssigneeID, d.TeamID) && holds(d.Text, words) {
				rows = append(rows, d)
			}
		}
	})
	slices.SortFunc(rows, func(a, b search.Document) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID))
	})
	cut := page.Cut(rows, q.Size(), func(d search.Document) []any { return []any{clock.Micros(d.At), d.ID} })
	out := page.Of[search.Hit]{Items: []search.Hit{}, Next: cut.Next}
	for _, d := range cut.Items {
		out.Items = append(out.Items, search.Hit{
			Kind: d.Kind, ID: d.ID, ConversationID: d.ConversationID, Seq: d.Seq, At: d.At,
			Snippet: search.Snippet{Text: d.Text, Marks: [][2]int{}},
		})
	}
	return out, err
}

func holds(text string, words []string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}
