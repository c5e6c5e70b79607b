package identity

import (
	"strings"
	"testing"
	"time"

	"frontdesk/internal/check"
)

// The vectors of RFC 6238, appendix B (SHA-1), cut to six digits.
func TestTOTPVectors(t *testing.T) {
	t.Parallel()
	key := []byte("12345678901234567890")
	for unix, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		check.Equal(t, hotp(key, unix/totpPeriod), code)
		step, ok := acceptTOTP(key, code, time.Unix(unix, 0), 0)
		check.Equal(t, ok, true)
		check.Equal(t, step, unix/totpPeriod)
	}
}

func TestTOTPWindow(t *testing.T) {
	t.Parallel()
	key, now := []byte("12345678901234567890"), time.Unix(1_700_000_010, 0)
	step := now.Unix() / totpPeriod
	for off, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		_, ok := acceptTOTP(key, hotp(key, step+off), now, 0)
		check.Equal(t, ok, want)
	}
	_, ok := acceptTOTP(key, hotp(key, step), now, step)
	check.Equal(t, ok, false) // used
	_, ok = acceptTOTP(key, hotp(key, step-1), now, step)
	check.Equal(t, ok, false) // older than the one used
}

func TestTOTPURI(t *testing.T) {
	t.Parallel()
	got := totpURI([]byte("12345678901234567890"), "Front desk", "ann+x@example.com")
	check.Equal(t, got, "otpauth://totp/Front%20desk:ann+x@example.com?issuer=Front%20desk&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
}

func TestAttemptDelays(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	p := policy{free: 2, first: time.Second, most: 10 * time.Second, forget: time.Minute}
	for failures, want := range map[int]string{0: "0s", 1: "0s", 2: "1s", 3: "2s", 4: "4s", 5: "8s", 6: "10s", 50: "10s", 1000: "10s"} {
		check.Equal(t, p.wait(Attempts{Failures: failures, At: now}, now).String(), want)
	}
	check.Equal(t, p.wait(Attempts{Failures: 5, At: now}, now.Add(3*time.Second)), 5*time.Second)
	check.Equal(t, p.wait(Attempts{Failures: 50, At: now}, now.Add(time.Minute)), 0)
	check.Equal(t, p.failed(Attempts{Failures: 50, At: now}, now.Add(time.Minute)).Failures, 1)
}

func TestTokensAreRecognised(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 200 {
		token, lookup := newAccessToken()
		got, ok := lookupOf(token)
		if !ok || got != lookup || seen[lookup] {
			t.Fatalf("token %q gave %q", token, got)
		}
		seen[lookup] = true
		check.Equal(t, wellFormed(sessionPrefix, newSessionToken()), true)
		check.Equal(t, wellFormed(linkPrefix, newLinkToken()), true)
	}
}

func FuzzTokens(f *testing.F) {
	token, _ := newAccessToken()
	for _, s := range []string{"", "fdp_", token, token[:20], "fdp__", newSessionToken(), newLinkToken(), strings.ToUpper(token), "fdp_\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if lookup, ok := lookupOf(s); ok {
			if len(lookup) != lookupLength || !plain(lookup) || !strings.HasPrefix(s, tokenPrefix+lookup+"_") {
				t.Fatalf("%q gave %q", s, lookup)
			}
		}
		if wellFormed(sessionPrefix, s) && wellFormed(linkPrefix, s) {
			t.Fatalf("%q is two things", s)
		}
		_ = plainCode(s)
	})
}
