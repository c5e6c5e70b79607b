package integration

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Stream and types of the events.
const (
	Stream             = "webhook"
	EventCreated       = "webhook.created"
	EventUpdated       = "webhook.updated"
	EventDeleted       = "webhook.deleted"
	EventDisabled      = "webhook.disabled"
	EventSecretRotated = "webhook.secret_rotated"

	StreamApp       = "app"
	EventAppCreated = "app.created"
	EventAppUpdated = "app.updated"
	EventAppDeleted = "app.deleted"
)

// Changed is the payload of all of them.
type Changed struct {
	Version int64  `json:"version"`
	Reason  string `json:"reason,omitempty"` // of disabled
}

func (s *Service) emit(ctx context.Context, a actor.Actor, w Webhook, kind string) error {
	data := Changed{Version: w.Version, Reason: w.DisabledReason}
	return unit.Append(ctx, event.New(a.Tenant, Stream, w.ID, kind, a.Ref(), s.d.Clock.Now(), data))
}
