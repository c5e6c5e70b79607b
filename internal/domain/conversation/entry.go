package conversation

import (
	"strings"
	"time"
	"unicode"

	"frontdesk/internal/base/fault"
)

// Kind of an entry.
type Kind string

// The kinds: a message is seen by both sides, a note by those who answer, an activity says what happened.
const (
	Message  Kind = "message"
	Note     Kind = "note"
	Activity Kind = "activity"
)

// AuthorKind says who wrote an entry.
type AuthorKind string

// The kinds of authors.
const (
	ByCustomer AuthorKind = "customer"
	ByUser     AuthorKind = "user"
	ByBot      AuthorKind = "bot"
	BySystem   AuthorKind = "system"
)

// Content of a message in one word, for the inbox row.
type Content string

// What a message holds.
const (
	ContentText  Content = "text"
	ContentImage Content = "image"
	ContentFile  Content = "file"
	// ContentRecalled is the content of a message that its author took back.
	ContentRecalled Content = "recalled"
)

// Limits of one entry.
const (
	MaxBody        = 10_000
	MaxAttachments = 10
	MaxMentions    = 20
	maxClientID    = 64
	previewLength  = 120
)

// Entry is one line of a conversation's timeline.
type Entry struct {
	ID             string       `json:"id"`
	ConversationID string       `json:"conversationId"`
	Seq            int64        `json:"seq"`
	PublicSeq      int64        `json:"publicSeq,omitempty" doc:"Absent when the visitor does not see the entry."`
	Kind           Kind         `json:"kind" enum:"message,note,activity"`
	AuthorKind     AuthorKind   `json:"authorKind" enum:"customer,user,bot,system"`
	AuthorID       string       `json:"authorId,omitempty"`
	Body           string       `json:"body,omitempty" personal:"text"`
	Attachments    []Attachment `json:"attachments,omitempty"`
	Activity       *Happening   `json:"activity,omitempty"`
	Mentions       []string     `json:"mentions,omitempty" doc:"Ids of the people a note mentions."`
	ClientID       string       `json:"clientId,omitempty" doc:"The id the sender's client gave it."`
	Lang           string       `json:"lang,omitempty"`
	Quote          *Quote       `json:"quote,omitempty" doc:"The entry that this one answers."`
	Card           *Card        `json:"card,omitempty" doc:"The order or product that the message shows; the body says it in words."`
	Recalled       bool         `json:"recalled,omitempty" doc:"Its author took it back; text and files are gone."`
	EditedAt       time.Time    `json:"editedAt,omitzero"`
	MovedTo        string       `json:"movedTo,omitempty" doc:"The conversation that was split off with it."`
	CreatedAt      time.Time    `json:"createdAt"`
	Changed        *Entry       `json:"changed,omitempty" doc:"Of the activities recalled and edited: the entry they are about, as it is now."`
}

