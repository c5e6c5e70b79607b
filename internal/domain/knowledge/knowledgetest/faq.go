package knowledgetest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/knowledge"
)

// FAQ keeps the questions in maps.
type FAQ struct {
	*Memory
	categories map[key]knowledge.Category
	questions  map[key]knowledge.Question
	version    map[string]int64
}

// NewFAQ makes an empty store.
func NewFAQ() *FAQ {
	return &FAQ{NewMemory(), map[key]knowledge.Category{}, map[key]knowledge.Question{}, map[string]int64{}}
}

// InsertCategory implements knowledge.CategoryRows.
func (m *FAQ) InsertCategory(ctx context.Context, c knowledge.Category) error {
	return m.with(ctx, func(t string) error { m.categories[key{t, c.ID}] = c; return nil })
}

// AllCategories implements knowledge.CategoryRows.
func (m *FAQ) AllCategories(ctx context.Context) (out []knowledge.Category, err error) {
	err = m.with(ctx, func(t string) error { out = m.all(t); return nil })
	return out, err
}

func (m *FAQ) all(tenant string) (out []knowledge.Category) {
	for k, c := range m.categories {
		if k[0] == tenant {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b knowledge.Category) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), strings.Compare(a.ID, b.ID))
	})
	return out
}

// UpdateCategory implements knowledge.CategoryRows.
func (m *FAQ) UpdateCategory(ctx context.Context, c knowledge.Category) error {
	return m.with(ctx, func(t string) error {
		if old, ok := m.categories[key{t, c.ID}]; !ok || old.Version != c.Version {
			return fault.ErrConflict.New()
		}
		c.Version++
		m.categories[key{t, c.ID}] = c
		return nil
	})
}

// DeleteCategory implements knowledge.CategoryRows.
func (m *FAQ) DeleteCategory(ctx context.Context, id string) error {
	return m.with(ctx, func(t string) error {
		_, ok := m.categories[key{t, id}]
		for k, c := range m.categories {
			ok = ok && (k[0] != t || c.ParentID != id)
		}
		for k, q := range m.questions {
			ok = ok && (k[0] != t || q.CategoryID != id)
		}
		if !ok {
			return knowledge.ErrCategoryFull.New()
		}
		delete(m.categories, key{t, id})
		return nil
	})
}

// InsertQuestion implements knowledge.QuestionRows.
func (m *FAQ) InsertQuestion(ctx context.Context, q knowledge.Question) error {
	return m.with(ctx, func(t string) error { m.questions[key{t, q.ID}] = q; return nil })
}

// Question implements knowledge.QuestionRows.
func (m *FAQ) Question(ctx context.Context, id string) (q knowledge.Question, err error) {
	err = m.with(ctx, func(t string) error {
		var ok bool
		if q, ok = m.questions[key{t, id}]; !ok {
			return knowledge.ErrQuestionNotFound.New()
		}
		return nil
	})
	return q, err
}

// UpdateQuestion implements knowledge.QuestionRows.
func (m *FAQ) UpdateQuestion(ctx context.Context, q knowledge.Question) error {
	return m.with(ctx, func(t string) error {
		old, ok := m.questions[key{t, q.ID}]
		if !ok || old.Version != q.Version {
			return fault.ErrConflict.New()
		}
		q.Version, q.Uses, q.Helped, q.NotHelped = q.Version+1, old.Uses, old.Helped, old.NotHelped
		m.questions[key{t, q.ID}] = q
		return nil
	})
}

// DeleteQuestion implements knowledge.QuestionRows.
func (m *FAQ) DeleteQuestion(ctx context.Context, id string) error {
	return m.one(ctx, id, func(t string, _ knowledge.Question) { delete(m.questions, key{t, id}) })
}

func (m *FAQ) one(ctx context.Context, id string, fn func(tenant string, q knowledge.Question)) error {
	return m.with(ctx, func(t string) error {
		q, ok := m.questions[key{t, id}]
		if !ok {
			return knowledge.ErrQuestionNotFound.New()
		}
		fn(t, q)
		return nil
	})
}

