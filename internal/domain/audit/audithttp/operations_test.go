package audithttp_test

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
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/audit/audithttp"
	"frontdesk/internal/domain/audit/audittest"
	"frontdesk/internal/platform/httpx"
)

type fields = map[string]any

// oneWay knows no way back.
type oneWay struct{}

func (oneWay) Restore(context.Context, string, string, json.RawMessage) error {
	return audit.ErrOneWay.New()
}

func TestOperations(t *testing.T) {
	t.Parallel()
	store, log := audittest.NewMemory(), &unit.Memory{}
	run := unit.Keeping(log, audit.NewKeeper(store, clock.Fixed(audittest.Epoch)))
	who := actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{audit.PermRead: actor.All}}
	check.NoError(t, run.Do(actor.With(t.Context(), who), func(ctx context.Context) error {
		return unit.Keep(ctx, unit.Change{
			Kind: "role", Subject: "rol_1", Before: fields{"name": "Night", "grants": fields{"a.b": "own"}}, After: fields{"name": "Day"},
			Touched: []string{"secret"},
		})
	}))
	api := httpx.New(httpx.Options{Title: "Test", Version: "1", Authenticate: func(r *http.Request) (actor.Actor, httpx.Session, error) {
		a := who
		if httpx.Bearer(r) != "admin" {
			a.Grants = nil
		}
		return a, httpx.Session{Bearer: true}, nil
	}})
	audithttp.Register(api, audit.New(log, store, oneWay{}))
	h := api.Handler()
	call := func(bearer, method, path, body string) (int, fields) {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+bearer)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		var out fields
		check.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
		return w.Code, out
	}

	code, all := call("admin", "GET", "/setting-versions?kind=role&subjectId=rol_1&personId=usr_1&from=2026-01-01T00:00:00Z", "")
	check.Equal(t, code, 200)
	items, _ := all["items"].([]any)
	check.Equal(t, len(items), 1)
	one, _ := items[0].(fields)
	id, _ := one["id"].(string)
	delete(one, "id")
	check.Equal(t, one, fields{
		"kind": "role", "subjectId": "rol_1", "name": "Day", "version": 1.0, "at": "2026-03-01T08:00:00Z",
		"by": fields{"kind": "user", "id": "usr_1"}, "action": "changed", "touched": []any{"secret"},
		"fields": []any{
			fields{"path": []any{"grants", "a.b"}, "before": "own"},
			fields{"path": []any{"name"}, "before": "Night", "after": "Day"},
		},
	})
	_, all = call("admin", "GET", "/setting-versions?to=2026-01-01T00:00:00Z", "")
	check.Equal(t, all["items"], any([]any{}))
	for _, c := range []struct {
		bearer, method, path, body, code string
		status                           int
	}{
		{"agent", "GET", "/setting-versions", "", "denied", 403},
		{"agent", "POST", "/setting-versions/" + id + "/restore", `{"latest":1}`, "denied", 403},
		{"admin", "GET", "/setting-versions?subjectId=rol_1", "", "input", 422},
		{"admin", "GET", "/setting-versions?cursor=x", "", "page.cursor", 400},
		{"admin", "POST", "/setting-versions/hst_9/restore", `{"latest":1}`, "history.not_found", 404},
		{"admin", "POST", "/setting-versions/" + id + "/restore", `{"latest":7}`, "history.moved", 409},
		{"admin", "POST", "/setting-versions/" + id + "/restore", `{"latest":1,"undo":true}`, "history.one_way", 409},
	} {
		status, out := call(c.bearer, c.method, c.path, c.body)
		if status != c.status || out["code"] != c.code {
			t.Errorf("%s %s: got %d %v", c.method, c.path, status, out)
		}
	}
}
