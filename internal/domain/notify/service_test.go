package notify_test

import (
	"context"
	"encoding/json"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/notify/notifytest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	notifytest.Suite(t, &unit.Memory{}, notifytest.NewMemory())
}

func happened(kind string, seq int64, by actor.Ref, data string) event.Event {
	e := event.New("wsp_1", "conversation", "cnv_1", kind, by, notifytest.Epoch, json.RawMessage(data))
	e.Seq = seq
	return e
}

var (
	visitor = actor.Ref{Kind: actor.Visitor, ID: "vis_1"}
	one     = actor.Ref{Kind: actor.User, ID: "usr_1"}
	job     = actor.Ref{Kind: actor.Job, ID: "attention.wait"}
)

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	type told struct {
		User string
		Kind notify.Kind
	}
	for name, c := range map[string]struct {
		e    event.Event
		want []told
	}{
		"reply":                            {happened("conversation.message_added", 2, visitor, `{"authorKind":"customer","assigneeId":"usr_1"}`), []told{{"usr_1", notify.Reply}}},
		"nobody's":                         {happened("conversation.message_added", 2, visitor, `{"authorKind":"customer"}`), nil},
		"agent's message":                  {happened("conversation.message_added", 2, one, `{"authorKind":"user","assigneeId":"usr_2"}`), nil},
		"mentions":                         {happened("conversation.note_added", 2, one, `{"mentions":["usr_2","usr_1","usr_2","usr_3"]}`), []told{{"usr_2", notify.Mention}, {"usr_3", notify.Mention}}},
		"mentions in a note on a customer": {happened("customer.noted", 0, one, `{"noteId":"cnt_1","mentions":["usr_2","usr_1"]}`), []told{{"usr_2", notify.Mention}}},
		"edited mentions":                  {happened("conversation.entry_edited", 4, one, `{"mentions":["usr_2"]}`), []told{{"usr_2", notify.Mention}}},
		"a whisper":                        {happened("conversation.whispered", 6, one, `{"entryId":"ent_1","to":["usr_2"]}`), []told{{"usr_2", notify.Mention}}},
		"waits":                            {happened("conversation.waited", 0, job, `{"urgency":"warn","seq":4,"to":["usr_2"]}`), []told{{"usr_2", notify.Waiting}}},
		"waits too long":                   {happened("conversation.waited", 0, job, `{"urgency":"alert","seq":4,"to":["usr_2","usr_3"]}`), []told{{"usr_2", notify.Overdue}, {"usr_3", notify.Overdue}}},
		"assigned":                         {happened("conversation.assigned", 2, one, `{"before":{"assigneeId":""},"after":{"assigneeId":"usr_2"}}`), []told{{"usr_2", notify.Assigned}}},
		"taken by oneself":                 {happened("conversation.assigned", 2, one, `{"before":{"assigneeId":""},"after":{"assigneeId":"usr_1"}}`), nil},
		"moved, same agent":                {happened("conversation.assigned", 2, one, `{"before":{"assigneeId":"usr_2"},"after":{"assigneeId":"usr_2"}}`), nil},
		"unassigned":                       {happened("conversation.assigned", 2, one, `{"before":{"assigneeId":"usr_2"},"after":{"assigneeId":""}}`), nil},
		"unreadable":                       {happened("conversation.assigned", 2, one, `[]`), nil},
		"followers":                        {happened("conversation.message_added", 2, visitor, `{"authorKind":"customer","assigneeId":"usr_1","followers":["usr_1","usr_2"]}`), []told{{"usr_1", notify.Reply}, {"usr_2", notify.Followed}}},
		"followed note":                    {happened("conversation.note_added", 2, one, `{"mentions":["usr_2"],"followers":["usr_1","usr_2","usr_3"]}`), []told{{"usr_2", notify.Mention}, {"usr_3", notify.Followed}}},
		"invited":                          {happened("conversation.joined", 2, one, `{"userIds":["usr_2"]}`), []told{{"usr_2", notify.Invited}}},
		"followed by oneself":              {happened("conversation.joined", 2, one, `{"userIds":["usr_1"]}`), nil},
		"planned":                          {happened("conversation.planned", 4, job, `{"authorId":"usr_2"}`), nil},
		"planned, not sent":                {happened("conversation.planned", 4, job, `{"authorId":"usr_2","held":"resolved"}`), []told{{"usr_2", notify.Held}}},
		"another event":                    {happened("conversation.resolved", 2, one, `{"after":{"assigneeId":"usr_2"}}`), nil},
	} {
		var got []told
		for _, n := range notify.Notices(c.e) {
			got = append(got, told{n.UserID, n.Kind})
		}
		t.Run(name, func(t *testing.T) { check.Equal(t, got, c.want) })
	}
}

func as(t *testing.T, user string) context.Context {
	return actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: user})
}

