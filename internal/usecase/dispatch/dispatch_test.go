package dispatch_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/routing"
)

func TestAnOfferIsAccepted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.asks(t, ct.Customer, "hello")
	it := o.work(t, c.ID)
	check.Equal(t, it.State, routing.Offered)
	offers := check.Must(o.Offers(as(t, it.Agent)))(t)
	check.Equal(t, len(offers), 1)
	check.Equal(t, offers[0].CustomerName, ct.Customer.Name)
	check.Equal(t, offers[0].QueueName, "Shop")
	check.Equal(t, o.desk(t, it.Agent).Used, 20)

	check.Must(o.Accept(as(t, it.Agent), c.ID))(t)
	check.Must(o.Accept(as(t, it.Agent), c.ID))(t) // the same answer twice is one
	o.look(t)
	check.Equal(t, o.work(t, c.ID).State, routing.Held)
	check.Equal(t, check.Must(o.world.Service.Get(as(t, ct.Ann), c.ID))(t).AssigneeID, it.Agent)
	check.Equal(t, o.desk(t, it.Agent).Used, 20)
	who := map[string]string{ct.Bob: "bob", ct.Cem: "cem"}[it.Agent]
	check.Equal(t, o.told(), []string{"entered arrived", "offered " + who, "accepted " + who + " push"})
	o.pass(t, time.Minute)
	check.Equal(t, len(o.told()), 3)
	check.Equal(t, len(o.talks.Jobs()), 0)

	resolve(t, o, c.ID)
	check.Equal(t, o.desk(t, it.Agent).Used, 0)
	_, err := o.store.WorkOf(ct.AsSystem(t.Context()), c.ID)
	check.Fault(t, err, routing.ErrNoWork)
	_, err = o.Accept(as(t, it.Agent), c.ID)
	check.Fault(t, err, routing.ErrOfferOver)
}

func resolve(t *testing.T, o *office, id string) {
	t.Helper()
	check.Must(o.world.Service.Resolve(as(t, ct.Ann), id, "", nil))(t)
	o.look(t)
}

func TestWhatOneDeclinesTheOtherGets(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.asks(t, ct.Customer, "hello")
	first := o.work(t, c.ID).Agent
	o.world.Clock.Pass(time.Second) // decisions of one moment have no order
	check.NoError(t, o.Decline(as(t, first), c.ID))
	check.Fault(t, o.Decline(as(t, first), c.ID), routing.ErrOfferOver)
	o.look(t)
	second := o.work(t, c.ID)
	check.Equal(t, second.State, routing.Offered)
	check.Equal(t, second.Agent != first, true)
	check.Equal(t, o.desk(t, first).Used, 0)

	o.pass(t, 25*time.Second) // the second one is silent
	check.Equal(t, o.work(t, c.ID).State, routing.Waits)
	check.Equal(t, o.desk(t, second.Agent).Used, 0)
	o.pass(t, 2*time.Minute) // nobody else took it: both are asked again
	told := o.told()
	check.Equal(t, len(told) > 6, true)
	check.Equal(t, told[1][:7], "offered")
	list := check.Must(o.Decisions(ct.AsSystem(t.Context()), c.ID, page.Request{}))(t)
	last := list.Items[len(list.Items)-1]
	check.Equal(t, last.Outcome, routing.Refused)
	check.Equal(t, last.Names[shop], "Shop")
	check.Equal(t, last.Decision.Eligible, 2)
}

func TestTheSilentGoAway(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) { p.Queues[0].Offer.OnTimeout = "away" })
	c := o.asks(t, ct.Customer, "hello")
	first := o.work(t, c.ID).Agent
	o.pass(t, 25*time.Second)
	check.Equal(t, o.states[first], identity.Break)
	check.Equal(t, o.work(t, c.ID).State, routing.Offered)
	check.Equal(t, o.work(t, c.ID).Agent != first, true)
}

