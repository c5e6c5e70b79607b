package conversationsql

import (
	"context"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
)

// Parts of a list by attention, as its cursor names them.
const (
	partWaiting  = "w"
	partAnswered = "a"
)

// attention lists who waits, the longest first, and then everybody else by the last activity. Each part follows the index
// of its own order; the cursor says in which part the next page begins.
func (s *Store) attention(ctx context.Context, tenant string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	out := page.Of[conversation.Conversation]{Items: []conversation.Conversation{}}
	part, at := partWaiting, key{}
	if _, err := page.Decode(q.Page.Cursor, &part, &at.at, &at.id); err != nil {
		return out, err
	}
	size := q.Page.Size()
	if part == partWaiting {
		p, err := s.waiting(ctx, tenant, onFrom(q, at, size))
		if err != nil {
			return out, err
		}
		if p.Next != "" {
			p.Next, err = partCursor(partWaiting, p.Next)
			return p, err
		}
		out.Items, at = p.Items, key{}
	}
	q.Answered = true
	if len(out.Items) == size {
		out.Next = page.Encode(partAnswered, int64(0), "")
		return out, nil
	}
	p, err := s.active(ctx, tenant, onFrom(q, at, size-len(out.Items)))
	if err != nil {
		return out, err
	}
	out.Items = append(out.Items, p.Items...)
	if p.Next != "" {
		out.Next, err = partCursor(partAnswered, p.Next)
	}
	return out, err
}

// onFrom is the query for one part of the list, from a place in it on.
func onFrom(q conversation.Query, at key, limit int) conversation.Query {
	q.Page = page.Request{Limit: limit}
	if at.id != "" {
		q.Page.Cursor = at.cursor()
	}
	return q
}

// partCursor is the cursor of a part as one of the whole list.
func partCursor(part, cursor string) (string, error) {
	at, _, err := decodeKey(cursor)
	return page.Encode(part, at.at, at.id), err
}