// CountQuestions implements knowledge.QuestionRows.
func (m *FAQ) CountQuestions(ctx context.Context) (n int, err error) {
	err = m.with(ctx, func(t string) error {
		for k := range m.questions {
			if k[0] == t {
				n++
			}
		}
		return nil
	})
	return n, err
}

func missing(q knowledge.Question, lang string) bool {
	t := q.Zh
	if lang == "en" {
		t = q.En
	}
	return lang == "" || t.Question == "" && t.Answer == "" && len(t.Alternatives) == 0
}

func rankQuestion(q knowledge.Question, wanted string) int {
	z, e := q.ZhSound, q.EnSound
	switch {
	case strings.HasPrefix(z.Ask, wanted) || strings.HasPrefix(e.Ask, wanted):
		return 0
	case strings.HasPrefix(z.Typed, wanted) || strings.HasPrefix(e.Typed, wanted):
		return 1
	case strings.Contains(z.Ask, wanted) || strings.Contains(e.Ask, wanted):
		return 2
	case strings.Contains(z.Typed+"\n"+e.Typed+"\n"+z.Said+"\n"+e.Said, wanted):
		return 3
	default:
		return 4
	}
}

// ListQuestions implements knowledge.QuestionRows.
func (m *FAQ) ListQuestions(ctx context.Context, f knowledge.QuestionFilter, p page.Request) (page.Of[knowledge.Question], error) {
	var out []knowledge.Question
	err := m.with(ctx, func(t string) error {
		for k, q := range m.questions {
			if k[0] == t && (f.Categories == nil || slices.Contains(f.Categories, q.CategoryID)) && (f.Status == "" || q.Status == f.Status) &&
				missing(q, f.Missing) && (!f.Hot || q.Hot) && rankQuestion(q, f.Query) < 4 {
				out = append(out, q)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b knowledge.Question) int {
		return cmp.Or(cmp.Compare(rankQuestion(a, f.Query), rankQuestion(b, f.Query)), b.UpdatedAt.Compare(a.UpdatedAt), strings.Compare(b.ID, a.ID))
	})
	return after(out, p, func(q knowledge.Question) string { return q.ID }), err
}

// Shelf implements knowledge.Shelves.
func (m *FAQ) Shelf(ctx context.Context) (s *knowledge.Shelf, err error) {
	err = m.with(ctx, func(t string) error {
		var published []knowledge.Question
		for k, q := range m.questions {
			if k[0] == t && q.Status == knowledge.Published {
				published = append(published, q)
			}
		}
		slices.SortFunc(published, func(a, b knowledge.Question) int { return strings.Compare(a.ID, b.ID) })
		s = knowledge.NewShelf(m.version[t], m.all(t), published)
		return nil
	})
	return s, err
}

// Changed implements knowledge.Shelves.
func (m *FAQ) Changed(ctx context.Context) error {
	return m.with(ctx, func(t string) error { m.version[t]++; return nil })
}

// Asked implements knowledge.Shelves.
func (m *FAQ) Asked(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := m.with(ctx, func(t string) error {
		for k, q := range m.questions {
			for _, s := range []knowledge.Sound{q.ZhSound, q.EnSound} {
				if first, _, _ := strings.Cut(s.Ask, "\n"); k[0] == t && first != "" {
					out[first] = q.ID
				}
			}
		}
		return nil
	})
	return out, err
}

// CountUse implements knowledge.Shelves.
func (m *FAQ) CountUse(ctx context.Context, id string) error {
	return m.one(ctx, id, func(t string, q knowledge.Question) { q.Uses++; m.questions[key{t, id}] = q })
}

// CountVote implements knowledge.Shelves.
func (m *FAQ) CountVote(ctx context.Context, id string, helped bool) error {
	return m.one(ctx, id, func(t string, q knowledge.Question) {
		if helped {
			q.Helped++
		} else {
			q.NotHelped++
		}
		m.questions[key{t, id}] = q
	})
}
