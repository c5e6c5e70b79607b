package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/jobs"
)

// hand is a clock that a test sets.
type hand struct{ now atomic.Int64 }

func newHand() *hand {
	h := &hand{}
	h.now.Store(time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC).UnixMicro())
	return h
}

func (h *hand) Now() time.Time        { return clock.Time(h.now.Load()) }
func (h *hand) pass(by time.Duration) { h.now.Add(by.Microseconds()) }

func schedule(t testing.TB, d *db.DB, subject string, at time.Time, payload string) {
	t.Helper()
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
		return unit.Schedule(ctx, unit.Job{
			Tenant: "wsp_1", Kind: "test.job", Subject: subject, RunAt: at, Payload: json.RawMessage(payload),
		})
	}))
}

// quick looks often, because the tests' clock does not wake anybody.
func quick(o jobs.Options) jobs.Options {
	o.Poll = 5 * time.Millisecond
	return o
}

func newRunner(d *db.DB, c clock.Clock, o jobs.Options) *jobs.Runner {
	return jobs.NewRunner(d, c, dbtest.Log(), o)
}

func start(t testing.TB, r *jobs.Runner) (stop func()) {
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

func list(t testing.TB, r *jobs.Runner, onlyDead bool) []jobs.Entry {
	t.Helper()
	return check.Must(r.List(t.Context(), "wsp_1", onlyDead, page.Request{}))(t).Items
}

func TestJobRunsWhenItIsDueAndOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := newHand()
		ran := make(chan unit.Job, 10)
		r := newRunner(d, now, quick(jobs.Options{}))
		r.Handle("test.job", func(ctx context.Context, j unit.Job) error {
			a := check.Must(actor.Of(ctx))(t)
			check.Equal(t, []any{a.Tenant, a.Kind}, []any{"wsp_1", actor.Job})
			_, inside := unit.Running(ctx)
			check.Equal(t, inside, false)
			ran <- j
			return nil
		})
		later := now.Now().Add(time.Hour)
		schedule(t, d, "later", later, `{"n":1}`)
		schedule(t, d, "now", now.Now(), `{}`)
		start(t, r)
		check.Equal(t, (<-ran).Subject, "now")
		check.Eventually(t, "one job waits", func() bool { return len(list(t, r, false)) == 1 })
		check.Equal(t, list(t, r, false), []jobs.Entry{{Kind: "test.job", Subject: "later", RunAt: later, NextAt: later}})
		now.pass(time.Hour)
		check.Equal(t, <-ran, unit.Job{
			Tenant: "wsp_1", Kind: "test.job", Subject: "later", RunAt: later, Payload: json.RawMessage(`{"n":1}`),
		})
		check.Eventually(t, "no job waits", func() bool { return len(list(t, r, false)) == 0 })
		check.Equal(t, len(ran), 0)
	})
}

// A commit that brings a job wakes the runner: it does not wait for the next look.
func TestCommitWakes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ran := make(chan string, 10)
		r := newRunner(d, clock.Real{}, jobs.Options{Poll: time.Hour})
		r.Handle("test.job", func(_ context.Context, j unit.Job) error { ran <- j.Subject; return nil })
		start(t, r)
		for _, s := range []string{"a", "b"} {
			schedule(t, d, s, time.Now().Add(30*time.Millisecond), `{}`)
			check.Equal(t, <-ran, s)
		}
	})
}

