package dispatch

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// Offers are those that the person who asks has not answered, the oldest first.
func (s *Service) Offers(ctx context.Context) ([]routing.Offering, error) {
	a, err := answering(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.store.WorkOfAgent(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(it routing.Item) bool { return it.State != routing.Offered })
	slices.SortFunc(list, func(a, b routing.Item) int { return a.OfferedAt.Compare(b.OfferedAt) })
	return s.offerings(ctx, list)
}

// Offering is one that somebody has, for the frame that tells them; false when it is over already.
func (s *Service) Offering(ctx context.Context, conversationID, userID string) (routing.Offering, bool, error) {
	it, err := s.store.WorkOf(ctx, conversationID)
	if gone(err) || err == nil && (it.State != routing.Offered || it.Agent != userID) {
		return routing.Offering{}, false, nil
	}
	if err != nil {
		return routing.Offering{}, false, err
	}
	list, err := s.offerings(ctx, []routing.Item{it})
	if err != nil || len(list) == 0 {
		return routing.Offering{}, false, err
	}
	return list[0], true, nil
}

func (s *Service) offerings(ctx context.Context, list []routing.Item) ([]routing.Offering, error) {
	out := make([]routing.Offering, 0, len(list))
	if len(list) == 0 {
		return out, nil
	}
	ids := make([]string, len(list))
	for i, it := range list {
		ids[i] = it.ID
	}
	rows, err := s.rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	p, err := s.planNow(ctx)
	if err != nil {
		return nil, err
	}
	for _, it := range list {
		c, ok := rows[it.ID]
		if !ok {
			continue
		}
		o := routing.Offering{
			ConversationID: it.ID, QueueID: queueOf(it), Kind: it.Kind, ChannelKind: c.ChannelKind, CustomerName: c.CustomerName, CustomerLevel: c.CustomerLevel,
			Subject: c.Subject, Preview: c.LastMessagePreview, OfferedAt: it.OfferedAt, Until: it.OfferUntil,
			CallBack: callWish(c), WaitedSeconds: seconds(it.OfferedAt.Sub(it.Arrived)), HeadStartSeconds: seconds(it.HeadStart),
		}
		if q := planOf(p.Plan, o.QueueID); q != nil {
			o.QueueName = q.Name
		}
		if err := s.fits(ctx, p.Plan, it, c, &o); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// mine is the work that was offered to the person who acts.
func (s *Service) mine(ctx context.Context, conversationID string) (actor.Actor, routing.Item, error) {
	a, err := answering(ctx)
	if err != nil {
		return a, routing.Item{}, err
	}
	it, err := s.store.WorkOf(ctx, conversationID)
	if gone(err) || err == nil && (it.State != routing.Offered || it.Agent != a.ID) {
		return a, it, routing.ErrOfferOver.New()
	}
	return a, it, err
}

// late says of an answer that came too late what it is: the offer has ended.
func late(err error) error {
	if err != nil && lost(err) {
		return routing.ErrOfferOver.Wrap(err)
	}
	return err
}

// Accept takes what was offered. The same answer twice is one.
func (s *Service) Accept(ctx context.Context, conversationID string) (routing.Taken, error) {
	out := routing.Taken{ConversationID: conversationID}
	a, it, err := s.mine(ctx, conversationID)
	if err != nil {
		if it.State == routing.Held && it.Agent == a.ID && a.ID != "" {
			return out, nil
		}
		return routing.Taken{}, err
	}
	book, err := s.bookOf(ctx)
	if err != nil {
		return routing.Taken{}, err
	}
	after := held(it, a.ID)
	err = conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		if err := s.store.SaveWork(ctx, after); err != nil {
			return err
		}
		if err := s.endOffer(ctx, a.Tenant, it, routing.Accepted, s.d.Clock.Now()); err != nil {
			return err
		}
		return s.handOver(ctx, book, after, routing.Push, conversation.Arrangement{})
	})
	return out, late(err)
}

// bookOf is the plan in force where only its queues count.
func (s *Service) bookOf(ctx context.Context) (*routing.Rulebook, error) {
	p, err := s.planNow(ctx)
	if err != nil {
		return nil, err
	}
	p.Plan.Rules = nil
	return s.read(ctx, p.Plan)
}

// Decline gives back what was offered: it goes to the next, and to the same person again only when nobody took it for a while.
func (s *Service) Decline(ctx context.Context, conversationID string) error {
	_, it, err := s.mine(ctx, conversationID)
	if err != nil {
		return err
	}
	return late(s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, refused(it, routing.Refused)) }))
}

// refused is work that goes to the next because an agent did not want it, or did not answer.
func refused(it routing.Item, how routing.Ending) change {
	after := waiting(it)
	after.Declined = append(slices.Clone(it.Declined), it.Agent)
	return change{before: it, after: &after, back: it.Agent, ended: how, tell: []told{
		{routing.EventOfferEnded, routing.OfferEnded{QueueID: queueOf(it), AgentID: it.Agent, Outcome: how}},
	}}
}

// TimeOut keeps the promise of an offer: without an answer the work goes to the next, and the silent agent takes none any more
// if the queue says so.
func (s *Service) TimeOut(ctx context.Context, j unit.Job) error {
	var of offerOf
	if err := json.Unmarshal(j.Payload, &of); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	it, err := s.store.WorkOf(ctx, j.Subject)
	if gone(err) || err == nil && (it.State != routing.Offered || it.Record != of.Record) {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := s.planNow(ctx)
	if err != nil {
		return err
	}
	ch := refused(it, routing.TimedOut)
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if q := planOf(p.Plan, queueOf(it)); q != nil && q.Offer.OnTimeout == "away" {
			if err := s.d.People.SendOnBreak(ctx, it.Agent); err != nil {
				return err
			}
		}
		return s.write(ctx, ch)
	})
	if err != nil && lost(err) {
		return nil
	}
	return err
}

// FinishWrapUp ends the wrap-up of the person who acts before its time.
func (s *Service) FinishWrapUp(ctx context.Context, conversationID string) error {
	a, err := answering(ctx)
	if err != nil {
		return err
	}
	it, err := s.store.WorkOf(ctx, conversationID)
	if err != nil {
		return err
	}
	if it.State != routing.WrapsUp || it.Agent != a.ID {
		return routing.ErrNoWork.New()
	}
	return s.finish(ctx, it)
}

// WrapUp keeps the promise that points come back.
func (s *Service) WrapUp(ctx context.Context, j unit.Job) error {
	it, err := s.store.WorkOf(ctx, j.Subject)
	if gone(err) || err == nil && (it.State != routing.WrapsUp || it.OfferUntil.After(s.d.Clock.Now().Add(time.Second))) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.finish(ctx, it); err != nil && !lost(err) {
		return err
	}
	return nil
}

func (s *Service) finish(ctx context.Context, it routing.Item) error {
	ch := change{before: it, back: it.Agent, closed: true, tell: []told{
		{routing.EventLeft, routing.Left{QueueID: queueOf(it), AgentID: it.Agent, Cause: routing.CauseFinished}},
	}}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, ch) })
}
