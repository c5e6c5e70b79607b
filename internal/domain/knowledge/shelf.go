package knowledge

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"time"
)

// Shelf holds the published questions of a workspace in memory, to be searched without the database. It never changes.
type Shelf struct {
	Version    int64
	Categories Categories
	questions  []Question
	byID       map[string]int
	fitted     func() *shelfFits // made when somebody is first suggested something
}

// NewShelf makes it of everything that is published; what is not valid at the moment is left out when it is asked for.
func NewShelf(version int64, categories []Category, questions []Question) *Shelf {
	s := &Shelf{Version: version, Categories: categories, questions: questions, byID: make(map[string]int, len(questions))}
	for i, q := range questions {
		s.byID[q.ID] = i
	}
	s.fitted = sync.OnceValue(s.fitTexts)
	return s
}

// Audience is who asks.
type Audience struct {
	Public bool // visitors do not see what is internal
	Lang   string
	Now    time.Time
}

func (a Audience) sees(q *Question) bool { return q.stands(a.Now) && (!a.Public || !q.Internal) }

// Get is one question, if the audience may see it.
func (s *Shelf) Get(id string, a Audience) (Question, bool) {
	i, ok := s.byID[id]
	if !ok || !a.sees(&s.questions[i]) {
		return Question{}, false
	}
	return s.questions[i], true
}

// Browse are the questions of some categories, or of all: the hot ones first, then those that were used most.
func (s *Shelf) Browse(a Audience, categories []string, hot bool, limit int) []Question {
	var held []*Question
	for i := range s.questions {
		if q := &s.questions[i]; a.sees(q) && (!hot || q.Hot) && (categories == nil || slices.Contains(categories, q.CategoryID)) {
			held = append(held, q)
		}
	}
	slices.SortFunc(held, liked)
	out := make([]Question, 0, min(limit, len(held)))
	for _, q := range held[:min(limit, len(held))] {
		out = append(out, *q)
	}
	return out
}

func liked(x, y *Question) int {
	if x.Hot != y.Hot {
		if x.Hot {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(y.Uses+y.Helped, x.Uses+x.Helped), strings.Compare(x.ID, y.ID))
}

// Count is how many questions the audience sees in each category.
func (s *Shelf) Count(a Audience) map[string]int {
	out := map[string]int{}
	for i := range s.questions {
		if q := &s.questions[i]; a.sees(q) {
			out[q.CategoryID]++
		}
	}
	return out
}

// Wanted is what is searched for: the text as it was typed, folded, and the words it is made of.
type Wanted struct {
	Text  string
	Terms []string // at most 32
	line  string   // the text at the beginning of a line
}

// The ranks of what was found, best first. Below them stands what shares some words only.
const (
	rankSame = iota
	rankBegins
	rankTyped
	rankHolds
	rankWords
	rankAnswer
	rankSome
	rankNone
	otherLanguage // is added for what was found in the language that was not asked for
)

// rank compares a question with what is wanted; asked and said tell which words stand in the question and in the answer.
func (s *Sound) rank(w *Wanted) (rank int, asked, said uint32) {
	if s.Ask == "" && s.Said == "" {
		return rankNone, 0, 0
	}
	switch {
	case begins(s.Ask, w) && slices.Contains(strings.Split(s.Ask, "\n"), w.Text):
		return rankSame, 0, 0
	case begins(s.Ask, w):
		return rankBegins, 0, 0
	case begins(s.Typed, w):
		return rankTyped, 0, 0
	case strings.Contains(s.Ask, w.Text):
		return rankHolds, 0, 0
	}
	for i, t := range w.Terms {
		switch {
		case strings.Contains(s.Ask, t):
			asked |= 1 << i
		case strings.Contains(s.Said, t):
			said |= 1 << i
		}
	}
	all := uint32(1)<<len(w.Terms) - 1
	switch {
	case len(w.Terms) == 0 || asked|said == 0:
		return rankNone, 0, 0
	case asked == all:
		return rankWords, asked, said
	case asked|said == all:
		return rankAnswer, asked, said
	default:
		return rankSome, asked, said
	}
}

// begins reports whether one of the lines begins with what is wanted.
func begins(lines string, w *Wanted) bool {
	return strings.HasPrefix(lines, w.Text) || strings.Contains(lines, w.line)
}

type match struct {
	q           *Question
	rank        int
	asked, said uint32
	score       float64
}

// Search finds the best questions. A whole sentence finds those that share its rarer words.
func (s *Shelf) Search(a Audience, w Wanted, limit int) []Question {
	const most = 31 // terms fit into the bits of a number
	w.Terms, w.line = w.Terms[:min(len(w.Terms), most)], "\n"+w.Text
	var found []match
	var often [most + 1]int
	for i := range s.questions {
		q := &s.questions[i]
		if !a.sees(q) {
			continue
		}
		first, second := &q.EnSound, &q.ZhSound
		if chinese(a.Lang) {
			first, second = second, first
		}
		m := match{q: q}
		m.rank, m.asked, m.said = first.rank(&w)
		if m.rank == rankNone {
			if m.rank, m.asked, m.said = second.rank(&w); m.rank == rankNone {
				continue
			}
			m.rank += otherLanguage
		}
		for b := m.asked | m.said; b != 0; b &= b - 1 {
			often[bits.TrailingZeros32(b)]++
		}
		found = append(found, m)
	}
	found = s.weigh(found, len(w.Terms), often[:])
	slices.SortFunc(found, func(x, y match) int {
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(y.score, x.score), liked(x.q, y.q))
	})
	out := make([]Question, 0, min(limit, len(found)))
	for _, m := range found[:min(limit, len(found))] {
		out = append(out, *m.q)
	}
	return out
}

// enough is the part of the weight of all words that a question has to share to be shown at all.
const enough = 0.25

// weigh scores what shares words only: rare words say more than frequent ones, and the question more than its answer.
func (s *Shelf) weigh(found []match, terms int, often []int) []match {
	var weight [32]float64
	total := 0.0
	for i := range terms {
		weight[i] = math.Log(1 + float64(len(s.questions)+1)/float64(often[i]+1))
		total += weight[i]
	}
	const answered = 0.4
	kept := found[:0]
	for _, m := range found {
		for b := m.asked; b != 0; b &= b - 1 {
			m.score += weight[bits.TrailingZeros32(b)]
		}
		for b := m.said; b != 0; b &= b - 1 {
			m.score += weight[bits.TrailingZeros32(b)] * answered
		}
		if some := m.rank == rankSome || m.rank == rankSome+otherLanguage; some && m.score < total*enough {
			continue
		}
		kept = append(kept, m)
	}
	return kept
}
