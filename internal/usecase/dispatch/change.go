package dispatch

import (
	"context"
	"fmt"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// change is what is written about one piece of work, in one unit that only writes.
type change struct {
	before routing.Item // Version 0: there was none
	after  *routing.Item
	back   string         // gets the points back
	burden string         // has them now, by hand: no look at the room
	ended  routing.Ending // of the decision that was pending
	tell   []told
	wrap   time.Time               // the points come back then
	step   *step                   // what is done next for who waits
	closed bool                    // the job of the wrap-up is needed no more
	served bool                    // somebody has it now by hand for whom it waited
	kept   *routing.Kept           // the place that is kept for the customer
	used   string                  // the conversation whose kept place is used up
	move   *conversation.QueueMove // what the timeline of the conversation says of it
}

// workID is of whom it is.
func (c change) workID() string {
	if c.after != nil {
		return c.after.ID
	}
	return c.before.ID
}

// told is an event about the work.
type told struct {
	kind string
	data any
}

// write does it, in the running unit.
func (s *Service) write(ctx context.Context, c change) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	now := s.d.Clock.Now()
	id := c.workID()
	if err := s.writeRow(ctx, id, c); err != nil {
		return err
	}
	if c.ended != "" {
		if err := s.endOffer(ctx, a.Tenant, c.before, c.ended, now); err != nil {
			return err
		}
	}
	if c.back != "" {
		if err := s.store.GiveBack(ctx, c.back, c.before.Kind, c.before.Points, now); err != nil {
			return err
		}
	}
	if c.burden != "" {
		if err := s.store.Burden(ctx, c.burden, c.after.Kind, c.after.Points, now); err != nil {
			return err
		}
	}
	if err := s.promise(ctx, a.Tenant, id, c); err != nil {
		return err
	}
	if err := s.places(ctx, c); err != nil {
		return err
	}
	for _, t := range c.tell {
		if err := unit.Append(ctx, event.New(a.Tenant, routing.StreamWork, id, t.kind, a.Ref(), now, t.data)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) writeRow(ctx context.Context, id string, c change) error {
	switch {
	case c.after == nil:
		return s.store.DeleteWork(ctx, id, c.before.Version)
	case c.before.Version == 0:
		return s.store.InsertWork(ctx, *c.after)
	default:
		return s.store.SaveWork(ctx, *c.after)
	}
}

// endOffer says what came of the pending decision; nobody waits for an answer any more.
func (s *Service) endOffer(ctx context.Context, tenant string, it routing.Item, how routing.Ending, now time.Time) error {
	if err := s.store.EndRecord(ctx, it.Record, how, now); err != nil {
		return err
	}
	return unit.Cancel(ctx, tenant, JobOffer, it.ID)
}

func (s *Service) promise(ctx context.Context, tenant, id string, c change) error {
	if c.closed {
		if err := unit.Cancel(ctx, tenant, JobWrapUp, id); err != nil {
			return err
		}
	}
	if !c.wrap.IsZero() {
		if err := unit.Schedule(ctx, unit.Job{Tenant: tenant, Kind: JobWrapUp, Subject: id, RunAt: c.wrap}); err != nil {
			return err
		}
	}
	if c.step != nil {
		return unit.Schedule(ctx, c.step.job(tenant, id))
	}
	return nil
}

// offerJob is the promise to end an offer; it names the decision, so that it ends no later one.
func offerJob(tenant string, it routing.Item) unit.Job {
	return unit.Job{Tenant: tenant, Kind: JobOffer, Subject: it.ID, RunAt: it.OfferUntil, Payload: fmt.Appendf(nil, `{"record":%q}`, it.Record)}
}

type offerOf struct {
	Record string `json:"record"`
}

// waiting is the work without whoever had it or was offered it, with its old key.
func waiting(it routing.Item) routing.Item {
	it.State, it.Agent, it.Record, it.Abroad = routing.Waits, "", "", nil
	it.OfferedAt, it.OfferUntil = time.Time{}, time.Time{}
	return it
}

// held is the work with a person.
func held(it routing.Item, agent string) routing.Item {
	it.State, it.Agent, it.Record = routing.Held, agent, ""
	it.OfferUntil, it.Abroad = time.Time{}, nil
	return it
}