func TestNobodyGetsMoreThanTheyCanTake(t *testing.T) {
	t.Parallel()
	for _, mode := range []routing.Mode{routing.Push, routing.Auto} {
		o := newOffice(t, mode)
		var last string
		for range 7 {
			last = o.begins(t)
		}
		check.Equal(t, o.count(t), map[routing.State]int{routing.Waits: 3, taken[mode]: 4})
		check.Equal(t, o.desk(t, ct.Bob).Used, 40)
		check.Equal(t, o.desk(t, ct.Cem).Used, 40)
		check.Equal(t, check.Must(o.Standing(as(t, ct.Ann), last))(t).Position, 3)
		for _, it := range check.Must(o.store.WorkOfAgent(ct.AsSystem(t.Context()), ct.Bob))(t) {
			resolve(t, o, it.ID) // the next one comes at once
		}
		check.Equal(t, o.desk(t, ct.Bob).Used, 40)
		check.Equal(t, o.count(t)[routing.Waits], 1)
	}
}

var taken = map[routing.Mode]routing.State{routing.Push: routing.Offered, routing.Auto: routing.Held}

func TestWhatIsTakenByHandCounts(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.asks(t, ct.Customer, "hello")
	offered := o.work(t, c.ID).Agent
	o.assign(t, c.ID, ct.Ann)
	check.Equal(t, o.work(t, c.ID).State, routing.Held)
	check.Equal(t, o.work(t, c.ID).Agent, ct.Ann)
	check.Equal(t, o.desk(t, offered).Used, 0)
	check.Equal(t, o.desk(t, ct.Ann).Used, 20)
	for range 3 {
		o.assign(t, o.begins(t), ct.Bob)
	}
	check.Equal(t, o.desk(t, ct.Bob).Used, 60) // more than there is room for: people may
	c = o.asks(t, conversation.Customer{ID: id.New("cus"), Name: "Next"}, "hello")
	check.Equal(t, o.work(t, c.ID).Agent, ct.Cem) // the machine never
	o.assign(t, c.ID, ct.Bob)
	o.assign(t, c.ID, "")
	check.Equal(t, o.work(t, c.ID).State, routing.Offered)
	check.Equal(t, o.work(t, c.ID).Agent, ct.Cem)
	check.Equal(t, o.work(t, c.ID).Arrived, c.WaitingSince)
}

func TestWhoAnswersHasAccepted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.asks(t, ct.Customer, "hello")
	agent := o.work(t, c.ID).Agent
	check.Must(o.world.Service.Post(as(t, agent), c.ID, conversation.Text{ClientID: "1", Body: "hi"}))(t)
	o.look(t)
	check.Equal(t, o.work(t, c.ID).State, routing.Held)
	check.Equal(t, o.desk(t, agent).Used, 20)
	check.Equal(t, check.Must(o.Decisions(ct.AsSystem(t.Context()), c.ID, page.Request{}))(t).Items[0].Outcome, routing.Accepted)
	check.Equal(t, len(o.talks.Jobs()), 0)
}

func TestTakeNext(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull)
	check.Equal(t, check.Must(o.Next(as(t, ct.Bob), ""))(t), routing.Taken{})
	first, second, third := o.begins(t), o.asks(t, vip, "help").ID, o.begins(t)
	check.Equal(t, o.count(t), map[routing.State]int{routing.Waits: 3}) // nobody is given anything
	check.Equal(t, check.Must(o.Me(as(t, ct.Bob)))(t).Queues, []routing.OwnQueue{{ID: shop, Name: "Shop", Mode: routing.Pull, Waiting: 3}})
	check.Equal(t, check.Must(o.Next(as(t, ct.Bob), shop))(t).ConversationID, second) // five minutes ahead
	check.Equal(t, check.Must(o.Next(as(t, ct.Cem), ""))(t).ConversationID, first)
	check.Equal(t, check.Must(o.Next(as(t, ct.Cem), ""))(t).ConversationID, third)
	o.look(t)
	check.Equal(t, o.desk(t, ct.Cem).Used, 40)
	o.begins(t)
	_, err := o.Next(as(t, ct.Cem), "")
	check.Fault(t, err, routing.ErrFull)
	o.states[ct.Bob] = identity.Break
	_, err = o.Next(as(t, ct.Bob), "")
	check.Fault(t, err, identity.ErrNotThere)
	check.Equal(t, check.Must(o.Next(as(t, ct.Ann), ""))(t), routing.Taken{})
	_, err = o.Next(as(t, ct.Bob), spare)
	check.Equal(t, fault.From(err).Fields[0].Name, "queueId")
}

