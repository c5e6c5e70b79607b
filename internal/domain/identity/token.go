package identity

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
)

// Prefixes of the secrets people may hold; scanners of leaked secrets find them by these.
const (
	tokenPrefix   = "fdp_"
	sessionPrefix = "fds_"
	linkPrefix    = "fdl_"
)

const (
	lookupLength = 16
	secretLength = 52 // 256 bits
)

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// secret makes n random letters and digits, five bits each.
func secret(n int) string {
	b := make([]byte, (n*5+7)/8)
	_, _ = rand.Read(b) // never fails (crypto/rand documents it)
	return letters.EncodeToString(b)[:n]
}

func newSessionToken() string { return sessionPrefix + secret(secretLength) }

func newLinkToken() string { return linkPrefix + secret(secretLength) }

func newAccessToken() (token, lookup string) {
	lookup = secret(lookupLength)
	return tokenPrefix + lookup + "_" + secret(secretLength), lookup
}

// lookupOf reads the part of a personal access token that finds it; false when it is not one.
func lookupOf(token string) (string, bool) {
	rest, ok := strings.CutPrefix(token, tokenPrefix)
	if !ok || len(rest) != lookupLength+1+secretLength || rest[lookupLength] != '_' {
		return "", false
	}
	if !plain(rest[:lookupLength]) || !plain(rest[lookupLength+1:]) {
		return "", false
	}
	return rest[:lookupLength], true
}

// wellFormed reports whether a session or link token can be one of ours, before anything is looked up.
func wellFormed(prefix, token string) bool {
	rest, ok := strings.CutPrefix(token, prefix)
	return ok && len(rest) == secretLength && plain(rest)
}

func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '2' || c > '7') {
			return false
		}
	}
	return true
}
