package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"frontdesk/internal/app/core"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
)

// Names inside a back-up.
const (
	backupDatabase = "frontdesk.db"
	backupFiles    = "files"
)

// Backup copies the database (SQLite only) and then the files into a new folder. It may run beside a server. A file that
// comes between is in the copy although nothing names it; the other order could miss one. The root key stays where it is.
func Backup(ctx context.Context, cfg config.Config, to string) error {
	if entries, err := os.ReadDir(to); len(entries) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ErrBackupThere.With("dir", to).Because(err)
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return ErrCopy.With("dir", to).Because(err)
	}
	if cfg.Database.Engine == string(db.SQLite) {
		if err := db.Backup(ctx, cfg.DatabaseFile(), filepath.Join(to, backupDatabase)); err != nil {
			return err
		}
	}
	return copyFolder(cfg.BlobDir(), filepath.Join(to, backupFiles))
}

// Restore puts a back-up in place: the files, the database (SQLite; PostgreSQL must hold it already), and a new epoch of the
// event log, so that whoever saw later events notices. No server may run. What goes wrong can be done again.
func Restore(ctx context.Context, cfg config.Config, from string) (err error) {
	database, sqlite := core.DatabaseConfig(cfg), cfg.Database.Engine == string(db.SQLite)
	if sqlite {
		if database.Path, err = restoreSQLite(cfg, from); err != nil {
			return err
		}
	}
	if err := copyFolder(filepath.Join(from, backupFiles), cfg.BlobDir()); err != nil {
		return err
	}
	if err := newLife(ctx, database); err != nil || !sqlite {
		return err
	}
	return errors.Join(os.Remove(database.Path+".lock"), os.Rename(database.Path, cfg.DatabaseFile()))
}

// restoreSQLite copies the database beside its place. A log that an earlier database left behind must not meet it.
func restoreSQLite(cfg config.Config, from string) (path string, err error) {
	for _, side := range []string{"", "-wal"} {
		if _, err := os.Stat(cfg.DatabaseFile() + side); !errors.Is(err, fs.ErrNotExist) {
			return "", ErrRestoreOver.With("dir", cfg.Data.Dir).Because(err)
		}
	}
	if err := os.MkdirAll(cfg.Data.Dir, 0o700); err != nil {
		return "", ErrDataDir.With("dir", cfg.Data.Dir).Because(err)
	}
	path = cfg.DatabaseFile() + ".restored"
	for _, side := range []string{"-wal", "-shm"} {
		_ = os.Remove(path + side) // of an attempt that was cut off
	}
	if err := copyFile(filepath.Join(from, backupDatabase), path); err != nil {
		return "", ErrNoBackup.With("dir", from).Because(err)
	}
	return path, nil
}

// newLife starts a new epoch of a database that this program understands.
func newLife(ctx context.Context, cfg db.Config) error {
	d, err := db.Open(ctx, cfg, clock.Real{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	if err = d.Compatible(ctx); err == nil {
		err = d.NewEpoch(ctx)
	}
	return errors.Join(err, d.Close())
}

// copyFolder copies whole files; those that are still being written stand in folders whose names begin with a dot. What
// disappears meanwhile was deleted by somebody.
func copyFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		name, relErr := filepath.Rel(from, path)
		if err = errors.Join(err, relErr); err != nil {
			return ErrCopy.With("dir", to).Because(err)
		}
		switch {
		case !e.IsDir():
			err = copyFile(path, filepath.Join(to, name))
		case name != "." && e.Name()[0] == '.':
			return fs.SkipDir
		default:
			err = os.MkdirAll(filepath.Join(to, name), 0o700)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return ErrCopy.With("dir", to).Because(err)
		}
		return nil
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close(), in.Close())
}
