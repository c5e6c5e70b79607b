package accounthttp_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/account/accounthttp"
	"frontdesk/internal/domain/account/accounttest"
	"frontdesk/internal/platform/httpx"
)

type fields = map[string]any

// call sends JSON as somebody who may manage the workspace, or, for another bearer, may not.
func newAPI(t *testing.T) func(bearer, method, path, body string) (int, fields) {
	t.Helper()
	s := account.New(accounttest.NewStore(), &unit.Memory{}, clock.Real{})
	tenant := check.Must(s.Found(t.Context(), "Tea", "tea", "zh-CN", "Asia/Shanghai"))(t)
	api := httpx.New(httpx.Options{Title: "Test", Version: "1", Authenticate: func(r *http.Request) (actor.Actor, httpx.Session, error) {
		a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{}}
		if httpx.Bearer(r) == "admin" {
			a.Grants[account.PermManage] = actor.All
		}
		return a, httpx.Session{Bearer: true}, nil
	}})
	accounthttp.Register(api, s)
	h := api.Handler()
	return func(bearer, method, path, body string) (int, fields) {
		r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+bearer)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		var out fields
		if w.Body.Len() > 0 {
			check.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
		}
		return w.Code, out
	}
}

func TestWorkspace(t *testing.T) {
	t.Parallel()
	call := newAPI(t)
	code, w := call("agent", "GET", "/workspace", "")
	check.Equal(t, code, 200)
	check.Equal(t, w["name"], any("Tea"))
	code, _ = call("agent", "PATCH", "/workspace", `{"version":1,"name":"X"}`)
	check.Equal(t, code, 403)
	code, w = call("admin", "PATCH", "/workspace", `{"version":1,"name":"Green","settings":{"defaultLanguage":"en","ratingEnabled":false,"breakReasons":[]}}`)
	check.Equal(t, code, 200)
	settings, _ := w["settings"].(fields)
	check.Equal(t, settings["breakReasons"], any([]any{}))
	code, w = call("admin", "PATCH", "/workspace", `{"version":1,"name":"X"}`)
	check.Equal(t, code, 409)
	check.Equal(t, w["code"], any("account.stale"))
}

func TestCalendars(t *testing.T) {
	t.Parallel()
	call := newAPI(t)
	week := `{"monday":[{"from":"00:00","to":"24:00"}],"tuesday":[{"from":"00:00","to":"24:00"}],"wednesday":[{"from":"00:00","to":"24:00"}],` +
		`"thursday":[{"from":"00:00","to":"24:00"}],"friday":[{"from":"00:00","to":"24:00"}],"saturday":[{"from":"00:00","to":"24:00"}],"sunday":[{"from":"00:00","to":"24:00"}]}`
	code, c := call("admin", "POST", "/calendars", `{"name":"Always","timezone":"UTC","hours":`+week+`}`)
	check.Equal(t, code, 201)
	check.Equal(t, c["open"], any(true))
	id, _ := c["id"].(string)
	code, c = call("admin", "PATCH", "/calendars/"+id, `{"version":1,"exceptions":[{"date":"2026-13-01","name":"","hours":[]}]}`)
	check.Equal(t, code, 422)
	problems, _ := c["errors"].([]any)
	first, _ := problems[0].(fields)
	check.Equal(t, first["field"], any("exceptions[0].date"))
	code, _ = call("agent", "DELETE", "/calendars/"+id, "")
	check.Equal(t, code, 403)
	code, _ = call("admin", "DELETE", "/calendars/"+id, "")
	check.Equal(t, code, 204)
	code, c = call("agent", "GET", "/calendars", "")
	items, _ := c["items"].([]any)
	check.Equal(t, []int{code, len(items)}, []int{200, 1})
	code, _ = call("agent", "GET", "/calendars/"+id, "")
	check.Equal(t, code, 404)
}
