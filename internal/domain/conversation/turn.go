package conversation

import (
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
)

// Turn is what one unit of work does to one conversation. Its methods are the rules: each changes the row and appends the
// entry and the event that tell of it, or returns a fault and changes nothing. It touches no store and can run again.
type Turn struct {
	Row     Conversation // after
	Entries []Entry
	Events  []event.Event

	before Conversation
	tenant string
	by     actor.Ref
	author author
	now    time.Time
}

type author struct {
	kind AuthorKind
	id   string
}

// Begin starts a turn on a stored conversation.
func Begin(c Conversation, by actor.Actor, now time.Time) *Turn {
	return &Turn{Row: c, before: c, tenant: by.Tenant, by: by.Ref(), author: authorOf(by, c.CustomerID), now: now}
}

func authorOf(a actor.Actor, customer string) author {
	switch a.Kind {
	case actor.User, actor.Token:
		return author{ByUser, a.ID}
	case actor.Visitor:
		return author{ByCustomer, customer}
	case actor.Bot:
		return author{ByBot, a.ID}
	default:
		return author{BySystem, ""}
	}
}

// Changed reports whether there is anything to store.
func (t *Turn) Changed() bool { return len(t.Events) > 0 }

// Before is the row as the turn found it.
func (t *Turn) Before() Conversation { return t.before }

// version is the row's version once the turn is stored: one step for a stored row, 1 for a new one.
func (t *Turn) version() int64 { return t.before.Version + 1 }

// Open is the first thing that happens to a conversation.
func (t *Turn) Open() {
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasOpened}}, true)
	t.moved(EventOpened, e, nil)
}

// Speak adds a message of the customer: it wakes or reopens the conversation and starts the clock of the answer.
func (t *Turn) Speak(e Entry) {
	place := t.Row.Place()
	switch t.Row.Status {
	case Snoozed:
		t.wake(place, causeCustomer)
	case Resolved:
		t.reopen(place, causeCustomer)
	case Open, Merged:
	}
	e.Kind, e.AuthorKind, e.AuthorID = Message, ByCustomer, t.Row.CustomerID
	e = t.message(e)
	t.Row.Unread++
	t.Row.Left = false
	t.Row.CustomerSeenSeq = e.PublicSeq
	if t.Row.WaitingSince.IsZero() {
		t.Row.WaitingSince = t.now
	}
	t.added(EventMessageAdded, e, false)
}

// Reply adds a message of somebody who answers: it stops the clock, reopens a resolved conversation and, when take is
// set, gives an unassigned one to its author.
func (t *Turn) Reply(e Entry, take bool) {
	if t.Row.Status == Resolved {
		t.reopen(t.Row.Place(), causeReply)
	}
	if take && t.Row.AssigneeID == "" && t.author.kind == ByUser {
		t.give(t.author.id, t.Row.TeamID, causeReply, "")
	}
	e.Kind = Message
	e = t.message(e)
	first := t.Row.FirstReplyAt.IsZero() && t.author.kind == ByUser
	if first {
		t.Row.FirstReplyAt = t.now
	}
	t.Row.WaitingSince, t.Row.Unread = time.Time{}, 0
	t.Row.AgentSeenSeq, t.Row.AgentSeenPublic = e.Seq, e.PublicSeq
	t.added(EventMessageAdded, e, first)
}

// Note adds what only those who answer see.
func (t *Turn) Note(e Entry) {
	e.Kind = Note
	e = t.add(e, false)
	t.added(EventNoteAdded, e, false)
}

// Tell adds an activity that changes no state: customer_identified or offline_captured.
func (t *Turn) Tell(kind, eventType string) {
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: kind}}, false)
	t.changed(eventType, e)
}

// Assignment asks for another assignee, another team or both; nil leaves one as it is. IfAssignee, when set, must still be
// the assignee ("" for nobody), so that of two people who take a conversation only one succeeds.
type Assignment struct {
	Assignee   *string
	Team       *string
	IfAssignee *string
}

