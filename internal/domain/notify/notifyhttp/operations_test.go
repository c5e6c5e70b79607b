package notifyhttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/notify/notifyhttp"
	"frontdesk/internal/domain/notify/notifytest"
	"frontdesk/internal/platform/httpx"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	run := &unit.Memory{}
	s := notify.New(run, clock.Fixed(notifytest.Epoch), notifytest.NewMemory())
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1"}, httpx.Session{Bearer: true}, nil
	}})
	notifyhttp.Register(a, s)
	e := event.New("wsp_1", "conversation", "cnv_1", "conversation.note_added", actor.Ref{Kind: actor.User, ID: "usr_2"},
		notifytest.Epoch, map[string]any{"mentions": []string{"usr_1"}})
	e.Seq = 4
	check.NoError(t, run.Do(t.Context(), func(ctx context.Context) error { return s.Handle(ctx, []event.Recorded{{Event: e}}) }))

	var got struct {
		Items  []notify.Notice
		Unread int
	}
	call := func(method, path, body string, status int) {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		check.Equal(t, w.Code, status)
		check.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
	}
	call("GET", "/notices?unread=true", "", 200)
	check.Equal(t, []any{len(got.Items), got.Unread, got.Items[0].Kind, got.Items[0].By.ID}, []any{1, 1, notify.Mention, "usr_2"})
	call("POST", "/notices/read", `{}`, 422)
	call("POST", "/notices/read", `{"all":true}`, 200)
	check.Equal(t, got.Unread, 0)
}
