package db_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

var testTime = time.Date(2026, 3, 4, 5, 6, 7, 123456000, time.UTC)

// What one engine does differently from the other, and how stores must write so that it does not matter.
func TestSameAnswersOnBothEngines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql  string
		args []any
		want []string
	}{
		"nulls stand last when told so": {
			`SELECT coalesce(v, 'null') FROM (SELECT 'b' AS v UNION ALL SELECT NULL UNION ALL SELECT 'a') AS x
			ORDER BY v NULLS LAST`, nil, []string{"a", "b", "null"},
		},
		"nulls stand first when told so": {
			`SELECT coalesce(v, 'null') FROM (SELECT 'b' AS v UNION ALL SELECT NULL UNION ALL SELECT 'a') AS x
			ORDER BY v DESC NULLS FIRST`, nil, []string{"null", "b", "a"},
		},
		"placeholders in any order and twice": {
			`SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT)`, []any{"a", "b"}, []string{"bab"},
		},
		"text is ordered by code point": {
			`SELECT k FROM things ORDER BY k`, nil, []string{"B", "_x", "a", "ä", "客"},
		},
		"row values page": {
			`SELECT k FROM things WHERE (n, k) > ($1, $2) ORDER BY n, k LIMIT 2`, []any{1, "a"}, []string{"ä", "B"},
		},
		"like with an escape": {
			`SELECT k FROM things WHERE k LIKE $1 ESCAPE '!'`, []any{"!_%"}, []string{"_x"},
		},
		"an empty list matches nothing": {
			`SELECT k FROM things WHERE k IN ` + db.List(new([]any), []string{}), nil, nil,
		},
		"upper case of ASCII only": {
			`SELECT lower('ABC')`, nil, []string{"abc"},
		},
		"coalesce and max of nothing": {
			`SELECT CAST(coalesce(max(n), 0) AS TEXT) FROM things WHERE k = 'none'`, nil, []string{"0"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				table(t, d)
				check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
					for i, k := range []string{"a", "ä", "B", "_x", "客"} {
						if err := put(ctx, d, k, i/2+1); err != nil {
							return err
						}
					}
					return nil
				}))
				check.Equal(t, check.Must(db.Query(t.Context(), d, text, c.sql, c.args...))(t), c.want)
			})
		})
	}
}

// The schema is strict on both engines: text does not slip into a number, and nothing is missing.
func TestTypesAreStrict(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, bad := range [][]any{{"wsp_1", "not a number"}, {nil, 1}} {
			err := d.Do(t.Context(), func(ctx context.Context) error {
				return d.Exec(ctx, `INSERT INTO consumers (name, tx, id, holder, lease_until, moved_at)
					VALUES ($1, $2, 0, '', 0, 0)`, bad...)
			})
			check.Equal(t, err != nil, true)
		}
	})
}

