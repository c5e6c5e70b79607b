package ports

import (
	"context"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/quality"
)

// Inspected is quality.Conversations.
type Inspected struct{ Conversations *conversation.Service }

// Look gives a conversation that who acts may read.
func (i Inspected) Look(ctx context.Context, conversationID string) (quality.Conversation, error) {
	c, err := i.Conversations.Get(ctx, conversationID)
	return quality.Conversation{Number: c.Number, AgentID: c.AssigneeID}, err
}
