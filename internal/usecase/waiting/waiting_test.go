package waiting_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/usecase/waiting"
)

const shop, phone = "que_shop", "+8613800138000"

// house is a workspace with one queue that is open from 9 to 18 (UTC, every day) if it has a calendar.
type house struct {
	*waiting.Service
	world *ct.World
	plan  routing.Plan
	known string // number of the customer
	code  string
	gone  bool // the work is not there
	item  routing.Item
	count map[string]int
	id    string
}

func (h *house) Current(context.Context) (routing.Published, error) {
	return routing.Published{Number: 1, Plan: h.plan}, nil
}

func (h *house) WorkOf(_ context.Context, id string) (routing.Item, error) {
	if h.gone {
		return routing.Item{}, routing.ErrNoWork.New()
	}
	it := h.item
	it.Work = routing.Work{ID: id, Queues: []string{shop}}
	return it, nil
}

func (h *house) Choose(_ context.Context, queueID, choice string, _ time.Time) error {
	h.count[queueID+" "+choice]++
	return nil
}

func (*house) OpenFor(_ context.Context, _ string, from time.Time, d time.Duration) (time.Time, bool, error) {
	for {
		opens, closes := from.Truncate(24*time.Hour).Add(9*time.Hour), from.Truncate(24*time.Hour).Add(18*time.Hour)
		if from.Before(opens) {
			from = opens
		}
		if left := closes.Sub(from); left >= d {
			return from.Add(d), true, nil
		} else if left > 0 {
			d -= left
		}
		from = from.Truncate(24 * time.Hour).Add(24 * time.Hour)
	}
}

func (h *house) Phone(context.Context, string) (string, error) { return h.known, nil }

func (h *house) CountryCode(context.Context) (string, error) { return h.code, nil }

func newHouse(t *testing.T, steps ...routing.Action) *house {
	t.Helper()
	m := ct.NewMemory()
	h := &house{world: ct.NewWorld(m, m), plan: routing.NewPlan(shop, "Shop"), item: routing.Item{State: routing.Waits}, code: "86", count: map[string]int{}}
	for _, do := range steps {
		h.plan.Queues[0].Steps = append(h.plan.Queues[0].Steps, routing.Step{Do: do})
	}
	h.Service = waiting.New(waiting.Deps{Run: m, Clock: h.world.Clock, Talks: h.world.Service, Work: h, Plans: h, Hours: h, People: h})
	h.id = check.Must(h.world.Service.Receive(h.lin(t), ct.Says(ct.Customer, "first", "hello")))(t).Conversation.ID
	return h
}

func (h *house) lin(t *testing.T) context.Context { return ct.AsVisitor(t.Context(), ct.Customer.ID) }

func (h *house) row(t *testing.T) conversation.Conversation {
	t.Helper()
	return check.Must(h.world.Stores.Get(ct.AsSystem(t.Context()), h.id))(t)
}

func TestNothingIsDoneThatTheQueueDoesNotOffer(t *testing.T) {
	t.Parallel()
	h := newHouse(t, routing.ActTell, routing.ActMessage)
	_, err := h.CallChoices(h.lin(t), h.id)
	check.Fault(t, err, conversation.ErrNotOffered)
	_, err = h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Phone: phone})
	check.Fault(t, err, conversation.ErrNotOffered)
	_, err = h.Solved(h.lin(t), h.id)
	check.Fault(t, err, conversation.ErrNotOffered)
	h.plan.Queues[0].Steps, h.plan.Queues[0].Closed = nil, routing.ActCallBack
	check.Must(h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Phone: phone}))(t)
}

func TestOnlyOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t, routing.ActCallBack, routing.ActFAQ)
	for _, who := range []context.Context{ct.AsVisitor(t.Context(), ct.Other.ID), ct.AsVisitor(t.Context(), "")} {
		_, err := h.CallChoices(who, h.id)
		check.Fault(t, err, conversation.ErrNotFound)
		_, err = h.AskCallBack(who, h.id, conversation.CallWish{Phone: phone})
		check.Fault(t, err, conversation.ErrNotFound)
		_, err = h.WithdrawCallBack(who, h.id)
		check.Fault(t, err, conversation.ErrNotFound)
		_, err = h.Solved(who, h.id)
		check.Fault(t, err, conversation.ErrNotFound)
		_, err = h.Leaving(who, h.id)
		check.Fault(t, err, conversation.ErrNotFound)
		_, err = h.Leave(who, h.id)
		check.Fault(t, err, conversation.ErrNotFound)
	}
	_, err := h.AskCallBack(ct.As(t.Context(), ct.Ann, actor.All), h.id, conversation.CallWish{Phone: phone})
	check.Fault(t, err, conversation.ErrVisitorOnly)
	check.Equal(t, h.row(t).CallBack, nil)
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	h := newHouse(t, routing.ActCallBack)
	_, err := h.AskCallBack(h.lin(t), h.id, conversation.CallWish{})
	check.FieldFault(t, err, "phone", fault.ErrRequired)
	_, err = h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Phone: "soon"})
	check.FieldFault(t, err, "phone", conversation.ErrPhone)
	h.known = "138 0013 8000"
	check.Equal(t, check.Must(h.CallChoices(h.lin(t), h.id))(t).Phone, "138 **** 8000") // never as it is
	out := check.Must(h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Name: " Lin "}))(t)
	check.Equal(t, []string{out.CallBack.Phone, out.CallBack.Name, out.CallBack.QueueID}, []string{phone, "Lin", shop})
	check.Must(h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Phone: "+44 20 7946 0958"}))(t)
	check.Equal(t, h.row(t).CallBack.Phone, "+442079460958")
	// Whoever changes only the time keeps the number.
	check.Must(h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Name: "Mei"}))(t)
	check.Equal(t, h.row(t).CallBack.Phone, "+442079460958")
	check.Equal(t, h.count, map[string]int{shop + " callback": 1}) // one wish, however often it changes
}