func TestValuesComeBackAsTheyWentIn(t *testing.T) {
	t.Parallel()
	type values struct {
		S    string
		Kind actor.Kind
		N    int64
		I    int
		B    bool
		At   time.Time
		None time.Time
		Raw  json.RawMessage
		Blob []byte
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		blob := map[db.Engine]string{db.SQLite: "BLOB", db.Postgres: "BYTEA"}[d.Engine()]
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			return d.Exec(ctx, `CREATE TABLE vals (s TEXT, kind TEXT, n BIGINT, i BIGINT, b BIGINT, at BIGINT, none BIGINT, raw TEXT, blob `+blob+`)`)
		}))
		in := values{
			S: "客服 ü '\"\\ 😀", Kind: actor.Visitor, N: 1<<62 + 1, I: -5, B: true, At: testTime,
			Raw: json.RawMessage(`{"a": 1}`), Blob: []byte{0, 255, 1},
		}
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			return d.Exec(ctx, `INSERT INTO vals VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				in.S, in.Kind, in.N, in.I, in.B, in.At, in.None, in.Raw, in.Blob)
		}))
		out := check.Must(db.One(t.Context(), d, func(r db.Row) (v values, err error) {
			return v, r.Scan(&v.S, &v.Kind, &v.N, &v.I, &v.B, &v.At, &v.None, &v.Raw, &v.Blob)
		}, `SELECT * FROM vals`))(t)
		check.Equal(t, out, in)
	})
}

func TestTextThatOneEngineWouldLoseIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, bad := range []any{"a\x00b", "a\xffb", json.RawMessage("\"\xff\"")} {
			_, err := db.Query(t.Context(), d, text, `SELECT k FROM consumers_missing WHERE k = $1`, bad)
			check.Fault(t, err, fault.ErrEncoding)
		}
		_, err := db.Query(t.Context(), d, text, `SELECT $1`, struct{}{})
		check.Equal(t, err != nil, true)
	})
}

func TestAffectedRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			for _, k := range []string{"a", "b", "c"} {
				check.NoError(t, put(ctx, d, k, 1))
			}
			for _, c := range []struct {
				sql  string
				want int64
			}{
				{`UPDATE things SET n = 1`, 3}, // also those that do not change
				{`UPDATE things SET n = 2 WHERE k = 'none'`, 0},
				{`INSERT INTO things (k, n) VALUES ('a', 5) ON CONFLICT (k) DO NOTHING`, 0},
				{`INSERT INTO things (k, n) VALUES ('a', 5) ON CONFLICT (k) DO UPDATE SET n = excluded.n`, 1},
				{`INSERT INTO things (k, n) SELECT k || '2', n FROM things WHERE n = 1`, 2},
				{`DELETE FROM things WHERE n = 1`, 4},
			} {
				check.Equal(t, check.Must(d.ExecCount(ctx, c.sql))(t), c.want)
			}
			return nil
		}))
	})
}

// Contexts that end at any moment must poison neither a connection nor somebody else's unit.
func TestCancelledContextsHarmNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "a", 1) }))
		const callers, each = 16, 60
		var all sync.WaitGroup
		for range callers {
			all.Go(func() {
				for i := range each {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(400))*time.Microsecond)
					if i%20 == 0 {
						_ = d.Do(ctx, func(ctx context.Context) error {
							return d.Exec(ctx, `UPDATE things SET n = n + 1 WHERE k = 'a'`)
						})
					} else {
						_, _ = db.Query(ctx, d, number, `SELECT n FROM things WHERE k = $1`, "a")
					}
					cancel()
				}
			})
		}
		all.Wait()
		for range 100 {
			check.Must(db.One(t.Context(), d, number, `SELECT n FROM things WHERE k = $1`, "a"))(t)
		}
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "b", 1) }))
		check.Equal(t, keys(t, d), []string{"a", "b"})
	})
}

// A caller whose context ends before its turn leaves without a trace; afterwards its unit has a definite outcome.
func TestCancelledUnitHasADefiniteOutcome(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table(t, d)
		ctx, cancel := context.WithCancel(t.Context())
		err := d.Do(ctx, func(ctx context.Context) error {
			cancel()
			return put(ctx, d, "a", 1)
		})
		want := []string(nil)
		if err == nil {
			want = []string{"a"}
		}
		check.Equal(t, keys(t, d), want)
		ran := false
		err = d.Do(ctx, func(context.Context) error { ran = true; return nil })
		check.Equal(t, []any{err, ran}, []any{context.Canceled, false}, equalErrors)
	})
}

func TestDurability(t *testing.T) {
	t.Parallel()
	for e, c := range map[db.Engine]struct{ ask, want string }{
		db.SQLite:   {`SELECT CAST(synchronous AS TEXT) || ' ' || (SELECT journal_mode FROM pragma_journal_mode) FROM pragma_synchronous`, "2 wal"},
		db.Postgres: {`SELECT current_setting('synchronous_commit')`, "on"},
	} {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			d := dbtest.Open(t, e)
			check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
				check.Equal(t, check.Must(db.One(ctx, d, text, c.ask))(t), c.want) // on the connection that writes
				return nil
			}))
			check.Equal(t, check.Must(db.One(t.Context(), d, text, c.ask))(t), c.want)
		})
	}
}
