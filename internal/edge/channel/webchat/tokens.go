package webchat

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/domain/channel"
)

// purpose binds the codes of tokens to their use.
const purpose = "channel.visitor_token"

// tokenPrefix names the format, so that it can change.
const tokenPrefix = "fv1."

// maxToken is far above what Issue makes.
const maxToken = 1024

// Keys makes and checks message authentication codes; codes of replaced root keys are still good.
type Keys interface {
	MAC(purpose string, data []byte) string
	CheckMAC(purpose string, data []byte, code string) bool
}

// Tokens implements channel.Tokens without any state: what the token says is in it, and a code proves that we said it.
type Tokens struct {
	keys  Keys
	clock clock.Clock
}

// NewTokens makes it.
func NewTokens(keys Keys, c clock.Clock) *Tokens { return &Tokens{keys: keys, clock: c} }

type payload struct {
	Tenant   string `json:"t"`
	Audience string `json:"aud"`
	Visitor  string `json:"sub"`
	Issued   int64  `json:"iat"`
	Expires  int64  `json:"exp"`
}

// Issue implements channel.Tokens.
func (t *Tokens) Issue(c channel.TokenClaims) (string, error) {
	raw, err := json.Marshal(payload{
		Tenant: c.Tenant, Audience: c.Key, Visitor: c.VisitorID,
		Issued: c.IssuedAt.Unix(), Expires: c.ExpiresAt.Unix(),
	})
	if err != nil {
		return "", err
	}
	body := tokenPrefix + base64.RawURLEncoding.EncodeToString(raw)
	code := base64.RawURLEncoding.EncodeToString([]byte(t.keys.MAC(purpose, []byte(body))))
	return body + "." + code, nil
}

// Read implements channel.Tokens. Nothing in the token is looked at before its code was checked.
func (t *Tokens) Read(token string) (channel.TokenClaims, error) {
	refused := channel.ErrToken.New()
	at := strings.LastIndexByte(token, '.')
	if len(token) > maxToken || !strings.HasPrefix(token, tokenPrefix) || at < len(tokenPrefix) {
		return channel.TokenClaims{}, refused
	}
	body := token[:at]
	code, err := base64.RawURLEncoding.Strict().DecodeString(token[at+1:])
	if err != nil || !t.keys.CheckMAC(purpose, []byte(body), string(code)) {
		return channel.TokenClaims{}, refused
	}
	raw, err := base64.RawURLEncoding.DecodeString(body[len(tokenPrefix):])
	if err != nil {
		return channel.TokenClaims{}, refused
	}
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil || !id.Valid("wgt", p.Audience) || !id.Valid("vis", p.Visitor) ||
		p.Tenant == "" || !fault.Storable(p.Tenant) {
		return channel.TokenClaims{}, refused
	}
	c := channel.TokenClaims{
		Tenant: p.Tenant, Key: p.Audience, VisitorID: p.Visitor,
		IssuedAt: time.Unix(p.Issued, 0).UTC(), ExpiresAt: time.Unix(p.Expires, 0).UTC(),
	}
	now := t.clock.Now()
	if !now.Before(c.ExpiresAt) || now.Add(skew).Before(c.IssuedAt) {
		return channel.TokenClaims{}, refused
	}
	return c, nil
}