func TestTakeNextOfSeveralQueues(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, func(p *routing.Plan) {
		q := p.Queues[0]
		q.ID, q.Name = spare, "Spare"
		p.Queues = append(p.Queues, q)
	})
	first, second := o.begins(t), o.begins(t)
	check.Must(o.Transfer(as(t, ct.Ann), first, spare, ""))(t)
	o.look(t)
	check.Equal(t, check.Must(o.Next(as(t, ct.Bob), ""))(t).ConversationID, first) // it came first, wherever it waits now
	check.Equal(t, check.Must(o.Next(as(t, ct.Bob), ""))(t).ConversationID, second)
}

func TestWhatComesBackWhenSomebodyGoes(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	o.states[ct.Cem] = identity.Offline
	o.presence(t, ct.Cem, identity.Offline, ct.Cem)
	held := o.begins(t)
	check.Must(o.Accept(as(t, ct.Bob), held))(t)
	o.look(t)
	answered := o.begins(t)
	check.Must(o.Accept(as(t, ct.Bob), answered))(t)
	o.look(t)
	check.Must(o.world.Service.Post(as(t, ct.Bob), answered, conversation.Text{ClientID: "1", Body: "hi"}))(t)
	o.look(t)
	offered := o.begins(t)
	check.Equal(t, o.work(t, offered).State, routing.Waits)
	o.presence(t, ct.Bob, identity.Offline, ct.Bob)
	check.Equal(t, o.work(t, held).State, routing.Waits)
	check.Equal(t, o.work(t, answered).State, routing.Held) // nobody waits there
	check.Equal(t, check.Must(o.world.Service.Get(as(t, ct.Ann), held))(t).AssigneeID, "")
	check.Equal(t, o.desk(t, ct.Bob).Used, 20)
	o.presence(t, ct.Cem, identity.Online, ct.Cem)
	check.Equal(t, o.work(t, held).Agent, ct.Cem)
	check.Equal(t, o.work(t, offered).Agent, ct.Cem)
	o.presence(t, ct.Cem, identity.Offline, ct.Cem) // open offers go at once
	check.Equal(t, o.desk(t, ct.Cem).Used, 0)
	o.presence(t, ct.Bob, identity.Offline, ct.Ann) // sent away: everything comes back
	check.Equal(t, o.work(t, answered).State, routing.Waits)
	check.Equal(t, o.desk(t, ct.Bob).Used, 0)
}

// Who comes back from a break has been idle since then: the other, who was there all the time, is first.
func TestABreakIsNoIdleness(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) { p.Queues[0].Strategy, p.Capacity = routing.LongestIdle, 20 })
	first := o.begins(t)
	resting := o.work(t, first).Agent
	other := map[string]string{ct.Bob: ct.Cem, ct.Cem: ct.Bob}[resting]
	second := o.begins(t)
	o.world.Clock.Pass(time.Second)
	resolve(t, o, first) // a moment before the other
	o.presence(t, resting, identity.Break, resting)
	o.world.Clock.Pass(time.Second)
	resolve(t, o, second)
	o.world.Clock.Pass(time.Minute)
	o.presence(t, resting, identity.Online, resting)
	check.Equal(t, o.work(t, o.begins(t)).Agent, other)
}

