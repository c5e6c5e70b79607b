package visitorhttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/domain/visitor/visitorhttp"
	"frontdesk/internal/domain/visitor/visitortest"
	"frontdesk/internal/platform/httpx"
)

// around answers for the other domains.
type around struct{ board *visitor.Board }

func (a around) Tell(n visitor.News)                      { a.board.Hear(n) }
func (around) Show(_, _ string, _ visitor.Bubble)         {}
func (around) Available(context.Context) (bool, error)    { return true, nil }
func (around) Open(context.Context, string) (bool, error) { return true, nil }
func (around) Today(context.Context) (string, error)      { return "2026-03-01", nil }

func (around) Region(string) visitor.Region                                   { return visitor.Region{} }
func (around) Current(context.Context, string, string) (*visitor.Talk, error) { return nil, nil }
func (around) Face(context.Context, string) (visitor.Face, error) {
	return visitor.Face{Name: "Ann"}, nil
}
func (around) Vet(_ context.Context, body string) (string, error)    { return body, nil }
func (around) AddPage(context.Context, string, visitor.Page) error   { return nil }
func (around) Start(context.Context, visitor.Invite) (string, error) { return "cnv_1", nil }
func (around) Who(context.Context, string) (visitor.Person, error) {
	return visitor.Person{ChannelID: "chn_1", Device: "phone"}, nil
}

func (around) Browsers(context.Context, string) ([]string, visitor.Person, error) {
	return nil, visitor.Person{}, nil
}

type client struct {
	t *testing.T
	h http.Handler
}

func (c client) call(method, path, body string, status int, out any, header ...string) http.Header {
	c.t.Helper()
	r := httptest.NewRequestWithContext(c.t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	c.h.ServeHTTP(w, r)
	if w.Code != status {
		c.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	if out != nil {
		check.NoError(c.t, json.Unmarshal(w.Body.Bytes(), out))
	}
	return w.Header()
}

func TestOperations(t *testing.T) {
	t.Parallel()
	a := httpx.New(httpx.Options{
		Title: "t", Version: "1",
		Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
			return actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Locale: "en", Grants: map[actor.Permission]actor.Level{
				visitor.PermRead: actor.All, visitor.PermInvite: actor.All, visitor.PermManage: actor.All, visitor.PermReport: actor.All, visitor.PermReply: actor.All,
				"personal.see": actor.All,
			}}, httpx.Session{Bearer: true}, nil
		},
		AuthenticateVisitor: func(*http.Request) (actor.Actor, httpx.Session, error) {
			return actor.Actor{Tenant: "wsp_1", Kind: actor.Visitor, ID: "vis_1", Via: "chn_1"}, httpx.Session{Bearer: true}, nil
		},
		AllowOrigin: func(*http.Request, string) bool { return true },
	})
	now := clock.Fixed(visitortest.Epoch)
	x := around{visitor.NewBoard(now)}
	visitorhttp.Register(a, visitor.New(visitor.Deps{
		Run: unit.Keeping(&unit.Memory{}, unit.Nobody{}), Clock: now, Store: visitortest.NewMemory(), Board: x.board, News: x, People: x, Talks: x, Duty: x,
	}))
	c := client{t, a.Handler()}
	var seen visitor.Seen
	c.call("POST", "/widget/visits", `{"url":"https://shop.example/","title":"Shop"}`, 200, &seen)
	check.Equal(t, seen.Watch, true)
	c.call("POST", "/widget/visits", `{"url":"`+strings.Repeat("x", 4001)+`"}`, 422, nil)

	var list visitor.Listed
	h := c.call("GET", "/visitors?sort=time&state=idle&q=shop", "", 200, &list)
	check.Equal(t, []any{list.Items[0].ID, list.Online, list.On}, []any{"vis_1", 1, true})
	c.call("GET", "/visitors?sort=time&state=idle&q=shop", "", 304, nil, "If-None-Match", h.Get("ETag"))
	c.call("GET", "/visitors?state=asleep", "", 422, nil)
	var one visitor.Visit
	c.call("GET", "/visitors/vis_1", "", 200, &one)
	check.Equal(t, len(one.Track), 1)
	c.call("GET", "/visitors/vis_2", "", 404, nil)

	var invite visitor.Invite
	c.call("POST", "/visitors/vis_1/invites", `{"body":"Hello"}`, 201, &invite)
	c.call("POST", "/visitors/vis_1/invites", `{"body":"Hello"}`, 409, nil)
	var answer struct{ ConversationID string }
	c.call("POST", "/widget/invites/"+invite.ID, `{"answer":"accepted"}`, 200, &answer)
	check.Equal(t, answer.ConversationID, "cnv_1")
	c.call("POST", "/widget/invites/"+invite.ID, `{"answer":"perhaps"}`, 422, nil)
	c.call("POST", "/widget/invites/inv_x", `{"answer":"shown"}`, 404, nil)
	var report visitor.Report
	c.call("GET", "/visitor-report?from=2026-03-01&to="+visitortest.Epoch.Add(time.Hour).Format(time.DateOnly), "", 200, &report)
	check.Equal(t, []int{report.Total.Accepted, len(report.People), len(report.Rules)}, []int{1, 1, 0})
	c.call("GET", "/visitor-report?from=x&to=y", "", 422, nil)
}

func TestSettingsOperations(t *testing.T) {
	t.Parallel()
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{visitor.PermManage: actor.All}}, httpx.Session{Bearer: true}, nil
	}})
	visitorhttp.Register(a, visitor.New(visitor.Deps{
		Run: unit.Keeping(&unit.Memory{}, unit.Nobody{}), Clock: clock.Fixed(visitortest.Epoch), Store: visitortest.NewMemory(),
	}))
	c := client{t, a.Handler()}
	var r visitor.Rule
	content := `"name":"Waits","enabled":true,"when":{"channelIds":[],"pages":["/price"],"seconds":30,"seen":0,"sources":[],"languages":[],"visitors":"all"},"message":{"en":"Hello","zh":"您好"}`
	c.call("POST", "/visitor-rules", `{`+content+`}`, 201, &r)
	c.call("POST", "/visitor-rules", `{"name":"","enabled":true,"when":{"channelIds":[],"pages":[],"seconds":0,"seen":0,"sources":[],"languages":[],"visitors":"all"},"message":{"en":"","zh":""}}`, 422, nil)
	c.call("PUT", "/visitor-rules/"+r.ID, `{"version":1,`+strings.Replace(content, "Waits", "Price", 1)+`}`, 200, &r)
	check.Equal(t, []any{r.Name, r.Version}, []any{"Price", int64(2)})
	c.call("PUT", "/visitor-rules/"+r.ID, `{"version":1,`+content+`}`, 409, nil)
	var rules struct{ Items []visitor.Rule }
	c.call("GET", "/visitor-rules", "", 200, &rules)
	check.Equal(t, rules.Items, []visitor.Rule{r})
	c.call("DELETE", "/visitor-rules/"+r.ID, "", 204, nil)
	c.call("DELETE", "/visitor-rules/"+r.ID, "", 404, nil)
	var set visitor.Settings
	c.call("GET", "/visitor-settings", "", 200, &set)
	c.call("PUT", "/visitor-settings", `{"watch":false,"perDay":1,"quietDays":7,"version":0}`, 200, &set)
	check.Equal(t, set, visitor.Settings{PerDay: 1, QuietDays: 7, Version: 1})
	c.call("PUT", "/visitor-settings", `{"watch":false,"perDay":1,"quietDays":7,"version":0}`, 409, nil)
}
