package bench

import (
	"context"
	"encoding/gob"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/internal/app/core"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/platform/db"
)

const (
	active   = 2000 // conversations that messages go to
	firstOf  = 10   // one message of this many is the first of a new visitor
	rawConns = 32
)

// crew are the callers that write at the same time, each with visitors of its own.
type crew struct {
	w     *world
	hands []*hand
}

type hand struct {
	visitors []*visitor
	sent     int
	lane     *lane
}

// lane collects what one hand's units sent to the database, in order.
type lane struct {
	Units    [][]db.Statement
	Messages int
}

type laneKey struct{}

// record keeps the writes of a committed unit of a lane.
func record(ctx context.Context, sent []db.Statement) {
	l, ok := ctx.Value(laneKey{}).(*lane)
	if !ok {
		return
	}
	writes := slices.DeleteFunc(slices.Clone(sent), func(s db.Statement) bool { return strings.HasPrefix(s.SQL, "SELECT") })
	if len(writes) > 0 {
		l.Units = append(l.Units, writes)
	}
}

// gather lets the visitors of the crew arrive and write their first messages.
func gather(ctx context.Context, s *core.Services, hands, conns int) (*crew, error) {
	w, err := found(ctx, s)
	if err != nil {
		return nil, err
	}
	c := &crew{w: w}
	for range hands {
		c.hands = append(c.hands, &hand{})
	}
	return c, c.all(ctx, func(ctx context.Context, h *hand) error {
		for range (min(active, conns) + hands - 1) / hands {
			v, err := w.arrive(ctx)
			if err != nil {
				return err
			}
			if err := w.write(ctx, v); err != nil {
				return err
			}
			h.visitors = append(h.visitors, v)
		}
		return nil
	})
}

// all runs fn for every hand at once.
func (c *crew) all(ctx context.Context, fn func(context.Context, *hand) error) error {
	var wg sync.WaitGroup
	var first atomic.Pointer[error]
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for _, h := range c.hands {
		wg.Go(func() {
			if err := fn(ctx, h); err != nil && first.CompareAndSwap(nil, &err) {
				cancel()
			}
		})
	}
	wg.Wait()
	if err := first.Load(); err != nil {
		return *err
	}
	return nil
}

// work writes until the time is over and returns the number of accepted messages and how long it took.
func (c *crew) work(ctx context.Context, span time.Duration) (int64, time.Duration, error) {
	var accepted atomic.Int64
	begun := time.Now()
	err := c.all(ctx, func(ctx context.Context, h *hand) error {
		if h.lane != nil {
			ctx = context.WithValue(ctx, laneKey{}, h.lane)
		}
		for time.Since(begun) < span {
			switch err := h.next(ctx, c.w); {
			case fault.KindOf(err) == fault.Unavailable: // busy: a client would come back
			case err != nil:
				return err
			default:
				accepted.Add(1)
			}
		}
		return nil
	})
	return accepted.Load(), time.Since(begun), err
}

// next writes one message: mostly of a visitor who is there, sometimes the first of a new one.
func (h *hand) next(ctx context.Context, w *world) error {
	i := h.sent % len(h.visitors)
	h.sent++
	if h.sent%firstOf == 0 {
		v, err := w.arrive(ctx)
		if err != nil {
			return err
		}
		h.visitors[i] = v
	}
	if h.lane != nil {
		h.lane.Messages++
	}
	return w.write(ctx, h.visitors[i])
}

func measureStore(ctx context.Context, p *place) ([]Result, error) {
	hands := 256
	if p.DB == db.Postgres {
		hands = 64
	}
	reel, err := recordStore(ctx, p, hands)
	if err != nil {
		return nil, err
	}
	e, err := p.program(ctx)
	if err != nil {
		return nil, err
	}
	defer e.Stop() //nolint:errcheck // the figures are there
	c, err := gather(ctx, e.Core.Services, hands, p.Conns)
	if err != nil {
		return nil, err
	}
	watch := watchLag(e.Core.Services)
	if _, err := until(ctx, time.Minute, watch.caughtUp(ctx)); err != nil {
		return nil, err
	}
	before := e.Core.DB.Stats()
	stop := watch.during(ctx)
	n, took, err := c.work(ctx, p.Time/2)
	stop()
	after := e.Core.DB.Stats()
	if err != nil {
		return nil, err
	}
	caughtUp, err := until(ctx, 4*p.Time+time.Minute, watch.caughtUp(ctx))
	if err != nil {
		return nil, err
	}
	group := float64(after.Units-before.Units) / float64(max(1, after.Commits-before.Commits))
	tape, err := fetch(reel)
	if err != nil {
		return nil, err
	}
	limit, err := replay{p, tape}.run(ctx, int(group+0.5))
	if err != nil {
		return nil, err
	}
	out := []Result{
		figure("accepted messages", "1/s", float64(n)/took.Seconds()).against(limit).ratioAtLeast(0.5),
		figure("units in a commit, mean", "units", group),
		figure("callers at the same time", "callers", float64(hands)),
		figure("refused as busy", "messages", float64(after.Busy-before.Busy)),
	}
	out = append(out, watch.results()...)
	return append(out, figure("all consumers caught up after", "s", caughtUp.Seconds()).atMost(tidy(took.Seconds()/10))), nil
}

