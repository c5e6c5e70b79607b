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
}

// News is what happened to a conversation, as both sides see it: the entries that were asked for, oldest first, and the
// conversation as it is now.
type News struct {
	Conversation Conversation
	Entries      []Entry
	Head         VisitorConversation
	Public       []VisitorEntry
}

// News reads conversations and entries of them all at once, for telling everybody who looks at them. What is gone is left
// out.
func (s *Service) News(ctx context.Context, ids []string, refs []EntryRef) (map[string]News, error) {
	if _, err := machine(ctx); err != nil {
		return nil, err
	}
	rows, err := s.bulk.Some(ctx, ids)
	if err != nil {
		return nil, err
	}
	entries, err := s.bulk.At(ctx, refs)
	if err != nil {
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

func publicOf(entries []Entry, people map[string]Person) []VisitorEntry {
	out := make([]VisitorEntry, 0, len(entries))
	for _, e := range entries {
		if e.PublicSeq > 0 {
			out = append(out, visitorEntry(e, people))
		}
	}
	return out
}
