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
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/knowledge/knowledgehttp"
	"frontdesk/internal/domain/knowledge/knowledgetest"
	"frontdesk/internal/platform/httpx"
)

type around struct{}

func (around) Fold(s string) string                    { return strings.ToLower(s) }
func (around) Pinyin(s string) (full, initials string) { return s, s[:min(1, len(s))] }
func (around) Terms(q string) []string                 { return strings.Fields(q) }
func (around) Asked(ctx context.Context, key, _ string) (context.Context, error) {
	if key != "wgt_1" {
		return ctx, fault.ErrDenied.New()
	}
	return actor.With(ctx, actor.SystemFor("wsp_1")), nil
}
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
		Copies: knowledgetest.NewCopies(map[string]string{"fil_1": "picture"}),
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
	call(t, h, "PUT", "/replies/"+made.ID+"/files", `{"version":2,"files":["fil_1"]}`, 200, &made)
	check.Equal(t, call(t, h, "GET", "/replies/"+made.ID+"/files/"+made.Files[0].ID, "", 200, nil), "picture")
	var given struct{ Items []knowledge.Attached }
	call(t, h, "POST", "/replies/"+made.ID+"/attachments", "", 200, &given)
	check.Equal(t, given.Items[0].Name, "fil_1.png")
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

func TestFAQOperations(t *testing.T) {
	t.Parallel()
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{
			Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Locale: "en",
			Grants: map[actor.Permission]actor.Level{knowledge.PermFAQ: actor.All, knowledge.PermFAQManage: actor.All},
		}, httpx.Session{Bearer: true}, nil
	}})
	knowledgehttp.RegisterFAQ(a, knowledge.NewFAQ(knowledge.FAQDeps{
		Run: &unit.Memory{}, Clock: clock.Fixed(knowledgetest.Epoch), Store: knowledgetest.NewFAQ(), Words: around{}, Widgets: around{},
	}))
	h := a.Handler()
	var c knowledge.Category
	call(t, h, "POST", "/faq/categories", `{"nameEn":"Returns"}`, 201, &c)
	call(t, h, "PATCH", "/faq/categories/"+c.ID, `{"version":1,"parentId":"`+c.ID+`"}`, 422, nil)
	call(t, h, "PATCH", "/faq/categories/"+c.ID, `{"version":1,"nameZh":"退货"}`, 200, &c)
	var q knowledge.Question
	call(t, h, "POST", "/faq/questions", `{"categoryId":"`+c.ID+`","en":{"question":"How to return","answer":"So.\nThen so."},"hot":true}`, 201, &q)
	front := func() (f knowledge.Front) { call(t, h, "GET", "/widget/faq?key=wgt_1&lang=zh", "", 200, &f); return f }
	check.Equal(t, front(), knowledge.Front{Hot: []knowledge.Asked{}, Categories: []knowledge.FrontCategory{}})
	call(t, h, "PATCH", "/faq/questions/"+q.ID, `{"version":1,"status":"published"}`, 200, &q)
	call(t, h, "PATCH", "/faq/questions/"+q.ID, `{"version":1,"status":"draft"}`, 409, nil)
	check.Equal(t, front(), knowledge.Front{
		Hot:        []knowledge.Asked{{ID: q.ID, Question: "How to return"}},
		Categories: []knowledge.FrontCategory{{ID: c.ID, Name: "退货", Questions: 1}},
	})
	call(t, h, "GET", "/widget/faq?key=wgt_2", "", 403, nil)
	var asked struct{ Items []knowledge.Asked }
	call(t, h, "GET", "/widget/faq/search?key=wgt_1&q=return", "", 200, &asked)
	check.Equal(t, len(asked.Items), 1)
	var read knowledge.Answered
	call(t, h, "GET", "/widget/faq/"+q.ID+"?key=wgt_1&lang=en", "", 200, &read)
	check.Equal(t, read, knowledge.Answered{ID: q.ID, Lang: "en", Question: "How to return", Answer: "So.\nThen so."})
	call(t, h, "GET", "/widget/faq/faq_none?key=wgt_1", "", 404, nil)
	call(t, h, "POST", "/widget/faq/"+q.ID+"/votes?key=wgt_1", `{"helped":false}`, 204, nil)
	call(t, h, "POST", "/faq/questions/"+q.ID+"/uses", "", 204, nil)
	var list page.Of[knowledge.Question]
	call(t, h, "GET", "/faq/questions?q=RETURN&missing=zh&categoryId="+c.ID, "", 200, &list)
	check.Equal(t, []int64{list.Items[0].Uses, list.Items[0].NotHelped}, []int64{1, 1})
	var found struct{ Items []knowledge.Found }
	call(t, h, "GET", "/faq/search?q=return&lang=en", "", 200, &found)
	check.Equal(t, found.Items[0].Answer, "So.\nThen so.")

	var report knowledge.Report
	call(t, h, "POST", "/faq/import", call(t, h, "GET", "/faq/export?format=xlsx", "", 200, nil), 200, &report)
	check.Equal(t, report, knowledge.Report{Rows: 1, Changed: 1, Problems: []knowledge.Problem{}})
	call(t, h, "GET", "/faq/export?zone=Nowhere/Land", "", 422, nil)
	call(t, h, "DELETE", "/faq/categories/"+c.ID, "", 409, nil)
	call(t, h, "DELETE", "/faq/questions/"+q.ID, "", 204, nil)
	call(t, h, "GET", "/faq/questions/"+q.ID, "", 404, nil)
	call(t, h, "DELETE", "/faq/categories/"+c.ID, "", 204, nil)
}
