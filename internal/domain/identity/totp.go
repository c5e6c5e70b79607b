package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238; what authenticator apps speak
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Shape of the second factor: what every authenticator app understands.
const (
	totpPeriod    = 30 // seconds
	totpDigits    = 6
	totpBytes     = 20
	totpSkew      = 1 // steps a clock may be off, either way
	recoveryCount = 10
	recoveryHalf  = 5
)

var totpText = base32.StdEncoding.WithPadding(base32.NoPadding)

func newTOTPSecret() []byte {
	b := make([]byte, totpBytes)
	_, _ = rand.Read(b) // never fails (crypto/rand documents it)
	return b
}

// hotp is the code of one step (RFC 4226).
func hotp(key []byte, step int64) string {
	var msg [8]byte
	binary.BigEndian.PutUint64(msg[:], uint64(step)) //nolint:gosec // after 1970
	mac := hmac.New(sha1.New, key)
	mac.Write(msg[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := binary.BigEndian.Uint32(sum[at:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", totpDigits, n%1_000_000)
}

// acceptTOTP finds the step whose code was given. Steps up to last were used already: a code works once.
func acceptTOTP(key []byte, code string, now time.Time, last int64) (int64, bool) {
	step := now.Unix() / totpPeriod
	for s := step - totpSkew; s <= step+totpSkew; s++ {
		if s > last && subtle.ConstantTimeCompare([]byte(hotp(key, s)), []byte(code)) == 1 {
			return s, true
		}
	}
	return 0, false
}

// totpURI is what an authenticator app reads from the picture.
func totpURI(key []byte, issuer, account string) string {
	q := url.Values{"secret": {totpText.EncodeToString(key)}, "issuer": {issuer}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+account) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

func newRecoveryCodes() []string {
	codes := make([]string, recoveryCount)
	for i := range codes {
		s := secret(2 * recoveryHalf)
		codes[i] = s[:recoveryHalf] + "-" + s[recoveryHalf:]
	}
	return codes
}

// plainCode is a code as people mean it: without spaces and hyphens, in lower case.
func plainCode(code string) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(strings.ToLower(strings.TrimSpace(code)))
}