// Attachment is a file as an entry shows it.
type Attachment struct {
	FileID string `json:"fileId"`
	Name   string `json:"name" personal:"text"`
	Size   int64  `json:"size"`
	Mime   string `json:"mime"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

// Picture reports whether the attachment can be shown as one.
func (a Attachment) Picture() bool { return a.Width > 0 && strings.HasPrefix(a.Mime, "image/") }

// What can happen to a conversation.
const (
	WasOpened          = "opened"
	WasAssigned        = "assigned"
	WasUnassigned      = "unassigned"
	WasMovedToTeam     = "team_changed"
	WasSnoozed         = "snoozed"
	WasUnsnoozed       = "unsnoozed"
	WasResolved        = "resolved"
	WasReopened        = "reopened"
	WasPrioritised     = "priority_changed"
	WasFelt            = "sentiment_changed"
	WasTagged          = "tagged"
	WasUntagged        = "untagged"
	WasRated           = "rated"
	WasIdentified      = "customer_identified"
	WasCapturedOffline = "offline_captured"
	WasRecalled        = "recalled" // EntryID names the entry
	WasEdited          = "edited"
	WasSummarised      = "summarised"
	WasPlanned         = "planned" // until is when the message leaves, to its author
	WasReplanned       = "plan_changed"
	WasUnplanned       = "plan_cancelled"
	WasHeld            = "plan_held" // cause says why it was not sent
	causeCustomer      = "customer"  // of unsnoozed and reopened: the customer wrote
	causeReply         = "reply"     // of assigned and reopened: the agent answered
	causeTimer         = "timer"     // of unsnoozed: the time has come
	causeAgent         = "agent"
	causeCallBack      = "callback" // of snoozed: until the time of a call
	// CauseSelfService says of resolved: the customer found the answer themselves, while they waited.
	CauseSelfService = "self_service"
	// CauseLeftQueue says of resolved: the customer would not wait any longer.
	CauseLeftQueue   = "left_queue"
	maxEntriesToUndo = 200 // an undo looks back this far, then it is too late
)

// Happening is the content of an activity.
type Happening struct {
	Type     string    `json:"type" enum:"opened,assigned,unassigned,team_changed,snoozed,unsnoozed,resolved,reopened,priority_changed,sentiment_changed,tagged,untagged,rated,customer_identified,offline_captured,recalled,edited,summarised,planned,plan_changed,plan_cancelled,plan_held,said,rating_asked,joined,left,merged,unmerged,merged_in,unmerged_out,split,whispered,queue_changed,callback_asked,callback_withdrawn,called"`
	From     string    `json:"from,omitempty" doc:"Id of the person, or the value, before."`
	To       string    `json:"to,omitempty" doc:"Id of the person, or the value, after."`
	FromName string    `json:"fromName,omitempty" doc:"Of queue_changed: what the queue was called then; from and to are queues."`
	ToName   string    `json:"toName,omitempty"`
	FromTeam string    `json:"fromTeam,omitempty"`
	ToTeam   string    `json:"toTeam,omitempty"`
	TagIDs   []string  `json:"tagIds,omitempty"`
	UserIDs  []string  `json:"userIds,omitempty" doc:"Of joined and left: who."`
	Until    time.Time `json:"until,omitzero"`
	Score    int       `json:"score,omitempty"`
	Outcome  string    `json:"outcome,omitempty" doc:"Of summarised: resolved, unresolved or follow_up; from and to are categories. Of called: reached, not_reached, wrong_number or given_up."`
	Phone    string    `json:"phone,omitempty" personal:"phone" doc:"Of callback_asked and called: the number."`
	Cause    string    `json:"cause,omitempty" doc:"customer, reply, timer, agent, silence, split, barge, takeover, forced_out, callback, self_service or left_queue; of plan_held why."`
	Undoes   string    `json:"undoes,omitempty" doc:"Id of the entry that this one takes back."`
	Before   *Before   `json:"before,omitempty" doc:"What an undo restores."`

	ConversationID string    `json:"conversationId,omitempty" doc:"Of merged, split and the like: the other conversation."`
	Number         int64     `json:"number,omitempty" doc:"Its number."`
	Seqs           []int64   `json:"seqs,omitempty" doc:"Of split, and of opened by a split: the numbers of what left, in the conversation that was split."`
	Absorbed       *Absorbed `json:"absorbed,omitempty" doc:"Of merged: what the other conversation got, for taking it back."`

	EntryID string `json:"entryId,omitempty" doc:"The entry that was recalled or edited."`
	Seq     int64  `json:"seq,omitempty" doc:"Its number."`
}

// Before is the state that an undo restores.
type Before struct {
	Status       Status    `json:"status"`
	WaitingSince time.Time `json:"waitingSince,omitzero"`
	SnoozedUntil time.Time `json:"snoozedUntil,omitzero"`
}

// visible reports whether the visitor sees an activity of this type.
func visible(activity string) bool {
	switch activity {
	case WasOpened, WasAssigned, WasResolved, WasReopened, WasRated, WasSaid, WasAskedToRate, WasCallBackAsked, WasCallBackWithdrawn, WasCalled:
		return true
	default:
		return false
	}
}

// Text is what somebody wants to say: a message or a note before it is stored.
type Text struct {
	ClientID string
	Body     string
	FileIDs  []string
	Mentions []string
	QuoteID  string // the entry it answers; empty for none
	Card     *Card  // what it shows; its words become the text

	Confirmed bool // its author has read what its words are warned of
}

// Normal is the text as it will be stored: line ends unified, no white space around it.
func (t Text) Normal() Text {
	t.Body = strings.TrimRightFunc(strings.ReplaceAll(t.Body, "\r\n", "\n"), unicode.IsSpace)
	t.Body = strings.TrimLeft(t.Body, "\n")
	if t.Card != nil && t.Body == "" {
		t.Body = t.Card.Text()
	}
	return t
}

// Check names everything that is wrong with the text.
func (t Text) Check() error {
	var c fault.Checker
	minBody := 1
	if len(t.FileIDs) > 0 {
		minBody = 0
	}
	c.Text("body", t.Body, minBody, MaxBody)
	c.Text("clientId", t.ClientID, 1, maxClientID)
	c.Count("attachments", len(t.FileIDs), MaxAttachments)
	c.Count("mentions", len(t.Mentions), MaxMentions)
	t.Card.check(&c)
	return c.Err()
}

// Preview is the start of a body on one line.
func Preview(body string) string {
	var b strings.Builder
	n, space := 0, false
	for _, r := range body {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			space = n > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			n, space = n+1, false
		}
		if n >= previewLength {
			return strings.TrimRight(b.String(), " ") + "…"
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

func contentOf(body string, files []Attachment) Content {
	switch {
	case body != "" || len(files) == 0:
		return ContentText
	case files[0].Picture():
		return ContentImage
	default:
		return ContentFile
	}
}
