package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/platform/db"
)

// Consumer turns events into effects.
type Consumer struct {
	Name  string
	Batch int // events per unit at most (100)
	// SkipHistory makes a consumer that never ran begin at the present end of the log instead of its start.
	SkipHistory bool
	// Concerns picks the events that the consumer gets, if set. Passing over the others costs no unit of work.
	Concerns func(e event.Event) bool

	// One of the three is set. The batch may hold several tenants: set the actor for each event with
	// actor.With(ctx, actor.SystemFor(e.Tenant)). Each may run again over the same events.

	// Handle runs inside one unit of work together with the move of the cursor.
	Handle func(ctx context.Context, batch []event.Recorded) error
	// Prepare does what is long, such as reading and cutting texts, outside any unit; what it returns runs inside the
	// unit that moves the cursor. On SQLite this keeps the one writer free. Without anything to write it returns nil.
	Prepare func(ctx context.Context, batch []event.Recorded) (apply func(ctx context.Context) error, err error)
	// Observe has no effects in the database, so its cursor is written now and then only.
	Observe func(ctx context.Context, batch []event.Recorded) error

	// After runs after the commit, if set: for publishing. What it does may get lost, so it must be repairable.
	After func(ctx context.Context, batch []event.Recorded)

	// Lease hears until when this node is the one that runs the consumer, if set; zero says that it is not. fresh says that
	// another node, or nobody, may have run it before: whatever is kept in memory of the log is out of date. It must be quick.
	Lease func(until time.Time, fresh bool)
}

// Bell tells the other nodes that something was committed, and hears them. A ring that gets lost costs latency only.
type Bell interface {
	Ring()
	Listen(fn func()) (stop func(), err error)
}

// Options of a Runner. Zero values mean the defaults.
type Options struct {
	Poll  time.Duration // how often to look without being woken (1 s)
	Lease time.Duration // how long a node that died keeps its consumers (15 s; longer where there is only one node)
	Node  string        // name of the lease holder (the database's name of this process)
	Bell  Bell          // nil on a single node
}

// Runner runs consumers: each on one node at a time.
type Runner struct {
	db    *db.DB
	clock clock.Clock
	log   *slog.Logger
	opts  Options
	tasks []*task
	tail  tail
}

// NewRunner makes a runner without consumers.
func NewRunner(d *db.DB, c clock.Clock, log *slog.Logger, o Options) *Runner {
	if o.Poll <= 0 {
		o.Poll = time.Second
	}
	if o.Node == "" {
		o.Node = d.Node()
	}
	if o.Lease <= 0 {
		o.Lease = 15 * time.Second
		if o.Node == db.OnlyNode { // nobody waits for it, so it need not be renewed often
			o.Lease = 10 * time.Minute
		}
	}
	return &Runner{db: d, clock: c, log: log, opts: o, tail: tail{db: d}}
}

// Add adds a consumer; call it before Run.
func (r *Runner) Add(c Consumer) {
	if c.Batch <= 0 {
		c.Batch = 100
	}
	r.tasks = append(r.tasks, &task{Consumer: c, r: r, wake: make(chan struct{}, 1)})
}

// Run runs the consumers until ctx ends, and gives their leases back.
func (r *Runner) Run(ctx context.Context) error {
	defer r.db.OnCommit(func(c db.Commit) {
		if c.Events {
			r.wake()
			if r.opts.Bell != nil {
				r.opts.Bell.Ring()
			}
		}
	})()
	if r.opts.Bell != nil {
		stop, err := r.opts.Bell.Listen(r.wake)
		if err != nil {
			return err
		}
		defer stop()
	}
	var all sync.WaitGroup
	for _, t := range r.tasks {
		all.Go(func() { t.run(ctx) })
	}
	<-ctx.Done() // even without consumers: other nodes want to hear the bell
	all.Wait()
	return nil
}

func (r *Runner) wake() {
	for _, t := range r.tasks {
		select {
		case t.wake <- struct{}{}:
		default: // it will look anyway
		}
	}
}

// task is one consumer at work.
type task struct {
	Consumer
	r     *Runner
	wake  chan struct{}
	at    db.Position
	noted db.Position // what the row says
	until time.Time   // of the lease; zero when this node does not hold it
	alone int         // events to handle one by one, after a batch failed
	soon  bool        // there are events, but an older transaction still hides them
	saved time.Time   // when the place was written by itself
	dirty bool        // it has moved since without a unit
	rival rival       // who holds it instead
}

// rival is the lease of another node as it was first seen, by the steady clock: a node that lives moves it on, whatever its own
// clock says.
type rival struct {
	until int64
	seen  time.Time
}

// saveEvery is how far back a consumer that had nothing to write may start again after a crash.
const saveEvery = 250 * time.Millisecond

