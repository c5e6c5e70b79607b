package dispatch

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// touched is what must be looked at anew by the engine.
type touched struct {
	work, agents []string
	known        map[string]routing.Item // of the work: what was written last, so that nobody reads it again
}

func (t *touched) add(o touched) {
	for _, id := range o.work {
		delete(t.known, id)
	}
	if t.known == nil && len(o.known) > 0 {
		t.known = make(map[string]routing.Item, len(o.known))
	}
	maps.Copy(t.known, o.known)
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
func (s *Service) settle(ctx context.Context, h *hall, ids []string) (touched, error) {
	return s.settleBy(ctx, h, ids, nil)
}

// settleBy is settle where match may see all that is about to be written, and offer what arrives at once.
func (s *Service) settleBy(ctx context.Context, h *hall, ids []string, match func(h *hall, looks []look)) (touched, error) {
	var out touched
	for part := range slices.Chunk(ids, chunk) {
		t, err := s.settleSome(ctx, h, part, match)
		out.add(t)
		if err != nil {
			return out, err
		}
	}
	out.tidy()
	return out, nil
}

func (s *Service) settleSome(ctx context.Context, h *hall, ids []string, match func(h *hall, looks []look)) (touched, error) {
	var out touched
	for range tries {
		looks, err := s.looks(ctx, h, ids)
		if err != nil {
			return out, err
		}
		if match != nil {
			match(h, looks)
			match = nil // what could not be kept to is decided anew from fresh rows
		}
		s.d.Each(len(looks), func(i int) { s.put(ctx, h, &looks[i]) })
		if err := s.tellFailed(ctx, h, looks); err != nil {
			return out, err
		}
		if err := s.tellScores(ctx, h, decisions(looks)); err != nil {
			return out, err
		}
		var again []string
		for i, l := range looks {
			switch {
			case l.err == nil:
				out.add(l.touches())
			case lost(l.err):
				again = append(again, ids[i])
				if l.matched {
					out.add(touched{work: []string{ids[i]}, agents: []string{l.decided.Agent}})
				}
			default:
				return out, l.err
			}
		}
		if ids = again; len(ids) == 0 {
			return out, nil
		}
	}
	return out, routing.ErrTaken.New()
}

// look is a conversation, its work, and what must change about that.
type look struct {
	c       *conversation.Conversation
	it      routing.Item
	ch      change
	todo    bool
	matched bool             // the engine knows of it
	decided routing.Decision // of work that is offered as it arrives; else nobody's
	err     error
}

// decisions are those that the engine made of what arrived.
func decisions(looks []look) (out []routing.Decision) {
	for _, l := range looks {
		if l.decided.Agent != "" {
			out = append(out, l.decided)
		}
	}
	return out
}

// touches is what was changed. The row is known, because it was just written.
func (l *look) touches() touched {
	if !l.todo {
		return touched{}
	}
	out := touched{work: []string{l.it.ID}, agents: []string{l.it.Agent, l.ch.back, l.ch.burden}}
	if l.ch.after != nil {
		row := *l.ch.after
		row.Version = l.it.Version + 1
		out.work[0], out.known = row.ID, map[string]routing.Item{row.ID: row}
	}
	return out
}

// looks reads work and conversations and works out what must change.
func (s *Service) looks(ctx context.Context, h *hall, ids []string) ([]look, error) {
	items, err := s.items(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	kept, err := s.keptOf(ctx, h.book, rows, items)
	if err != nil {
		return nil, err
	}
	now := s.d.Clock.Now()
	out := make([]look, len(ids))
	s.d.Each(len(ids), func(i int) {
		l := &out[i]
		l.it = items[ids[i]]
		if row, ok := rows[ids[i]]; ok {
			l.c = &row
		}
		var t terms
		if q := h.book.Queue(queueOf(l.it)); q != nil {
			t = terms{wrapUp: q.WrapUp.Duration(), keep: q.Keep.Duration()}
		}
		l.ch, l.todo = follow(l.c, l.it, t, now)
		if !l.todo {
			l.ch, l.todo = h.rekind(l.c, l.it)
		}
		if !l.todo && enters(l.c, l.it) {
			l.ch, l.err = s.entering(ctx, h, *l.c, kept[l.c.CustomerID], now)
			l.todo = l.err == nil
		}
	})
	return out, nil
}

// put writes what must change, in one unit.
func (s *Service) put(ctx context.Context, h *hall, l *look) {
	if !l.todo || l.err != nil {
		return
	}
	var made offered
	if l.decided.Agent != "" {
		made = s.offered(h.book, *l.ch.after, l.decided)
		l.ch.after = &made.it
	}
	auto := made.mode == routing.Auto
	l.err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.write(ctx, l.ch); err != nil {
			return err
		}
		if l.ch.served {
			if err := s.served(ctx, h.book, *l.ch.after, s.d.Clock.Now()); err != nil {
				return err
			}
		}
		if auto {
			return s.givenAtOnce(ctx, h.book, made, joining(h.book, l.c, l.ch))
		}
		if l.decided.Agent != "" {
			if err := s.promised(ctx, h.book, made); err != nil {
				return err
			}
		}
		return s.arrange(ctx, l.ch.workID(), joining(h.book, l.c, l.ch))
	})
	if fault.Has(l.err, routing.ErrNoDesk) { // what was counted and what is there differ: count anew, then again
		if l.err = s.recount(ctx, l.ch.back); l.err == nil {
			l.err = routing.ErrTaken.New()
		}
	}
}

