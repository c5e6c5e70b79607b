package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingsql"
)

const (
	arrivalsPerSecond = 500
	waitingAgents     = 60
	offeredWithin     = 1000 // ms
	longestRush       = 10 * time.Second
)

// measureArrivals lets customers come at a fixed rate to a company that runs, and measures from the stored message to the offer.
func measureArrivals(ctx context.Context, p *place) ([]Result, error) {
	e, err := p.program(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = e.Stop() }() // the figures are there
	w, err := found(ctx, e.Core.Services)
	if err != nil {
		return nil, err
	}
	system := actor.With(ctx, actor.SystemFor(w.tenant))
	if err := w.open(ctx, system); err != nil {
		return nil, err
	}
	rush := min(p.Time, longestRush)
	visitors := make([]*visitor, int(rush.Seconds()*arrivalsPerSecond))
	for i := range visitors {
		if visitors[i], err = w.arrive(ctx); err != nil {
			return nil, err
		}
	}
	p.Note("%d customers in %s", len(visitors), rush)
	begun := time.Now()
	if err := w.rush(ctx, visitors); err != nil {
		return nil, err
	}
	took := time.Since(begun)
	store := routingsql.New(e.Core.DB)
	if _, err := until(ctx, time.Minute, func() (bool, error) {
		crowds, err := store.Crowds(system)
		return offeredOf(crowds) == len(visitors), err
	}); err != nil {
		return nil, err
	}
	waits, err := offersOf(system, store)
	if err != nil {
		return nil, err
	}
	return []Result{
		figure("customers who came", "1/s", float64(len(visitors))/took.Seconds()),
		figure("customers who were offered to somebody", "share", float64(len(waits))/float64(len(visitors))),
		figure("stored to offered, p50", "ms", waits.at(50)),
		figure("stored to offered, p99", "ms", waits.at(99)).atMost(offeredWithin),
	}, nil
}

// open gives the company agents who are there, with room for everybody, and a queue that gives out its work.
func (w *world) open(ctx, system context.Context) error {
	role, err := w.roleOfAgents(ctx)
	if err != nil {
		return err
	}
	var people []string
	for i := range waitingAgents {
		u, err := w.s.Identity.CreateUser(system, identity.NewUser{
			Email: address(i), Name: fmt.Sprintf("Agent %d", i), Password: password, Locale: "en", Timezone: "UTC", RoleID: role,
		})
		if err != nil {
			return err
		}
		people = append(people, u.ID)
	}
	admin := actor.With(ctx, w.admin)
	draft, err := w.s.Routing.Draft(admin)
	if err != nil {
		return err
	}
	q := &draft.Plan.Queues[0]
	q.Offer, q.People = routing.Offer{Mode: routing.Push, Seconds: 300, OnTimeout: "next"}, people
	draft.Plan.Capacity, draft.Plan.Points["chat"] = routing.MaxCapacity, 1
	saved, err := w.s.Routing.SaveDraft(admin, draft.Plan, draft.Base, draft.Version)
	if err != nil {
		return err
	}
	if _, err := w.s.Routing.Publish(admin, saved.Version, ""); err != nil {
		return err
	}
	return w.s.Identity.KeepAlive(system, people)
}

// rush lets the visitors write their first messages, each at its time whether the one before was answered or not.
func (w *world) rush(ctx context.Context, visitors []*visitor) error {
	var all sync.WaitGroup
	failed := make([]error, len(visitors))
	begun := time.Now()
	for i, v := range visitors {
		<-time.After(time.Until(begun.Add(time.Duration(i) * time.Second / arrivalsPerSecond)))
		all.Go(func() { failed[i] = w.write(ctx, v) })
	}
	all.Wait()
	return errors.Join(failed...)
}

func offeredOf(crowds []routing.Crowd) (n int) {
	for _, c := range crowds {
		if c.State == routing.Offered {
			n += c.Count
		}
	}
	return n
}

// offersOf are the times from the first message to the offer.
func offersOf(ctx context.Context, store *routingsql.Store) (times, error) {
	var out times
	for after := ""; ; {
		list, err := store.AllWork(ctx, after, 1000)
		if err != nil {
			return nil, err
		}
		for _, it := range list {
			after = it.ID
			if it.State == routing.Offered {
				out = append(out, it.OfferedAt.Sub(it.Arrived))
			}
		}
		if len(list) < 1000 {
			return out, nil
		}
	}
}
