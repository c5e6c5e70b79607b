package dispatch

import (
	"slices"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// terms are what a queue says of work that ends.
type terms struct{ wrapUp, keep time.Duration }

// follow is what must change about the work of a conversation so that it fits the conversation. c is nil when the conversation
// is gone; it.Version is 0 when there is no work yet; terms are those of its queue. ok is false when nothing must change, and when there is work to make, which
// needs a queue first.
func follow(c *conversation.Conversation, it routing.Item, t terms, now time.Time) (ch change, ok bool) {
	switch {
	case c == nil || c.Status != conversation.Open:
		return over(c, it, t, now)
	case it.Version == 0:
		return change{}, false
	case c.AssigneeID == "":
		return unassigned(it)
	default:
		return assigned(c.AssigneeID, it)
	}
}

// over is work whose conversation has ended, sleeps or is gone.
func over(c *conversation.Conversation, it routing.Item, t terms, now time.Time) (change, bool) {
	resolved := c != nil && c.Status == conversation.Resolved
	left := []told{{routing.EventLeft, routing.Left{QueueID: queueOf(it), AgentID: it.Agent, Cause: routing.CauseClosed}}}
	switch {
	case it.Version == 0, it.State == routing.WrapsUp && resolved:
		return change{}, false
	case it.State == routing.Waits:
		return change{before: it, tell: left, kept: abandoned(c, it, t.keep, now)}, true
	case it.State == routing.Offered:
		return change{before: it, back: it.Agent, ended: routing.Withdrew, tell: append(withdrawn(it), left...), kept: abandoned(c, it, t.keep, now)}, true
	case it.State == routing.Held && resolved && t.wrapUp > 0:
		after := it
		after.State, after.OfferUntil = routing.WrapsUp, now.Add(t.wrapUp)
		return change{before: it, after: &after, wrap: after.OfferUntil, tell: left}, true
	default:
		return change{before: it, back: it.Agent, closed: it.State == routing.WrapsUp, tell: left}, true
	}
}

func withdrawn(it routing.Item) []told {
	return []told{{routing.EventOfferEnded, routing.OfferEnded{QueueID: queueOf(it), AgentID: it.Agent, Outcome: routing.Withdrew}}}
}

// unassigned is work that nobody has: who had it gave it back, and does not get it again by themselves.
func unassigned(it routing.Item) (change, bool) {
	if it.State == routing.Waits || it.State == routing.Offered || it.State == routing.Outside {
		return change{}, false
	}
	after := waiting(it)
	if !slices.Contains(after.Declined, it.Agent) {
		after.Declined = append(slices.Clone(after.Declined), it.Agent)
	}
	return change{before: it, after: &after, back: it.Agent, closed: it.State == routing.WrapsUp, tell: []told{
		{routing.EventEntered, routing.Entered{QueueID: queueOf(it), Cause: routing.CauseGivenBack, AgentID: it.Agent, Plan: it.Plan}},
	}}, true
}

// assigned is work that somebody has: they took it, or were given it, by hand.
func assigned(to string, it routing.Item) (change, bool) {
	after := held(it, to)
	ch := change{before: it, after: &after, closed: it.State == routing.WrapsUp, served: it.State == routing.Waits || it.State == routing.Offered}
	switch {
	case it.State == routing.Held && it.Agent == to:
		return change{}, false
	case it.State == routing.WrapsUp && it.Agent == to:
		return ch, true
	case it.State == routing.Offered && it.Agent == to: // they answered without pressing accept
		ch.ended = routing.Accepted
		ch.tell = []told{{routing.EventAccepted, routing.AcceptedWork{QueueID: queueOf(it), AgentID: to, Mode: routing.Push}}}
		return ch, true
	case it.State == routing.Offered:
		ch.back, ch.ended = it.Agent, routing.Withdrew
		ch.tell = withdrawn(it)
	case it.State != routing.Waits:
		ch.back = it.Agent
	}
	ch.burden = to
	ch.tell = append(ch.tell, told{routing.EventLeft, routing.Left{QueueID: queueOf(it), AgentID: to, Cause: routing.CauseTaken}})
	return ch, true
}
