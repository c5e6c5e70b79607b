package insighthttp_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/insight/insighthttp"
	"frontdesk/internal/domain/insight/insighttest"
	"frontdesk/internal/platform/httpx"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

type office struct{}

func (office) Names(context.Context, []string) (insight.Names, error) {
	return insight.Names{Agents: map[string]string{"usr_a": "=Ann"}, Breaks: map[string]string{"lunch": "Lunch"}}, nil
}

func (office) Members(context.Context, []string) ([]string, error) { return nil, nil }

func (office) Conversations(context.Context, []string) (map[string]insight.BehindConversation, error) {
	return nil, nil
}

// The file has the figures of the page with every line and a total, in the language of the reader.
func TestExport(t *testing.T) {
	t.Parallel()
	store := insighttest.NewMemory()
	var m insight.Measures
	m[insight.Received], m[insight.Answered], m[insight.FirstCount], m[insight.FirstTime] = 4, 3, 3, 90_000
	m[insight.Resolved], m[insight.Rated], m[insight.Satisfied], m[insight.Score] = 4, 1, 1, 5
	day := insight.Day("2026-03-01")
	check.NoError(t, store.Write(actor.With(t.Context(), actor.SystemFor("wsp_1")), insight.Change{
		Added:   map[insight.Spot]insight.Measures{insighttest.At(day, "usr_a", "tem_1", "cnv_1"): m},
		Present: map[insight.PresentKey]int64{{Day: day, User: "usr_a", State: "break", Reason: "lunch"}: 60_000_000},
	}))
	zone := func(context.Context) (*time.Location, error) { return time.UTC, nil }
	reader := actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_x", Grants: map[actor.Permission]actor.Level{insight.PermRead: actor.All}}
	api := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(r *http.Request) (actor.Actor, httpx.Session, error) {
		reader.Locale = r.Header.Get("X-Locale")
		return reader, httpx.Session{Bearer: true}, nil
	}})
	insighthttp.Register(api, insight.New(clock.Fixed(now), store, zone, office{}))
	get := func(locale string) []string {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/insight/daily/export?from=2026-03-01&to=2026-03-01", http.NoBody)
		r.Header.Set("X-Locale", locale)
		w := httptest.NewRecorder()
		api.Handler().ServeHTTP(w, r)
		check.Equal(t, w.Code, http.StatusOK)
		return strings.Split(strings.TrimSpace(strings.TrimPrefix(w.Body.String(), "\ufeff")), "\r\n")
	}
	en, zh := get("en"), get("zh-CN")
	check.Equal(t, []bool{strings.HasPrefix(en[0], "Agent,Received,"), strings.HasPrefix(zh[0], "坐席,接待量,")}, []bool{true, true})
	check.Equal(t, en[1], "'=Ann,4,3,0,30,,,,,0,0,4,0,,1,25,100,5,0,0,0,0,60,Lunch 60")
	check.Equal(t, strings.HasPrefix(en[2], "Total,4,3,"), true)
	check.Equal(t, strings.HasPrefix(zh[2], "合计,4,3,"), true)
}
