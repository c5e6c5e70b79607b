package qualitytest

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/quality"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// AMark makes a mark.
func AMark(id, conversation string, at time.Time) quality.Mark {
	return quality.Mark{
		ID: id, ConversationID: conversation, Number: 7, AgentID: "usr_a", Reason: quality.Attitude, Comment: "rude", State: quality.Open,
		MarkedBy: "usr_b", CreatedAt: at, Version: 1,
	}
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s quality.Store) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.SystemFor("wsp_quality"))
	elsewhere := actor.With(t.Context(), actor.SystemFor("wsp_other"))
	do := func(fn func(ctx context.Context) error) {
		t.Helper()
		check.NoError(t, run.Do(ctx, fn))
	}
	var made []quality.Mark
	for i, id := range []string{"qmk_1", "qmk_2", "qmk_3"} {
		m := AMark(id, "cnv_1", Epoch.Add(time.Duration(i/2)*time.Hour))
		do(func(ctx context.Context) error { return s.InsertMark(ctx, m) })
		made = append(made, m)
	}
	do(func(ctx context.Context) error {
		m := AMark("qmk_4", "cnv_2", Epoch.Add(-time.Hour))
		m.Reason = quality.Good
		return s.InsertMark(ctx, m)
	})
	check.Equal(t, check.Must(s.Mark(ctx, "qmk_1"))(t), made[0])
	_, err := s.Mark(elsewhere, "qmk_1")
	check.Fault(t, err, quality.ErrNotFound)
	check.Equal(t, check.Must(s.MarksOf(ctx, "cnv_1"))(t), []quality.Mark{made[2], made[1], made[0]})
	check.Equal(t, len(check.Must(s.MarksOf(elsewhere, "cnv_1"))(t)), 0)

	later := Epoch.Add(2 * time.Hour)
	made[1].State, made[1].Verdict, made[1].DoneBy, made[1].DoneAt = quality.Done, "fair", "usr_c", &later
	do(func(ctx context.Context) error { return s.UpdateMark(ctx, made[1]) })
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.UpdateMark(ctx, made[1]) }), fault.ErrConflict)
	made[1].Version = 2
	check.Equal(t, check.Must(s.Mark(ctx, "qmk_2"))(t), made[1])
	first := check.Must(s.ListMarks(ctx, quality.Filter{State: quality.Open}, page.Request{Limit: 2}))(t)
	check.Equal(t, first.Items, []quality.Mark{made[2], made[0]})
	rest := check.Must(s.ListMarks(ctx, quality.Filter{State: quality.Open}, page.Request{Limit: 2, Cursor: first.Next}))(t)
	check.Equal(t, len(rest.Items), 1)
	check.Equal(t, len(check.Must(s.ListMarks(ctx, quality.Filter{}, page.Request{}))(t).Items), 4)
	check.Equal(t, len(check.Must(s.ListMarks(elsewhere, quality.Filter{}, page.Request{}))(t).Items), 0)

	for reason, found := range map[quality.Reason]int{quality.Good: 1, quality.Attitude: 2, quality.Complaint: 0} {
		check.Equal(t, len(check.Must(s.ListMarks(ctx, quality.Filter{State: quality.Open, Reason: reason}, page.Request{}))(t).Items), found)
	}

	do(func(ctx context.Context) error { return s.DeleteMark(ctx, "qmk_3") })
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.DeleteMark(ctx, "qmk_3") }), quality.ErrNotFound)
	do(func(ctx context.Context) error { return s.EraseMarks(ctx, "cnv_1") })
	check.Equal(t, len(check.Must(s.ListMarks(ctx, quality.Filter{}, page.Request{}))(t).Items), 1)
}
