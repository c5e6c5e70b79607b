package wrapuphttp_test

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
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/domain/wrapup/wrapuphttp"
	"frontdesk/internal/domain/wrapup/wrapuptest"
	"frontdesk/internal/platform/httpx"
)

// around stands for the other domains.
type around struct{}

func (around) TeamExists(context.Context, string) (bool, error) { return true, nil }
func (around) MayRead(context.Context, string) error            { return nil }
func (around) Names(context.Context, []string) (wrapup.Names, error) {
	return wrapup.Names{Agents: map[string]string{"usr_1": "=Ann"}}, nil
}

func person() actor.Actor {
	grants := map[actor.Permission]actor.Level{}
	for _, p := range []actor.Permission{wrapup.PermRead, wrapup.PermWrite, wrapup.PermManage, wrapup.PermReport} {
		grants[p] = actor.All
	}
	return actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Locale: "zh-CN", Grants: grants}
}

func api() (http.Handler, *wrapup.Keeper) {
	m, now := wrapuptest.NewMemory(), clock.Fixed(wrapuptest.Epoch)
	s := wrapup.New(wrapup.Deps{Run: &unit.Memory{}, Clock: now, Stores: m, Directory: around{}})
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return person(), httpx.Session{Bearer: true}, nil
	}})
	wrapuphttp.Register(a, s)
	return a.Handler(), wrapup.NewKeeper(now, m, func(context.Context) (*time.Location, error) { return time.UTC, nil })
}

func call(t *testing.T, h http.Handler, method, path, body string, status int, out any) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Accept-Language", "en")
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != status {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	if out != nil {
		check.NoError(t, json.Unmarshal(w.Body.Bytes(), out))
	}
	return w.Body.String()
}

func TestOperations(t *testing.T) {
	t.Parallel()
	h, keeper := api()
	var c wrapup.Category
	call(t, h, "POST", "/wrapup/categories", `{"nameZh":"售后","nameEn":"After sales"}`, 201, &c)
	call(t, h, "POST", "/wrapup/categories", `{"nameZh":"售后"}`, 409, nil)
	call(t, h, "PATCH", "/wrapup/categories/"+c.ID, `{"version":1,"nameZh":"售后服务"}`, 200, &c)
	call(t, h, "PATCH", "/wrapup/categories/"+c.ID, `{"version":1}`, 409, nil)
	var f wrapup.Form
	call(t, h, "PUT", "/wrapup/forms/default", `{"version":0,"mode":"required"}`, 200, &f)
	check.Equal(t, f, wrapup.Form{TeamID: wrapup.DefaultTeam, Mode: wrapup.Required, CategoryIDs: []string{}, Version: 1})
	run := &unit.Memory{}
	check.NoError(t, run.Do(actor.With(t.Context(), person()), func(ctx context.Context) error {
		e := wrapup.Ended{ConversationID: "cnv_1", Number: 7, Resolution: 1, AssigneeID: "usr_1"}
		_, err := keeper.Keep(ctx, e, wrapup.Input{CategoryID: c.ID, Outcome: wrapup.FollowUp, Remark: "回电"})
		return err
	}))
	var setup wrapup.Setup
	call(t, h, "GET", "/wrapup", "", 200, &setup)
	check.Equal(t, setup.Recent, []string{c.ID})
	var told struct{ Items []wrapup.Told }
	call(t, h, "GET", "/conversations/cnv_1/summaries", "", 200, &told)
	check.Equal(t, len(told.Items[0].History), 1)
	var report wrapup.Report
	call(t, h, "GET", "/wrapup/report?from=2026-03-01&to=2026-03-02", "", 200, &report)
	check.Equal(t, report.Total, wrapup.Line{FollowUp: 1, Total: 1})
	call(t, h, "GET", "/wrapup/report?from=2026-03-01", "", 422, nil)
	var list page.Of[wrapup.Summary]
	call(t, h, "GET", "/wrapup/summaries?from=2026-03-01&to=2026-03-02&outcome=follow_up&categoryId="+c.ID, "", 200, &list)
	check.Equal(t, list.Items[0].Remark, "回电")
	call(t, h, "DELETE", "/wrapup/categories/"+c.ID, "", 409, nil)
}

func TestFiles(t *testing.T) {
	t.Parallel()
	h, keeper := api()
	var done wrapup.Imported
	call(t, h, "POST", "/wrapup/categories/import", "\ufeff一级分类,Level 1,二级分类,Level 2\r\n售后,After sales,,\r\n售后,,退货,Return\r\n", 200, &done)
	check.Equal(t, done, wrapup.Imported{Rows: 2, Created: 2})
	file := call(t, h, "GET", "/wrapup/categories/export", "", 200, nil)
	lines := strings.Split(file, "\r\n")
	check.Equal(t, lines[2], "售后,After sales,退货,Return,,,,")
	call(t, h, "POST", "/wrapup/categories/import", file, 200, &done) // what goes out comes in again
	check.Equal(t, done, wrapup.Imported{Rows: 2})
	check.Equal(t, strings.Contains(call(t, h, "POST", "/wrapup/categories/import", "a,,,,b\n", 422, nil), `"rows[1]"`), true)
	call(t, h, "POST", "/wrapup/categories/import", call(t, h, "GET", "/wrapup/categories/export?format=xlsx", "", 200, nil), 200, &done)
	check.Equal(t, done, wrapup.Imported{Rows: 2})
	call(t, h, "POST", "/wrapup/categories/import", "PK\x03\x04", 422, nil)
	call(t, h, "POST", "/wrapup/categories/import", "", 422, nil)

	period := "?from=2026-03-01&to=2026-03-02"
	empty := call(t, h, "GET", "/wrapup/summaries/export"+period, "", 200, nil)
	check.Equal(t, strings.Count(empty, "\r\n"), 1)
	var setup wrapup.Setup
	call(t, h, "GET", "/wrapup", "", 200, &setup)
	run := &unit.Memory{}
	check.NoError(t, run.Do(actor.With(t.Context(), person()), func(ctx context.Context) error {
		e := wrapup.Ended{ConversationID: "cnv_1", Number: 7, Resolution: 1, AssigneeID: "usr_1"}
		_, err := keeper.Keep(ctx, e, wrapup.Input{CategoryID: setup.Categories[1].ID, Outcome: wrapup.FollowUp, Remark: "=1+1"})
		return err
	}))
	full := strings.Split(call(t, h, "GET", "/wrapup/summaries/export"+period, "", 200, nil), "\r\n")
	check.Equal(t, full[1], "7,1,2026-03-01,,'=Ann,售后,退货,,,需跟进,'=1+1,2026-03-01T08:00:00Z,2026-03-01T08:00:00Z")
	call(t, h, "GET", "/wrapup/summaries/export?from=x&to=y", "", 422, nil)
}
