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
		// "head": conversation.Conversation or conversation.VisitorConversation
	}
	// headFrame is "head", the state without a new entry, and "opened", the end of what was missed.
	headFrame struct {
		Op           string `json:"op"`
		Conversation string `json:"conversation"`
		Seq          int64  `json:"seq,omitempty"`
		// "head": as above
	}
	deskFrame struct {
		Op     string   `json:"op"`
		Cursor string   `json:"cursor"`
		Gone   []string `json:"gone"`
		// "changed": conversations
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
	// workspaceFrame says that settings have changed by which desks work; clients read them again.
	workspaceFrame struct {
		Op string `json:"op"`
	}
	noticeFrame struct {
		Op     string `json:"op"`
		Notice string `json:"notice"` // its id; the client loads it
	}
)

func entryOf(id string, seq int64, entry any, head []byte) []byte {
	return with(encode(entryFrame{Op: "entry", Conversation: id, Seq: seq, Entry: entry}), "head", head)
}

func opened(id string, seq int64, head []byte) []byte {
	return with(encode(headFrame{Op: "opened", Conversation: id, Seq: seq}), "head", head)
}

func headOf(id string, head []byte) []byte {
	return with(encode(headFrame{Op: "head", Conversation: id}), "head", head)
}

func desk(cursor string, changed []json.RawMessage, gone []string) []byte {
	if gone == nil {
		gone = []string{}
	}
	return with(encode(deskFrame{Op: "desk", Cursor: cursor, Gone: gone}), "changed", list(changed))
}

func list(rows []json.RawMessage) []byte {
	out := []byte{'['}
	for i, row := range rows {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, row...)
	}
	return append(out, ']')
}

// with adds a member that is JSON already: encoding it as part of the frame would check and copy it for each frame anew.
func with(frame []byte, name string, value []byte) []byte {
	out := make([]byte, 0, len(frame)+len(name)+len(value)+4)
	out = append(append(out, frame[:len(frame)-1]...), ',', '"')
	out = append(append(out, name...), '"', ':')
	return append(append(out, value...), '}')
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
