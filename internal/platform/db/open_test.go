package db_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func open(t *testing.T, cfg db.Config) error {
	t.Helper()
	d, err := db.Open(t.Context(), cfg, clock.Real{}, dbtest.Log())
	if err == nil {
		check.NoError(t, d.Close())
	}
	return err
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	junk := filepath.Join(dir, "junk.db")
	check.NoError(t, os.WriteFile(junk, []byte(strings.Repeat("this is no database ", 100)), 0o600))
	pg := dbtest.Config(t, db.Postgres).DSN
	for name, c := range map[string]struct {
		cfg  db.Config
		want *fault.Def
	}{
		"unknown engine":    {db.Config{Engine: "oracle"}, db.ErrEngine},
		"missing folder":    {db.Config{Engine: db.SQLite, Path: filepath.Join(dir, "none", "a.db")}, db.ErrFolder},
		"not a database":    {db.Config{Engine: db.SQLite, Path: junk}, db.ErrDamaged},
		"read-only folder":  {db.Config{Engine: db.SQLite, Path: filepath.Join(readOnlyFolder(t), "a.db")}, db.ErrReadOnly},
		"malformed address": {db.Config{Engine: db.Postgres, DSN: "postgres://%zz:secret@"}, db.ErrUnreachable},
		"nobody listens":    {db.Config{Engine: db.Postgres, DSN: "postgres:///x?host=" + dir + "&connect_timeout=5"}, db.ErrUnreachable},
		"unknown user":      {db.Config{Engine: db.Postgres, DSN: pg + "&user=nobody_known"}, db.ErrSignIn},
		"unknown database":  {db.Config{Engine: db.Postgres, DSN: pg + "&dbname=none"}, db.ErrSignIn},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := open(t, c.cfg)
			check.Fault(t, err, c.want)
			check.Equal(t, strings.Contains(err.Error(), "secret"), false)
		})
	}
}

// readOnlyFolder is a folder where nothing can be made. Nobody stops root from writing but the kernel's own folders.
func readOnlyFolder(t *testing.T) string {
	t.Helper()
	if os.Getuid() == 0 && runtime.GOOS == "linux" {
		return "/sys"
	}
	dir := t.TempDir()
	check.NoError(t, os.Chmod(dir, 0o500))
	return dir
}

func TestFileBelongsToItsOwnerAlone(t *testing.T) {
	t.Parallel()
	cfg := dbtest.Config(t, db.SQLite)
	dbtest.OpenAt(t, cfg)
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		info := check.Must(os.Stat(cfg.Path + suffix))(t)
		check.Equal(t, info.Mode().Perm(), os.FileMode(0o600))
	}
}

func TestSecondOpenIsRefused(t *testing.T) {
	t.Parallel()
	cfg := dbtest.Config(t, db.SQLite)
	d := check.Must(db.Open(t.Context(), cfg, clock.Real{}, dbtest.Log()))(t)
	err := open(t, cfg)
	check.Fault(t, err, db.ErrInUse)
	check.Equal(t, strings.Contains(fault.From(err).Sentence("en"), filepath.Dir(cfg.Path)), true)
	check.NoError(t, d.Close())
	check.NoError(t, open(t, cfg))
}

// A process that was killed leaves the lock free and the file whole.
func TestSecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	if path := os.Getenv("DB_TEST_HOLD"); path != "" {
		d := check.Must(db.Open(t.Context(), db.Config{Engine: db.SQLite, Path: path}, clock.Real{}, dbtest.Log()))(t)
		check.NoError(t, d.Migrate(t.Context()))
		_, _ = os.Stdout.WriteString("held\n")
		select {}
	}
	cfg := dbtest.Config(t, db.SQLite)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSecondProcessIsRefused$")
	cmd.Env = append(os.Environ(), "DB_TEST_HOLD="+cfg.Path)
	out := check.Must(cmd.StdoutPipe())(t)
	check.NoError(t, cmd.Start())
	buf := make([]byte, 5)
	_, err := out.Read(buf)
	check.NoError(t, err)
	check.Equal(t, string(buf), "held\n")

	check.Fault(t, open(t, cfg), db.ErrInUse)
	check.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait() // killed
	d := dbtest.OpenAt(t, cfg)
	check.NoError(t, d.Migrate(t.Context()))
}

// Another program that holds the write lock (a back-up tool, a shell) makes units busy, not lost or stuck.
func TestLockedDatabaseIsBusy(t *testing.T) {
	t.Parallel()
	cfg := dbtest.Config(t, db.SQLite)
	cfg.BusyTimeout = 1 // rounds to no waiting at all
	d := dbtest.OpenAt(t, cfg)
	table(t, d)
	unlock := db.HoldWriteLock(t, cfg.Path)
	check.Fault(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "a", 1) }), fault.ErrBusy)
	check.Equal(t, len(keys(t, d)), 0) // reading goes on
	unlock()
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, "a", 1) }))
}

func TestMigrateTwiceAndTogether(t *testing.T) {
	t.Parallel()
	for _, e := range dbtest.Engines {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			cfg := dbtest.Config(t, e)
			nodes := []*db.DB{dbtest.OpenAt(t, cfg)}
			if e == db.Postgres {
				nodes = append(nodes, dbtest.OpenAt(t, cfg), dbtest.OpenAt(t, cfg))
			}
			_, err := nodes[0].Epoch(t.Context())
			check.Equal(t, err != nil, true) // no schema yet
			var all sync.WaitGroup
			for _, d := range nodes {
				all.Go(func() {
					for range 2 {
						if err := d.Migrate(t.Context()); err != nil {
							t.Error(err)
						}
					}
				})
			}
			all.Wait()
			epoch := check.Must(nodes[0].Epoch(t.Context()))(t)
			check.Equal(t, len(epoch) > 0, true)
			check.NoError(t, nodes[0].NewEpoch(t.Context()))
			check.Equal(t, check.Must(nodes[0].Epoch(t.Context()))(t) != epoch, true)
		})
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		setLevel := func(v string) {
			check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
				return d.ExecOne(ctx, errors.New("no level"), `UPDATE schema_meta SET value = $1 WHERE key = 'min_level'`, v)
			}))
		}
		setLevel("99")
		check.Fault(t, d.Migrate(t.Context()), db.ErrNewerSchema)
		setLevel("1")
		check.NoError(t, d.Migrate(t.Context()))
	})
}