// Assign gives the conversation to a person, a team, or nobody. Asking for what is already so changes nothing.
func (t *Turn) Assign(a Assignment) error {
	if a.IfAssignee != nil && *a.IfAssignee != t.Row.AssigneeID {
		if t.Row.AssigneeID == "" {
			return ErrNotAssigned.New()
		}
		return ErrAlreadyAssigned.With("assigneeId", t.Row.AssigneeID)
	}
	assignee, team := t.Row.AssigneeID, t.Row.TeamID
	if a.Assignee != nil {
		assignee = *a.Assignee
	}
	if a.Team != nil {
		team = *a.Team
	}
	t.give(assignee, team, "", "")
	return nil
}

// Snooze puts the conversation to sleep; a resolved one cannot sleep.
func (t *Turn) Snooze(until time.Time) error {
	if t.Row.Status == Resolved {
		return ErrResolved.New()
	}
	if !until.After(t.now) || until.Sub(t.now) > MaxSnooze {
		return ErrSnoozePast.On("until")
	}
	if t.Row.Status == Snoozed && t.Row.SnoozedUntil.Equal(until) {
		return nil
	}
	place := t.Row.Place()
	was := t.undoable()
	t.Row.Status, t.Row.SnoozedUntil = Snoozed, until
	t.snoozed(place, Happening{Type: WasSnoozed, Until: until, Before: was})
	return nil
}

// Unsnooze wakes the conversation early; one that does not sleep stays as it is.
func (t *Turn) Unsnooze() {
	if t.Row.Status == Snoozed {
		t.wake(t.Row.Place(), causeAgent)
	}
}

// Ring wakes the conversation because its time has come; a later time, set meanwhile, is respected.
func (t *Turn) Ring() {
	if t.Row.Status == Snoozed && !t.Row.SnoozedUntil.After(t.now) {
		t.wake(t.Row.Place(), causeTimer)
	}
}

// Resolve ends the conversation; nobody waits any more. Resolving twice changes nothing.
func (t *Turn) Resolve(clientID string) {
	if t.Row.Status == Resolved {
		return
	}
	place := t.Row.Place()
	t.resolve(place, Happening{Type: WasResolved, Before: t.undoable()}, clientID)
}

// Reopen takes up a resolved conversation again; one that is not resolved stays as it is.
func (t *Turn) Reopen() {
	if t.Row.Status == Resolved {
		t.reopen(t.Row.Place(), causeAgent)
	}
}

// Prioritise changes the priority.
func (t *Turn) Prioritise(p Priority) {
	t.prioritise(p, "")
}

// Feel says how the customer feels; empty takes back what was said.
func (t *Turn) Feel(s Sentiment) { t.feel(s, "") }

// Rate records the customer's score of the last resolution.
func (t *Turn) Rate(score int) {
	if t.Row.RatingScore == score {
		return
	}
	from := t.Row.RatingScore
	t.Row.RatingScore = score
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasRated, From: scoreText(from), Score: score}}, true)
	t.changed(EventRated, e)
}

// AgentSeen moves the mark up to which somebody who answers has read; it never moves back.
func (t *Turn) AgentSeen(seq, public int64, unread int) {
	if seq = min(seq, t.Row.Seq); seq <= t.Row.AgentSeenSeq {
		return
	}
	t.Row.AgentSeenSeq, t.Row.AgentSeenPublic, t.Row.Unread = seq, max(public, t.Row.AgentSeenPublic), unread
	t.emit(EventAgentSeen, 0, Seen{Seq: seq, Version: t.version()})
}

// CustomerSeen moves the mark up to which the customer has read; it never moves back.
func (t *Turn) CustomerSeen(public int64) {
	if public = min(public, t.Row.PublicSeq); public <= t.Row.CustomerSeenSeq {
		return
	}
	t.Row.CustomerSeenSeq = public
	t.emit(EventCustomerSeen, 0, Seen{Seq: public, Version: t.version()})
}
