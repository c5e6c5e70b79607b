package db

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"

	"frontdesk/internal/base/unit"
)

// Row is one row of a result.
type Row interface{ Scan(dest ...any) error }

// work is a running unit. It travels in the context as the unit's log.
type work struct {
	db    *DB
	tx    tx
	wrote Commit
	busy  atomic.Bool // a statement runs
	ended atomic.Bool
	err   error // the first failure; it sticks, so that both engines abort alike
	sent  []Statement
	after []func(error)
}

// Do runs fn as one unit of work: all of its writes become durable together before Do returns nil, or none does. Nested
// calls join. See unit.Runner for what fn may not do.
func (d *DB) Do(ctx context.Context, fn func(ctx context.Context) error) error {
	if l, ok := unit.Running(ctx); ok {
		return join(ctx, l, d, fn)
	}
	var last *work
	err := translate(d.engine.run(ctx, func(t tx) (Commit, error) {
		w := &work{db: d, tx: t}
		last = w
		defer w.ended.Store(true)
		err := w.call(unit.With(ctx, w), fn)
		return w.wrote, err
	}))
	if last != nil {
		for _, fn := range last.after {
			fn(err)
		}
	}
	if err != nil {
		d.stats.failed.Add(1)
		return err
	}
	d.stats.units.Add(1)
	if d.cfg.Record != nil {
		d.cfg.Record(ctx, last.sent)
	}
	return nil
}

// After implements unit.Log.
func (w *work) After(fn func(err error)) { w.after = append(w.after, fn) }

func join(ctx context.Context, l unit.Log, d *DB, fn func(ctx context.Context) error) error {
	w, ok := l.(*work)
	if !ok || w.db != d {
		return errForeignUnit
	}
	if err := w.usable(); err != nil {
		return err
	}
	if err := fn(ctx); err != nil {
		return w.fail(err)
	}
	return nil
}

// call runs fn and turns a panic into an error of this unit alone.
func (w *work) call(ctx context.Context, fn func(ctx context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.db.log.ErrorContext(ctx, "unit of work panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("unit of work panicked: %v", p)
		}
	}()
	if err := fn(ctx); err != nil {
		return err
	}
	return w.err
}

// fail makes the first failure stick.
func (w *work) fail(err error) error {
	if w.err == nil && err != nil {
		w.err = err
	}
	return err
}

func (w *work) usable() error {
	if w.ended.Load() {
		return errUnitEnded
	}
	if w.err != nil {
		return fmt.Errorf("%w: %w", errUnitAborted, w.err)
	}
	return nil
}

// use runs one statement of the unit.
func (w *work) use(sql string, args []any, fn func(args []any) error) error {
	if err := w.usable(); err != nil {
		return err
	}
	if !w.busy.CompareAndSwap(false, true) {
		return errUnitReused
	}
	defer w.busy.Store(false)
	bound, err := bind(args)
	if err == nil {
		if w.db.cfg.Record != nil {
			w.sent = append(w.sent, Statement{SQL: sql, Args: bound})
		}
		err = fn(bound)
	}
	if errors.Is(err, ErrNoRows) {
		return err
	}
	return w.fail(at(sql, err))
}

// running is the unit of ctx on this database; nil when none runs.
func (d *DB) running(ctx context.Context) (*work, error) {
	l, ok := unit.Running(ctx)
	if !ok {
		return nil, nil //nolint:nilnil // no unit is an answer here
	}
	w, ok := l.(*work)
	if !ok || w.db != d {
		return nil, errForeignUnit
	}
	return w, nil
}

func (d *DB) writing(ctx context.Context) (*work, error) {
	w, err := d.running(ctx)
	if err == nil && w == nil {
		err = unit.ErrNoUnit
	}
	return w, err
}

// Exec runs a write in the running unit. On PostgreSQL it is sent with the next read or the commit, so its error may
// come from there; either way the unit fails.
func (d *DB) Exec(ctx context.Context, sql string, args ...any) error {
	return d.exec(ctx, nil, sql, args)
}

// ExecOne is Exec for a write that must change exactly one row; else the unit fails with none, at the latest before the
// commit. It is how lost updates are caught: UPDATE … WHERE id=$1 AND version=$2.
func (d *DB) ExecOne(ctx context.Context, none error, sql string, args ...any) error {
	if none == nil {
		none = errNotOneRow
	}
	return d.exec(ctx, none, sql, args)
}

func (d *DB) exec(ctx context.Context, none error, sql string, args []any) error {
	w, err := d.writing(ctx)
	if err != nil {
		return err
	}
	return w.use(sql, args, func(args []any) error { return w.tx.exec(ctx, none, sql, args) })
}

// ExecCount runs a write in the running unit at once and returns the number of rows it changed.
func (d *DB) ExecCount(ctx context.Context, sql string, args ...any) (int64, error) {
	w, err := d.writing(ctx)
	if err != nil {
		return 0, err
	}
	var n int64
	err = w.use(sql, args, func(args []any) error {
		n, err = w.tx.count(ctx, sql, args)
		return err
	})
	return n, err
}

// Query reads rows: inside a unit on its transaction, outside from the read pool. RETURNING is allowed inside a unit.
func Query[T any](ctx context.Context, d *DB, scan func(Row) (T, error), sql string, args ...any) ([]T, error) {
	var out []T
	each := func(r Row) error {
		v, err := scan(row{r})
		if err == nil {
			out = append(out, v)
		}
		return err
	}
	w, err := d.running(ctx)
	if err != nil {
		return nil, err
	}
	if w != nil {
		err = w.use(sql, args, func(args []any) error {
			out = nil
			return w.tx.query(ctx, sql, args, each)
		})
		return out, err
	}
	bound, err := bind(args)
	if err == nil {
		err = d.engine.read(ctx, sql, bound, each)
	}
	if err != nil {
		return nil, at(sql, err)
	}
	if d.cfg.Record != nil {
		d.cfg.Record(ctx, []Statement{{SQL: sql, Args: bound}})
	}
	return out, nil
}

// One reads one row; ErrNoRows when there is none.
func One[T any](ctx context.Context, d *DB, scan func(Row) (T, error), sql string, args ...any) (T, error) {
	rows, err := Query(ctx, d, scan, sql, args...)
	if err == nil && len(rows) == 0 {
		err = ErrNoRows
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return rows[0], nil
}
