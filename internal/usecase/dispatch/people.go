package dispatch

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

// release gives back what somebody had who is not there any more: open offers at once; what they hold if the customer waits
// and its queue is given out; everything, wherever it came from, of who was sent away.
func (s *Service) release(ctx context.Context, h *hall, userID string, how departure) (touched, error) {
	out := touched{agents: []string{userID}}
	if !how.forced { // they may be back already
		there, err := s.d.People.PresencesOf(ctx, []string{userID})
		if state := there[userID].State; err != nil || state != "" && state != identity.Offline {
			return out, err
		}
	}
	list, err := s.store.WorkOfAgent(ctx, userID)
	if err != nil {
		return out, err
	}
	ids := make([]string, len(list))
	for i, it := range list {
		ids[i] = it.ID
	}
	rows, err := s.rows(ctx, ids)
	if err != nil {
		return out, err
	}
	for _, it := range list {
		if !s.returns(h, it, rows[it.ID], how) {
			continue
		}
		if err := s.takeBack(ctx, h.plan.Plan, it, rows[it.ID]); err != nil && !lost(err) {
			return out, err
		}
		out.work = append(out.work, it.ID)
	}
	return out, nil
}

// returns reports whether work goes back to its queue because of how its agent left.
func (s *Service) returns(h *hall, it routing.Item, c conversation.Conversation, how departure) bool {
	if it.State == routing.Offered {
		return true
	}
	if how.forced || it.State != routing.Held {
		return how.forced
	}
	return len(h.givenOut(it.Queues)) > 0 && !c.WaitingSince.IsZero()
}

// takeBack takes work from who had it: it waits again with its old key, or is over.
func (s *Service) takeBack(ctx context.Context, p routing.Plan, it routing.Item, c conversation.Conversation) error {
	ch := change{before: it, back: it.Agent, closed: it.State == routing.WrapsUp}
	if it.State == routing.WrapsUp {
		ch.tell = []told{{routing.EventLeft, routing.Left{QueueID: queueOf(it), AgentID: it.Agent, Cause: routing.CauseFinished}}}
		return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, ch) })
	}
	after := waiting(it)
	ch.after = &after
	ch.tell = []told{{routing.EventEntered, routing.Entered{QueueID: queueOf(it), Cause: routing.CauseReturned, AgentID: it.Agent, Plan: it.Plan}}}
	if it.State == routing.Offered {
		ch.ended, ch.tell = routing.Withdrew, withdrawn(it)
		return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, ch) })
	}
	return conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		if err := s.write(ctx, ch); err != nil {
			return err
		}
		nobody := ""
		in := conversation.Arrangement{Assign: conversation.Assignment{Assignee: &nobody, IfAssignee: &it.Agent}, Move: moveIn(p, "", queueOf(it), routing.CauseReturned)}
		if in.Move != nil {
			in.Move.Agent = it.Agent
		}
		return s.arrange(ctx, c.ID, in)
	})
}

// rehouse moves the work of queues that the plan does not have any more to the one that takes everything.
func (s *Service) rehouse(ctx context.Context, h *hall) (touched, error) {
	var out touched
	was, err := s.tellGone(ctx, h)
	if err != nil {
		return out, err
	}
	for after := ""; ; {
		list, err := s.store.AllWork(ctx, after, chunk)
		if err != nil {
			return out, err
		}
		for _, it := range list {
			after = it.ID
			if h.book.Queue(queueOf(it)) != nil {
				continue
			}
			if err := s.rehouseOne(ctx, h, it, was[queueOf(it)].Name); err != nil && !lost(err) {
				return out, err
			}
			out.add(touched{work: []string{it.ID}, agents: []string{it.Agent}})
		}
		if len(list) < chunk {
			return out, nil
		}
	}
}

// rehouseOne moves work to the queue that takes everything, and tells its conversation if that is open.
func (s *Service) rehouseOne(ctx context.Context, h *hall, it routing.Item, was string) error {
	ch := rehoused(it.Moved(h.plan.Plan, h.book.Fallback), h.book.Fallback, h.plan.Number)
	move := moveIn(h.plan.Plan, queueOf(it), h.book.Fallback, routing.CauseQueueGone)
	if move == nil || it.State == routing.WrapsUp {
		return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, ch) })
	}
	move.FromName = was
	err := conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		if err := s.write(ctx, ch); err != nil {
			return err
		}
		return s.arrange(ctx, it.ID, conversation.Arrangement{Move: move})
	})
	if err != nil && lost(err) { // it may be over; the work must not stay in a queue that is gone
		return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, ch) })
	}
	return err
}

// rehoused is work in another queue because its own was deleted; an open offer of it ends.
func rehoused(it routing.Item, queue string, number int64) change {
	after := it
	after.Queues = append([]string{queue}, slices.DeleteFunc(slices.Clone(it.Queues[min(1, len(it.Queues)):]), func(q string) bool { return q == queue })...)
	after.Plan = number
	ch := change{before: it, after: &after}
	entered := routing.Entered{QueueID: queue, Cause: routing.CauseQueueGone, Plan: number}
	if it.State == routing.Offered {
		again := waiting(after)
		ch.after, ch.back, ch.ended = &again, it.Agent, routing.Withdrew
		ch.tell = withdrawn(it)
	}
	ch.tell = append(ch.tell, told{routing.EventEntered, entered})
	return ch
}

// sweepEvery is how often work and conversations are compared, and mostCompared how much of each at a time.
const (
	sweepEvery   = time.Minute
	mostCompared = 2000
)

// compare looks at a part of all work and at everybody who waits to be taken, and brings into line what is not: after a clock
// jumped, an event was missed, or rows came from a back-up.
func (s *Service) compare(ctx context.Context, h *hall) (touched, error) {
	line, err := s.d.Work.Lines.Line(ctx)
	if err != nil {
		return touched{}, err
	}
	ids := make([]string, 0, len(line))
	for _, c := range line {
		ids = append(ids, c.ID)
	}
	have, err := s.items(ctx, ids)
	if err != nil {
		return touched{}, err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool {
		it, ok := have[id]
		return ok && (it.State == routing.Waits || it.State == routing.Offered || it.State == routing.Outside)
	})
	list, err := s.store.AllWork(ctx, h.swept, mostCompared)
	if err != nil {
		return touched{}, err
	}
	h.swept = ""
	if len(list) == mostCompared {
		h.swept = list[len(list)-1].ID
	}
	righted, err := s.straighten(ctx, h, list)
	if err != nil {
		return touched{}, err
	}
	for _, it := range list {
		ids = append(ids, it.ID)
	}
	if err := s.sweepPlaces(ctx); err != nil {
		return touched{}, err
	}
	moved, err := s.settle(ctx, h, compact(ids))
	s.mended.Add(int64(len(moved.work)))
	moved.add(righted)
	return moved, err
}
