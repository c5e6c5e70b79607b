package httpx_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

// fields compares lists of small structs in any order.
func fields[T any]() cmp.Option {
	var zero T
	return cmp.Options{cmp.AllowUnexported(zero), cmpopts.SortSlices(func(a, b T) bool { return fmt.Sprint(a) < fmt.Sprint(b) })}
}

func TestCSRF(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		headers map[string]string
		status  int
	}{
		"cookie with value":          {map[string]string{"Cookie": "frontdesk=session", httpx.HeaderCSRF: csrf}, 200},
		"same origin":                {map[string]string{"Cookie": "frontdesk=session", httpx.HeaderCSRF: csrf, "Sec-Fetch-Site": "same-origin"}, 200},
		"own Origin":                 {map[string]string{"Cookie": "frontdesk=session", httpx.HeaderCSRF: csrf, "Origin": "http://example.com"}, 200},
		"configured Origin":          {map[string]string{"Cookie": "frontdesk=session", httpx.HeaderCSRF: csrf, "Sec-Fetch-Site": "same-site", "Origin": "https://desk.example.org"}, 200},
		"no value":                   {map[string]string{"Cookie": "frontdesk=session"}, 403},
		"wrong value":                {map[string]string{"Cookie": "frontdesk=session", httpx.HeaderCSRF: "x"}, 403},
		"other site":                 {map[string]string{"Cookie": "frontdesk=session", httpx.HeaderCSRF: csrf, "Sec-Fetch-Site": "cross-site"}, 403},
		"other Origin":               {map[string]string{"Cookie": "frontdesk=session", httpx.HeaderCSRF: csrf, "Origin": "https://evil.example"}, 403},
		"opaque Origin":              {map[string]string{"Cookie": "frontdesk=session", httpx.HeaderCSRF: csrf, "Origin": "null"}, 403},
		"token needs none":           {map[string]string{"Authorization": "Bearer good"}, 200},
		"token and cookie, no value": {map[string]string{"Authorization": "Bearer good", "Cookie": "frontdesk=session"}, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t, func(o *httpx.Options) { o.Origins = []string{"https://desk.example.org"} })
			w := f.do(call{http.MethodPut, "/api/v1/things/a", `{"name":"x"}`, tt.headers})
			check.Equal(t, w.Code, tt.status)
			if tt.status != http.StatusOK {
				check.Equal(t, problem(t, w).Code, "http.csrf")
			}
		})
	}
	f := setup(t)
	w := f.do(call{http.MethodPost, "/api/v1/open", ``, map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}})
	check.Equal(t, w.Code, http.StatusForbidden) // signing somebody in from another site
}

