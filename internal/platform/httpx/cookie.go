package httpx

import (
	"net/http"
	"strings"
	"time"
)

// CookieName is that of the session: bound to the host when the product is reached by https.
func CookieName(secure bool) string {
	if secure {
		return "__Host-frontdesk"
	}
	return "frontdesk"
}

// Cookies makes and reads the session cookie. Base is the path of the product behind a proxy ("/", "/desk/"); the
// __Host- prefix needs the root, so below a path the cookie is bound to the path instead.
type Cookies struct {
	Secure bool
	Base   string
}

func (c Cookies) path() string {
	if c.Base == "" {
		return "/"
	}
	return "/" + strings.TrimLeft(c.Base, "/")
}

// Name of the cookie.
func (c Cookies) Name() string { return CookieName(c.Secure && c.path() == "/") }

// Set is the Set-Cookie header that keeps a session. A zero maxAge lets it end with the browser.
func (c Cookies) Set(value string, maxAge time.Duration) string {
	return c.cookie(value, int(maxAge.Seconds()))
}

// Clear is the Set-Cookie header that ends a session.
func (c Cookies) Clear() string { return c.cookie("", -1) }

// Value is the session's value in a request; "" when there is none.
func (c Cookies) Value(r *http.Request) string {
	k, err := r.Cookie(c.Name())
	if err != nil {
		return ""
	}
	return k.Value
}

func (c Cookies) cookie(value string, maxAge int) string {
	k := http.Cookie{ //nolint:gosec // without https, as on a laptop, a Secure cookie would never come back
		Name: c.Name(), Value: value, Path: c.path(), MaxAge: maxAge,
		HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	}
	return k.String()
}

// Bearer is the token of the Authorization header; "" when there is none.
func Bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