func TestByHandNothingComesBackFromWhoGoes(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull)
	c := o.begins(t)
	o.assign(t, c, ct.Bob)
	o.presence(t, ct.Bob, identity.Offline, ct.Bob)
	check.Equal(t, o.work(t, c).Agent, ct.Bob)
}

func TestWrapUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Auto, func(p *routing.Plan) { p.Queues[0].WrapUp = 30; p.Queues[0].People = []string{ct.Bob} })
	first, second, third := o.begins(t), o.begins(t), o.begins(t)
	resolve(t, o, first)
	resolve(t, o, second)
	check.Equal(t, o.desk(t, ct.Bob).Used, 40)
	check.Equal(t, o.work(t, third).State, routing.Waits)
	check.Equal(t, len(check.Must(o.Me(as(t, ct.Bob)))(t).WrapUps), 2)
	check.Fault(t, o.FinishWrapUp(as(t, ct.Cem), first), routing.ErrNoWork)
	check.NoError(t, o.FinishWrapUp(as(t, ct.Bob), first))
	o.look(t)
	check.Equal(t, o.work(t, third).Agent, ct.Bob)
	o.pass(t, 35*time.Second)
	check.Equal(t, o.desk(t, ct.Bob).Used, 20)
	check.Must(o.world.Service.Reopen(as(t, ct.Ann), second))(t)
	o.look(t)
	check.Equal(t, o.work(t, second).State, routing.Held)
	check.Equal(t, o.desk(t, ct.Bob).Used, 40)
}

func TestTransferKeepsThePlace(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) {
		q := p.Queues[0]
		q.ID, q.Name, q.People, q.Team = spare, "Spare", []string{ct.Ann}, ct.Support
		p.Queues = append(p.Queues, q)
	})
	c := o.asks(t, ct.Customer, "hello")
	agent := o.work(t, c.ID).Agent
	check.Must(o.Accept(as(t, agent), c.ID))(t)
	o.look(t)
	o.world.Clock.Pass(time.Minute)
	s := check.Must(o.Transfer(as(t, agent), c.ID, spare, "knows more"))(t)
	o.look(t)
	check.Equal(t, s.State, routing.Waits)
	check.Equal(t, s.QueueName, "Spare")
	check.Equal(t, s.Arrived, c.WaitingSince)
	now := check.Must(o.world.Service.Get(as(t, ct.Ann), c.ID))(t)
	check.Equal(t, now.AssigneeID, "")
	check.Equal(t, now.TeamID, ct.Support)
	check.Equal(t, o.desk(t, agent).Used, 0)
	_, err := o.Transfer(as(t, agent), c.ID, "que_none", "")
	check.Equal(t, fault.From(err).Fields[0].Name, "queueId")
	o.presence(t, ct.Ann, identity.Online, ct.Ann)
	check.Equal(t, o.work(t, c.ID).Agent, ct.Ann)
}

func TestWorkOfADeletedQueueFindsAnother(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	waits, offered := "", o.begins(t)
	for range 4 {
		waits = o.begins(t)
	}
	p := o.plan.Plan
	p.Queues = []routing.QueuePlan{p.Queues[0]}
	p.Queues[0].ID, p.Queues[0].Name, p.Fallback = spare, "Spare", spare
	o.publish(t, p)
	o.look(t)
	check.Equal(t, o.heard, []news{{"", notify.QueueNews{ID: shop, Name: "Shop", Moved: 5, To: "Spare"}, o.plan.At}})
	o.publish(t, p) // nothing of it is left to tell
	o.look(t)
	check.Equal(t, len(o.heard), 1)
	for _, c := range []string{waits, offered} {
		check.Equal(t, o.work(t, c).Queues, []string{spare})
	}
	check.Equal(t, o.count(t), map[routing.State]int{routing.Waits: 1, routing.Offered: 4})
	check.Equal(t, o.desk(t, ct.Bob).Used+o.desk(t, ct.Cem).Used, 80)
}

