package httpx_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

var errTaken = fault.Define(fault.Conflict, "thing.taken", "Taken by {who}.", "已被 {who} 使用。")

type thing struct {
	Name  string            `json:"name" minLength:"1" maxLength:"5" doc:"Its name"`
	Kind  string            `json:"kind,omitempty" enum:"big,small"`
	Count int               `json:"count,omitempty" minimum:"0" maximum:"9"`
	Tags  []string          `json:"tags,omitempty" maxItems:"2"`
	More  map[string]string `json:"more,omitempty"`
}

type thingInput struct {
	ID   string `path:"id" maxLength:"30"`
	Q    string `query:"q" maxLength:"3"`
	Body thing
}

type thingOutput struct{ Body thing }

// fixture is an API with one operation of each sort, and what was logged.
type fixture struct {
	api     *httpx.API
	log     *bytes.Buffer
	calls   int
	replies *replies
}

const csrf = "csrf-value"

// authenticate knows one session, one token and one broken one.
func authenticate(r *http.Request) (actor.Actor, httpx.Session, error) {
	user := actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{"thing.edit": actor.All}}
	switch {
	case httpx.Bearer(r) == "good":
		return user, httpx.Session{Bearer: true}, nil
	case httpx.Bearer(r) == "demoted":
		user.Grants = nil
		return user, httpx.Session{Bearer: true}, nil
	case httpx.Bearer(r) != "":
		return actor.Actor{}, httpx.Session{}, fault.ErrUnauthenticated.New()
	case httpx.Cookies{}.Value(r) == "session":
		user.Locale = "zh-CN"
		return user, httpx.Session{CSRF: csrf}, nil
	}
	return actor.Actor{}, httpx.Session{}, nil
}

func visitor(r *http.Request) (actor.Actor, httpx.Session, error) {
	if httpx.Bearer(r) != "visitor" {
		return actor.Actor{}, httpx.Session{}, fault.ErrUnauthenticated.New()
	}
	return actor.Actor{Tenant: "wsp_1", Kind: actor.Visitor, ID: "vis_1"}, httpx.Session{Bearer: true}, nil
}

func setup(t *testing.T, change ...func(*httpx.Options)) *fixture {
	t.Helper()
	f := &fixture{log: &bytes.Buffer{}, replies: &replies{kept: map[string]kept{}}}
	opts := httpx.Options{
		Title: "Test", Version: "1", Authenticate: authenticate, AuthenticateVisitor: visitor,
		Log:         slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Clock:       clock.Fixed(time.Unix(1_700_000_000, 0)),
		AllowOrigin: func(_ *http.Request, origin string) bool { return origin == "https://shop.example" },
		Proxies:     []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
		Units:       &unit.Memory{}, Replies: f.replies, MaxBody: 4 << 10,
	}
	for _, c := range change {
		c(&opts)
	}
	f.api = httpx.New(opts)
	httpx.Register(f.api, httpx.Op{
		Method: http.MethodPut, Path: "/things/{id}", ID: "putThing", Tag: "Things", Summary: "Put", Permission: "thing.edit", Idempotent: true,
	}, func(_ context.Context, in *thingInput) (*thingOutput, error) {
		f.calls++
		switch in.Body.Name {
		case "taken":
			return nil, errTaken.With("who", "Ann")
		case "bug":
			return nil, errors.New("secret cause")
		case "panic":
			panic("secret panic")
		}
		in.Body.Count = f.calls
		return &thingOutput{Body: in.Body}, nil
	})
	httpx.Register(f.api, httpx.Op{Method: http.MethodPost, Path: "/open", ID: "open", Tag: "Things", Summary: "Open", Permission: httpx.Public},
		func(ctx context.Context, _ *struct{}) (*struct {
			Cookie string `header:"Set-Cookie"`
			Body   map[string]string
		}, error,
		) {
			return &struct {
				Cookie string `header:"Set-Cookie"`
				Body   map[string]string
			}{httpx.Cookies{}.Set("session", time.Hour), map[string]string{"ip": httpx.ClientIP(ctx), "locale": httpx.Locale(ctx)}}, nil
		})
	httpx.Register(f.api, httpx.Op{Method: http.MethodPost, Path: "/widget/hello", ID: "widgetHello", Tag: "Widget", Summary: "Hello", Visitor: true, Status: 204},
		func(context.Context, *struct{}) (*struct{}, error) { return nil, nil }) //nolint:nilnil // nothing to answer
	f.api.HandleRaw(httpx.Op{
		Method: http.MethodPost, Path: "/files", ID: "upload", Tag: "Files", Summary: "Upload", MaxBody: 4,
		Consumes: "application/octet-stream", Query: map[string]string{"name": "Name of the file"}, Reply: thing{},
	}, func(w http.ResponseWriter, r *http.Request) error {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		_, err = w.Write(b)
		return err
	})
	return f
}

type call struct {
	method, path, body string
	headers            map[string]string
}

func (f *fixture) do(c call) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), c.method, c.path, strings.NewReader(c.body))
	r.RemoteAddr = "192.0.2.7:1234"
	for k, v := range c.headers {
		if k == "remote" {
			r.RemoteAddr = v
			continue
		}
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	f.api.Handler().ServeHTTP(w, r)
	return w
}

func token(more ...string) map[string]string {
	h := map[string]string{"Authorization": "Bearer good"}
	for i := 0; i+1 < len(more); i += 2 {
		h[more[i]] = more[i+1]
	}
	return h
}

func problem(t *testing.T, w *httptest.ResponseRecorder) httpx.Problem {
	t.Helper()
	check.Equal(t, w.Header().Get("Content-Type"), "application/problem+json")
	var p httpx.Problem
	check.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
	check.Equal(t, p.Status, w.Code)
	return p
}

// kept and replies are an in-memory Replies.
type kept struct {
	mark   string
	status int
	body   []byte
}

type replies struct {
	mu   sync.Mutex
	kept map[string]kept
	late bool // the next FindReply is blind, as if another request were still running
}

func (s *replies) FindReply(ctx context.Context, key string) (string, int, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.late {
		s.late = false
		return "", 0, nil, nil
	}
	tenant, err := actor.Tenant(ctx)
	k := s.kept[tenant+key]
	return k.mark, k.status, k.body, err
}

func (s *replies) SaveReply(ctx context.Context, key, mark string, status int, body []byte, _ time.Time) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, inUnit := unit.Running(ctx); !inUnit {
		return false, unit.ErrNoUnit
	}
	tenant, err := actor.Tenant(ctx)
	if _, taken := s.kept[tenant+key]; taken {
		return false, err
	}
	s.kept[tenant+key] = kept{mark, status, body}
	return true, err
}
