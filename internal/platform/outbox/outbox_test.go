package outbox_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/outbox"
)

// add appends numbered events of a tenant, each in a unit of its own.
func add(t testing.TB, d *db.DB, tenant string, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			return unit.Append(ctx, event.New(tenant, "note", strconv.Itoa(n), "note.made",
				actor.Ref{Kind: actor.System, ID: "system"}, time.Now(), map[string]int{"n": n}))
		}))
	}
}

func ids(events []event.Recorded) (out []string) {
	for _, e := range events {
		out = append(out, e.StreamID)
	}
	return out
}

// results is a table that a consumer writes to: its effects.
func results(t testing.TB, d *db.DB) {
	t.Helper()
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
		return d.Exec(ctx, `CREATE TABLE results (id TEXT NOT NULL, node TEXT NOT NULL)`)
	}))
}

func record(d *db.DB, node string) func(ctx context.Context, batch []event.Recorded) error {
	return func(ctx context.Context, batch []event.Recorded) error {
		for _, e := range batch {
			if err := d.Exec(ctx, `INSERT INTO results (id, node) VALUES ($1, $2)`, e.StreamID, node); err != nil {
				return err
			}
		}
		return nil
	}
}

func recordedResults(t testing.TB, d *db.DB) []string {
	t.Helper()
	return check.Must(db.Query(t.Context(), d, func(r db.Row) (s string, err error) { return s, r.Scan(&s) },
		`SELECT id FROM results`))(t)
}

// start runs a runner until stop is called or the test ends.
func start(t testing.TB, r *outbox.Runner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("runner: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func newRunner(d *db.DB, o outbox.Options) *outbox.Runner {
	return outbox.NewRunner(d, clock.Real{}, dbtest.Log(), o)
}

func TestConsumerHandlesEachEventOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		add(t, d, "wsp_1", 1, 2, 3) // before anybody listens
		var published atomic.Int64
		run := func() func() {
			r := newRunner(d, outbox.Options{})
			r.Add(outbox.Consumer{
				Name: "copy", Batch: 2, Handle: record(d, ""),
				After: func(_ context.Context, batch []event.Recorded) { published.Add(int64(len(batch))) },
			})
			return start(t, r)
		}
		stop := run()
		check.Eventually(t, "history was handled", func() bool { return len(recordedResults(t, d)) == 3 })
		add(t, d, "wsp_2", 4, 5)
		check.Eventually(t, "new events were handled", func() bool { return len(recordedResults(t, d)) == 5 })
		stop()
		add(t, d, "wsp_1", 6)
		run()
		check.Eventually(t, "it goes on where it stopped", func() bool { return len(recordedResults(t, d)) == 6 })
		check.Equal(t, recordedResults(t, d), []string{"1", "2", "3", "4", "5", "6"})
		check.Eventually(t, "all was published", func() bool { return published.Load() == 6 })
		check.Equal(t, check.Must(outbox.NewLog(d).Lag(t.Context(), "copy"))(t), 0)
	})
}

// Effects that failed are rolled back with the cursor; a bad event holds up neither what stands before it nor, once it
// is mended, what stands behind.
func TestFailingConsumerStopsAtTheBadEvent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		add(t, d, "wsp_1", 1, 2, 3, 4)
		var mended atomic.Bool
		var tries atomic.Int64
		r := newRunner(d, outbox.Options{})
		r.Add(outbox.Consumer{Name: "copy", Handle: func(ctx context.Context, batch []event.Recorded) error {
			if err := record(d, "")(ctx, batch); err != nil {
				return err
			}
			for _, e := range batch {
				if e.StreamID == "3" && !mended.Load() {
					if tries.Add(1)%2 == 0 {
						panic("bad event")
					}
					return errors.New("bad event")
				}
			}
			return nil
		}})
		start(t, r)
		check.Eventually(t, "the bad event was tried again", func() bool { return tries.Load() >= 3 })
		check.Equal(t, recordedResults(t, d), []string{"1", "2"})
		check.Equal(t, check.Must(outbox.NewLog(d).Lag(t.Context(), "copy"))(t), 2)
		mended.Store(true)
		check.Eventually(t, "the rest was handled", func() bool { return len(recordedResults(t, d)) == 4 })
		check.Equal(t, recordedResults(t, d), []string{"1", "2", "3", "4"})
	})
}

func TestOneNodeAtATimeAndTakeover(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		node := func(name string) func() {
			r := newRunner(d, outbox.Options{Node: name, Poll: 20 * time.Millisecond, Lease: time.Minute})
			r.Add(outbox.Consumer{Name: "copy", Handle: record(d, name)})
			return start(t, r)
		}
		stopA := node("a")
		add(t, d, "wsp_1", 1)
		check.Eventually(t, "node a works", func() bool { return len(recordedResults(t, d)) == 1 })
		node("b")
		add(t, d, "wsp_1", 2, 3)
		check.Eventually(t, "node a still works", func() bool { return len(recordedResults(t, d)) == 3 })
		s := check.Must(outbox.NewLog(d).Status(t.Context(), time.Now()))(t)
		check.Equal(t, []any{len(s), s[0].Name, s[0].Holder}, []any{1, "copy", "a"})
		stopA() // gives its lease back
		add(t, d, "wsp_1", 4)
		check.Eventually(t, "node b has taken over", func() bool { return len(recordedResults(t, d)) == 4 })
		nodes := check.Must(db.Query(t.Context(), d, func(r db.Row) (s string, err error) { return s, r.Scan(&s) },
			`SELECT node FROM results ORDER BY id`))(t)
		check.Equal(t, nodes, []string{"a", "a", "a", "b"})
	})
}

