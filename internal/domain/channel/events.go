package channel

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Stream and types of the events.
const (
	Stream             = "channel"
	EventCreated       = "channel.created"
	EventUpdated       = "channel.updated"
	EventDeleted       = "channel.deleted"
	EventSecretRotated = "channel.secret_rotated"
)

// Changed is the payload of all of them.
type Changed struct {
	Kind    Kind  `json:"kind"`
	Version int64 `json:"version"`
}

func (s *Service) emit(ctx context.Context, a actor.Actor, c Channel, kind string) error {
	return unit.Append(ctx, event.New(a.Tenant, Stream, c.ID, kind, a.Ref(), s.clock.Now(), Changed{Kind: c.Kind, Version: c.Version}))
}
