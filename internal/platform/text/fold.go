package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes the form in which text is compared and sorted: lower case, without diacritics, full-width letters and
// digits as half-width ones, runs of white space as one space. Two texts that a person takes for the same name fold to
// the same key.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		switch {
		case unicode.IsSpace(r) || r == 0:
			gap = b.Len() > 0
			continue
		case dropped(r):
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		writeFolded(&b, r)
	}
	// Composing again keeps Korean syllables and Japanese voiced kana as one character each.
	return norm.NFC.String(b.String())
}

// dropped reports whether folding removes a rune: accents (but not the voicing marks of kana, which change the word),
// and everything invisible.
func dropped(r rune) bool {
	if r == '\u3099' || r == '\u309a' {
		return false
	}
	return unicode.Is(unicode.Mn, r) && latinMark(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r)
}

// latinMark is the range of accents on Latin, Greek and Cyrillic letters. Marks of other scripts (Thai vowels, Hindi
// signs) carry meaning and stay.
func latinMark(r rune) bool { return r >= 0x0300 && r <= 0x036f }

// writeFolded writes the lower-case form of a rune; letters that Unicode does not decompose get their usual spelling.
func writeFolded(b *strings.Builder, r rune) {
	r = unicode.ToLower(r)
	switch r {
	case 'ß':
		b.WriteString("ss")
	case 'æ':
		b.WriteString("ae")
	case 'œ':
		b.WriteString("oe")
	case 'ø':
		b.WriteByte('o')
	case 'ł':
		b.WriteByte('l')
	case 'đ', 'ð':
		b.WriteByte('d')
	case 'þ':
		b.WriteString("th")
	case 'ı':
		b.WriteByte('i')
	case 'ς':
		b.WriteRune('σ')
	default:
		b.WriteRune(r)
	}
}

// Preview is the first n characters of a text on one line, with an ellipsis if something was cut.
func Preview(s string, n int) string {
	var b strings.Builder
	count, gap := 0, false
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			count++
			gap = false
		}
		if count >= n {
			return cut(b.String(), n-1) + "…"
		}
		b.WriteRune(r)
		count++
	}
	return b.String()
}

// cut gives the first n characters without a joiner or half an emoji sequence at the end.
func cut(s string, n int) string {
	if n <= 0 {
		return ""
	}
	i := 0
	for range n {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return strings.TrimRight(s[:i], " \u200d\ufe0f")
}

// Lang guesses the language of a text from its scripts: "zh", "ja", "ko", "th", "ar", "ru", "en" for anything Latin, or ""
// when there are no letters.
func Lang(s string) string {
	var han, kana, hangul, thai, arabic, cyrillic, latin int
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case unicode.Is(unicode.Thai, r):
			thai++
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	// A Chinese character says about as much as three letters; a Chinese sentence with a product name in it is Chinese.
	const perWord = 3
	best, lang := 0, ""
	for _, c := range []struct {
		weight int
		lang   string
	}{
		{han * perWord, "zh"},
		{kanaWeight(han, kana) * perWord, "ja"},
		{hangul * perWord, "ko"},
		{thai, "th"},
		{arabic, "ar"},
		{cyrillic, "ru"},
		{latin, "en"},
	} {
		if c.weight > best {
			best, lang = c.weight, c.lang
		}
	}
	return lang
}

// kanaWeight counts Chinese characters for Japanese when kana stand between them often enough.
func kanaWeight(han, kana int) int {
	if kana*4 >= han {
		return han + kana
	}
	return kana
}
