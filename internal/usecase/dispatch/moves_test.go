package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

// moves are the moves between queues that the timeline of a conversation tells of: cause, from, to, and who did it.
func (o *office) moves(t *testing.T, id string) [][]string {
	t.Helper()
	out := [][]string{}
	for _, e := range check.Must(o.world.Service.Timeline(as(t, ct.Ann), id, conversation.Range{After: conversation.FromStart, Limit: 200}))(t) {
		if e.Activity != nil && e.Activity.Type == conversation.WasQueued {
			check.Equal(t, e.PublicSeq, int64(0)) // customers do not see it
			out = append(out, []string{e.Activity.Cause, e.Activity.FromName, e.Activity.ToName, e.AuthorID})
		}
	}
	return out
}

// twoQueues adds a second queue; a rule leads everything to the first.
func twoQueues(p *routing.Plan) {
	other := p.Queues[0]
	other.ID, other.Name = spare, "Spare"
	p.Queues = append(p.Queues, other)
	p.Rules = []routing.Rule{{ID: "rul_1", Name: "All", On: true, Queue: shop}}
}

func TestTheTimelineTellsOfMoves(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, twoQueues, func(p *routing.Plan) {
		p.Queues[0].Steps = []routing.Step{{After: 30, Do: routing.ActWiden, Queue: spare, Text: map[string]string{"en": "Others help.", "zh-CN": "其他同事会协助。"}}}
	})
	o.states[ct.Bob], o.states[ct.Cem] = identity.Offline, identity.Offline
	o.Lease(o.world.Clock.Now().Add(24*time.Hour), true)
	c := o.asks(t, ct.Customer, "hello")
	o.pass(t, 40*time.Second)
	check.Equal(t, o.said(t, c.ID), []string{"Others help."})
	check.Must(o.Transfer(as(t, ct.Ann), c.ID, spare, ""))(t)
	o.look(t)
	o.presence(t, ct.Bob, identity.Online, ct.Bob)
	check.Must(o.Accept(as(t, ct.Bob), c.ID))(t)
	o.look(t)
	o.presence(t, ct.Bob, identity.Offline, ct.Ann)
	p := o.plan.Plan
	p.Queues, p.Fallback = p.Queues[:1:1], shop
	p.Queues[0].Steps = nil
	o.publish(t, p)
	o.look(t)
	check.Equal(t, o.moves(t, c.ID), [][]string{
		{routing.CauseArrived, "", "Shop", ""},
		{routing.CauseWidened, "Shop", "Spare", ""},
		{routing.CauseTransferred, "Shop", "Spare", ct.Ann},
		{routing.CauseReturned, "", "Spare", ""},
		{routing.CauseQueueGone, "Spare", "Shop", ""},
	})
}

// TestTheUsualPlanSaysNothing: with one queue from which people take, or where no rule chose, moves are no news.
func TestTheUsualPlanSaysNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull)
	c := o.asks(t, ct.Customer, "hello")
	check.Must(o.Next(as(t, ct.Bob), ""))(t)
	o.look(t)
	o.presence(t, ct.Bob, identity.Offline, ct.Ann)
	check.Equal(t, o.work(t, c.ID).State, routing.Waits)
	check.Equal(t, o.moves(t, c.ID), [][]string{})

	o = newOffice(t, routing.Push, twoQueues, func(p *routing.Plan) { p.Rules = nil })
	check.Equal(t, o.moves(t, o.begins(t)), [][]string{})
}

func TestClosedQueuesAreTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, twoQueues, func(p *routing.Plan) {
		p.Queues[0].Closed, p.Queues[0].Spare, p.Queues[0].Calendar = routing.ActWiden, spare, "cal_1"
	})
	o.closed = true
	check.Equal(t, o.moves(t, o.begins(t)), [][]string{{routing.CauseOffHours, "Shop", "Spare", ""}})
}