func TestFailuresComeBackLaterAndDie(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := newHand()
		var tries atomic.Int64
		fail := errors.New("far end is down")
		var mended atomic.Bool
		r := newRunner(d, now, quick(jobs.Options{Attempts: 3, Backoff: time.Minute}))
		r.Handle("test.job", func(context.Context, unit.Job) error {
			if tries.Add(1) == 2 {
				panic("boom")
			}
			if mended.Load() {
				return nil
			}
			return fail
		})
		schedule(t, d, "a", now.Now(), `{}`)
		start(t, r)
		tried := func(n int) jobs.Entry {
			t.Helper()
			var e jobs.Entry
			check.Eventually(t, strconv.Itoa(n)+" attempts", func() bool {
				l := list(t, r, false)
				if len(l) == 1 {
					e = l[0]
				}
				return e.Attempts == n && !e.Running
			})
			check.Equal(t, tries.Load(), int64(n))
			return e
		}
		e := tried(1)
		pause := e.NextAt.Sub(now.Now())
		check.Equal(t, pause >= time.Minute && pause <= 72*time.Second && !e.Dead && e.Attempts == 1, true)
		check.Equal(t, e.LastError, fault.ErrInternal.Code)
		now.pass(72 * time.Second)
		e = tried(2)
		pause = e.NextAt.Sub(now.Now())
		check.Equal(t, pause >= 2*time.Minute && pause <= 144*time.Second && !e.Dead, true)
		check.Equal(t, len(list(t, r, true)), 0)
		now.pass(144 * time.Second)
		e = tried(3)
		check.Equal(t, e.Dead, true)
		check.Equal(t, len(list(t, r, true)), 1)
		check.Equal(t, check.Must(r.Counts(t.Context()))(t), jobs.Counts{Dead: 1})
		now.pass(24 * time.Hour)

		mended.Store(true)
		check.Fault(t, r.Retry(t.Context(), "wsp_2", "test.job", "a"), jobs.ErrNotFound)
		check.Equal(t, tries.Load(), 3) // a dead job stays dead until somebody asks
		check.NoError(t, r.Retry(t.Context(), "wsp_1", "test.job", "a"))
		check.Eventually(t, "it was done", func() bool { return len(list(t, r, false)) == 0 })
		check.Equal(t, tries.Load(), 4)
	})
}

// A promise that is replaced while it runs is kept, and the two runs do not overlap.
func TestReplacedWhileRunning(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := newHand()
		began, proceed := make(chan string, 10), make(chan struct{})
		var at atomic.Int64
		r := newRunner(d, now, quick(jobs.Options{}))
		r.Handle("test.job", func(_ context.Context, j unit.Job) error {
			if at.Add(1) > 1 {
				t.Error("two runs of one job at a time")
			}
			defer at.Add(-1)
			began <- string(j.Payload)
			<-proceed
			return nil
		})
		start(t, r)
		schedule(t, d, "a", now.Now(), `"old"`)
		check.Equal(t, <-began, `"old"`)
		schedule(t, d, "a", now.Now(), `"new"`)
		check.Equal(t, list(t, r, false)[0].Running, true)
		proceed <- struct{}{}
		check.Equal(t, <-began, `"new"`)

		// Cancelled and promised anew while it runs: also that one is kept.
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			return unit.Cancel(ctx, "wsp_1", "test.job", "a")
		}))
		schedule(t, d, "a", now.Now().Add(time.Hour), `"third"`)
		proceed <- struct{}{}
		check.Eventually(t, "the run has ended", func() bool { return at.Load() == 0 })
		now.pass(time.Hour)
		check.Equal(t, <-began, `"third"`)
		proceed <- struct{}{}
		check.Eventually(t, "nothing waits", func() bool { return len(list(t, r, false)) == 0 })
	})
}

func TestLeaseOfADeadNodeRunsOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := newHand()
		schedule(t, d, "a", now.Now(), `{}`)
		// What a node leaves behind that was killed during the job.
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			return d.ExecOne(ctx, nil, `UPDATE jobs SET holder = 'gone', lease_until = $1, due_at = $1, attempts = 1`,
				now.Now().Add(time.Minute))
		}))
		ran := make(chan string, 10)
		r := newRunner(d, now, quick(jobs.Options{Node: "b", Lease: time.Minute}))
		r.Handle("test.job", func(_ context.Context, j unit.Job) error { ran <- j.Subject; return nil })
		start(t, r)
		schedule(t, d, "b", now.Now(), `{}`)
		check.Equal(t, <-ran, "b")
		// Its end is written after its handler; a minute later it would be taken for left behind, too.
		check.Eventually(t, "the other one is done", func() bool { return len(list(t, r, false)) == 1 })
		check.Equal(t, list(t, r, false)[0].Running, true)
		now.pass(time.Minute + time.Second)
		check.Equal(t, <-ran, "a")
	})
}

