package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/routing"
)

// Supervisors hear once of a queue that passes a threshold, and again only after it was fine for five minutes.
func TestSupervisorsHearOfAThresholdOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, func(p *routing.Plan) {
		p.Queues[0].Alert, p.Queues[0].Team = routing.Alert{Waiting: 1}, ct.Sales
	})
	o.begins(t)
	o.pass(t, time.Minute)
	check.Equal(t, len(o.heard), 0)
	o.begins(t)
	o.pass(t, 10*time.Second)
	check.Equal(t, len(o.heard), 1)
	check.Equal(t, o.heard[0].Team, ct.Sales)
	check.Equal(t, o.heard[0].News, notify.QueueNews{ID: shop, Name: "Shop", Signs: []notify.QueueSign{{Of: routing.SignWaiting, Now: 2, Limit: 1}}})
	o.begins(t)
	o.pass(t, 10*time.Minute)
	check.Equal(t, len(o.heard), 1)

	take := func(n int) {
		t.Helper()
		for range n {
			check.Must(o.Next(as(t, ct.Bob), ""))(t)
			o.look(t)
		}
	}
	take(2)
	o.pass(t, 4*time.Minute)
	o.begins(t) // again, but it was not fine for long
	o.pass(t, time.Minute)
	check.Equal(t, len(o.heard), 1)
	o.presence(t, ct.Cem, identity.Online, ct.Cem)
	check.Must(o.Next(as(t, ct.Cem), ""))(t)
	o.look(t)
	o.pass(t, 6*time.Minute)
	o.begins(t)
	o.pass(t, 10*time.Second)
	check.Equal(t, len(o.heard), 2)
}

func TestWithoutThresholdsNobodyIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull)
	for range 30 {
		o.begins(t)
	}
	o.pass(t, 5*time.Minute)
	check.Equal(t, len(o.heard), 0)
}

// Only the node that reads the log tells.
func TestOnlyTheReadingNodeTells(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, func(p *routing.Plan) { p.Queues[0].Alert = routing.Alert{Waiting: 1} })
	o.begins(t)
	o.begins(t)
	o.Lease(time.Time{}, false)
	o.pass(t, time.Minute)
	check.Equal(t, len(o.heard), 0)
}

// A rule that fails leaves work to the rules behind it, and supervisors hear of it once for each plan.
func TestSupervisorsHearOfRulesThatFail(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) {
		q := p.Queues[0]
		q.ID, q.Name = spare, "Spare"
		p.Queues = append(p.Queues, q)
		p.Rules = []routing.Rule{{ID: "rul_1", Name: "Emergencies", On: true, When: "fails", Queue: spare}}
	})
	for range 2 {
		it := o.work(t, o.begins(t))
		check.Equal(t, it.Queues, []string{shop})
		check.Equal(t, it.State, routing.Offered)
		check.Equal(t, it.Tried, []routing.Tried{{Rule: "rul_1", Failed: true}})
	}
	want := notify.QueueNews{ID: shop, Name: "Shop", Rules: []string{"Emergencies"}}
	check.Equal(t, len(o.heard), 1)
	check.Equal(t, o.heard[0].News, want)
	o.publish(t, o.plan.Plan)
	o.look(t)
	o.begins(t)
	check.Equal(t, len(o.heard), 2)
}

// An own score that fails gives work to the least loaded, whether it arrives or waited, and supervisors hear of it once for each plan.
func TestSupervisorsHearOfScoresThatFail(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) {
		p.Queues[0].Strategy, p.Queues[0].Score, p.Queues[0].Team = routing.Custom, "fails", ct.Sales
	})
	o.presence(t, ct.Cem, identity.Offline, ct.Cem)
	first := o.work(t, o.begins(t))
	check.Equal(t, first.Agent, ct.Bob)
	check.Equal(t, o.heard, []news{{ct.Sales, notify.QueueNews{ID: shop, Name: "Shop", Score: true}, o.world.Clock.Now()}})
	o.presence(t, ct.Cem, identity.Online, ct.Cem)
	check.Equal(t, o.work(t, o.begins(t)).Agent, ct.Cem) // the least loaded
	why := check.Must(o.store.RecordsOf(ct.AsSystem(t.Context()), first.ID, page.Request{}))(t).Items
	check.Equal(t, why[0].Decision.Strategy, routing.LeastLoaded)
	check.Equal(t, len(o.heard), 1)

	o.begins(t)
	o.begins(t)
	waits := o.begins(t)
	o.publish(t, o.plan.Plan)
	o.look(t)
	check.Equal(t, o.work(t, waits).State, routing.Waits)
	check.Equal(t, len(o.heard), 1)
	check.Must(o.world.Service.Resolve(as(t, ct.Bob), first.ID, "", nil))(t)
	o.look(t)
	check.Equal(t, o.work(t, waits).State, routing.Offered)
	check.Equal(t, len(o.heard), 2)
}
