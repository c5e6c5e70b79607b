package dispatch

import (
	"context"

	"frontdesk/internal/base/event"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// judges: somebody, or a program, found a conversation more or less pressing.
func judges(e event.Event) bool {
	return e.Type == conversation.EventPriorityChanged || e.Type == conversation.EventSentimentChanged
}

// rejudge works out the head start of waiting work anew after such a finding. It stays in its queue, where a rule or somebody put it.
func (s *Service) rejudge(ctx context.Context, h *hall, ids []string) (touched, error) {
	var out touched
	if len(ids) == 0 {
		return out, nil
	}
	items, err := s.items(ctx, ids)
	if err != nil {
		return out, err
	}
	rows, err := s.rows(ctx, ids)
	if err != nil {
		return out, err
	}
	for _, id := range ids {
		it, c := items[id], rows[id]
		if it.State != routing.Waits || c.Status != conversation.Open {
			continue
		}
		f, err := s.facts(ctx, h.book, c)
		if err != nil {
			return out, err
		}
		e := h.book.Route(f)
		after := it
		after.HeadStart, after.Tried = e.HeadStart-e.Urgent+it.Urgent, e.Tried
		if after.HeadStart == it.HeadStart {
			continue
		}
		ch := change{before: it, after: &after, tell: []told{{routing.EventEntered, routing.Entered{QueueID: queueOf(it), Cause: routing.CauseRejudged, Plan: it.Plan}}}}
		if err := s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, ch) }); err != nil && !lost(err) {
			return out, err
		}
		out.work = append(out.work, id)
	}
	return out, nil
}
