package channel

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	hostPattern   = regexp.MustCompile(`^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$`)
	schemePattern = regexp.MustCompile(`^https?://`)
)

// validOrigin accepts https://host[:port], host[:port] and *.host[:port], in lower case.
func validOrigin(o string) bool {
	if len(o) > 260 {
		return false
	}
	return hostPattern.MatchString(schemePattern.ReplaceAllString(o, ""))
}

// Allows reports whether a page of this origin may use the widget. No origin at all comes from a program outside a
// browser, which could claim any: the visitor's token decides there.
func (s Settings) Allows(origin string) bool {
	if origin == "" || len(s.AllowedOrigins) == 0 {
		return true
	}
	u, err := url.Parse(strings.ToLower(origin))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return false // "null" of sandboxed frames and files
	}
	for _, pattern := range s.AllowedOrigins {
		scheme, host, ok := strings.Cut(pattern, "://")
		if !ok {
			scheme, host = u.Scheme, pattern
		}
		if scheme == u.Scheme && hostMatches(host, u.Host) {
			return true
		}
	}
	return false
}

// hostMatches compares with a pattern; "*.a.b" stands for every name below a.b, not for a.b itself.
func hostMatches(pattern, host string) bool {
	if below, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(host, below) && len(host) > len(below)
	}
	return pattern == host
}
