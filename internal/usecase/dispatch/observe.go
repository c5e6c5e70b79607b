package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/routing"
)

// Concerns reports whether an event may move work.
func Concerns(e event.Event) bool {
	return aboutTalks(e) || judges(e) || abroad(e) || aboutPeople(e) || aboutWork(e) || regroups(e) || e.Type == routing.EventPublished
}

// aboutTalks: a conversation is somewhere else, or counts as another kind of work.
func aboutTalks(e event.Event) bool {
	return conversation.Moves(e) || e.Type == conversation.EventOfflineCaptured
}

// abroad: another system was not told of what it should take, or is none any more.
func abroad(e event.Event) bool {
	return e.Type == integration.EventUndelivered || e.Type == integration.EventDeleted
}

// aboutPeople: somebody came, left or is no more.
func aboutPeople(e event.Event) bool {
	switch e.Type {
	case identity.EventPresenceChanged, identity.EventUserDisabled, identity.EventUserErased, routing.EventDeskChanged:
		return true
	}
	return false
}

// aboutWork: somebody did something that the engine has not decided itself.
func aboutWork(e event.Event) bool {
	switch e.Type {
	case routing.EventEntered, routing.EventOfferEnded, routing.EventAccepted, routing.EventLeft:
		return true
	}
	return false
}

// regroups: who serves what may be another.
func regroups(e event.Event) bool {
	switch e.Type {
	case identity.EventTeamCreated, identity.EventTeamChanged, identity.EventTeamRemoved,
		identity.EventUserJoined, identity.EventUserEnabled, identity.EventUserChanged, identity.EventUserDisabled, identity.EventUserErased:
		return true
	}
	return false
}

// news is what a batch of events says about one workspace.
type news struct {
	talks     []string // conversations that moved
	judged    []string // conversations that somebody found more or less pressing
	back      []string // conversations of which another system was not told
	closed    []string // webhooks that are gone
	erased    []string // those of them of which nothing may be left
	arrived   []string // work that was made for conversations
	t         touched
	left      map[string]departure
	regrouped bool
	published bool
}

// departure is how somebody went.
type departure struct{ forced bool }

// Observe brings work into line with what happened, and lets the engines decide. It may see events again.
func (s *Service) Observe(ctx context.Context, batch []event.Recorded) error {
	by := map[string]*news{}
	var order []string
	for _, e := range batch {
		n := by[e.Tenant]
		if n == nil {
			n = &news{left: map[string]departure{}}
			by[e.Tenant] = n
			order = append(order, e.Tenant)
		}
		n.take(e.Event)
	}
	for _, tenant := range order {
		if err := s.hear(of(ctx, tenant), s.hallOf(tenant), by[tenant]); err != nil {
			return err
		}
	}
	return nil
}

func (n *news) take(e event.Event) {
	n.regrouped = n.regrouped || regroups(e)
	switch {
	case e.Type == routing.EventPublished:
		n.published = true
	case judges(e):
		n.judged = append(n.judged, e.StreamID)
	case abroad(e):
		n.abroad(e)
	case aboutTalks(e):
		n.talks = append(n.talks, e.StreamID)
		if e.Type == conversation.EventErased {
			n.erased = append(n.erased, e.StreamID)
		}
	case e.Type == identity.EventUserDisabled, e.Type == identity.EventUserErased:
		n.left[e.StreamID] = departure{forced: true}
		n.t.agents = append(n.t.agents, e.StreamID)
	case e.Type == identity.EventPresenceChanged:
		n.presence(e)
	case e.Type == routing.EventDeskChanged:
		n.t.agents = append(n.t.agents, e.StreamID)
	case aboutWork(e):
		var of struct {
			AgentID string `json:"agentId"`
			Cause   string `json:"cause"`
		}
		_ = json.Unmarshal(e.Data, &of) // one odd event must not stop all that follow
		if e.Type == routing.EventEntered && of.Cause == routing.CauseArrived {
			n.arrived = append(n.arrived, e.StreamID)
			return
		}
		n.t.add(touched{work: []string{e.StreamID}, agents: []string{of.AgentID}})
	}
}

func (n *news) abroad(e event.Event) {
	if e.Type == integration.EventDeleted {
		n.closed = append(n.closed, e.StreamID)
		return
	}
	var u integration.Undelivered
	if json.Unmarshal(e.Data, &u) == nil && u.EventType == routing.EventHandedOver {
		n.back = append(n.back, u.StreamID)
	}
}

