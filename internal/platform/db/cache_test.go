package db_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// rows is a reader of the table "things" that remembers.
type rows struct {
	d     *db.DB
	kept  *db.Cache[int64]
	loads int
}

func (r *rows) a(ctx context.Context, t testing.TB) int64 {
	t.Helper()
	return check.Must(r.kept.Get(ctx, "a", func(ctx context.Context) (int64, error) {
		r.loads++
		return db.One(ctx, r.d, number, `SELECT n FROM things WHERE k = 'a'`)
	}))(t)
}

func TestCacheForgetsWhatChanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		ctx := t.Context()
		check.NoError(t, d.Do(ctx, func(ctx context.Context) error { return put(ctx, d, "a", 1) }))
		r := &rows{d: d, kept: db.NewCache[int64](d, 10, time.Hour)}
		check.Equal(t, r.a(ctx, t), int64(1))
		check.Equal(t, r.a(ctx, t), int64(1))
		check.Equal(t, r.loads, 1)

		check.NoError(t, d.Do(ctx, func(ctx context.Context) error {
			r.kept.Drop(ctx, "a")
			return d.Exec(ctx, `UPDATE things SET n = 2 WHERE k = 'a'`)
		}))
		check.Equal(t, r.a(ctx, t), int64(2))

		// A unit sees its own write, and what it read of it is not kept when it fails.
		check.Equal(t, errors.Is(d.Do(ctx, func(ctx context.Context) error {
			if err := d.Exec(ctx, `UPDATE things SET n = 9 WHERE k = 'a'`); err != nil {
				return err
			}
			check.Equal(t, r.a(ctx, t), int64(9))
			return errOurs
		}), errOurs), true)
		check.Equal(t, r.a(ctx, t), int64(2))

		// An answer that was read before a change, and arrives after it, is not kept.
		stale := check.Must(r.kept.Get(ctx, "b", func(ctx context.Context) (int64, error) {
			r.kept.Drop(ctx, "b")
			return 1, nil
		}))(t)
		_, ok := r.kept.Peek("b")
		check.Equal(t, stale, int64(1))
		check.Equal(t, ok, false)
	})
}

func TestCacheAges(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "a", 1) }))
		r := &rows{d: d, kept: db.NewCache[int64](d, 10, -time.Nanosecond)}
		r.a(t.Context(), t)
		r.a(t.Context(), t)
		check.Equal(t, r.loads, 2)
	})
}

func TestCacheChangesOnlyWhenDurable(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := db.NewCache[int](d, 1, time.Hour)
		learn := func(n int, end error) {
			err := d.Do(t.Context(), func(ctx context.Context) error {
				c.Change(ctx, "a", func(old int, _ bool) (int, bool) { return old + n, true })
				_, known := c.Peek("a")
				check.Equal(t, known, false)
				return end
			})
			check.Equal(t, errors.Is(err, end), true)
		}
		learn(1, errOurs)
		learn(2, nil)
		v, ok := c.Peek("a")
		check.Equal(t, v, 2)
		check.Equal(t, ok, true)
		check.Equal(t, errors.Is(d.Do(t.Context(), func(ctx context.Context) error {
			c.Change(ctx, "a", func(int, bool) (int, bool) { return 9, true })
			return errOurs
		}), errOurs), true)
		_, ok = c.Peek("a")
		check.Equal(t, ok, false) // who knows what is true now
		learn(2, nil)
		c.Change(t.Context(), "b", func(int, bool) (int, bool) { return 3, true })
		_, ok = c.Peek("a")
		check.Equal(t, ok, false) // there is room for one
	})
}
