package db_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// queued opens SQLite with a table and occupies the writer, so that units pile up behind it. release lets them go and
// says how the first unit ended.
func queued(t *testing.T, cfg db.Config) (d *db.DB, release func() error) {
	t.Helper()
	cfg.Engine, cfg.Path = db.SQLite, dbtest.Config(t, db.SQLite).Path
	cfg.GroupTime = time.Hour // the units wait longer than a group may take
	d = dbtest.OpenAt(t, cfg)
	table(t, d)
	var once sync.Once
	busy, free, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- d.Do(context.WithoutCancel(t.Context()), func(ctx context.Context) error {
			if err := look(ctx, d); err != nil { // from here on it has the writer
				return err
			}
			once.Do(func() { close(busy) }) // the group may run it again
			<-free
			return put(ctx, d, "first", 0)
		})
	}()
	<-busy
	release = sync.OnceValue(func() error { close(free); return <-done })
	t.Cleanup(func() { _ = release() }) // a test that fails must not block the writer for ever
	return d, release
}

// look makes a unit one that reads: from here on it has its turn.
func look(ctx context.Context, d *db.DB) error {
	_, err := db.Query(ctx, d, text, `SELECT k FROM things WHERE k=''`)
	return err
}

// enqueue starts a unit and waits until it stands in the queue.
func enqueue(t *testing.T, d *db.DB, ctx context.Context, fn func(ctx context.Context) error) <-chan error { //nolint:revive // the test comes first
	t.Helper()
	before := d.Stats().Waiting
	done := make(chan error, 1)
	go func() { done <- d.Do(ctx, fn) }()
	check.Eventually(t, "the unit waits", func() bool { return d.Stats().Waiting > before })
	return done
}

func TestGroupCommitsTogetherAndFailsAlone(t *testing.T) {
	t.Parallel()
	d, release := queued(t, db.Config{})
	commits := d.Stats().Commits
	var done []<-chan error
	for i := range 10 {
		done = append(done, enqueue(t, d, t.Context(), func(ctx context.Context) error {
			check.NoError(t, put(ctx, d, strconv.Itoa(i), i))
			switch i {
			case 3:
				return errors.Join(look(ctx, d), errOurs)
			case 5:
				_, err := d.ExecCount(ctx, `INSERT INTO things (k, n) VALUES ('first', 1)`)
				return err
			case 7:
				return d.ExecOne(ctx, errStale.New(), `UPDATE things SET n = 1 WHERE k = 'none'`)
			}
			return nil
		}))
	}
	check.NoError(t, release())
	for i, c := range done {
		err := <-c
		switch i {
		case 3:
			check.Equal(t, errors.Is(err, errOurs), true)
		case 5:
			check.Equal(t, db.IsUnique(err), true)
		case 7:
			check.Fault(t, err, errStale)
		default:
			check.NoError(t, err)
		}
	}
	check.Equal(t, keys(t, d), []string{"0", "1", "2", "4", "6", "8", "9", "first"})
	check.Equal(t, d.Stats().Commits-commits, 1)
}

// A unit that fails because of what another one of its group wrote must not hear of it before that is durable: its caller
// acts on the answer ("already there") and looks for it.
func TestFailureIsToldAfterTheCommit(t *testing.T) {
	t.Parallel()
	d, release := queued(t, db.Config{})
	wrote := enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, "there", 1) })
	found := make(chan []string, 1)
	failed := enqueue(t, d, t.Context(), func(ctx context.Context) error {
		return d.ExecOne(ctx, errStale.New(), `INSERT INTO things (k, n) VALUES ('there', 2) ON CONFLICT DO NOTHING`)
	})
	go func() {
		if !fault.Has(<-failed, errStale) {
			t.Error("the second unit did not fail")
		}
		found <- keys(t, d)
	}()
	long := enqueue(t, d, t.Context(), func(ctx context.Context) error { // keeps the group open for a while
		for i := range 500 {
			if err := put(ctx, d, "zz"+strconv.Itoa(i), i); err != nil {
				return err
			}
		}
		return nil
	})
	check.NoError(t, release())
	check.Equal(t, slices.Contains(<-found, "there"), true)
	check.NoError(t, <-wrote)
	check.NoError(t, <-long)
}