func TestWhoJoinsGetsWork(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) { p.Queues[0].People = nil })
	o.presence(t, ct.Bob, identity.Offline, ct.Bob)
	o.presence(t, ct.Cem, identity.Offline, ct.Cem)
	c := o.begins(t)
	o.joined = id.New("usr")
	check.NoError(t, o.Do(ct.AsSystem(t.Context()), func(ctx context.Context) error {
		return unit.Append(ctx, event.New(ct.Tenant, "user", o.joined, identity.EventUserJoined, actor.Ref{}, o.world.Clock.Now(), identity.Happened{}))
	}))
	o.look(t)
	o.presence(t, o.joined, identity.Online, o.joined)
	check.Equal(t, o.work(t, c).Agent, o.joined)
}

// A plan that cannot be read any more holds up nobody.
func TestAnUnreadablePlanCountsWithoutItsRules(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) {
		p.Rules = []routing.Rule{{ID: "rul_1", Name: "Odd", On: true, When: "unreadable", Queue: "que_none"}}
	})
	check.Equal(t, o.work(t, o.begins(t)).State, routing.Offered)
}

func TestStepsOfWaiting(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) {
		q := p.Queues[0]
		q.ID, q.Name, q.People = spare, "Spare", []string{ct.Cem}
		p.Queues[0].People = []string{ct.Bob}
		p.Queues[0].Steps = []routing.Step{{After: 10, Do: routing.ActTell}, {After: 30, Do: routing.ActWiden, Queue: spare}}
		p.Queues = append(p.Queues, q)
	})
	o.presence(t, ct.Bob, identity.Offline, ct.Bob)
	c := o.begins(t)
	o.pass(t, 15*time.Second)
	check.Equal(t, o.said(t, c), []string{"You are number 1 in the queue."})
	check.Equal(t, o.work(t, c).State, routing.Waits)
	o.pass(t, 20*time.Second)
	check.Equal(t, o.work(t, c).Agent, ct.Cem)
	check.Equal(t, o.work(t, c).Queues, []string{shop, spare})
	check.Equal(t, len(o.said(t, c)), 1)
}

func TestOutsideTheHours(t *testing.T) {
	t.Parallel()
	closed := func(do routing.Action) func(p *routing.Plan) {
		return func(p *routing.Plan) {
			q := p.Queues[0]
			q.ID, q.Name = spare, "Spare"
			p.Queues[0].Calendar, p.Queues[0].Closed, p.Queues[0].Spare = "cal_1", do, spare
			p.Queues = append(p.Queues, q)
		}
	}
	o := newOffice(t, routing.Pull, closed(routing.ActMessage))
	o.closed = true
	c := o.begins(t)
	o.pass(t, 5*time.Second)
	check.Equal(t, len(o.said(t, c)), 1)
	check.Equal(t, o.work(t, c).Queues, []string{shop})
	o = newOffice(t, routing.Pull, closed(routing.ActWiden))
	check.Equal(t, o.work(t, o.begins(t)).Queues, []string{shop})
	o.closed = true
	check.Equal(t, o.work(t, o.begins(t)).Queues, []string{spare})
}

func TestAFullQueueSaysSo(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, func(p *routing.Plan) { p.Queues[0].Full = 1 })
	first, second := o.begins(t), o.begins(t)
	o.pass(t, 5*time.Second)
	check.Equal(t, len(o.said(t, first)), 0)
	check.Equal(t, len(o.said(t, second)), 1)
}

