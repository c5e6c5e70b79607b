package bench

import (
	"context"
	"encoding/gob"
	"errors"
	"io"
	"os"
	"runtime"
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

// rounds is how often the product and the raw limit take turns: a machine that is slower for a while is so for both.
const rounds = 5

func measureStore(ctx context.Context, p *place) ([]Result, error) {
	hands := 128
	if p.DB == db.Postgres {
		hands = 64
	}
	reel, err := recordStore(ctx, p, hands)
	if err != nil {
		return nil, err
	}
	defer reel.close()
	limit := &replay{p: p, reel: reel}
	defer limit.close()
	if err := limit.begin(ctx); err != nil {
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
	r := &race{p: p, crew: c, watch: watchLag(e.Core.Services), limit: limit}
	if _, err := until(ctx, time.Minute, r.watch.caughtUp(ctx)); err != nil {
		return nil, err
	}
	before := e.Core.DB.Stats()
	for range rounds {
		if err := r.round(ctx, e.Core.DB); err != nil {
			return nil, err
		}
	}
	after := e.Core.DB.Stats()
	out := []Result{
		figure("accepted messages", "1/s", float64(r.accepted)/r.took.Seconds()).against(limit.rate()).ratioAtLeast(0.5),
		figure("units in a commit, mean", "units", unitsInCommit(before, after)),
		figure("callers at the same time", "callers", float64(hands)),
		figure("refused as busy", "messages", float64(after.Busy-before.Busy)),
	}
	out = append(out, r.watch.results()...)
	return append(out, figure("all consumers caught up after", "s", r.caughtUp.Seconds()).atMost(tidy(r.took.Seconds()/10))), nil
}

func unitsInCommit(before, after db.Stats) float64 {
	return float64(after.Units-before.Units) / float64(max(1, after.Commits-before.Commits))
}

// race lets the product and the raw limit run in turn.
type race struct {
	p     *place
	crew  *crew
	watch *lag
	limit *replay

	accepted int64
	took     time.Duration
	caughtUp time.Duration // the longest
}

// round measures the product for a while, waits until its consumers have caught up, and then measures the limit in groups of
// the size that the product had.
func (r *race) round(ctx context.Context, d *db.DB) error {
	before := d.Stats()
	stop := r.watch.during(ctx)
	n, took, err := r.crew.work(ctx, r.p.Time/2/rounds)
	stop()
	if err != nil {
		return err
	}
	r.accepted += n
	r.took += took
	group := unitsInCommit(before, d.Stats())
	late, err := until(ctx, 4*r.p.Time+time.Minute, r.watch.caughtUp(ctx))
	if err != nil {
		return err
	}
	r.caughtUp = max(r.caughtUp, late)
	return r.limit.part(ctx, int(group+0.5))
}

// tape is what the product sent to a database. How it was founded comes first, and then the work of each hand, in so many
// parts as there are rounds.
type tape struct {
	file  *os.File
	units *gob.Decoder
}

// store writes what was sent to a file in a folder: the collector need not walk over it while the product is measured.
func store(dir string, setup *lane, hands []*hand) (*tape, error) {
	f, err := os.CreateTemp(dir, "tape")
	if err != nil {
		return nil, err
	}
	to := gob.NewEncoder(f)
	err = to.Encode([]*lane{setup})
	for i := range rounds {
		part := make([]*lane, len(hands))
		for n, h := range hands {
			part[n] = h.lane.part(i)
		}
		err = errors.Join(err, to.Encode(part))
	}
	_, rewind := f.Seek(0, io.SeekStart)
	return &tape{f, gob.NewDecoder(f)}, errors.Join(err, rewind)
}

// part is one of as many equal parts of a lane as there are rounds.
func (l *lane) part(i int) *lane {
	cut := func(n, i int) int { return n * i / rounds }
	return &lane{
		Units:    l.Units[cut(len(l.Units), i):cut(len(l.Units), i+1)],
		Messages: cut(l.Messages, i+1) - cut(l.Messages, i),
	}
}

func (t *tape) next() (lanes []*lane, err error) {
	return lanes, t.units.Decode(&lanes)
}

func (t *tape) close() { _ = t.file.Close() } // it goes away with the run

// recordStore lets the product work alone for a while and keeps what it wrote.
func recordStore(ctx context.Context, p *place, hands int) (*tape, error) {
	var mu sync.Mutex
	founding := &lane{}
	setup := context.WithValue(ctx, laneKey{}, founding)
	s, err := p.bare(ctx, func(ctx context.Context, sent []db.Statement) {
		if ctx.Value(laneKey{}) == founding { // many hands share it
			mu.Lock()
			defer mu.Unlock()
		}
		record(ctx, sent)
	})
	if err != nil {
		return nil, err
	}
	defer s.end() //nolint:errcheck // it goes away with the run
	c, err := gather(setup, s.Services, hands, p.Conns)
	if err != nil {
		return nil, err
	}
	for _, h := range c.hands {
		h.lane = &lane{}
	}
	p.Note("recording what the product writes")
	if _, _, err = c.work(ctx, p.Time/4); err != nil {
		return nil, err
	}
	return store(p.dir, founding, c.hands)
}

// replay writes a tape over a bare connection.
type replay struct {
	p    *place
	reel *tape
	to   *db.Bare

	messages int
	took     time.Duration
}

// begin opens the database and founds it.
func (r *replay) begin(ctx context.Context) (err error) {
	if r.to, err = r.p.raw(ctx, rawConns); err != nil {
		return err
	}
	setup, err := r.reel.next()
	if err != nil {
		return err
	}
	return groups(ctx, r.to, setup[0].Units, 200)
}

// part writes the next part of the tape.
func (r *replay) part(ctx context.Context, group int) error {
	hands, err := r.reel.next()
	if err != nil {
		return err
	}
	for _, l := range hands {
		r.messages += l.Messages
	}
	runtime.GC()
	begun := time.Now()
	if r.p.DB == db.SQLite {
		err = groups(ctx, r.to, mixed(hands), max(1, group))
	} else {
		err = side(ctx, r.to, hands)
	}
	r.took += time.Since(begun)
	return err
}

// rate is the messages per second of the raw limit.
func (r *replay) rate() float64 { return float64(r.messages) / r.took.Seconds() }

func (r *replay) close() {
	if r.to != nil {
		_ = r.to.Close() // it goes away with the run
	}
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
