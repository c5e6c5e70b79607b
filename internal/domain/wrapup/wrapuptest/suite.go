package wrapuptest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/wrapup"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s wrapup.Stores) {
	t.Helper()
	t.Run("categories", func(t *testing.T) { categories(t, run, s) })
	t.Run("forms", func(t *testing.T) { forms(t, run, s) })
	t.Run("summaries", func(t *testing.T) { summaries(t, run, s) })
	t.Run("figures", func(t *testing.T) { figures(t, run, s) })
}

func sorted(list []wrapup.Category) []wrapup.Category {
	slices.SortFunc(list, func(a, b wrapup.Category) int { return strings.Compare(a.ID, b.ID) })
	return list
}

func categories(t *testing.T, run unit.Runner, s wrapup.Stores) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	a := wrapup.Category{ID: "wct_a", NameZh: "售后", NameEn: "After sales", Version: 1}
	b := wrapup.Category{ID: "wct_b", ParentID: a.ID, NameZh: "退货", Position: 3, Archived: true, Version: 1}
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		if err := s.LockTree(ctx); err != nil {
			return err
		}
		if err := s.InsertCategory(ctx, a); err != nil {
			return err
		}
		return s.InsertCategory(ctx, b)
	}))
	check.Equal(t, sorted(check.Must(s.Categories(here))(t)), []wrapup.Category{a, b})
	b.NameEn, b.Archived, b.ParentID = "Return", false, ""
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.UpdateCategory(ctx, b) }))
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.UpdateCategory(ctx, b) }), fault.ErrConflict)
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		if err := s.LockTree(ctx); err != nil {
			return err
		}
		return s.Reposition(ctx, a.ID, 7)
	}))
	a.Position, b.Version = 7, 2
	check.Equal(t, sorted(check.Must(s.Categories(here))(t)), []wrapup.Category{a, b})

	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.MarkUsed(ctx, a.ID) }))
	a.Used = true
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.DeleteCategory(ctx, a.ID) }), wrapup.ErrUsed)
	check.NoError(t, run.Do(there, func(ctx context.Context) error { return s.Reposition(ctx, a.ID, 1) }))
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.DeleteCategory(ctx, b.ID) }), wrapup.ErrUsed)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.UpdateCategory(ctx, b) }), fault.ErrConflict)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.MarkUsed(ctx, b.ID) }), wrapup.ErrCategoryNotFound)
	check.Equal(t, len(check.Must(s.Categories(there))(t)), 0)
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.DeleteCategory(ctx, b.ID) }))
	check.Equal(t, check.Must(s.Categories(here))(t), []wrapup.Category{a})
	_, err := s.Categories(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func forms(t *testing.T, run unit.Runner, s wrapup.Stores) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	f := wrapup.Form{TeamID: "tem_1", Mode: wrapup.Required, CategoryIDs: []string{"wct_a"}}
	put := func(in context.Context, f wrapup.Form) error {
		return run.Do(in, func(ctx context.Context) error { return s.PutForm(ctx, f) })
	}
	check.NoError(t, put(here, f))
	check.Fault(t, put(here, f), fault.ErrConflict)
	f.Version, f.Mode, f.CategoryIDs = 1, wrapup.Optional, []string{}
	check.NoError(t, put(here, f))
	check.Fault(t, put(here, f), fault.ErrConflict)
	check.Fault(t, put(there, f), fault.ErrConflict)
	f.Version = 2
	check.Equal(t, check.Must(s.Forms(here))(t), []wrapup.Form{f})
	check.Equal(t, len(check.Must(s.Forms(there))(t)), 0)
}

func sample(conversation string, resolution int, day wrapup.Day) wrapup.Summary {
	return wrapup.Summary{
		ConversationID: conversation, Number: 12, Resolution: resolution, CategoryID: "wct_a", Outcome: wrapup.Resolved, Remark: "好的",
		TeamID: "tem_1", AgentID: "usr_1", Day: day, AuthorKind: "user", AuthorID: "usr_1", CreatedAt: Epoch, UpdatedAt: Epoch,
	}
}

