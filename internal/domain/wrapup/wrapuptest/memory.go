// Package wrapuptest holds an in-memory store of categories and summaries and the suite that every store passes.
package wrapuptest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/wrapup"
)

type space struct {
	categories map[string]wrapup.Category
	forms      map[string]wrapup.Form
	summaries  []wrapup.Told
	counts     map[wrapup.Tally]int64 // the key has no N
}

// Memory keeps everything in maps.
type Memory struct {
	mu     sync.Mutex
	spaces map[string]*space
}

// NewMemory makes an empty store.
func NewMemory() *Memory { return &Memory{spaces: map[string]*space{}} }

func (m *Memory) in(ctx context.Context, fn func(s *space) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.spaces[tenant]
	if !ok {
		s = &space{categories: map[string]wrapup.Category{}, forms: map[string]wrapup.Form{}, counts: map[wrapup.Tally]int64{}}
		m.spaces[tenant] = s
	}
	return fn(s)
}

// LockTree implements wrapup.Categories.
func (m *Memory) LockTree(ctx context.Context) error {
	return m.in(ctx, func(*space) error { return nil })
}

// Categories implements wrapup.Categories.
func (m *Memory) Categories(ctx context.Context) (out []wrapup.Category, err error) {
	err = m.in(ctx, func(s *space) error {
		for _, c := range s.categories {
			out = append(out, c)
		}
		return nil
	})
	return out, err
}

// InsertCategory implements wrapup.Categories.
func (m *Memory) InsertCategory(ctx context.Context, c wrapup.Category) error {
	return m.in(ctx, func(s *space) error { s.categories[c.ID] = c; return nil })
}

// UpdateCategory implements wrapup.Categories.
func (m *Memory) UpdateCategory(ctx context.Context, c wrapup.Category) error {
	return m.in(ctx, func(s *space) error {
		old, ok := s.categories[c.ID]
		if !ok || old.Version != c.Version {
			return fault.ErrConflict.New()
		}
		c.Version, c.Used = c.Version+1, old.Used
		s.categories[c.ID] = c
		return nil
	})
}

// Reposition implements wrapup.Categories.
func (m *Memory) Reposition(ctx context.Context, id string, position int) error {
	return m.in(ctx, func(s *space) error {
		if c, ok := s.categories[id]; ok {
			c.Position = position
			s.categories[id] = c
		}
		return nil
	})
}

// DeleteCategory implements wrapup.Categories.
func (m *Memory) DeleteCategory(ctx context.Context, id string) error {
	return m.in(ctx, func(s *space) error {
		if c, ok := s.categories[id]; !ok || c.Used {
			return wrapup.ErrUsed.New()
		}
		delete(s.categories, id)
		return nil
	})
}

