package moderation

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Stream and types of the events.
const (
	Stream            = "moderation"
	EventWordsChanged = "moderation.words_changed"
	EventBlockChanged = "moderation.block_changed"
)

// WordsChanged says what happened to the list of words.
type WordsChanged struct {
	Change  string `json:"change"` // added, changed, removed, imported
	WordID  string `json:"wordId,omitempty"`
	Version int64  `json:"version,omitempty"`
	Count   int    `json:"count"`
}

// BlockChanged says what happened to an entry of the block list.
type BlockChanged struct {
	Change  string `json:"change"` // proposed, added, approved, refused, lifted
	Kind    Kind   `json:"kind"`
	Version int64  `json:"version"`
}

func (s *Service) emit(ctx context.Context, a actor.Actor, streamID, kind string, data any) error {
	return unit.Append(ctx, event.New(a.Tenant, Stream, streamID, kind, a.Ref(), s.clock.Now(), data))
}