// tape is what the product sent to a database: how it was founded, and then the work of each hand.
type tape struct {
	Setup *lane
	Hands []*lane
}

// store writes the tape to a file in a folder and gives its name.
func (t *tape) store(dir string) (name string, err error) {
	f, err := os.CreateTemp(dir, "tape")
	if err != nil {
		return "", err
	}
	return f.Name(), errors.Join(gob.NewEncoder(f).Encode(t), f.Close())
}

// fetch reads a tape again.
func fetch(name string) (*tape, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	t := &tape{}
	return t, errors.Join(gob.NewDecoder(f).Decode(t), f.Close())
}

// recordStore lets the product work alone for a while and keeps what it wrote: in a file, so that the collector need not walk
// over it while the product is measured.
func recordStore(ctx context.Context, p *place, hands int) (reel string, err error) {
	var mu sync.Mutex
	t := &tape{Setup: &lane{}}
	setup := context.WithValue(ctx, laneKey{}, t.Setup)
	s, err := p.bare(ctx, func(ctx context.Context, sent []db.Statement) {
		if ctx.Value(laneKey{}) == t.Setup { // many hands share it
			mu.Lock()
			defer mu.Unlock()
		}
		record(ctx, sent)
	})
	if err != nil {
		return "", err
	}
	defer s.end() //nolint:errcheck // it goes away with the run
	c, err := gather(setup, s.Services, hands, p.Conns)
	if err != nil {
		return "", err
	}
	for _, h := range c.hands {
		h.lane = &lane{}
		t.Hands = append(t.Hands, h.lane)
	}
	p.Note("recording what the product writes")
	if _, _, err = c.work(ctx, p.Time/4); err != nil {
		return "", err
	}
	return t.store(p.dir)
}

// replay writes a tape over a bare connection.
type replay struct {
	p    *place
	tape *tape
}

// run returns the messages per second of the raw limit.
func (r replay) run(ctx context.Context, group int) (float64, error) {
	b, err := r.p.raw(ctx, rawConns)
	if err != nil {
		return 0, err
	}
	defer b.Close() //nolint:errcheck // it goes away with the run
	if err := groups(ctx, b, r.tape.Setup.Units, 200); err != nil {
		return 0, err
	}
	messages := 0
	for _, l := range r.tape.Hands {
		messages += l.Messages
	}
	begun := time.Now()
	if r.p.DB == db.SQLite {
		err = groups(ctx, b, mixed(r.tape.Hands), max(1, group))
	} else {
		err = side(ctx, b, r.tape.Hands)
	}
	return float64(messages) / time.Since(begun).Seconds(), err
}

// groups commits so many units together, one goroutine.
func groups(ctx context.Context, b *db.Bare, units [][]db.Statement, size int) error {
	for part := range slices.Chunk(units, size) {
		if err := b.Commit(ctx, slices.Concat(part...)); err != nil {
			return err
		}
	}
	return nil
}

// mixed takes a unit of every hand in turn, as the writer of the product did.
func mixed(hands []*lane) [][]db.Statement {
	var out [][]db.Statement
	for i, more := 0, true; more; i++ {
		more = false
		for _, l := range hands {
			if i < len(l.Units) {
				out, more = append(out, l.Units[i]), true
			}
		}
	}
	return out
}

// side commits each unit alone, over all connections at once; the units of a hand stay in order.
func side(ctx context.Context, b *db.Bare, hands []*lane) error {
	c := &crew{}
	for range rawConns {
		c.hands = append(c.hands, &hand{})
	}
	for i, l := range hands {
		h := c.hands[i%rawConns]
		if h.lane == nil {
			h.lane = &lane{}
		}
		h.lane.Units = append(h.lane.Units, l.Units...)
	}
	return c.all(ctx, func(ctx context.Context, h *hand) error {
		if h.lane == nil {
			return nil
		}
		return groups(ctx, b, h.lane.Units, 1)
	})
}
