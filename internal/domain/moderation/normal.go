package moderation

import (
	"unicode"
	"unicode/utf8"
)

// normal is a text in the form in which it is compared, with the place of every character in the original: lower case,
// full-width forms as half-width ones, without accents and invisible characters. What separates characters is left out
// unless it stands between two that make words with spaces around them, such as Latin letters; there it is one space.
type normal struct {
	runes    []rune
	from, to []int // byte offsets in the original
}

// fill fills n from a text, using its space again.
func (n *normal) fill(s string) {
	n.runes, n.from, n.to = n.runes[:0], n.from[:0], n.to[:0]
	gap, before := -1, rune(0)
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		r, class := fold(r)
		switch class {
		case separating:
			if gap < 0 {
				gap = i
			}
		case counting:
			if gap >= 0 && before != 0 && wordy(before) && wordy(r) {
				n.add(' ', gap, i)
			}
			n.add(r, i, i+size)
			gap, before = -1, r
		case ignored:
		}
		i += size
	}
}

func (n *normal) add(r rune, from, to int) {
	n.runes = append(n.runes, r)
	n.from = append(n.from, from)
	n.to = append(n.to, to)
}

// Normal is the form of a word by which two are the same.
func Normal(s string) string {
	var n normal
	n.fill(s)
	return string(n.runes)
}

type class uint8

const (
	counting class = iota
	separating
	ignored
)

// fold gives the compared form of a character and what it is good for.
func fold(r rune) (rune, class) {
	switch {
	case r >= 0x4e00 && r <= 0x9fff:
		return r, counting
	case r >= 0xff01 && r <= 0xff5e:
		r -= 0xfee0
	}
	if r < utf8.RuneSelf {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r, counting
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A', counting
		default:
			return r, separating
		}
	}
	switch {
	case r >= 0x0300 && r <= 0x036f, r >= 0xfe00 && r <= 0xfe0f, unicode.Is(unicode.Cf, r):
		return r, ignored
	case unicode.IsLetter(r):
		return unicode.ToLower(r), counting
	case unicode.IsNumber(r), unicode.IsMark(r):
		return r, counting
	default:
		return r, separating
	}
}

// together are the scripts that write without spaces between words.
var together = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// wordy reports whether a character belongs to a script whose words have spaces around them.
func wordy(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r != ' '
	case r >= 0x4e00 && r <= 0x9fff:
		return false
	default:
		return !unicode.In(r, together...)
	}
}