// A node that slept through its lease must not commit on top of its successor.
func TestStaleHolderDoesNotCommit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		add(t, d, "wsp_1", 1)
		r := newRunner(d, outbox.Options{Node: "a", Poll: 20 * time.Millisecond, Lease: time.Hour})
		between, stolen := make(chan struct{}, 1), make(chan struct{})
		r.Add(outbox.Consumer{Name: "copy", Handle: record(d, "a"), After: func(context.Context, []event.Recorded) {
			between <- struct{}{}
			<-stolen
		}})
		stop := start(t, r)
		<-between // two batches another node takes over
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			return d.Exec(ctx, `UPDATE consumers SET holder = 'b', id = id + 1000000, lease_until = $1`,
				time.Now().Add(time.Hour))
		}))
		add(t, d, "wsp_1", 2)
		close(stolen)
		check.Eventually(t, "node a has noticed", func() bool { return d.Stats().Failed > 0 })
		stop()
		check.Equal(t, recordedResults(t, d), []string{"1"})
	})
}

func TestConsumerMaySkipHistory(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		add(t, d, "wsp_1", 1, 2)
		log := outbox.NewLog(d)
		check.Eventually(t, "all of the history can be read", func() bool {
			events, _, err := log.Since(t.Context(), "wsp_1", "", 2)
			check.NoError(t, err)
			return len(events) == 2
		})
		r := newRunner(d, outbox.Options{})
		r.Add(outbox.Consumer{Name: "copy", SkipHistory: true, Handle: record(d, "")})
		start(t, r)
		check.Eventually(t, "it has begun", func() bool {
			return len(check.Must(log.Status(t.Context(), time.Now()))(t)) == 1
		})
		add(t, d, "wsp_1", 3)
		check.Eventually(t, "it handles what is new", func() bool { return len(recordedResults(t, d)) > 0 })
		check.Equal(t, recordedResults(t, d), []string{"3"})
	})
}

// ring is a bell between two nodes.
type ring struct {
	mu   sync.Mutex
	ears []func()
}

func (r *ring) Ring() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, fn := range r.ears {
		fn()
	}
}

func (r *ring) Listen(fn func()) (func(), error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ears = append(r.ears, fn)
	return func() {}, nil
}

// Without a bell another node finds events by looking; with one it hears of them.
func TestOtherNodesHearTheBellOrLookThemselves(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]outbox.Options{
		"bell": {Poll: time.Hour, Bell: &ring{}},
		"poll": {Poll: 10 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := dbtest.Config(t, db.Postgres)
			here, there := dbtest.OpenAt(t, cfg), dbtest.OpenAt(t, cfg)
			check.NoError(t, here.Migrate(t.Context()))
			results(t, here)
			r := newRunner(there, o)
			r.Add(outbox.Consumer{Name: "copy", Handle: record(there, "")})
			start(t, r)
			log := outbox.NewLog(here)
			check.Eventually(t, "the consumer runs", func() bool {
				return len(check.Must(log.Status(t.Context(), time.Now()))(t)) == 1
			})
			start(t, newRunner(here, o)) // rings for what is committed here
			check.Eventually(t, "the event was handled", func() bool {
				if len(recordedResults(t, here)) == 0 {
					add(t, here, "wsp_1", 1)
				}
				return len(recordedResults(t, here)) > 0
			})
		})
	}
}

func TestSinceReadsOneTenantFromACursor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log := outbox.NewLog(d)
		empty := check.Must(log.Head(t.Context()))(t)
		add(t, d, "wsp_1", 1, 2, 3)
		add(t, d, "wsp_2", 9)
		all := func(tenant, cursor string, limit int) (got []string) {
			for {
				rows, next, err := log.Since(t.Context(), tenant, cursor, limit)
				check.NoError(t, err)
				if got = append(got, ids(rows)...); len(rows) < limit {
					return got
				}
				check.Equal(t, rows[len(rows)-1].Cursor, next)
				cursor = next
			}
		}
		check.Eventually(t, "all can be read", func() bool { return len(all("wsp_2", "", 10)) == 1 })
		for _, cursor := range []string{"", empty} {
			for _, limit := range []int{1, 2, 10} {
				check.Equal(t, all("wsp_1", cursor, limit), []string{"1", "2", "3"})
			}
		}
		check.Equal(t, all("wsp_3", "", 10), nil)

		// A cursor moves on past other tenants' events.
		_, next, err := log.Since(t.Context(), "wsp_1", "", 10)
		check.NoError(t, err)
		check.Equal(t, next, check.Must(log.Head(t.Context()))(t))

		_, _, err = log.Since(t.Context(), "", "", 10)
		check.Fault(t, err, fault.ErrUnauthenticated)
		for _, bad := range []string{"x", "a.b", "a.!.1", "other.0.0", next + "zz"} {
			_, _, err = log.Since(t.Context(), "wsp_1", bad, 10)
			check.Fault(t, err, outbox.ErrCursor)
		}
		check.NoError(t, d.NewEpoch(t.Context()))
		_, _, err = log.Since(t.Context(), "wsp_1", next, 10)
		check.Fault(t, err, outbox.ErrCursor)
	})
}
