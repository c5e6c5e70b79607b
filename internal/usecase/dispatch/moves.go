package dispatch

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// moveIn is how a conversation came from one queue to another, for its timeline; nil where there is one queue and people take from
// it themselves: everybody knows where it waits.
func moveIn(p routing.Plan, from, to, cause string) *conversation.QueueMove {
	if len(p.Queues) == 0 || len(p.Queues) == 1 && p.Queues[0].Offer.Mode == routing.Pull {
		return nil
	}
	m := &conversation.QueueMove{From: from, To: to, Cause: cause}
	if q := planOf(p, from); q != nil {
		m.FromName = q.Name
	}
	if q := planOf(p, to); q != nil {
		m.ToName = q.Name
	}
	return m
}

// arrival is how a conversation came in: told where a rule chose among queues, or the hours did.
func arrival(p routing.Plan, e routing.Entry, queue string) *conversation.QueueMove {
	switch {
	case queue != e.Queue:
		return moveIn(p, e.Queue, queue, routing.CauseOffHours)
	case e.Fallback || len(p.Queues) < 2:
		return nil
	}
	return moveIn(p, "", queue, routing.CauseArrived)
}

// by is who did it, as a timeline names them; "" for a program.
func by(a actor.Actor) string {
	if a.Kind == actor.User || a.Kind == actor.Token {
		return a.ID
	}
	return ""
}

// arrange tells a conversation of what was done to its work, in the running unit; it is nothing where there is nothing to tell.
func (s *Service) arrange(ctx context.Context, id string, in conversation.Arrangement) error {
	if in == (conversation.Arrangement{}) {
		return nil
	}
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	_, err = s.talks.Arrange(actor.With(ctx, actor.SystemFor(a.Tenant)), id, in)
	return err
}
