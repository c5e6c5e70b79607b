package db

import "context"

// ahead is a unit on SQLite. It runs on its caller's goroutine and keeps what it writes until it reads something: only then
// does it ask for the writer, which waits while the rest of the unit runs, because a unit sees its own writes. Most units
// read nothing; they come to the writer as a list of statements, and the rest of their work is done beside that of others.
type ahead struct {
	writer *writer
	writes []write
	turn   *request // from the first read on
	err    error    // why it did not get the writer
}

func (a *ahead) exec(ctx context.Context, none error, text string, args []any) error {
	if a.turn != nil {
		return sqliteTx{a.writer}.exec(ctx, none, text, args)
	}
	a.writes = append(a.writes, write{sql: text, args: args, none: none})
	return nil
}

func (a *ahead) count(ctx context.Context, text string, args []any) (int64, error) {
	if err := a.take(ctx); err != nil {
		return 0, err
	}
	return sqliteTx{a.writer}.count(ctx, text, args)
}

func (a *ahead) query(ctx context.Context, text string, args []any, each func(Row) error) error {
	if err := a.take(ctx); err != nil {
		return err
	}
	return sqliteTx{a.writer}.query(ctx, text, args, each)
}

// take waits for the writer, once, and sends what was written until now.
func (a *ahead) take(ctx context.Context) error {
	if a.turn != nil || a.err != nil {
		return a.err
	}
	r := newRequest(nil)
	if a.err = a.writer.await(ctx, r); a.err != nil {
		return a.err
	}
	a.turn = r
	return a.apply(ctx, sqliteTx{a.writer})
}

// apply sends what was written.
func (a *ahead) apply(ctx context.Context, t tx) error {
	for _, w := range a.writes {
		if err := t.exec(ctx, w.none, w.sql, w.args); err != nil {
			return at(w.sql, err)
		}
	}
	return nil
}

// run runs fn and hands over what is left for the writer. What failed without having read anything needs nobody's commit to
// be true.
func (e *sqliteEngine) run(ctx context.Context, fn func(tx) (Commit, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a := &ahead{writer: e.writer}
	wrote, err := a.call(fn)
	switch {
	case a.turn != nil:
		return a.turn.finish(e.writer, fn)
	case err != nil || len(a.writes) == 0:
		return err
	}
	return e.writer.do(ctx, newRequest(func() (Commit, error) { return wrote, a.apply(ctx, sqliteTx{e.writer}) }))
}

// call runs fn and tells a writer that waits, even if fn ends the goroutine (as a failing test does).
func (a *ahead) call(fn func(tx) (Commit, error)) (wrote Commit, err error) {
	out := result{err: errExited}
	defer func() {
		if a.turn != nil {
			a.turn.ran <- out
		}
	}()
	out.wrote, out.err = fn(a)
	return out.wrote, out.err
}

// finish waits for the commit of a unit that has run, and runs it once more when its group must.
func (r *request) finish(w *writer, fn func(tx) (Commit, error)) error {
	for {
		select {
		case err := <-r.done:
			return err
		case <-r.turn:
			r.again(w, fn)
		}
	}
}

func (r *request) again(w *writer, fn func(tx) (Commit, error)) {
	out := result{err: errExited}
	defer func() { r.ran <- out }()
	out.wrote, out.err = fn(sqliteTx{w})
}
