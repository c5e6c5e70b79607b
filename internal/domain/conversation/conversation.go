package conversation

import (
	"time"

	"frontdesk/internal/base/actor"
)

// Permissions that this domain checks.
const (
	PermRead   actor.Permission = "conversation.read"
	PermReply  actor.Permission = "conversation.reply"
	PermAssign actor.Permission = "conversation.assign"
	PermManage actor.Permission = "conversation.manage" // resolve, reopen, snooze, tag, prioritise
	PermNote   actor.Permission = "conversation.note"
	// PermHistory shows what recalled and edited entries said before; whose conversations, PermRead says.
	PermHistory actor.Permission = "conversation.history"
	// PermExport gives conversations out; whose, PermRead says.
	PermExport actor.Permission = "conversation.export"
)

// Permissions are all of them, for the role editor.
var Permissions = []actor.Permission{PermRead, PermReply, PermAssign, PermManage, PermNote, PermSupervise, PermHistory, PermExport, PermFollowUp, PermMerge, PermMonitor}

// Status of a conversation.
type Status string

// The states. Snoozed sleeps until a time or the customer's next message.
const (
	Open     Status = "open"
	Snoozed  Status = "snoozed"
	Resolved Status = "resolved"
)

// Priority of a conversation.
type Priority string

// The priorities.
const (
	Urgent Priority = "urgent"
	High   Priority = "high"
	Normal Priority = "normal"
	Low    Priority = "low"
)

// Sentiment is how the customer feels, as somebody or a program found; empty when nobody has looked.
type Sentiment string

// The sentiments.
const (
	Negative Sentiment = "negative"
	Neutral  Sentiment = "neutral"
	Positive Sentiment = "positive"
)

// Limits of one conversation.
const (
	MaxTags      = 30
	MaxSubject   = 200
	MaxSnooze    = 366 * 24 * time.Hour
	ratingWindow = 24 * time.Hour
)

// Conversation is the row that the inbox shows: the state and what the list needs, denormalised.
type Conversation struct {
	ID            string   `json:"id"`
	Number        int64    `json:"number" doc:"What people call it; counts from 1 in each workspace."`
	ChannelID     string   `json:"channelId"`
	ChannelKind   string   `json:"channelKind" example:"webchat"`
	CustomerID    string   `json:"customerId"`
	CustomerName  string   `json:"customerName" personal:"text"`
	CustomerLevel string   `json:"customerLevel,omitempty"`
	Subject       string   `json:"subject,omitempty" personal:"text"`
	Status        Status   `json:"status" enum:"open,snoozed,resolved,merged"`
	AssigneeID    string   `json:"assigneeId,omitempty"`
	TeamID        string   `json:"teamId,omitempty"`
	Priority      Priority `json:"priority" enum:"urgent,high,normal,low"`
	// Sentiment is set by hand or by a program, never worked out here.
	Sentiment Sentiment `json:"sentiment,omitempty" enum:"negative,neutral,positive" doc:"How the customer feels; absent while nobody knows."`
	TagIDs    []string  `json:"tagIds"`
	// ParticipantIDs are never changed in place: rows in memory share them.
	ParticipantIDs []string `json:"participantIds,omitempty" doc:"People who follow it or were invited, besides the assignee."`

	Seq         int64     `json:"seq" doc:"Number of entries; the last entry has this seq."`
	PublicSeq   int64     `json:"publicSeq" doc:"The same, of entries that the visitor sees."`
	LastEntryAt time.Time `json:"lastEntryAt"`

	LastMessageAt         time.Time  `json:"lastMessageAt,omitzero"`
	LastMessagePreview    string     `json:"lastMessagePreview" doc:"Start of the last public message." personal:"text"`
	LastMessageKind       Content    `json:"lastMessageKind,omitempty" enum:"text,image,file,recalled" doc:"What the last public message holds."`
	LastMessageAuthorKind AuthorKind `json:"lastMessageAuthorKind,omitempty" enum:"customer,user,bot,system"`

	Unread          int       `json:"unread" doc:"Messages of the customer since somebody who answers has read."`
	WaitingSince    time.Time `json:"waitingSince,omitzero" doc:"First message of the customer that has no answer yet."`
	SnoozedUntil    time.Time `json:"snoozedUntil,omitzero"`
	AgentSeenSeq    int64     `json:"agentSeenSeq"`
	AgentSeenPublic int64     `json:"-"` // the same mark on the visitor's scale
	CustomerSeenSeq int64     `json:"customerSeenSeq" doc:"publicSeq up to which the customer has read."`
	FirstReplyAt    time.Time `json:"firstReplyAt,omitzero"`
	ResolvedAt      time.Time `json:"resolvedAt,omitzero"`
	ResolvedBy      string    `json:"resolvedBy,omitempty" doc:"Absent also when its customer left the queue: nobody has resolved it then."`
	Resolutions     int       `json:"resolutions" doc:"How often it was resolved."`
	MergedInto      string    `json:"mergedInto,omitempty" doc:"Of status merged: the conversation in which it goes on."`
	MergedCount     int       `json:"mergedCount,omitempty" doc:"How many others were merged into it."`
	SplitFrom       string    `json:"splitFrom,omitempty" doc:"The conversation whose messages it began with."`
	RatingScore     int       `json:"ratingScore,omitempty" doc:"1 to 5; 0 when the customer has not rated."`
	RatingAsked     bool      `json:"ratingAsked,omitempty" doc:"The customer was asked for a rating; that is done once."`
	CallBack        *CallBack `json:"callBack,omitempty" doc:"The customer wants to be called."`
	Left            bool      `json:"left,omitempty" doc:"The customer left a message and does not wait in the chat."`
	CreatedAt       time.Time `json:"createdAt"`
	Version         int64     `json:"version"`
}

// Place is where a conversation stands; events carry it before and after a change, for the counts.
type Place struct {
	Status     Status `json:"status"`
	TeamID     string `json:"teamId,omitempty"`
	AssigneeID string `json:"assigneeId,omitempty"`
	ChannelID  string `json:"channelId"`
}

// Place of the conversation now.
func (c Conversation) Place() Place {
	return Place{Status: c.Status, TeamID: c.TeamID, AssigneeID: c.AssigneeID, ChannelID: c.ChannelID}
}

// Continues reports whether a message of the customer belongs to this conversation: always while it is not resolved, and
// within the given time after it was.
func (c Conversation) Continues(now time.Time, reopenWithin time.Duration) bool {
	return c.Status != Resolved || now.Sub(c.ResolvedAt) <= reopenWithin
}

// Settings of a workspace that change how conversations behave.
type Settings struct {
	ReopenWithin  time.Duration // a customer's message reopens a resolved conversation this long
	AssignOnReply bool          // who answers an unassigned conversation takes it
}

// DefaultSettings are those of a new workspace.
var DefaultSettings = Settings{ReopenWithin: 7 * 24 * time.Hour, AssignOnReply: true}
