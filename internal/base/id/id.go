// Package id makes and checks identifiers: a three-letter prefix, an underscore and a UUIDv7 (RFC 9562) written as 26
// lower-case characters of Crockford's base 32. Ids made later sort later, to the millisecond; nothing may rely on more.
package id

import (
	"crypto/rand"
	"encoding/binary"
	"time"
)

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Length of an id with its prefix.
const Length = 3 + 1 + 26

// New makes an id with the given three-letter prefix, e.g. New("cnv") = "cnv_01kb3…".
func New(prefix string) string { return at(prefix, time.Now()) }

// At makes an id as if made at t: generators of sample data and tests use it.
func At(prefix string, t time.Time) string { return at(prefix, t) }

func at(prefix string, t time.Time) string {
	var u [16]byte
	_, _ = rand.Read(u[6:]) // never fails (crypto/rand documents it)
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(t.UnixMilli()))
	copy(u[:6], ms[2:])
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	var b [Length]byte
	copy(b[:], prefix)
	b[3] = '_'
	encode(b[4:], u)
	return string(b[:])
}

// encode writes 128 bits as 26 characters, the first holding the 3 highest bits.
func encode(dst []byte, u [16]byte) {
	hi, lo := binary.BigEndian.Uint64(u[:8]), binary.BigEndian.Uint64(u[8:])
	for i := 25; i >= 0; i-- {
		dst[i] = alphabet[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
}

// Valid reports whether s is an id with this prefix.
func Valid(prefix, s string) bool {
	if len(s) != Length || s[:3] != prefix || s[3] != '_' || s[4] > '7' {
		return false
	}
	for i := 4; i < Length; i++ {
		if !inAlphabet(s[i]) {
			return false
		}
	}
	return true
}

func inAlphabet(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u'
}