var errLease = errors.New("another node has taken the consumer over")

func (t *task) run(ctx context.Context) {
	failures := 0
	for ctx.Err() == nil {
		t.soon = false
		more, err := t.turn(ctx)
		switch {
		case err == nil:
			failures = 0
		case ctx.Err() != nil:
		case errors.Is(err, errLease):
			t.dirty = false
			t.lost()
		default:
			failures++
			t.lost() // look up the place again
			t.r.log.WarnContext(ctx, "consumer failed", "consumer", t.Name, "failures", failures, "error", err.Error())
		}
		if !more {
			t.wait(ctx, failures)
		}
	}
	t.release(context.WithoutCancel(ctx))
}

// turn handles one batch; more says that there may be more at once. The events of a batch that failed are handled one by
// one, so that a bad event holds up no good one before it.
func (t *task) turn(ctx context.Context) (more bool, err error) {
	if held, err := t.hold(ctx); err != nil || !held {
		return false, err
	}
	limit := t.Batch
	if t.alone > 0 {
		limit = 1
	}
	rows, soon, err := t.r.tail.next(ctx, t.at, limit)
	if err != nil {
		return false, err
	}
	if t.soon = soon; len(rows) == 0 {
		return false, t.save(ctx)
	}
	epoch, err := t.r.db.Epoch(ctx)
	if err != nil {
		return false, err
	}
	batch := recorded(epoch, t.concerning(rows))
	if err := t.work(ctx, batch, rows[len(rows)-1].Place); err != nil {
		t.alone = max(t.alone, len(rows))
		return false, fmt.Errorf("%s after %s: %w", rows[0].Type, encode(epoch, t.at), err)
	}
	t.alone = max(0, t.alone-1)
	t.after(ctx, batch)
	return true, nil
}

// concerning are the events of a batch that the consumer wants. All consumers see the same rows, so nothing is made of those
// that are passed over.
func (t *task) concerning(rows []db.Logged) []db.Logged {
	if t.Concerns == nil {
		return rows
	}
	var out []db.Logged
	for _, r := range rows {
		if t.Concerns(r.Event) {
			out = append(out, r)
		}
	}
	return out
}

// work does what the consumer is for. A panic is a failure like any other: the event is tried again.
func (t *task) work(ctx context.Context, batch []event.Recorded, to db.Position) (err error) {
	defer func() {
		if p := recover(); p != nil {
			t.r.log.ErrorContext(ctx, "consumer panicked", "consumer", t.Name, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("consumer panicked: %v", p)
		}
	}()
	apply, err := t.prepare(ctx, batch)
	switch {
	case err != nil:
		return err
	case apply != nil:
		return t.handle(ctx, apply, to)
	}
	t.at, t.dirty = to, true
	return t.save(ctx)
}

// prepare does what needs no unit and returns what does, if anything.
func (t *task) prepare(ctx context.Context, batch []event.Recorded) (func(context.Context) error, error) {
	switch {
	case len(batch) == 0:
		return nil, nil
	case t.Observe != nil:
		return nil, t.Observe(ctx, batch)
	case t.Prepare != nil:
		return t.Prepare(ctx, batch)
	default:
		return func(ctx context.Context) error { return t.Handle(ctx, batch) }, nil
	}
}

// save writes the place of a consumer that had nothing else to write, if it moved and was not written lately.
func (t *task) save(ctx context.Context) error {
	now := t.r.clock.Now()
	since := now.Sub(t.saved)
	if !t.dirty || since >= 0 && since < saveEvery { // a clock may have gone back
		return nil
	}
	err := t.r.db.Do(ctx, func(ctx context.Context) error {
		return t.r.db.ExecOne(ctx, errLease, `UPDATE consumers SET tx = $1, id = $2, moved_at = $3 WHERE name = $4 AND holder = $5`,
			t.at.Tx, t.at.ID, now, t.Name, t.r.opts.Node)
	})
	if err == nil {
		t.noted, t.saved, t.dirty = t.at, now, false
	}
	return err
}

// handle runs the effects and the move of the cursor in one unit. The move comes first and changes nothing when the
// lease is lost, so that of two nodes that both believe to hold it only one commits.
func (t *task) handle(ctx context.Context, apply func(context.Context) error, to db.Position) error {
	now := t.r.clock.Now()
	until := now.Add(t.r.opts.Lease)
	err := t.r.db.Do(ctx, func(ctx context.Context) error {
		err := t.r.db.ExecOne(ctx, errLease, `UPDATE consumers SET tx = $1, id = $2, lease_until = $3, moved_at = $4
			WHERE name = $5 AND holder = $6 AND tx = $7 AND id = $8`,
			to.Tx, to.ID, until, now, t.Name, t.r.opts.Node, t.noted.Tx, t.noted.ID)
		if err != nil {
			return err
		}
		return apply(ctx)
	})
	if err == nil {
		t.at, t.noted, t.until, t.dirty = to, to, until, false
	}
	return err
}

func (t *task) after(ctx context.Context, batch []event.Recorded) {
	if t.After == nil {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			t.r.log.ErrorContext(ctx, "consumer panicked after its commit", "consumer", t.Name, "panic", fmt.Sprint(p))
		}
	}()
	t.After(ctx, batch)
}

