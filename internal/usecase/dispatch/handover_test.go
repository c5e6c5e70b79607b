package dispatch_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/routing"
)

// outward hands over after half a minute, and lets the spare queue help after two.
func outward(p *routing.Plan) {
	p.Queues[0].Steps = []routing.Step{
		{After: 30, Do: routing.ActHandOver, Centre: centre, Text: map[string]string{"en": "Call 400-100 at night.", "zh-CN": "夜间请拨打 400-100。"}},
		{After: 120, Do: routing.ActFAQ},
	}
}

// handedOver are the hand-overs that other systems are told of.
func (o *office) handedOver(t *testing.T) []routing.HandedOver {
	t.Helper()
	var out []routing.HandedOver
	for _, e := range o.talks.Events() {
		if e.Type == routing.EventHandedOver {
			var h routing.HandedOver
			check.NoError(t, json.Unmarshal(e.Data, &h))
			out = append(out, h)
		}
	}
	return out
}

// happens writes an event of the domain of webhooks.
func (o *office) happens(t *testing.T, webhook, kind string, data any) {
	t.Helper()
	check.NoError(t, o.Do(ct.AsSystem(t.Context()), func(ctx context.Context) error {
		return unit.Append(ctx, event.New(ct.Tenant, integration.Stream, webhook, kind, actor.Ref{}, o.world.Clock.Now(), data))
	}))
	o.look(t)
}

// nobodyThere sends everybody away.
func nobodyThere(t *testing.T, o *office) {
	t.Helper()
	o.presence(t, ct.Bob, identity.Offline, ct.Bob)
	o.presence(t, ct.Cem, identity.Offline, ct.Cem)
}

func TestAnotherCentreTakesOver(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, outward)
	nobodyThere(t, o)
	c := o.asks(t, ct.Customer, "hello")
	came := o.work(t, c.ID).Arrived
	o.pass(t, 40*time.Second)
	standing := check.Must(o.Standing(as(t, ct.Ann), c.ID))(t)
	check.Equal(t, standing.State, routing.Outside)
	check.Equal(t, standing.Outside, "Night centre")
	check.Equal(t, o.said(t, c.ID), []string{"Call 400-100 at night."})
	told := o.handedOver(t)
	check.Equal(t, len(told), 1)
	check.Equal(t, []any{told[0].WebhookID, told[0].Transcript, told[0].Number}, []any{centre, "/api/v1/conversations/" + c.ID + "/entries", c.Number})

	o.presence(t, ct.Bob, identity.Online, ct.Bob) // nobody here is asked
	o.pass(t, 3*time.Minute)
	check.Equal(t, o.work(t, c.ID).State, routing.Outside)
	check.Equal(t, len(o.said(t, c.ID)), 1)
	o.asks(t, ct.Customer, "hello?") // nor because they write again
	check.Equal(t, o.work(t, c.ID).State, routing.Outside)

	nobodyThere(t, o)
	got := check.Must(o.Return(as(t, ct.Ann), c.ID))(t)
	check.Equal(t, []any{got.State, got.Position, got.Arrived}, []any{routing.Waits, 1, came})
	_, err := o.Return(as(t, ct.Ann), c.ID)
	check.Fault(t, err, routing.ErrInside)
	o.look(t)
	o.pass(t, 10*time.Second) // the steps go on
	check.Equal(t, len(o.said(t, c.ID)), 2)
	check.Equal(t, o.moves(t, c.ID), [][]string{{routing.CauseHandedOver, "", "Night centre", ""}, {routing.CauseCameBack, "Night centre", "Shop", ct.Ann}})
}

// TestWhatTheOtherCentreClosesComesBack: with the next message of the customer.
func TestWhatTheOtherCentreClosesComesBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, outward)
	nobodyThere(t, o)
	c := o.asks(t, ct.Customer, "hello")
	o.pass(t, 40*time.Second)
	resolve(t, o, c.ID)
	_, err := o.store.WorkOf(ct.AsSystem(t.Context()), c.ID)
	check.Fault(t, err, routing.ErrNoWork)
	o.asks(t, ct.Customer, "one more thing")
	check.Equal(t, o.work(t, c.ID).State, routing.Waits)
}

