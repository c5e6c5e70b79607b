// Package event is the form of one entry of the event log. Events hold ids, field names, enumerations, numbers and row
// versions; never message text, names or addresses: content stays in rows, so that erasure rewrites rows, not the log.
package event

import (
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
)

// Event says that something happened to one stream.
type Event struct {
	Tenant   string
	Stream   string // kind of the stream: "conversation", "user", "widget" …
	StreamID string
	Seq      int64           // gapless within a conversation, 0 for streams that do not count
	Type     string          // "<stream>.<past_tense>": "conversation.assigned"
	Version  int             // of the data's shape, from 1
	Actor    actor.Ref       // who did it
	At       time.Time       // when it happened
	Data     json.RawMessage // the event's own fields
}

// Recorded is an event as read back from the log.
type Recorded struct {
	Event
	Cursor string // position in the log, opaque
}

// New makes an event of version 1 from its payload; the payload's type is declared in a domain's events.go.
func New(tenant, stream, streamID, kind string, by actor.Ref, at time.Time, payload any) Event {
	data, err := json.Marshal(payload)
	if err != nil {
		panic("event payload " + kind + " does not marshal: " + err.Error()) //nolint:forbidigo // a programming error
	}
	return Event{Tenant: tenant, Stream: stream, StreamID: streamID, Type: kind, Version: 1, Actor: by, At: at, Data: data}
}
