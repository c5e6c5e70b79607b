package knowledgehttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/knowledge/knowledgehttp"
	"frontdesk/internal/domain/knowledge/knowledgetest"
	"frontdesk/internal/platform/httpx"
)

type around struct{}

func (around) Fold(s string) string                             { return strings.ToLower(s) }
func (around) Pinyin(s string) (full, initials string)          { return s, s[:min(1, len(s))] }
func (around) Terms(q string) []string                          { return strings.Fields(q) }
func (around) TeamExists(context.Context, string) (bool, error) { return true, nil }

func call(t *testing.T, h http.Handler, method, path, body string, status int, out any) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
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
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{
			Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Locale: "en",
			Grants: map[actor.Permission]actor.Level{knowledge.PermUse: actor.All, knowledge.PermCompany: actor.All, knowledge.PermApprove: actor.All},
		}, httpx.Session{Bearer: true}, nil
	}})
	knowledgehttp.Register(a, knowledge.New(knowledge.Deps{
		Run: &unit.Memory{}, Clock: clock.Fixed(knowledgetest.Epoch), Store: knowledgetest.NewMemory(), Directory: around{}, Words: around{},
	}))
	h := a.Handler()
	var folder knowledge.Folder
	call(t, h, "POST", "/reply-folders", `{"scope":"personal","name":"Sales"}`, 201, &folder)
	call(t, h, "PATCH", "/reply-folders/"+folder.ID, `{"version":1,"parentId":"`+folder.ID+`"}`, 422, nil)
	var made knowledge.Reply
	call(t, h, "POST", "/replies", `{"scope":"personal","title":"Hello","body":"{{customer.nmae}}"}`, 422, nil)
	call(t, h, "POST", "/replies", `{"scope":"personal","folderId":"`+folder.ID+`","title":"Hello","shortcut":"hi","body":"Hello {{customer.name|you}}"}`, 201, &made)
	call(t, h, "PATCH", "/replies/"+made.ID, `{"version":1,"shortcut":"hey"}`, 200, &made)
	check.Equal(t, []any{made.Shortcut, made.Version, made.Lang}, []any{"hey", int64(2), "any"})
	call(t, h, "DELETE", "/reply-folders/"+folder.ID, "", 409, nil)
	call(t, h, "POST", "/replies/"+made.ID+"/uses", "", 204, nil)
	call(t, h, "PUT", "/replies/"+made.ID+"/favourite", `{"on":true}`, 204, nil)
	var offered page.Of[knowledge.Offered]
	call(t, h, "GET", "/replies/offered", "", 200, &offered)
	check.Equal(t, []any{offered.Items[0].OwnUses, offered.Items[0].Favourite, offered.Items[0].Shortcut}, []any{int64(1), true, "hey"})
	var list page.Of[knowledge.Reply]
	call(t, h, "GET", "/replies?q=HEY", "", 200, &list)
	check.Equal(t, len(list.Items), 1)
	call(t, h, "GET", "/replies?scope=company", "", 200, &list)
	check.Equal(t, len(list.Items), 0)

	var draft knowledge.Reply
	call(t, h, "POST", "/replies", `{"scope":"company","title":"Refund","body":"In {{workspace.name}}"}`, 201, &draft)
	call(t, h, "POST", "/replies/"+draft.ID+"/review", `{"version":1,"decision":"submit"}`, 200, nil)
	call(t, h, "POST", "/replies/"+draft.ID+"/review", `{"version":2,"decision":"approve"}`, 403, nil)

	file := call(t, h, "GET", "/replies/export?scope=personal", "", 200, nil)
	call(t, h, "DELETE", "/replies/"+made.ID, "", 204, nil)
	var report knowledge.Report
	call(t, h, "POST", "/replies/import?scope=personal", strings.Replace(file, "any", "fr", 1), 200, &report)
	check.Equal(t, []int{report.Imported, report.Problems[0].Line}, []int{0, 2})
	call(t, h, "POST", "/replies/import?scope=personal", file, 200, &report)
	check.Equal(t, report, knowledge.Report{Rows: 1, Imported: 1, Problems: []knowledge.Problem{}})
	call(t, h, "POST", "/replies/import?scope=nobody", file, 422, nil)
	call(t, h, "GET", "/replies/"+made.ID, "", 404, nil)
}
