package moderation

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxText is the longest text a replacement may make: that of a message.
const maxText = 10_000

// maxMatches is how many places a verdict names; all of them count.
const maxMatches = 100

// Match is a place in a text where a word stands, in characters.
type Match struct {
	Start       int    `json:"start" doc:"First character (Unicode code points)."`
	End         int    `json:"end" doc:"Behind the last character."`
	WordID      string `json:"wordId"`
	Word        string `json:"word"`
	Action      Action `json:"action" enum:"warn,block,replace,report"`
	Replacement string `json:"replacement,omitempty"`
	Note        string `json:"note,omitempty"`
}

// Verdict says what becomes of a text.
type Verdict struct {
	Action  Action  `json:"action,omitempty" enum:"warn,block,replace,report" doc:"The strictest; absent when there is nothing to object to."`
	Text    string  `json:"text" doc:"As it would be sent."`
	Matches []Match `json:"matches" doc:"At most 100, in the order of the text."`
}

// Check looks at a text of one side.
func (m *Matcher) Check(text string, side Side) Verdict {
	v := Verdict{Text: text}
	if len(m.words) == 0 || text == "" {
		return v
	}
	s, _ := m.space.Get().(*scan)
	defer m.space.Put(s)
	m.find(text, side, s)
	if len(s.places) == 0 {
		return v
	}
	s.sort()
	for _, p := range s.places {
		if w := &m.words[p.word]; w.Action.strictness() > v.Action.strictness() {
			v.Action = w.Action
		}
	}
	v.Matches = m.matches(text, s)
	if m.replaces(s.places) {
		v.Text = m.replaced(text, side, s)
	}
	return v
}

// sort puts the places in the order of the text, longer words first.
func (s *scan) sort() {
	slices.SortFunc(s.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(a.word, b.word))
	})
}

func (m *Matcher) matches(text string, s *scan) []Match {
	out := make([]Match, 0, min(len(s.places), maxMatches))
	at, chars := 0, 0 // the places are in order, so the text is counted once
	for _, p := range s.places[:min(len(s.places), maxMatches)] {
		from, to := s.text.from[p.from], s.text.to[p.to-1]
		chars += utf8.RuneCountInString(text[at:from])
		at = from
		w := &m.words[p.word]
		out = append(out, Match{
			Start: chars, End: chars + utf8.RuneCountInString(text[from:to]), WordID: w.ID, Word: w.Text, Action: w.Action,
			Replacement: w.Replacement, Note: w.Note,
		})
	}
	return out
}

func (m *Matcher) replaces(places []place) bool {
	return slices.ContainsFunc(places, func(p place) bool { return m.words[p.word].Action == Replace })
}

// replaced is the text without the words that are to be replaced. What stood around a word may make a new one without it;
// from the second round on stars take its place, which leaves fewer letters each time, so there is an end.
func (m *Matcher) replaced(text string, side Side, s *scan) string {
	out := m.rewrite(text, s, false)
	if n := utf8.RuneCountInString(out); n > maxText && n > utf8.RuneCountInString(text) {
		out = m.rewrite(text, s, true)
	}
	for {
		m.find(out, side, s)
		s.sort()
		if !m.replaces(s.places) {
			return out
		}
		out = m.rewrite(out, s, true)
	}
}

// rewrite puts replacements, or only stars, in the place of words. Of two that overlap the second one's rest is starred.
func (m *Matcher) rewrite(text string, s *scan, stars bool) string {
	var b strings.Builder
	done := 0
	for _, p := range s.places {
		w := &m.words[p.word]
		from, to := s.text.from[p.from], s.text.to[p.to-1]
		if w.Action != Replace || to <= done {
			continue
		}
		instead := w.Replacement
		if from < done {
			from, instead = done, ""
		}
		if instead == "" || stars {
			instead = strings.Repeat("*", utf8.RuneCountInString(text[from:to]))
		}
		b.WriteString(text[done:from])
		b.WriteString(instead)
		done = to
	}
	b.WriteString(text[done:])
	return b.String()
}

// words names the words of an action, each once, for a sentence.
func (v Verdict) words(a Action) string {
	var out []string
	for _, m := range v.Matches {
		if m.Action == a && !slices.Contains(out, m.Word) {
			out = append(out, m.Word)
		}
	}
	if len(out) > 5 {
		out = append(out[:5], "…")
	}
	return strings.Join(out, ", ")
}
