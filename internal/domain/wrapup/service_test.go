package wrapup_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/wrapup"
)

func TestATeamMayRequireASummary(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	check.NoError(t, w.keeper.Settled(w.agent(), ended)) // off as long as nobody says otherwise
	w.form(wrapup.DefaultTeam, wrapup.Required)
	check.Fault(t, w.keeper.Settled(w.agent(), ended), wrapup.ErrSummaryMissing)
	w.form("tem_1", wrapup.Optional)
	check.NoError(t, w.keeper.Settled(w.agent(), ended))
	none := ended
	none.TeamID = ""
	check.Fault(t, w.keeper.Settled(w.agent(), none), wrapup.ErrSummaryMissing)
	// What the program closes needs none.
	for _, kind := range []actor.Kind{actor.System, actor.Job} {
		check.NoError(t, w.keeper.Settled(actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: kind, ID: "x"}), none))
	}
	token := actor.Actor{Tenant: tenant, Kind: actor.Token, ID: "usr_1", Grants: map[actor.Permission]actor.Level{wrapup.PermWrite: actor.All}}
	check.Fault(t, w.keeper.Settled(actor.With(t.Context(), token), none), wrapup.ErrSummaryMissing)

	check.Must(w.keep(w.agent(), none, wrapup.Input{Outcome: wrapup.Resolved}))(t) // no category: there are none
	check.NoError(t, w.keeper.Settled(w.agent(), none))
	again := none
	again.Resolution = 2 // another ending needs another summary
	check.Fault(t, w.keeper.Settled(w.agent(), again), wrapup.ErrSummaryMissing)
}

func TestWhatASummaryMayName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	after := w.add("", "售后", "")
	back := w.add(after, "退货", "")
	ask := w.add("", "咨询", "")
	w.form("tem_2", wrapup.Optional, after)
	two := ended
	two.TeamID, two.ConversationID = "tem_2", "cnv_2"
	for name, one := range map[string]struct {
		e     wrapup.Ended
		in    wrapup.Input
		field string
		want  *fault.Def
	}{
		"nothing":      {ended, wrapup.Input{Outcome: wrapup.Resolved}, "categoryId", fault.ErrRequired},
		"no leaf":      {ended, wrapup.Input{CategoryID: after, Outcome: wrapup.Resolved}, "categoryId", wrapup.ErrNotChoosable},
		"unknown":      {ended, wrapup.Input{CategoryID: "wct_x", Outcome: wrapup.Resolved}, "categoryId", wrapup.ErrNotChoosable},
		"other part":   {two, wrapup.Input{CategoryID: ask, Outcome: wrapup.Resolved}, "categoryId", wrapup.ErrNotChoosable},
		"outcome":      {ended, wrapup.Input{CategoryID: ask, Outcome: "fine"}, "outcome", fault.ErrChoice},
		"long remark":  {ended, wrapup.Input{CategoryID: ask, Outcome: wrapup.Resolved, Remark: strings.Repeat("长", wrapup.MaxRemark+1)}, "remark", fault.ErrTooLong},
		"broken bytes": {ended, wrapup.Input{CategoryID: ask, Outcome: wrapup.Resolved, Remark: "a\x00"}, "remark", fault.ErrEncoding},
	} {
		_, err := w.keep(w.agent(), one.e, one.in)
		t.Log(name)
		check.FieldFault(t, err, one.field, one.want)
	}
	check.Must(w.keep(w.agent(), two, wrapup.Input{CategoryID: back, Outcome: wrapup.FollowUp}))(t)
	check.Fault(t, w.DeleteCategory(w.boss(), back), wrapup.ErrUsed)
	check.Must(w.ChangeCategory(w.boss(), after, wrapup.Edit{Version: 1, Archived: ptr(true)}))(t)
	// What is archived stays where it was, and is not chosen anew.
	check.Must(w.keep(w.agent(), two, wrapup.Input{CategoryID: back, Outcome: wrapup.Resolved, Version: 1}))(t)
	_, err := w.keep(w.agent(), ended, wrapup.Input{CategoryID: back, Outcome: wrapup.Resolved})
	check.FieldFault(t, err, "categoryId", wrapup.ErrNotChoosable)
	_, err = w.keep(w.as("usr_1", actor.None), ended, wrapup.Input{CategoryID: ask, Outcome: wrapup.Resolved})
	check.Fault(t, err, fault.ErrDenied)
}

func TestASummaryIsEditedWithHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ask, buy := w.add("", "咨询", ""), w.add("", "购买", "")
	in := wrapup.Input{CategoryID: ask, Outcome: wrapup.FollowUp, Remark: " 回电\r\n明天 "}
	first := check.Must(w.keep(w.agent(), ended, in))(t)
	check.Equal(t, first.Changed, true)
	check.Equal(t, first.After.Remark, "回电\n明天")
	check.Equal(t, check.Must(w.keep(w.agent(), ended, in))(t).Changed, false) // the same request again
	in.CategoryID, in.Outcome = buy, wrapup.Resolved
	_, err := w.keep(w.agent(), ended, in)
	check.Fault(t, err, fault.ErrConflict)
	in.Version = 1
	w.now = w.now.Add(20 * time.Hour)
	later := ended
	later.Over, later.TeamID, later.AssigneeID = true, "tem_2", "usr_7" // it went on to somebody else meanwhile
	check.Must(w.keep(w.boss(), later, in))(t)

	told := check.Must(w.Summaries(w.agent(), "cnv_1"))(t)
	check.Equal(t, len(told), 1)
	got := told[0]
	check.Equal(t, []string{got.CategoryID, got.TeamID, got.AgentID, got.AuthorID, string(got.Day)}, []string{buy, "tem_1", "usr_1", "usr_9", "2026-03-01"})
	check.Equal(t, []string{got.History[0].ByID, got.History[1].ByID, got.History[1].CategoryID}, []string{"usr_9", "usr_1", ask})
	check.Equal(t, check.Must(w.Setup(w.boss()))(t).Recent, []string{buy})
	types := w.run.Types()
	check.Equal(t, types[len(types)-2:], []string{wrapup.EventSummaryWritten, wrapup.EventSummaryChanged})
	w.closed = true
	_, err = w.Summaries(w.agent(), "cnv_1")
	check.Fault(t, err, fault.ErrNotFound)
}

func TestReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	after := w.add("", "售后", "After sales")
	back, swap := w.add(after, "退货", "Return"), w.add(after, "换货", "")
	march := wrapup.Query{From: "2026-03-01", To: "2026-03-31"}
	for i, one := range []struct {
		category string
		outcome  wrapup.Outcome
		team     string
	}{{back, wrapup.Resolved, "tem_1"}, {back, wrapup.FollowUp, "tem_1"}, {swap, wrapup.Unresolved, ""}} {
		e := ended
		e.ConversationID, e.TeamID = "cnv_"+string(rune('1'+i)), one.team
		if i == 2 {
			w.now = w.now.Add(10 * time.Hour) // the next day in Shanghai
		}
		check.Must(w.keep(w.agent(), e, wrapup.Input{CategoryID: one.category, Outcome: one.outcome, Remark: "r"}))(t)
	}
	e := ended
	check.Must(w.keep(w.agent(), e, wrapup.Input{CategoryID: swap, Outcome: wrapup.Resolved, Version: 1, Remark: "r"}))(t) // an edit counts anew, not twice
	got := check.Must(w.Report(w.boss(), march))(t)
	check.Equal(t, got.Total, wrapup.Line{Resolved: 1, Unresolved: 1, FollowUp: 1, Total: 3})
	check.Equal(t, got.Categories[0], wrapup.Line{Key: after, Resolved: 1, Unresolved: 1, FollowUp: 1, Total: 3})
	check.Equal(t, got.Teams, []wrapup.Line{{Key: "tem_1", Resolved: 1, FollowUp: 1, Total: 2}, {Key: "", Unresolved: 1, Total: 1}})
	check.Equal(t, len(got.Days), 2)
	one := check.Must(w.Report(w.boss(), wrapup.Query{From: "2026-03-01", To: "2026-03-02", TeamID: wrapup.NoTeam}))(t)
	check.Equal(t, one.Total.Total, int64(1))

	march.CategoryID = after
	check.Equal(t, len(check.Must(w.List(w.boss(), march, page.Request{}))(t).Items), 3)
	narrow := w.as("usr_1", actor.Teams, wrapup.PermReport)
	for _, s := range check.Must(w.List(w.as("usr_8", actor.Own, wrapup.PermReport), march, page.Request{}))(t).Items {
		check.Equal(t, s.Remark, "") // counts are for everybody who reads reports, words for who may read the conversation
	}
	check.Equal(t, check.Must(w.List(narrow, march, page.Request{Limit: 1}))(t).Items[0].Remark, "r")
	var paths []string
	check.NoError(t, w.Export(w.boss(), march, "en", func(e wrapup.Exported) error {
		paths = append(paths, e.Agent+": "+strings.Join(e.Path, " / "))
		return nil
	}))
	check.Equal(t, paths, []string{"Ann: After sales / 换货", "Ann: After sales / 换货", "Ann: After sales / Return"})

	for _, q := range []wrapup.Query{{From: "2026-03-02", To: "2026-03-01"}, {From: "2025-01-01", To: "2026-03-01"}} {
		_, err := w.Report(w.boss(), q)
		check.FieldFault(t, err, "to", wrapup.ErrPeriod)
	}
	_, err := w.Report(w.boss(), wrapup.Query{From: "yesterday", To: "2026-03-01"})
	check.FieldFault(t, err, "from", fault.ErrFormat)
	_, err = w.Report(w.agent(), march)
	check.Fault(t, err, fault.ErrDenied)

	// An erased conversation leaves nothing, not even in the counts.
	gone := event.Recorded{Event: event.New(tenant, "conversation", "cnv_2", "conversation.erased", actor.Ref{}, w.now, nil)}
	for range 2 {
		check.NoError(t, w.run.Do(t.Context(), func(ctx context.Context) error { return w.Handle(ctx, []event.Recorded{gone}) }))
	}
	check.Equal(t, check.Must(w.Report(w.boss(), march))(t).Total, wrapup.Line{Resolved: 1, Unresolved: 1, Total: 2})
	check.Equal(t, len(check.Must(w.Summaries(w.agent(), "cnv_2"))(t)), 0)
}

func TestForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.form("tem_1", wrapup.Required)
	_, err := w.ChangeForm(w.boss(), wrapup.Form{TeamID: "tem_1", Mode: wrapup.Off})
	check.Fault(t, err, fault.ErrConflict)
	f.Mode = "sometimes"
	_, err = w.ChangeForm(w.boss(), f)
	check.FieldFault(t, err, "mode", fault.ErrChoice)
	f.Mode, f.CategoryIDs = wrapup.Off, []string{"wct_x"}
	_, err = w.ChangeForm(w.boss(), f)
	check.FieldFault(t, err, "categoryIds", fault.ErrUnknownItem)
	_, err = w.ChangeForm(w.boss(), wrapup.Form{TeamID: "tem_x", Mode: wrapup.Off})
	check.FieldFault(t, err, "teamId", fault.ErrUnknownItem)
	_, err = w.ChangeForm(w.agent(), f)
	check.Fault(t, err, fault.ErrDenied)
}

func TestSettingsHaveAHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.add("", "售后", "")
	check.Must(w.ChangeCategory(w.boss(), id, wrapup.Edit{Version: 1, NameZh: ptr("售后服务"), Archived: ptr(true)}))(t)
	w.form("tem_1", wrapup.Required)
	kept := w.run.Kept()
	check.Equal(t, []string{kept[0].Kind, kept[1].Kind, kept[2].Kind, kept[2].Subject}, []string{wrapup.KindCategory, wrapup.KindCategory, wrapup.KindForm, "tem_1"})
	check.Equal(t, kept[2].Before == nil, true) // it was like that of all others
	before := check.Must(json.Marshal(kept[1].Before))(t)
	check.Equal(t, string(before), `{"nameZh":"售后","archived":false}`)

	check.NoError(t, w.RestoreCategory(w.boss(), id, before))
	got := check.Must(w.Setup(w.agent()))(t).Categories[0]
	check.Equal(t, got, wrapup.Category{ID: id, NameZh: "售后", Version: 3})
	check.NoError(t, w.RestoreForm(w.boss(), "tem_1", json.RawMessage(`{"mode":"off","categoryIds":[]}`)))
	check.Equal(t, check.Must(w.Setup(w.agent()))(t).Forms[0].Mode, wrapup.Off)
	check.Fault(t, w.RestoreForm(w.agent(), "tem_1", before), fault.ErrDenied)
	check.Fault(t, w.RestoreCategory(w.agent(), id, before), fault.ErrDenied)
	check.Fault(t, w.RestoreCategory(w.boss(), "wct_gone", before), wrapup.ErrCategoryNotFound)
}
