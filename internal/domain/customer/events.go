package customer

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Streams and types of the events.
const (
	Stream    = "customer"
	StreamTag = "tag"

	EventCreated    = "customer.created"
	EventUpdated    = "customer.updated"
	EventMerged     = "customer.merged"
	EventTagged     = "customer.tagged"
	EventTagCreated = "tag.created"
	EventTagUpdated = "tag.updated"
	EventTagDeleted = "tag.deleted"
)

// Created is the payload of customer.created.
type Created struct {
	By IdentityKind `json:"by"` // what made us know this person
}

// Updated is the payload of customer.updated: names of the fields, never their content.
type Updated struct {
	Fields  []string `json:"fields"`
	Version int64    `json:"version"`
}

// Merged is the payload of customer.merged: whatever belongs to From belongs to Into now.
type Merged struct {
	From string `json:"from"`
	Into string `json:"into"`
}

// Tagged is the payload of customer.tagged.
type Tagged struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

// TagChanged is the payload of tag.created, tag.updated and tag.deleted.
type TagChanged struct {
	Version int64 `json:"version"`
}

func (s *Service) emit(ctx context.Context, a actor.Actor, stream, id, kind string, payload any) error {
	return unit.Append(ctx, event.New(a.Tenant, stream, id, kind, a.Ref(), s.clock.Now(), payload))
}
