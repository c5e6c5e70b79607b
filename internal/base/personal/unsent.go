package personal

import "strings"

// longNumber is how many digits nobody needs to see before they are sent: those of bank cards and identity cards.
const longNumber = 12

// Unsent is a text that is still being written, for people of the company. What stands in it may become a number or an address
// with the next key, so rows of digits are hidden before they are one: long ones from everybody, all but the shortest and what
// stands before an @ from those from whom personal data is hidden.
func Unsent(s string, hidden bool) string {
	least := longNumber
	if hidden {
		s, least = beforeAt(Text(s)), fewestAtEnd
	}
	var b strings.Builder
	group, digits := make([]chunk, 0, mostChunks), make([]byte, 0, 4*mostDigits)
	done := 0
	for at := 0; at < len(s); {
		group, digits, at = gather(s, at, group[:0], digits[:0])
		if len(digits) < least {
			continue
		}
		from, to := group[0].start, group[len(group)-1].end
		b.WriteString(s[done:from])
		b.WriteString(strings.Map(starred, s[from:to]))
		done = to
	}
	return b.String() + s[done:]
}

func starred(r rune) rune {
	if digit(r) >= 0 {
		return star
	}
	return r
}

// beforeAt hides what stands before an @, but for its first letter.
func beforeAt(s string) string {
	out := []byte(s)
	for i, r := range s {
		if r != '@' && r != '＠' {
			continue
		}
		for at := i - 1; at > 0 && local(out[at]) && local(out[at-1]); at-- {
			out[at] = star
		}
	}
	return string(out)
}
