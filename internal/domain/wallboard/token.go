package wallboard

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"
)

// A link's secret says what it is, finds its board, and proves itself.
const (
	tokenPrefix  = "fdw_" // scanners of leaked secrets find it by this
	lookupLength = 16
	secretLength = 52 // 256 bits
)

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func random(n int) string {
	b := make([]byte, (n*5+7)/8)
	_, _ = rand.Read(b) // never fails (crypto/rand documents it)
	return letters.EncodeToString(b)[:n]
}

func newToken() (token, lookup string) {
	lookup = random(lookupLength)
	return tokenPrefix + lookup + "_" + random(secretLength), lookup
}

// lookupOf reads the part that finds the board; false when it is no secret of a link, and nothing needs to be asked.
func lookupOf(token string) (string, bool) {
	rest, ok := strings.CutPrefix(token, tokenPrefix)
	if !ok || len(rest) != lookupLength+1+secretLength || rest[lookupLength] != '_' {
		return "", false
	}
	plain := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '2' && r <= '7' }
	for _, part := range []string{rest[:lookupLength], rest[lookupLength+1:]} {
		if strings.IndexFunc(part, func(r rune) bool { return !plain(r) }) >= 0 {
			return "", false
		}
	}
	return rest[:lookupLength], true
}

// proves reports whether the kept fingerprint is one of those of a token, in the same time for every answer.
func proves(fingerprint string, of []string) bool {
	found := 0
	for _, one := range of {
		found |= subtle.ConstantTimeCompare([]byte(one), []byte(fingerprint))
	}
	return found == 1 && fingerprint != ""
}
