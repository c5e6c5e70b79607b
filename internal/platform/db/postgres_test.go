package db_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// Two units that lock two rows in opposite order: PostgreSQL ends one of them, and it is run again.
func TestDeadlockIsRunAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.Postgres)
	table(t, d)
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
		check.NoError(t, put(ctx, d, "a", 0))
		return put(ctx, d, "b", 0)
	}))
	var both, all sync.WaitGroup // both hold their first row before they want the second
	both.Add(2)
	runs := make(chan string, 10)
	for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		met := false
		all.Go(func() {
			err := d.Do(t.Context(), func(ctx context.Context) error {
				runs <- order[0]
				if _, err := d.ExecCount(ctx, `UPDATE things SET n = n + 1 WHERE k = $1`, order[0]); err != nil {
					return err
				}
				if !met {
					met = true
					both.Done()
					both.Wait()
				}
				return d.Exec(ctx, `UPDATE things SET n = n + 1 WHERE k = $1`, order[1])
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	check.Equal(t, check.Must(db.Query(t.Context(), d, number, `SELECT n FROM things`))(t), []int64{2, 2})
	check.Equal(t, len(runs) > 2, true)
	check.Equal(t, d.Stats().Retries > 0, true)
}

func TestSerialisationFailureIsRunAgainAndGivenUp(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.Postgres)
	table(t, d)
	runs := 0
	err := d.Do(t.Context(), func(ctx context.Context) error {
		runs++
		check.NoError(t, put(ctx, d, strconv.Itoa(runs), runs))
		if runs < 3 {
			return d.Exec(ctx, `DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$`)
		}
		return nil
	})
	check.NoError(t, err)
	check.Equal(t, keys(t, d), []string{"3"})

	runs = 0
	err = d.Do(t.Context(), func(ctx context.Context) error {
		runs++
		return d.Exec(ctx, `DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$`)
	})
	check.Fault(t, err, fault.ErrBusy)
	check.Equal(t, runs > 3, true)
}

// A server that ends a connection in the middle of a unit fails that unit, and the next one gets a new connection.
func TestLostConnectionIsAFault(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.Postgres)
	table(t, d)
	outside := t.Context()
	kill := func(pid int64) { // through the pool
		_, _ = db.Query(outside, d, text, `SELECT CAST(pg_terminate_backend($1::int) AS TEXT)`, pid)
	}
	err := d.Do(t.Context(), func(ctx context.Context) error {
		check.NoError(t, put(ctx, d, "a", 1))
		pid := check.Must(db.One(ctx, d, number, `SELECT pg_backend_pid()`))(t)
		kill(pid)
		_, err := db.One(ctx, d, number, `SELECT count(*) FROM things`)
		return err
	})
	check.Fault(t, err, db.ErrUnreachable)
	check.Equal(t, len(keys(t, d)), 0)

	err = d.Do(t.Context(), func(ctx context.Context) error {
		pid := check.Must(db.One(ctx, d, number, `SELECT pg_backend_pid()`))(t)
		check.NoError(t, put(ctx, d, "a", 1))
		kill(pid)
		return nil // the commit meets the dead connection
	})
	check.Equal(t, fault.KindOf(err), fault.Unavailable)
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "b", 1) }))
}

func note(n int) event.Event {
	return event.New("wsp_1", "note", "nte_"+strconv.Itoa(n), "note.made", actor.Ref{Kind: actor.System, ID: "system"},
		testTime, map[string]int{"n": n})
}

func notes(t testing.TB, d *db.DB, after db.Position) (ids []string, last db.Position) {
	t.Helper()
	last = after
	for _, l := range check.Must(d.ReadLog(t.Context(), after, "", 100))(t) {
		ids, last = append(ids, l.StreamID), l.Place
	}
	return ids, last
}

// A transaction takes a low id, another one a higher id and commits first. Whoever read up to the higher id must still
// find the lower one later.
func TestLateCommitIsNotSkipped(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.Postgres)
	wrote, proceed, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- d.Do(t.Context(), func(ctx context.Context) error {
			if err := unit.Append(ctx, note(1)); err != nil {
				return err
			}
			_, err := db.One(ctx, d, number, `SELECT 1`) // sends it
			close(wrote)
			<-proceed
			return err
		})
	}()
	<-wrote
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return unit.Append(ctx, note(2)) }))
	ids, at := notes(t, d, db.Position{})
	check.Equal(t, ids, nil) // event 2 is committed, but event 1 may still come before it
	check.Equal(t, check.Must(d.LogPending(t.Context(), at))(t), true)
	close(proceed)
	check.NoError(t, <-done)
	check.Eventually(t, "both events can be read", func() bool {
		ids, _ = notes(t, d, at)
		return len(ids) == 2
	})
	check.Equal(t, ids, []string{"nte_1", "nte_2"})
}

