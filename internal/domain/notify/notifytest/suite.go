package notifytest

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/notify"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

func notice(id, user string, kind notify.Kind, conversation string, seq int64) notify.Notice {
	return notify.Notice{
		ID: id, UserID: user, Kind: kind, ConversationID: conversation, Seq: seq, Times: 1,
		By: actor.Ref{Kind: actor.User, ID: "usr_by"}, CreatedAt: Epoch.Add(time.Duration(seq) * time.Second),
	}
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s notify.Store) {
	t.Helper()
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	add := func(ctx context.Context, n notify.Notice) (stored notify.Notice, changed bool) {
		t.Helper()
		check.NoError(t, run.Do(ctx, func(ctx context.Context) (err error) { stored, changed, err = s.Add(ctx, n); return err }))
		return stored, changed
	}
	first := notice("ntf_1", "usr_1", notify.Reply, "cnv_1", 3)
	stored, changed := add(here, first)
	check.Equal(t, stored, first)
	check.Equal(t, changed, true)
	_, changed = add(here, notice("ntf_2", "usr_1", notify.Reply, "cnv_1", 3)) // the same event again
	check.Equal(t, changed, false)
	stored, changed = add(here, notice("ntf_3", "usr_1", notify.Reply, "cnv_1", 5))
	check.Equal(t, []any{stored.ID, stored.Seq, stored.Times, changed}, []any{"ntf_1", int64(5), 2, true})
	add(here, notice("ntf_4", "usr_1", notify.Mention, "cnv_1", 6))
	add(here, notice("ntf_5", "usr_1", notify.Reply, "cnv_2", 2))
	add(here, notice("ntf_6", "usr_2", notify.Reply, "cnv_2", 2))
	check.Equal(t, check.Must(s.Unread(here, "usr_1"))(t), 3)

	p := check.Must(s.List(here, "usr_1", false, page.Request{Limit: 2}))(t)
	check.Equal(t, []string{p.Items[0].ID, p.Items[1].ID}, []string{"ntf_4", "ntf_1"})
	p = check.Must(s.List(here, "usr_1", false, page.Request{Limit: 2, Cursor: p.Next}))(t)
	check.Equal(t, p.Items, []notify.Notice{notice("ntf_5", "usr_1", notify.Reply, "cnv_2", 2)})
	check.Equal(t, p.Next, "")

	// Another workspace, and another user, see and change nothing.
	check.Equal(t, check.Must(s.Unread(there, "usr_1"))(t), 0)
	check.Equal(t, len(check.Must(s.List(there, "usr_1", false, page.Request{}))(t).Items), 0)
	at := Epoch.Add(time.Hour)
	mark := func(ctx context.Context, user string, ids []string) (n int) {
		t.Helper()
		check.NoError(t, run.Do(ctx, func(ctx context.Context) (err error) { n, err = s.MarkRead(ctx, user, ids, at); return err }))
		return n
	}
	check.Equal(t, mark(there, "usr_1", nil), 0)
	check.Equal(t, mark(here, "usr_2", []string{"ntf_1"}), 0)
	check.Equal(t, mark(here, "usr_1", []string{"ntf_1"}), 1)
	check.Equal(t, mark(here, "usr_1", []string{}), 0)
	check.Equal(t, mark(here, "usr_1", []string{"ntf_1"}), 0)
	list := check.Must(s.List(here, "usr_1", false, page.Request{}))(t).Items
	check.Equal(t, *list[1].ReadAt, at)

	// After reading, the next happening is a new notice; an old one is not.
	_, changed = add(here, notice("ntf_7", "usr_1", notify.Reply, "cnv_1", 4))
	check.Equal(t, changed, false)
	stored, _ = add(here, notice("ntf_8", "usr_1", notify.Reply, "cnv_1", 9))
	check.Equal(t, []any{stored.ID, stored.Times}, []any{"ntf_8", 1})
	var n int
	check.NoError(t, run.Do(here, func(ctx context.Context) (err error) {
		n, err = s.MarkConversationRead(ctx, "usr_1", "cnv_1", at)
		return err
	}))
	check.Equal(t, n, 2)
	check.Equal(t, len(check.Must(s.List(here, "usr_1", true, page.Request{}))(t).Items), 1)
	check.Equal(t, mark(here, "usr_1", nil), 1)
	for _, ctx := range []context.Context{there, here} {
		check.NoError(t, run.Do(ctx, func(ctx context.Context) error { return s.Forget(ctx, "cnv_2") }))
	}
	check.Equal(t, len(check.Must(s.List(here, "usr_2", false, page.Request{}))(t).Items), 0)
	check.Equal(t, len(check.Must(s.List(here, "usr_1", false, page.Request{}))(t).Items), 3)
	// What is said of a queue is kept as it was said last.
	about := notice("ntf_9", "usr_3", notify.Queue, "que_1", 1)
	about.Queue = &notify.QueueNews{ID: "que_1", Name: "Shop", Signs: []notify.QueueSign{{Of: "waiting", Now: 12, Limit: 10}}}
	stored, _ = add(here, about)
	check.Equal(t, stored, about)
	later := notice("ntf_10", "usr_3", notify.Queue, "que_1", 2)
	later.Queue = &notify.QueueNews{ID: "que_1", Name: "Shop", Moved: 4, To: "All"}
	add(here, later)
	later.ID, later.Times = "ntf_9", 2
	check.Equal(t, check.Must(s.List(here, "usr_3", false, page.Request{}))(t).Items, []notify.Notice{later})
	_, err := s.Unread(t.Context(), "usr_1")
	check.Fault(t, err, fault.ErrUnauthenticated)
}