// Forms implements wrapup.Forms.
func (m *Memory) Forms(ctx context.Context) (out []wrapup.Form, err error) {
	err = m.in(ctx, func(s *space) error {
		for _, f := range s.forms {
			out = append(out, f)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b wrapup.Form) int { return strings.Compare(a.TeamID, b.TeamID) })
	return out, err
}

// PutForm implements wrapup.Forms.
func (m *Memory) PutForm(ctx context.Context, f wrapup.Form) error {
	return m.in(ctx, func(s *space) error {
		if s.forms[f.TeamID].Version != f.Version {
			return fault.ErrConflict.New()
		}
		f.Version++
		s.forms[f.TeamID] = f
		return nil
	})
}

func (s *space) find(conversation string, resolution int) int {
	return slices.IndexFunc(s.summaries, func(t wrapup.Told) bool {
		return t.ConversationID == conversation && t.Resolution == resolution
	})
}

// Summary implements wrapup.Summaries.
func (m *Memory) Summary(ctx context.Context, conversationID string, resolution int) (out wrapup.Summary, ok bool, err error) {
	err = m.in(ctx, func(s *space) error {
		if i := s.find(conversationID, resolution); i >= 0 {
			out, ok = s.summaries[i].Summary, true
		}
		return nil
	})
	return out, ok, err
}

// SummariesOf implements wrapup.Summaries.
func (m *Memory) SummariesOf(ctx context.Context, conversationID string) (out []wrapup.Told, err error) {
	out = []wrapup.Told{}
	err = m.in(ctx, func(s *space) error {
		for _, t := range s.summaries {
			if t.ConversationID == conversationID {
				t.History = slices.Clone(t.History)
				slices.Reverse(t.History)
				out = append(out, t)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b wrapup.Told) int { return cmp.Compare(b.Resolution, a.Resolution) })
	return out, err
}

// PutSummary implements wrapup.Summaries.
func (m *Memory) PutSummary(ctx context.Context, one wrapup.Summary) error {
	return m.in(ctx, func(s *space) error {
		i := s.find(one.ConversationID, one.Resolution)
		if i < 0 && one.Version != 0 || i >= 0 && s.summaries[i].Version != one.Version {
			return fault.ErrConflict.New()
		}
		one.Version++
		if i < 0 {
			i = len(s.summaries)
			s.summaries = append(s.summaries, wrapup.Told{})
		}
		s.summaries[i].Summary = one
		s.summaries[i].History = append(s.summaries[i].History, wrapup.Revision{
			Version: one.Version, ByKind: one.AuthorKind, ByID: one.AuthorID, At: one.UpdatedAt,
			CategoryID: one.CategoryID, Outcome: one.Outcome, Remark: one.Remark,
		})
		return nil
	})
}

// MarkUsed implements wrapup.Summaries.
func (m *Memory) MarkUsed(ctx context.Context, categoryID string) error {
	return m.in(ctx, func(s *space) error {
		c, ok := s.categories[categoryID]
		if !ok {
			return wrapup.ErrCategoryNotFound.New()
		}
		c.Used = true
		s.categories[categoryID] = c
		return nil
	})
}

// Recent implements wrapup.Summaries.
func (m *Memory) Recent(ctx context.Context, authorID string, limit int) (out []string, err error) {
	err = m.in(ctx, func(s *space) error {
		var own []wrapup.Told
		for _, t := range s.summaries {
			if t.AuthorID == authorID {
				own = append(own, t)
			}
		}
		slices.SortFunc(own, func(a, b wrapup.Told) int { return b.UpdatedAt.Compare(a.UpdatedAt) })
		for _, t := range own[:min(limit, len(own))] {
			out = append(out, t.CategoryID)
		}
		return nil
	})
	return out, err
}

// EraseSummaries implements wrapup.Summaries.
func (m *Memory) EraseSummaries(ctx context.Context, conversationID string) (gone []wrapup.Summary, err error) {
	err = m.in(ctx, func(s *space) error {
		s.summaries = slices.DeleteFunc(s.summaries, func(t wrapup.Told) bool {
			if t.ConversationID == conversationID {
				gone = append(gone, t.Summary)
			}
			return t.ConversationID == conversationID
		})
		return nil
	})
	return gone, err
}

// Bump implements wrapup.Figures.
func (m *Memory) Bump(ctx context.Context, deltas []wrapup.Tally) error {
	return m.in(ctx, func(s *space) error {
		for _, d := range deltas {
			n := d.N
			d.N = 0
			s.counts[d] += n
		}
		return nil
	})
}

func fits(q wrapup.Query, day wrapup.Day, team, agent string, o wrapup.Outcome) bool {
	return day >= q.From && day <= q.To && (q.TeamID == "" || q.TeamID == team || q.TeamID == wrapup.NoTeam && team == "") &&
		(q.AgentID == "" || q.AgentID == agent) && (q.Outcome == "" || q.Outcome == o)
}

// Tally implements wrapup.Figures.
func (m *Memory) Tally(ctx context.Context, q wrapup.Query, by wrapup.Dimension) (out []wrapup.Count, err error) {
	sums := map[wrapup.Count]int64{}
	err = m.in(ctx, func(s *space) error {
		for k, n := range s.counts {
			if fits(q, k.Day, k.TeamID, k.AgentID, k.Outcome) {
				key := map[wrapup.Dimension]string{
					wrapup.ByCategory: k.CategoryID, wrapup.ByTeam: k.TeamID, wrapup.ByAgent: k.AgentID, wrapup.ByDay: string(k.Day),
				}[by]
				sums[wrapup.Count{Key: key, Outcome: k.Outcome}] += n
			}
		}
		return nil
	})
	for c, n := range sums {
		if c.N = n; n > 0 {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b wrapup.Count) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(string(a.Outcome), string(b.Outcome)))
	})
	return out, err
}

// ListSummaries implements wrapup.Figures.
func (m *Memory) ListSummaries(ctx context.Context, r wrapup.Rows) (page.Of[wrapup.Summary], error) {
	var last wrapup.Summary
	var resolution int64
	more, err := page.Decode(r.Page.Cursor, (*string)(&last.Day), &last.ConversationID, &resolution)
	if err != nil {
		return page.Of[wrapup.Summary]{}, err
	}
	last.Resolution = int(resolution)
	order := func(a, b wrapup.Summary) int {
		return cmp.Or(strings.Compare(string(b.Day), string(a.Day)), strings.Compare(b.ConversationID, a.ConversationID),
			cmp.Compare(b.Resolution, a.Resolution))
	}
	var out []wrapup.Summary
	err = m.in(ctx, func(s *space) error {
		for _, t := range s.summaries {
			if fits(r.Query, t.Day, t.TeamID, t.AgentID, t.Outcome) && (!more || order(t.Summary, last) > 0) &&
				(len(r.Categories) == 0 || slices.Contains(r.Categories, t.CategoryID)) {
				out = append(out, t.Summary)
			}
		}
		return nil
	})
	slices.SortFunc(out, order)
	return page.Cut(out, r.Page.Size(), func(s wrapup.Summary) []any { return []any{string(s.Day), s.ConversationID, int64(s.Resolution)} }), err
}
