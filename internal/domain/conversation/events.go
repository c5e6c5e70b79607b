package conversation

import "time"

// Stream is the kind of stream of this domain's events; the stream's id is the conversation's.
const Stream = "conversation"

// Types of events.
const (
	EventOpened           = "conversation.opened"
	EventMessageAdded     = "conversation.message_added"
	EventNoteAdded        = "conversation.note_added"
	EventAssigned         = "conversation.assigned" // also when unassigned or moved to a team
	EventSnoozed          = "conversation.snoozed"
	EventUnsnoozed        = "conversation.unsnoozed"
	EventResolved         = "conversation.resolved"
	EventReopened         = "conversation.reopened"
	EventPriorityChanged  = "conversation.priority_changed"
	EventSentimentChanged = "conversation.sentiment_changed" // from and to are negative, neutral, positive or empty
	EventTagged           = "conversation.tagged"
	EventUntagged         = "conversation.untagged"
	EventRated            = "conversation.rated"
	EventIdentified       = "conversation.customer_identified"
	EventOfflineCaptured  = "conversation.offline_captured"
	EventSummarised       = "conversation.summarised"
	EventRecalled         = "conversation.entry_recalled"
	EventEdited           = "conversation.entry_edited"
	EventPlanned          = "conversation.planned"
	EventExported         = "conversation.exported"      // no entry, seq 0
	EventAgentSeen        = "conversation.agent_seen"    // no entry, seq 0
	EventCustomerSeen     = "conversation.customer_seen" // no entry, seq 0
)

// Moved is the data of events that change the place of a conversation: opened (Before is absent), assigned, snoozed,
// unsnoozed, resolved and reopened. The counts are fed from it.
type Moved struct {
	EntryID    string    `json:"entryId"`
	PublicSeq  int64     `json:"publicSeq,omitempty"`
	CustomerID string    `json:"customerId"`
	Before     *Place    `json:"before,omitempty"`
	After      Place     `json:"after"`
	Until      time.Time `json:"until,omitzero"` // of snoozed
	Cause      string    `json:"cause,omitempty"`
	Undoes     string    `json:"undoes,omitempty"`
	Version    int64     `json:"version"`
}

// Added is the data of message_added and note_added. The text stays in the entry: (conversation, seq) names it.
type Added struct {
	EntryID    string     `json:"entryId"`
	PublicSeq  int64      `json:"publicSeq,omitempty"`
	AuthorKind AuthorKind `json:"authorKind"`
	CustomerID string     `json:"customerId"`
	ChannelID  string     `json:"channelId"`
	TeamID     string     `json:"teamId,omitempty"`
	AssigneeID string     `json:"assigneeId,omitempty"`
	Mentions   []string   `json:"mentions,omitempty"`
	Followers  []string   `json:"followers,omitempty"`
	FirstReply bool       `json:"firstReply,omitempty"`
}

// Changed is the data of priority_changed, sentiment_changed, tagged, untagged, rated, customer_identified, offline_captured and
// summarised.
type Changed struct {
	EntryID   string   `json:"entryId"`
	PublicSeq int64    `json:"publicSeq,omitempty"`
	From      string   `json:"from,omitempty"`
	To        string   `json:"to,omitempty"`
	TagIDs    []string `json:"tagIds,omitempty"`
	Score     int      `json:"score,omitempty"`
	Undoes    string   `json:"undoes,omitempty"`
	Version   int64    `json:"version"`
}

// Rewritten is the data of entry_recalled and entry_edited: the activity that tells of it and the entry it is about.
type Rewritten struct {
	EntryID    string   `json:"entryId"`
	PublicSeq  int64    `json:"publicSeq,omitempty"`
	TargetID   string   `json:"targetId"`
	TargetSeq  int64    `json:"targetSeq"`
	Kind       Kind     `json:"kind"` // of the target
	TeamID     string   `json:"teamId,omitempty"`
	AssigneeID string   `json:"assigneeId,omitempty"`
	Mentions   []string `json:"mentions,omitempty"` // people whom the entry did not mention before
	Version    int64    `json:"version"`
}

// Seen is the data of agent_seen and customer_seen.
type Seen struct {
	Seq     int64 `json:"seq"` // publicSeq for customer_seen
	Version int64 `json:"version"`
}

// Planning is the data of planned: a message was planned, changed, cancelled or held.
type Planning struct {
	EntryID    string    `json:"entryId"`
	PlannedID  string    `json:"plannedId"`
	AuthorID   string    `json:"authorId"`
	Change     string    `json:"change"` // as the activity names it
	SendAt     time.Time `json:"sendAt"`
	Held       string    `json:"held,omitempty"`
	TeamID     string    `json:"teamId,omitempty"`
	AssigneeID string    `json:"assigneeId,omitempty"`
	Version    int64     `json:"version"`
}
