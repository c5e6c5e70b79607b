package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
)

func guest() conversation.Customer {
	return conversation.Customer{ID: id.New("cus"), Name: "Guest"}
}

// TestWhoComesBackHasTheirPlace: a customer who went unanswered stands where they stood, once, and the record says so.
func TestWhoComesBackHasTheirPlace(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull)
	early := guest()
	first := o.asks(t, early, "hello")
	came := o.work(t, first.ID).Arrived
	o.world.Clock.Pass(time.Minute)
	late := o.begins(t)
	resolve(t, o, first.ID)
	check.Equal(t, check.Must(o.Standing(as(t, ct.Ann), late))(t).Position, 1)

	o.world.Clock.Pass(3 * time.Minute)
	again := o.asks(t, early, "still there?") // it opens again
	check.Equal(t, again.ID, first.ID)
	standing := check.Must(o.Standing(as(t, ct.Ann), first.ID))(t)
	check.Equal(t, standing.Position, 1)
	check.Equal(t, standing.Arrived, came)
	check.Equal(t, standing.CameBackSeconds, 180)
	check.Equal(t, check.Must(o.Next(as(t, ct.Bob), ""))(t).ConversationID, first.ID)
	list := check.Must(o.Decisions(ct.AsSystem(t.Context()), first.ID, page.Request{}))(t)
	check.Equal(t, list.Items[0].CameBackSeconds, 180)
}

func TestAPlaceIsKeptOnceAndForAWhile(t *testing.T) {
	t.Parallel()
	late := func(p *routing.Plan) { p.Queues[0].Keep = 120 }
	cases := map[string]struct {
		change func(p *routing.Plan)
		away   time.Duration
		before func(o *office, t *testing.T, id string)
		has    bool
	}{
		"in time":         {late, time.Minute, nil, true},
		"too late":        {late, 3 * time.Minute, nil, false},
		"kept by no plan": {func(p *routing.Plan) { p.Queues[0].Keep = 0 }, time.Second, nil, false},
		"answered": {late, time.Second, func(o *office, t *testing.T, id string) {
			check.Must(o.world.Service.Post(as(t, ct.Bob), id, conversation.Text{ClientID: "r", Body: "hi"}))(t)
			o.look(t)
			nobody := ""
			check.Must(o.world.Service.Assign(as(t, ct.Ann), id, conversation.Assignment{Assignee: &nobody}))(t)
			o.look(t)
		}, false},
		"taken": {late, time.Second, func(o *office, t *testing.T, id string) { o.assign(t, id, ct.Bob) }, false},
		"used up": {late, time.Second, func(o *office, t *testing.T, id string) {
			resolve(t, o, id)
			o.world.Clock.Pass(time.Second)
			c := check.Must(o.world.Service.Get(as(t, ct.Ann), id))(t)
			o.asks(t, conversation.Customer{ID: c.CustomerID, Name: c.CustomerName}, "again")
		}, false},
	}
	for name, one := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, routing.Pull, one.change)
			who := guest()
			c := o.asks(t, who, "hello")
			came := o.work(t, c.ID).Arrived
			o.world.Clock.Pass(time.Minute)
			if one.before != nil {
				one.before(o, t, c.ID)
			}
			resolve(t, o, c.ID)
			o.world.Clock.Pass(one.away)
			again := o.asks(t, who, "back")
			check.Equal(t, o.work(t, again.ID).Arrived.Equal(came), one.has)
			check.Equal(t, o.work(t, again.ID).Kept != nil, one.has)
		})
	}
}

// TestWhoLeavesTheQueueIsBackWhereTheyStood: leaving is not solving. The place is there in time, and once.
func TestWhoLeavesTheQueueIsBackWhereTheyStood(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull)
	early := guest()
	first := o.asks(t, early, "hello")
	came := o.work(t, first.ID).Arrived
	leave := func() {
		_, _, err := o.world.Service.LeaveQueue(ct.AsVisitor(t.Context(), early.ID), first.ID)
		check.NoError(t, err)
		o.look(t)
		_, err = o.store.WorkOf(ct.AsSystem(t.Context()), first.ID)
		check.Fault(t, err, routing.ErrNoWork)
	}
	o.world.Clock.Pass(time.Minute)
	late := o.begins(t)
	leave()
	check.Equal(t, check.Must(o.Standing(as(t, ct.Ann), late))(t).Position, 1)
	o.world.Clock.Pass(time.Minute)
	o.asks(t, early, "still there?")
	check.Equal(t, []any{o.work(t, first.ID).Arrived, check.Must(o.Standing(as(t, ct.Ann), first.ID))(t).Position}, []any{came, 1})
	leave()
	o.world.Clock.Pass(time.Second)
	o.asks(t, early, "and again")
	check.Equal(t, check.Must(o.Standing(as(t, ct.Ann), first.ID))(t).Position, 2)
}

func TestPlacesAreSwept(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, func(p *routing.Plan) { p.Queues[0].Keep = 60 })
	who := guest()
	resolve(t, o, o.asks(t, who, "hello").ID)
	ctx := ct.AsSystem(t.Context())
	check.Equal(t, len(check.Must(o.store.KeptOf(ctx, []string{who.ID}))(t)), 1)
	o.pass(t, 3*time.Minute)
	check.Equal(t, len(check.Must(o.store.KeptOf(ctx, []string{who.ID}))(t)), 0)
}
