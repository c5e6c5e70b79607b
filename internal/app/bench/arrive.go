package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/id"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/usecase/dispatch"
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
	standing := p.scaled(manyWaiting)
	p.Note("%d wait in another queue", standing)
	if err := w.crowd(system, e.Core.DB, standing); err != nil {
		return nil, err
	}
	if err := w.open(ctx, system, p.scaled(waitingAgents)); err != nil {
		return nil, err
	}
	rush := min(p.Time, longestRush)
	visitors := make([]*visitor, int(rush.Seconds()*arrivalsPerSecond))
	for i := range visitors {
		if visitors[i], err = w.arrive(ctx); err != nil {
			return nil, err
		}
	}
	if err := w.calm(ctx); err != nil {
		return nil, err
	}
	p.Note("%d customers in %s", len(visitors), rush)
	begun := time.Now()
	if err := w.rush(ctx, visitors); err != nil {
		return nil, err
	}
	took := time.Since(begun)
	store := routingsql.New(e.Core.DB)
	if err := w.calm(ctx); err != nil { // asking who waits where costs more, the more do
		return nil, err
	}
	var crowds []routing.Crowd
	if _, err := until(ctx, time.Minute, func() (done bool, err error) {
		crowds, err = store.Crowds(system)
		return offeredOf(crowds) == len(visitors), err
	}); err != nil {
		return nil, err
	}
	waits, err := offersOf(system, store)
	if err != nil {
		return nil, err
	}
	return []Result{
		figure("waiting in another queue meanwhile", "conversations", float64(waitsOf(crowds))),
		figure("customers who came", "1/s", float64(len(visitors))/took.Seconds()),
		figure("customers who were offered to somebody", "share", float64(len(waits))/float64(len(visitors))),
		figure("stored to offered, p50", "ms", waits.at(50)),
		figure("stored to offered, p99", "ms", waits.at(99)).atMost(offeredWithin),
	}, nil
}

// standingQueue is served by somebody who is not there, so that who waits in it goes on waiting.
const standingQueue = "que_00000000000000000000000009"

// crowd lets many wait before the first customer comes: rows of conversations and of routing, without a word said.
func (w *world) crowd(ctx context.Context, d *db.DB, n int) error {
	store, rows, now := routingsql.New(d), conversationsql.New(d), clock.Real{}.Now()
	return inParts(ctx, d, n, func(ctx context.Context, i int) error {
		at := now.Add(time.Duration(i) * -time.Millisecond)
		c := conversation.Conversation{
			ID: id.At("cnv", at), Number: int64(firstOfSet + i), ChannelID: w.channel, ChannelKind: "webchat", CustomerID: id.At("cus", at), CustomerName: "Guest",
			Status: conversation.Open, Priority: conversation.Normal, TagIDs: []string{}, CreatedAt: at, LastEntryAt: at, LastMessageAt: at, WaitingSince: at, Version: 1,
		}
		if err := rows.Insert(ctx, c, ""); err != nil {
			return err
		}
		return store.InsertWork(ctx, routing.Item{State: routing.Waits, Plan: 1, Work: routing.Work{
			ID: c.ID, Queues: []string{standingQueue}, Kind: "chat", Points: 1, Arrived: at,
		}})
	})
}

// open gives the company agents who are there, with room for everybody, and a queue that gives out its work.
func (w *world) open(ctx, system context.Context, agents int) error {
	role, err := w.roleOfAgents(ctx)
	if err != nil {
		return err
	}
	var people []string
	for i := range agents {
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
	other := *q
	q.Offer, q.People = routing.Offer{Mode: routing.Push, Seconds: 300, OnTimeout: "next"}, people
	other.ID, other.Name, other.Offer, other.People = standingQueue, "Standing", q.Offer, []string{w.admin.ID}
	draft.Plan.Queues = append(draft.Plan.Queues, other)
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

// calm waits until the engine knows of all who wait.
func (w *world) calm(ctx context.Context) error {
	_, err := until(ctx, 30*time.Second, func() (bool, error) {
		lag, err := w.s.Log.Lag(ctx, dispatch.Consumer)
		return lag == 0, err
	})
	return err
}

func waitsOf(crowds []routing.Crowd) (n int) {
	for _, c := range crowds {
		if c.State == routing.Waits {
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
