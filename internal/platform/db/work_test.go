package db_test

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
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

func TestNestedUnitsJoin(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			if err := put(ctx, d, "outer", 1); err != nil {
				return err
			}
			return d.Do(ctx, func(ctx context.Context) error { return put(ctx, d, "inner", 2) })
		}))
		check.Equal(t, keys(t, d), []string{"inner", "outer"})

		// An inner failure aborts the whole unit, even when the outer function does not pass it on.
		err := d.Do(t.Context(), func(ctx context.Context) error {
			if err := put(ctx, d, "lost", 1); err != nil {
				return err
			}
			check.Equal(t, d.Do(ctx, func(context.Context) error { return errOurs }), errOurs, equalErrors)
			return nil
		})
		check.Equal(t, errors.Is(err, errOurs), true)
		check.Equal(t, keys(t, d), []string{"inner", "outer"})
	})
}

// A failed statement fails the unit on both engines, although SQLite alone could go on.
func TestFailedStatementFailsTheUnit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		var after error
		err := d.Do(t.Context(), func(ctx context.Context) error {
			if err := put(ctx, d, "a", 1); err != nil {
				return err
			}
			_, err := d.ExecCount(ctx, `INSERT INTO things (k, n) VALUES ('a', 2)`)
			check.Equal(t, db.IsUnique(err), true)
			after = put(ctx, d, "b", 1)
			return nil
		})
		check.Equal(t, db.IsUnique(err), true)
		check.Equal(t, after != nil, true)
		check.Equal(t, len(keys(t, d)), 0)

		_, err = db.Query(t.Context(), d, number, `SELECT nothing FROM things`)
		check.Equal(t, fault.KindOf(err), fault.Internal)
		check.Equal(t, strings.Contains(err.Error(), "SELECT nothing"), true)
	})
}

func TestUniqueFailsAtTheLatestWithTheCommit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		twice := func(ctx context.Context) error {
			if err := put(ctx, d, "a", 1); err != nil {
				return err
			}
			return put(ctx, d, "a", 2)
		}
		check.Equal(t, db.IsUnique(d.Do(t.Context(), twice)), true)
		check.Equal(t, len(keys(t, d)), 0)
	})
}

func TestPanicIsAnErrorOfThatUnit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		err := d.Do(t.Context(), func(ctx context.Context) error {
			check.NoError(t, put(ctx, d, "a", 1))
			none := check.Must(db.Query(ctx, d, number, `SELECT n FROM things WHERE k = 'none'`))(t)
			return errors.New(strconv.FormatInt(none[0], 10))
		})
		check.Equal(t, strings.Contains(err.Error(), "panicked"), true)
		check.Equal(t, len(keys(t, d)), 0)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "b", 1) }))
	})
}

// A test that fails inside a unit ends its goroutine there; the database must live on.
func TestGoroutineMayEndInsideAUnit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		var gone sync.WaitGroup
		gone.Go(func() {
			_ = d.Do(t.Context(), func(ctx context.Context) error {
				_, _ = d.ExecCount(ctx, `INSERT INTO things (k, n) VALUES ('a', 1)`)
				runtime.Goexit()
				return nil
			})
		})
		gone.Wait()
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "b", 1) }))
		check.Equal(t, keys(t, d), []string{"b"})
	})
}

func TestUnitIsUsedOnlyWhileItRunsAndByOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		other := dbtest.Open(t, d.Engine())
		var leaked context.Context
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			leaked = ctx
			check.Equal(t, other.Do(ctx, func(context.Context) error { return nil }) != nil, true)
			check.Equal(t, other.Exec(ctx, `DELETE FROM jobs`) != nil, true)
			return put(ctx, d, "a", 1)
		}))
		check.Equal(t, put(leaked, d, "b", 1) != nil, true)
		check.Equal(t, d.Do(leaked, func(context.Context) error { return nil }) != nil, true)

		err := d.Do(t.Context(), func(ctx context.Context) error {
			_, err := db.Query(ctx, d, func(db.Row) (int64, error) {
				return db.One(ctx, d, number, `SELECT 1`)
			}, `SELECT n FROM things`)
			return err
		})
		check.Equal(t, err != nil, true)
		check.Equal(t, keys(t, d), []string{"a"})
	})
}