func TestGroupIsBounded(t *testing.T) {
	t.Parallel()
	d, release := queued(t, db.Config{GroupUnits: 4})
	commits := d.Stats().Commits
	var done []<-chan error
	for i := range 11 { // with the first one: three groups of four
		done = append(done, enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, strconv.Itoa(i), i) }))
	}
	check.NoError(t, release())
	for _, c := range done {
		check.NoError(t, <-c)
	}
	check.Equal(t, d.Stats().Commits-commits, 3)
}

func TestFullQueueAnswersBusy(t *testing.T) {
	t.Parallel()
	d, release := queued(t, db.Config{Queue: 2})
	writes := func(k string) func(context.Context) error {
		return func(ctx context.Context) error { return put(ctx, d, k, 1) }
	}
	reads := func(ctx context.Context) error { return look(ctx, d) }
	a, b := enqueue(t, d, t.Context(), writes("a")), enqueue(t, d, t.Context(), reads)
	check.Fault(t, d.Do(t.Context(), writes("c")), fault.ErrBusy)
	_, err := db.Query(t.Context(), d, text, `SELECT k FROM things`)
	check.NoError(t, err) // who reads only needs no turn
	check.Equal(t, d.Stats().Busy, 1)
	check.NoError(t, release())
	check.NoError(t, <-a)
	check.NoError(t, <-b)
	check.Equal(t, keys(t, d), []string{"a", "first"})
}

func TestWaitingCallerMayLeave(t *testing.T) {
	t.Parallel()
	d, release := queued(t, db.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	left := enqueue(t, d, ctx, func(ctx context.Context) error { return put(ctx, d, "left", 1) })
	reader := enqueue(t, d, ctx, func(ctx context.Context) error {
		if err := look(ctx, d); err != nil {
			return err
		}
		return put(ctx, d, "reader", 1)
	})
	stays := enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, "stays", 1) })
	cancel()
	check.Equal(t, <-left, context.Canceled, equalErrors)
	check.Equal(t, errors.Is(<-reader, context.Canceled), true)
	check.NoError(t, release())
	check.NoError(t, <-stays)
	check.Equal(t, keys(t, d), []string{"first", "stays"})
	check.Equal(t, d.Stats().Waiting, 0)
}

// When the transaction of a group is lost, everybody in it hears of it and nothing of it stays.
func TestFailedCommitFailsTheGroup(t *testing.T) {
	t.Parallel()
	d, release := queued(t, db.Config{})
	good := enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, "good", 1) })
	end := enqueue(t, d, t.Context(), func(ctx context.Context) error {
		return d.Exec(ctx, `INSERT OR ROLLBACK INTO things (k, n) VALUES ('good', 1)`) // ends the whole transaction
	})
	later := enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, "later", 1) })
	for _, err := range []error{release(), <-good} { // they did nothing wrong and may try again
		check.Fault(t, err, fault.ErrBusy)
		check.Equal(t, db.IsUnique(err), false)
	}
	check.Equal(t, db.IsUnique(<-end), true)
	check.NoError(t, <-later)
	check.Equal(t, keys(t, d), []string{"later"})
}

func TestFullDiskIsAFaultAndPasses(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.SQLite)
	table(t, d)
	limit := func(pages string) {
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			_, err := db.Query(ctx, d, number, `PRAGMA max_page_count = `+pages)
			return err
		}))
	}
	fill := func(ctx context.Context) error {
		return d.Exec(ctx, `INSERT INTO things (k, n) VALUES ($1, 1)`, strings.Repeat("x", 100_000))
	}
	limit("1")
	check.Fault(t, d.Do(t.Context(), fill), db.ErrDiskFull)
	check.Equal(t, len(keys(t, d)), 0)
	limit("1000000")
	check.NoError(t, d.Do(t.Context(), fill))
}

func TestCloseAnswersWhoWaits(t *testing.T) {
	t.Parallel()
	d, release := queued(t, db.Config{GroupUnits: 1})
	waits := enqueue(t, d, t.Context(), func(ctx context.Context) error { return put(ctx, d, "waits", 1) })
	closed := make(chan error, 1)
	go func() { closed <- d.Close() }()
	check.NoError(t, release())
	check.NoError(t, <-closed)
	if err := <-waits; err != nil { // it had its turn before the end, or was told
		check.Fault(t, err, fault.ErrBusy)
	}
	check.Fault(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "late", 1) }), fault.ErrBusy)
}
