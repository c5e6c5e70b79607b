package wallboard

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Stream and types of the events.
const (
	Stream           = "wallboard"
	EventCreated     = "wallboard.created"
	EventUpdated     = "wallboard.updated"
	EventDeleted     = "wallboard.deleted"
	EventLinkMade    = "wallboard.link_made"
	EventLinkRevoked = "wallboard.link_revoked"
)

// Changed is the data of all of them.
type Changed struct {
	Version int64 `json:"version"`
}

// kept is what the history keeps of a board: never its link.
type kept struct {
	Name string `json:"name"`
	WallShows
}

// note writes the version of the settings and the event, in the running unit.
func (s *Service) note(ctx context.Context, a actor.Actor, kind string, before, after *WallBoard, touched ...string) error {
	c := unit.Change{Kind: Kind, Touched: touched}
	var version int64
	if before != nil {
		c.Subject, c.Before, version = before.ID, kept{before.Name, before.Shows}, before.Version
	}
	if after != nil {
		c.Subject, c.After, version = after.ID, kept{after.Name, after.Shows}, after.Version
	}
	if err := unit.Keep(ctx, c); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, Stream, c.Subject, kind, a.Ref(), s.d.Clock.Now(), Changed{Version: version}))
}