func summaries(t *testing.T, run unit.Runner, s wrapup.Stores) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	put := func(in context.Context, one wrapup.Summary) error {
		return run.Do(in, func(ctx context.Context) error { return s.PutSummary(ctx, one) })
	}
	first, second := sample("cnv_1", 1, "2026-03-01"), sample("cnv_1", 2, "2026-03-02")
	second.AuthorID, second.CategoryID = "usr_2", "wct_b"
	check.NoError(t, put(here, first))
	check.Fault(t, put(here, first), fault.ErrConflict)
	check.NoError(t, put(here, second))
	edited := first
	edited.Version, edited.Remark, edited.Outcome, edited.UpdatedAt, edited.AuthorID = 1, "改", wrapup.FollowUp, Epoch.Add(time.Hour), "usr_2"
	check.NoError(t, put(here, edited))
	check.Fault(t, put(here, edited), fault.ErrConflict)
	check.Fault(t, put(there, edited), fault.ErrConflict)
	edited.Version = 2
	got, ok, err := s.Summary(here, "cnv_1", 1)
	check.NoError(t, err)
	check.Equal(t, got, edited)
	check.Equal(t, ok, true)
	_, ok, err = s.Summary(there, "cnv_1", 1)
	check.NoError(t, err)
	check.Equal(t, ok, false)

	all := check.Must(s.SummariesOf(here, "cnv_1"))(t)
	check.Equal(t, []int{all[0].Resolution, all[1].Resolution, len(all[0].History)}, []int{2, 1, 1})
	check.Equal(t, all[1].History, []wrapup.Revision{
		{Version: 2, ByKind: "user", ByID: "usr_2", At: Epoch.Add(time.Hour), CategoryID: "wct_a", Outcome: wrapup.FollowUp, Remark: "改"},
		{Version: 1, ByKind: "user", ByID: "usr_1", At: Epoch, CategoryID: "wct_a", Outcome: wrapup.Resolved, Remark: "好的"},
	})
	check.Equal(t, len(check.Must(s.SummariesOf(there, "cnv_1"))(t)), 0)
	check.Equal(t, check.Must(s.Recent(here, "usr_2", 5))(t), []string{"wct_a", "wct_b"})
	check.Equal(t, check.Must(s.Recent(here, "usr_2", 1))(t), []string{"wct_a"})
	check.Equal(t, len(check.Must(s.Recent(there, "usr_2", 5))(t)), 0)

	erase := func(in context.Context) (gone []wrapup.Summary) {
		check.NoError(t, run.Do(in, func(ctx context.Context) (err error) { gone, err = s.EraseSummaries(ctx, "cnv_1"); return err }))
		return gone
	}
	check.Equal(t, len(erase(there)), 0)
	check.Equal(t, len(erase(here)), 2)
	check.Equal(t, len(check.Must(s.SummariesOf(here, "cnv_1"))(t)), 0)
	check.NoError(t, put(here, first)) // the history is gone as well
	check.Equal(t, len(erase(here)), 1)
}

func figures(t *testing.T, run unit.Runner, s wrapup.Stores) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	march := wrapup.Query{From: "2026-03-01", To: "2026-03-31"}
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		for i := range 5 {
			one := sample(fmt.Sprintf("cnv_%d", i), 1, wrapup.Day(fmt.Sprintf("2026-03-0%d", 1+i/2)))
			if i == 4 {
				one.CategoryID, one.Outcome, one.TeamID = "wct_b", wrapup.FollowUp, ""
			}
			if err := s.PutSummary(ctx, one); err != nil {
				return err
			}
			delta := wrapup.Tally{Day: one.Day, TeamID: one.TeamID, AgentID: one.AgentID, CategoryID: one.CategoryID, Outcome: one.Outcome, N: 2}
			if err := s.Bump(ctx, []wrapup.Tally{delta}); err != nil {
				return err
			}
			delta.N = -1
			if err := s.Bump(ctx, []wrapup.Tally{delta}); err != nil {
				return err
			}
		}
		gone := wrapup.Tally{Day: "2026-03-09", CategoryID: "wct_gone", Outcome: wrapup.Resolved, N: 1}
		back := gone
		back.N = -1
		return s.Bump(ctx, []wrapup.Tally{gone, back})
	}))
	for by, want := range map[wrapup.Dimension][]wrapup.Count{
		wrapup.ByCategory: {{Key: "wct_a", Outcome: wrapup.Resolved, N: 4}, {Key: "wct_b", Outcome: wrapup.FollowUp, N: 1}},
		wrapup.ByTeam:     {{Key: "", Outcome: wrapup.FollowUp, N: 1}, {Key: "tem_1", Outcome: wrapup.Resolved, N: 4}},
		wrapup.ByAgent:    {{Key: "usr_1", Outcome: wrapup.FollowUp, N: 1}, {Key: "usr_1", Outcome: wrapup.Resolved, N: 4}},
		wrapup.ByDay: {
			{Key: "2026-03-01", Outcome: wrapup.Resolved, N: 2},
			{Key: "2026-03-02", Outcome: wrapup.Resolved, N: 2},
			{Key: "2026-03-03", Outcome: wrapup.FollowUp, N: 1},
		},
	} {
		check.Equal(t, check.Must(s.Tally(here, march, by))(t), want)
		check.Equal(t, len(check.Must(s.Tally(there, march, by))(t)), 0)
	}
	for _, one := range []struct {
		q    wrapup.Query
		in   []string
		want string
	}{
		{march, nil, "cnv_4 cnv_3 cnv_2 cnv_1 cnv_0"},
		{wrapup.Query{From: "2026-03-02", To: "2026-03-02"}, nil, "cnv_3 cnv_2"},
		{wrapup.Query{From: "2026-03-01", To: "2026-03-31", TeamID: wrapup.NoTeam}, nil, "cnv_4"},
		{wrapup.Query{From: "2026-03-01", To: "2026-03-31", TeamID: "tem_1", AgentID: "usr_1", Outcome: wrapup.Resolved}, []string{"wct_a", "wct_z"}, "cnv_3 cnv_2 cnv_1 cnv_0"},
		{wrapup.Query{From: "2026-03-01", To: "2026-03-31", AgentID: "usr_9"}, nil, ""},
	} {
		var ids []string
		r := wrapup.Rows{Query: one.q, Categories: one.in, Page: page.Request{Limit: 2}}
		for {
			p := check.Must(s.ListSummaries(here, r))(t)
			for _, item := range p.Items {
				ids = append(ids, item.ConversationID)
			}
			if r.Page.Cursor = p.Next; p.Next == "" {
				break
			}
		}
		check.Equal(t, strings.Join(ids, " "), one.want)
		check.Equal(t, len(check.Must(s.ListSummaries(there, wrapup.Rows{Query: one.q}))(t).Items), 0)
	}
}