func TestCORS(t *testing.T) {
	t.Parallel()
	f := setup(t)
	hello := func(origin string) call {
		return call{http.MethodPost, "/api/v1/widget/hello", ``, map[string]string{"Authorization": "Bearer visitor", "Origin": origin, "Sec-Fetch-Site": "cross-site"}}
	}
	w := f.do(hello("https://shop.example"))
	check.Equal(t, w.Code, http.StatusNoContent)
	check.Equal(t, w.Header().Get("Access-Control-Allow-Origin"), "https://shop.example")
	check.Equal(t, w.Header().Get("Access-Control-Allow-Credentials"), "")
	w = f.do(hello("https://evil.example"))
	check.Equal(t, problem(t, w).Code, "http.origin")
	check.Equal(t, w.Header().Get("Access-Control-Allow-Origin"), "")
	check.Equal(t, f.do(hello("http://example.com")).Code, http.StatusNoContent) // our own page

	w = f.do(call{http.MethodOptions, "/api/v1/widget/hello", ``, map[string]string{"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}})
	check.Equal(t, w.Code, http.StatusNoContent)
	check.Equal(t, strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "Authorization"), true)
	w = f.do(call{http.MethodOptions, "/api/v1/things/a", ``, map[string]string{"Origin": "https://shop.example"}})
	check.Equal(t, w.Header().Get("Access-Control-Allow-Origin"), "") // the desk's operations are not for other sites
}

func TestClientIP(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ remote, forwarded, want string }{
		"direct":            {"192.0.2.7:1", "", "192.0.2.7"},
		"liar":              {"192.0.2.7:1", "1.2.3.4", "192.0.2.7"},
		"proxy":             {"10.0.0.1:1", "203.0.113.9", "203.0.113.9"},
		"liar behind proxy": {"10.0.0.1:1", "1.2.3.4, 203.0.113.9", "203.0.113.9"},
		"two proxies":       {"10.0.0.1:1", "203.0.113.9, 10.0.0.2", "203.0.113.9"},
		"mapped":            {"[::ffff:10.0.0.1]:1", "::ffff:203.0.113.9", "203.0.113.9"},
		"nonsense":          {"10.0.0.1:1", "what", "10.0.0.1"},
		"none":              {"10.0.0.1:1", "", "10.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			headers := map[string]string{"remote": tt.remote}
			if tt.forwarded != "" {
				headers["X-Forwarded-For"] = tt.forwarded
			}
			w := setup(t).do(call{http.MethodPost, "/api/v1/open", ``, headers})
			var got map[string]string
			check.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
			check.Equal(t, got["ip"], tt.want)
		})
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	f := setup(t, func(o *httpx.Options) {
		o.Rates = map[string]httpx.Rate{httpx.RateAPI: {Burst: 2, PerMinute: 6}, httpx.RateFailures: {Burst: 1, PerMinute: 1}}
	})
	put := call{http.MethodPut, "/api/v1/things/a", `{"name":"x"}`, token()}
	check.Equal(t, f.do(put).Header().Get("RateLimit"), `"api";r=1`)
	check.Equal(t, f.do(put).Code, http.StatusOK)
	w := f.do(put)
	check.Equal(t, problem(t, w).Code, "too_many")
	check.Equal(t, w.Header().Get("Retry-After"), "10")

	bad := call{http.MethodPut, "/api/v1/things/a", `{}`, map[string]string{"Authorization": "Bearer bad"}}
	check.Equal(t, f.do(bad).Code, http.StatusUnauthorized)
	check.Equal(t, f.do(bad).Code, http.StatusTooManyRequests)
}

func TestRateLimitOfMounted(t *testing.T) {
	t.Parallel()
	f := setup(t, func(o *httpx.Options) {
		o.Rates = map[string]httpx.Rate{httpx.RateSockets: {Burst: 2, PerMinute: 6}}
		o.Proxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} // where the requests of tests come from
	})
	f.api.MountLimited("/ws", httpx.RateSockets, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	open := func(from string) *httptest.ResponseRecorder {
		return f.do(call{http.MethodGet, "/ws", "", map[string]string{"X-Forwarded-For": from}})
	}
	check.Equal(t, open("198.51.100.7").Code, http.StatusAccepted)
	check.Equal(t, open("198.51.100.7").Code, http.StatusAccepted)
	w := open("198.51.100.7")
	check.Equal(t, w.Code, http.StatusTooManyRequests)
	check.Equal(t, problem(t, w).Code, "too_many")
	check.Equal(t, w.Header().Get("Retry-After"), "10")
	check.Equal(t, open("198.51.100.8").Code, http.StatusAccepted)
}

func TestLimiterRefillsAndForgets(t *testing.T) {
	t.Parallel()
	now := &movable{at: time.Unix(1_700_000_000, 0)}
	l := httpx.NewLimiter(now, map[string]httpx.Rate{"x": {Burst: 1, PerMinute: 60}})
	take := func() bool { _, _, ok := l.Take("x", "me"); return ok }
	check.Equal(t, []bool{take(), take()}, []bool{true, false})
	_, wait, _ := l.Take("x", "me")
	check.Equal(t, wait, time.Second)
	now.at = now.at.Add(time.Second)
	check.Equal(t, []bool{take(), take()}, []bool{true, false})
	now.at = now.at.Add(-time.Hour) // a clock that goes back gives nothing and takes nothing
	check.Equal(t, take(), false)
	_, _, ok := l.Take("unknown class", "me")
	check.Equal(t, ok, true)
}

type movable struct{ at time.Time }

// Now is the movable moment.
func (m *movable) Now() time.Time { return m.at }

var _ clock.Clock = (*movable)(nil)

func TestIdempotency(t *testing.T) {
	t.Parallel()
	put := func(f *fixture, key, name string) (int, string, string) {
		w := f.do(call{http.MethodPut, "/api/v1/things/a", `{"name":"` + name + `"}`, token(httpx.HeaderKey, key)})
		return w.Code, strings.TrimSpace(w.Body.String()), w.Header().Get("Idempotent-Replayed")
	}
	f := setup(t)
	code, first, _ := put(f, "k1", "x")
	check.Equal(t, code, http.StatusOK)
	_, again, replayed := put(f, "k1", "x")
	check.Equal(t, []string{again, replayed}, []string{first, "true"})
	check.Equal(t, f.calls, 1)
	code, body, _ := put(f, "k1", "y")
	check.Equal(t, code, http.StatusConflict)
	check.Equal(t, strings.Contains(body, "http.idempotency_reused"), true)
	code, _, _ = put(f, "k\x01", "x")
	check.Equal(t, code, http.StatusBadRequest)

	// A failure is not kept: the next try may succeed.
	code, _, _ = put(f, "k2", "taken")
	check.Equal(t, code, http.StatusConflict)
	_, _, replayed = put(f, "k2", "taken")
	check.Equal(t, replayed, "")

	// Two at the same time: the loser answers with the winner's reply.
	f.replies.late = true
	_, again, replayed = put(f, "k1", "x")
	check.Equal(t, []string{again, replayed}, []string{first, "true"})

	// A kept reply is no way around a right that was taken away.
	w := f.do(call{http.MethodPut, "/api/v1/things/a", `{"name":"x"}`, map[string]string{"Authorization": "Bearer demoted", httpx.HeaderKey: "k1"}})
	check.Equal(t, problem(t, w).Code, "denied")
}

// TestIdempotencyByClientID: an operation that knows its own repetitions has its own unit; its reply is kept after it.
func TestIdempotencyByClientID(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var inside []bool
	httpx.Register(f.api, httpx.Op{
		Method: http.MethodPost, Path: "/notes/{id}", ID: "addNote", Tag: "Things", Summary: "Add", Permission: "thing.edit",
		Idempotent: true, OwnUnit: true,
	}, func(ctx context.Context, in *thingInput) (*thingOutput, error) {
		_, running := unit.Running(ctx)
		inside = append(inside, running)
		if in.Body.Name == "taken" {
			return nil, errTaken.With("who", "Ann")
		}
		in.Body.Count = len(inside)
		return &thingOutput{in.Body}, nil
	})
	post := func(key, name string) (int, string) {
		w := f.do(call{http.MethodPost, "/api/v1/notes/a", `{"name":"` + name + `"}`, token(httpx.HeaderKey, key)})
		return w.Code, strings.TrimSpace(w.Body.String())
	}
	_, first := post("k1", "x")
	_, again := post("k1", "x")
	check.Equal(t, again, first)
	code, _ := post("k1", "y")
	check.Equal(t, code, http.StatusConflict)
	f.replies.late = true
	_, again = post("k1", "x") // both ran; both answer the same
	check.Equal(t, again, first)
	check.Equal(t, inside, []bool{false, false})
	f.replies.late = true
	code, body := post("k1", "taken") // a failure does not hide that the key stands for something else
	check.Equal(t, code, http.StatusConflict)
	check.Equal(t, strings.Contains(body, "http.idempotency_reused"), true)
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	f := setup(t)
	httpx.Register(f.api, httpx.Op{
		Method: http.MethodGet, Path: "/slow", ID: "slow", Tag: "Things", Summary: "Slow", Timeout: time.Millisecond,
	}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	w := f.do(call{http.MethodGet, "/api/v1/slow", ``, token()})
	check.Equal(t, problem(t, w).Code, "busy")
	check.Equal(t, w.Header().Get("Retry-After"), "1")
}

func TestCookies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		c    httpx.Cookies
		want string
	}{
		{httpx.Cookies{Secure: true}, "__Host-frontdesk=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"},
		{httpx.Cookies{}, "frontdesk=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"},
		{httpx.Cookies{Secure: true, Base: "/desk"}, "frontdesk=v; Path=/desk; Max-Age=60; HttpOnly; Secure; SameSite=Lax"},
	} {
		check.Equal(t, tt.c.Set("v", time.Minute), tt.want)
		r := &http.Request{Header: http.Header{"Cookie": {tt.c.Name() + "=v"}}}
		check.Equal(t, tt.c.Value(r), "v")
	}
	check.Equal(t, httpx.Cookies{}.Clear(), "frontdesk=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
}
