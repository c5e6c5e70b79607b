package personal

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a number as people write it: digits in groups.
const (
	mostDigits = 19
	mostChunks = 8
	// fewestAtEnd is how many digits are hidden where a text was cut.
	fewestAtEnd = 5
)

// chunk is a run of digits of a text; an x may end it.
type chunk struct {
	start, end int
	digits     []byte
	plus       bool // a plus stands before it
}

// digit is the value of a digit, full-width ones too, or -1.
func digit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	default:
		return -1
	}
}

// between reports whether a sign may stand between two groups of one number.
func between(r rune) bool {
	switch r {
	case ' ', '-', '.', '(', ')', '\u00a0', '\u2009', '（', '）', '－', '–', '—', '·':
		return true
	default:
		return false
	}
}

// numbers finds phone numbers, identity numbers and bank cards.
func numbers(s string) []Span {
	var out []Span
	group, digits := make([]chunk, 0, mostChunks), make([]byte, 0, 4*mostDigits)
	for at := 0; at < len(s); {
		group, digits, at = gather(s, at, group[:0], digits[:0])
		if len(digits) >= fewestAtEnd {
			out = classify(s, group, out)
		}
	}
	return out
}

// gather reads the next digits that may belong together, and says where to go on.
func gather(s string, at int, group []chunk, digits []byte) (chunks []chunk, all []byte, next int) {
	gap := 0
	var c *chunk
	for at < len(s) {
		r, size := rune(s[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[at:])
		}
		d := digit(r)
		switch {
		case d >= 0:
			if c == nil {
				group = append(group, chunk{start: at, plus: at > 0 && s[at-1] == '+'})
				c, gap = &group[len(group)-1], 0
			}
			digits = append(digits, "0123456789"[d])
			c.take(digits, at+size)
		case (r == 'x' || r == 'X') && c != nil && !follows(s[at+size:]):
			digits = append(digits, 'X')
			c.take(digits, at+size)
			c = nil
		case len(group) > 0 && between(r) && gap < 2:
			c, gap = nil, gap+1
		case len(group) > 0:
			return group, digits, at + size
		}
		at += size
	}
	return group, digits, at
}

// take adds the last one of the digits, which ends before end.
func (c *chunk) take(digits []byte, end int) {
	c.digits, c.end = digits[len(digits)-len(c.digits)-1:], end
}

// follows reports whether a letter or digit goes on.
func follows(s string) bool { return s != "" && alnum(s[0]) }

// classify looks for numbers among groups of digits: the longest row of groups first.
func classify(s string, group []chunk, out []Span) []Span {
	for i := 0; i < len(group); {
		j, class := longest(s, group[i:])
		if j == 0 {
			i++
			continue
		}
		start := group[i].start
		out = append(out, Span{class, start, group[i+j-1].end})
		i += j
	}
	return out
}

// longest is how many of the first groups make a number, and which.
func longest(s string, group []chunk) (n int, class Class) {
	var all [mostDigits + 1]byte
	var ends [mostChunks]int
	total, count := 0, 0
	for _, c := range group[:min(len(group), mostChunks)] {
		if total+len(c.digits) > mostDigits {
			break
		}
		copy(all[total:], c.digits)
		total += len(c.digits)
		ends[count] = total
		count++
	}
	for n = count; n > 0; n-- {
		if class, ok := what(all[:ends[n-1]], group[:n]); ok {
			return n, class
		}
	}
	if len(group[0].digits) >= fewestAtEnd && cutOff(s, group[0]) { // the rest of it is missing, so it is nobody's number and anybody's
		return 1, Phone
	}
	return 0, ""
}

// cutOff reports whether a text was cut here.
func cutOff(s string, c chunk) bool {
	return strings.HasPrefix(s[c.end:], "…") || strings.HasSuffix(s[:c.start], "…")
}

// what says which kind of number the digits are.
func what(d []byte, group []chunk) (Class, bool) {
	switch {
	case identityNumber(d):
		return Identity, true
	case d[len(d)-1] == 'X':
		return "", false
	case phoneNumber(d, group):
		return Phone, true
	case cardNumber(d):
		return Card, true
	default:
		return "", false
	}
}

// phoneNumber knows Chinese mobile numbers, numbers with the code of a country or an area, and the American way of writing.
func phoneNumber(d []byte, group []chunk) bool {
	n := len(d)
	switch {
	case group[0].plus:
		return n >= 8 && n <= 15
	case n > 2 && d[0] == '0' && d[1] == '0':
		return n >= 10 && n <= 17
	case d[0] == '0':
		return n >= 10 && n <= 12
	case n == 13 && d[0] == '8' && d[1] == '6':
		return mobile(d[2:])
	case n == 11:
		return mobile(d) || d[0] == '1' && american(group, 1)
	case n == 10:
		return american(group, 0)
	default:
		return false
	}
}

// mobile is 1, then 3 to 9, then nine more.
func mobile(d []byte) bool { return d[0] == '1' && d[1] >= '3' }

// american is 3-3-4 digits, behind so many groups. 400 and 800 are hotlines of companies.
func american(group []chunk, skip int) bool {
	if len(group) != skip+3 {
		return false
	}
	g := group[skip:]
	hotline := g[0].digits[0] == '4' || g[0].digits[0] == '8'
	return len(g[0].digits) == 3 && len(g[1].digits) == 3 && len(g[2].digits) == 4 && (!hotline || string(g[0].digits[1:]) != "00")
}

// identityNumber checks length, date of birth and check digit (GB 11643).
func identityNumber(d []byte) bool {
	if len(d) != 18 {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		if d[i] == 'X' {
			return false
		}
		sum += w * int(d[i]-'0')
	}
	if "10X98765432"[sum%11] != d[17] || d[0] == '0' || d[0] == '9' {
		return false
	}
	born, err := time.Parse("20060102", string(d[6:14]))
	return err == nil && born.Year() >= 1850 && born.Year() < 2200
}

// cardNumber checks the issuer's range and the check digit after Luhn.
func cardNumber(d []byte) bool {
	if len(d) < 14 || len(d) > 19 {
		return false
	}
	switch {
	case d[0] == '4' || d[0] == '5' || d[0] == '6', d[0] == '3' && d[1] >= '4', d[0] == '2' && d[1] >= '2' && d[1] <= '7' && len(d) == 16:
	default:
		return false
	}
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}
