package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
)

// RewriteWindow is how long a message can be recalled or edited by its author, by the clock of the server.
const RewriteWindow = 2 * time.Minute

// MaxEdits is how often one entry can be edited.
const MaxEdits = 50

// visitorChanged is what the activities recalled and edited are called towards visitors.
const visitorChanged = "changed"

// Revision is what an entry said until it was edited or recalled.
type Revision struct {
	ConversationID string       `json:"-"`
	EntryID        string       `json:"-"`
	Seq            int64        `json:"seq" doc:"Number of the activity that replaced it."`
	Body           string       `json:"body" personal:"text"`
	Attachments    []Attachment `json:"attachments,omitempty"`
	Mentions       []string     `json:"mentions,omitempty"`
	WrittenAt      time.Time    `json:"writtenAt" doc:"Since when it said so."`
}

// rewrites reports whether the activity is about another entry.
func (h *Happening) rewrites() bool { return h.Type == WasRecalled || h.Type == WasEdited }

// Rewrite puts an entry in the place of an old one, and adds the activity that tells of it: it takes the next numbers, so
// that whoever follows by number learns of the change. It returns the number of the activity.
func (t *Turn) Rewrite(old, now Entry, mentioned []string) int64 {
	kind, eventType := WasEdited, EventEdited
	if now.Recalled {
		kind, eventType = WasRecalled, EventRecalled
	}
	if old.Kind == Message && old.CreatedAt.Equal(t.Row.LastMessageAt) && previewOf(old) == t.Row.LastMessagePreview {
		q := quoteOf(now)
		t.Row.LastMessagePreview, t.Row.LastMessageKind = q.Excerpt, q.Content
	}
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: kind, EntryID: old.ID, Seq: old.Seq}}, old.PublicSeq > 0)
	t.emit(eventType, e.Seq, Rewritten{
		EntryID: e.ID, PublicSeq: e.PublicSeq, TargetID: old.ID, TargetSeq: old.Seq, Kind: old.Kind,
		TeamID: t.Row.TeamID, AssigneeID: t.Row.AssigneeID, Mentions: mentioned, Version: t.version(),
	})
	return e.Seq
}

