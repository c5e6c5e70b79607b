package bench

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/id"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/identity/identitysql"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/platform/db"
)

const (
	reservingAgents  = 500
	reservedInSecond = 4_000 // more than that waits at the start, so that it lasts
	roomOfAgent      = routing.MaxCapacity
)

// desk is a company whose engine decides and whose decisions are made true in the database.
type desk struct {
	d      *domains
	book   *routing.Rulebook
	items  []routing.Item
	next   atomic.Int64
	mu     sync.Mutex // of the engine: one decides, many write
	engine *routing.Engine
}

// newDesk writes agents who are there and work that waits. ctx may carry the lane that keeps what is written.
func newDesk(ctx context.Context, d *domains, works int) (*desk, error) {
	const queue = "que_bench"
	plan := routing.NewPlan(queue, "Bench")
	plan.Queues[0].Offer.Mode = routing.Push
	book, err := routing.NewRulebook(plan, ports.Expressions{})
	if err != nil {
		return nil, err
	}
	k := &desk{d: d, book: book, engine: routing.NewEngine(book.Cast())}
	store, people, now := routingsql.New(d.db), identitysql.New(d.db), clock.Real{}.Now()
	err = k.inParts(ctx, reservingAgents, func(ctx context.Context, i int) error {
		a := routing.Desk{UserID: fmt.Sprintf("usr_%026d", i), Skills: map[string]int{}, Capacity: roomOfAgent, IdleSince: now, OfferedAt: now}
		k.engine.Agent(book.Agent(a, nil, true), now)
		if err := store.SaveDesk(ctx, a); err != nil {
			return err
		}
		if _, err := people.LockPresence(ctx, a.UserID); err != nil {
			return err
		}
		return people.SavePresence(ctx, identity.Presence{UserID: a.UserID, State: identity.Online, Since: now, Lease: now.Add(time.Hour)})
	})
	if err != nil {
		return nil, err
	}
	for range works {
		k.items = append(k.items, routing.Item{
			Work:  routing.Work{ID: id.New("cnv"), Queues: []string{queue}, Kind: "chat", Points: 1, Arrived: now},
			State: routing.Waits, Plan: 1, Version: 1,
		})
	}
	return k, k.inParts(ctx, works, func(ctx context.Context, i int) error { return store.InsertWork(ctx, k.items[i]) })
}

// asBench acts for the system in the workspace of the run.
func asBench(ctx context.Context) context.Context {
	return actor.With(ctx, actor.SystemFor("wsp_bench"))
}

// inParts writes n things, a hundred in a unit.
func (k *desk) inParts(ctx context.Context, n int, write func(ctx context.Context, i int) error) error {
	const part = 100
	ctx = asBench(ctx)
	for from := 0; from < n; from += part {
		err := k.d.db.Do(ctx, func(ctx context.Context) error {
			for i := from; i < min(from+part, n); i++ {
				if err := write(ctx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// work decides and reserves until the time is over or nothing waits any more.
func (k *desk) work(ctx context.Context, hands []*hand, span time.Duration) (n int64, took time.Duration, err error) {
	var done atomic.Int64
	begun := time.Now()
	err = (&crew{hands: hands}).all(asBench(ctx), func(ctx context.Context, h *hand) error {
		if h.lane != nil {
			ctx = context.WithValue(ctx, laneKey{}, h.lane)
		}
		for time.Since(begun) < span {
			i := int(k.next.Add(1) - 1)
			if i >= len(k.items) {
				return nil
			}
			k.mu.Lock()
			decided := k.engine.Enter(k.items[i].Work, clock.Real{}.Now())
			k.mu.Unlock()
			for _, d := range decided {
				if err := k.d.Dispatch.Reserve(ctx, k.book, k.items[i], d); err != nil {
					return err
				}
				done.Add(1)
				if h.lane != nil {
					h.lane.Messages++
				}
			}
		}
		return nil
	})
	return done.Load(), time.Since(begun), err
}

// measureReserving compares decisions that are made true with the same rows written without product code.
func measureReserving(ctx context.Context, p *place) ([]Result, error) {
	hands := newHands(128)
	if p.DB == db.Postgres {
		hands = newHands(64)
	}
	works := max(1000, int(p.Time.Seconds()*reservedInSecond))
	reel, err := recordReserving(ctx, p, newHands(len(hands)), works)
	if err != nil {
		return nil, err
	}
	defer reel.close()
	limit := &replay{p: p, reel: reel}
	defer limit.close()
	if err := limit.begin(ctx); err != nil {
		return nil, err
	}
	d, err := p.bare(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.end() }() // it goes away with the run
	k, err := newDesk(ctx, d, works)
	if err != nil {
		return nil, err
	}
	p.Note("reserving for %d agents", reservingAgents)
	before := d.db.Stats()
	var reserved int64
	var took time.Duration
	for range rounds {
		start := d.db.Stats()
		n, span, err := k.work(ctx, hands, p.Time/2/rounds)
		if err != nil {
			return nil, err
		}
		reserved, took = reserved+n, took+span
		if err := limit.part(ctx, int(unitsInCommit(start, d.db.Stats())+0.5)); err != nil {
			return nil, err
		}
	}
	return []Result{
		figure("decided and reserved, "+string(p.DB), "1/s", float64(reserved)/took.Seconds()).against(limit.rate()).ratioAtLeast(0.5),
		figure("reservations in a commit, mean", "units", unitsInCommit(before, d.db.Stats())),
	}, nil
}

func newHands(n int) []*hand {
	out := make([]*hand, n)
	for i := range out {
		out[i] = &hand{}
	}
	return out
}

// recordReserving lets the product reserve alone for a while and keeps what it wrote.
func recordReserving(ctx context.Context, p *place, hands []*hand, works int) (*tape, error) {
	founding := &lane{}
	var mu sync.Mutex
	d, err := p.bare(ctx, func(ctx context.Context, sent []db.Statement) {
		if ctx.Value(laneKey{}) == founding {
			mu.Lock()
			defer mu.Unlock()
		}
		record(ctx, sent)
	})
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.end() }() // it goes away with the run
	k, err := newDesk(context.WithValue(ctx, laneKey{}, founding), d, works)
	if err != nil {
		return nil, err
	}
	for _, h := range hands {
		h.lane = &lane{}
	}
	p.Note("recording what a reservation writes")
	if _, _, err := k.work(ctx, hands, p.Time/4); err != nil {
		return nil, err
	}
	return store(p.dir, founding, hands)
}
