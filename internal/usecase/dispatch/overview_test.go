package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
)

// What screens on the wall are made of: by channel, and with what people took by hand or were offered and answered.
func TestOverview(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, func(p *routing.Plan) { p.Queues[0].Target = routing.Target{Seconds: 10, Share: 0.8} })
	for i := range 3 {
		c := o.begins(t)
		o.world.Clock.Pass(time.Duration(i) * 6 * time.Second) // the last is too late
		o.assign(t, c, ct.Ann)
	}
	waits := o.begins(t)
	got := check.Must(o.Overview(ct.AsSystem(t.Context())))(t)
	channel := o.work(t, waits).Channel
	check.Equal(t, channel != "", true)
	for _, list := range [][]routing.Tally{got.Today, got.LastHour} {
		check.Equal(t, list, []routing.Tally{{Queue: shop, Channel: channel, Served: 3, Within: 2}})
	}
	var waiting []routing.Crowd
	for _, c := range got.Crowds {
		if c.State == routing.Waits {
			waiting = append(waiting, c)
		}
	}
	check.Equal(t, waiting, []routing.Crowd{{Queue: shop, Channel: channel, State: routing.Waits, Count: 1, Oldest: o.work(t, waits).Arrived}})
	check.Equal(t, got.Serves[ct.Bob], []string{shop})
	check.Equal(t, len(got.Serves[ct.Ann]), 0)
	if _, ok := got.Expected[shop]; !ok {
		t.Error("nothing is expected after three services")
	}
	_, err := o.Overview(as(t, ct.Bob))
	check.Fault(t, err, fault.ErrDenied)
}

// Who answers without pressing accept has served the customer as well.
func TestAnAnswerCountsAsServed(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.begins(t)
	o.assign(t, c, o.work(t, c).Agent)
	got := check.Must(o.Overview(ct.AsSystem(t.Context())))(t)
	check.Equal(t, len(got.Today), 1)
	check.Equal(t, got.Today[0].Served, 1)
}
