package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"frontdesk/internal/base/fault"
)

// writer owns the one connection that writes to a SQLite file. It takes the units in its queue, one after the other, into one
// transaction, and commits them together: one flush to disk for many units. A unit that only writes is a list of statements;
// one that also reads runs on its caller's goroutine while the writer waits.
//
// Statements of the writer never carry the caller's context: an interrupt could strike between statements and hit the
// unit of somebody else. A caller may leave while it waits; once its unit has begun, it waits for a definite outcome.
type writer struct {
	ctx     context.Context // nothing cancels it
	conn    *sql.Conn
	cfg     Config
	log     *slog.Logger
	stats   *counters
	notify  func(Commit)
	queue   chan *request
	quit    chan struct{}
	stopped chan struct{}
	stmts   map[string]*sql.Stmt

	members []member // of the running group
	wrote   bool     // the running unit has changed something
	careful int      // groups to come whose units get savepoints, because one lately had to be run again
}

// request is one unit in the queue.
type request struct {
	state atomic.Int32
	apply func() (Commit, error) // of a unit that only writes; nil for one that wants its turn
	turn  chan struct{}          // the writer says: run now
	ran   chan result            // the caller says: the unit has run
	done  chan error             // the writer says: committed, or why not
}

type result struct {
	wrote Commit
	err   error
}

func newRequest(apply func() (Commit, error)) *request {
	return &request{apply: apply, turn: make(chan struct{}), ran: make(chan result, 1), done: make(chan error, 1)}
}

// States of a request.
const (
	waiting int32 = iota
	started
	withdrawn
)

const slowUnit = 5 * time.Second

// carefulFor is how many groups after a failure are expected to fail again.
const carefulFor = 32

var errExited = errors.New("the goroutine of a unit of work ended inside it")

func startWriter(ctx context.Context, conn *sql.Conn, cfg Config, log *slog.Logger, n *counters, notify func(Commit)) *writer {
	w := &writer{
		ctx: context.WithoutCancel(ctx), conn: conn, cfg: cfg, log: log, stats: n, notify: notify,
		queue: make(chan *request, cfg.Queue), quit: make(chan struct{}), stopped: make(chan struct{}),
		stmts: map[string]*sql.Stmt{},
	}
	go w.loop()
	return w
}

// do queues a unit that only writes and waits for the commit.
func (w *writer) do(ctx context.Context, r *request) error {
	if err := w.enter(ctx, r); err != nil {
		return err
	}
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		return w.leave(r, ctx.Err())
	case <-w.stopped:
		return w.leave(r, fault.ErrBusy.New())
	}
}

// leave gives up waiting, unless the unit has begun.
func (w *writer) leave(r *request, why error) error {
	if r.withdraw(w.stats) {
		return why
	}
	return <-r.done
}

// await queues a unit that reads and waits for its turn; without one, it says how the request ended.
func (w *writer) await(ctx context.Context, r *request) error {
	err := w.enter(ctx, r)
	if err != nil {
		return err
	}
	select {
	case <-r.turn:
		return nil
	case err := <-r.done:
		return err
	case <-ctx.Done():
		err = ctx.Err()
	case <-w.stopped:
		err = fault.ErrBusy.New()
	}
	if r.withdraw(w.stats) {
		return err
	}
	select {
	case <-r.turn:
		return nil
	case err := <-r.done:
		return err
	}
}

func (w *writer) enter(ctx context.Context, r *request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-w.quit:
		return fault.ErrBusy.New()
	default:
	}
	select {
	case w.queue <- r:
		w.stats.waiting.Add(1)
		return nil
	default:
		w.stats.busy.Add(1)
		return fault.ErrBusy.New()
	}
}

func (r *request) withdraw(n *counters) bool {
	if !r.state.CompareAndSwap(waiting, withdrawn) {
		return false
	}
	n.waiting.Add(-1)
	return true
}

