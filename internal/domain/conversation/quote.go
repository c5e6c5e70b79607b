package conversation

import (
	"context"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Quote is the entry that another one answers: enough of it to be shown without reading it. It is a copy, which changes
// with the original.
type Quote struct {
	EntryID    string     `json:"entryId"`
	Seq        int64      `json:"seq"`
	PublicSeq  int64      `json:"publicSeq,omitempty"`
	Kind       Kind       `json:"kind" enum:"message,note"`
	AuthorKind AuthorKind `json:"authorKind" enum:"customer,user,bot,system"`
	AuthorID   string     `json:"authorId,omitempty"`
	Excerpt    string     `json:"excerpt,omitempty" doc:"Its first characters; of one without text the name of its first file." personal:"text"`
	Content    Content    `json:"content" enum:"text,image,file,recalled"`
}

// VisitorQuote is a quote as the visitor sees it.
type VisitorQuote struct {
	Seq        int64      `json:"seq"`
	AuthorKind AuthorKind `json:"authorKind" enum:"customer,user,bot,system"`
	Excerpt    string     `json:"excerpt,omitempty" personal:"text"`
	Content    Content    `json:"content" enum:"text,image,file,recalled"`
}

// quoteOf is what others copy of an entry.
func quoteOf(e Entry) *Quote {
	q := &Quote{
		EntryID: e.ID, Seq: e.Seq, PublicSeq: e.PublicSeq, Kind: e.Kind, AuthorKind: e.AuthorKind, AuthorID: e.AuthorID,
		Content: ContentRecalled,
	}
	if !e.Recalled {
		q.Excerpt, q.Content = previewOf(e), contentOf(e.Body, e.Attachments)
	}
	return q
}

// previewOf is the start of an entry on one line.
func previewOf(e Entry) string {
	if p := Preview(e.Body); p != "" || len(e.Attachments) == 0 {
		return p
	}
	return Preview(e.Attachments[0].Name)
}

// forVisitor leaves out what the visitor does not see: no public message quotes a note, and if one did it would end here.
func (q *Quote) forVisitor() *VisitorQuote {
	if q == nil || q.PublicSeq == 0 || q.Kind != Message {
		return nil
	}
	return &VisitorQuote{Seq: q.PublicSeq, AuthorKind: q.AuthorKind, Excerpt: q.Excerpt, Content: q.Content}
}

// quote lets e answer another entry; "" answers none. A public message quotes only what the visitor has seen.
func (s *Service) quote(ctx context.Context, e *Entry, conversationID, entryID string, public bool) error {
	if entryID == "" {
		return nil
	}
	original, err := s.entries.ByID(ctx, conversationID, entryID)
	switch {
	case fault.Has(err, ErrEntryNotFound):
		return fault.ErrUnknownItem.On("quoteId")
	case err != nil:
		return err
	case original.Kind == Activity || original.Recalled:
		return ErrNotQuotable.On("quoteId")
	case public && original.PublicSeq == 0:
		return ErrQuoteInternal.On("quoteId")
	}
	e.Quote = quoteOf(original)
	return nil
}

// answers is quote for a customer. What they write counts more than what it answers: that may have been recalled meanwhile, or
// stand in a conversation that is over.
func (s *Service) answers(ctx context.Context, e *Entry, conversationID, entryID string) error {
	if !id.Valid("ent", entryID) {
		return nil
	}
	if err := s.quote(ctx, e, conversationID, entryID, true); fault.KindOf(err) != fault.Invalid {
		return err
	}
	return nil
}