// Many writers at once, a reader that follows: every event is seen exactly once.
func TestFollowingReaderSeesEachEventOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const writers, each = 8, 25
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					err := d.Do(t.Context(), func(ctx context.Context) error {
						if err := unit.Append(ctx, note(w*each+i)); err != nil {
							return err
						}
						_, err := db.One(ctx, d, number, `SELECT count(*) FROM jobs`) // ids are taken before the commit
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		seen := map[string]int{}
		at := db.Position{}
		check.Eventually(t, "all events were read", func() bool {
			var ids []string
			ids, at = notes(t, d, at)
			for _, id := range ids {
				seen[id]++
			}
			return len(seen) == writers*each
		})
		all.Wait()
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s was read %d times", id, n)
			}
		}
	})
}

// A dump restored into a younger cluster holds transaction numbers that lie in its future.
func TestRestoredLogIsRebased(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.Postgres)
	epoch := check.Must(d.Epoch(t.Context()))(t)
	add := func(n int) {
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return unit.Append(ctx, note(n)) }))
	}
	add(1)
	const future = 1 << 40
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
		return d.Exec(ctx, `UPDATE events SET tx = tx + $1`, future)
	}))
	check.NoError(t, d.Migrate(t.Context()))
	check.Equal(t, check.Must(d.Epoch(t.Context()))(t) != epoch, true)
	var ids []string
	var at db.Position
	check.Eventually(t, "the old event can be read", func() bool {
		ids, at = notes(t, d, db.Position{})
		return len(ids) == 1
	})
	add(2)
	check.Eventually(t, "the new event comes after it", func() bool {
		ids, at = notes(t, d, at)
		return len(ids) == 1 && ids[0] == "nte_2"
	})
	epoch = check.Must(d.Epoch(t.Context()))(t)
	check.NoError(t, d.Migrate(t.Context())) // nothing to do
	check.Equal(t, check.Must(d.Epoch(t.Context()))(t), epoch)
	add(3)
	check.Eventually(t, "and the next", func() bool {
		ids, at = notes(t, d, at)
		return len(ids) == 1 && ids[0] == "nte_3"
	})
}

// Round trips are what a unit costs on PostgreSQL.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	d, sent := db.OpenCounted(t, dbtest.Config(t, db.Postgres))
	table(t, d)
	n := 0
	write := func(ctx context.Context) error { n++; return put(ctx, d, strconv.Itoa(n), n) }
	for name, c := range map[string]struct {
		unit func(ctx context.Context) error
		want int64
	}{
		"nothing": {func(context.Context) error { return nil }, 0},
		"writes":  {func(ctx context.Context) error { return errors.Join(write(ctx), write(ctx), write(ctx)) }, 1},
		"checked": {func(ctx context.Context) error {
			return errors.Join(write(ctx), d.ExecOne(ctx, nil, `UPDATE things SET n = 0 WHERE k = $1`, strconv.Itoa(n)))
		}, 1},
		"checked by count": {func(ctx context.Context) error {
			return errors.Join(write(ctx), d.ExecOne(ctx, nil, `UPDATE things SET n = 0 WHERE k = $1 RETURNING n`, strconv.Itoa(n)))
		}, 2},
		"read, writes": {func(ctx context.Context) error {
			_, err := db.Query(ctx, d, number, `SELECT count(*) FROM things`)
			return errors.Join(err, write(ctx), write(ctx))
		}, 2},
		"writes, read": {func(ctx context.Context) error {
			err := errors.Join(write(ctx), write(ctx))
			_, err2 := db.Query(ctx, d, number, `SELECT count(*) FROM things`)
			return errors.Join(err, err2)
		}, 2},
	} {
		check.NoError(t, d.Do(t.Context(), c.unit)) // the first time prepares
		before := sent.Load()
		check.NoError(t, d.Do(t.Context(), c.unit))
		if got := sent.Load() - before; got != c.want {
			t.Errorf("%s: %d round trips, want %d", name, got, c.want)
		}
	}
}

// A failed row count is noticed before the commit although the write was only buffered.
func TestBufferedWritesAreCheckedBeforeTheCommit(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.Postgres)
	table(t, d)
	reached := false
	err := d.Do(t.Context(), func(ctx context.Context) error {
		check.NoError(t, put(ctx, d, "a", 1))
		if err := d.ExecOne(ctx, errStale.New(), `UPDATE things SET n = 2 WHERE k = 'none'`); err != nil {
			return err
		}
		reached = true
		_, err := db.Query(ctx, d, text, `SELECT k FROM things`)
		check.Fault(t, err, errStale)
		return nil
	})
	check.Fault(t, err, errStale)
	check.Equal(t, []any{reached, errors.Is(err, errStale.New()), len(keys(t, d))}, []any{true, true, 0})
}
