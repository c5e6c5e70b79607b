package channelhttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/channel/channelhttp"
	"frontdesk/internal/domain/channel/channeltest"
	"frontdesk/internal/platform/httpx"
)

const visitorID = "vis_00000000000000000000000000"

// around stands for everything beside the domain.
type around struct{ pages []string }

func (*around) Seal(string, []byte) string                  { return "sealed" }
func (*around) Open(string, string) ([]byte, error)         { return []byte("secret"), nil }
func (*around) Issue(c channel.TokenClaims) (string, error) { return c.Tenant + " " + c.Key, nil }
func (*around) Read(token string) (channel.TokenClaims, error) {
	tenant, key, ok := strings.Cut(token, " ")
	if !ok {
		return channel.TokenClaims{}, channel.ErrToken.New()
	}
	return channel.TokenClaims{Tenant: tenant, Key: key, VisitorID: visitorID}, nil
}

func (*around) Verify(channel.Identity, string, [][]byte, channel.Presented) (channel.Claim, error) {
	return channel.Claim{}, channel.ErrIdentity.New()
}

func (*around) Begin(context.Context, channel.Arrival) (channel.VisitorRef, error) {
	return channel.VisitorRef{ID: visitorID}, nil
}

func (*around) Visitor(context.Context, string) (channel.VisitorRef, error) {
	return channel.VisitorRef{ID: visitorID}, nil
}

func (a *around) Admit(context.Context, string, ...string) error { return nil }

func (a *around) AcceptPrivacy(context.Context, string, int) error { return nil }

func (a *around) AddPage(_ context.Context, id, url, _ string) error {
	a.pages = append(a.pages, id+" "+url)
	return nil
}

func (*around) Hours(context.Context, string) (channel.Hours, error) {
	return channel.Hours{Open: true}, nil
}
func (*around) Watches(context.Context) (bool, error)                     { return true, nil }
func (*around) Faces(context.Context, string) ([]channel.Face, error)     { return nil, nil }
func (*around) Missing(context.Context, string, string) ([]string, error) { return nil, nil }

type conversation struct {
	ID string `json:"id"`
}

func api(t *testing.T) (http.Handler, *around) {
	t.Helper()
	a := &around{}
	s := channel.New(channel.Deps{
		Run: &unit.Memory{}, Clock: clock.Fixed(channeltest.Epoch), Store: channeltest.NewMemory(), Sealer: a,
		Webchat: a, Visitors: a, Workplace: a, BaseURL: "https://desk.example",
	})
	x := httpx.New(httpx.Options{
		Title: "t", Version: "1",
		Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
			return actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{
				channel.PermRead: actor.All, channel.PermManage: actor.All,
			}}, httpx.Session{Bearer: true}, nil
		},
		AuthenticateVisitor: func(r *http.Request) (actor.Actor, httpx.Session, error) {
			who, until, err := s.Authenticate(r.Context(), httpx.Bearer(r), r.Header.Get("Origin"))
			return who, httpx.Session{Bearer: true, Until: until}, err
		},
		AllowOrigin: func(*http.Request, string) bool { return true },
	})
	channelhttp.Register(x, s, func(ctx context.Context) ([]conversation, error) {
		who, err := actor.Of(ctx)
		return []conversation{{ID: who.ID}}, err
	})
	return x.Handler(), a
}

type request struct {
	method, path, body string
	header             map[string]string
}

// call makes a request, expects a status, and reads the answer into out.
func call(t *testing.T, h http.Handler, in request, status int, out any) http.Header {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), in.method, "/api/v1"+in.path, strings.NewReader(in.body))
	if in.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for k, v := range in.header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != status {
		t.Fatalf("%s %s: %d %s", in.method, in.path, w.Code, w.Body)
	}
	if out != nil {
		check.NoError(t, json.Unmarshal(w.Body.Bytes(), out))
	}
	return w.Header()
}

func TestChannels(t *testing.T) {
	t.Parallel()
	h, _ := api(t)
	var c channel.Channel
	call(t, h, request{method: "POST", path: "/channels", body: `{"name":"Shop"}`}, 201, &c)
	var d channel.Detail
	call(t, h, request{method: "GET", path: "/channels/" + c.ID}, 200, &d)
	check.Equal(t, d.Warnings, []string{"any_origin"})
	d.Settings.Appearance.Colour = "#00aa00"
	settings := string(check.Must(json.Marshal(d.Settings))(t))
	call(t, h, request{method: "PATCH", path: "/channels/" + c.ID, body: `{"version":1,"settings":` + settings + `}`}, 200, &c)
	check.Equal(t, c.Settings.Appearance.Colour, "#00aa00")
	call(t, h, request{method: "PATCH", path: "/channels/" + c.ID, body: `{"version":1,"enabled":false}`}, 409, nil)
	var secret struct{ Secret string }
	call(t, h, request{method: "POST", path: "/channels/" + c.ID + "/rotate-secret"}, 200, &secret)
	check.Equal(t, len(secret.Secret), 43)
	var snippet struct{ HTML string }
	call(t, h, request{method: "GET", path: "/channels/" + c.ID + "/snippet"}, 200, &snippet)
	if !strings.Contains(snippet.HTML, c.WidgetKey) {
		t.Fatal(snippet.HTML)
	}
	call(t, h, request{method: "DELETE", path: "/channels/" + c.ID}, 204, nil)
	var list struct{ Items []channel.Channel }
	call(t, h, request{method: "GET", path: "/channels"}, 200, &list)
	check.Equal(t, len(list.Items), 0)
}

func TestWidget(t *testing.T) {
	t.Parallel()
	h, a := api(t)
	var c channel.Channel
	call(t, h, request{method: "POST", path: "/channels", body: `{"name":"Shop"}`}, 201, &c)
	site := map[string]string{"Origin": "https://shop.example"}
	var session struct {
		Token, VisitorID string
		Config           channel.Config
		Conversations    []conversation
	}
	call(t, h, request{"POST", "/widget/session", `{"key":"` + c.WidgetKey + `","page":{"url":"https://shop.example/"}}`, site}, 200, &session)
	check.Equal(t, session.Conversations, []conversation{{ID: visitorID}})
	check.Equal(t, session.Config.Hours.Open, true)

	header := call(t, h, request{"GET", "/widget/config?key=" + c.WidgetKey, "", site}, 200, nil)
	call(t, h, request{"GET", "/widget/config?key=" + c.WidgetKey, "", map[string]string{"If-None-Match": header.Get("ETag")}}, 304, nil)
	call(t, h, request{"GET", "/widget/config?key=wgt_none", "", site}, 404, nil)

	visitor := map[string]string{"Origin": "https://shop.example", "Authorization": "Bearer " + session.Token}
	call(t, h, request{"POST", "/widget/pages", `{"url":"https://shop.example/a"}`, visitor}, 204, nil)
	check.Equal(t, a.pages, []string{visitorID + " https://shop.example/a"})
	call(t, h, request{"POST", "/widget/pages", `{"url":"https://shop.example/a"}`, site}, 401, nil)
}
