package conversation

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
)

// Served is the order in which a queue is served. It is of lists of one queue only.
const Served Sort = "served"

// MostUnderWay is how much of the queues of a filter a list looks at.
const MostUnderWay = 4000

// Queued is where a conversation stands in the queues of routing; the smallest rank of a queue is served first.
type Queued struct {
	ConversationID string `json:"conversationId"`
	QueueID        string `json:"queueId"`
	Rank           int64  `json:"queueRank"`
}

// Queues tells where conversations stand in the queues of routing.
type Queues interface {
	// Queued are the places of those of these conversations that a queue has; none where there is one queue only.
	Queued(ctx context.Context, conversationIDs []string) ([]Queued, error)
	// InQueue is what waits in a queue after a place, in the order in which it is served; the zero place is before all.
	InQueue(ctx context.Context, queueID string, after Queued, limit int) ([]Queued, error)
	// UnderWay are conversations that wait in these queues, or that somebody has from them, up to limit.
	UnderWay(ctx context.Context, queueIDs []string, limit int) ([]string, error)
}

// Queued tells in which queues these conversations stand, of those that the actor may read.
func (s *Service) Queued(ctx context.Context, ids []string) ([]Queued, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return nil, err
	}
	var c fault.Checker
	c.Count("id", len(ids), page.MaxLimit)
	for _, one := range ids {
		c.If(!id.Valid("cnv", one), "id", fault.ErrFormat)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	rows, err := s.bulk.Some(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(c Conversation) bool { return !reads(a, c) })
	list, err := s.space.Queued(ctx, idsOf(rows))
	if list == nil {
		list = []Queued{}
	}
	return list, err
}

// reads reports whether a row stands in the lists of the actor: by their level, or because they take part in it.
func reads(a actor.Actor, c Conversation) bool {
	return a.ScopeOf(PermRead).Covers(c.AssigneeID, c.TeamID) || c.Takes(a.ID)
}

func idsOf(rows []Conversation) []string {
	out := make([]string, len(rows))
	for i, c := range rows {
		out[i] = c.ID
	}
	return out
}

// narrowed is the query for the store: queues are what routing says, and to the store only the conversations of them.
func (s *Service) narrowed(ctx context.Context, q Query) (Query, error) {
	if len(q.Queues) == 0 {
		return q, nil
	}
	ids, err := s.space.UnderWay(ctx, q.Queues, MostUnderWay)
	if err != nil {
		return q, err
	}
	var over Oversight
	if q.Over != nil {
		over = *q.Over
	}
	if over.IDs != nil {
		ids = slices.DeleteFunc(ids, func(one string) bool { return !slices.Contains(over.IDs, one) })
	}
	over.IDs = append([]string{}, ids...) // never nil: that would be all
	q.Over = &over
	return q, nil
}

// inQueue is a page of what waits in one queue, in the order in which it is served.
func (s *Service) inQueue(ctx context.Context, a actor.Actor, q Query) (page.Of[InboxRow], error) {
	var after Queued
	if _, err := page.Decode(q.Page.Cursor, &after.Rank, &after.ConversationID); err != nil {
		return page.Of[InboxRow]{}, err
	}
	queue, size := q.Queues[0], q.Page.Size()
	out := page.Of[InboxRow]{Items: []InboxRow{}}
	for looked := 0; looked < ScanCap; {
		line, err := s.space.InQueue(ctx, queue, after, size+1)
		if err != nil {
			return out, err
		}
		rows, err := s.waiters(ctx, a, q, line)
		if err != nil {
			return out, err
		}
		for _, row := range rows {
			if len(out.Items) == size {
				out.Next = spotAfter(out.Items[size-1])
				return out, nil
			}
			out.Items = append(out.Items, row)
		}
		if len(line) <= size {
			return out, nil
		}
		after = line[len(line)-1]
		looked += len(line)
	}
	out.Next = page.Encode(after.Rank, after.ConversationID)
	return out, nil
}

func spotAfter(row InboxRow) string { return page.Encode(row.QueueRank, row.ID) }

// waiters are the rows of a part of a queue that the actor may read and the query lets through.
func (s *Service) waiters(ctx context.Context, a actor.Actor, q Query, line []Queued) ([]InboxRow, error) {
	ids := make([]string, len(line))
	for i, one := range line {
		ids[i] = one.ConversationID
	}
	found, err := s.bulk.Some(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Conversation, len(found))
	for _, c := range found {
		byID[c.ID] = c
	}
	var rows []Conversation
	for _, one := range line {
		if c, ok := byID[one.ConversationID]; ok && c.Status == Open && reads(a, c) && q.Filters(c) {
			rows = append(rows, c)
		}
	}
	drafted, err := s.inbox.Drafted(ctx, a.ID, idsOf(rows))
	if err != nil {
		return nil, err
	}
	out := make([]InboxRow, len(rows))
	for i, c := range rows {
		at := slices.IndexFunc(line, func(one Queued) bool { return one.ConversationID == c.ID })
		out[i] = InboxRow{Conversation: c, HasDraft: slices.Contains(drafted, c.ID), QueueID: line[at].QueueID, QueueRank: line[at].Rank}
	}
	return out, nil
}
