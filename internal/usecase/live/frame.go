package live

import (
	"encoding/json"
)

// The frames made here; docs/subsystems/resume.md describes them.
type (
	entryFrame struct {
		Op           string `json:"op"`
		Conversation string `json:"conversation"`
		Seq          int64  `json:"seq"`
		Entry        any    `json:"entry"` // conversation.Entry or conversation.VisitorEntry
		Head         any    `json:"head"`  // conversation.Conversation or conversation.VisitorConversation
	}
	// headFrame is "head", the state without a new entry, and "opened", the end of what was missed.
	headFrame struct {
		Op           string `json:"op"`
		Conversation string `json:"conversation"`
		Seq          int64  `json:"seq,omitempty"`
		Head         any    `json:"head,omitempty"`
	}
	deskFrame struct {
		Op      string            `json:"op"`
		Cursor  string            `json:"cursor"`
		Changed []json.RawMessage `json:"changed"` // conversations
		Gone    []string          `json:"gone"`
	}
	resetFrame struct {
		Op     string `json:"op"`
		Stream string `json:"stream"`
		Reason string `json:"reason"`
	}
	presenceFrame struct {
		Op     string `json:"op"`
		User   string `json:"user"`
		State  string `json:"state"`
		Reason string `json:"reason,omitempty"`
		Since  string `json:"since"`
	}
	noticeFrame struct {
		Op     string `json:"op"`
		Notice string `json:"notice"` // its id; the client loads it
	}
)

func entryOf(id string, seq int64, entry, head any) []byte {
	return encode(entryFrame{Op: "entry", Conversation: id, Seq: seq, Entry: entry, Head: head})
}

func opened(id string, seq int64, head any) []byte {
	return encode(headFrame{Op: "opened", Conversation: id, Seq: seq, Head: head})
}

func headOf(id string, head any) []byte {
	return encode(headFrame{Op: "head", Conversation: id, Head: head})
}

func desk(cursor string, changed []json.RawMessage, gone []string) []byte {
	if changed == nil {
		changed = []json.RawMessage{}
	}
	if gone == nil {
		gone = []string{}
	}
	return encode(deskFrame{Op: "desk", Cursor: cursor, Changed: changed, Gone: gone})
}

func reset(stream, reason string) []byte {
	return encode(resetFrame{Op: "reset", Stream: stream, Reason: reason})
}

func encode(frame any) []byte {
	b, err := json.Marshal(frame)
	if err != nil {
		panic("a frame does not marshal: " + err.Error()) //nolint:forbidigo // a programming error
	}
	return b
}
