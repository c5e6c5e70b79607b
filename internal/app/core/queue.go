package core

import (
	"context"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/usecase/queue"
	"frontdesk/internal/usecase/waiting"
)

// waiting is what customers can do who wait.
func (s *Services) waiting(p Parts) *waiting.Service {
	return waiting.New(waiting.Deps{
		Run: p.DB, Clock: p.Clock, Talks: s.Conversations, Work: routingsql.New(p.DB), Plans: s.Routing,
		Hours: ports.OpenHours{Account: s.Account}, People: ports.CallPeople{Account: s.Account, Customers: s.Customers},
	})
}

// places tells widgets of their place in the queue.
type places struct {
	frames interface {
		Publish(tenant, audience string, frame []byte) error
	}
}

// Place sends the frame to the customer's side of a conversation.
func (p places) Place(tenant, conversationID string, place queue.Place) error {
	return p.frames.Publish(tenant, contract.AudiencePublic(conversationID), queue.Frame(conversationID, place))
}

// watchQueues tells widgets whose place has changed until the context ends.
func (c *Core) watchQueues(ctx context.Context) error {
	tick := time.NewTicker(queue.Fresh)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			for _, tenant := range c.Services.Queue.Moved() {
				if err := c.Services.Queue.Tell(actor.With(ctx, actor.SystemFor(tenant))); err != nil && ctx.Err() == nil {
					c.log.WarnContext(ctx, "queue not told", "error", err)
				}
			}
		}
	}
}
