package dispatch

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/routing"
)

// Overview is how everything stands, by channel. Like Queues it reads work under way and the slots of a day, never history.
func (s *Service) Overview(ctx context.Context) (routing.Overview, error) {
	out := routing.Overview{At: s.d.Clock.Now(), Expected: map[string]routing.Expectation{}, Serves: map[string][]string{}}
	if _, err := actor.Require(ctx, routing.PermRead); err != nil {
		return out, err
	}
	ctx, err := asSystem(ctx)
	if err != nil {
		return out, err
	}
	p, err := s.planNow(ctx)
	if err != nil {
		return out, err
	}
	out.Queues = p.Plan.Queues
	if out.Crowds, err = s.store.CrowdsByChannel(ctx); err != nil {
		return out, err
	}
	today, err := s.d.Plan.Hours.Today(ctx)
	if err != nil {
		return out, err
	}
	if out.Today, err = s.store.ServedByChannel(ctx, today); err != nil {
		return out, err
	}
	if out.LastHour, err = s.store.ServedByChannel(ctx, out.At.Add(-time.Hour).Truncate(routing.TallyEvery)); err != nil {
		return out, err
	}
	if err := s.expectAll(ctx, &out); err != nil {
		return out, err
	}
	teams, err := s.d.People.Teams(ctx)
	if err != nil {
		return out, err
	}
	book := routing.Rulebook{Plan: p.Plan}
	for userID, of := range teams {
		if queues := book.Served(userID, of); len(queues) > 0 {
			out.Serves[userID] = queues
		}
	}
	return out, nil
}

// expectAll is how long who comes now waits, in every queue of which that can be said.
func (s *Service) expectAll(ctx context.Context, o *routing.Overview) error {
	served, err := s.store.ServedByChannel(ctx, lately(o.At))
	if err != nil {
		return err
	}
	count, waits := map[string]int{}, map[string]int{}
	for _, t := range served {
		count[t.Queue] += t.Served
	}
	for _, c := range o.Crowds {
		if c.State == routing.Waits {
			waits[c.Queue] += c.Count
		}
	}
	for _, q := range o.Queues {
		if e, ok, _ := expected(waits[q.ID]+1, count[q.ID], o.At); ok {
			o.Expected[q.ID] = e
		}
	}
	return nil
}