func TestHandleAndRead(t *testing.T) {
	t.Parallel()
	run := &unit.Memory{}
	s := notify.New(run, clock.Fixed(notifytest.Epoch), notifytest.NewMemory())
	message := func(seq int64) event.Recorded {
		return event.Recorded{Event: happened("conversation.message_added", seq, visitor, `{"authorKind":"customer","assigneeId":"usr_1"}`)}
	}
	handle := func(batch ...event.Recorded) {
		t.Helper()
		check.NoError(t, run.Do(t.Context(), func(ctx context.Context) error { return s.Handle(ctx, batch) }))
	}
	handle(message(2), message(3))
	handle(message(2), message(3)) // handled again after a crash
	p := check.Must(s.List(as(t, "usr_1"), false, page.Request{}))(t)
	check.Equal(t, []int{len(p.Items), p.Items[0].Times, p.Unread}, []int{1, 2, 1})
	check.Equal(t, len(check.Must(s.List(as(t, "usr_2"), false, page.Request{}))(t).Items), 0)

	check.Equal(t, check.Must(s.MarkRead(as(t, "usr_2"), true, nil))(t), 0)
	check.Equal(t, check.Must(s.Unread(as(t, "usr_1")))(t), 1)
	check.Equal(t, check.Must(s.Seen(as(t, "usr_1"), "cnv_1"))(t), 0)
	check.Equal(t, check.Must(s.MarkRead(as(t, "usr_1"), false, []string{p.Items[0].ID}))(t), 0)
	check.Equal(t, run.Types(), []string{notify.EventAdded, notify.EventAdded, notify.EventRead})
	check.Equal(t, string(run.Events()[2].Data), `{"count":1,"unread":0}`)

	token := actor.Actor{Tenant: "wsp_1", Kind: actor.Token, ID: "usr_1", Grants: map[actor.Permission]actor.Level{"customer.read": actor.All}}
	_, err := s.List(actor.With(t.Context(), token), false, page.Request{})
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.MarkRead(actor.With(t.Context(), token), true, nil)
	check.Fault(t, err, fault.ErrDenied)
	token.Grants["conversation.read"] = actor.Own
	check.Equal(t, len(check.Must(s.List(actor.With(t.Context(), token), false, page.Request{}))(t).Items), 1)

	_, err = s.MarkRead(as(t, "usr_1"), false, nil)
	check.FieldFault(t, err, "ids", fault.ErrRequired)
	_, err = s.List(actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.Visitor, ID: "usr_1"}), false, page.Request{})
	check.Fault(t, err, fault.ErrDenied)
}

// TestTellOfQueue: supervisors hear of a queue once for each moment, and only the house tells them.
func TestTellOfQueue(t *testing.T) {
	t.Parallel()
	run := &unit.Memory{}
	s := notify.New(run, clock.Fixed(notifytest.Epoch), notifytest.NewMemory())
	news := notify.QueueNews{ID: "que_1", Name: "Shop", Moved: 4, To: "All"}
	house := notifytest.In(t.Context(), "wsp_1")
	for range 2 { // done again after a crash
		check.NoError(t, run.Do(house, func(ctx context.Context) error {
			return s.TellOfQueue(ctx, []string{"usr_2", "usr_3"}, news, notifytest.Epoch)
		}))
	}
	for _, user := range []string{"usr_2", "usr_3"} {
		p := check.Must(s.List(as(t, user), false, page.Request{}))(t)
		check.Equal(t, []any{len(p.Items), p.Unread, p.Items[0].Kind, p.Items[0].ConversationID, p.Items[0].Times, *p.Items[0].Queue}, []any{1, 1, notify.Queue, "", 1, news})
	}
	check.Equal(t, run.Types(), []string{notify.EventAdded, notify.EventAdded})
	check.Fault(t, s.TellOfQueue(as(t, "usr_1"), []string{"usr_2"}, news, notifytest.Epoch), fault.ErrDenied)
}

// TestCustomerNote: a mention in a note leads to the customer, counts once, and goes with them.
func TestCustomerNote(t *testing.T) {
	t.Parallel()
	run := &unit.Memory{}
	s := notify.New(run, clock.Fixed(notifytest.Epoch), notifytest.NewMemory())
	about := func(kind string) event.Recorded {
		e := happened(kind, 0, one, `{"noteId":"cnt_1","mentions":["usr_2"]}`)
		e.StreamID = "cus_1"
		return event.Recorded{Event: e}
	}
	list := func() []notify.Notice {
		return check.Must(s.List(as(t, "usr_2"), false, page.Request{}))(t).Items
	}
	for range 2 { // handled again after a crash
		check.NoError(t, run.Do(t.Context(), func(ctx context.Context) error { return s.Handle(ctx, []event.Recorded{about("customer.noted")}) }))
	}
	n := list()[0]
	check.Equal(t, []any{len(list()), n.Kind, n.CustomerID, n.ConversationID, n.Seq, n.Times}, []any{1, notify.Mention, "cus_1", "", int64(0), 1})
	check.Equal(t, string(run.Events()[0].Data), `{"noticeId":"`+n.ID+`","kind":"mention","conversationId":"","customerId":"cus_1","seq":0,"times":1}`)
	check.NoError(t, run.Do(t.Context(), func(ctx context.Context) error { return s.Handle(ctx, []event.Recorded{about("customer.erased")}) }))
	check.Equal(t, len(list()), 0)
}
