package conversation

import (
	"context"
	"time"
)

// WasSaid is the activity of a line that the program says to both sides: a welcome, news of the queue, the closing words.
// It is no answer: who waits goes on waiting.
const WasSaid = "said"

// EventSaid tells of such a line; `to` names the occasion.
const EventSaid = "conversation.said"

// Line is what the program has to say, and when it still holds true.
type Line struct {
	Occasion string
	Words    Reminder
	Lang     string    // when the customer's language is not known
	Waits    time.Time // the customer still waits since then …
	Free     bool      // … and nobody has taken the conversation
	Ended    time.Time // or: it was resolved then
}

// holds reports whether there is still reason to say it.
func (l Line) holds(c Conversation) bool {
	if !l.Ended.IsZero() {
		return c.Status == Resolved && c.ResolvedAt.Equal(l.Ended)
	}
	return c.Waits(l.Waits) && (!l.Free || c.AssigneeID == "")
}

// Say writes a line of the program, if it still holds true. ok says that it was written.
func (s *Service) Say(ctx context.Context, id string, line Line) (ok bool, err error) {
	if _, err := machine(ctx); err != nil {
		return false, err
	}
	res, err := s.turn(ctx, id, PermReply, func(ctx context.Context, t *Turn) error {
		if !line.holds(t.Row) {
			return nil
		}
		body, err := s.inLanguageOf(ctx, id, line.Words, line.Lang)
		if err == nil {
			t.Say(line.Occasion, Entry{Body: body, Lang: s.lang(body)})
		}
		return err
	})
	return len(res.Entries) > 0, err
}

// Say adds a line of the program.
func (t *Turn) Say(occasion string, e Entry) {
	e.Kind, e.Activity = Activity, &Happening{Type: WasSaid, To: occasion}
	t.changed(EventSaid, t.add(e, true))
}
