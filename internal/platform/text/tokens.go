package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of the tokenizer. A message has at most 10,000 characters; the count lets all of them in and still bounds the
// work for anything longer.
const (
	MaxTokens   = 32_768 // of one text
	MaxTokenLen = 64     // characters of one token; longer words are cut
	MaxTerms    = 32     // of one query
	maxParts    = 24     // of one compound such as an order number or an address
)

// Tokens cuts a text into what is stored in the search index, in order, with repetitions:
//   - Latin and other alphabetic words, folded ("Café" → "cafe");
//   - numbers and compounds whole and in parts ("SF-20261012-7781" → "sf-20261012-7781", "sf", "20261012", "7781");
//   - Chinese, Japanese and Korean as single characters and as pairs of neighbours ("退货款" → "退", "退货", "货", "货款", "款").
func Tokens(s string) []string {
	var out []string
	scan(Fold(s), func(w string, cjk bool) bool {
		if cjk {
			out = appendCJK(out, w)
		} else {
			out = appendWord(out, w)
		}
		return len(out) < MaxTokens
	})
	return out[:min(len(out), MaxTokens)]
}

// Term is one condition of a query. All terms of a query must match.
type Term struct {
	Text   string
	Prefix bool // matches every token that begins with Text
}

// Query turns what a person typed into conditions on tokens. The last word, which may still be being typed, matches as a
// prefix; a single Chinese character matches itself, longer runs match by their pairs. No terms means: search nothing.
func Query(q string) []Term {
	var out []Term
	folded := Fold(q)
	seen := map[Term]bool{}
	add := func(text string, prefix bool) {
		t := Term{Text: text, Prefix: prefix}
		if text != "" && !seen[t] && len(out) < MaxTerms {
			seen[t] = true
			out = append(out, t)
		}
	}
	scan(folded, func(w string, cjk bool) bool {
		switch {
		case cjk:
			for _, t := range pairs(w) {
				add(t, false)
			}
		default:
			add(clip(w), strings.HasSuffix(folded, w))
		}
		return len(out) < MaxTerms
	})
	return out
}

// scan walks over a folded text and gives each run of characters of one sort: CJK, or a word with the joiners inside it.
func scan(s string, yield func(word string, cjk bool) bool) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isCJK(r):
			end := i + span(s[i:], isCJK)
			if !yield(s[i:end], true) {
				return
			}
			i = end
		case isWord(r):
			end := wordEnd(s, i)
			if !yield(s[i:end], false) {
				return
			}
			i = end
		default:
			i += size
		}
	}
}

// wordEnd finds where a word ends that begins at i: joiners belong to it only between two word characters.
func wordEnd(s string, i int) int {
	for {
		i += span(s[i:], isWord)
		r, size := utf8.DecodeRuneInString(s[i:])
		next, _ := utf8.DecodeRuneInString(s[min(i+size, len(s)):])
		if !isJoiner(r) || !isWord(next) {
			return i
		}
		i += size
	}
}

func span(s string, is func(rune) bool) int {
	for i, r := range s {
		if !is(r) {
			return i
		}
	}
	return len(s)
}

// isCJK covers the scripts that are written without spaces between words and that a reader searches by character.
func isCJK(r rune) bool {
	return r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == 'ー')
}

func isWord(r rune) bool {
	return !isCJK(r) && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// isJoiner holds the characters inside order numbers, addresses, versions and names such as "o'neil".
func isJoiner(r rune) bool {
	switch r {
	case '-', '_', '.', '@', '/', '#', '+', '\'', ':', '&':
		return true
	}
	return false
}

func appendWord(out []string, w string) []string {
	out = append(out, clip(w))
	if !strings.ContainsFunc(w, isJoiner) {
		return out
	}
	for i, part := range strings.FieldsFunc(w, isJoiner) {
		if i == maxParts {
			break
		}
		out = append(out, clip(part))
	}
	return out
}

func appendCJK(out []string, w string) []string {
	last := ""
	for _, r := range w {
		c := string(r)
		if last != "" {
			out = append(out, last+c)
		}
		out = append(out, c)
		last = c
		if len(out) >= MaxTokens {
			break
		}
	}
	return out
}

// pairs is what a query needs of a run: its pairs, or its only character.
func pairs(w string) []string {
	runes := []rune(clip(w))
	if len(runes) == 1 {
		return []string{string(runes)}
	}
	out := make([]string, 0, len(runes)-1)
	for i := range len(runes) - 1 {
		out = append(out, string(runes[i:i+2]))
	}
	return out
}

func clip(w string) string {
	if len(w) <= MaxTokenLen {
		return w
	}
	n := 0
	for i := range w {
		if n == MaxTokenLen {
			return w[:i]
		}
		n++
	}
	return w
}
