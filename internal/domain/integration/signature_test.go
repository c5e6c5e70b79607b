package integration_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
)

type vector struct {
	ID        string `json:"id"`
	Algorithm string `json:"algorithm"`
	Input     struct {
		Body    string            `json:"body"`
		Headers map[string]string `json:"headers"`
	} `json:"input"`
	Secret struct {
		Secret string `json:"secret"`
	} `json:"secret"`
}

// The published vector that every checkout has; more lie in a folder beside the repository where it exists.
const own = `{"id":"standard-webhooks","algorithm":"standard-webhooks-v1","input":{"body":"{\"test\": 2432232314}","headers":{
 "webhook-id":"msg_p5jXN8AQM9LWM0D4loKWxJek","webhook-signature":"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
 "webhook-timestamp":"1614265330"}},"secret":{"secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}`

func vectors(t *testing.T) []vector {
	t.Helper()
	texts := [][]byte{[]byte(own)}
	dir := check.Must(os.Getwd())(t)
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	for _, f := range check.Must(filepath.Glob(filepath.Join(dir, "..", "shared", "data", "channels", "webhook", "standard-*.json")))(t) {
		texts = append(texts, check.Must(os.ReadFile(f))(t))
	}
	var out []vector
	for _, text := range texts {
		var v vector
		check.NoError(t, json.Unmarshal(text, &v))
		out = append(out, v)
	}
	return out
}

func TestVectors(t *testing.T) {
	t.Parallel()
	all := vectors(t)
	for _, v := range all {
		check.Equal(t, v.Algorithm, "standard-webhooks-v1")
		h := v.Input.Headers
		at := time.Unix(check.Must(strconv.ParseInt(h[integration.HeaderTimestamp], 10, 64))(t), 0)
		body := []byte(v.Input.Body)
		check.Equal(t, check.Must(integration.Sign(h[integration.HeaderID], at, body, v.Secret.Secret))(t), h[integration.HeaderSignature])
		check.NoError(t, integration.Verify(h[integration.HeaderID], h[integration.HeaderTimestamp], h[integration.HeaderSignature], body, v.Secret.Secret, at))
	}
	t.Logf("%d vectors ran", len(all))
}

func TestVerify(t *testing.T) {
	t.Parallel()
	const secret, other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAA"
	at := time.Unix(1614265330, 0)
	body := []byte(`{"a":1}`)
	good := check.Must(integration.Sign("m", at, body, other, secret))(t)
	check.NoError(t, integration.Verify("m", "1614265330", good, body, secret, at))
	check.NoError(t, integration.Verify("m", "1614265330", good, body, other, at.Add(4*time.Minute)))
	for name, err := range map[string]error{
		"another id":       integration.Verify("n", "1614265330", good, body, secret, at),
		"another body":     integration.Verify("m", "1614265330", good, []byte("{}"), secret, at),
		"another moment":   integration.Verify("m", "1614265331", good, body, secret, at),
		"too old":          integration.Verify("m", "1614265330", good, body, secret, at.Add(6*time.Minute)),
		"from the future":  integration.Verify("m", "1614265330", good, body, secret, at.Add(-6*time.Minute)),
		"unknown version":  integration.Verify("m", "1614265330", strings.ReplaceAll(good, "v1,", "v2,"), body, secret, at),
		"no signature":     integration.Verify("m", "1614265330", "", body, secret, at),
		"no number":        integration.Verify("m", "yesterday", good, body, secret, at),
		"an empty secret":  integration.Verify("m", "1614265330", good, body, "whsec_", at),
		"a foreign secret": integration.Verify("m", "1614265330", good, body, "whsec_BBBB", at),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
			continue
		}
		check.Fault(t, err, integration.ErrSignature)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("m", "1614265330", "v1,AAAA v1a,x", []byte("{}"), "whsec_AAAA")
	f.Fuzz(func(t *testing.T, id, timestamp, signatures string, body []byte, secret string) {
		at := time.Unix(1614265330, 0)
		if integration.Verify(id, timestamp, signatures, body, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", at) == nil {
			t.Fatal("a forged signature was accepted")
		}
		_ = integration.Verify(id, timestamp, signatures, body, secret, at) // whatever the secret looks like: no panic
	})
}
