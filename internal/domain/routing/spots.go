package routing

import "context"

// Spot is where a conversation stands: its queue, and its key there. The smallest key is served first.
type Spot struct {
	ConversationID string
	QueueID        string
	Rank           int64
}

// Spots reads where conversations stand, for lists of them.
type Spots interface {
	// SpotsOf are those of these conversations that a queue has, in any order.
	SpotsOf(ctx context.Context, conversationIDs []string) ([]Spot, error)
	// WaitingIn is what waits in a queue after a place, in the order in which it is served; the zero place is before all.
	WaitingIn(ctx context.Context, queueID string, after Spot, limit int) ([]Spot, error)
	// UnderWay are conversations that wait in these queues, or that somebody has from them, up to limit.
	UnderWay(ctx context.Context, queueIDs []string, limit int) ([]string, error)
}
