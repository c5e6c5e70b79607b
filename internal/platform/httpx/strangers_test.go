package httpx_test

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

// TestVisitorUploads: one address cannot fill the disk by being ever new visitors.
func TestVisitorUploads(t *testing.T) {
	t.Parallel()
	f := setup(t, func(o *httpx.Options) {
		o.Rates = map[string]httpx.Rate{httpx.RateArrivals: {Burst: 2, PerMinute: 1}}
		o.AuthenticateVisitor = func(r *http.Request) (actor.Actor, httpx.Session, error) {
			return actor.Actor{Tenant: "wsp_1", Kind: actor.Visitor, ID: httpx.Bearer(r)}, httpx.Session{Bearer: true}, nil
		}
	})
	op := httpx.Op{Method: http.MethodPost, Path: "/widget/files", ID: "uploadWidget", Tag: "Widget", Summary: "Upload", Visitor: true, RateLimit: httpx.RateUpload, Status: 204}
	httpx.Register(f.api, op, func(context.Context, *struct{}) (*struct{}, error) { return &struct{}{}, nil })
	from := func(visitor, address string) int {
		return f.do(call{http.MethodPost, "/api/v1/widget/files", ``, map[string]string{"Authorization": "Bearer " + visitor, "remote": address + ":1"}}).Code
	}
	check.Equal(t, []int{from("v1", "203.0.113.1"), from("v2", "203.0.113.1"), from("v3", "203.0.113.1")}, []int{204, 204, 429})
	check.Equal(t, from("v3", "203.0.113.2"), 204)
}

// TestOwnOriginScheme: a page of the same host without https is not our own, once we are reached by https.
func TestOwnOriginScheme(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tls    bool
		origin string
		want   bool
	}{
		"https by https":       {true, "https://desk.example", true},
		"http by https":        {true, "http://desk.example", false},
		"http by http":         {false, "http://desk.example", true},
		"https before a proxy": {false, "https://desk.example", true},
		"other scheme":         {false, "chrome-extension://desk.example", false},
		"other port":           {true, "https://desk.example:8443", false},
		"no host":              {true, "null", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			var got bool
			f.api.Mount("GET /socket", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = f.api.OwnOrigin(r, c.origin) }))
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/socket", nil)
			r.Host = "desk.example"
			if c.tls {
				r.TLS = &tls.ConnectionState{}
			}
			f.api.Handler().ServeHTTP(httptest.NewRecorder(), r)
			check.Equal(t, got, c.want)
		})
	}
}
