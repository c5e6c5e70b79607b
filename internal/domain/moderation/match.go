package moderation

import (
	"cmp"
	"slices"
	"sync"
)

// Matcher finds all words in a text in one pass over it (Aho and Corasick): what has been read so far is one state, and a
// character leads from state to state, however many words there are. It never changes once it is made.
type Matcher struct {
	words  []Word
	twin   []bool // this word is looked for in the same form as the one before it
	states []state
	steps  steps
	first  []int     // the steps from the beginning by characters below len(first), where there are many
	space  sync.Pool // *scan
}

// state stands for a beginning of words: the characters on the way to it.
type state struct {
	fail  int // the longest shorter ending of the same characters that begins a word, too
	next  int // the nearest such ending at which a word ends; 0 for none
	word  int // 1 + the place in words of the first word that ends here; 0 for none
	depth int // characters up to here
}

// place is one occurrence of a word, in characters of the normal form.
type place struct{ word, from, to int }

// scan is the space that one look at a text needs.
type scan struct {
	text   normal
	places []place
}

// step is how a state was reached.
type step struct {
	from int
	by   rune
}

type keyed struct {
	key  string
	word Word
}

// manyWords is from how many words on a table of first characters is worth its memory.
const manyWords = 1000

// NewMatcher makes one of those of the words that are switched on.
func NewMatcher(words []Word) *Matcher {
	list := make([]keyed, 0, len(words))
	letters := 0
	for _, w := range words {
		if key := Form(w.Text); w.Enabled && key != "" {
			list = append(list, keyed{key, w})
			letters += len(key) / 3
		}
	}
	slices.SortStableFunc(list, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	m := &Matcher{words: make([]Word, 0, len(list)), states: make([]state, 1, 1+letters), steps: newSteps(letters)}
	m.space.New = func() any { return &scan{} }
	how := make([]step, 1, 1+letters)
	for _, k := range list {
		m.twin = append(m.twin, len(m.words) > 0 && list[len(m.words)-1].key == k.key)
		m.words = append(m.words, k.word)
		at := 0
		for _, r := range k.key {
			to := m.steps.get(at, r)
			if to == 0 {
				to = len(m.states)
				m.states, how = append(m.states, state{depth: m.states[at].depth + 1}), append(how, step{at, r})
				m.steps.put(at, r, to)
			}
			at = to
		}
		if m.states[at].word == 0 { // the others with this key follow in words
			m.states[at].word = len(m.words)
		}
	}
	if len(m.words) > manyWords {
		m.first = make([]int, 1<<16)
		for i, h := range how[1:] {
			if h.from == 0 && int(h.by) < len(m.first) {
				m.first[h.by] = i + 1
			}
		}
	}
	m.link(how)
	return m
}

// link finds where each state goes on when no word has the next character, shorter ones first.
func (m *Matcher) link(how []step) {
	order := make([]int, 0, len(m.states))
	for i := 1; i < len(m.states); i++ {
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(m.states[a].depth, m.states[b].depth), cmp.Compare(a, b))
	})
	for _, i := range order {
		s, h := &m.states[i], how[i]
		if h.from != 0 {
			s.fail = m.after(m.states[h.from].fail, h.by)
		}
		if s.next = s.fail; m.states[s.fail].word == 0 {
			s.next = m.states[s.fail].next
		}
	}
}

// after is the state that follows a state by a character.
func (m *Matcher) after(at int, r rune) int {
	for at != 0 {
		if to := m.steps.get(at, r); to != 0 {
			return to
		}
		at = m.states[at].fail
	}
	if int(r) < len(m.first) {
		return m.first[r]
	}
	return m.steps.get(0, r)
}

// Len is the number of words, States the number of their beginnings.
func (m *Matcher) Len() int { return len(m.words) }

// States is the number of beginnings of words: what its size in memory depends on.
func (m *Matcher) States() int { return len(m.states) }

// find looks for the words that concern a side, into s.
func (m *Matcher) find(text string, side Side, s *scan) {
	s.text.fill(text)
	s.places = s.places[:0]
	at := 0
	for i, r := range s.text.runes {
		if at = m.after(at, simplify(r)); at == 0 {
			continue
		}
		for hit := at; hit != 0; hit = m.states[hit].next {
			if m.states[hit].word != 0 {
				m.take(s, side, m.states[hit], i+1)
			}
		}
	}
}

// take keeps the words that end with a state at a place, if they concern the side and are whole.
func (m *Matcher) take(s *scan, side Side, st state, to int) {
	from := to - st.depth
	whole := m.whole(s.text.runes, from, to)
	for i := st.word - 1; i < len(m.words) && (i < st.word || m.twin[i]); i++ {
		w := &m.words[i]
		if (w.Side == Both || w.Side == side) && (whole || w.Inside) {
			s.places = append(s.places, place{i, from, to})
		}
	}
}

// whole reports whether what stands there is not a part of a longer word.
func (*Matcher) whole(text []rune, from, to int) bool {
	if from > 0 && wordy(text[from]) && wordy(text[from-1]) {
		return false
	}
	return to == len(text) || !wordy(text[to-1]) || !wordy(text[to])
}

// steps is the table of the steps from state to state: one for all states, with open addressing, because nearly all of them
// have a single step.
type steps struct {
	keys  []int64
	to    []int
	count int
	mask  int64
	shift uint
}

func newSteps(expected int) steps {
	bits := uint(8)
	for 1<<bits < 2*expected {
		bits++
	}
	return steps{keys: make([]int64, 1<<bits), to: make([]int, 1<<bits), mask: 1<<bits - 1, shift: 63 - bits}
}

// slot is where a step stands or would stand.
func (s *steps) slot(key int64) int64 {
	const spread = 0x1e3779b97f4a7c15
	for i := key * spread >> s.shift & s.mask; ; i = (i + 1) & s.mask {
		if s.keys[i] == key || s.keys[i] == 0 {
			return i
		}
	}
}

// stepKey is never 0, because no text that is looked at holds NUL.
func stepKey(from int, by rune) int64 { return int64(from)<<21 | int64(by) }

func (s *steps) get(from int, by rune) int { return s.to[s.slot(stepKey(from, by))] }

func (s *steps) put(from int, by rune, to int) {
	if 2*s.count >= len(s.keys) {
		old := *s
		*s = newSteps(len(s.keys))
		for i, k := range old.keys {
			if k != 0 {
				at := s.slot(k)
				s.keys[at], s.to[at] = k, old.to[i]
			}
		}
		s.count = old.count
	}
	key := stepKey(from, by)
	at := s.slot(key)
	s.keys[at], s.to[at] = key, to
	s.count++
}
