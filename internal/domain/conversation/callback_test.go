package conversation_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

func TestDial(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, code, want string }{
		{"138 0013 8000", "86", "+8613800138000"},
		{"８６-138-0013-8000", "86", "+8613800138000"},
		{"010-8888 6666", "86", "+861088886666"},
		{"+44 (0)", "86", ""},
		{"+44 20 7946 0958", "86", "+442079460958"},
		{"0049 30 901820", "86", "+4930901820"},
		{"(212) 555-0100", "1", "+12125550100"},
		{"1 212 555 0100", "1", "+12125550100"},
		{"13800138000", "", ""},
		{"call me", "86", ""},
		{"+0123456789", "86", ""},
		{"+1234567890123456", "86", ""},
		{"", "86", ""},
		{"+8613800138000;ext=5", "86", ""},
	} {
		got, ok := conversation.Dial(c.text, c.code)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q in +%s is %q, %v", c.text, c.code, got, ok)
		}
	}
}

func wish(phone string, from time.Time) conversation.CallBack {
	w := conversation.CallBack{Phone: phone, Name: "Lin", From: from}
	if !from.IsZero() {
		w.Until = from.Add(time.Hour)
	}
	return w
}

const phone, otherPhone = "+8613800138000", "+8613900139000"

func TestCallBackKeepsTheCustomersPlace(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	lin := ct.AsVisitor(t.Context(), ct.Customer.ID)
	since := r.row(t).WaitingSince
	v := check.Must(r.Service.AskCallBack(lin, r.id, wish(phone, time.Time{})))(t)
	check.Equal(t, []string{v.CallBack.Phone, string(v.Status)}, []string{phone, "open"})
	check.Equal(t, r.row(t).WaitingSince, since)
	check.Equal(t, r.happened(), []string{conversation.EventCallBackAsked})
	asked := r.row(t).CallBack.AskedAt

	// The same twice is one; another one changes the first.
	check.Must(r.Service.AskCallBack(lin, r.id, wish(phone, time.Time{})))(t)
	check.Equal(t, r.happened(), []string{})
	r.Clock.Pass(time.Minute)
	later := r.Clock.Now().Add(3 * time.Hour)
	v = check.Must(r.Service.AskCallBack(lin, r.id, wish(otherPhone, later)))(t)
	check.Equal(t, []any{v.CallBack.Phone, v.Status}, []any{otherPhone, conversation.Open})
	row := r.row(t)
	check.Equal(t, []any{row.Status, row.SnoozedUntil, row.WaitingSince, row.CallBack.AskedAt}, []any{conversation.Snoozed, later, since, asked})
	check.Equal(t, r.happened(), []string{conversation.EventCallBackAsked, conversation.EventSnoozed})

	// Sooner again: it is awake, and stands where it stood.
	check.Must(r.Service.AskCallBack(lin, r.id, wish(otherPhone, time.Time{})))(t)
	check.Equal(t, []any{r.row(t).Status, r.row(t).WaitingSince}, []any{conversation.Open, since})
	check.Equal(t, r.happened(), []string{conversation.EventCallBackAsked, conversation.EventUnsnoozed})

	// Withdrawn, also twice, also while it sleeps.
	check.Must(r.Service.AskCallBack(lin, r.id, wish(otherPhone, later)))(t)
	r.happened()
	v = check.Must(r.Service.WithdrawCallBack(lin, r.id))(t)
	check.Equal(t, v.CallBack, nil)
	check.Equal(t, []any{r.row(t).Status, r.row(t).WaitingSince}, []any{conversation.Open, since})
	check.Equal(t, r.happened(), []string{conversation.EventCallBackWithdrawn, conversation.EventUnsnoozed})
	check.Must(r.Service.WithdrawCallBack(lin, r.id))(t)
	check.Equal(t, r.happened(), []string{})
}

