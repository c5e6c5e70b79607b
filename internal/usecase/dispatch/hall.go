package dispatch

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

// hall is a workspace on the node that reads the log: its plan, and the engine if the plan gives out anything by itself.
type hall struct {
	mu     sync.Mutex
	tenant string
	loaded bool
	plan   routing.Published
	book   *routing.Rulebook
	teams  map[string][]string     // of everybody who can sign in
	engine *routing.Engine         // nil when every queue is served by hand
	fresh  map[string]routing.Item // work as it was read or written for the decisions that come next
	made   map[string]bool         // work that this node made and told the engine of; the log tells of it, too
	swept  string                  // how far the slow comparison came
	sweep  time.Time               // when it goes on
	alarms map[string]alarm        // by queue: what supervisors were told
	failed map[string]int64        // by rule, and by queue for its own score: the plan for which they were told that it fails
	judged time.Time               // when the queues were last held against their thresholds
}

// hallOf is the hall of a workspace; it may have to be loaded.
func (s *Service) hallOf(tenant string) *hall {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.halls[tenant]
	if h == nil {
		h = &hall{tenant: tenant, made: map[string]bool{}}
		s.halls[tenant] = h
	}
	return h
}

// Lease hears until when this node reads the log. What it kept in memory while another may have read is out of date.
func (s *Service) Lease(until time.Time, fresh bool) {
	s.until.Store(until.UnixMicro())
	if fresh || until.IsZero() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.halls, s.all = map[string]*hall{}, false
	}
}

func (s *Service) reads(now time.Time) bool { return now.UnixMicro() < s.until.Load() }

// load reads the plan and the people, and puts everybody who is there and everything that waits into a new engine. What that
// decides is returned.
func (s *Service) load(ctx context.Context, h *hall) ([]routing.Decision, error) {
	if h.loaded {
		return nil, nil
	}
	p, err := s.d.Plan.Plans.Current(ctx)
	if err != nil {
		return nil, err
	}
	if h.book, err = s.read(ctx, p.Plan); err != nil {
		return nil, err
	}
	h.plan, h.engine = p, nil
	byHand := func(q routing.QueuePlan) bool { return q.Offer.Mode == routing.Pull }
	if !slices.ContainsFunc(p.Plan.Queues, func(q routing.QueuePlan) bool { return !byHand(q) }) {
		h.loaded = true
		return nil, nil
	}
	if h.teams, err = s.d.People.Teams(ctx); err != nil {
		return nil, err
	}
	h.engine = routing.NewEngine(h.book.Cast())
	var serving []string
	for userID, teams := range h.teams {
		if len(h.book.Served(userID, teams)) > 0 {
			serving = append(serving, userID)
		}
	}
	slices.Sort(serving)
	for part := range slices.Chunk(serving, chunk) {
		if _, err := s.people(ctx, h, part); err != nil { // nothing waits yet, so nothing is decided
			return nil, err
		}
	}
	decided, err := s.allWork(ctx, h)
	h.loaded = err == nil
	return decided, err
}

// read reads the conditions of a plan. One that cannot be read any more, by a newer program, must hold up neither its own work nor
// that of others: it counts without its rules and its own scores.
func (s *Service) read(ctx context.Context, p routing.Plan) (*routing.Rulebook, error) {
	book, err := routing.NewRulebook(p, s.d.Plan.Language)
	if err == nil {
		return book, nil
	}
	s.d.Log.ErrorContext(ctx, "the plan of routing cannot be read and counts without its rules", "error", err.Error())
	p.Rules, p.Queues = nil, slices.Clone(p.Queues)
	for i := range p.Queues {
		if p.Queues[i].Strategy == routing.Custom {
			p.Queues[i].Strategy = routing.LeastLoaded
		}
	}
	return routing.NewRulebook(p, s.d.Plan.Language)
}

func (s *Service) allWork(ctx context.Context, h *hall) ([]routing.Decision, error) {
	var waits []routing.Item
	for after := ""; ; {
		list, err := s.store.AllWork(ctx, after, 2*chunk)
		if err != nil {
			return nil, err
		}
		for _, it := range list {
			after = it.ID
			if it.State == routing.Waits {
				waits = append(waits, it)
			}
		}
		if len(list) < 2*chunk {
			return s.enter(h, waits), nil
		}
	}
}

