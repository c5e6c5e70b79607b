package quality

import (
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Permissions of this domain.
const (
	PermMark    actor.Permission = "quality.mark"
	PermInspect actor.Permission = "quality.inspect"
)

// Limits.
const (
	MaxMarks = 20 // on one conversation
	maxText  = 2000
)

// Reason says why a conversation is to be inspected.
type Reason string

// The reasons.
const (
	Good       Reason = "good"
	Attitude   Reason = "attitude"
	Accuracy   Reason = "accuracy"
	Compliance Reason = "compliance"
	Complaint  Reason = "complaint"
	Other      Reason = "other"
)

// State of a mark.
type State string

// The states.
const (
	Open State = "open"
	Done State = "done"
)

// Mark asks for an inspection of a conversation.
type Mark struct {
	ID             string     `json:"id"`
	ConversationID string     `json:"conversationId"`
	Number         int64      `json:"number" doc:"The number of the conversation."`
	AgentID        string     `json:"agentId,omitempty" doc:"Who answered it when it was marked."`
	Reason         Reason     `json:"reason" enum:"good,attitude,accuracy,compliance,complaint,other"`
	Comment        string     `json:"comment,omitempty" personal:"text"`
	State          State      `json:"state" enum:"open,done"`
	Verdict        string     `json:"verdict,omitempty" personal:"text" doc:"What the inspector found."`
	MarkedBy       string     `json:"markedBy"`
	DoneBy         string     `json:"doneBy,omitempty"`
	DoneAt         *time.Time `json:"doneAt,omitempty"`
	CreatedAt      time.Time  `json:"createdAt"`
	Version        int64      `json:"version"`
}

// Filter narrows a list of marks; empty fields do not matter.
type Filter struct {
	State  State
	Reason Reason
}

func checkMark(reason Reason, comment string) error {
	var c fault.Checker
	c.Choice("reason", string(reason), string(Good), string(Attitude), string(Accuracy), string(Compliance), string(Complaint), string(Other))
	least := 0
	if reason == Other {
		least = 1 // nobody knows what to look at
	}
	c.Text("comment", comment, least, maxText)
	return c.Err()
}
