package moderationhttp_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/moderation/moderationhttp"
	"frontdesk/internal/domain/moderation/moderationtest"
	"frontdesk/internal/platform/httpx"
)

func api() http.Handler {
	s := moderation.New(&unit.Memory{}, clock.Fixed(moderationtest.Epoch), moderationtest.NewMemory())
	grants := map[actor.Permission]actor.Level{}
	for _, p := range []actor.Permission{moderation.PermWords, moderation.PermHits, moderation.PermBlock, moderation.PermPropose, moderation.PermReply} {
		grants[p] = actor.All
	}
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: grants}, httpx.Session{Bearer: true}, nil
	}})
	moderationhttp.Register(a, s)
	return a.Handler()
}

func call(t *testing.T, h http.Handler, method, path, body string, status int, out any) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if strings.Contains(path, "/import") {
		r.Header.Set("Content-Type", "text/csv")
	}
	r.Header.Set("Accept-Language", "zh-CN")
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

func TestWords(t *testing.T) {
	t.Parallel()
	h := api()
	var made, changed moderation.Word
	call(t, h, "POST", "/moderation/words", `{"text":"保证收益","side":"agent","action":"warn","note":"改用预期收益"}`, 201, &made)
	check.Equal(t, []any{made.Enabled, made.Version}, []any{true, int64(1)})
	if body := call(t, h, "POST", "/moderation/words", `{"text":"的","side":"agent","action":"warn"}`, 422, nil); !strings.Contains(body, `"field":"text"`) || !strings.Contains(body, "常用字") {
		t.Fatalf("the fault does not name the field in the reader's language: %s", body)
	}
	call(t, h, "POST", "/moderation/words", `{"text":"保证 收益","side":"agent","action":"block"}`, 409, nil)
	call(t, h, "PATCH", "/moderation/words/"+made.ID, `{"version":1,"action":"block"}`, 200, &changed)
	check.Equal(t, []any{changed.Action, changed.Note, changed.Version}, []any{moderation.Block, "改用预期收益", int64(2)})
	call(t, h, "PATCH", "/moderation/words/"+made.ID, `{"version":1,"enabled":false}`, 409, nil)
	var v moderation.Verdict
	call(t, h, "POST", "/moderation/try", `{"text":"我们保证收益","side":"agent"}`, 200, &v)
	check.Equal(t, []any{v.Action, v.Matches[0].Start, v.Matches[0].End}, []any{moderation.Block, 2, 6})
	call(t, h, "POST", "/moderation/try", `{"text":"我们保证收益","side":"visitor"}`, 200, &v)
	call(t, h, "POST", "/moderation/check", `{"text":"保证收益"}`, 200, &v)
	check.Equal(t, len(v.Matches), 1)
	var list moderation.WordList
	call(t, h, "GET", "/moderation/words?q=收益&side=agent&action=block&enabled=true", "", 200, &list)
	check.Equal(t, []int{len(list.Items), list.Total, list.Max}, []int{1, 1, moderation.MaxWords})
	call(t, h, "GET", "/moderation/words?enabled=perhaps", "", 422, nil)
	check.Equal(t, strings.TrimSpace(call(t, h, "POST", "/moderation/words/remove", `{"ids":["`+made.ID+`"]}`, 200, nil)), `{"removed":1}`)
	var hits page.Of[moderation.Hit]
	call(t, h, "GET", "/moderation/hits?side=agent&action=block", "", 200, &hits)
	check.Equal(t, hits.Items, []moderation.Hit{})
}

func TestFiles(t *testing.T) {
	t.Parallel()
	h := api()
	var report struct {
		Imported               bool
		Rows, Added, Bad, Kept int
		Problems               []struct {
			Row                  int
			Field, Code, Message string
		}
	}
	call(t, h, "POST", "/moderation/words/import?side=visitor&action=report", "骗子\n!!\n", 200, &report)
	check.Equal(t, []any{report.Imported, report.Bad, report.Problems[0].Row, report.Problems[0].Code}, []any{false, 1, 2, "moderation.word_empty"})
	if !strings.Contains(report.Problems[0].Message, "标点") {
		t.Fatalf("the problem is not in the reader's language: %s", report.Problems[0].Message)
	}
	call(t, h, "POST", "/moderation/words/import?side=visitor&action=report", "骗子\n", 200, &report)
	check.Equal(t, []any{report.Imported, report.Added}, []any{true, 1})
	call(t, h, "POST", "/moderation/words/import?side=everybody", "骗子\n", 422, nil)
	call(t, h, "POST", "/moderation/words/import", "\xff\xfe", 422, nil)
	out := call(t, h, "GET", "/moderation/words/export", "", 200, nil)
	call(t, h, "POST", "/moderation/words/import", call(t, h, "GET", "/moderation/words/export?format=xlsx", "", 200, nil), 200, &report)
	check.Equal(t, []any{report.Imported, report.Added, report.Bad}, []any{true, 0, 0})
	check.Equal(t, out, "\ufefftext,side,action,replacement,note,inside,enabled\n骗子,visitor,report,,,no,yes\n")
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	h := api()
	cus := id.New("cus")
	var b, lifted moderation.Blocked
	call(t, h, "POST", "/moderation/blocks", `{"kind":"customer","subject":"`+cus+`","label":"王强","reason":"骚扰"}`, 201, &b)
	check.Equal(t, b.Status, moderation.Active)
	call(t, h, "POST", "/moderation/blocks", `{"kind":"address","subject":"10.0.0.0/8","reason":"骚扰"}`, 422, nil)
	call(t, h, "POST", "/moderation/blocks", `{"kind":"customer","subject":"`+cus+`","reason":"骚扰"}`, 409, nil)
	var list page.Of[moderation.Blocked]
	call(t, h, "GET", "/moderation/blocks?status=active&kind=customer&subject="+cus, "", 200, &list)
	check.Equal(t, len(list.Items), 1)
	call(t, h, "POST", "/moderation/blocks/"+b.ID+"/decision", `{"version":1,"decision":"approve"}`, 409, nil)
	call(t, h, "POST", "/moderation/blocks/"+b.ID+"/decision", `{"version":1,"decision":"lift"}`, 200, &lifted)
	check.Equal(t, lifted.Status, moderation.Lifted)
	call(t, h, "POST", "/moderation/blocks/"+id.New("blk")+"/decision", `{"version":1,"decision":"lift"}`, 404, nil)
}