// hold takes or extends the lease when less than half of it is left, and learns the place from the row.
func (t *task) hold(ctx context.Context) (bool, error) {
	now := t.r.clock.Now()
	if left := t.until.Sub(now); left > t.r.opts.Lease/2 && left <= t.r.opts.Lease { // more is of a clock that has gone back
		return true, nil
	}
	start := db.Position{}
	if t.SkipHistory {
		head, err := t.r.db.LogHead(ctx)
		if err != nil {
			return false, err
		}
		start = head
	}
	until, held := now.Add(t.r.opts.Lease), false
	at := db.Position{}
	err := t.r.db.Do(ctx, func(ctx context.Context) error {
		held = false
		err := t.r.db.Exec(ctx, `INSERT INTO consumers (name, tx, id, holder, lease_until, moved_at)
			VALUES ($1, $2, $3, '', 0, $4) ON CONFLICT (name) DO NOTHING`, t.Name, start.Tx, start.ID, now)
		if err != nil {
			return err
		}
		rows, err := db.Query(ctx, t.r.db, scanConsumer, `UPDATE consumers SET holder = $1, lease_until = $2
			WHERE name = $3 AND (holder = $1 OR lease_until < $4)
			RETURNING name, tx, id, holder, lease_until, moved_at`, t.r.opts.Node, until, t.Name, now)
		if err == nil && len(rows) == 0 {
			rows, err = t.inherit(ctx, until)
		}
		if err == nil && len(rows) == 1 {
			held, at = true, rows[0].at
		}
		return err
	})
	if err != nil || !held {
		t.lost()
		return false, err
	}
	fresh := t.until.IsZero() || at != t.noted
	t.noted = at
	if !t.dirty || t.at.Before(at) {
		t.at, t.dirty = at, false
	}
	t.until = until
	if t.Lease != nil {
		t.Lease(until, fresh)
	}
	return true, nil
}

// inherit takes over from a node that has not moved its lease on for as long as a lease is, whatever the lease says: its clock was
// ahead when it died.
func (t *task) inherit(ctx context.Context, until time.Time) ([]consumerRow, error) {
	row, err := loadConsumer(ctx, t.r.db, t.Name)
	if err != nil {
		return nil, err
	}
	if row.leaseUntil != t.rival.until {
		t.rival = rival{row.leaseUntil, time.Now()}
	}
	if time.Since(t.rival.seen) <= t.r.opts.Lease {
		return nil, nil
	}
	return db.Query(ctx, t.r.db, scanConsumer, `UPDATE consumers SET holder = $1, lease_until = $2
		WHERE name = $3 AND lease_until = $4 RETURNING name, tx, id, holder, lease_until, moved_at`, t.r.opts.Node, until, t.Name, row.leaseUntil)
}

func (t *task) lost() {
	t.until = time.Time{}
	if t.Lease != nil {
		t.Lease(t.until, false)
	}
}

func (t *task) release(ctx context.Context) {
	if t.until.IsZero() {
		return
	}
	defer t.lost()
	t.saved = time.Time{}
	err := t.save(ctx)
	if err == nil {
		err = t.r.db.Do(ctx, func(ctx context.Context) error { return t.giveBack(ctx) })
	}
	if err != nil {
		t.r.log.WarnContext(ctx, "lease not given back", "consumer", t.Name, "error", err.Error())
	}
}

func (t *task) giveBack(ctx context.Context) error {
	return t.r.db.Exec(ctx, `UPDATE consumers SET holder = '', lease_until = 0 WHERE name = $1 AND holder = $2`, t.Name, t.r.opts.Node)
}

// wait waits to be woken, at most until the next poll; longer after failures, and then nothing wakes it.
func (t *task) wait(ctx context.Context, failures int) {
	const first, last, hidden = 100 * time.Millisecond, 30 * time.Second, 5 * time.Millisecond
	pause, wake := t.r.opts.Poll, t.wake
	switch {
	case t.soon:
		pause = min(hidden, pause)
	case t.dirty:
		pause = min(saveEvery, pause) // then it can note its place
	}
	if failures > 0 {
		pause, wake = min(first<<min(failures-1, 10), last), nil
		pause += rand.N(pause/4 + 1) //nolint:gosec // jitter
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}