func TestEventsAndJobsAreWrittenWithTheUnit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var commits []db.Commit
		stop := d.OnCommit(func(c db.Commit) { commits = append(commits, c) })
		e := event.New("wsp_1", "thing", "thg_1", "thing.made", actor.Ref{Kind: actor.User, ID: "usr_1"},
			testTime, map[string]int{"n": 1})
		e.Seq = 7
		j := unit.Job{Tenant: "wsp_1", Kind: "thing.end", Subject: "thg_1", RunAt: testTime}
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			if err := unit.Append(ctx, e); err != nil {
				return err
			}
			return unit.Schedule(ctx, j)
		}))
		err := d.Do(t.Context(), func(ctx context.Context) error {
			check.NoError(t, unit.Append(ctx, e))
			return errOurs
		})
		check.Equal(t, errors.Is(err, errOurs), true)

		// On PostgreSQL other tests' transactions may still run, and the log is read only below the oldest.
		var rows []db.Logged
		check.Eventually(t, "the event can be read", func() bool {
			rows = check.Must(d.ReadLog(t.Context(), db.Position{}, "wsp_1", 10))(t)
			return len(rows) > 0
		})
		check.Equal(t, len(rows), 1)
		check.Equal(t, rows[0].Event, e)
		check.Equal(t, len(check.Must(d.ReadLog(t.Context(), db.Position{}, "wsp_2", 10))(t)), 0)
		check.Equal(t, check.Must(d.LogHead(t.Context()))(t), rows[0].Place)
		subjects := check.Must(db.Query(t.Context(), d, text, `SELECT subject FROM jobs`))(t)
		check.Equal(t, subjects, []string{"thg_1"})
		check.Equal(t, commits, []db.Commit{{Events: true, Due: testTime}})
		check.Equal(t, check.Must(d.LogPending(t.Context(), db.Position{}))(t), true)
		check.Equal(t, check.Must(d.LogPending(t.Context(), rows[0].Place))(t), false)

		stop()
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			if err := unit.Cancel(ctx, j.Tenant, j.Kind, j.Subject); err != nil {
				return err
			}
			return unit.Append(ctx, e)
		}))
		check.Equal(t, len(check.Must(db.Query(t.Context(), d, text, `SELECT subject FROM jobs`))(t)), 0)
		check.Equal(t, len(commits), 1)
	})
}

func TestConcurrentUnitsLoseNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "sum", 0) }))
		const callers, each = 16, 20
		var all sync.WaitGroup
		for range callers {
			all.Go(func() {
				for range each {
					err := d.Do(t.Context(), func(ctx context.Context) error {
						return d.ExecOne(ctx, nil, `UPDATE things SET n = n + 1 WHERE k = 'sum'`)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		check.Equal(t, check.Must(db.One(t.Context(), d, number, `SELECT n FROM things`))(t), callers*each)
		s := d.Stats()
		check.Equal(t, s.Units >= callers*each && s.Waiting == 0 && s.Failed == 0, true)
	})
}

func TestRepliesBelongToTheActor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		as := func(tenant, user string) context.Context {
			return actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.User, ID: user})
		}
		save := func(ctx context.Context, body string) (saved bool) {
			check.NoError(t, d.Do(ctx, func(ctx context.Context) (err error) {
				saved, err = d.SaveReply(ctx, "key", "mark", 201, []byte(body), testTime)
				return err
			}))
			return saved
		}
		check.Equal(t, save(as("wsp_1", "usr_1"), "first"), true)
		check.Equal(t, save(as("wsp_1", "usr_1"), "second"), false)
		mark, status, body, err := d.FindReply(as("wsp_1", "usr_1"), "key")
		check.NoError(t, err)
		check.Equal(t, []any{mark, status, string(body)}, []any{"mark", 201, "first"})
		for _, ctx := range []context.Context{as("wsp_2", "usr_1"), as("wsp_1", "usr_2")} {
			mark, _, _, err = d.FindReply(ctx, "key")
			check.NoError(t, err)
			check.Equal(t, mark, "")
		}
		_, _, _, err = d.FindReply(t.Context(), "key")
		check.Fault(t, err, fault.ErrUnauthenticated)
		check.NoError(t, d.ForgetReplies(t.Context(), testTime.Add(1)))
		mark, _, _, err = d.FindReply(as("wsp_1", "usr_1"), "key")
		check.NoError(t, err)
		check.Equal(t, mark, "mark") // made at that very microsecond, not before it
	})
}
