package quality

import (
	"context"

	"frontdesk/internal/base/page"
)

// Store keeps marks. Every method works in the tenant of the context; writes run inside a unit.
type Store interface {
	InsertMark(ctx context.Context, m Mark) error
	// Mark is one, or ErrNotFound.
	Mark(ctx context.Context, id string) (Mark, error)
	// UpdateMark writes state, verdict and who said so, and the next version if the stored one is m.Version, else fault.ErrConflict.
	UpdateMark(ctx context.Context, m Mark) error
	DeleteMark(ctx context.Context, id string) error
	Lists
}

// Lists gives marks.
type Lists interface {
	// MarksOf are those of a conversation, the newest first.
	MarksOf(ctx context.Context, conversationID string) ([]Mark, error)
	// ListMarks are those that pass the filter, the newest first.
	ListMarks(ctx context.Context, f Filter, p page.Request) (page.Of[Mark], error)
	// EraseMarks removes those of a conversation.
	EraseMarks(ctx context.Context, conversationID string) error
}

// Conversation is what a mark keeps of one.
type Conversation struct {
	Number  int64
	AgentID string
}

// Conversations answers about conversations.
type Conversations interface {
	// Look gives a conversation that who acts may read, or a fault.
	Look(ctx context.Context, conversationID string) (Conversation, error)
}
