package dispatch

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/routing"
)

const (
	judgeEvery = 10 * time.Second // how often queues are held against their thresholds
	calmFor    = 5 * time.Minute  // past no threshold, before supervisors are told again
	plansBack  = 20               // how many plans are asked for what a deleted queue was called
)

// alarm is what this node remembers of a queue. Another node that takes over may tell once more.
type alarm struct {
	told bool
	calm time.Time // since when it is past no threshold
}

// next is what is remembered after a look, and whether supervisors are told now.
func (a alarm) next(over bool, now time.Time) (alarm, bool) {
	switch {
	case over:
		return alarm{told: true}, !a.told
	case !a.told:
		return alarm{}, false
	case a.calm.IsZero():
		return alarm{told: true, calm: now}, false
	case now.Sub(a.calm) >= calmFor:
		return alarm{}, false
	}
	return a, false
}

// judge holds the queues of a workspace against their thresholds and tells supervisors of those that have passed one.
func (s *Service) judge(ctx context.Context, h *hall, now time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	has := func(q routing.QueuePlan) bool { return q.Alert != routing.Alert{} }
	if !h.loaded || !slices.ContainsFunc(h.plan.Plan.Queues, has) {
		return nil
	}
	if since := now.Sub(h.judged); since >= 0 && since < judgeEvery {
		return nil
	}
	h.judged = now
	g, err := s.glance(ctx)
	if err != nil {
		return err
	}
	was := h.alarms
	h.alarms = make(map[string]alarm, len(was)) // without the queues that are gone
	maps.Copy(h.alarms, was)
	maps.DeleteFunc(h.alarms, func(id string, _ alarm) bool {
		q := planOf(h.plan.Plan, id)
		return q == nil || !has(*q)
	})
	for _, q := range h.plan.Plan.Queues {
		if !has(q) {
			continue
		}
		found := g.figures(q).Alarm
		next, tell := h.alarms[q.ID].next(found.State == routing.Over, now)
		if tell {
			if err := s.tellOfQueue(ctx, q.Team, passed(q, found), now); err != nil {
				return err
			}
		}
		h.alarms[q.ID] = next
	}
	return nil
}

func passed(q routing.QueuePlan, a routing.Alarm) notify.QueueNews {
	out := notify.QueueNews{ID: q.ID, Name: q.Name}
	for _, sign := range a.Signs {
		if sign.State == routing.Over {
			out.Signs = append(out.Signs, notify.QueueSign{Of: sign.Of, Now: sign.Now, Limit: sign.Limit})
		}
	}
	return out
}

// tellOfQueue tells who watches over queues of this team.
func (s *Service) tellOfQueue(ctx context.Context, team string, news notify.QueueNews, at time.Time) error {
	to, err := s.d.People.Supervisors.OfQueue(ctx, team)
	if err != nil || len(to) == 0 {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.People.Notices.TellOfQueue(ctx, to, news, at) })
}

// tellFailed tells supervisors of rules that could not be worked out for what has just come in, once for each plan.
func (s *Service) tellFailed(ctx context.Context, h *hall, looks []look) error {
	for _, l := range looks {
		if l.err != nil || !l.todo || l.it.Version > 0 || l.ch.after == nil {
			continue
		}
		rules := h.newlyFailed(l.ch.after.Tried)
		q := h.book.Queue(queueOf(*l.ch.after))
		if len(rules) == 0 || q == nil {
			continue
		}
		if err := s.tellOfQueue(ctx, q.Team, notify.QueueNews{ID: q.ID, Name: q.Name, Rules: rules}, s.d.Clock.Now()); err != nil {
			return err
		}
	}
	return nil
}

// newlyFailed are the names of the rules that failed and that nobody was told of.
func (h *hall) newlyFailed(tried []routing.Tried) (names []string) {
	for _, t := range tried {
		if !t.Failed || h.failed[t.Rule] == h.plan.Number {
			continue
		}
		h.remember(t.Rule)
		for _, r := range h.book.Rules {
			if r.ID == t.Rule {
				names = append(names, cmp.Or(r.Name, r.ID))
			}
		}
	}
	return names
}

// tellScores tells supervisors of queues whose own score could not be worked out for what was decided, once for each plan: the engine
// gave that to the least loaded.
func (s *Service) tellScores(ctx context.Context, h *hall, decided []routing.Decision) error {
	for _, d := range decided {
		q := h.book.Queue(d.Queue)
		if q == nil || q.Strategy != routing.Custom || d.Strategy != routing.LeastLoaded || h.failed[q.ID] == h.plan.Number {
			continue
		}
		if err := s.tellOfQueue(ctx, q.Team, notify.QueueNews{ID: q.ID, Name: q.Name, Score: true}, s.d.Clock.Now()); err != nil {
			return err
		}
		h.remember(q.ID)
	}
	return nil
}

// remember keeps that supervisors were told what fails in the plan in force.
func (h *hall) remember(id string) {
	if h.failed == nil {
		h.failed = map[string]int64{}
	}
	h.failed[id] = h.plan.Number
}

// tellGone tells supervisors of queues that the plan has no more and that have work, before that moves: done again after a
// crash, it counts once, because the moment is that of the plan. It gives what those queues were.
func (s *Service) tellGone(ctx context.Context, h *hall) (map[string]routing.QueuePlan, error) {
	crowds, err := s.store.Crowds(ctx)
	if err != nil {
		return nil, err
	}
	work := map[string]int{}
	for _, c := range crowds {
		if c.Queue != "" && c.State != routing.WrapsUp && h.book.Queue(c.Queue) == nil {
			work[c.Queue] += c.Count
		}
	}
	if len(work) == 0 {
		return nil, nil
	}
	before, err := s.before(ctx, h.plan.Number, work)
	if err != nil {
		return nil, err
	}
	to := ""
	if q := planOf(h.plan.Plan, h.plan.Plan.Fallback); q != nil {
		to = q.Name
	}
	for _, id := range slices.Sorted(maps.Keys(work)) {
		if err := s.tellOfQueue(ctx, before[id].Team, notify.QueueNews{ID: id, Name: cmp.Or(before[id].Name, id), Moved: work[id], To: to}, h.plan.At); err != nil {
			return nil, err
		}
	}
	return before, nil
}

// before is what deleted queues were in the last plan that had them.
func (s *Service) before(ctx context.Context, number int64, ids map[string]int) (map[string]routing.QueuePlan, error) {
	out := map[string]routing.QueuePlan{}
	for back := int64(1); back <= plansBack && number-back >= 1 && len(out) < len(ids); back++ {
		p, err := s.d.Plan.Plans.Plan(ctx, number-back)
		if fault.Has(err, routing.ErrNoPlan) {
			break
		}
		if err != nil {
			return nil, err
		}
		for id := range ids {
			if q := planOf(p.Plan, id); q != nil && out[id].ID == "" {
				out[id] = *q
			}
		}
	}
	return out, nil
}
