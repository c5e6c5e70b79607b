package conversation

import (
	"time"

	"frontdesk/internal/base/page"
)

// LiveQuery asks for a page of what goes on now.
type LiveQuery struct {
	Filter
	Overdue   bool // has waited longer than the limit of its channel
	VIP       bool
	LowRating bool
	Hit       bool // a sensitive word was found in it lately
	Page      page.Request
}

// LiveRow is a conversation as supervisors see it.
type LiveRow struct {
	Conversation
	Hit bool `json:"hit,omitempty" doc:"A sensitive word was found in it lately. Only for who may see such findings."`
}

// TeamLoad is what one team has to do now.
type TeamLoad struct {
	TeamID     string    `json:"teamId,omitempty" doc:"Absent for what has no team."`
	Open       int       `json:"open"`
	Unassigned int       `json:"unassigned"`
	Waiting    int       `json:"waiting" doc:"Customers without an answer."`
	Oldest     time.Time `json:"oldest,omitzero" doc:"Since when the customer who waits longest has waited."`
	Online     int       `json:"online" doc:"People of the team who take conversations now."`
	Present    int       `json:"present" doc:"People of the team who are there."`
}

// AgentQuery asks for a page of the people one supervises.
type AgentQuery struct {
	TeamID string
	State  string // online, busy, break or offline
	Page   page.Request
}

// AgentLoad is one person who answers, and what they have to do now.
type AgentLoad struct {
	UserID  string    `json:"userId"`
	Name    string    `json:"name"`
	Avatar  string    `json:"avatar,omitempty"`
	TeamIDs []string  `json:"teamIds"`
	State   string    `json:"state" enum:"online,busy,break,offline"`
	Reason  string    `json:"reason,omitempty"`
	Since   time.Time `json:"since,omitzero"`
	Held    int       `json:"held" doc:"Open conversations."`
	Waiting int       `json:"waiting" doc:"Of those, without an answer."`
	Oldest  time.Time `json:"oldest,omitzero" doc:"Since when the customer who waits longest has waited."`
	Last    time.Time `json:"last,omitzero" doc:"The last entry in one of them."`
}
