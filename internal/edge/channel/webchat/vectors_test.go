package webchat_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/edge/channel/webchat"
)

type vector struct {
	ID        string `json:"id"`
	Algorithm string `json:"algorithm"`
	Input     struct {
		Message string `json:"message"`
		Token   string `json:"token"`
	} `json:"input"`
	Secret struct {
		Key    string `json:"key"`
		KeyB64 string `json:"key_b64url"`
	} `json:"secret"`
	Expected struct {
		Hex string `json:"hex"`
	} `json:"expected"`
}

// The published vectors that every checkout has; more lie in a folder beside the repository where it exists.
const own = `[
 {"id":"rfc4231-2","algorithm":"hmac-sha256-hex","input":{"message":"what do ya want for nothing?"},"secret":{"key":"Jefe"},
  "expected":{"hex":"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"}},
 {"id":"rfc7515-a1","algorithm":"jws-hs256",
  "input":{"token":"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
  "secret":{"key_b64url":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}}]`

func vectors(t *testing.T) []vector {
	t.Helper()
	var all []vector
	check.NoError(t, json.Unmarshal([]byte(own), &all))
	dir := check.Must(os.Getwd())(t)
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	files := check.Must(filepath.Glob(filepath.Join(dir, "..", "shared", "data", "channels", "webchat", "*.json")))(t)
	for _, f := range files {
		var v vector
		check.NoError(t, json.Unmarshal(check.Must(os.ReadFile(f))(t), &v))
		all = append(all, v)
	}
	return all
}

func TestVectors(t *testing.T) {
	t.Parallel()
	ran := 0
	for _, v := range vectors(t) {
		switch v.Algorithm {
		case "hmac-sha256-hex":
			ver := webchat.NewVerifier(clock.Fixed(now))
			claim, err := ver.Verify(channel.Identity{Method: channel.MethodHMAC}, widget, [][]byte{[]byte(v.Secret.Key)},
				channel.Presented{UserID: v.Input.Message, Hash: v.Expected.Hex})
			check.NoError(t, err)
			check.Equal(t, claim.UserID, v.Input.Message)
		case "jws-hs256":
			// The example has no subject and no audience: its signature must hold, and it must be refused all the same.
			key := check.Must(base64.RawURLEncoding.DecodeString(v.Secret.KeyB64))(t)
			then := func() time.Time { return time.Unix(1300819000, 0) }
			_, err := jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}), jwt.WithTimeFunc(then)).
				Parse(v.Input.Token, func(*jwt.Token) (any, error) { return key, nil })
			check.NoError(t, err)
			_, err = webchat.NewVerifier(clock.Fixed(time.Unix(1300819000, 0))).Verify(channel.Identity{Method: channel.MethodHS256}, widget,
				[][]byte{key}, channel.Presented{JWT: v.Input.Token})
			check.Fault(t, err, channel.ErrIdentity)
		default:
			t.Errorf("%s: the algorithm %s is not known", v.ID, v.Algorithm)
		}
		ran++
	}
	t.Logf("%d vectors ran", ran)
}
