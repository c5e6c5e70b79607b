package knowledge

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Enough is how well an answer has to fit what somebody wrote to be suggested unasked, between 0 and 1. A search shows what comes
// near; a suggestion that does not fit costs a look every time, so rather none than a wrong one.
const Enough = 0.42

// written is a text that may be suggested, as it is compared: lines are the ways in which its question is put, said is its answer.
type written struct {
	lines []string // folded
	said  string   // folded
}

// fits compares what somebody wrote with many texts. It never changes.
type fitter struct {
	texts int
	lines []fitLine
	asked map[string][]place // word → lines
	said  map[string][]int   // word → texts
	often map[string]int     // in how many texts a word stands
}

// place is a word in a line: its part of the line's weight depends on the expression in which it stands there.
type place struct {
	line int
	part float64
}

type fitLine struct {
	text  int
	total float64 // weight of its words
}

// newFitter reads the texts once.
func newFitter(all []written) *fitter {
	f := &fitter{texts: len(all), asked: map[string][]place{}, said: map[string][]int{}, often: map[string]int{}}
	var words [][]term
	for i, w := range all {
		here := map[string]bool{}
		for _, line := range w.lines {
			g := gist(line)
			if len(g) == 0 {
				continue
			}
			for _, t := range g {
				f.asked[t.text] = append(f.asked[t.text], place{len(f.lines), t.part})
				here[t.text] = true
			}
			f.lines, words = append(f.lines, fitLine{text: i}), append(words, g)
		}
		for _, t := range gist(w.said) {
			f.said[t.text] = append(f.said[t.text], i)
			here[t.text] = true
		}
		for t := range here {
			f.often[t]++
		}
	}
	for i, g := range words {
		for _, t := range g {
			f.lines[i].total += f.weight(t.text) * t.part
		}
	}
	return f
}

// How much words count: one that stands nowhere may be what it is really about, or the joint of two others; one that only the
// answer holds says less than one of the question.
const (
	unheard  = 0.35
	answered = 0.4
	// lonely is what is left of a fit by one word alone, unless that word is all that a question says.
	lonely = 0.55
)

// weight says how much a word tells: rare ones tell more.
func (f *fitter) weight(t string) float64 {
	n := f.often[t]
	w := math.Log(1 + float64(f.texts+1)/float64(max(n, 1)+1))
	if n == 0 {
		w *= unheard
	}
	return w
}

// fit is a text that fits, and how well.
type fit struct {
	text int
	how  float64
}

// best are the texts that fit well enough, the best first.
func (f *fitter) best(folded string, may func(text int) bool, limit int) []fit {
	all := slices.DeleteFunc(f.rank(gist(folded)), func(one fit) bool { return one.how < Enough || !may(one.text) })
	slices.SortFunc(all, func(a, b fit) int { return cmp.Or(cmp.Compare(b.how, a.how), cmp.Compare(a.text, b.text)) })
	return all[:min(limit, len(all))]
}

// rank says how well texts fit: the mean of two shares, how much of what somebody wrote a question and its answer have, and how much
// of the question he wrote. So neither a long message nor a long question fits by chance.
func (f *fitter) rank(wanted []term) []fit {
	total := 0.0
	shared, of, said := map[int]float64{}, map[int]float64{}, map[int]float64{} // of what was written and of the line, by line; by text
	words := map[int]map[int]bool{}                                             // by text
	for i, t := range wanted {
		w, word := f.weight(t.text), -i
		if t.name > 0 {
			word = t.name
		}
		total += w * t.part
		touch := func(text int) {
			if words[text] == nil {
				words[text] = map[int]bool{}
			}
			words[text][word] = true
		}
		for _, a := range f.asked[t.text] {
			shared[a.line] += w * t.part
			of[a.line] += w * a.part
			touch(f.lines[a.line].text)
		}
		for _, text := range f.said[t.text] {
			said[text] += w * t.part * answered
			touch(text)
		}
	}
	how := map[int]float64{}
	for line, s := range shared {
		l := f.lines[line]
		fit := math.Sqrt(min(total, s+said[l.text]) / total * of[line] / l.total)
		const whole = 0.999
		if len(words[l.text]) == 1 && of[line] < l.total*whole {
			fit *= lonely
		}
		how[l.text] = max(how[l.text], fit)
	}
	out := make([]fit, 0, len(how))
	for text, h := range how {
		out = append(out, fit{text, h})
	}
	return out
}

// Suggested is an answer that fits what somebody wrote.
type Suggested struct {
	ID    string
	Title string
	Text  string // of a reply with its variables
	Lang  string
	Files int // how many go out with it
	Fit   float64
}

// foldedLines are the lines of a folded text.
func foldedLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
