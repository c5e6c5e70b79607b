package customer

import (
	"context"
	"encoding/json"

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

	StreamField   = "field"
	StreamSegment = "segment"

	EventNoted          = "customer.noted"
	EventNoteDeleted    = "customer.note_deleted"
	EventFieldCreated   = "field.created"
	EventFieldUpdated   = "field.updated"
	EventFieldDeleted   = "field.deleted"
	EventFieldsSet      = "field.values_set"
	EventSegmentCreated = "segment.created"
	EventSegmentUpdated = "segment.updated"
	EventSegmentDeleted = "segment.deleted"
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

// Noted is the payload of customer.noted and customer.note_deleted: who is mentioned for the first time, never what it says.
type Noted struct {
	NoteID   string   `json:"noteId"`
	Mentions []string `json:"mentions"`
	Version  int64    `json:"version"`
}

// FieldChanged is the payload of field.created, field.updated and field.deleted.
type FieldChanged struct {
	Of      Owner `json:"of"`
	Version int64 `json:"version"`
}

// FieldsSet is the payload of field.values_set, whose stream is the customer or the conversation: ids of the fields, never
// what they say.
type FieldsSet struct {
	Of     Owner    `json:"of"`
	Fields []string `json:"fields"`
}

// mergedOf is what a customer.merged says.
func mergedOf(e event.Recorded) (Merged, error) {
	var m Merged
	err := json.Unmarshal(e.Data, &m)
	return m, err
}

func (s *Service) emit(ctx context.Context, a actor.Actor, stream, id, kind string, payload any) error {
	return unit.Append(ctx, event.New(a.Tenant, stream, id, kind, a.Ref(), s.clock.Now(), payload))
}
