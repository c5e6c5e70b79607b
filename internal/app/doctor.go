package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"frontdesk/internal/app/core"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/platform/bus"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/secret"
)

// leastFree is the space below which the doctor warns: the database stops when the disk is full.
const leastFree = 256 // MB

// doctorPatience bounds each question to another machine.
const doctorPatience = 10 * time.Second

// born is when this program was written: a clock that shows an earlier time is wrong.
var born = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Finding is what the doctor says about one thing: its names, a remark when it is well, a fault when it is not.
type Finding struct {
	En, Zh         string
	NoteEn, NoteZh string
	Err            error
}

// Examine looks at everything that the program needs to run with this configuration. It changes nothing and makes nothing,
// and it may run beside a server.
func Examine(ctx context.Context, cfg config.Config) []Finding {
	found := []Finding{{En: "configuration", Zh: "配置", Err: cfg.Validate()}, examineClock(time.Now())}
	if found[0].Err != nil {
		return found // the rest would only say the same in other words
	}
	found = append(found, examineFolder(cfg.Data.Dir), examineSpace(cfg.Data.Dir))
	if cfg.OpensDatabase() {
		found = append(found, examineKey(cfg), examineDatabase(ctx, cfg))
	}
	return append(found, examineBus(ctx, cfg))
}

func examineClock(now time.Time) Finding {
	f := Finding{En: "clock", Zh: "系统时间", NoteEn: now.UTC().Format(time.RFC3339)}
	f.NoteZh = f.NoteEn
	if now.Before(born) {
		f.Err = ErrClock.With("now", f.NoteEn)
	}
	return f
}

func (f Finding) fresh() Finding {
	f.NoteEn, f.NoteZh = "made at the first start", "首次启动时创建"
	return f
}

// standing is the folder itself, or the nearest one above it that exists.
func standing(dir string) string {
	dir = filepath.Clean(dir)
	for {
		if _, err := os.Stat(dir); err == nil || filepath.Dir(dir) == dir || !errors.Is(err, fs.ErrNotExist) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

func examineFolder(dir string) Finding {
	f := Finding{En: "data folder", Zh: "数据目录", NoteEn: dir, NoteZh: dir}
	at := standing(dir)
	if info, err := os.Stat(at); err != nil || !info.IsDir() {
		f.Err = ErrDataDir.With("dir", dir).Because(err)
		return f
	}
	probe, err := os.CreateTemp(at, ".doctor-*")
	if err != nil {
		f.Err = ErrNotWrite.With("dir", at).Because(err)
		return f
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		f.Err = ErrNotWrite.With("dir", at).Because(err)
	}
	if at != filepath.Clean(dir) {
		return f.fresh()
	}
	return f
}

func examineSpace(dir string) Finding {
	f := Finding{En: "free space", Zh: "剩余空间"}
	free, known := freeSpace(standing(dir))
	if !known {
		f.NoteEn, f.NoteZh = "unknown on this system", "当前系统无法获取"
		return f
	}
	f.NoteEn = fmt.Sprintf("%d MB", free)
	f.NoteZh = f.NoteEn
	if free < leastFree {
		f.Err = ErrNoRoom.With("free", free).With("least", leastFree)
	}
	return f
}

func examineKey(cfg config.Config) Finding {
	f := Finding{En: "root key", Zh: "根密钥", NoteEn: cfg.KeyFile(), NoteZh: cfg.KeyFile()}
	if len(cfg.Secret.Keys) > 0 {
		f.NoteEn, f.NoteZh = "from the configuration", "来自配置"
	} else if _, err := os.Stat(cfg.KeyFile()); errors.Is(err, fs.ErrNotExist) {
		return f.fresh() // Load would make one
	}
	_, f.Err = secret.Load(cfg.KeyFile(), cfg.Secret.Keys)
	return f
}

func examineDatabase(ctx context.Context, cfg config.Config) Finding {
	f := Finding{En: "database", Zh: "数据库", NoteEn: cfg.Database.Engine, NoteZh: cfg.Database.Engine}
	if cfg.Database.Engine == string(db.SQLite) {
		if _, err := os.Stat(cfg.DatabaseFile()); errors.Is(err, fs.ErrNotExist) {
			return f.fresh() // Open would make one
		}
	}
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	d, err := db.Open(ctx, core.DatabaseConfig(cfg), clock.Real{}, slog.New(slog.DiscardHandler))
	if fault.Has(err, db.ErrInUse) {
		f.NoteEn, f.NoteZh = "in use by a running Frontdesk", "正由运行中的 Frontdesk 使用"
		return f
	}
	if err != nil {
		f.Err = err
		return f
	}
	err = d.Compatible(ctx)
	f.Err = errors.Join(err, d.Close())
	if fault.Has(err, db.ErrNotMigrated) {
		return Finding{En: f.En, Zh: f.Zh}.fresh()
	}
	return f
}

func examineBus(ctx context.Context, cfg config.Config) Finding {
	f := Finding{En: "message bus", Zh: "消息总线"}
	if cfg.Bus.Embedded() {
		f.NoteEn, f.NoteZh = "inside the program", "内置"
		return f
	}
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	b, err := bus.Open(ctx, bus.Config{Name: "doctor", URLs: cfg.Bus.URLs, Credentials: cfg.Bus.Creds}, slog.New(slog.DiscardHandler))
	if err != nil {
		f.Err = err
		return f
	}
	if !b.Connected() {
		f.Err = ErrBusAway.New()
	}
	f.Err = errors.Join(f.Err, b.Close(ctx))
	return f
}