// begin takes the request out of the waiting state; false when the caller has left.
func (r *request) begin(n *counters) bool {
	if !r.state.CompareAndSwap(waiting, started) {
		return false
	}
	n.waiting.Add(-1)
	return true
}

func (w *writer) stop() {
	close(w.quit)
	<-w.stopped
}

func (w *writer) loop() {
	defer close(w.stopped)
	for {
		select {
		case r := <-w.queue:
			w.group(r)
		case <-w.quit:
			w.refuse(fault.ErrBusy.New())
			for _, s := range w.stmts {
				_ = s.Close() // the connection goes next
			}
			_ = w.conn.Close()
			return
		}
	}
}

// refuse answers everybody in the queue with err.
func (w *writer) refuse(err error) {
	for {
		select {
		case r := <-w.queue:
			if r.begin(w.stats) {
				r.done <- err
			}
		default:
			return
		}
	}
}

// member is a unit of the running group, and what it will hear if the group commits.
type member struct {
	r     *request
	wrote Commit
	err   error
}

// group runs the first unit and those that queue meanwhile in one transaction. A unit that failed hears of it after the
// commit too: what it read may be of a unit before it ("already there"), and nobody may learn of that before it is durable.
//
// Most groups need no savepoints, because hardly any unit fails after it wrote something. When one does, the transaction is
// rolled back and all units run again, each in a savepoint of its own.
func (w *writer) group(first *request) {
	if !first.begin(w.stats) {
		return
	}
	if err := w.exec(`BEGIN IMMEDIATE`); err != nil {
		first.done <- err
		w.refuse(err) // they would all wait for the same lock in vain
		return
	}
	run := w.plain
	if w.careful > 0 {
		w.careful--
		run = w.guarded
	}
	deadline := time.Now().Add(w.cfg.GroupTime)
	for r := first; r != nil; r = w.next(deadline) {
		w.members = append(w.members, member{r: r})
		spoilt := run(&w.members[len(w.members)-1])
		if spoilt == nil {
			continue
		}
		w.careful, run = carefulFor, w.guarded
		if err := w.again(); err != nil {
			w.end(lostGroup(errors.Join(spoilt, err)))
			return
		}
	}
	w.end(nil)
}

// again begins the transaction anew and runs the units of the group once more; those that had failed too, because they may
// have failed of what a unit before them wrote.
func (w *writer) again() error {
	if err := w.exec(`ROLLBACK`); err != nil {
		return err
	}
	if err := w.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	for i := range w.members {
		if errors.Is(w.members[i].err, errExited) {
			continue // nobody is there to run it
		}
		if lost := w.guarded(&w.members[i]); lost != nil {
			return lost
		}
	}
	return nil
}

// next is the next unit of the group; nil when the group is full, old, or nobody waits. Only an empty queue makes it step
// aside for a moment, for callers that the last commit set free and that want to queue again.
func (w *writer) next(deadline time.Time) *request {
	if len(w.members) >= w.cfg.GroupUnits || time.Now().After(deadline) {
		return nil
	}
	for stepped := false; ; {
		select {
		case r := <-w.queue:
			if r.begin(w.stats) {
				return r
			}
			continue
		default:
		}
		if stepped {
			return nil
		}
		stepped = true
		runtime.Gosched()
	}
}

// call runs a unit, or lets its caller run it. It complains about one that keeps everybody waiting: most likely it waits for
// something outside the database, or for another unit, which cannot begin before this one ends.
func (w *writer) call(m *member) {
	if m.r.apply != nil {
		m.wrote, m.err = m.r.apply()
		return
	}
	m.r.turn <- struct{}{}
	slow := time.NewTimer(slowUnit)
	defer slow.Stop()
	var out result
	select {
	case out = <-m.r.ran:
	case <-slow.C:
		w.log.Warn("a unit of work keeps the writer for long", "after", slowUnit.String())
		out = <-m.r.ran
	}
	m.wrote, m.err = out.wrote, out.err
}

