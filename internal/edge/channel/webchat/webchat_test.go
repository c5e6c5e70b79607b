package webchat_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/id"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/edge/channel/webchat"
)

var now = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// keys is a keyed hash that stands for the one of the platform.
type keys string

func (k keys) MAC(purpose string, data []byte) string {
	m := hmac.New(sha256.New, []byte(k))
	m.Write([]byte(purpose + "\x00"))
	m.Write(data)
	return hex.EncodeToString(m.Sum(nil))
}

func (k keys) CheckMAC(purpose string, data []byte, code string) bool {
	return hmac.Equal([]byte(k.MAC(purpose, data)), []byte(code))
}

func claims() channel.TokenClaims {
	return channel.TokenClaims{Tenant: "wsp_1", Key: id.New("wgt"), VisitorID: id.New("vis"), IssuedAt: now, ExpiresAt: now.Add(time.Hour)}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	tokens := webchat.NewTokens(keys("k"), clock.Fixed(now))
	want := claims()
	token := check.Must(tokens.Issue(want))(t)
	check.Equal(t, check.Must(tokens.Read(token))(t), want)

	_, err := webchat.NewTokens(keys("other"), clock.Fixed(now)).Read(token)
	check.Fault(t, err, channel.ErrToken)
	_, err = webchat.NewTokens(keys("k"), clock.Fixed(want.ExpiresAt)).Read(token)
	check.Fault(t, err, channel.ErrToken)
	_, err = webchat.NewTokens(keys("k"), clock.Fixed(now.Add(-time.Hour))).Read(token)
	check.Fault(t, err, channel.ErrToken)
	for i := range len(token) { // no single character may be changed
		c := byte('A')
		if token[i] == c {
			c = 'B'
		}
		_, err := tokens.Read(token[:i] + string(c) + token[i+1:])
		check.Fault(t, err, channel.ErrToken)
	}
}

func FuzzToken(f *testing.F) {
	tokens := webchat.NewTokens(keys("k"), clock.Fixed(now))
	c := claims()
	c.Key, c.VisitorID = widget, "vis_00000000000000000000000000" // the same in every process that fuzzes
	good, err := tokens.Issue(c)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add("fv1..")
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := tokens.Read(token); err == nil && token != good {
			t.Fatalf("a forged token was accepted: %q", token)
		}
	})
}

const widget = "wgt_00000000000000000000000000"

func TestHash(t *testing.T) {
	t.Parallel()
	v := webchat.NewVerifier(clock.Fixed(now))
	settings := channel.Identity{Method: channel.MethodHMAC}
	m := hmac.New(sha256.New, []byte("new"))
	m.Write([]byte("42"))
	p := channel.Presented{UserID: "42", Hash: hex.EncodeToString(m.Sum(nil)), Name: "Anna"}
	for _, secrets := range [][][]byte{{[]byte("new")}, {[]byte("old"), []byte("new")}} {
		check.Equal(t, check.Must(v.Verify(settings, widget, secrets, p))(t), channel.Claim{UserID: "42", Name: "Anna"})
	}
	upper := p
	upper.Hash = strings.ToUpper(p.Hash)
	check.Must(v.Verify(settings, widget, [][]byte{[]byte("new")}, upper))(t)

	empty := hmac.New(sha256.New, nil)
	empty.Write([]byte("42"))
	for name, c := range map[string]struct {
		secrets [][]byte
		p       channel.Presented
	}{
		"another user": {[][]byte{[]byte("new")}, channel.Presented{UserID: "43", Hash: p.Hash}},
		"old secret":   {[][]byte{[]byte("old")}, p},
		"no secret":    {nil, p},
		"empty secret": {[][]byte{{}}, channel.Presented{UserID: "42", Hash: hex.EncodeToString(empty.Sum(nil))}},
		"short hash":   {[][]byte{[]byte("new")}, channel.Presented{UserID: "42", Hash: p.Hash[:62]}},
		"no hash":      {[][]byte{[]byte("new")}, channel.Presented{UserID: "42"}},
		"token given":  {[][]byte{[]byte("new")}, channel.Presented{UserID: "42", JWT: "x.y.z"}},
	} {
		_, err := v.Verify(settings, widget, c.secrets, c.p)
		if err == nil {
			t.Errorf("%s was accepted", name)
			continue
		}
		check.Fault(t, err, channel.ErrIdentity)
	}
}

