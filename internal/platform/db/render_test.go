package db_test

import (
	"io/fs"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestMigrationsRenderForEachEngine(t *testing.T) {
	t.Parallel()
	const in = "a ${TEXT} ${INT} ${BLOB} ${STRICT};\n-- +engine sqlite\nlite\n  -- +engine postgres\npg\n-- +engine all\nboth ${SERIAL}\n"
	for e, want := range map[db.Engine]string{
		db.SQLite:   "a TEXT INTEGER BLOB STRICT;\nlite\nboth INTEGER PRIMARY KEY AUTOINCREMENT\n",
		db.Postgres: "a TEXT COLLATE \"C\" BIGINT BYTEA ;\npg\nboth BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY\n",
	} {
		check.Equal(t, check.Must(db.RenderSQL(in, e))(t), want)
	}
	for _, bad := range []string{"${TIME}", "-- +engine oracle\n"} {
		_, err := db.RenderSQL(bad, db.SQLite)
		check.Equal(t, err != nil, true)
	}
	for _, e := range dbtest.Engines {
		files := check.Must(fs.Glob(db.Migration, "migrations/*.sql"))(t)
		for _, f := range files {
			check.Must(db.RenderSQL(string(check.Must(fs.ReadFile(db.Migration, f))(t)), e))(t)
		}
	}
}

// Both engines must end up with the same tables and columns, but for those that a section names.
func TestBothSchemasHaveTheSameColumns(t *testing.T) {
	t.Parallel()
	ask := map[db.Engine]string{
		db.SQLite: `SELECT m.name || '.' || c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.name NOT LIKE '%!_fts%' ESCAPE '!'`,
		db.Postgres: `SELECT table_name || '.' || column_name FROM information_schema.columns
			WHERE table_schema = current_schema()`,
	}
	got := map[db.Engine]map[string]bool{}
	for _, e := range dbtest.Engines {
		got[e] = map[string]bool{}
		for _, c := range check.Must(db.Query(t.Context(), dbtest.Open(t, e), text, ask[e]))(t) {
			got[e][c] = true
		}
	}
	apart := func(name string) bool { // what only one engine needs
		return name == "events.tx" || strings.HasPrefix(name, "goose_") || strings.HasPrefix(name, "search_")
	}
	for _, pair := range [][2]db.Engine{{db.SQLite, db.Postgres}, {db.Postgres, db.SQLite}} {
		for name := range got[pair[0]] {
			if !got[pair[1]][name] && !apart(name) {
				t.Errorf("%s has %s, %s has not", pair[0], name, pair[1])
			}
		}
	}
	check.Equal(t, len(got[db.SQLite]) > 20, true)
}

func TestListsAppendTheirValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values []string
		sql    string
		args   []any
	}{
		{nil, "(NULL)", []any{1}},
		{[]string{"a"}, "($2)", []any{1, "a"}},
		{[]string{"a", "b", "c"}, "($2,$3,$4,$5)", []any{1, "a", "b", "c", "c"}},
	} {
		args := []any{1}
		check.Equal(t, db.List(&args, c.values), c.sql)
		check.Equal(t, args, c.args)
	}
}
