package personal

import (
	"strings"
	"unicode/utf8"
)

// Class is a kind of personal data.
type Class string

// The classes that are found in texts.
const (
	Phone    Class = "phone"
	Email    Class = "email"
	Identity Class = "identity" // the number of a Chinese resident identity card
	Card     Class = "card"     // a bank card
)

// Span is a piece of personal data in a text: s[Start:End].
type Span struct {
	Class      Class
	Start, End int
}

// Stars replace what is hidden.
const star = '*'

// fewest is how many digits the shortest number has that is looked at.
const fewest = 7

// Text is the text with everything hidden that Find finds. A text without any is returned as it is.
func Text(s string) string {
	spans := Find(s)
	if len(spans) == 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	at := 0
	for _, p := range spans {
		b.WriteString(s[at:p.Start])
		b.WriteString(mask(p.Class, s[p.Start:p.End]))
		at = p.End
	}
	b.WriteString(s[at:])
	return b.String()
}

// Classes are the classes of what stands in the texts, each once.
func Classes(texts ...string) []Class {
	var out []Class
	for _, s := range texts {
		for _, p := range Find(s) {
			known := false
			for _, c := range out {
				known = known || c == p.Class
			}
			if !known {
				out = append(out, p.Class)
			}
		}
	}
	return out
}

// Find finds personal data in a text, in order and without overlaps. Most texts hold neither an @ nor seven digits and are
// read once.
func Find(s string) []Span {
	digits, at := census(s)
	if digits < fewest && !at {
		return nil
	}
	var out []Span
	if at {
		out = emails(s)
	}
	if digits >= fewest {
		out = merge(out, numbers(s))
	}
	return out
}

// census counts digits, full-width ones too, and looks for an @.
func census(s string) (digits int, at bool) {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '@':
			at = true
		case c == 0xEF && i+2 < len(s) && s[i+1] == 0xBC: // a full-width sign
			if s[i+2] >= 0x90 && s[i+2] <= 0x99 {
				digits++
			}
			at = at || s[i+2] == 0xA0
		}
	}
	return digits, at
}

// merge puts the numbers between the addresses; a number inside an address is part of it.
func merge(addresses, found []Span) []Span {
	if len(addresses) == 0 {
		return found
	}
	out := make([]Span, 0, len(addresses)+len(found))
	for len(addresses) > 0 || len(found) > 0 {
		switch {
		case len(found) == 0 || len(addresses) > 0 && addresses[0].Start <= found[0].Start:
			out, addresses = append(out, addresses[0]), addresses[1:]
			for len(found) > 0 && found[0].Start < out[len(out)-1].End {
				found = found[1:]
			}
		case len(addresses) > 0 && found[0].End > addresses[0].Start:
			found = found[1:]
		default:
			out, found = append(out, found[0]), found[1:]
		}
	}
	return out
}

// emails finds addresses around each @.
func emails(s string) []Span {
	var out []Span
	for i, r := range s {
		if r != '@' && r != '＠' {
			continue
		}
		from, to := i, i+utf8.RuneLen(r)
		for from > 0 && local(s[from-1]) {
			from--
		}
		host := to
		for to < len(s) && (alnum(s[to]) || s[to] == '-' || s[to] == '.') {
			to++
		}
		for to > host && (s[to-1] == '.' || s[to-1] == '-') {
			to--
		}
		cut := strings.HasPrefix(s[to:], "…") // of a longer text
		if from < i && to > host && (cut || strings.Contains(s[host:to], ".")) && (len(out) == 0 || out[len(out)-1].End <= from) {
			out = append(out, Span{Email, from, to})
		}
	}
	return out
}

func alnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func local(c byte) bool { return alnum(c) || strings.IndexByte("._%+-'*", c) >= 0 }

// mask hides the middle of a piece and leaves the signs between its digits.
func mask(c Class, s string) string {
	switch c {
	case Email:
		return maskEmail(s)
	case Identity:
		return stars(s, 3, 2)
	case Card:
		return stars(s, 0, 4)
	case Phone:
	}
	n := 0
	for _, r := range s {
		if digit(r) >= 0 {
			n++
		}
	}
	switch {
	case n >= 11:
		return stars(s, n-8, 4)
	case n >= 7:
		return stars(s, n-7, 3)
	default:
		return stars(s, 0, min(2, n/2))
	}
}

// maskEmail leaves the first letter and the host.
func maskEmail(s string) string {
	at := strings.IndexAny(s, "@＠")
	first := 0
	if utf8.RuneCountInString(s[:at]) > 1 {
		_, first = utf8.DecodeRuneInString(s)
	}
	return s[:first] + strings.Repeat(string(star), utf8.RuneCountInString(s[first:at])) + s[at:]
}

// stars replaces the digits of a number but the first and the last ones.
func stars(s string, first, last int) string {
	n := 0
	for _, r := range s {
		if digit(r) >= 0 || r == 'x' || r == 'X' {
			n++
		}
	}
	first = min(first, 6)
	var b strings.Builder
	b.Grow(len(s))
	i := 0
	for _, r := range s {
		if digit(r) < 0 && r != 'x' && r != 'X' {
			b.WriteRune(r)
			continue
		}
		if i < first || i >= n-last {
			b.WriteRune(r)
		} else {
			b.WriteByte(star)
		}
		i++
	}
	return b.String()
}
