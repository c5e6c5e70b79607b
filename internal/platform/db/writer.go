package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"

	"frontdesk/internal/base/fault"
)

// writer owns the one connection that writes to a SQLite file. It gives the callers in its queue the turn, one after the
// other, inside one transaction, and commits them together: one flush to disk for many units. Each unit has its own
// savepoint, so that one that fails harms no other.
//
// Statements of the writer never carry the caller's context: an interrupt could strike between statements and hit the
// unit of somebody else. A caller may leave while it waits; once it has the turn, its unit ends with a definite outcome.
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
}

// request is one unit in the queue.
type request struct {
	state atomic.Int32
	turn  chan struct{} // the writer says: run now
	ran   chan result   // the caller says: fn has returned
	done  chan error    // the writer says: committed, or why not
}

type result struct {
	wrote Commit
	err   error
}

// States of a request.
const (
	waiting int32 = iota
	started
	withdrawn
)

const slowUnit = 5 * time.Second

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

// do queues a unit, runs it on the caller's goroutine when it has the turn, and waits for the commit.
func (w *writer) do(ctx context.Context, fn func(tx) (Commit, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &request{turn: make(chan struct{}), ran: make(chan result, 1), done: make(chan error, 1)}
	select {
	case <-w.quit:
		return fault.ErrBusy.New()
	default:
	}
	select {
	case w.queue <- r:
	default:
		w.stats.busy.Add(1)
		return fault.ErrBusy.New()
	}
	w.stats.waiting.Add(1)
	if turn, err := w.await(ctx, r); !turn {
		return err
	}
	r.run(w, fn)
	return <-r.done
}

// await waits for the turn; without one, err is how the request ended.
func (w *writer) await(ctx context.Context, r *request) (turn bool, err error) {
	select {
	case <-r.turn:
		return true, nil
	case err := <-r.done:
		return false, err
	case <-ctx.Done():
		err = ctx.Err()
	case <-w.stopped:
		err = fault.ErrBusy.New()
	}
	if r.state.CompareAndSwap(waiting, withdrawn) {
		w.stats.waiting.Add(-1)
		return false, err
	}
	select {
	case <-r.turn:
		return true, nil
	case err := <-r.done:
		return false, err
	}
}

// run runs fn and tells the writer, even if fn ends the goroutine (as a failing test does).
func (r *request) run(w *writer, fn func(tx) (Commit, error)) {
	out := result{err: errExited}
	defer func() { r.ran <- out }()
	out.wrote, out.err = fn(sqliteTx{w})
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

// outcome is what a unit of a group will hear if the group commits.
type outcome struct {
	r   *request
	err error
}

// group runs the first unit and those that queue meanwhile in one transaction. A unit that failed hears of it after the
// commit too: what it read may be of a unit before it ("already there"), and nobody may learn of that before it is durable.
func (w *writer) group(first *request) {
	if !first.begin(w.stats) {
		return
	}
	if err := w.exec(`BEGIN IMMEDIATE`); err != nil {
		first.done <- err
		w.refuse(err) // they would all wait for the same lock in vain
		return
	}
	var members []outcome
	var wrote Commit
	var broken error
	deadline := time.Now().Add(w.cfg.GroupTime)
	for r := first; r != nil; {
		res, rollback := w.unit(r)
		switch {
		case rollback != nil: // the transaction is gone, and with it the units before
			broken = lostGroup(rollback)
			r.done <- res.err
		case res.err != nil:
			members = append(members, outcome{r, res.err})
		default:
			members = append(members, outcome{r, nil})
			wrote.Events = wrote.Events || res.wrote.Events
			wrote.Jobs = wrote.Jobs || res.wrote.Jobs
		}
		if r = nil; broken == nil {
			r = w.next(len(members), deadline)
		}
	}
	w.end(members, wrote, broken)
}

// next is the next unit of the group; nil when the group is full, old, or nobody waits.
func (w *writer) next(n int, deadline time.Time) *request {
	if n >= w.cfg.GroupUnits || time.Now().After(deadline) {
		return nil
	}
	runtime.Gosched() // callers that the last commit set free want to queue again
	for {
		select {
		case r := <-w.queue:
			if r.begin(w.stats) {
				return r
			}
		default:
			return nil
		}
	}
}

// unit gives one caller the turn inside a savepoint. rollback is why a failed unit could not be undone alone.
func (w *writer) unit(r *request) (res result, rollback error) {
	if err := w.exec(`SAVEPOINT u`); err != nil {
		return result{err: err}, err
	}
	r.turn <- struct{}{}
	res = w.result(r)
	if res.err == nil {
		if res.err = w.exec(`RELEASE u`); res.err == nil {
			return res, nil
		}
	}
	if err := w.exec(`ROLLBACK TO u`); err != nil {
		return res, errors.Join(res.err, err)
	}
	return res, w.exec(`RELEASE u`)
}

// result waits for fn. It complains about one that keeps everybody waiting: most likely fn waits for something outside the
// database, or for another unit, which cannot begin before this one ends.
func (w *writer) result(r *request) result {
	slow := time.NewTimer(slowUnit)
	defer slow.Stop()
	select {
	case res := <-r.ran:
		return res
	case <-slow.C:
		w.log.Warn("a unit of work keeps the writer for long", "after", slowUnit.String())
		return <-r.ran
	}
}

// end commits the group and answers its members.
func (w *writer) end(members []outcome, wrote Commit, broken error) {
	err := broken
	if err == nil {
		err = w.exec(`COMMIT`)
	}
	if err != nil {
		_ = w.exec(`ROLLBACK`) // after some failures SQLite has already done it
	} else if len(members) > 0 {
		w.stats.commits.Add(1)
		if wrote.Events || wrote.Jobs {
			w.notify(wrote)
		}
	}
	for _, m := range members {
		if err != nil {
			m.err = err
		}
		m.r.done <- m.err
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

func (t sqliteTx) exec(_ context.Context, none error, text string, args []any) error {
	n, err := t.w.execArgs(text, args)
	if err == nil && none != nil && n != 1 {
		return none
	}
	return err
}

func (t sqliteTx) count(_ context.Context, text string, args []any) (int64, error) {
	return t.w.execArgs(text, args)
}

func (t sqliteTx) query(_ context.Context, text string, args []any, each func(Row) error) error {
	return t.w.queryArgs(text, args, each)
}
