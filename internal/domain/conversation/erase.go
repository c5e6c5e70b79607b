package conversation

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// EventErased is the last event of a conversation: nothing of it is left but the events. It has no entry, seq is 0.
const EventErased = "conversation.erased"

// Erased is the data of erased: where the conversation stood, for the counts and for the screens that show it.
type Erased struct {
	Before Place `json:"before"`
}

// MaxErase is how many conversations one call erases.
const MaxErase = 100

// Erase removes conversations with everything that belongs to them, in one unit of work. Files follow by jobs. Those that
// are gone already are left out, so that it can be called again.
func (s *Service) Erase(ctx context.Context, ids []string) error {
	a, err := machine(ctx)
	if err != nil {
		return err
	}
	var c fault.Checker
	c.Count("ids", len(ids), MaxErase)
	if err := c.Err(); err != nil {
		return err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	return s.runner.Do(ctx, func(ctx context.Context) error {
		for _, id := range ids {
			row, err := s.rows.Lock(ctx, id)
			if fault.Has(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			e := event.New(a.Tenant, Stream, id, EventErased, a.Ref(), s.clock.Now(), Erased{Before: row.Place()})
			if err := unit.Append(ctx, e); err != nil {
				return err
			}
			if err := unit.Cancel(ctx, a.Tenant, JobUnsnooze, id); err != nil {
				return err
			}
		}
		files, err := s.erasure.Release(ctx, ids)
		if err != nil {
			return err
		}
		for _, f := range files {
			j := unit.Job{Tenant: a.Tenant, Kind: JobPurgeFile, Subject: f, RunAt: s.clock.Now()}
			if err := unit.Schedule(ctx, j); err != nil {
				return err
			}
		}
		return s.erasure.Erase(ctx, ids)
	})
}

// OfCustomers are ids of conversations of these customers, at most MaxErase: for erasing them one part after another.
func (s *Service) OfCustomers(ctx context.Context, customerIDs []string) ([]string, error) {
	a, err := machine(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, who := range customerIDs {
		q := CustomerQuery{CustomerID: who, Scope: a.ScopeOf(PermRead)}
		q.Page.Limit = MaxErase - len(out)
		p, err := s.inbox.OfCustomer(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, c := range p.Items {
			if len(out) < MaxErase {
				out = append(out, c.ID)
			}
		}
		if len(out) == MaxErase {
			break
		}
	}
	return out, nil
}

// Release gives back what a person who leaves was working on: their conversations that are not resolved are nobody's.
// It does a part and reports whether there is more.
func (s *Service) Release(ctx context.Context, userID string) (more bool, err error) {
	a, err := machine(ctx)
	if err != nil {
		return false, err
	}
	nobody := ""
	for _, status := range []Status{Open, Snoozed} {
		q := Query{View: ViewMine, Status: status, Sort: Newest, User: userID, Scope: actor.Scope{Level: actor.All}}
		q.Page.Limit = MaxErase
		p, err := s.inbox.List(ctx, q)
		if err != nil {
			return false, err
		}
		more = more || p.Next != ""
		for _, c := range p.Items {
			_, err := s.turnAs(ctx, a, c.ID, func(context.Context, Conversation) error { return nil },
				func(_ context.Context, t *Turn) error { return t.Assign(Assignment{Assignee: &nobody}) })
			if err != nil && !fault.Has(err, ErrNotFound) {
				return false, err
			}
		}
	}
	return more, nil
}