// What no event told of is found: work that has no row, and rows whose conversation is over.
func TestTheSlowComparison(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	lost := check.Must(o.world.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "1", "hello")))(t).Conversation.ID
	stale := o.begins(t)
	o.work(t, lost)
	o.read = len(o.talks.Events())
	check.Must(o.world.Service.Resolve(as(t, ct.Ann), stale, "", nil))(t)
	unseen := check.Must(o.world.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Other, "2", "hello")))(t).Conversation.ID
	o.read = len(o.talks.Events()) // nobody hears of either
	o.pass(t, 65*time.Second)
	_, err := o.store.WorkOf(ct.AsSystem(t.Context()), stale)
	check.Fault(t, err, routing.ErrNoWork)
	check.Equal(t, o.work(t, unseen).State, routing.Offered)
	check.Equal(t, o.Mended(), 2.0)
}

func TestNothingIsLeftOfTheErased(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.begins(t)
	agent := o.work(t, c).Agent
	check.NoError(t, o.Do(ct.AsSystem(t.Context()), func(ctx context.Context) error {
		if err := o.world.Stores.Erase(ctx, []string{c}); err != nil {
			return err
		}
		return unit.Append(ctx, event.New(ct.Tenant, conversation.Stream, c, conversation.EventErased, actor.Ref{}, o.world.Clock.Now(), conversation.Erased{}))
	}))
	o.look(t)
	_, err := o.store.WorkOf(ct.AsSystem(t.Context()), c)
	check.Fault(t, err, routing.ErrNoWork)
	check.Equal(t, o.desk(t, agent).Used, 0)
	check.Equal(t, len(check.Must(o.store.RecordsOf(ct.AsSystem(t.Context()), c, page.Request{}))(t).Items), 0)
	check.Equal(t, len(o.talks.Jobs()), 0)
}

func TestFigures(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) {
		p.Queues[0].Target = routing.Target{Seconds: 10, Share: 0.8}
		p.Queues[0].Alert = routing.Alert{Waiting: 1, Longest: 29}
	})
	for i := range 4 {
		c := o.begins(t)
		o.world.Clock.Pass(time.Duration(i) * 5 * time.Second)
		check.Must(o.Accept(as(t, o.work(t, c).Agent), c))(t)
		o.look(t)
	}
	o.begins(t)
	o.world.Clock.Pass(30 * time.Second)
	q := check.Must(o.Queues(ct.AsSystem(t.Context())))(t)[0]
	check.Equal(t, []int{q.Waiting, q.Held, q.Offered, q.LongestSeconds, q.ServedHalfHour, q.Level.Answered, q.Level.Within}, []int{1, 4, 0, 30, 4, 4, 3})
	check.Equal(t, q.Estimate != nil, true)
	check.Equal(t, q.Agents, routing.Staffing{Online: 2})
	check.Equal(t, q.Alarm, routing.Alarm{State: routing.Over, Signs: []routing.Sign{
		{Of: routing.SignWaiting, State: routing.Near, Now: 1, Limit: 1}, {Of: routing.SignLongest, State: routing.Over, Now: 30, Limit: 29},
	}})
	_, err := o.Queues(as(t, ct.Bob))
	check.Fault(t, err, fault.ErrDenied)
}

func TestOnlyWhoAnswersCustomersHasOffers(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	none := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: ct.Bob})
	_, err := o.Offers(none)
	check.Fault(t, err, fault.ErrDenied)
	_, err = o.Accept(none, "cnv_1")
	check.Fault(t, err, fault.ErrDenied)
	check.Fault(t, o.Decline(none, "cnv_1"), fault.ErrDenied)
	_, err = o.Next(none, "")
	check.Fault(t, err, fault.ErrDenied)
	_, err = o.Me(none)
	check.Fault(t, err, fault.ErrDenied)
	check.Fault(t, o.FinishWrapUp(none, "cnv_1"), fault.ErrDenied)
	_, err = o.Transfer(none, "cnv_1", shop, "")
	check.Fault(t, err, fault.ErrDenied)
	_, err = o.Standing(none, "cnv_1")
	check.Fault(t, err, fault.ErrDenied)
	_, err = o.Decisions(none, "cnv_1", page.Request{})
	check.Fault(t, err, fault.ErrDenied)
}
