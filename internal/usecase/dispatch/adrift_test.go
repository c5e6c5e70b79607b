package dispatch_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/usecase/dispatch"
)

// loses drops the promises about a conversation, as a back-up that was played back would.
func (o *office) loses(t *testing.T, id string) {
	t.Helper()
	check.NoError(t, o.Do(ct.AsSystem(t.Context()), func(ctx context.Context) error {
		for _, kind := range []string{dispatch.JobOffer, dispatch.JobWrapUp} {
			if err := unit.Cancel(ctx, ct.Tenant, kind, id); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestNothingStaysOfferedWithoutItsPromise(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) { p.Queues[0].WrapUp = 30 })
	id := o.begins(t)
	first := o.work(t, id).Agent
	o.loses(t, id)
	o.pass(t, 125*time.Second)
	second := o.work(t, id)
	check.Equal(t, o.desk(t, first).Used+o.desk(t, second.Agent).Used, 20) // it went on
	check.Equal(t, second.State, routing.Offered)
	check.Equal(t, second.Agent != first, true)

	check.Must(o.Accept(as(t, second.Agent), id))(t)
	o.look(t)
	resolve(t, o, id)
	o.loses(t, id)
	o.pass(t, 3*time.Minute)
	check.Equal(t, o.desk(t, second.Agent).Used, 0)
	_, err := o.store.WorkOf(ct.AsSystem(t.Context()), id)
	check.Fault(t, err, routing.ErrNoWork)
}

// A clock that was hours ahead and is right again leaves offers that end in hours, and customers who come in hours.
func TestAClockThatWasAhead(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	o.world.Clock.Pass(3 * time.Hour)
	ids := []string{o.begins(t), o.begins(t), o.begins(t), o.begins(t), o.begins(t), o.begins(t)}
	check.Equal(t, o.count(t), map[routing.State]int{routing.Offered: 4, routing.Waits: 2})
	o.world.Clock.Pass(-3 * time.Hour)
	o.Lease(o.world.Clock.Now().Add(24*time.Hour), true)
	o.pass(t, 2*time.Minute)
	for _, id := range ids {
		it := o.work(t, id)
		check.Equal(t, it.Arrived.After(o.world.Clock.Now()), false)
		check.Equal(t, it.OfferUntil.After(o.world.Clock.Now().Add(time.Minute)), false)
	}
}

func TestWhoCameByAClockThatWasAhead(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	for _, user := range []string{ct.Bob, ct.Cem} {
		o.presence(t, user, identity.Offline, user)
	}
	o.world.Clock.Pass(3 * time.Hour)
	early := o.begins(t)
	o.world.Clock.Pass(-3 * time.Hour)
	o.Lease(o.world.Clock.Now().Add(24*time.Hour), true)
	o.pass(t, 2*time.Minute)
	later := o.begins(t)
	check.Equal(t, check.Must(o.Standing(as(t, ct.Ann), early))(t).Position, 1)
	check.Equal(t, check.Must(o.Standing(as(t, ct.Ann), later))(t).Position, 2)
	o.presence(t, ct.Bob, identity.Online, ct.Bob)
	check.Equal(t, o.count(t), map[routing.State]int{routing.Offered: 2})
}
