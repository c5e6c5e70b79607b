package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

var (
	errOurs  = errors.New("ours")
	errStale = fault.Define(fault.Conflict, "test.stale", "stale", "stale")
)

func text(r db.Row) (s string, err error)  { return s, r.Scan(&s) }
func number(r db.Row) (n int64, err error) { return n, r.Scan(&n) }

// table makes a small table: k unique text, n a number.
func table(t testing.TB, d *db.DB) {
	t.Helper()
	key := map[db.Engine]string{db.SQLite: `TEXT`, db.Postgres: `TEXT COLLATE "C"`}[d.Engine()]
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
		return d.Exec(ctx, `CREATE TABLE things (k `+key+` NOT NULL PRIMARY KEY, n BIGINT NOT NULL)`)
	}))
}

func put(ctx context.Context, d *db.DB, k string, n int) error {
	return d.Exec(ctx, `INSERT INTO things (k, n) VALUES ($1, $2)`, k, n)
}

func keys(t testing.TB, d *db.DB) []string {
	t.Helper()
	return check.Must(db.Query(t.Context(), d, text, `SELECT k FROM things ORDER BY k`))(t)
}

func TestUnitCommitsAllOrNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			if err := put(ctx, d, "a", 1); err != nil {
				return err
			}
			return put(ctx, d, "b", 2)
		}))
		err := d.Do(t.Context(), func(ctx context.Context) error {
			if err := put(ctx, d, "c", 3); err != nil {
				return err
			}
			return errOurs
		})
		check.Equal(t, errors.Is(err, errOurs), true)
		check.Equal(t, keys(t, d), []string{"a", "b"})
	})
}

func TestUnitSeesItsOwnWrites(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			if err := put(ctx, d, "a", 1); err != nil {
				return err
			}
			n, err := db.One(ctx, d, number, `SELECT n FROM things WHERE k = $1`, "a")
			check.NoError(t, err)
			check.Equal(t, n, 1)
			n, err = db.One(ctx, d, number, `UPDATE things SET n = n + 1 WHERE k = $1 RETURNING n`, "a")
			check.NoError(t, err)
			check.Equal(t, n, 2)
			_, err = db.One(ctx, d, number, `SELECT n FROM things WHERE k = $1`, "none")
			check.Equal(t, errors.Is(err, db.ErrNoRows), true)
			return nil
		}))
		check.Equal(t, check.Must(db.One(t.Context(), d, number, `SELECT n FROM things`))(t), 2)
	})
}

func TestWritesNeedAUnit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		check.Equal(t, errors.Is(d.Exec(t.Context(), `DELETE FROM jobs`), unit.ErrNoUnit), true)
		check.Equal(t, errors.Is(d.ExecOne(t.Context(), nil, `DELETE FROM jobs`), unit.ErrNoUnit), true)
		_, err := d.ExecCount(t.Context(), `DELETE FROM jobs`)
		check.Equal(t, errors.Is(err, unit.ErrNoUnit), true)
	})
}

func TestExecOneFailsTheUnit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		err := d.Do(t.Context(), func(ctx context.Context) error {
			if err := put(ctx, d, "a", 1); err != nil {
				return err
			}
			return d.ExecOne(ctx, errStale.New(), `UPDATE things SET n = 5 WHERE k = $1`, "none")
		})
		check.Fault(t, err, errStale)
		check.Equal(t, len(keys(t, d)), 0)

		// Every kind of write that may stand here: one row is right, none and two are not.
		for _, c := range []struct {
			sql string
			ok  bool
		}{
			{`INSERT INTO things (k, n) VALUES ('a', 1)`, true},
			{`INSERT INTO things (k, n) VALUES ('a', 2) ON CONFLICT (k) DO NOTHING`, false},
			{`INSERT INTO things (k, n) VALUES ('a', 2) ON CONFLICT (k) DO UPDATE SET n = excluded.n`, true},
			{`INSERT INTO things (k, n) VALUES ('b', 1), ('c', 1)`, false},
			{`INSERT INTO things (k, n) SELECT 'b', n FROM things WHERE k = 'a'`, true},
			{`UPDATE things SET n = 3`, false},
			{`UPDATE things SET n = 4 WHERE k = 'b' RETURNING n`, true},
			{`UPDATE things SET n = 4 WHERE k = 'none' RETURNING n`, false},
			{`DELETE FROM things WHERE k = 'b'`, true},
			{`DELETE FROM things WHERE k = 'b'`, false},
		} {
			err := d.Do(t.Context(), func(ctx context.Context) error { return d.ExecOne(ctx, errStale.New(), c.sql) })
			if c.ok {
				check.NoError(t, err)
			} else {
				check.Fault(t, err, errStale)
			}
		}
		check.Equal(t, keys(t, d), []string{"a"})
	})
}

// equalErrors compares errors as errors.Is does.
var equalErrors = cmp.Comparer(func(a, b error) bool { return errors.Is(a, b) || errors.Is(b, a) })