// Recall takes back a message or a note of the actor. Doing it twice changes nothing.
func (s *Service) Recall(ctx context.Context, conversationID, entryID string) (Result, error) {
	res, err := s.turn(ctx, conversationID, PermRead, func(ctx context.Context, t *Turn) error {
		old, err := s.own(ctx, t, entryID)
		if err != nil || old.Recalled {
			return err
		}
		if t.now.Sub(old.CreatedAt) > RewriteWindow {
			return ErrTooLate.New()
		}
		now := old
		now.Recalled, now.Body, now.Lang, now.Attachments, now.Mentions, now.Quote, now.Card = true, "", "", nil, nil, nil, nil
		if err := s.rewrite(ctx, t, old, now, nil); err != nil {
			return err
		}
		for _, f := range old.Attachments {
			carried, err := s.history.Carried(ctx, conversationID, f.FileID)
			if err != nil {
				return err
			}
			if carried {
				continue
			}
			if err := s.history.WithdrawFile(ctx, f.FileID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return res, err
	}
	return res, s.showChanged(ctx, res.Entries)
}

// Edit gives a message or a note of the actor another text; its files stay.
func (s *Service) Edit(ctx context.Context, conversationID, entryID string, in Text) (Result, error) {
	in = in.Normal()
	in.Mentions = slices.Compact(slices.Sorted(slices.Values(in.Mentions)))
	res, err := s.turn(ctx, conversationID, PermRead, func(ctx context.Context, t *Turn) error {
		old, err := s.own(ctx, t, entryID)
		if err != nil {
			return err
		}
		in.Body = personal.Kept(ctx, old.Body, in.Body)
		if err := s.mayEdit(ctx, t, old, &in); err != nil {
			return err
		}
		if err := s.vetEdit(ctx, old, &in); err != nil {
			return err
		}
		now := old
		now.Body, now.Lang, now.Mentions, now.EditedAt = in.Body, s.lang(in.Body), in.Mentions, t.now
		if now.Body == old.Body && slices.Equal(now.Mentions, old.Mentions) {
			return nil
		}
		now.Card = nil // the new words are not the card's
		fresh := without(now.Mentions, old.Mentions)
		if len(fresh) > 0 {
			if err := s.entries.Mention(ctx, conversationID, fresh, t.now); err != nil {
				return err
			}
		}
		return s.rewrite(ctx, t, old, now, fresh)
	})
	if err != nil {
		return res, err
	}
	return res, s.showChanged(ctx, res.Entries)
}

// mayEdit checks the new text for the entry that it is for, and whether it can still be changed.
func (s *Service) mayEdit(ctx context.Context, t *Turn, old Entry, in *Text) error {
	switch {
	case old.Recalled:
		return ErrRecalled.New()
	case old.Kind == Message && t.now.Sub(old.CreatedAt) > RewriteWindow:
		return ErrTooLate.New()
	}
	if old.Kind == Message {
		in.Mentions = nil
	}
	var c fault.Checker
	minBody := 1
	if len(old.Attachments) > 0 {
		minBody = 0
	}
	c.Text("body", in.Body, minBody, MaxBody)
	c.Count("mentions", len(in.Mentions), MaxMentions)
	if err := c.Err(); err != nil {
		return err
	}
	if err := s.people(ctx, "mentions", without(in.Mentions, old.Mentions)...); err != nil {
		return err
	}
	before, err := s.history.Revisions(ctx, old.ConversationID, old.ID)
	if err == nil && len(before) >= MaxEdits {
		return ErrEditedOften.With("max", MaxEdits)
	}
	return err
}

// own is an entry that the actor wrote and may still write: what anybody else may know of it is that it is not theirs.
func (s *Service) own(ctx context.Context, t *Turn, entryID string) (Entry, error) {
	e, err := s.entries.ByID(ctx, t.Row.ID, entryID)
	if err != nil {
		return e, err
	}
	p := PermReply
	switch {
	case e.Kind == Note:
		p = PermNote
	case e.Kind != Message:
		return e, ErrNotAuthor.New()
	}
	a, err := actor.Require(ctx, p)
	if err != nil {
		return e, err
	}
	if e.AuthorKind != ByUser || e.AuthorID != a.ID {
		return e, ErrNotAuthor.New()
	}
	return e, s.within(ctx, a, p, t.before)
}

// rewrite stores the entry anew, what it said before, and the copies in quotes.
func (s *Service) rewrite(ctx context.Context, t *Turn, old, now Entry, mentioned []string) error {
	seq := t.Rewrite(old, now, mentioned)
	r := Revision{
		ConversationID: old.ConversationID, EntryID: old.ID, Seq: seq, Body: old.Body, Attachments: old.Attachments,
		Mentions: old.Mentions, WrittenAt: old.CreatedAt,
	}
	if !old.EditedAt.IsZero() {
		r.WrittenAt = old.EditedAt
	}
	if err := s.history.AddRevision(ctx, r); err != nil {
		return err
	}
	quoting, err := s.history.Quoting(ctx, old.ConversationID, old.ID)
	if err != nil {
		return err
	}
	for _, e := range quoting {
		e.Quote = quoteOf(now)
		if err := s.history.Replace(ctx, e); err != nil {
			return err
		}
	}
	return s.history.Replace(ctx, now)
}

// History is what an entry said before, oldest first: for its author and for those who may see what was recalled.
func (s *Service) History(ctx context.Context, conversationID, entryID string) ([]Revision, error) {
	if _, err := s.Get(ctx, conversationID); err != nil {
		return nil, err
	}
	a, err := actor.Of(ctx)
	if err != nil {
		return nil, err
	}
	e, err := s.entries.ByID(ctx, conversationID, entryID)
	if err != nil {
		return nil, err
	}
	own := authorOf(a, "").kind == ByUser && e.AuthorKind == ByUser && e.AuthorID == a.ID
	if !own && a.Can(PermHistory) == actor.None {
		return nil, fault.ErrDenied.With("permission", string(PermHistory))
	}
	return s.history.Revisions(ctx, conversationID, entryID)
}

// showChanged puts into the activities recalled and edited the entries they are about, as these are now.
func (s *Service) showChanged(ctx context.Context, entries []Entry) error {
	var refs []EntryRef
	for _, e := range entries {
		if e.Activity != nil && e.Activity.rewrites() {
			refs = append(refs, EntryRef{ConversationID: e.ConversationID, Seq: e.Activity.Seq, Changed: true})
		}
	}
	if len(refs) == 0 {
		return nil
	}
	found, err := s.bulk.At(ctx, refs)
	if err != nil {
		return err
	}
	byID := make(map[string]*Entry, len(found))
	for i := range found {
		byID[found[i].ID] = &found[i]
	}
	for i, e := range entries {
		if e.Activity != nil && e.Activity.rewrites() {
			entries[i].Changed = byID[e.Activity.EntryID]
		}
	}
	return nil
}

func changedForVisitor(e Entry, people map[string]Person) *VisitorEntry {
	if e.Changed == nil || e.Changed.PublicSeq == 0 {
		return nil
	}
	v := visitorEntry(*e.Changed, people)
	return &v
}
