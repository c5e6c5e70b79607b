package knowledge

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
)

// fitTexts are the published questions as they are compared, each language for itself.
func (s *Shelf) fitTexts() *shelfFits {
	var f shelfFits
	var all []written
	for i := range s.questions {
		q := &s.questions[i]
		for _, one := range []struct {
			lang  string
			text  Text
			sound Sound
		}{{"zh-CN", q.Zh, q.ZhSound}, {"en", q.En, q.EnSound}} {
			if one.text.Whole() {
				f.of = append(f.of, inLang{i, one.lang})
				all = append(all, written{foldedLines(one.sound.Ask), one.sound.Said})
			}
		}
	}
	f.fitter = newFitter(all)
	return &f
}

type shelfFits struct {
	*fitter
	of []inLang
}

type inLang struct {
	question int
	lang     string
}

// Suggest are the questions whose answers fit what somebody wrote, each in the language in which it fits best.
func (s *Shelf) Suggest(a Audience, folded string, limit int) []Suggested {
	f := s.fitted()
	var out []Suggested
	taken := map[int]bool{}
	for _, hit := range f.best(folded, func(i int) bool { return a.sees(&s.questions[f.of[i].question]) }, 2*limit) {
		at := f.of[hit.text]
		if taken[at.question] || len(out) == limit {
			continue
		}
		taken[at.question] = true
		q := s.questions[at.question]
		t, lang := q.In(at.lang)
		out = append(out, Suggested{ID: q.ID, Title: t.Question, Text: t.Answer, Lang: lang, Fit: hit.how})
	}
	return out
}

// Suggest are answers of the FAQ that fit what a customer wrote, the best first; those that visitors may not see are not among them.
func (s *FAQ) Suggest(ctx context.Context, text string, limit int) ([]Suggested, error) {
	if _, err := actor.Require(ctx, PermFAQ); err != nil {
		return nil, err
	}
	shelf, err := s.d.Store.Shelf(ctx)
	if err != nil {
		return nil, err
	}
	return shelf.Suggest(Audience{Public: true, Now: s.d.Clock.Now()}, s.d.Words.Fold(text), limit), nil
}

// MaxRack is how many replies of a workspace are looked at for suggestions: those that are used most.
const MaxRack = 5000

// Rack holds the replies of a workspace that are in use, to be compared without the database. It never changes.
type Rack struct {
	replies []Reply
	fitted  func() *fitter
}

// NewRack makes it. A reply that is being changed stands there in the form that was approved.
func NewRack(replies []Reply, w Words) *Rack {
	for i, r := range replies {
		if r.Live != nil {
			replies[i].Content = *r.Live
		}
	}
	return &Rack{replies: replies, fitted: sync.OnceValue(func() *fitter {
		all := make([]written, len(replies))
		for i, r := range replies {
			all[i] = written{[]string{w.Fold(r.Title)}, w.Fold(said(r.Body))}
		}
		return newFitter(all)
	})}
}

// said is a text without its variables.
func said(body string) string {
	parts, err := Parse(body)
	if err != nil {
		return body
	}
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(p.Text + " ")
	}
	return out.String()
}

// Suggest are the replies of some trees that fit.
func (k *Rack) Suggest(own []Tree, now time.Time, folded string, limit int) []Suggested {
	may := func(i int) bool {
		r := k.replies[i]
		return slices.Contains(own, r.Tree) && (r.EffectiveFrom == nil || !r.EffectiveFrom.After(now)) && (r.EffectiveUntil == nil || r.EffectiveUntil.After(now))
	}
	var out []Suggested
	for _, hit := range k.fitted().best(folded, may, limit) {
		r := k.replies[hit.text]
		out = append(out, Suggested{ID: r.ID, Title: r.Title, Text: r.Body, Lang: r.Lang, Files: len(r.Files), Fit: hit.how})
	}
	return out
}

// Suggest are replies the actor may use that fit what a customer wrote, the best first.
func (s *Service) Suggest(ctx context.Context, text string, limit int) ([]Suggested, error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return nil, err
	}
	rack, err := s.d.Store.Rack(ctx, s.d.Words)
	if err != nil {
		return nil, err
	}
	return rack.Suggest(trees(a), s.d.Clock.Now(), s.d.Words.Fold(text), limit), nil
}
