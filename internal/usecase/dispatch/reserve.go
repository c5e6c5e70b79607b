package dispatch

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// keep makes decisions true. Of those that somebody or something was faster than, fresh rows are put into the engine, which
// decides anew. When that does not come to an end the engine is made anew from rows.
func (s *Service) keep(ctx context.Context, h *hall, decided []routing.Decision) error {
	defer func() { h.fresh = nil }()
	for range tries {
		if len(decided) == 0 {
			return nil
		}
		again, err := s.reserveAll(ctx, h, decided)
		if err != nil {
			h.loaded = false
			return err
		}
		if len(again.work) == 0 {
			return nil
		}
		// Whoever took the conversation by hand may have been faster than the log.
		moved, err := s.settle(ctx, h, again.work)
		if err != nil && !lost(err) {
			h.loaded = false
			return err
		}
		again.add(moved)
		if decided, err = s.refresh(ctx, h, again); err != nil {
			h.loaded = false
			return err
		}
	}
	h.loaded = len(decided) == 0
	return nil
}

// reserveAll makes reservations side by side and says which of them could not be made.
func (s *Service) reserveAll(ctx context.Context, h *hall, decided []routing.Decision) (touched, error) {
	ids := make([]string, len(decided))
	for i, d := range decided {
		ids[i] = d.Work
	}
	items, err := s.itemsBeside(ctx, ids, h.fresh)
	if err != nil {
		return touched{}, err
	}
	failed := make([]error, len(decided))
	s.d.Each(len(decided), func(i int) {
		it, ok := items[decided[i].Work]
		if !ok || it.State != routing.Waits {
			failed[i] = routing.ErrTaken.New()
			return
		}
		failed[i] = s.Reserve(ctx, h.book, it, decided[i])
	})
	if err := s.tellScores(ctx, h, decided); err != nil {
		return touched{}, err
	}
	var again touched
	for i, err := range failed {
		switch {
		case err == nil:
		case lost(err):
			again.add(touched{work: []string{decided[i].Work}, agents: []string{decided[i].Agent}})
		default:
			return again, err
		}
	}
	return again, nil
}

// Reserve makes one decision true: the work goes to the agent if it still waits, they are there and have the room. In push mode
// the unit only writes.
func (s *Service) Reserve(ctx context.Context, book *routing.Rulebook, it routing.Item, d routing.Decision) error {
	if q := book.Queue(d.Queue); q != nil && q.Offer.Mode == routing.Auto {
		record := routing.Record{ID: id.New("rdc"), Decision: d, Tried: it.Tried, Outcome: routing.Pending, Plan: it.Plan, Kept: it.Kept}
		return s.give(ctx, book, it, record, routing.Auto)
	}
	made := s.offered(book, it, d)
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.store.SaveWork(ctx, made.it); err != nil {
			return err
		}
		return s.promised(ctx, book, made)
	})
}

// offered is work as it is offered to somebody, with the record of why.
type offered struct {
	it     routing.Item
	record routing.Record
	mode   routing.Mode
}

func (s *Service) offered(book *routing.Rulebook, it routing.Item, d routing.Decision) offered {
	offer := routing.Offer{Mode: routing.Push}
	if q := book.Queue(d.Queue); q != nil {
		offer = q.Offer
	}
	now := s.d.Clock.Now()
	record := routing.Record{ID: id.New("rdc"), Decision: d, Tried: it.Tried, Outcome: routing.Pending, Plan: it.Plan, Kept: it.Kept}
	it.State, it.Agent, it.Record = routing.Offered, d.Agent, record.ID
	it.OfferedAt, it.OfferUntil = now, now.Add(patience(offer))
	if offer.Mode == routing.Auto { // nobody is asked
		it, record.Outcome, record.EndedAt = held(it, d.Agent), routing.Accepted, now
	}
	return offered{it, record, offer.Mode}
}