func sign(t testing.TB, method jwt.SigningMethod, key any, change func(c jwt.MapClaims)) string {
	t.Helper()
	c := jwt.MapClaims{"sub": "42", "aud": widget, "exp": now.Add(time.Minute).Unix(), "name": "Anna", "email": "a@b.example"}
	if change != nil {
		change(c)
	}
	return check.Must(jwt.NewWithClaims(method, c).SignedString(key))(t)
}

func TestSignedTokens(t *testing.T) {
	t.Parallel()
	v := webchat.NewVerifier(clock.Fixed(now))
	secret := []byte("a secret of the site")
	private := check.Must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	public := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: check.Must(x509.MarshalPKIXPublicKey(&private.PublicKey))(t)}))
	hs := channel.Identity{Method: channel.MethodHS256}
	es := channel.Identity{Method: channel.MethodES256, PublicKey: public}
	at := func(d time.Duration) func(jwt.MapClaims) {
		return func(c jwt.MapClaims) { c["exp"] = now.Add(d).Unix() }
	}
	drop := func(name string) func(jwt.MapClaims) { return func(c jwt.MapClaims) { delete(c, name) } }
	for _, c := range []struct {
		name     string
		settings channel.Identity
		token    string
		good     bool
	}{
		{"hs256", hs, sign(t, jwt.SigningMethodHS256, secret, nil), true},
		{"es256", es, sign(t, jwt.SigningMethodES256, private, nil), true},
		{
			"own audience",
			channel.Identity{Method: channel.MethodHS256, Audience: "shop"},
			sign(t, jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { c["aud"] = []string{"x", "shop"} }), true,
		},
		{"just expired, clocks differ", hs, sign(t, jwt.SigningMethodHS256, secret, at(-50*time.Second)), true},
		{"expired", hs, sign(t, jwt.SigningMethodHS256, secret, at(-70*time.Second)), false},
		{"no expiry", hs, sign(t, jwt.SigningMethodHS256, secret, drop("exp")), false},
		{"no audience", hs, sign(t, jwt.SigningMethodHS256, secret, drop("aud")), false},
		{"another audience", hs, sign(t, jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { c["aud"] = "else" }), false},
		{"no subject", hs, sign(t, jwt.SigningMethodHS256, secret, drop("sub")), false},
		{"from the future", hs, sign(t, jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { c["nbf"] = now.Add(2 * time.Minute).Unix() }), false},
		{"another secret", hs, sign(t, jwt.SigningMethodHS256, []byte("guess"), nil), false},
		{"empty secret", hs, sign(t, jwt.SigningMethodHS256, []byte{}, nil), false},
		{"none", hs, sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil), false},
		{"none for es256", es, sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil), false},
		{"longer hash", hs, sign(t, jwt.SigningMethodHS512, secret, nil), false},
		{"public key as a secret", es, sign(t, jwt.SigningMethodHS256, []byte(public), nil), false},
		{"es256 where hs256 is set", hs, sign(t, jwt.SigningMethodES256, private, nil), false},
		{"nothing", hs, "", false},
		{"noise", hs, "a.b.c", false},
	} {
		claim, err := v.Verify(c.settings, widget, [][]byte{[]byte("old"), secret}, channel.Presented{UserID: "forged", JWT: c.token})
		if c.good {
			if err != nil || claim.UserID != "42" || claim.Email != "a@b.example" || !claim.Signed {
				t.Errorf("%s: %+v, %v", c.name, claim, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s was accepted", c.name)
			continue
		}
		check.Fault(t, err, channel.ErrIdentity)
	}
}

func FuzzJWT(f *testing.F) {
	secret := []byte("a secret of the site")
	good := sign(f, jwt.SigningMethodHS256, secret, nil)
	f.Add(good)
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + ".e30.")
	v := webchat.NewVerifier(clock.Fixed(now))
	f.Fuzz(func(t *testing.T, token string) {
		_, err := v.Verify(channel.Identity{Method: channel.MethodHS256}, widget, [][]byte{secret}, channel.Presented{JWT: token})
		if err == nil && token != good {
			t.Fatalf("a forged token was accepted: %q", token)
		}
	})
}