func (n *news) presence(e event.Event) {
	n.t.agents = append(n.t.agents, e.StreamID)
	var p identity.PresenceChanged
	if json.Unmarshal(e.Data, &p) != nil {
		return
	}
	if p.State != identity.Offline {
		if !n.left[e.StreamID].forced {
			delete(n.left, e.StreamID)
		}
		return
	}
	forced := e.Actor.Kind == actor.User && e.Actor.ID != e.StreamID
	n.left[e.StreamID] = departure{forced: forced || n.left[e.StreamID].forced}
}

// hear does what follows from the news of one workspace.
func (s *Service) hear(ctx context.Context, h *hall, n *news) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	decided, err := s.prepare(ctx, h, n)
	if err != nil {
		h.loaded = false
		return err
	}
	for _, id := range n.arrived {
		if !h.made[id] {
			n.t.work = append(n.t.work, id)
		}
		delete(h.made, id)
	}
	if err := s.follows(ctx, h, n); err != nil {
		h.loaded = false // what was written is not in the engine
		return err
	}
	for id, it := range n.t.known {
		if it.Version == 1 && it.State != routing.Held {
			h.made[id] = true
		}
	}
	// What was decided while loading is looked at again with everything that moved since.
	for _, d := range decided {
		n.t.add(touched{work: []string{d.Work}, agents: []string{d.Agent}})
	}
	if decided, err = s.refresh(ctx, h, n.t); err != nil {
		h.loaded = false
		return err
	}
	return s.keep(ctx, h, decided)
}

// prepare makes the engine anew where the plan is another, and knows anew who serves what.
func (s *Service) prepare(ctx context.Context, h *hall, n *news) ([]routing.Decision, error) {
	if n.published || !h.loaded {
		h.loaded = false
		return s.load(ctx, h)
	}
	if n.regrouped {
		return s.regroup(ctx, h)
	}
	return nil, nil
}

// follows brings the rows into line with the news.
func (s *Service) follows(ctx context.Context, h *hall, n *news) error {
	if n.published {
		moved, err := s.rehouse(ctx, h)
		if err != nil {
			return err
		}
		n.t.add(moved)
	}
	moved, err := s.settleBy(ctx, h, compact(n.talks), s.match)
	if err != nil {
		return err
	}
	n.t.add(moved)
	judged, err := s.rejudge(ctx, h, compact(n.judged))
	if err != nil {
		return err
	}
	n.t.add(judged)
	back, err := s.unreachable(ctx, h, compact(n.back), n.closed)
	if err != nil {
		return err
	}
	n.t.add(back)
	if err := s.forget(ctx, n.erased); err != nil {
		return err
	}
	for userID, how := range n.left {
		moved, err := s.release(ctx, h, userID, how)
		if err != nil {
			return err
		}
		n.t.add(moved)
	}
	return nil
}

// forget removes why erased conversations went to whom.
func (s *Service) forget(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		for _, id := range ids {
			if err := s.store.EraseRecords(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func compact(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Tick does what is due by itself, on the node that reads the log: work that waits for nothing but time, engines that are to be
// made anew, and the slow comparison of work with conversations.
func (s *Service) Tick(ctx context.Context) error {
	now := s.d.Clock.Now()
	if !s.reads(now) {
		return nil
	}
	if err := s.openAll(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	halls := make([]*hall, 0, len(s.halls))
	for _, h := range s.halls {
		halls = append(halls, h)
	}
	s.mu.Unlock()
	var all []error
	for _, h := range halls { // what is wrong in one workspace does not keep the others waiting
		ctx := of(ctx, h.tenant)
		all = append(all, s.tick(ctx, h, now), s.judge(ctx, h, now))
	}
	return errors.Join(all...)
}

// openAll makes a hall for each workspace that may have work, once.
func (s *Service) openAll(ctx context.Context) error {
	s.mu.Lock()
	all := s.all
	s.mu.Unlock()
	if all {
		return nil
	}
	tenants, err := s.store.Workspaces(ctx)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		s.hallOf(tenant)
	}
	s.mu.Lock()
	s.all = true
	s.mu.Unlock()
	return nil
}

func (s *Service) tick(ctx context.Context, h *hall, now time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	decided, err := s.load(ctx, h)
	if err != nil {
		return err
	}
	if h.engine != nil {
		if due, ok := h.engine.NextDue(); ok && !due.After(now) {
			decided = append(decided, h.engine.Due(now)...)
		}
	}
	if now.Before(h.sweep) && h.sweep.Sub(now) <= sweepEvery {
		return s.keep(ctx, h, decided)
	}
	h.sweep = now.Add(sweepEvery)
	mended, err := s.compare(ctx, h)
	if err != nil {
		h.loaded = false
		return err
	}
	more, err := s.refresh(ctx, h, mended)
	if err != nil {
		h.loaded = false
		return err
	}
	return s.keep(ctx, h, append(decided, more...))
}
