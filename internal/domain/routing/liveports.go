package routing

import (
	"context"
	"time"
)

// Line reads work as it stands.
type Line interface {
	// WorkOfMany is that of these conversations, in any order.
	WorkOfMany(ctx context.Context, conversationIDs []string) ([]Item, error)
	// Foremost is the waiting work of a queue, in the order in which it is served.
	Foremost(ctx context.Context, queueID string, limit int) ([]Item, error)
	// Before is how much waits in the queue before it.
	Before(ctx context.Context, it Item) (int, error)
	// Crowds are all queues and states in which there is work.
	Crowds(ctx context.Context) ([]Crowd, error)
	// Workspaces are those that have a plan, and so may have work. It needs no actor.
	Workspaces(ctx context.Context) ([]string, error)
}

// Seats counts what people have beyond what the machine gives them.
type Seats interface {
	DeskShelf
	// Seat makes a desk for somebody of whom nothing is known.
	Seat(ctx context.Context, userID string, at time.Time) error
	// Burden counts work that somebody took or was given by hand, without a look at the room they have.
	Burden(ctx context.Context, userID, kind string, points int, at time.Time) error
	// Recount works out anew what somebody has, from their work.
	Recount(ctx context.Context, userID string) error
}

// Tallies counts services.
type Tallies interface {
	// Serve counts one.
	Serve(ctx context.Context, queueID, channelID string, slot time.Time, within bool) error
	// ServedSince are the slots from one on.
	ServedSince(ctx context.Context, from time.Time) ([]Tally, error)
}

// Channels tells what comes from which channel.
type Channels interface {
	// CrowdsByChannel are all queues, channels and states in which there is work.
	CrowdsByChannel(ctx context.Context) ([]Crowd, error)
	// ServedByChannel is what was served since a slot, by queue and channel: one tally each, without its slot.
	ServedByChannel(ctx context.Context, from time.Time) ([]Tally, error)
}

// OfferedTo is an open offer with whom it was made to.
type OfferedTo struct {
	AgentID string
	Offering
}
