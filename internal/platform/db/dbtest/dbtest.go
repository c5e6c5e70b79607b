// Package dbtest gives tests a fresh, migrated database on both engines.
//
// PostgreSQL is the server of FRONTDESK_TEST_PG (a connection URL; each test gets a schema of its own). Without the
// variable a throw-away server is started once per test process and removed with it. A machine without PostgreSQL fails
// the tests: they are never skipped.
package dbtest

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/pgserver"
)

// Engines are all engines, for tests that open their databases themselves.
var Engines = []db.Engine{db.SQLite, db.Postgres}

// Each runs the test once per engine, each time on a fresh, migrated database.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, e := range Engines {
		t.Run(string(e), func(t *testing.T) { fn(t, Open(t, e)) })
	}
}

// Open is a fresh, migrated database that is closed when the test ends.
func Open(t testing.TB, e db.Engine) *db.DB {
	t.Helper()
	cfg := Config(t, e)
	if e == db.SQLite {
		copyTemplate(t, cfg.Path)
	}
	d := OpenAt(t, cfg)
	if e == db.Postgres {
		if err := d.Migrate(t.Context()); err != nil {
			t.Fatalf("migrate: %v", err)
		}
	}
	return d
}

// Config names a fresh, empty database: for tests that open it twice or with settings of their own.
func Config(t testing.TB, e db.Engine) db.Config {
	t.Helper()
	if e == db.SQLite {
		return db.Config{Engine: e, Path: filepath.Join(t.TempDir(), "test.db")}
	}
	return db.Config{Engine: e, DSN: freshSchema(t), Conns: 8}
}

// OpenAt opens a database without migrating it and closes it when the test ends.
func OpenAt(t testing.TB, cfg db.Config) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), cfg, clock.Real{}, Log())
	if err != nil {
		t.Fatalf("open %s: %v", cfg.Engine, err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close %s: %v", cfg.Engine, err)
		}
	})
	return d
}

// Log is a logger that writes nothing.
func Log() *slog.Logger { return slog.New(slog.DiscardHandler) }

// template is a migrated SQLite file, made once per process: copying it is much faster than migrating.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "fdsqlite")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	ctx := context.Background()
	cfg := db.Config{Engine: db.SQLite, Path: filepath.Join(dir, "template.db")}
	d, err := db.Open(ctx, cfg, clock.Real{}, Log())
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(cfg.Path)
})

func copyTemplate(t testing.TB, to string) {
	t.Helper()
	raw, err := template()
	if err == nil {
		err = os.WriteFile(to, raw, 0o600)
	}
	if err != nil {
		t.Fatalf("migrated SQLite file: %v", err)
	}
}

// server is the PostgreSQL server for this process.
var server = sync.OnceValues(func() (*pgserver.Server, error) {
	if dsn := os.Getenv("FRONTDESK_TEST_PG"); dsn != "" {
		return &pgserver.Server{DSN: dsn}, nil
	}
	return pgserver.Start("/tmp", pgserver.Fast) // a socket's path must be short
})

// freshSchema makes a schema of its own in the PostgreSQL server and returns a DSN that leads there.
func freshSchema(t testing.TB) string {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatalf("the tests need PostgreSQL: install it (initdb and postgres in PATH or /usr/lib/postgresql/*/bin) "+
			"or set FRONTDESK_TEST_PG: %v", err)
	}
	schema := "t_" + strings.ToLower(rand.Text()[:16])
	if err := db.AdminExec(t.Context(), s.DSN, "CREATE SCHEMA "+schema); err != nil {
		t.Fatalf("create schema: %v", err)
	}
	t.Cleanup(func() {
		if err := db.AdminExec(context.WithoutCancel(t.Context()), s.DSN, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Errorf("drop schema: %v", err)
		}
	})
	return withSchema(s.DSN, schema)
}

func withSchema(dsn, schema string) string {
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme == "" {
		return dsn + " search_path=" + schema
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}
