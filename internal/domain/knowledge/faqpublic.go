package knowledge

import (
	"context"
	"slices"
)

// Front is what a widget shows before a visitor has asked anything.
type Front struct {
	Hot        []Asked         `json:"hot" doc:"At most ten."`
	Categories []FrontCategory `json:"categories" doc:"Those with questions, parents first."`
}

// FrontCategory is a category as visitors see it.
type FrontCategory struct {
	ID        string `json:"id"`
	ParentID  string `json:"parentId,omitempty"`
	Name      string `json:"name"`
	Questions int    `json:"questions" doc:"With those of the categories below it."`
}

// Asked is a question in a list.
type Asked struct {
	ID       string `json:"id"`
	Question string `json:"question"`
}

// Answered is a question that a visitor reads.
type Answered struct {
	ID       string `json:"id"`
	Lang     string `json:"lang" enum:"zh-CN,en"`
	Question string `json:"question"`
	Answer   string `json:"answer" doc:"Plain text; line ends are kept, addresses become links."`
}

const (
	maxHot    = 10
	maxPublic = 20
)

// public is the shelf of a widget's workspace, and the eyes with which visitors see it.
func (s *FAQ) public(ctx context.Context, key, origin, lang string) (context.Context, *Shelf, Audience, error) {
	a := Audience{Public: true, Lang: lang, Now: s.d.Clock.Now()}
	ctx, err := s.d.Widgets.Asked(ctx, key, origin)
	if err != nil {
		return ctx, nil, a, err
	}
	shelf, err := s.d.Store.Shelf(ctx)
	return ctx, shelf, a, err
}

// Front is what a widget shows at first: the hot questions, and the categories to look through.
func (s *FAQ) Front(ctx context.Context, key, origin, lang string) (Front, error) {
	_, shelf, a, err := s.public(ctx, key, origin, lang)
	if err != nil {
		return Front{}, err
	}
	out := Front{Hot: asked(shelf.Browse(a, nil, true, maxHot), lang), Categories: []FrontCategory{}}
	counts := shelf.Count(a)
	for _, c := range shelf.Categories {
		n := 0
		for _, below := range shelf.Categories.Below(c.ID) {
			n += counts[below]
		}
		if n > 0 {
			out.Categories = append(out.Categories, FrontCategory{ID: c.ID, ParentID: c.ParentID, Name: c.Name(lang), Questions: n})
		}
	}
	depth := func(c FrontCategory) int { return len(shelf.Categories.Path(c.ID)) }
	slices.SortStableFunc(out.Categories, func(x, y FrontCategory) int { return depth(x) - depth(y) })
	return out, nil
}

func asked(qs []Question, lang string) []Asked {
	out := make([]Asked, 0, len(qs))
	for _, q := range qs {
		t, _ := q.In(lang)
		out = append(out, Asked{ID: q.ID, Question: t.Question})
	}
	return out
}

// Ask searches for a visitor: by words, or what a category holds.
func (s *FAQ) Ask(ctx context.Context, key, origin, lang, query, categoryID string) ([]Asked, error) {
	_, shelf, a, err := s.public(ctx, key, origin, lang)
	if err != nil {
		return nil, err
	}
	out := []Asked{}
	for _, f := range s.seek(shelf, a, query, categoryID, maxPublic) {
		out = append(out, Asked{ID: f.ID, Question: f.Question})
	}
	return out, nil
}

// Read is one question with its answer, for a visitor.
func (s *FAQ) Read(ctx context.Context, key, origin, lang, questionID string) (Answered, error) {
	_, shelf, a, err := s.public(ctx, key, origin, lang)
	if err != nil {
		return Answered{}, err
	}
	q, ok := shelf.Get(questionID, a)
	if !ok {
		return Answered{}, ErrQuestionNotFound.New()
	}
	t, in := q.In(lang)
	return Answered{ID: q.ID, Lang: in, Question: t.Question, Answer: t.Answer}, nil
}

// Vote counts whether an answer helped a visitor.
func (s *FAQ) Vote(ctx context.Context, key, origin, questionID string, helped bool) error {
	ctx, shelf, a, err := s.public(ctx, key, origin, "")
	if err != nil {
		return err
	}
	if _, ok := shelf.Get(questionID, a); !ok {
		return ErrQuestionNotFound.New()
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.Store.CountVote(ctx, questionID, helped) })
}
