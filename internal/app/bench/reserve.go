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
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/identity/identitysql"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/platform/db"
)

const (
	reservedInSecond = 3_000 // more than that comes to what waits, so that it stays as long as it is
	roomOfAgent      = routing.MaxCapacity
)

// desk is a company whose engine decides and whose decisions are made true in the database: everybody is busy, much waits, and now
// and then somebody becomes free.
type desk struct {
	d      *domains
	book   *routing.Rulebook
	items  []routing.Item
	places map[string]int // of the items
	mu     sync.Mutex     // of what follows: one decides, many write
	centre *centre
	engine *routing.Engine
	next   int // of the items that come
	sum    times
}

// newDesk writes agents who are there and work that waits; as many rows again as may come. ctx may carry the lane that keeps what is
// written.
func newDesk(ctx context.Context, d *domains, p *place) (*desk, error) {
	waiting := p.scaled(manyWaiting)
	c := newCentre(1, p.scaled(routedAgents))
	plan := routing.NewPlan(c.queues[0].ID, "Bench")
	plan.Capacity = roomOfAgent
	usual := plan.Queues[0]
	usual.Offer.Mode = routing.Push
	plan.Queues = nil
	for _, q := range c.queues {
		usual.ID, usual.Strategy = q.ID, q.Strategy
		plan.Queues = append(plan.Queues, usual)
	}
	book, err := routing.NewRulebook(plan, ports.Expressions{})
	if err != nil {
		return nil, err
	}
	k := &desk{d: d, book: book, centre: c, places: map[string]int{}, engine: routing.NewEngine(book.Cast()), next: waiting}
	ctx = asBench(ctx)
	store, people := routingsql.New(d.db), identitysql.New(d.db)
	c.now = clock.Real{}.Now()
	err = inParts(ctx, d.db, len(c.agents), func(ctx context.Context, i int) error {
		a := c.agents[i]
		if err := store.SaveDesk(ctx, routing.Desk{UserID: a.ID, Skills: a.Skills, Capacity: roomOfAgent, IdleSince: c.now, OfferedAt: c.now}); err != nil {
			return err
		}
		if _, err := people.LockPresence(ctx, a.ID); err != nil {
			return err
		}
		return people.SavePresence(ctx, identity.Presence{UserID: a.ID, State: identity.Online, Since: c.now, Lease: c.now.Add(time.Hour)})
	})
	if err != nil {
		return nil, err
	}
	for i := range waiting + int(p.Time.Seconds()*reservedInSecond) {
		w := c.work()
		k.items = append(k.items, routing.Item{Work: w, State: routing.Waits, Plan: 1, Version: 1})
		k.places[w.ID] = i
	}
	k.fill(waiting)
	return k, inParts(ctx, d.db, len(k.items), func(ctx context.Context, i int) error { return store.InsertWork(ctx, k.items[i]) })
}

// fill lets the engine know of everybody, who is busy, and of what waits.
func (k *desk) fill(waiting int) {
	for _, a := range k.centre.agents {
		a.Used = a.Capacity
		k.engine.Agent(a, k.centre.now)
	}
	for _, it := range k.items[:waiting] {
		k.engine.Enter(it.Work, k.centre.now)
	}
}

// turn lets somebody become free, and somebody come: usually one decision follows.
func (k *desk) turn() []routing.Decision {
	k.mu.Lock()
	defer k.mu.Unlock()
	c, now := k.centre, clock.Real{}.Now()
	a := c.agents[c.r.IntN(len(c.agents))]
	a.Used = a.Capacity - pointsOfWork
	decided := k.engine.Agent(a, now)
	if k.next < len(k.items) {
		decided = append(decided, k.engine.Enter(k.items[k.next].Work, now)...)
		k.next++
	}
	return decided
}

// asBench acts for the system in the workspace of the run.
func asBench(ctx context.Context) context.Context {
	return actor.With(ctx, actor.SystemFor("wsp_bench"))
}

// inParts writes n things, some hundreds in a unit.
func inParts(ctx context.Context, d *db.DB, n int, write func(ctx context.Context, i int) error) error {
	const part = 500
	for from := 0; from < n; from += part {
		err := d.Do(ctx, func(ctx context.Context) error {
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
	if d.Engine() != db.Postgres {
		return nil
	}
	// A server that is in use looks at its tables once a minute; without that it takes what was just filled for empty.
	return d.Do(ctx, func(ctx context.Context) error { return d.Exec(ctx, "ANALYZE") })
}

// work decides and reserves until the time is over.
func (k *desk) work(ctx context.Context, hands []*hand, span time.Duration) (n int64, took time.Duration, err error) {
	var done atomic.Int64
	begun := time.Now()
	err = (&crew{hands: hands}).all(asBench(ctx), func(ctx context.Context, h *hand) error {
		if h.lane != nil {
			ctx = context.WithValue(ctx, laneKey{}, h.lane)
		}
		var mine times
		for time.Since(begun) < span {
			start := time.Now()
			for _, d := range k.turn() {
				if err := k.d.Dispatch.Reserve(ctx, k.book, k.items[k.places[d.Work]], d); err != nil {
					return err
				}
				done.Add(1)
				mine = append(mine, time.Since(start))
				if h.lane != nil {
					h.lane.Messages++
				}
			}
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		k.sum = append(k.sum, mine...)
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
	reel, err := recordReserving(ctx, p, newHands(len(hands)))
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
	k, err := newDesk(ctx, d, p)
	if err != nil {
		return nil, err
	}
	p.Note("reserving for %d agents, %d waiting", len(k.centre.agents), k.engine.Len())
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
		figure("waiting while reserving", "conversations", float64(k.engine.Len())),
		figure("decided and reserved, "+string(p.DB), "1/s", float64(reserved)/took.Seconds()).against(limit.rate()).ratioAtLeast(0.5),
		figure(fmt.Sprintf("decided and reserved by %d at once, p99", len(hands)), "ms", k.sum.at(99)),
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
func recordReserving(ctx context.Context, p *place, hands []*hand) (*tape, error) {
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
	k, err := newDesk(context.WithValue(ctx, laneKey{}, founding), d, p)
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
