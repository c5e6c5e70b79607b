package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a part of a text in bytes: s[Start:End].
type Span struct{ Start, End int }

// Snippet is a piece of a text around its first hit, on one line, and where the hits stand in it (in characters, which
// is what the screen counts).
type Snippet struct {
	Text string `json:"text"`
	Hits []Span `json:"hits"`
}

// Highlight finds where the terms of a query stand in the original text, in order and without overlaps.
func Highlight(s string, terms []Term) []Span {
	if len(terms) == 0 {
		return nil
	}
	folded, at := foldMap(s)
	var spans []Span
	for i := 0; i < len(folded); {
		n := hitAt(folded, i, terms)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(folded[i:])
			i += size
			continue
		}
		start, end := at[i], at[i+n]
		// The pairs of a CJK run overlap ("退货", "货款"): look one character back for the next pair, and join them.
		if k := len(spans) - 1; k >= 0 && start <= spans[k].End {
			spans[k].End = max(spans[k].End, end)
		} else if end > start {
			spans = append(spans, Span{start, end})
		}
		_, size := utf8.DecodeRuneInString(folded[i:])
		if r, _ := utf8.DecodeRuneInString(folded[i:]); !isCJK(r) {
			size = n
		}
		i += size
	}
	return spans
}

// hitAt gives the length of the longest term that matches at i, or 0.
func hitAt(s string, i int, terms []Term) int {
	best := 0
	for _, t := range terms {
		if len(t.Text) > best && strings.HasPrefix(s[i:], t.Text) && boundaries(s, i, t) {
			best = len(t.Text)
		}
	}
	return best
}

// boundaries reports whether a match is a whole word (or the beginning of one). CJK has none.
func boundaries(s string, i int, t Term) bool {
	first, _ := utf8.DecodeRuneInString(t.Text)
	if isCJK(first) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+len(t.Text):])
	return !isWord(before) && (t.Prefix || !isWord(after))
}

// foldMap folds character by character and remembers where each folded byte came from; at has one entry more than the
// folded text has bytes.
func foldMap(s string) (folded string, at []int) {
	var b strings.Builder
	for i := 0; i < len(s); {
		_, size := utf8.DecodeRuneInString(s[i:])
		next := i + size
		for next < len(s) { // take combining marks together with their letter
			r, n := utf8.DecodeRuneInString(s[next:])
			if !unicode.Is(unicode.Mn, r) {
				break
			}
			next += n
		}
		f := Fold(s[i:next])
		if f == "" {
			f = " "
		}
		b.WriteString(f)
		for range len(f) {
			at = append(at, i)
		}
		i = next
	}
	return b.String(), append(at, len(s))
}

// Snip is about n characters of the text around the first hit.
func Snip(s string, terms []Term, n int) Snippet {
	start := 0
	if hits := Highlight(s, terms); len(hits) > 0 {
		start = backUp(s, hits[0].Start, n/4)
	}
	line := Preview(s[start:], n)
	if start > 0 {
		line = "…" + line
	}
	out := Snippet{Text: line, Hits: []Span{}}
	for _, h := range Highlight(line, terms) {
		from := utf8.RuneCountInString(line[:h.Start])
		out.Hits = append(out.Hits, Span{from, from + utf8.RuneCountInString(line[h.Start:h.End])})
	}
	return out
}

// backUp goes n characters back from i, and then forward to the beginning of a word if one is near.
func backUp(s string, i, n int) int {
	from := i
	for ; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:from])
		from -= size
	}
	if from == 0 {
		return 0
	}
	if gap := strings.IndexFunc(s[from:i], unicode.IsSpace); gap >= 0 && gap < (i-from)/2 {
		return from + gap
	}
	return from
}