// regroup puts those into the engine who are in other teams now, have come or are gone. What waits stays where it is.
func (s *Service) regroup(ctx context.Context, h *hall) ([]routing.Decision, error) {
	if h.engine == nil {
		return nil, nil
	}
	teams, err := s.d.People.Teams(ctx)
	if err != nil {
		return nil, err
	}
	var others []string
	for userID, in := range teams {
		if was, known := h.teams[userID]; !known || !slices.Equal(was, in) {
			others = append(others, userID)
		}
	}
	for userID := range h.teams {
		if _, still := teams[userID]; !still {
			others = append(others, userID)
		}
	}
	h.teams = teams
	slices.Sort(others)
	var out []routing.Decision
	for part := range slices.Chunk(others, chunk) {
		decided, err := s.people(ctx, h, part)
		if err != nil {
			return nil, err
		}
		out = append(out, decided...)
	}
	return out, nil
}

// people puts these people into the engine as they are now.
func (s *Service) people(ctx context.Context, h *hall, userIDs []string) ([]routing.Decision, error) {
	there, err := s.d.People.PresencesOf(ctx, userIDs)
	if err != nil {
		return nil, err
	}
	desks, err := s.desks(ctx, userIDs, there)
	if err != nil {
		return nil, err
	}
	var out []routing.Decision
	now := s.d.Clock.Now()
	for _, userID := range userIDs {
		d, known := desks[userID]
		teams, active := h.teams[userID]
		if !known || !active {
			out = append(out, h.engine.Gone(userID, now)...)
			continue
		}
		online := there[userID].State == identity.Online
		if came := there[userID].Since; online && came.After(d.IdleSince) { // a break is no idleness
			d.IdleSince = came
		}
		out = append(out, h.engine.Agent(h.book.Agent(d, teams, online), now)...)
	}
	return out, nil
}

// desks are those of these people. Who is there for the first time gets one.
func (s *Service) desks(ctx context.Context, userIDs []string, there map[string]identity.Presence) (map[string]routing.Desk, error) {
	out := make(map[string]routing.Desk, len(userIDs))
	read := func(ids []string) error {
		list, err := s.store.DesksOf(ctx, ids)
		for _, d := range list {
			out[d.UserID] = d
		}
		return err
	}
	if err := read(userIDs); err != nil {
		return nil, err
	}
	var missing []string
	for _, userID := range userIDs {
		if _, ok := out[userID]; !ok && there[userID].State == identity.Online {
			missing = append(missing, userID)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	now := s.d.Clock.Now()
	err := s.d.Run.Do(ctx, func(ctx context.Context) error {
		for _, userID := range missing {
			if err := s.store.Seat(ctx, userID, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, read(missing)
}

// enter puts waiting work into the engine, the most urgent first. What only waits in queues served by hand stays out.
func (s *Service) enter(h *hall, items []routing.Item) []routing.Decision {
	slices.SortFunc(items, byRank)
	var out []routing.Decision
	now := s.d.Clock.Now()
	for _, it := range items {
		w := it.Work
		w.Queues = h.givenOut(w.Queues)
		if len(w.Queues) == 0 {
			h.engine.Leave(w.ID)
			continue
		}
		out = append(out, h.engine.Enter(w, now)...)
	}
	return out
}

// byRank is the order in which work is served.
func byRank(a, b routing.Item) int {
	return cmp.Or(a.Arrived.Add(-a.HeadStart).Compare(b.Arrived.Add(-b.HeadStart)), cmp.Compare(a.ID, b.ID))
}

// givenOut are those of the queues whose work is given out.
func (h *hall) givenOut(queues []string) []string {
	var out []string
	for _, id := range queues {
		if q := h.book.Queue(id); q != nil && q.Offer.Mode != routing.Pull {
			out = append(out, id)
		}
	}
	return out
}

// refresh puts fresh rows into the engine.
func (s *Service) refresh(ctx context.Context, h *hall, t touched) ([]routing.Decision, error) {
	t.tidy()
	h.fresh = nil
	if h.engine == nil {
		return nil, nil
	}
	items, err := s.itemsBeside(ctx, t.work, t.known)
	if err != nil {
		return nil, err
	}
	h.fresh = items
	var waits []routing.Item
	for _, id := range t.work {
		if it, ok := items[id]; ok && it.State == routing.Waits {
			waits = append(waits, it)
		} else {
			h.engine.Leave(id)
		}
	}
	var out []routing.Decision
	for part := range slices.Chunk(t.agents, chunk) {
		decided, err := s.people(ctx, h, part)
		if err != nil {
			return nil, err
		}
		out = append(out, decided...)
	}
	return append(out, s.enter(h, waits)...), nil
}
