package conversation

import (
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// What a whisper leaves in the timeline.
const (
	WasWhispered   = "whispered"
	EventWhispered = "conversation.whispered"
)

// MaxWhisper is how long a whisper may be.
const MaxWhisper = 2000

// Whispered is the data of conversation.whispered. Its words are in no event and in no entry: who else reads the conversation
// learns only that something was said.
type Whispered struct {
	EntryID string   `json:"entryId"`
	To      []string `json:"to"`
	Version int64    `json:"version"`
}

// Whisper is what a supervisor says to the person who answers, and nobody else reads but those who supervise.
type Whisper struct {
	ConversationID string    `json:"conversationId"`
	EntryID        string    `json:"entryId" doc:"The activity that stands for it in the timeline."`
	From           string    `json:"from"`
	To             string    `json:"to"`
	Body           string    `json:"body" personal:"text"`
	At             time.Time `json:"at"`
}

// WhisperRows keeps the words of whispers.
type WhisperRows interface {
	AddWhisper(ctx context.Context, w Whisper) error
	// Whisper is one; ok is false when there is none.
	Whisper(ctx context.Context, conversationID, entryID string) (w Whisper, ok bool, err error)
}

// Whisper adds the activity that stands for a whisper to the assignee.
func (t *Turn) Whisper() (Entry, error) {
	if t.Row.AssigneeID == "" || t.Row.AssigneeID == t.author.id {
		return Entry{}, ErrNobodyHears.New()
	}
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasWhispered, To: t.Row.AssigneeID}}, false)
	t.emit(EventWhispered, e.Seq, Whispered{EntryID: e.ID, To: []string{t.Row.AssigneeID}, Version: t.version()})
	return e, nil
}

// Say whispers to the person who has the conversation.
func (m *Monitor) Say(ctx context.Context, conversationID, body string) (Result, error) {
	a, err := actor.Require(ctx, PermMonitor)
	if err != nil {
		return Result{}, err
	}
	body = strings.TrimSpace(body)
	var c fault.Checker
	c.Text("body", body, 1, MaxWhisper)
	if err := c.Err(); err != nil {
		return Result{}, err
	}
	return m.talks.turn(ctx, conversationID, PermMonitor, func(ctx context.Context, t *Turn) error {
		e, err := t.Whisper()
		if err != nil {
			return err
		}
		return m.whispers.AddWhisper(ctx, Whisper{
			ConversationID: conversationID, EntryID: e.ID, From: a.ID, To: e.Activity.To, Body: body, At: e.CreatedAt,
		})
	})
}

// Heard are the words of a whisper, for who said it, whom it was said to, and those who supervise the conversation.
func (m *Monitor) Heard(ctx context.Context, conversationID, entryID string) (Whisper, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Whisper{}, err
	}
	c, err := m.talks.Get(ctx, conversationID)
	if err != nil {
		return Whisper{}, err
	}
	w, ok, err := m.whispers.Whisper(ctx, conversationID, entryID)
	if err != nil {
		return Whisper{}, err
	}
	if !ok || a.ID != w.From && a.ID != w.To && !a.ScopeOf(PermMonitor).Covers(c.AssigneeID, c.TeamID) {
		return Whisper{}, ErrEntryNotFound.New()
	}
	return w, nil
}

// Causes of what a supervisor does to a conversation of somebody else.
const (
	causeBarge    = "barge"
	causeTakeOver = "takeover"
)

// Barge lets a supervisor take part under the own name; who has it or takes part already changes nothing.
func (t *Turn) Barge() error {
	if t.Row.Status == Resolved {
		return ErrResolved.New()
	}
	if t.Row.AssigneeID == t.author.id || t.Row.Takes(t.author.id) {
		return nil
	}
	if len(t.Row.ParticipantIDs) >= MaxParticipants {
		return ErrTooManyParticipants.With("max", MaxParticipants)
	}
	who := []string{t.author.id}
	t.Row.ParticipantIDs = append(append([]string{}, t.Row.ParticipantIDs...), who...)
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasJoined, UserIDs: who, Cause: causeBarge}}, false)
	t.emit(EventJoined, e.Seq, Attended{EntryID: e.ID, UserIDs: who, Version: t.version()})
	return nil
}

// TakeOver gives the conversation to a supervisor, whoever has it; the team stays.
func (t *Turn) TakeOver() error {
	if t.Row.Status == Resolved {
		return ErrResolved.New()
	}
	t.give(t.author.id, t.Row.TeamID, causeTakeOver, "")
	return nil
}

// Barge lets the actor take part in a conversation and write to its customer.
func (m *Monitor) Barge(ctx context.Context, conversationID string) (Result, error) {
	if _, err := actor.Require(ctx, PermReply); err != nil {
		return Result{}, err
	}
	return m.talks.turn(ctx, conversationID, PermMonitor, func(_ context.Context, t *Turn) error { return t.Barge() })
}

// TakeOver gives a conversation to the actor, whoever has it.
func (m *Monitor) TakeOver(ctx context.Context, conversationID string) (Result, error) {
	if _, err := actor.Require(ctx, PermReply); err != nil {
		return Result{}, err
	}
	return m.talks.turn(ctx, conversationID, PermMonitor, func(_ context.Context, t *Turn) error { return t.TakeOver() })
}
