package integration

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// PermApps is needed to use an app beside a conversation; the conversation itself must be readable too.
const PermApps actor.Permission = "conversation.read"

// Limits of apps.
const (
	MaxApps    = 20
	maxAppName = 40
	// tokenLife is how long a token of an app counts: long enough to load a page, too short to be passed around.
	tokenLife = 5 * time.Minute
)

// App is a page of another program that the desk shows beside a conversation.
type App struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	URL       string    `json:"url" doc:"Address of the page; https, or http on this machine."`
	Enabled   bool      `json:"enabled"`
	CreatedAt time.Time `json:"createdAt"`
	Version   int64     `json:"version"`
}

// Origin is scheme, host and port of the page.
func (a App) Origin() string {
	u, err := url.Parse(a.URL)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

func (a App) check() error {
	var c fault.Checker
	c.Text("name", a.Name, 1, maxAppName)
	c.Text("url", a.URL, 1, maxURL)
	c.If(a.URL != "" && !pageAddress(a.URL), "url", ErrAppURL)
	return c.Err()
}

// pageAddress reports whether a page can be shown from there: encrypted on its way, or from this very machine.
func pageAddress(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || strings.ContainsAny(raw, " \\\t\r\n<>\"'`;,") {
		return false
	}
	local := []string{"localhost", "127.0.0.1", "::1"}
	return u.Scheme == "https" || (u.Scheme == "http" && slices.Contains(local, u.Hostname()))
}

// Launch is what the desk needs to show an app.
type Launch struct {
	Token     string    `json:"token" doc:"A JWT, signed with HS256 and the secret of the app."`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Claims are what a token says.
type Claims struct {
	Issuer       string `json:"iss"`
	App          string `json:"aud"`
	User         string `json:"sub"`
	Workspace    string `json:"workspace"`
	Conversation string `json:"conversation"`
	Customer     string `json:"customer"`
	IssuedAt     int64  `json:"iat"`
	Expires      int64  `json:"exp"`
}

// newAppSecret makes the secret of an app.
func newAppSecret() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails (crypto/rand documents it)
	return "appsec_" + base64.RawURLEncoding.EncodeToString(raw)
}

// signToken makes a JWT. The key is the secret as it is written.
func signToken(secret string, c Claims) (string, error) {
	claims, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	enc := base64.RawURLEncoding
	text := enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + enc.EncodeToString(claims)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + enc.EncodeToString(mac.Sum(nil)), nil
}
