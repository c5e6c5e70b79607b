package quality

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Stream is the kind of stream of this domain's events; its id is that of the mark.
const Stream = "quality"

// Types of events.
const (
	EventMarked    = "quality.marked"
	EventDone      = "quality.inspected"
	EventReopened  = "quality.reopened"
	EventWithdrawn = "quality.withdrawn"
)

// Marked is the data of all events: never the comment, never what was found.
type Marked struct {
	ConversationID string `json:"conversationId"`
	AgentID        string `json:"agentId,omitempty"`
	Reason         Reason `json:"reason"`
	Version        int64  `json:"version"`
}

func (s *Service) tell(ctx context.Context, a actor.Actor, m Mark, kind string) error {
	return unit.Append(ctx, event.New(a.Tenant, Stream, m.ID, kind, a.Ref(), s.clock.Now(), Marked{
		ConversationID: m.ConversationID, AgentID: m.AgentID, Reason: m.Reason, Version: m.Version,
	}))
}
