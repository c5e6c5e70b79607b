package conversation

import (
	"slices"
	"strconv"
	"time"

	"frontdesk/internal/base/event"
	"frontdesk/internal/base/id"
)

// add takes the next numbers and appends the entry.
func (t *Turn) add(e Entry, public bool) Entry {
	t.Row.Seq++
	if public {
		t.Row.PublicSeq++
		e.PublicSeq = t.Row.PublicSeq
	}
	e.Seq, e.ConversationID, e.CreatedAt = t.Row.Seq, t.Row.ID, t.now
	if e.ID == "" {
		e.ID = id.At("ent", t.now)
	}
	if e.AuthorKind == "" {
		e.AuthorKind, e.AuthorID = t.author.kind, t.author.id
	}
	t.Row.LastEntryAt = t.now
	t.Row.Version = t.version()
	t.Entries = append(t.Entries, e)
	return e
}

func (t *Turn) message(e Entry) Entry {
	e = t.add(e, true)
	t.Row.LastMessageAt = t.now
	t.Row.LastMessagePreview = Preview(e.Body)
	t.Row.LastMessageKind = contentOf(e.Body, e.Attachments)
	t.Row.LastMessageAuthorKind = e.AuthorKind
	if t.Row.LastMessagePreview == "" && len(e.Attachments) > 0 {
		t.Row.LastMessagePreview = Preview(e.Attachments[0].Name)
	}
	return e
}

func (t *Turn) undoable() *Before {
	return &Before{Status: t.Row.Status, WaitingSince: t.Row.WaitingSince, SnoozedUntil: t.Row.SnoozedUntil}
}

func (t *Turn) resolve(from Place, h Happening, clientID string) {
	t.Row.Status = Resolved
	t.Row.ResolvedAt, t.Row.ResolvedBy = t.now, t.author.id
	if h.Cause == CauseLeftQueue {
		t.Row.ResolvedBy = ""
	}
	t.Row.WaitingSince, t.Row.SnoozedUntil = time.Time{}, time.Time{}
	t.Row.Resolutions++
	t.Row.CallBack, t.Row.Left = nil, false
	e := t.add(Entry{Kind: Activity, Activity: &h, ClientID: clientID}, true)
	t.moved(EventResolved, e, &from)
}

func (t *Turn) reopen(from Place, cause string) {
	t.toOpen()
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasReopened, Cause: cause}}, true)
	t.moved(EventReopened, e, &from)
}

func (t *Turn) wake(from Place, cause string) {
	t.toOpen()
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasUnsnoozed, Cause: cause}}, false)
	t.moved(EventUnsnoozed, e, &from)
}

func (t *Turn) snoozed(from Place, h Happening) {
	e := t.add(Entry{Kind: Activity, Activity: &h}, false)
	t.moved(EventSnoozed, e, &from)
}

func (t *Turn) toOpen() {
	t.Row.Status = Open
	t.Row.SnoozedUntil, t.Row.ResolvedAt, t.Row.ResolvedBy = time.Time{}, time.Time{}, ""
}

// give is the one place where the assignee or the team changes.
func (t *Turn) give(assignee, team, cause, undoes string) {
	h := Happening{From: t.Row.AssigneeID, To: assignee, FromTeam: t.Row.TeamID, ToTeam: team, Cause: cause, Undoes: undoes}
	switch {
	case assignee != t.Row.AssigneeID && assignee != "":
		h.Type = WasAssigned
	case assignee != t.Row.AssigneeID:
		h.Type = WasUnassigned
	case team != t.Row.TeamID:
		h.Type = WasMovedToTeam
	default:
		return
	}
	from := t.Row.Place()
	t.Row.AssigneeID, t.Row.TeamID = assignee, team
	e := t.add(Entry{Kind: Activity, Activity: &h}, visible(h.Type))
	t.moved(EventAssigned, e, &from)
}

func (t *Turn) prioritise(p Priority, undoes string) {
	if p == t.Row.Priority {
		return
	}
	h := Happening{Type: WasPrioritised, From: string(t.Row.Priority), To: string(p), Undoes: undoes}
	t.Row.Priority = p
	t.changed(EventPriorityChanged, t.add(Entry{Kind: Activity, Activity: &h}, false))
}

func (t *Turn) feel(s Sentiment, undoes string) {
	if s == t.Row.Sentiment {
		return
	}
	h := Happening{Type: WasFelt, From: string(t.Row.Sentiment), To: string(s), Undoes: undoes}
	t.Row.Sentiment = s
	t.changed(EventSentimentChanged, t.add(Entry{Kind: Activity, Activity: &h}, false))
}

// Tag makes the conversation carry exactly these tags.
func (t *Turn) Tag(ids []string) { t.tag(ids, "") }

func (t *Turn) tag(ids []string, undoes string) {
	ids = append([]string{}, slices.Compact(slices.Sorted(slices.Values(ids)))...) // never nil: the list goes out as []
	gained, lost := without(ids, t.Row.TagIDs), without(t.Row.TagIDs, ids)
	t.Row.TagIDs = ids
	if len(gained) > 0 {
		h := Happening{Type: WasTagged, TagIDs: gained, Undoes: undoes}
		t.changed(EventTagged, t.add(Entry{Kind: Activity, Activity: &h}, false))
	}
	if len(lost) > 0 {
		h := Happening{Type: WasUntagged, TagIDs: lost, Undoes: undoes}
		t.changed(EventUntagged, t.add(Entry{Kind: Activity, Activity: &h}, false))
	}
}

// without is what of a is not in b.
func without(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}

func (t *Turn) moved(eventType string, e Entry, from *Place) {
	t.emit(eventType, e.Seq, Moved{
		EntryID: e.ID, PublicSeq: e.PublicSeq, CustomerID: t.Row.CustomerID, Before: from, After: t.Row.Place(),
		Until: e.Activity.Until, Cause: e.Activity.Cause, Undoes: e.Activity.Undoes, Version: t.version(),
	})
}

func (t *Turn) added(eventType string, e Entry, first bool) {
	t.emit(eventType, e.Seq, Added{
		EntryID: e.ID, PublicSeq: e.PublicSeq, AuthorKind: e.AuthorKind, CustomerID: t.Row.CustomerID,
		ChannelID: t.Row.ChannelID, TeamID: t.Row.TeamID, AssigneeID: t.Row.AssigneeID, Mentions: e.Mentions, Followers: t.Row.ParticipantIDs, FirstReply: first,
	})
}

func (t *Turn) changed(eventType string, e Entry) {
	a := e.Activity
	t.emit(eventType, e.Seq, Changed{
		EntryID: e.ID, PublicSeq: e.PublicSeq, From: a.From, To: a.To, TagIDs: a.TagIDs, Score: a.Score, Undoes: a.Undoes,
		Version: t.version(),
	})
}

func (t *Turn) emit(eventType string, seq int64, payload any) {
	t.Row.Version = t.version()
	e := event.New(t.tenant, Stream, t.Row.ID, eventType, t.by, t.now, payload)
	e.Seq = seq
	t.Events = append(t.Events, e)
}

func scoreText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
