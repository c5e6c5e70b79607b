package routing

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Streams of this domain's events; the id is that of the workspace or of the person.
const (
	StreamPlan = "routing"
	StreamDesk = "routing_desk"
)

// Types of events.
const (
	EventPublished   = "routing.plan_published"
	EventDeskChanged = "routing.desk_changed"
)

// PlanPublished is the data of EventPublished.
type PlanPublished struct {
	Number int64 `json:"number"`
}

// DeskChanged is the data of EventDeskChanged: never which skills.
type DeskChanged struct {
	UserID  string `json:"userId"`
	Version int64  `json:"version"`
}

func (s *Service) tellPublished(ctx context.Context, a actor.Actor, p Published) error {
	return unit.Append(ctx, event.New(a.Tenant, StreamPlan, a.Tenant, EventPublished, a.Ref(), p.At, PlanPublished{p.Number}))
}

func (s *Service) tellDesk(ctx context.Context, a actor.Actor, d Desk) error {
	return unit.Append(ctx, event.New(a.Tenant, StreamDesk, d.UserID, EventDeskChanged, a.Ref(), s.d.Clock.Now(), DeskChanged{d.UserID, d.Version + 1}))
}