func TestTimesAreWithinTheHoursOfTheQueue(t *testing.T) {
	t.Parallel()
	h := newHouse(t, routing.ActCallBack)
	at := func(day, hour int) time.Time {
		return ct.Start.Truncate(24*time.Hour).AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour)
	}
	open := check.Must(h.CallChoices(h.lin(t), h.id))(t) // no calendar: always
	check.Equal(t, []any{open.Open, len(open.Windows), open.Windows[0].From}, []any{true, 24, at(0, 10)})

	h.plan.Queues[0].Calendar = "cal_1"
	h.world.Clock.Pass(6*time.Hour + 20*time.Minute) // 15:20
	some := check.Must(h.CallChoices(h.lin(t), h.id))(t)
	check.Equal(t, []any{some.Open, some.Windows[0].From, some.Windows[1].From, some.Windows[2].From}, []any{true, at(0, 16), at(0, 17), at(1, 9)})
	for _, wrong := range []time.Time{at(0, 18), at(0, 16).Add(time.Minute), at(1, 8), at(20, 10), at(0, 14)} {
		_, err := h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Phone: phone, From: wrong})
		check.FieldFault(t, err, "from", conversation.ErrCallTime)
	}
	check.Must(h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Phone: phone, From: at(1, 9)}))(t)
	row := h.row(t)
	check.Equal(t, []any{row.Status, row.SnoozedUntil, row.CallBack.Until}, []any{conversation.Snoozed, at(1, 9), at(1, 10)})

	// Meanwhile it is in no queue; the wish knows which one it was.
	h.gone = true
	check.Must(h.AskCallBack(h.lin(t), h.id, conversation.CallWish{From: at(1, 10)}))(t)
	check.Equal(t, []any{h.row(t).CallBack.QueueID, h.row(t).SnoozedUntil}, []any{shop, at(1, 10)})
	_, err := h.AskCallBack(h.lin(t), h.id, conversation.CallWish{From: at(1, 8)})
	check.FieldFault(t, err, "from", conversation.ErrCallTime)
	// The window has begun while the form was open: that is now.
	check.Must(h.AskCallBack(h.lin(t), h.id, conversation.CallWish{From: at(0, 15)}))(t)
	check.Equal(t, []any{h.row(t).Status, h.row(t).CallBack.From.IsZero()}, []any{conversation.Open, true})

	// As soon as possible is when the queue opens.
	h.world.Clock.Pass(5 * time.Hour)
	check.Equal(t, check.Must(h.CallChoices(h.lin(t), h.id))(t).Open, false)
	check.Must(h.AskCallBack(h.lin(t), h.id, conversation.CallWish{Name: "Lin"}))(t)
	check.Equal(t, []any{h.row(t).SnoozedUntil, h.row(t).CallBack.Until.IsZero()}, []any{at(1, 9), true})
}

func TestSolvedAloneIsCountedOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, routing.ActFAQ)
	check.Equal(t, check.Must(h.Solved(h.lin(t), h.id))(t).Status, conversation.Resolved)
	h.gone = true
	check.Equal(t, check.Must(h.Solved(h.lin(t), h.id))(t).Status, conversation.Resolved)
	check.Equal(t, h.count, map[string]int{shop + " solved": 1})
}

func TestLeavingSaysWhatBecomesOfThePlaceAndIsCountedOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	kept := func() int { return check.Must(h.Leaving(h.lin(t), h.id))(t).KeptSeconds }
	h.plan.Queues[0].Keep = 600
	check.Equal(t, kept(), 600)
	h.item.State = routing.Outside
	check.Equal(t, kept(), 0)
	_, err := h.Leave(h.lin(t), h.id)
	check.Fault(t, err, conversation.ErrCallBackTaken)
	h.item = routing.Item{State: routing.Waits, Kept: &routing.Comeback{}} // who came back once has no second time
	check.Equal(t, kept(), 0)
	h.item.Kept, h.plan.Queues[0].Keep = nil, 0
	check.Equal(t, kept(), 0)

	check.Equal(t, check.Must(h.Leave(h.lin(t), h.id))(t).Status, conversation.Resolved)
	h.gone = true
	check.Equal(t, check.Must(h.Leave(h.lin(t), h.id))(t).Status, conversation.Resolved)
	check.Equal(t, h.count, map[string]int{shop + " left": 1})
	check.Equal(t, kept(), 0)
}
