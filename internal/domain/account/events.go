package account

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Types of the events of this domain.
const (
	EventFounded         = "workspace.founded"
	EventChanged         = "workspace.changed"
	EventDemoEnded       = "workspace.demo_ended"
	EventCalendarCreated = "calendar.created"
	EventCalendarChanged = "calendar.changed"
	EventCalendarRemoved = "calendar.removed"
)

// Founded is the data of workspace.founded.
type Founded struct {
	Demo bool `json:"demo"`
}

// Changed is the data of workspace.changed and calendar.changed: which fields, and the row's new version.
type Changed struct {
	Fields  []string `json:"fields"`
	Version int64    `json:"version"`
}

// Happened is the data of events that have nothing to add.
type Happened struct{}

func emit(ctx context.Context, a actor.Actor, at time.Time, stream, streamID, kind string, data any) error {
	return unit.Append(ctx, event.New(a.Tenant, stream, streamID, kind, a.Ref(), at, data))
}
