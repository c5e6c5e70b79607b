package conversation

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// PermSupervise is the right, and the duty, to be told when customers of other people wait too long.
const PermSupervise actor.Permission = "conversation.supervise"

// EventWaited tells that a customer has waited for an answer longer than a limit. It is no entry and has seq 0.
const EventWaited = "conversation.waited"

// causeSilence is the cause of a resolve that no person decided: the customer did not answer any more.
const causeSilence = "silence"

// Urgency says which limit a customer has waited past.
type Urgency string

// The limits: the first concerns the assigned person, the second supervisors as well.
const (
	Warned  Urgency = "warn"
	Alerted Urgency = "alert"
)

// Waited is the data of conversation.waited.
type Waited struct {
	Urgency Urgency   `json:"urgency"`
	Since   time.Time `json:"since"`
	Seq     int64     `json:"seq"` // of the last entry then
	To      []string  `json:"to"`  // who shall know of it
}

// Reminder is what a silent customer is asked, in the languages of the desk.
type Reminder struct{ En, Zh string }

// Standing are conversations as they stand, for those who keep promises about them; what is gone is left out.
func (s *Service) Standing(ctx context.Context, asked []Asked) ([]Conversation, error) {
	if _, err := machine(ctx); err != nil {
		return nil, err
	}
	return s.rowsOf(ctx, asked)
}

// Waits reports whether the customer still waits since that moment.
func (c Conversation) Waits(since time.Time) bool {
	return c.Status == Open && !c.WaitingSince.IsZero() && c.WaitingSince.Equal(since)
}

// Silent reports whether our word of that moment is still the last one.
func (c Conversation) Silent(since time.Time) bool {
	return c.Status == Open && c.WaitingSince.IsZero() && c.LastMessageAt.Equal(since) && c.LastMessageAuthorKind != ByCustomer
}

// Overdue tells that the customer has waited past a limit, in the running unit. The row stays as it is.
func (s *Service) Overdue(ctx context.Context, c Conversation, u Urgency, to []string) error {
	a, err := machine(ctx)
	if err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, Stream, c.ID, EventWaited, a.Ref(), s.clock.Now(), Waited{
		Urgency: u, Since: c.WaitingSince, Seq: c.Seq, To: to,
	}))
}

// Remind asks a customer who has been silent since our word of that moment; nothing happens when somebody has written
// since. ok says that the reminder was written.
func (s *Service) Remind(ctx context.Context, id string, since time.Time, text Reminder) (c Conversation, ok bool, err error) {
	if _, err := machine(ctx); err != nil {
		return c, false, err
	}
	res, err := s.turn(ctx, id, PermReply, func(ctx context.Context, t *Turn) error {
		if !t.Row.Silent(since) {
			return nil
		}
		body, err := s.inLanguageOf(ctx, id, text, "")
		if err != nil {
			return err
		}
		t.Reply(Entry{Body: body, Lang: s.lang(body)}, false)
		return nil
	})
	return res.Conversation, len(res.Entries) > 0, err
}

// inLanguageOf picks the language in which the customer wrote last, or the given one when that is not known.
func (s *Service) inLanguageOf(ctx context.Context, id string, text Reminder, lang string) (string, error) {
	entries, err := s.entries.Page(ctx, id, Range{Limit: MaxEntries}.bounded())
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.AuthorKind == ByCustomer && e.Lang != "" {
			lang = e.Lang
		}
	}
	if lang == "en" {
		return text.En, nil
	}
	return text.Zh, nil
}

// CloseSilent ends the conversation with a customer who has been silent since that moment, and asks nobody for a summary: no
// person ended it. ok says that it was ended.
func (s *Service) CloseSilent(ctx context.Context, id string, since time.Time) (ok bool, err error) {
	if _, err := machine(ctx); err != nil {
		return false, err
	}
	res, err := s.turn(ctx, id, PermManage, func(_ context.Context, t *Turn) error {
		if t.Row.Silent(since) {
			t.resolve(t.Row.Place(), Happening{Type: WasResolved, Before: t.undoable(), Cause: causeSilence}, "")
		}
		return nil
	})
	return len(res.Entries) > 0, err
}
