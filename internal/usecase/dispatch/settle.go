package dispatch

import (
	"cmp"
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// touched is what must be looked at anew by the engine.
type touched struct{ work, agents []string }

func (t *touched) add(o touched) {
	t.work = append(t.work, o.work...)
	t.agents = append(t.agents, o.agents...)
}

func (t *touched) tidy() {
	tidy := func(ids []string) []string {
		slices.Sort(ids)
		ids = slices.Compact(ids)
		return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
	}
	t.work, t.agents = tidy(t.work), tidy(t.agents)
}

// tries is how often a change is worked out anew because somebody else was faster.
const tries = 5

// settle brings the work of these conversations into line with them. The work is read before the conversations: whoever changes
// both after that has changed the version of the work, and the look is repeated.
func (s *Service) settle(ctx context.Context, book *routing.Rulebook, number int64, ids []string) (touched, error) {
	var out touched
	for part := range slices.Chunk(ids, chunk) {
		t, err := s.settleSome(ctx, book, number, part)
		out.add(t)
		if err != nil {
			return out, err
		}
	}
	out.tidy()
	return out, nil
}

func (s *Service) settleSome(ctx context.Context, book *routing.Rulebook, number int64, ids []string) (touched, error) {
	var out touched
	for range tries {
		items, err := s.items(ctx, ids)
		if err != nil {
			return out, err
		}
		rows, err := s.rows(ctx, ids)
		if err != nil {
			return out, err
		}
		results := make([]settled, len(ids))
		s.d.Each(len(ids), func(i int) {
			var c *conversation.Conversation
			if row, ok := rows[ids[i]]; ok {
				c = &row
			}
			results[i] = s.settleOne(ctx, book, number, c, items[ids[i]])
		})
		var again []string
		for i, r := range results {
			switch {
			case r.err == nil:
				out.add(r.touched)
			case lost(r.err):
				again = append(again, ids[i])
			default:
				return out, r.err
			}
		}
		if ids = again; len(ids) == 0 {
			return out, nil
		}
	}
	return out, routing.ErrTaken.New()
}

type settled struct {
	touched
	err error
}

func (s *Service) settleOne(ctx context.Context, book *routing.Rulebook, number int64, c *conversation.Conversation, it routing.Item) settled {
	now := s.d.Clock.Now()
	var wrapUp time.Duration
	if q := book.Queue(queueOf(it)); q != nil {
		wrapUp = q.WrapUp.Duration()
	}
	ch, ok := follow(c, it, wrapUp, now)
	if !ok {
		if it.Version > 0 || c == nil || c.Status != conversation.Open {
			return settled{}
		}
		var err error
		if ch, err = s.entering(ctx, book, number, *c, now); err != nil {
			return settled{err: err}
		}
	}
	err := s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.write(ctx, ch); err != nil {
			return err
		}
		return s.join(ctx, book, c, ch)
	})
	if fault.Has(err, routing.ErrNoDesk) { // what was counted and what is there differ: count anew, then again
		if err = s.recount(ctx, ch.back); err == nil {
			err = routing.ErrTaken.New()
		}
	}
	id := it.ID
	if ch.after != nil {
		id = ch.after.ID
	}
	return settled{touched{[]string{id}, []string{it.Agent, ch.back, ch.burden}}, err}
}

// recount puts right what is counted of somebody.
func (s *Service) recount(ctx context.Context, userID string) error {
	s.mended.Add(1)
	now := s.d.Clock.Now()
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.store.Seat(ctx, userID, now); err != nil {
			return err
		}
		return s.store.Recount(ctx, userID)
	})
}

// entering is work for a conversation that has none: it waits in its queue, or is with whoever has the conversation.
func (s *Service) entering(ctx context.Context, book *routing.Rulebook, number int64, c conversation.Conversation, now time.Time) (change, error) {
	f, err := s.facts(ctx, book, c)
	if err != nil {
		return change{}, err
	}
	e := book.Route(f)
	if e.Queue, err = s.openNow(ctx, book, e.Queue, now); err != nil {
		return change{}, err
	}
	previous := ""
	if q := book.Queue(e.Queue); q != nil && q.Sticky.On && c.AssigneeID == "" {
		if previous, err = s.d.Work.Facts.Previous(ctx, c); err != nil {
			return change{}, err
		}
	}
	arrived := c.WaitingSince
	if arrived.IsZero() || arrived.After(now) { // a clock that jumped must not send anybody to the end of the day
		arrived = now
	}
	it := routing.Item{Work: book.Work(c.ID, kindOf(c), e, arrived, previous), State: routing.Waits, Tried: e.Tried, Plan: number}
	if c.AssigneeID != "" {
		it = held(it, c.AssigneeID)
		return change{after: &it, burden: c.AssigneeID, tell: []told{{routing.EventLeft, routing.Left{QueueID: e.Queue, AgentID: c.AssigneeID, Cause: routing.CauseTaken}}}}, nil
	}
	ch := change{after: &it, tell: []told{{routing.EventEntered, routing.Entered{QueueID: e.Queue, Cause: routing.CauseArrived, Plan: number}}}}
	ch.step, err = s.firstStep(ctx, book.Queue(e.Queue), it, now)
	return ch, err
}

// facts are what the conditions of the plan ask about. Without conditions nothing is read.
func (s *Service) facts(ctx context.Context, book *routing.Rulebook, c conversation.Conversation) (routing.Facts, error) {
	asks := func(r routing.Rule) bool { return r.On && r.When != "" }
	f := routing.Facts{}
	if slices.ContainsFunc(book.Rules, asks) {
		var err error
		if f, err = s.d.Work.Facts.Of(ctx, c); err != nil {
			return f, err
		}
	}
	f.Channel.ID, f.Channel.Kind = c.ChannelID, c.ChannelKind
	f.Customer.Level = cmp.Or(f.Customer.Level, c.CustomerLevel)
	f.Conversation.Priority = string(c.Priority)
	return f, nil
}

// openNow is the queue that takes work in now: outside its hours that may be another one.
func (s *Service) openNow(ctx context.Context, book *routing.Rulebook, queueID string, now time.Time) (string, error) {
	q := book.Queue(queueID)
	if q == nil || q.Closed != routing.ActWiden || book.Queue(q.Spare) == nil {
		return queueID, nil
	}
	open, err := s.isOpen(ctx, q, now)
	if err != nil || open {
		return queueID, err
	}
	return q.Spare, nil
}

func (s *Service) isOpen(ctx context.Context, q *routing.QueuePlan, now time.Time) (bool, error) {
	if q.Calendar == "" {
		return true, nil
	}
	at, ok, err := s.d.Plan.Hours.OpenFor(ctx, q.Calendar, now, time.Second)
	return ok && !at.After(now.Add(time.Second)), err
}

// join gives the conversation to the team of the queue that it enters.
func (s *Service) join(ctx context.Context, book *routing.Rulebook, c *conversation.Conversation, ch change) error {
	if c == nil || c.AssigneeID != "" || ch.before.Version > 0 || ch.after == nil {
		return nil
	}
	q := book.Queue(queueOf(*ch.after))
	if q == nil || q.Team == "" || q.Team == c.TeamID {
		return nil
	}
	nobody := ""
	_, err := s.talks.Dispatch(ctx, c.ID, conversation.Assignment{Team: &q.Team, IfAssignee: &nobody})
	return err
}

// kindOf is what limits of people count it as.
func kindOf(c conversation.Conversation) string {
	if c.ChannelKind == "email" || c.ChannelKind == "call" {
		return c.ChannelKind
	}
	return "chat"
}

// of is the context of the system in a workspace.
func of(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}
