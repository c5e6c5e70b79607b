package conversation

import (
	"slices"
	"time"
)

// absorb takes in what another conversation brings: who waits, what is unread, tags and participants.
func (t *Turn) absorb(src Conversation) Absorbed {
	got := Absorbed{WaitingSince: t.Row.WaitingSince}
	if !src.WaitingSince.IsZero() && t.Row.Status != Resolved {
		if t.Row.Status == Snoozed {
			t.wake(t.Row.Place(), causeCustomer)
		}
		if t.Row.WaitingSince.IsZero() || src.WaitingSince.Before(t.Row.WaitingSince) {
			t.Row.WaitingSince = src.WaitingSince
		}
	}
	t.Row.Unread += src.Unread
	got.TagIDs = without(src.TagIDs, t.Row.TagIDs)
	got.TagIDs = got.TagIDs[:min(len(got.TagIDs), MaxTags-len(t.Row.TagIDs))]
	t.Row.TagIDs = slices.Sorted(slices.Values(slices.Concat(t.Row.TagIDs, got.TagIDs)))
	got.UserIDs = without(src.ParticipantIDs, t.Row.ParticipantIDs)
	got.UserIDs = got.UserIDs[:min(len(got.UserIDs), MaxParticipants-len(t.Row.ParticipantIDs))]
	t.Row.ParticipantIDs = slices.Concat(t.Row.ParticipantIDs, got.UserIDs)
	if src.LastMessageAt.After(t.Row.LastMessageAt) {
		got.Spoke = true
		t.Row.LastMessageAt, t.Row.LastMessagePreview = src.LastMessageAt, src.LastMessagePreview
		t.Row.LastMessageKind, t.Row.LastMessageAuthorKind = src.LastMessageKind, src.LastMessageAuthorKind
	}
	t.Row.MergedCount++
	h := Happening{Type: WasMergedIn, ConversationID: src.ID, Number: src.Number, TagIDs: got.TagIDs, UserIDs: got.UserIDs}
	e := t.add(Entry{Kind: Activity, Activity: &h}, false)
	t.emit(EventMergedIn, e.Seq, Merging{EntryID: e.ID, CustomerID: t.Row.CustomerID, OtherID: src.ID, Version: t.version()})
	return got
}

// merge ends the conversation in favour of another one, and keeps what an unmerge needs. Its customer sees that it ended,
// unless it had.
func (t *Turn) merge(dst Conversation, got Absorbed) {
	from := t.Row.Place()
	h := Happening{
		Type: WasMerged, ConversationID: dst.ID, Number: dst.Number, From: t.Row.AssigneeID, FromTeam: t.Row.TeamID,
		Before: t.undoable(), Absorbed: &got,
	}
	seen := t.Row.Status != Resolved
	t.Row.Status, t.Row.MergedInto = Merged, dst.ID
	t.Row.AssigneeID, t.Row.TeamID = dst.AssigneeID, dst.TeamID
	t.Row.WaitingSince, t.Row.SnoozedUntil = time.Time{}, time.Time{}
	t.merging(EventMerged, dst.ID, h, from, seen)
}

// unmerge gives the conversation back as it was. Where the other one was answered meanwhile, so was this.
func (t *Turn) unmerge(h Happening, dst Conversation) {
	from, was := t.Row.Place(), *h.Before
	t.Row.Status, t.Row.MergedInto = was.Status, ""
	t.Row.AssigneeID, t.Row.TeamID = h.From, h.FromTeam
	if was.Status == Snoozed {
		t.Row.SnoozedUntil = was.SnoozedUntil
		if !was.SnoozedUntil.After(t.now) {
			t.Row.Status, t.Row.SnoozedUntil = Open, time.Time{}
		}
	}
	if !dst.WaitingSince.IsZero() || dst.Unread > 0 || dst.LastMessageAuthorKind == ByCustomer {
		t.Row.WaitingSince = was.WaitingSince
	} else {
		t.Row.Unread = 0
	}
	t.merging(EventUnmerged, dst.ID, Happening{Type: WasUnmerged, ConversationID: dst.ID, Number: dst.Number}, from, t.Row.Status != Resolved)
}

// release gives back what a merged conversation had brought.
func (t *Turn) release(src Conversation, h Happening, last *Entry) {
	got := *h.Absorbed
	t.Row.MergedCount--
	t.Row.TagIDs = append([]string{}, without(t.Row.TagIDs, got.TagIDs)...)
	t.Row.ParticipantIDs = without(t.Row.ParticipantIDs, got.UserIDs)
	t.Row.Unread = max(0, t.Row.Unread-src.Unread)
	if !t.Row.WaitingSince.IsZero() && t.Row.WaitingSince.Equal(h.Before.WaitingSince) {
		t.Row.WaitingSince = got.WaitingSince
	}
	if last != nil {
		t.Row.LastMessageAt, t.Row.LastMessagePreview = last.CreatedAt, Preview(last.Body)
		t.Row.LastMessageKind, t.Row.LastMessageAuthorKind = contentOf(last.Body, last.Attachments), last.AuthorKind
	}
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasUnmergedOut, ConversationID: src.ID, Number: src.Number}}, false)
	t.emit(EventUnmergedOut, e.Seq, Merging{EntryID: e.ID, CustomerID: t.Row.CustomerID, OtherID: src.ID, Version: t.version()})
}

func (t *Turn) merging(eventType, other string, h Happening, from Place, seen bool) {
	e := t.add(Entry{Kind: Activity, Activity: &h}, seen)
	after := t.Row.Place()
	t.emit(eventType, e.Seq, Merging{
		EntryID: e.ID, PublicSeq: e.PublicSeq, CustomerID: t.Row.CustomerID, OtherID: other, Before: &from, After: &after, Version: t.version(),
	})
}