// match lets the engine decide about all that arrives, the most urgent first, so that work and offer are written together.
func (s *Service) match(h *hall, looks []look) {
	if h.engine == nil {
		return
	}
	var arrived []*look
	for i := range looks {
		l := &looks[i]
		if !l.todo || l.it.Version > 0 || l.ch.after == nil || l.ch.after.State != routing.Waits {
			continue
		}
		if q := h.book.Queue(queueOf(*l.ch.after)); q != nil && q.Offer.Mode != routing.Pull {
			arrived = append(arrived, l)
		}
	}
	slices.SortFunc(arrived, func(a, b *look) int { return byRank(*a.ch.after, *b.ch.after) })
	now := s.d.Clock.Now()
	for _, l := range arrived {
		l.matched = true
		for _, d := range h.engine.Enter(l.ch.after.Work, now) {
			l.decided = d
		}
	}
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
func (s *Service) entering(ctx context.Context, h *hall, c conversation.Conversation, kept []routing.Kept, now time.Time) (change, error) {
	book := h.book
	f, err := s.facts(ctx, book, c)
	if err != nil {
		return change{}, err
	}
	e := book.Route(f)
	queue, err := s.openNow(ctx, book, e.Queue, now)
	if err != nil {
		return change{}, err
	}
	move := arrival(book.Plan, e, queue)
	if queue != e.Queue {
		e.HeadStart += book.Urgency(queue) - e.Urgent
		e.Queue, e.Urgent = queue, book.Urgency(queue)
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
	it := routing.Item{Work: book.Work(c.ID, kindOf(c), e, arrived, previous), State: routing.Waits, Tried: e.Tried, Urgent: e.Urgent, Plan: h.plan.Number, Channel: c.ChannelID}
	if c.AssigneeID != "" {
		it = held(it, c.AssigneeID)
		return change{after: &it, burden: c.AssigneeID, tell: []told{{routing.EventLeft, routing.Left{QueueID: e.Queue, AgentID: c.AssigneeID, Cause: routing.CauseTaken}}}}, nil
	}
	ch := change{after: &it, tell: []told{{routing.EventEntered, routing.Entered{QueueID: e.Queue, Cause: routing.CauseArrived, Plan: it.Plan}}}, move: move}
	if old, ok := routing.PlaceFor(kept, e.Queue, arrived); ok {
		it, ch.used = old.Back(it, book.Queue(e.Queue)), old.ConversationID
	}
	ch.step, err = s.firstStep(ctx, book.Queue(e.Queue), it, now)
	return ch, err
}

// facts are what the conditions of the plan ask about. Without conditions nothing is read.
func (s *Service) facts(ctx context.Context, book *routing.Rulebook, c conversation.Conversation) (routing.Facts, error) {
	f := routing.Facts{}
	if book.Asks() {
		var err error
		if f, err = s.d.Work.Facts.Of(ctx, c); err != nil {
			return f, err
		}
	}
	f.Channel.ID, f.Channel.Kind = c.ChannelID, c.ChannelKind
	f.Customer.Level = cmp.Or(f.Customer.Level, c.CustomerLevel)
	f.Conversation.Priority, f.Conversation.Sentiment = string(c.Priority), string(c.Sentiment)
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

// joining gives the conversation to the team of the queue that it enters, and says which one a rule chose.
func joining(book *routing.Rulebook, c *conversation.Conversation, ch change) conversation.Arrangement {
	if c == nil || c.AssigneeID != "" || ch.before.Version > 0 || ch.after == nil {
		return conversation.Arrangement{}
	}
	nobody, in := "", conversation.Arrangement{Move: ch.move}
	if q := book.Queue(queueOf(*ch.after)); q != nil && q.Team != "" && q.Team != c.TeamID {
		in.Assign = conversation.Assignment{Team: &q.Team, IfAssignee: &nobody}
	}
	return in
}

// of is the context of the system in a workspace.
func of(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}
