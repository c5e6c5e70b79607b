package db

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/internal/base/fault"
)

// pgTx is one transaction. Round trips are what a unit costs on PostgreSQL, so BEGIN and the writes wait here and travel
// together with the next read or with COMMIT. Until then it needs no connection.
type pgTx struct {
	e       *pgEngine
	conn    *pgxpool.Conn
	begun   bool
	pending []write
}

// write is a buffered statement.
type write struct {
	sql  string
	args []any
	none error  // if set, exactly one row must change
	self bool   // the statement itself fails when it does not change one row
	n    *int64 // if set, gets the number of changed rows
}

const divisionByZero = "22012"

// checked makes a write fail on the server when it does not change exactly one row, so that COMMIT need not wait for
// somebody to look at the count.
func checked(none error, sql string, args []any) write {
	w := write{sql: sql, args: args, none: none}
	if none != nil && !strings.Contains(strings.ToUpper(sql), "RETURNING") {
		w.self = true
		w.sql = "WITH hit AS (" + sql + " RETURNING 1) SELECT 1 / CASE count(*) WHEN 1 THEN 1 ELSE 0 END FROM hit"
	}
	return w
}

// failure is what an error of the statement means.
func (w write) failure(err error) error {
	var pe *pgconn.PgError
	if w.self && errors.As(err, &pe) && pe.Code == divisionByZero {
		return w.none
	}
	return at(w.sql, err)
}

func (t *pgTx) exec(_ context.Context, none error, sql string, args []any) error {
	t.pending = append(t.pending, checked(none, sql, args))
	return nil
}

func (t *pgTx) count(ctx context.Context, sql string, args []any) (n int64, err error) {
	t.pending = append(t.pending, write{sql: sql, args: args, n: &n})
	return n, t.send(ctx, nil)
}

func (t *pgTx) query(ctx context.Context, sql string, args []any, each func(Row) error) error {
	return t.send(ctx, &read{sql: sql, args: args, each: each})
}

// read is the statement at the end of a batch, whose rows are wanted.
type read struct {
	sql  string
	args []any
	each func(Row) error
}

// commit sends what is left and commits: in the same round trip, unless a row count must be checked before. A unit that
// did nothing needs none.
func (t *pgTx) commit(ctx context.Context, wrote Commit) error {
	if t.checks() {
		if err := t.send(ctx, nil); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// From here on a cancelled caller would not know whether it was saved.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	var b pgx.Batch
	b.Queue(`commit`)
	err := t.flush(ctx, nil, &b)
	var pe *pgconn.PgError
	if err != nil && !errors.As(err, &pe) && !errors.Is(err, errNotCommitted) && !pgconn.SafeToRetry(err) {
		return ErrOutcome.Wrap(err)
	}
	if err == nil {
		t.e.n.commits.Add(1)
		if wrote.news() {
			t.e.notify(wrote)
		}
	}
	return err
}

func (t *pgTx) checks() bool {
	for _, w := range t.pending {
		if w.none != nil && !w.self {
			return true
		}
	}
	return false
}

func (t *pgTx) send(ctx context.Context, r *read) error {
	var b pgx.Batch
	if r != nil {
		b.Queue(r.sql, r.args...)
	}
	return t.flush(ctx, r, &b)
}

// flush sends BEGIN if it is due, the buffered writes and then last, and reads the answers in that order.
func (t *pgTx) flush(ctx context.Context, r *read, last *pgx.Batch) error {
	if err := t.connect(ctx); err != nil {
		return err
	}
	var b pgx.Batch
	begins := !t.begun
	if begins {
		b.Queue(`begin`)
	}
	writes := t.pending
	t.pending = nil
	for _, w := range writes {
		b.Queue(w.sql, w.args...)
	}
	b.QueuedQueries = append(b.QueuedQueries, last.QueuedQueries...)
	t.begun = true
	answers := t.conn.Conn().SendBatch(ctx, &b)
	err := t.answers(answers, begins, writes, r, len(last.QueuedQueries) > 0)
	return errors.Join(err, answers.Close())
}

func (t *pgTx) answers(a pgx.BatchResults, begins bool, writes []write, r *read, more bool) error {
	if begins {
		if _, err := a.Exec(); err != nil {
			return err
		}
	}
	var failed error
	for _, w := range writes {
		tag, err := a.Exec()
		if err != nil {
			return w.failure(err)
		}
		if w.n != nil {
			*w.n = tag.RowsAffected()
		}
		if w.none != nil && !w.self && tag.RowsAffected() != 1 && failed == nil {
			failed = w.none
		}
	}
	if failed != nil || !more {
		return failed
	}
	if r == nil {
		tag, err := a.Exec()
		if err == nil && tag.String() != "COMMIT" {
			err = errNotCommitted
		}
		return err
	}
	rows, err := a.Query()
	if err != nil {
		return err
	}
	return eachPgRow(rows, r.each)
}

// connect waits for a connection, in a queue that has an end.
func (t *pgTx) connect(ctx context.Context) (err error) {
	if t.conn != nil {
		return nil
	}
	if !t.e.n.queue(t.e.cfg.Queue) {
		return fault.ErrBusy.New()
	}
	defer t.e.n.waiting.Add(-1)
	t.conn, err = t.e.pool.Acquire(ctx)
	return err
}

// end gives the connection back; what is not committed is undone.
func (t *pgTx) end(ctx context.Context) {
	if t.conn != nil {
		t.rollback(ctx)
		t.conn.Release()
	}
}

func (t *pgTx) rollback(ctx context.Context) {
	conn := t.conn.Conn()
	if !t.begun || conn.IsClosed() || conn.PgConn().TxStatus() == 'I' {
		return
	}
	const limit = 5 * time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	if _, err := conn.PgConn().Exec(ctx, `rollback`).ReadAll(); err != nil {
		_ = conn.Close(ctx) // a connection in an unknown state must not go back to the pool
	}
}
