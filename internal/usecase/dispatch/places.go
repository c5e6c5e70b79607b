package dispatch

import (
	"context"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// enters reports whether a conversation comes into routing: it is open and has no work yet.
func enters(c *conversation.Conversation, it routing.Item) bool {
	return it.Version == 0 && c != nil && c.Status == conversation.Open
}

// abandoned is the place that is kept for a customer whose conversation ended while they still waited; nil for none. Who has come
// back once does not get the place again, and who has found the answer themselves has given it up: they have resolved it, which who leaves the queue has not.
func abandoned(c *conversation.Conversation, it routing.Item, keep time.Duration, now time.Time) *routing.Kept {
	if keep <= 0 || it.Kept != nil || c == nil || c.Status != conversation.Resolved || c.LastMessageAuthorKind != conversation.ByCustomer {
		return nil
	}
	if c.ResolvedBy == c.CustomerID {
		return nil
	}
	left := c.ResolvedAt
	if left.IsZero() || left.After(now) {
		left = now
	}
	return &routing.Kept{
		ConversationID: it.ID, CustomerID: c.CustomerID, Queue: queueOf(it), Arrived: it.Arrived, Left: left, Until: left.Add(keep), Step: it.Step, Plan: it.Plan,
	}
}

// keptOf are the places kept for the customers whose conversations come in now, by customer. Nothing is read where no queue keeps any.
func (s *Service) keptOf(ctx context.Context, book *routing.Rulebook, rows map[string]conversation.Conversation, items map[string]routing.Item) (map[string][]routing.Kept, error) {
	if !book.Keeps() {
		return nil, nil
	}
	var customers []string
	for id, c := range rows {
		if c.CustomerID != "" && c.AssigneeID == "" && enters(&c, items[id]) {
			customers = append(customers, c.CustomerID)
		}
	}
	if len(customers) == 0 {
		return nil, nil
	}
	list, err := s.store.KeptOf(ctx, compact(customers))
	out := make(map[string][]routing.Kept, len(list))
	for _, k := range list {
		out[k.CustomerID] = append(out[k.CustomerID], k)
	}
	return out, err
}

// places keeps a place, or uses one up, in the running unit.
func (s *Service) places(ctx context.Context, c change) error {
	if c.used != "" {
		if err := s.store.TakePlace(ctx, c.used); err != nil {
			return err
		}
	}
	if c.kept != nil {
		return s.store.KeepPlace(ctx, *c.kept)
	}
	return nil
}

// sweepPlaces removes the places whose time is over.
func (s *Service) sweepPlaces(ctx context.Context) error {
	now := s.d.Clock.Now()
	past, err := s.store.PlacesPast(ctx, now)
	if err != nil || !past {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.store.SweepPlaces(ctx, now) })
}
