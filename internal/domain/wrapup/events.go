package wrapup

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Stream is the kind of stream of this domain's events. Its id is that of the category, the team or the conversation.
const Stream = "wrapup"

// Types of events.
const (
	EventCategoryCreated = "wrapup.category_created"
	EventCategoryChanged = "wrapup.category_changed"
	EventCategoryDeleted = "wrapup.category_deleted"
	EventFormChanged     = "wrapup.form_changed"
	EventSummaryWritten  = "wrapup.summary_written"
	EventSummaryChanged  = "wrapup.summary_changed"
)

// CategoryChanged is the data of the events of categories.
type CategoryChanged struct {
	Version  int64    `json:"version"`
	ParentID string   `json:"parentId,omitempty"`
	Archived bool     `json:"archived,omitempty"`
	Fields   []string `json:"fields,omitempty"` // of changed
}

// FormChanged is the data of form_changed.
type FormChanged struct {
	Version int64 `json:"version"`
	Mode    Mode  `json:"mode"`
}

// Summarised is the data of summary_written and summary_changed.
type Summarised struct {
	Resolution int      `json:"resolution"`
	CategoryID string   `json:"categoryId,omitempty"`
	Outcome    Outcome  `json:"outcome"`
	TeamID     string   `json:"teamId,omitempty"`
	AgentID    string   `json:"agentId,omitempty"`
	Fields     []string `json:"fields,omitempty"` // of summary_changed
	Version    int64    `json:"version"`
}

func emit(ctx context.Context, e event.Event) error { return unit.Append(ctx, e) }

func (s *Service) told(ctx context.Context, a actor.Actor, id, kind string, data any) error {
	return emit(ctx, event.New(a.Tenant, Stream, id, kind, a.Ref(), s.d.Clock.Now(), data))
}
