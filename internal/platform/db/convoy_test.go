package db_test

import (
	"context"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// jam opens PostgreSQL with one lane, in which a unit waits for a row that somebody holds: others pile up behind it. free
// lets it go.
func jam(t *testing.T) (d *db.DB, free func()) {
	t.Helper()
	cfg := dbtest.Config(t, db.Postgres)
	cfg.Conns = 2 // the holder's, and the lane's
	d = dbtest.OpenAt(t, cfg)
	table(t, d)
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "row", 0) }))
	held, let := make(chan struct{}), make(chan struct{})
	first, holder := make(chan error, 1), make(chan error, 1)
	go func() {
		holder <- d.Do(context.WithoutCancel(t.Context()), func(ctx context.Context) error {
			_, err := d.ExecCount(ctx, `UPDATE things SET n = 1 WHERE k = 'row'`)
			close(held)
			<-let
			return err
		})
	}()
	<-held
	go func() {
		first <- d.Do(context.WithoutCancel(t.Context()), func(ctx context.Context) error {
			return d.Exec(ctx, `UPDATE things SET n = 2 WHERE k = 'row'`)
		})
	}()
	check.Eventually(t, "the lane is taken", func() bool { s := d.Stats(); return s.InUse == 2 && s.Waiting == 0 })
	return d, func() {
		close(let)
		check.NoError(t, <-holder)
		check.NoError(t, <-first)
	}
}

// Units that gather are committed together.
func TestUnitsThatOnlyWriteShareATransaction(t *testing.T) {
	t.Parallel()
	d, free := jam(t)
	before := d.Stats().Commits
	var done []<-chan error
	for _, k := range []string{"a", "b", "c", "d"} {
		done = append(done, enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, k, 1) }))
	}
	free()
	for _, each := range done {
		check.NoError(t, <-each)
	}
	check.Equal(t, keys(t, d), []string{"a", "b", "c", "d", "row"})
	check.Equal(t, d.Stats().Commits-before, int64(3)) // the holder, the first of the lane, all that gathered
}

// What fails in a convoy fails alone, with its own error; who left while he waited leaves nothing.
func TestAUnitFailsAloneInItsConvoy(t *testing.T) {
	t.Parallel()
	d, free := jam(t)
	good := func(k string) <-chan error {
		return enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, k, 1) })
	}
	a := good("a")
	stale := enqueue(t, d, t.Context(), func(ctx context.Context) error {
		check.NoError(t, put(ctx, d, "never", 1))
		return d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE things SET n = 3 WHERE k = 'row' AND n = 99`)
	})
	twice := enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, "a", 2) })
	ctx, cancel := context.WithCancel(t.Context())
	left := enqueue(t, d, ctx, func(ctx context.Context) error { return put(ctx, d, "left", 1) })
	cancel()
	check.Equal(t, <-left, context.Canceled, equalErrors)
	b := good("b")
	free()
	check.NoError(t, <-a)
	check.NoError(t, <-b)
	check.Fault(t, <-stale, fault.ErrConflict)
	check.Equal(t, db.IsUnique(<-twice), true)
	check.Equal(t, keys(t, d), []string{"a", "b", "row"})
}
