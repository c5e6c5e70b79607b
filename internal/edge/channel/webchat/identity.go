package webchat

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/channel"
)

// skew is by how much the clocks of the site and ours may differ.
const skew = 60 * time.Second

// maxUserID is the longest id of a site's user.
const maxUserID = 200

// Verifier implements channel.Verifier.
type Verifier struct{ clock clock.Clock }

// NewVerifier makes it.
func NewVerifier(c clock.Clock) *Verifier { return &Verifier{clock: c} }

// Verify implements channel.Verifier. The method is the channel's choice, never the token's.
func (v *Verifier) Verify(settings channel.Identity, widgetKey string, secrets [][]byte, p channel.Presented) (channel.Claim, error) {
	var claim channel.Claim
	var err error
	switch settings.Method {
	case channel.MethodHMAC:
		claim, err = byHash(secrets, p)
	case channel.MethodHS256, channel.MethodES256:
		claim, err = v.byToken(settings, widgetKey, secrets, p.JWT)
	default:
		err = errors.New("no method of identity is set")
	}
	if err != nil {
		return channel.Claim{}, channel.ErrIdentity.Wrap(err)
	}
	if claim.UserID == "" || len(claim.UserID) > maxUserID || !fault.Storable(claim.UserID) {
		return channel.Claim{}, channel.ErrIdentity.Wrap(errors.New("the user id is missing or too long"))
	}
	return claim, nil
}

// byHash checks hex(HMAC-SHA256(secret, user id)). Only the id is proved; the page may add what shows, such as a name.
func byHash(secrets [][]byte, p channel.Presented) (channel.Claim, error) {
	given, err := hex.DecodeString(p.Hash)
	if err != nil || len(given) != sha256.Size {
		return channel.Claim{}, errors.New("the hash is not 64 hexadecimal digits")
	}
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(p.UserID))
		if len(secret) > 0 && hmac.Equal(mac.Sum(nil), given) {
			return channel.Claim{
				UserID: p.UserID, Name: p.Name, Email: p.Email, Phone: p.Phone, Company: p.Company,
				Locale: p.Locale, Attributes: p.Attributes,
			}, nil
		}
	}
	return channel.Claim{}, errors.New("the hash does not fit")
}

// siteClaims is what a site may say in its token.
type siteClaims struct {
	jwt.RegisteredClaims
	Name       string         `json:"name"`
	Email      string         `json:"email"`
	Phone      string         `json:"phone"`
	Company    string         `json:"company"`
	Locale     string         `json:"locale"`
	Attributes map[string]any `json:"attributes"`
}

// byToken checks a JWT with the one configured algorithm; subject, audience and expiry must be there.
func (v *Verifier) byToken(settings channel.Identity, widgetKey string, secrets [][]byte, token string) (channel.Claim, error) {
	audience := settings.Audience
	if audience == "" {
		audience = widgetKey
	}
	algorithm := jwt.SigningMethodHS256.Alg()
	if settings.Method == channel.MethodES256 {
		algorithm = jwt.SigningMethodES256.Alg()
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{algorithm}), jwt.WithAudience(audience), jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(), jwt.WithLeeway(skew), jwt.WithTimeFunc(v.clock.Now), jwt.WithStrictDecoding())
	keys, err := keysFor(settings, secrets)
	if err != nil {
		return channel.Claim{}, err
	}
	err = errors.New("there is no key to check the token with")
	for _, key := range keys {
		var c siteClaims
		_, err = parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return key, nil })
		if err == nil {
			return channel.Claim{
				Signed: true, UserID: c.Subject, Name: c.Name, Email: c.Email, Phone: c.Phone, Company: c.Company,
				Locale: c.Locale, Attributes: c.Attributes,
			}, nil
		}
		if !errors.Is(err, jwt.ErrTokenSignatureInvalid) {
			break // another key would not help
		}
	}
	return channel.Claim{}, err
}

func keysFor(settings channel.Identity, secrets [][]byte) ([]any, error) {
	if settings.Method == channel.MethodES256 {
		key, err := channel.ParsePublicKey(settings.PublicKey)
		return []any{key}, err
	}
	var keys []any
	for _, s := range secrets {
		if len(s) > 0 { // an empty secret would accept what anybody signs
			keys = append(keys, s)
		}
	}
	return keys, nil
}
