package conversation

import (
	"cmp"
	"context"
	"slices"
)

// EntryRef names an entry.
type EntryRef struct {
	ConversationID string
	Seq            int64
	Changed        bool // it was written again, so what is remembered of it may be out of date
}

// Asked names a conversation and entries of it of which News shall tell. Where the customer and the channel are known, and
// only entries were added, the row may be at hand.
type Asked struct {
	ConversationID, CustomerID, ChannelID string
	Seqs                                  []int64
}

// News is what happened to a conversation, as both sides see it: the entries that were asked for, oldest first, and the
// conversation as it is now, or was after them.
type News struct {
	Conversation Conversation
	Entries      []Entry
	Head         VisitorConversation
	Public       []VisitorEntry
}

// News reads conversations and entries of them all at once, for telling everybody who looks at them. What is gone is left
// out.
func (s *Service) News(ctx context.Context, asked []Asked) (map[string]News, error) {
	if _, err := machine(ctx); err != nil {
		return nil, err
	}
	rows, err := s.rowsOf(ctx, asked)
	if err != nil {
		return nil, err
	}
	var refs []EntryRef
	for _, q := range asked {
		for _, seq := range q.Seqs {
			refs = append(refs, EntryRef{ConversationID: q.ConversationID, Seq: seq})
		}
	}
	entries, err := s.bulk.At(ctx, refs)
	if err != nil {
		return nil, err
	}
	if err := s.showChanged(ctx, entries); err != nil {
		return nil, err
	}
	people, err := s.agents(ctx, rows, entries)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	of := map[string][]Entry{}
	for _, e := range entries {
		of[e.ConversationID] = append(of[e.ConversationID], e)
	}
	out := make(map[string]News, len(rows))
	for _, c := range rows {
		out[c.ID] = News{Conversation: c, Entries: of[c.ID], Head: s.visitorView(c, people), Public: publicOf(of[c.ID], people)}
	}
	return out, nil
}

// rowsOf reads the conversations, from memory where what is there is at least as new as the entries that were asked for.
func (s *Service) rowsOf(ctx context.Context, asked []Asked) ([]Conversation, error) {
	var known []Conversation
	var rest []string
	for _, q := range asked {
		if q.CustomerID != "" && q.ChannelID != "" && len(q.Seqs) > 0 {
			c, ok := s.rows.Recent(ctx, q.CustomerID, q.ChannelID)
			if ok && c.ID == q.ConversationID && c.Seq >= slices.Max(q.Seqs) {
				known = append(known, c)
				continue
			}
		}
		rest = append(rest, q.ConversationID)
	}
	if len(rest) == 0 {
		return known, nil
	}
	read, err := s.bulk.Some(ctx, rest)
	return append(known, read...), err
}

func publicOf(entries []Entry, people map[string]Person) []VisitorEntry {
	out := make([]VisitorEntry, 0, len(entries))
	for _, e := range entries {
		if e.PublicSeq > 0 {
			out = append(out, visitorEntry(e, people))
		}
	}
	return out
}
