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

// TestVisitorsOfOneAddress: one address cannot fill the disk or the inbox by being ever new visitors.
func TestVisitorsOfOneAddress(t *testing.T) {
	t.Parallel()
	f := setup(t, func(o *httpx.Options) {
		o.Rates = map[string]httpx.Rate{httpx.RateArrivals: {Burst: 2, PerMinute: 1}, httpx.RateCrowd: {Burst: 3, PerMinute: 1}}
		o.AuthenticateVisitor = func(r *http.Request) (actor.Actor, httpx.Session, error) {
			return actor.Actor{Tenant: "wsp_1", Kind: actor.Visitor, ID: httpx.Bearer(r)}, httpx.Session{Bearer: true}, nil
		}
	})
	for _, op := range []httpx.Op{
		{Method: http.MethodPost, Path: "/widget/files", ID: "uploadWidget", Tag: "Widget", Summary: "Upload", RateLimit: httpx.RateUpload},
		{Method: http.MethodPost, Path: "/widget/messages", ID: "sendWidget", Tag: "Widget", Summary: "Send", RateLimit: httpx.RateWidget},
		{Method: http.MethodGet, Path: "/widget/messages", ID: "readWidget", Tag: "Widget", Summary: "Read", RateLimit: httpx.RateWidget},
	} {
		op.Visitor, op.Status = true, http.StatusNoContent
		httpx.Register(f.api, op, func(context.Context, *struct{}) (*struct{}, error) { return &struct{}{}, nil })
	}
	from := func(method, path, visitor, address string) int {
		return f.do(call{method, "/api/v1/widget" + path, ``, map[string]string{"Authorization": "Bearer " + visitor, "remote": address + ":1"}}).Code
	}
	for path, want := range map[string][]int{"/files": {204, 204, 429, 429}, "/messages": {204, 204, 204, 429}} {
		var got []int
		for _, visitor := range []string{"v1", "v2", "v3", "v4"} {
			got = append(got, from(http.MethodPost, path, visitor, "203.0.113.1"))
		}
		check.Equal(t, got, want)
		check.Equal(t, from(http.MethodPost, path, "v4", "203.0.113.2"), 204)
	}
	check.Equal(t, from(http.MethodGet, "/messages", "v4", "203.0.113.1"), 204) // reading costs nothing of it
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
