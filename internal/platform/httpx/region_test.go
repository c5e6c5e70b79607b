package httpx_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

// Where a caller is counts from a trusted proxy only, and only by the header that the operator named.
func TestRegion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ header, peer, want string }{
		"trusted":        {"X-Country", "192.0.2.1:1", "CN"},
		"no header":      {"", "192.0.2.1:1", ""},
		"another header": {"X-Place", "192.0.2.1:1", ""},
		"anybody":        {"X-Country", "203.0.113.9:1", ""},
		"odd":            {"X-Country", "x", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := httpx.New(httpx.Options{Title: "t", Version: "1", RegionHeader: c.header, Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
			var got string
			a.Mount("GET /here", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = httpx.Region(r.Context()) }))
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/here", nil)
			r.RemoteAddr = c.peer
			r.Header.Set("X-Country", "CN")
			a.Handler().ServeHTTP(httptest.NewRecorder(), r)
			check.Equal(t, got, c.want)
		})
	}
}
