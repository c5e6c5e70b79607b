package api

import (
	"net/http"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

type talk struct {
	ID          string
	Status      string
	Resolutions int
}

// TestSummaries ends conversations of a team that asks for a summary: by nobody without one, and with one in a single step.
func TestSummaries(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		s := open(t, kit.Options{Engine: engine})
		category := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, "/wrapup/categories", object{"nameEn": "Delivery", "nameZh": "物流"}).ID
		s.admin.OK(t, http.MethodPut, "/wrapup/forms/default", object{"version": 0, "mode": "required"})
		id := kit.Do[kit.Sent](t, s.Visitor(t, s.channel.WidgetKey).Client, http.MethodPost, "/widget/messages", kit.Message("", "hello?")).Conversation.ID
		end := kit.Path("/conversations/%s/resolve", id)
		now := func() talk { return kit.Get[talk](t, s.admin.Client, kit.Path("/conversations/%s", id)) }

		s.lin.Call(t, http.MethodPost, end, object{}).Refused(t, http.StatusConflict, "wrapup.required")
		// A summary that is refused takes the end with it.
		s.lin.Call(t, http.MethodPost, end, object{"summary": object{"outcome": "resolved"}}).Refused(t, http.StatusUnprocessableEntity, "input")
		check.Equal(t, now().Status, "open")
		said := object{"summary": object{"categoryId": category, "outcome": "follow_up", "remark": "call back"}}
		s.lin.OK(t, http.MethodPost, end, said)
		s.lin.OK(t, http.MethodPost, end, said) // once more, by a client that heard nothing
		check.Equal(t, now(), talk{ID: id, Status: "resolved", Resolutions: 1})

		type told struct {
			Resolution int
			Remark     string
			Version    int64
			History    []struct{ Remark string }
		}
		list := func() []told {
			return kit.Get[kit.List[told]](t, s.admin.Client, kit.Path("/conversations/%s/summaries", id)).Items
		}
		check.Equal(t, len(list()[0].History), 1)
		change := kit.Path("/conversations/%s/summaries/1", id)
		edit := object{"categoryId": category, "outcome": "resolved", "remark": "called", "version": 1}
		s.admin.OK(t, http.MethodPut, change, edit)
		edit["remark"] = "called twice" // on a version that is gone
		s.lin.Call(t, http.MethodPut, change, edit).Refused(t, http.StatusConflict, "conflict")
		check.Equal(t, []string{list()[0].Remark, list()[0].History[1].Remark}, []string{"called", "call back"})

		// The next end needs its own; a token is asked like its owner.
		s.lin.OK(t, http.MethodPost, kit.Path("/conversations/%s/reopen", id), nil)
		token := s.admin.Token(t, map[string]string{"conversation.read": "all", "conversation.manage": "all"})
		token.Call(t, http.MethodPost, end, object{}).Refused(t, http.StatusConflict, "wrapup.required")
		s.admin.Call(t, http.MethodDelete, kit.Path("/wrapup/categories/%s", category), nil).Refused(t, http.StatusConflict, "wrapup.used")
		day := func(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly) }
		report := kit.Get[struct{ Total struct{ Total, Resolved int } }](t, s.admin.Client, kit.Path("/wrapup/report?from=%s&to=%s", day(-2), day(2)))
		check.Equal(t, []int{report.Total.Total, report.Total.Resolved}, []int{1, 1})
	})
}
