package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/event"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/usecase/dispatch"
)

// crowd lets customers begin, a second apart, before anybody looks.
func (o *office) crowd(t *testing.T, names ...conversation.Customer) []string {
	t.Helper()
	ids := make([]string, len(names))
	for i, who := range names {
		o.world.Clock.Pass(time.Second)
		ids[i] = check.Must(o.world.Service.Receive(ct.AsSystem(t.Context()), ct.Says(who, "hello", "hello")))(t).Conversation.ID
	}
	return ids
}

func guests(n int) []conversation.Customer {
	out := make([]conversation.Customer, n)
	for i := range out {
		out[i] = conversation.Customer{ID: id.New("cus"), Name: "Guest"}
	}
	return out
}

func TestManyAtOnceComeInTheirOrder(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	ids := o.crowd(t, append(guests(6), vip)...)
	o.look(t)
	check.Equal(t, o.count(t), map[routing.State]int{routing.Offered: 4, routing.Waits: 3})
	check.Equal(t, o.desk(t, ct.Bob).Used, 40)
	check.Equal(t, o.desk(t, ct.Cem).Used, 40)
	check.Equal(t, o.work(t, ids[6]).State, routing.Offered) // who came last is five minutes ahead
	for i, want := range []routing.State{routing.Offered, routing.Offered, routing.Offered, routing.Waits, routing.Waits, routing.Waits} {
		check.Equal(t, o.work(t, ids[i]).State, want)
	}
	told := o.told()
	check.Equal(t, len(told), 11)

	var all []event.Recorded // the log is read again from an older place
	for _, e := range o.talks.Events() {
		if dispatch.Concerns(e) {
			all = append(all, event.Recorded{Event: e})
		}
	}
	check.NoError(t, o.Observe(t.Context(), all))
	check.Equal(t, o.told(), told)
	for _, it := range check.Must(o.store.WorkOfAgent(ct.AsSystem(t.Context()), ct.Bob))(t) {
		check.NoError(t, o.Decline(as(t, ct.Bob), it.ID))
	}
	o.look(t)
	check.Equal(t, o.count(t), map[routing.State]int{routing.Offered: 4, routing.Waits: 3})
	check.Equal(t, o.work(t, ids[3]).State, routing.Offered) // the next in line
}

func TestWhoLeftUnseenIsOfferedNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	o.look(t)                           // the engine knows that both are there
	o.states[ct.Bob] = identity.Offline // and the log does not tell of it yet
	o.crowd(t, guests(4)...)
	o.look(t)
	check.Equal(t, o.count(t), map[routing.State]int{routing.Offered: 2, routing.Waits: 2})
	check.Equal(t, o.desk(t, ct.Cem).Used, 40)
	check.Equal(t, o.desk(t, ct.Bob).Used, 0)
	o.presence(t, ct.Bob, identity.Online, ct.Bob)
	check.Equal(t, o.count(t), map[routing.State]int{routing.Offered: 4})
	check.Equal(t, o.desk(t, ct.Bob).Used, 40)
}

func TestWhatArrivesElsewhereIsHeardOf(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	o.states[ct.Bob], o.states[ct.Cem] = identity.Offline, identity.Offline
	o.presence(t, ct.Bob, identity.Offline, ct.Bob)
	o.presence(t, ct.Cem, identity.Offline, ct.Cem)
	ids := o.crowd(t, guests(1)...)
	opened := o.read
	o.look(t)
	check.Equal(t, o.work(t, ids[0]).State, routing.Waits)

	o.Lease(o.world.Clock.Now().Add(24*time.Hour), true) // another node made the row, just as this one began to read
	check.NoError(t, o.Tick(t.Context()))
	o.read = opened
	o.look(t)
	o.presence(t, ct.Cem, identity.Online, ct.Cem)
	check.Equal(t, o.work(t, ids[0]).State, routing.Offered)
	check.Equal(t, o.told(), []string{"entered arrived", "offered cem"})
}

// TestWhatIsAssignedAtOnceIsOneUnit: the row of the work, its agent, the conversation and its team are written together.
func TestWhatIsAssignedAtOnceIsOneUnit(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Auto, twoQueues, func(p *routing.Plan) { p.Queues[0].Team = ct.Sales })
	id := o.begins(t)
	it := o.work(t, id)
	check.Equal(t, []any{it.State, it.Version}, []any{routing.Held, int64(1)})
	c := check.Must(o.world.Service.Get(as(t, ct.Ann), id))(t)
	check.Equal(t, []any{c.AssigneeID, c.TeamID}, []any{it.Agent, ct.Sales})
	check.Equal(t, o.desk(t, it.Agent).Used, 20)
	check.Equal(t, len(o.moves(t, id)), 1)
	r := check.Must(o.Decisions(ct.AsSystem(t.Context()), id, page.Request{}))(t).Items
	check.Equal(t, []any{len(r), r[0].Outcome}, []any{1, routing.Accepted})
	o.pass(t, 2*time.Minute) // the comparison finds nothing to mend
	check.Equal(t, o.Mended(), 0.0)
	check.Equal(t, o.work(t, id).Version, int64(1))
}