func TestWhoMayAskForACallBack(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	lin, other, bob := ct.AsVisitor(t.Context(), ct.Customer.ID), ct.AsVisitor(t.Context(), ct.Other.ID), ct.As(t.Context(), ct.Bob, actor.All)
	w := wish(phone, time.Time{})
	_, err := r.Service.AskCallBack(other, r.id, w)
	check.Fault(t, err, conversation.ErrNotFound)
	_, err = r.Service.WithdrawCallBack(other, r.id)
	check.Fault(t, err, conversation.ErrNotFound)
	_, _, err = r.Service.SolveAlone(other, r.id)
	check.Fault(t, err, conversation.ErrNotFound)
	_, err = r.Service.VisitorHead(other, r.id)
	check.Fault(t, err, conversation.ErrNotFound)
	_, err = r.Service.AskCallBack(bob, r.id, w)
	check.Fault(t, err, conversation.ErrVisitorOnly)
	_, err = r.Service.AskCallBack(lin, r.id, wish("13800138000", time.Time{}))
	check.FieldFault(t, err, "phone", conversation.ErrPhone)
	_, err = r.Service.Called(lin, r.id, conversation.Reached, time.Time{})
	check.Fault(t, err, fault.ErrDenied)
	_, err = r.Service.Called(bob, r.id, conversation.Reached, time.Time{})
	check.Fault(t, err, conversation.ErrNoCallBack)
	check.Equal(t, r.happened(), []string{})

	check.Must(r.Service.Assign(bob, r.id, conversation.Assignment{Assignee: ct.Ptr(ct.Bob)}))(t)
	_, err = r.Service.AskCallBack(lin, r.id, w) // somebody is there
	check.Fault(t, err, conversation.ErrCallBackTaken)
	_, _, err = r.Service.SolveAlone(lin, r.id)
	check.Fault(t, err, conversation.ErrCallBackTaken)
	check.Must(r.Service.Resolve(bob, r.id, "", nil))(t)
	_, err = r.Service.AskCallBack(lin, r.id, w)
	check.Fault(t, err, conversation.ErrResolved)
}

func TestWhatCameOfACall(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	lin, bob := ct.AsVisitor(t.Context(), ct.Customer.ID), ct.As(t.Context(), ct.Bob, actor.All)
	check.Must(r.Service.AskCallBack(lin, r.id, wish(phone, time.Time{})))(t)
	r.happened()
	_, err := r.Service.Called(bob, r.id, "answered", time.Time{})
	check.FieldFault(t, err, "outcome", fault.ErrChoice)
	_, err = r.Service.Called(bob, r.id, conversation.NotReached, r.Clock.Now())
	check.FieldFault(t, err, "again", conversation.ErrSnoozePast)
	_, err = r.Service.Called(bob, r.id, conversation.Reached, r.Clock.Now().Add(time.Hour))
	check.FieldFault(t, err, "again", conversation.ErrSnoozePast)

	again := r.Clock.Now().Add(2 * time.Hour)
	res := check.Must(r.Service.Called(bob, r.id, conversation.NotReached, again))(t)
	row := res.Conversation
	check.Equal(t, []any{row.AssigneeID, row.Status, row.SnoozedUntil, row.CallBack.From, row.CallBack.Tried}, []any{ct.Bob, conversation.Snoozed, again, again, 1})
	check.Equal(t, r.happened(), []string{conversation.EventAssigned, conversation.EventCalled, conversation.EventSnoozed})

	// At once again, and the third time is the last.
	check.Must(r.Service.Called(bob, r.id, conversation.NotReached, time.Time{}))(t)
	check.Equal(t, []any{r.row(t).Status, r.row(t).CallBack.Tried}, []any{conversation.Open, 2})
	res = check.Must(r.Service.Called(bob, r.id, conversation.NotReached, again))(t)
	check.Equal(t, []any{res.Conversation.CallBack == nil, res.Conversation.Status, res.Entry().Activity.Outcome}, []any{true, conversation.Open, string(conversation.GivenUp)})

	// The customer is told, and reads no more than that.
	_, list, err := r.Service.VisitorEntries(lin, r.id, conversation.Range{})
	check.NoError(t, err)
	var heard []string
	for _, e := range list {
		if e.Activity == conversation.WasCalled {
			heard = append(heard, string(e.Outcome))
		}
	}
	check.Equal(t, heard, []string{"not_reached", "not_reached", "given_up"})
}