func TestACentreThatIsNotReachedTakesNothing(t *testing.T) {
	t.Parallel()
	cases := map[string]func(o *office, t *testing.T, id string){
		"not delivered": func(o *office, t *testing.T, id string) {
			o.happens(t, centre, integration.EventUndelivered, integration.Undelivered{EventType: routing.EventHandedOver, Stream: routing.StreamWork, StreamID: id})
		},
		"deleted": func(o *office, t *testing.T, _ string) {
			o.happens(t, centre, integration.EventDeleted, integration.Changed{Version: 1})
		},
	}
	for name, fails := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, routing.Push, outward)
			nobodyThere(t, o)
			c := o.asks(t, ct.Customer, "hello")
			o.pass(t, 40*time.Second)
			check.Equal(t, o.work(t, c.ID).State, routing.Outside)
			fails(o, t, c.ID)
			check.Equal(t, o.work(t, c.ID).State, routing.Waits)
			check.Equal(t, o.moves(t, c.ID)[1], []string{routing.CauseUnreachable, "Night centre", "Shop", ""})
			o.presence(t, ct.Bob, identity.Online, ct.Bob)
			check.Equal(t, o.work(t, c.ID).State, routing.Offered)
		})
	}
	t.Run("switched off", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t, routing.Push, outward)
		nobodyThere(t, o)
		o.off = true
		c := o.asks(t, ct.Customer, "hello")
		o.pass(t, 40*time.Second)
		check.Equal(t, o.work(t, c.ID).State, routing.Waits)
		check.Equal(t, o.said(t, c.ID), []string{})
		check.Equal(t, len(o.handedOver(t)), 0)
	})
}

func TestPeopleHandOver(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.asks(t, ct.Customer, "hello")
	who := o.work(t, c.ID).Agent
	check.Must(o.Accept(as(t, who), c.ID))(t)
	o.look(t)
	check.Equal(t, check.Must(o.Me(as(t, who)))(t).HandOverTo, []routing.QueueName{{ID: centre, Name: "Night centre"}})
	_, err := o.HandOver(as(t, who), c.ID, "whk_other", "")
	check.Fault(t, err, fault.ErrUnknownItem)
	reads := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: who, Grants: map[actor.Permission]actor.Level{
		conversation.PermRead: actor.All, conversation.PermReply: actor.All,
	}})
	own := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: ct.Ann, Grants: map[actor.Permission]actor.Level{
		conversation.PermRead: actor.All, conversation.PermAssign: actor.Own,
	}})
	for _, ctx := range []context.Context{reads, own} { // without the right, and with the right to others only
		_, err = o.HandOver(ctx, c.ID, centre, "")
		check.Fault(t, err, fault.ErrDenied)
		_, err = o.Return(ctx, c.ID)
		check.Fault(t, err, fault.ErrDenied)
		_, err = o.Transfer(ctx, c.ID, shop, "")
		check.Fault(t, err, fault.ErrDenied)
	}
	check.Equal(t, check.Must(o.HandOver(as(t, who), c.ID, centre, "their parcel"))(t).State, routing.Outside)
	o.look(t)
	check.Equal(t, o.desk(t, who).Used, 0)
	check.Equal(t, check.Must(o.world.Service.Get(as(t, ct.Ann), c.ID))(t).AssigneeID, "")
	check.Equal(t, o.work(t, c.ID).State, routing.Outside)
	o.assign(t, c.ID, ct.Cem) // somebody here takes it after all
	check.Equal(t, []any{o.work(t, c.ID).State, o.work(t, c.ID).Abroad == nil, o.desk(t, ct.Cem).Used}, []any{routing.Held, true, 20})
	check.Must(o.HandOver(as(t, ct.Ann), c.ID, centre, ""))(t)
	o.look(t)
	check.Must(o.Transfer(as(t, ct.Ann), c.ID, shop, ""))(t) // another way back
	check.Equal(t, o.work(t, c.ID).Abroad == nil, true)
}
