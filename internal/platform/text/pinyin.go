package text

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// Pinyin writes a text the way it is typed: Chinese characters by their usual reading without tones, letters and digits
// folded, everything else left out. The first letters are those of characters and of words.
func Pinyin(s string) (full, initials string) {
	args := pinyin.NewArgs()
	var all, first strings.Builder
	inWord := false
	for _, r := range Fold(s) {
		if unicode.Is(unicode.Han, r) {
			inWord = false
			if read := pinyin.SinglePinyin(r, args); len(read) > 0 && read[0] != "" {
				all.WriteString(read[0])
				first.WriteByte(read[0][0])
			}
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			inWord = false
			continue
		}
		all.WriteRune(r)
		if !inWord || unicode.IsDigit(r) {
			first.WriteRune(r)
		}
		inWord = true
	}
	return all.String(), first.String()
}
