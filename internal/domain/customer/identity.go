package customer

import (
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// IdentityKind says by what a person is recognised.
type IdentityKind string

// The kinds.
const (
	KindEmail    IdentityKind = "email"
	KindPhone    IdentityKind = "phone"
	KindExternal IdentityKind = "external" // the id in the company's own system
	KindVisitor  IdentityKind = "visitor"  // a browser
)

// Identity is one way to recognise a customer. Key is the form in which equal ones are found.
type Identity struct {
	Kind       IdentityKind `json:"kind" enum:"email,phone,external,visitor"`
	Value      string       `json:"value" personal:"contact"`
	Key        string       `json:"-"`
	CustomerID string       `json:"-"`
	Verified   bool         `json:"verified" doc:"Somebody trustworthy vouched for it: a signature, an answered mail."`
	CreatedAt  time.Time    `json:"createdAt"`
}

// IdentityKey is the form in which equal identities are equal: e-mail addresses ignore case, phone numbers everything but
// digits and a leading plus. Ids of other systems are taken literally.
func IdentityKey(kind IdentityKind, value string) string {
	value = strings.TrimSpace(value)
	switch kind {
	case KindEmail:
		return strings.ToLower(value)
	case KindPhone:
		if strings.HasPrefix(value, "+") {
			return "+" + digits(value)
		}
		if rest, ok := strings.CutPrefix(value, "00"); ok {
			return "+" + digits(rest)
		}
		return digits(value)
	case KindExternal, KindVisitor:
		return value
	}
	return value
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// NewIdentity checks and folds an identity.
func NewIdentity(kind IdentityKind, value string, verified bool) (Identity, error) {
	var c fault.Checker
	c.Choice("kind", string(kind), string(KindEmail), string(KindPhone), string(KindExternal), string(KindVisitor))
	c.Text("value", value, 1, maxContact)
	switch kind {
	case KindEmail:
		checkEmail(&c, strings.TrimSpace(value))
	case KindPhone:
		checkPhone(&c, strings.TrimSpace(value))
	case KindExternal, KindVisitor:
	}
	i := Identity{Kind: kind, Value: strings.TrimSpace(value), Key: IdentityKey(kind, value), Verified: verified}
	return i, c.Err()
}
