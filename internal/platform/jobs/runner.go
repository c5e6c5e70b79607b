package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/platform/db"
)

// Handler does one job. nil keeps the promise; an error brings it back later.
type Handler func(ctx context.Context, j unit.Job) error

// Bell tells the other nodes that there are new jobs, and hears them. A ring that gets lost costs latency only.
type Bell interface {
	Ring()
	Listen(fn func()) (stop func(), err error)
}

// Options of a Runner. Zero values mean the defaults.
type Options struct {
	Workers  int           // jobs that run at a time (8)
	Poll     time.Duration // how often to look without being woken (1 s)
	Lease    time.Duration // how long a node that died keeps its jobs (60 s)
	Attempts int           // before a job is dead (10)
	Backoff  time.Duration // after the first failure; doubles each time, up to an hour (5 s)
	Grace    time.Duration // how long running jobs may go on after the end was asked for (10 s)
	Node     string        // name of the lease holder (the database's name of this process)
	Bell     Bell          // nil on a single node
}

func (o Options) withDefaults(d *db.DB) Options {
	def(&o.Workers, 8)
	def(&o.Poll, time.Second)
	def(&o.Lease, time.Minute)
	def(&o.Attempts, 10)
	def(&o.Backoff, 5*time.Second)
	def(&o.Grace, 10*time.Second)
	if o.Node == "" {
		o.Node = d.Node()
	}
	return o
}

func def[T int | time.Duration](v *T, to T) {
	if *v <= 0 {
		*v = to
	}
}

// Runner runs the jobs whose kinds it knows.
type Runner struct {
	db       *db.DB
	clock    clock.Clock
	log      *slog.Logger
	opts     Options
	handlers map[string]Handler
	wake     chan struct{}
	free     chan struct{} // one token for each idle worker
}

// NewRunner makes a runner that knows no kind yet.
func NewRunner(d *db.DB, c clock.Clock, log *slog.Logger, o Options) *Runner {
	o = o.withDefaults(d)
	r := &Runner{
		db: d, clock: c, log: log, opts: o,
		handlers: map[string]Handler{}, wake: make(chan struct{}, 1), free: make(chan struct{}, o.Workers),
	}
	for range o.Workers {
		r.free <- struct{}{}
	}
	return r
}

// Handle says who does the jobs of a kind; call it before Run.
func (r *Runner) Handle(kind string, fn Handler) { r.handlers[kind] = fn }

// Run does jobs until ctx ends; then it takes no new ones and waits for those that run.
func (r *Runner) Run(ctx context.Context) error {
	defer r.db.OnCommit(func(c db.Commit) {
		// What is due later than the next poll need not wake anybody.
		if !c.Due.IsZero() && c.Due.Before(r.clock.Now().Add(r.opts.Poll)) {
			r.ring()
			if r.opts.Bell != nil {
				r.opts.Bell.Ring()
			}
		}
	})()
	if r.opts.Bell != nil {
		stop, err := r.opts.Bell.Listen(r.ring)
		if err != nil {
			return err
		}
		defer stop()
	}
	if err := r.adopt(ctx); err != nil {
		return err
	}
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var renewing, active sync.WaitGroup
	renewing.Go(func() { r.renew(working) })
	for ctx.Err() == nil {
		r.turn(ctx, working, &active)
	}
	late := time.AfterFunc(r.opts.Grace, cancel)
	active.Wait()
	late.Stop()
	cancel()
	renewing.Wait()
	return nil
}

// Drain does what is due now, one after the other in its order, and returns when nothing is: for those who move the clock by hand.
func (r *Runner) Drain(ctx context.Context) error {
	for {
		claimed, _, err := r.claim(ctx, 1)
		if err != nil || len(claimed) == 0 {
			return err
		}
		r.work(ctx, claimed[0])
	}
}

func (r *Runner) ring() {
	select {
	case r.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// turn waits for an idle worker, claims what is due, starts it, and waits when that was all.
func (r *Runner) turn(ctx, working context.Context, active *sync.WaitGroup) {
	select {
	case <-ctx.Done():
		return
	case <-r.free:
	}
	idle := 1
	for idle < r.opts.Workers {
		select {
		case <-r.free:
			idle++
			continue
		default:
		}
		break
	}
	claimed, pause, err := r.claim(ctx, idle)
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "jobs not claimed", "error", err.Error())
	}
	for _, c := range claimed {
		active.Go(func() {
			defer func() { r.free <- struct{}{} }()
			r.work(working, c)
		})
	}
	for range idle - len(claimed) {
		r.free <- struct{}{}
	}
	if len(claimed) < idle {
		r.wait(ctx, pause)
	}
}

// wait waits until a job is due, a commit brings new ones, or the next poll.
func (r *Runner) wait(ctx context.Context, pause time.Duration) {
	t := time.NewTimer(min(max(pause, time.Millisecond), r.opts.Poll))
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-r.wake:
	case <-t.C:
	}
}

// work does one job and writes down how it went.
func (r *Runner) work(ctx context.Context, c claimed) {
	ctx = actor.With(ctx, actor.Actor{Tenant: c.Tenant, Kind: actor.Job, ID: c.Kind})
	err := r.call(ctx, c)
	if ctx.Err() != nil && err != nil {
		err = fmt.Errorf("stopped: %w", err)
	}
	end := r.finish
	if err != nil {
		r.log.WarnContext(ctx, "job failed", "kind", c.Kind, "subject", c.Subject, "attempt", c.attempts, "error", err.Error())
		end = func(ctx context.Context, c claimed) error { return r.postpone(ctx, c, err) }
	}
	if err := end(context.WithoutCancel(ctx), c); err != nil { // its lease runs out, and it is done again
		r.log.WarnContext(ctx, "job not ended", "kind", c.Kind, "subject", c.Subject, "error", err.Error())
	}
}

var errPanic = errors.New("job panicked")

func (r *Runner) call(ctx context.Context, c claimed) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.ErrorContext(ctx, "job panicked", "kind", c.Kind, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("%w: %v", errPanic, p)
		}
	}()
	return r.handlers[c.Kind](ctx, c.Job)
}

// renew keeps the leases of running jobs alive.
func (r *Runner) renew(ctx context.Context) {
	tick := time.NewTicker(r.opts.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if len(r.free) == cap(r.free) {
			continue
		}
		if err := r.extend(ctx); err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "leases of jobs not renewed", "error", err.Error())
		}
	}
}

func (r *Runner) kinds() []string { return slices.Sorted(maps.Keys(r.handlers)) }
