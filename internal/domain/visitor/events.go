package visitor

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Stream and types of the events.
const (
	Stream        = "visitor"
	EventInvited  = "visitor.invited"
	EventAnswered = "visitor.invite_answered"
	EventSettings = "visitor.settings_changed"
)

// InvitedData is the payload of visitor.invited; the stream's id is the invitation's.
type InvitedData struct {
	VisitorID string `json:"visitorId"`
	UserID    string `json:"userId,omitempty"`
	RuleID    string `json:"ruleId,omitempty"`
}

// AnsweredData is the payload of visitor.invite_answered.
type AnsweredData struct {
	VisitorID      string `json:"visitorId"`
	UserID         string `json:"userId,omitempty"`
	RuleID         string `json:"ruleId,omitempty"`
	Answer         State  `json:"answer"`
	ConversationID string `json:"conversationId,omitempty"`
}

// SettingsChanged is the payload of visitor.settings_changed: a rule, or the limits when there is none.
type SettingsChanged struct {
	RuleID  string `json:"ruleId,omitempty"`
	Change  string `json:"change"` // added, changed, removed
	Version int64  `json:"version"`
}

func (s *Service) emit(ctx context.Context, a actor.Actor, streamID, kind string, data any) error {
	return unit.Append(ctx, event.New(a.Tenant, Stream, streamID, kind, a.Ref(), s.d.Clock.Now(), data))
}
