package chaos

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/test/kit"
)

var languages = []string{"en_GB.UTF-8", "zh_CN.UTF-8"}

// TestNewerSchema gives an older program data that needs a newer one: it touches nothing and says what to do.
func TestNewerSchema(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		t.Parallel()
		program := kit.Start(t, kit.Options{Engine: engine})
		program.SetUp(t)
		check.Equal(t, program.Stop(t), 0)
		level := func(v string) {
			change(t, program, `UPDATE schema_meta SET value = $1 WHERE key = 'min_level'`, v)
		}
		level("99")
		for i, said := range []string{"The data was written by a newer Frontdesk (schema level 99, this program knows 1). Use the newer program.", "数据由更新版本的 Frontdesk 写入（结构级别 99，本程序支持 1）。请使用更新版本的程序。"} {
			older := kit.New(t, kit.Options{Engine: engine, Data: program.Data, DSN: program.DSN, Env: []string{"LANG=" + languages[i]}})
			got := older.Fails(t)
			check.Equal(t, got.Code, 1)
			says(t, got, "db.newer_schema", said)
		}
		level("1")
		program.Start(t)
		program.SignIn(t, "admin@shop.example")
	})
}

// TestIdleSession leaves a session unused for longer than it lasts.
func TestIdleSession(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		t.Parallel()
		program := kit.Start(t, kit.Options{Engine: engine})
		admin := program.SetUp(t)
		admin.OK(t, http.MethodGet, "/session", nil)
		check.Equal(t, program.Stop(t), 0)
		const hours13 = 13 * 3_600_000_000
		change(t, program, `UPDATE identity_sessions SET seen_at = seen_at - $1`, int64(hours13))
		program.Start(t)
		for lang, said := range map[string]string{"en": "Your session has ended. Please sign in again.", "zh-CN": "登录状态已失效，请重新登录。"} {
			c := admin.With("Accept-Language", lang)
			check.Equal(t, c.Call(t, http.MethodGet, "/session", nil).Refused(t, http.StatusUnauthorized, "identity.session").Detail, said)
			check.Equal(t, c.Call(t, http.MethodPost, "/tags", map[string]string{"name": "late", "colour": "red"}).
				Refused(t, http.StatusUnauthorized, "identity.session").Detail, said)
		}
		tags := kit.Get[kit.List[struct{ Name string }]](t, program.SignIn(t, admin.Email).Client, "/tags").Items
		check.Equal(t, len(tags), 0)
	})
}

// change writes to the database of a program that is stopped.
func change(t *testing.T, p *kit.Program, statement string, args ...any) {
	t.Helper()
	cfg := db.Config{Engine: db.SQLite, Path: filepath.Join(p.Data, file)}
	if p.DSN != "" {
		cfg = db.Config{Engine: db.Postgres, DSN: p.DSN}
	}
	d := check.Must(db.Open(t.Context(), cfg, clock.Real{}, dbtest.Log()))(t)
	check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
		return d.ExecOne(ctx, errors.New("there is not one such row"), statement, args...)
	}))
	check.NoError(t, d.Close())
}

// TestReadOnlyFolder gives the program a folder that it cannot write to: an empty one, and, where one can be mounted, a whole
// data folder on a file system that became read-only.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	refusesReadOnly(t, kit.Options{Data: readOnlyFolder(t)})
	disk, err := mountedRoom(t)
	if err != nil {
		t.Logf("no file system of its own here: %v", err)
		return
	}
	in := kit.Options{Data: filepath.Join(disk.dir, "data"), Shell: disk.enter}
	program := kit.Start(t, in)
	program.SetUp(t)
	check.Equal(t, program.Stop(t), 0)
	check.NoError(t, disk.run("mount -o remount,bind,ro '"+disk.dir+"'"))
	refusesReadOnly(t, in)
	check.NoError(t, disk.run("mount -o remount,bind,rw '"+disk.dir+"'"))
	program.Start(t)
	program.SignIn(t, "admin@shop.example")
}

func refusesReadOnly(t *testing.T, o kit.Options) {
	t.Helper()
	for i, said := range []string{"Check owner, permissions and mount options of the data folder.", "请检查数据目录的属主、权限和挂载选项。"} {
		o.Env = []string{"LANG=" + languages[i]}
		got := kit.New(t, o).Fails(t)
		check.Equal(t, got.Code, 75)
		says(t, got, "db.read_only", said, o.Data)
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
