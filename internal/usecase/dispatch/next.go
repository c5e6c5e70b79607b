package dispatch

import (
	"cmp"
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

// mostLooked is how much work of each queue is looked at for somebody who takes the next: what stands before it needs others.
const mostLooked = 50

// Next gives the person who asks the first work by its key that they may take; of one queue, or of all that they serve. Nobody waits
// where it names no conversation.
func (s *Service) Next(ctx context.Context, queueID string) (routing.Taken, error) {
	a, err := answering(ctx)
	if err != nil {
		return routing.Taken{}, err
	}
	book, err := s.bookOf(ctx)
	if err != nil {
		return routing.Taken{}, err
	}
	queues := book.Served(a.ID, a.Teams)
	if queueID != "" {
		if !slices.Contains(queues, queueID) {
			return routing.Taken{}, fault.ErrUnknownItem.On("queueId")
		}
		queues = []string{queueID}
	}
	me, err := s.deskOf(ctx, a.ID)
	if err != nil {
		return routing.Taken{}, err
	}
	agent := book.Agent(me, a.Teams, true)
	var list []routing.Item
	for _, queue := range queues {
		some, err := s.store.Foremost(ctx, queue, mostLooked)
		if err != nil {
			return routing.Taken{}, err
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, byRank)
	return s.firstOf(ctx, a, book, agent, list)
}

func (s *Service) firstOf(ctx context.Context, a actor.Actor, book *routing.Rulebook, agent routing.Agent, list []routing.Item) (routing.Taken, error) {
	now := s.d.Clock.Now()
	for _, it := range list {
		if !agent.Suits(it.Work, now) {
			continue
		}
		r := routing.Record{ID: id.New("rdc"), Tried: it.Tried, Plan: it.Plan, Kept: it.Kept, Decision: routing.Decision{
			Work: it.ID, Agent: a.ID, Queue: queueOf(it), Strategy: routing.TakenNext, At: now, Waited: now.Sub(it.Arrived), HeadStart: it.HeadStart,
			Points: it.Points, UsedBefore: agent.Used, Capacity: agent.Capacity, Eligible: 1,
		}}
		err := s.give(ctx, book, it, r, routing.Pull)
		switch {
		case err == nil:
			return routing.Taken{ConversationID: it.ID}, nil
		case fault.Has(err, routing.ErrFull), fault.Has(err, identity.ErrNotThere):
			return routing.Taken{}, err
		case !lost(err):
			return routing.Taken{}, err
		}
	}
	return routing.Taken{}, nil
}

// deskOf is what is known of somebody's work; who has none gets a desk.
func (s *Service) deskOf(ctx context.Context, userID string) (routing.Desk, error) {
	d, err := s.store.Desk(ctx, userID)
	if !fault.Has(err, routing.ErrNoDesk) {
		return d, err
	}
	now := s.d.Clock.Now()
	if err := s.d.Run.Do(ctx, func(ctx context.Context) error { return s.store.Seat(ctx, userID, now) }); err != nil {
		return d, err
	}
	return routing.Desk{UserID: userID, Holds: map[string]int{}, IdleSince: now, OfferedAt: now, Version: 1}, nil
}

// Me is what routing knows of the person who asks.
func (s *Service) Me(ctx context.Context) (routing.Own, error) {
	a, err := answering(ctx)
	if err != nil {
		return routing.Own{}, err
	}
	p, err := s.planNow(ctx)
	if err != nil {
		return routing.Own{}, err
	}
	d, err := s.store.Desk(ctx, a.ID)
	if err != nil && !fault.Has(err, routing.ErrNoDesk) {
		return routing.Own{}, err
	}
	crowds, err := s.store.Crowds(ctx)
	if err != nil {
		return routing.Own{}, err
	}
	out := routing.Own{Capacity: cmp.Or(d.Capacity, p.Plan.Capacity), Used: d.Used, Holds: d.Holds, Queues: []routing.OwnQueue{}, WrapUps: []routing.WrappingUp{}}
	if out.Holds == nil {
		out.Holds = map[string]int{}
	}
	out.Points, out.Limits, out.TransferTo = p.Plan.Points, d.Limits, make([]routing.QueueName, 0, len(p.Plan.Queues))
	for _, q := range p.Plan.Queues {
		out.TransferTo = append(out.TransferTo, routing.QueueName{ID: q.ID, Name: q.Name})
	}
	if out.HandOverTo, err = s.handOverTo(ctx); err != nil {
		return routing.Own{}, err
	}
	book := routing.Rulebook{Plan: p.Plan}
	for _, queueID := range book.Served(a.ID, a.Teams) {
		q := planOf(p.Plan, queueID)
		out.Queues = append(out.Queues, routing.OwnQueue{ID: q.ID, Name: q.Name, Mode: q.Offer.Mode, Waiting: waitsIn(crowds, q.ID)})
	}
	list, err := s.store.WorkOfAgent(ctx, a.ID)
	if err != nil {
		return routing.Own{}, err
	}
	for _, it := range list {
		if it.State == routing.WrapsUp {
			out.WrapUps = append(out.WrapUps, routing.WrappingUp{ConversationID: it.ID, Until: it.OfferUntil})
		}
	}
	return out, nil
}

func waitsIn(crowds []routing.Crowd, queueID string) int {
	for _, c := range crowds {
		if c.Queue == queueID && c.State == routing.Waits {
			return c.Count
		}
	}
	return 0
}

// Transfer moves a conversation to another queue, where it stands by its old key; whoever has it has it no more.
func (s *Service) Transfer(ctx context.Context, conversationID, queueID, note string) (routing.Standing, error) {
	a, err := s.mayMove(ctx, conversationID)
	if err != nil {
		return routing.Standing{}, err
	}
	p, err := s.planNow(ctx)
	if err != nil {
		return routing.Standing{}, err
	}
	q := planOf(p.Plan, queueID)
	if q == nil {
		return routing.Standing{}, fault.ErrUnknownItem.On("queueId")
	}
	if err := s.noteFor(ctx, conversationID, note); err != nil {
		return routing.Standing{}, err
	}
	return s.standingAfter(ctx, conversationID, func() error { return s.transfer(ctx, a, conversationID, *q, p) })
}

func (s *Service) transfer(ctx context.Context, a actor.Actor, conversationID string, q routing.QueuePlan, p routing.Published) error {
	it, err := s.store.WorkOf(ctx, conversationID)
	if err != nil {
		return err
	}
	after := waiting(it).Moved(p.Plan, q.ID)
	after.Queues, after.Plan, after.Declined, after.Step = []string{q.ID}, p.Number, nil, 0
	ch := change{before: it, after: &after, closed: it.State == routing.WrapsUp, tell: []told{
		{routing.EventEntered, routing.Entered{QueueID: q.ID, Cause: routing.CauseTransferred, AgentID: it.Agent, Plan: p.Number}},
	}}
	if it.Agent != "" {
		ch.back = it.Agent
	}
	if it.State == routing.Offered {
		ch.ended, ch.tell = routing.Withdrew, append(withdrawn(it), ch.tell...)
	}
	return conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		if err := s.write(ctx, ch); err != nil {
			return err
		}
		nobody := ""
		in := conversation.Arrangement{Assign: conversation.Assignment{Assignee: &nobody}, Move: moveIn(p.Plan, queueOf(it), q.ID, routing.CauseTransferred)}
		if q.Team != "" {
			in.Assign.Team = &q.Team
		}
		if in.Move != nil {
			in.Move.By = by(a)
		}
		return s.arrange(ctx, conversationID, in)
	})
}