// plain runs a unit. spoilt says that it failed and left something in the transaction.
func (w *writer) plain(m *member) (spoilt error) {
	w.wrote = false
	if w.call(m); w.wrote {
		return m.err
	}
	return nil
}

// guarded runs a unit inside a savepoint. lost is why one that failed could not be undone alone.
func (w *writer) guarded(m *member) (lost error) {
	if m.err = w.exec(`SAVEPOINT u`); m.err != nil {
		return m.err
	}
	if w.call(m); m.err == nil {
		if m.err = w.exec(`RELEASE u`); m.err == nil {
			return nil
		}
	}
	if err := w.exec(`ROLLBACK TO u`); err != nil {
		return errors.Join(m.err, err)
	}
	return w.exec(`RELEASE u`)
}

// end commits the group, unless it is broken, and answers its members. Those of a broken group who had failed on their own
// hear that.
func (w *writer) end(broken error) {
	err := broken
	if err == nil {
		err = w.exec(`COMMIT`)
	}
	if err != nil {
		_ = w.exec(`ROLLBACK`) // after some failures SQLite has already done it
	} else {
		w.stats.commits.Add(1)
		w.tell()
	}
	for _, m := range w.members {
		if err != nil && (broken == nil || m.err == nil) {
			m.err = err
		}
		m.r.done <- m.err
	}
	clear(w.members)
	w.members = w.members[:0]
}

// tell notifies those who wait for events or jobs.
func (w *writer) tell() {
	var wrote Commit
	for _, m := range w.members {
		if m.err == nil {
			wrote = wrote.with(m.wrote)
		}
	}
	if wrote.news() {
		w.notify(wrote)
	}
}

// lostGroup is what units hear whose transaction another one took down: not that one's error, but that they may try again.
func lostGroup(cause error) error {
	def := fault.ErrBusy
	if f := (*fault.Fault)(nil); errors.As(translate(cause), &f) {
		def = f.Def
	}
	return def.Wrap(fmt.Errorf("the group of units was rolled back: %v", cause)) //nolint:errorlint // hidden on purpose
}

func (w *writer) exec(text string) error {
	_, err := w.execArgs(text, nil)
	return err
}

func (w *writer) execArgs(text string, args []any) (int64, error) {
	s, err := w.prepared(text) //nolint:sqlclosecheck // it stays in the cache
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(w.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (w *writer) queryArgs(text string, args []any, each func(Row) error) error {
	s, err := w.prepared(text) //nolint:sqlclosecheck // it stays in the cache
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(w.ctx, args...)
	if err != nil {
		return err
	}
	return eachRow(rows, each)
}

// prepared is the cached statement of the writer. When the cache is full any one goes.
func (w *writer) prepared(text string) (*sql.Stmt, error) {
	if s := w.stmts[text]; s != nil {
		return s, nil
	}
	if len(w.stmts) >= maxStatements {
		for old, s := range w.stmts {
			delete(w.stmts, old)
			_ = s.Close() // it is idle: one statement runs at a time
			break
		}
	}
	s, err := w.conn.PrepareContext(w.ctx, text)
	if err == nil {
		w.stmts[text] = s
	}
	return s, err
}

// sqliteTx is a unit that has the writer's turn.
type sqliteTx struct{ w *writer }

func (t sqliteTx) exec(ctx context.Context, none error, text string, args []any) error {
	n, err := t.count(ctx, text, args)
	if err == nil && none != nil && n != 1 {
		return none
	}
	return err
}

func (t sqliteTx) count(_ context.Context, text string, args []any) (int64, error) {
	n, err := t.w.execArgs(text, args)
	t.w.wrote = t.w.wrote || n > 0 || err != nil // some errors end the whole transaction
	return n, err
}

func (t sqliteTx) query(_ context.Context, text string, args []any, each func(Row) error) error {
	err := t.w.queryArgs(text, args, each)
	t.w.wrote = t.w.wrote || err != nil || !strings.HasPrefix(text, "SELECT")
	return err
}