// The same node after a restart does not wait for its own old lease.
func TestRestartedNodeAdoptsItsJobs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := newHand()
		schedule(t, d, "a", now.Now(), `{}`)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			return d.ExecOne(ctx, nil, `UPDATE jobs SET holder = $1, lease_until = $2, due_at = $2`,
				d.Node(), now.Now().Add(time.Hour))
		}))
		ran := make(chan string, 1)
		r := newRunner(d, now, quick(jobs.Options{}))
		r.Handle("test.job", func(_ context.Context, j unit.Job) error { ran <- j.Subject; return nil })
		start(t, r)
		check.Equal(t, <-ran, "a")
	})
}

// Several nodes share the work: each job runs once, no node runs more than its workers.
func TestNodesShareTheWork(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const count, workers = 60, 3
		now := newHand()
		for i := range count {
			schedule(t, d, strconv.Itoa(i), now.Now(), `{}`)
		}
		var mu sync.Mutex
		ran := map[string]int{}
		for _, node := range []string{"a", "b"} {
			var active atomic.Int64
			r := newRunner(d, now, quick(jobs.Options{Node: node, Workers: workers}))
			r.Handle("test.job", func(ctx context.Context, j unit.Job) error {
				if active.Add(1) > workers {
					t.Error("more jobs than workers")
				}
				defer active.Add(-1)
				err := d.Do(ctx, func(ctx context.Context) error { // as handlers do
					return unit.Cancel(ctx, j.Tenant, "other", j.Subject)
				})
				mu.Lock()
				defer mu.Unlock()
				ran[j.Subject]++
				return err
			})
			start(t, r)
		}
		check.Eventually(t, "all jobs were done", func() bool {
			c, err := db.One(t.Context(), d, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) }, `SELECT count(*) FROM jobs`)
			return err == nil && c == 0
		})
		mu.Lock()
		defer mu.Unlock()
		check.Equal(t, len(ran), count)
		for s, n := range ran {
			if n != 1 {
				t.Errorf("job %s ran %d times", s, n)
			}
		}
	})
}

func TestStopWaitsForRunningJobs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began, proceed := make(chan struct{}), make(chan struct{})
		r := newRunner(d, clock.Real{}, quick(jobs.Options{Grace: time.Hour}))
		r.Handle("test.job", func(ctx context.Context, _ unit.Job) error {
			close(began)
			<-proceed
			return ctx.Err()
		})
		schedule(t, d, "a", time.Now(), `{}`)
		stop := start(t, r)
		<-began
		stopped := make(chan struct{})
		go func() { stop(); close(stopped) }()
		close(proceed)
		<-stopped
		check.Equal(t, len(list(t, r, false)), 0) // done, and written down
	})
}

func TestListPagesAndDiscards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRunner(d, clock.Real{}, jobs.Options{})
		later := time.Now().Add(time.Hour)
		for _, s := range []string{"c", "a", "b"} {
			schedule(t, d, s, later, `{}`)
		}
		var got []string
		p := page.Request{Limit: 2}
		for {
			l := check.Must(r.List(t.Context(), "wsp_1", false, p))(t)
			for _, e := range l.Items {
				got = append(got, e.Subject)
			}
			if p.Cursor = l.Next; p.Cursor == "" {
				break
			}
		}
		check.Equal(t, got, []string{"a", "b", "c"})
		check.Equal(t, len(check.Must(r.List(t.Context(), "wsp_2", false, p))(t).Items), 0)
		check.Fault(t, r.Discard(t.Context(), "wsp_2", "test.job", "a"), jobs.ErrNotFound)
		check.NoError(t, r.Discard(t.Context(), "wsp_1", "test.job", "a"))
		check.Fault(t, r.Discard(t.Context(), "wsp_1", "test.job", "a"), jobs.ErrNotFound)
		check.Equal(t, len(list(t, r, false)), 2)
	})
}