func TestReachedEndsTheWaiting(t *testing.T) {
	t.Parallel()
	for out, waits := range map[conversation.CallOutcome]bool{conversation.Reached: false, conversation.WrongNumber: true} {
		r := newRoom(t)
		lin, bob := ct.AsVisitor(t.Context(), ct.Customer.ID), ct.As(t.Context(), ct.Bob, actor.All)
		check.Must(r.Service.AskCallBack(lin, r.id, wish(phone, time.Time{})))(t)
		check.Must(r.Service.Called(bob, r.id, out, time.Time{}))(t)
		row := r.row(t)
		check.Equal(t, []any{row.CallBack == nil, row.Status, !row.WaitingSince.IsZero(), row.FirstReplyAt.IsZero()}, []any{true, conversation.Open, waits, waits})
	}
}

func TestWhoFindsTheAnswerAloneWaitsNoMore(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	lin := ct.AsVisitor(t.Context(), ct.Customer.ID)
	check.Must(r.Service.AskCallBack(lin, r.id, wish(phone, time.Time{})))(t)
	r.happened()
	v, ended, err := r.Service.SolveAlone(lin, r.id)
	check.NoError(t, err)
	check.Equal(t, []any{v.Status, ended, r.row(t).CallBack == nil, r.row(t).WaitingSince.IsZero()}, []any{conversation.Resolved, true, true, true})
	_, ended, err = r.Service.SolveAlone(lin, r.id)
	check.NoError(t, err)
	check.Equal(t, []any{ended, r.happened()}, []any{false, []string{conversation.EventResolved}})
}

func TestWhoLeavesTheQueueHasResolvedNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	lin, bob := ct.AsVisitor(t.Context(), ct.Customer.ID), ct.As(t.Context(), ct.Bob, actor.All)
	for _, who := range []context.Context{ct.AsVisitor(t.Context(), ct.Other.ID), ct.AsVisitor(t.Context(), "")} {
		_, _, err := r.Service.LeaveQueue(who, r.id)
		check.Fault(t, err, conversation.ErrNotFound)
	}
	_, _, err := r.Service.LeaveQueue(bob, r.id)
	check.Fault(t, err, conversation.ErrVisitorOnly)
	r.happened()

	v, ended, err := r.Service.LeaveQueue(lin, r.id)
	check.NoError(t, err)
	row := r.row(t)
	check.Equal(t, []any{v.Status, v.CanRate, ended}, []any{conversation.Resolved, false, true}) // nobody served them
	check.Equal(t, []any{row.ResolvedBy, row.ResolvedAt, row.WaitingSince.IsZero()}, []any{"", r.Clock.Now(), true})
	_, list, err := r.Service.VisitorEntries(lin, r.id, conversation.Range{})
	check.NoError(t, err)
	check.Equal(t, list[len(list)-1].Activity, "queue_left")
	_, ended, err = r.Service.LeaveQueue(lin, r.id)
	check.NoError(t, err)
	check.Equal(t, []any{ended, r.happened()}, []any{false, []string{conversation.EventResolved}})

	r.say(t, "still there?")
	check.Equal(t, r.row(t).Status, conversation.Open)
	check.Must(r.Service.Assign(bob, r.id, conversation.Assignment{Assignee: ct.Ptr(ct.Bob)}))(t)
	_, _, err = r.Service.LeaveQueue(lin, r.id)
	check.Fault(t, err, conversation.ErrCallBackTaken)
}

func TestLeftMessages(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	in := ct.Says(ct.Customer, "off", "please write to me")
	in.Offline = true
	check.Must(r.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), in))(t)
	check.Equal(t, r.row(t).Left, true)
	r.say(t, "here again")
	check.Equal(t, r.row(t).Left, false)
}

func TestLinesOfferWhatTheirOccasionSays(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	c := r.row(t)
	for occasion, want := range map[string]conversation.Choice{"queue.faq": "faq", "queue.full": "message", "queue.closed_callback": "callback", "queue.tell": "", "welcome": ""} {
		turn := conversation.Begin(c, actor.SystemFor(ct.Tenant), ct.Start)
		turn.Say(occasion, conversation.Entry{Body: "words"})
		_, list, err := r.Service.ForVisitor(ct.AsSystem(t.Context()), turn.Row, turn.Entries)
		check.NoError(t, err)
		check.Equal(t, list[0].Choice, want)
	}
}
