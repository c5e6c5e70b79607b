package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
)

// An offer belongs to the person to whom it was made: nobody else sees, accepts or declines it.
func TestAnOfferIsForOnePerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) { p.Queues[0].WrapUp = 60 })
	id := o.begins(t)
	before := o.work(t, id)
	other := map[string]string{ct.Bob: ct.Cem, ct.Cem: ct.Bob}[before.Agent]
	_, err := o.Accept(as(t, other), id)
	check.Fault(t, err, routing.ErrOfferOver)
	check.Fault(t, o.Decline(as(t, other), id), routing.ErrOfferOver)
	check.Equal(t, o.work(t, id), before)
	check.Equal(t, len(check.Must(o.Offers(as(t, other)))(t)), 0)
	system := ct.AsSystem(t.Context())
	for user, want := range map[string]bool{before.Agent: true, other: false} {
		_, shown, err := o.Offering(system, id, user)
		check.NoError(t, err)
		check.Equal(t, shown, want)
	}

	check.Must(o.Accept(as(t, before.Agent), id))(t)
	o.look(t)
	check.Equal(t, len(check.Must(o.Offers(as(t, before.Agent)))(t)), 0) // what they hold is no offer
	_, shown, err := o.Offering(system, id, before.Agent)
	check.NoError(t, err)
	check.Equal(t, shown, false)

	resolve(t, o, id)
	check.Equal(t, o.work(t, id).State, routing.WrapsUp)
	check.Fault(t, o.FinishWrapUp(as(t, other), id), routing.ErrNoWork)
	check.Equal(t, o.work(t, id).State, routing.WrapsUp)
	check.NoError(t, o.FinishWrapUp(as(t, before.Agent), id))
}

// Who may assign only their own moves nobody else's work to another queue; who may assign nothing learns of nothing.
func TestWhoMovesWork(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) {
		q := p.Queues[0]
		q.ID, q.Name = spare, "Spare"
		p.Queues = append(p.Queues, q)
	})
	id := o.begins(t)
	holder := o.work(t, id).Agent
	other := map[string]string{ct.Bob: ct.Cem, ct.Cem: ct.Bob}[holder]
	check.Must(o.Accept(as(t, holder), id))(t)
	o.look(t)

	mayRead := map[actor.Permission]actor.Level{conversation.PermRead: actor.All}
	reader := actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: other, Grants: mayRead}
	_, err := o.Transfer(actor.With(t.Context(), reader), "cnv_nowhere", spare, "")
	check.Fault(t, err, fault.ErrDenied) // before anything is looked at
	reader.Grants = map[actor.Permission]actor.Level{conversation.PermRead: actor.All, conversation.PermAssign: actor.Own}
	_, err = o.Transfer(actor.With(t.Context(), reader), id, spare, "")
	check.Fault(t, err, fault.ErrDenied)
	_, err = o.Transfer(ct.As(t.Context(), other, actor.Own), id, spare, "")
	check.Fault(t, err, conversation.ErrNotFound)
	for _, user := range []string{other, holder} {
		_, err = o.Decisions(ct.As(t.Context(), user, actor.Own), id, page.Request{})
		if user == holder {
			check.NoError(t, err)
			continue
		}
		check.Fault(t, err, conversation.ErrNotFound)
	}
	check.Equal(t, o.work(t, id).Queues[0], shop)

	reader.ID = holder
	o.world.Clock.Pass(time.Second)
	check.Equal(t, check.Must(o.Transfer(actor.With(t.Context(), reader), id, spare, ""))(t).QueueID, spare)
}
