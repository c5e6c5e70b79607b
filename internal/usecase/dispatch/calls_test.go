package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

const number = "+8613800138000"

// calls is a queue that offers everything to who waits.
func calls(p *routing.Plan) {
	p.Queues[0].Keep = 300
	p.Queues[0].Steps = []routing.Step{{After: 30, Do: routing.ActFAQ}, {After: 60, Do: routing.ActCallBack}, {After: 90, Do: routing.ActMessage}}
}

func TestWhoIsToBeCalledKeepsThePlace(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, calls)
	o.presence(t, ct.Bob, identity.Offline, ct.Bob)
	o.presence(t, ct.Cem, identity.Offline, ct.Cem)
	first := o.asks(t, ct.Customer, "hello")
	arrived := o.work(t, first.ID).Arrived
	o.pass(t, time.Minute)
	second := o.begins(t)
	lin := ct.AsVisitor(t.Context(), ct.Customer.ID)

	// For later: it is in no queue until then, and the words for who waits are said no more.
	wish := conversation.CallBack{Phone: number, Name: "Lin", From: o.world.Clock.Now().Add(time.Hour), QueueID: shop}
	check.Must(o.world.Service.AskCallBack(lin, first.ID, wish))(t)
	o.look(t)
	_, err := o.store.WorkOf(ct.AsSystem(t.Context()), first.ID)
	check.Fault(t, err, routing.ErrNoWork)
	figures := check.Must(o.Queues(ct.AsSystem(t.Context())))(t)
	check.Equal(t, []int{figures[0].Waiting, figures[0].CallBacks}, []int{1, 1})

	// Its time has come: it stands where it stood, before who came later, and the offer names the number.
	o.world.Clock.Pass(time.Hour)
	check.NoError(t, o.world.Service.Ring(ct.AsSystem(t.Context()), ringing(first.ID)))
	o.look(t)
	it := o.work(t, first.ID)
	check.Equal(t, []any{it.State, it.Arrived}, []any{routing.Waits, arrived})
	said := len(o.said(t, first.ID))
	o.pass(t, 2*time.Minute)
	check.Equal(t, len(o.said(t, first.ID)), said)
	o.presence(t, ct.Bob, identity.Online, ct.Bob)
	offers := check.Must(o.Offers(as(t, ct.Bob)))(t)
	check.Equal(t, offers[0].ConversationID, first.ID)
	check.Equal(t, offers[0].CallBack, &routing.CallWish{Phone: number, Name: "Lin"})
	check.Equal(t, offers[1].ConversationID, second)
	check.Equal(t, offers[1].CallBack, nil)
}

func TestWhoLeavesAMessageDoesNotWaitInTheChat(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, calls)
	c := o.asks(t, ct.Customer, "hello")
	check.Equal(t, []any{o.work(t, c.ID).Kind, o.work(t, c.ID).Points}, []any{"chat", 20})
	in := ct.Says(ct.Customer, "left", "please write to me")
	in.Offline = true
	check.Must(o.world.Service.Receive(ct.AsSystem(t.Context()), in))(t)
	o.look(t)
	it := o.work(t, c.ID)
	check.Equal(t, []any{it.Kind, it.Points, it.State, it.Arrived}, []any{"email", 10, routing.Waits, c.WaitingSince})
	o.pass(t, 2*time.Minute)
	check.Equal(t, len(o.said(t, c.ID)), 0) // nothing else need be offered
	check.Equal(t, check.Must(o.Next(as(t, ct.Bob), ""))(t).ConversationID, c.ID)
	check.Equal(t, o.desk(t, ct.Bob).Used, 10)
}

func TestTheAnswerFoundAloneGivesUpThePlace(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, calls)
	c := o.asks(t, ct.Customer, "hello")
	_, _, err := o.world.Service.SolveAlone(ct.AsVisitor(t.Context(), ct.Customer.ID), c.ID)
	check.NoError(t, err)
	o.look(t)
	_, err = o.store.WorkOf(ct.AsSystem(t.Context()), c.ID)
	check.Fault(t, err, routing.ErrNoWork)
	kept := check.Must(o.store.KeptOf(ct.AsSystem(t.Context()), []string{ct.Customer.ID}))(t)
	check.Equal(t, len(kept), 0)
}

func TestClosedQueuesOfferACall(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, func(p *routing.Plan) { p.Queues[0].Calendar, p.Queues[0].Closed = "cal_1", routing.ActCallBack })
	o.closed = true
	c := o.asks(t, ct.Customer, "hello")
	o.pass(t, 10*time.Second)
	_, list, err := o.world.Service.VisitorEntries(ct.AsVisitor(t.Context(), ct.Customer.ID), c.ID, conversation.Range{})
	check.NoError(t, err)
	check.Equal(t, list[len(list)-1].Choice, conversation.ChoiceCallBack)
}

// ringing is the promise to wake a conversation.
func ringing(id string) unit.Job {
	return unit.Job{Tenant: ct.Tenant, Kind: conversation.JobUnsnooze, Subject: id}
}