// promised writes everything about an offer but the work itself: the points, that the agent is there, why, until when.
func (s *Service) promised(ctx context.Context, book *routing.Rulebook, o offered) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if err := s.room(ctx, book, o.it); err != nil {
		return err
	}
	if err := s.store.InsertRecord(ctx, o.record); err != nil {
		return err
	}
	if err := unit.Schedule(ctx, offerJob(a.Tenant, o.it)); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, routing.StreamWork, o.it.ID, routing.EventOffered, a.Ref(), o.it.OfferedAt, routing.OfferMade{
		QueueID: o.record.Decision.Queue, AgentID: o.it.Agent, RecordID: o.record.ID, Until: o.it.OfferUntil,
	}))
}

// givenAtOnce writes everything about work that is somebody's at once but the work itself, with what else is arranged for its conversation.
func (s *Service) givenAtOnce(ctx context.Context, book *routing.Rulebook, o offered, in conversation.Arrangement) error {
	if err := s.room(ctx, book, o.it); err != nil {
		return err
	}
	if err := s.store.InsertRecord(ctx, o.record); err != nil {
		return err
	}
	return s.handOver(ctx, book, o.it, o.mode, in)
}

// seat writes the work with its agent, counts the points and holds the agent to being there.
func (s *Service) seat(ctx context.Context, book *routing.Rulebook, it routing.Item) error {
	if err := s.store.SaveWork(ctx, it); err != nil {
		return err
	}
	return s.room(ctx, book, it)
}

// room counts the points and holds the agent to being there.
func (s *Service) room(ctx context.Context, book *routing.Rulebook, it routing.Item) error {
	if err := s.store.Take(ctx, it.Agent, it.Kind, it.Points, book.Capacity, s.d.Clock.Now()); err != nil {
		return err
	}
	return s.d.People.Hold(ctx, it.Agent)
}

// give makes work somebody's at once, together with its conversation.
func (s *Service) give(ctx context.Context, book *routing.Rulebook, it routing.Item, r routing.Record, mode routing.Mode) error {
	now := s.d.Clock.Now()
	after := held(it, r.Decision.Agent)
	after.OfferedAt = now
	r.Outcome, r.EndedAt = routing.Accepted, now
	return conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		if err := s.seat(ctx, book, after); err != nil {
			return err
		}
		if err := s.store.InsertRecord(ctx, r); err != nil {
			return err
		}
		return s.handOver(ctx, book, after, mode, conversation.Arrangement{})
	})
}

// handOver gives the conversation to who has its work now, and counts the service, in the running unit.
func (s *Service) handOver(ctx context.Context, book *routing.Rulebook, it routing.Item, mode routing.Mode, with conversation.Arrangement) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	ctx = actor.With(ctx, actor.SystemFor(a.Tenant))
	nobody := ""
	with.Assign.Assignee, with.Assign.IfAssignee = &it.Agent, &nobody
	if _, err := s.talks.Arrange(ctx, it.ID, with); err != nil {
		return err
	}
	now := s.d.Clock.Now()
	if err := s.served(ctx, book, it, now); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, routing.StreamWork, it.ID, routing.EventAccepted, a.Ref(), now, routing.AcceptedWork{
		QueueID: queueOf(it), AgentID: it.Agent, Mode: mode,
	}))
}

// served counts that somebody has work now that waited, in the running unit.
func (s *Service) served(ctx context.Context, book *routing.Rulebook, it routing.Item, now time.Time) error {
	within := true
	if q := book.Queue(queueOf(it)); q != nil && q.Target.Seconds > 0 {
		within = now.Sub(it.Arrived) <= q.Target.Seconds.Duration()
	}
	return s.store.Serve(ctx, queueOf(it), it.Channel, now.Truncate(routing.TallyEvery), within)
}

// usualPatience is how long an offer lasts where the plan does not say.
const usualPatience = 20 * time.Second

func patience(o routing.Offer) time.Duration {
	if o.Seconds <= 0 {
		return usualPatience
	}
	return o.Seconds.Duration()
}

// gone reports whether there is nothing left to do something about.
func gone(err error) bool { return fault.Has(err, routing.ErrNoWork) }
