package conversation

import (
	"context"
	"time"
)

// family groups activities that contradict one another: an undo is possible while nothing of its family has happened since.
func family(activity string) string {
	switch activity {
	case WasAssigned, WasUnassigned, WasMovedToTeam:
		return "assignment"
	case WasSnoozed, WasUnsnoozed, WasResolved, WasReopened:
		return "status"
	case WasPrioritised:
		return "priority"
	case WasFelt:
		return "sentiment"
	case WasTagged, WasUntagged:
		return "tags"
	default:
		return ""
	}
}

// Undo takes an entry back by adding one that restores the state before it. since are the entries after it; when one of
// them contradicts, the undo is refused. A message of the customer contradicts an undo of resolve or snooze, because it
// has already reopened the conversation.
func (t *Turn) Undo(e Entry, since []Entry) error {
	if e.Kind != Activity || e.Activity == nil || family(e.Activity.Type) == "" {
		return ErrNotUndoable.New()
	}
	for _, later := range since {
		if later.Activity != nil && family(later.Activity.Type) == family(e.Activity.Type) {
			return ErrUndoConflict.New()
		}
	}
	h := *e.Activity
	switch h.Type {
	case WasAssigned, WasUnassigned, WasMovedToTeam:
		t.give(h.From, h.FromTeam, "", e.ID)
	case WasPrioritised:
		t.prioritise(Priority(h.From), e.ID)
	case WasFelt:
		t.feel(Sentiment(h.From), e.ID)
	case WasTagged:
		t.tag(without(t.Row.TagIDs, h.TagIDs), e.ID)
	case WasUntagged:
		t.tag(append(without(t.Row.TagIDs, h.TagIDs), h.TagIDs...), e.ID)
	case WasResolved, WasSnoozed:
		return t.restore(e)
	default:
		return ErrNotUndoable.New()
	}
	return nil
}

// restore goes back to the status before a resolve or a snooze.
func (t *Turn) restore(e Entry) error {
	was := e.Activity.Before
	if was == nil {
		return ErrNotUndoable.New()
	}
	from := t.Row.Place()
	resolved := e.Activity.Type == WasResolved
	t.toOpen()
	if t.Row.WaitingSince.IsZero() {
		t.Row.WaitingSince = was.WaitingSince
	}
	h := Happening{Type: WasUnsnoozed, Cause: causeAgent, Undoes: e.ID}
	kind := EventUnsnoozed
	if resolved {
		h.Type, kind = WasReopened, EventReopened
		t.Row.Resolutions-- // what was taken back does not count, and its summary is that of the next one
	}
	if was.Status == Snoozed && was.SnoozedUntil.After(t.now) {
		t.Row.Status, t.Row.SnoozedUntil = Snoozed, was.SnoozedUntil
		h.Until = was.SnoozedUntil
		if !resolved {
			h.Type, kind = WasSnoozed, EventSnoozed
		}
	}
	t.moved(kind, t.add(Entry{Kind: Activity, Activity: &h}, visible(h.Type)), &from)
	return nil
}

// Undo takes back an assignment, a resolve, a snooze, a priority, a sentiment or tags, as long as nothing contradicts it since.
func (s *Service) Undo(ctx context.Context, conversationID, entryID string) (Result, error) {
	return s.turn(ctx, conversationID, PermRead, func(ctx context.Context, t *Turn) error {
		e, err := s.entries.ByID(ctx, conversationID, entryID)
		if err != nil {
			return err
		}
		if e.Activity == nil {
			return ErrNotUndoable.New()
		}
		if err := s.mayUndo(ctx, t.before, e.Activity.Type); err != nil {
			return err
		}
		if t.Row.Seq-e.Seq > maxEntriesToUndo {
			return ErrUndoConflict.New()
		}
		since, err := s.entries.Page(ctx, conversationID, Range{After: e.Seq, Limit: maxEntriesToUndo})
		if err != nil {
			return err
		}
		return t.Undo(e, since)
	})
}

// mayUndo asks for the permission that the undone action needed.
func (s *Service) mayUndo(ctx context.Context, c Conversation, activity string) error {
	p := PermManage
	if family(activity) == "assignment" {
		p = PermAssign
	}
	_, err := covered(ctx, p, c)
	return err
}

// JobUnsnooze is the kind of the job that wakes a conversation.
const JobUnsnooze = "conversation.unsnooze"

func (t *Turn) wakeAt() (until time.Time, changed bool) {
	return t.Row.SnoozedUntil, !t.Row.SnoozedUntil.Equal(t.before.SnoozedUntil)
}
