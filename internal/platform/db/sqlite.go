package db

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"syscall"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"frontdesk/internal/base/fault"
)

// maxStatements bounds each cache of prepared statements.
const maxStatements = 512

// sqliteEngine is one SQLite file: one writer, a pool of readers, and the lock that keeps other processes out.
type sqliteEngine struct {
	cfg    Config
	lock   *os.File
	pool   *sql.DB // readers
	write  *sql.DB // holds the writer's one connection
	writer *writer

	mu    sync.RWMutex
	stmts map[string]*sql.Stmt // of the read pool
}

func openSQLite(ctx context.Context, cfg Config, log *slog.Logger, n *counters, notify func(Commit)) (_ *sqliteEngine, err error) {
	e := &sqliteEngine{cfg: cfg, stmts: map[string]*sql.Stmt{}}
	defer func() {
		if err != nil {
			_ = e.release() // what failed before says more
		}
	}()
	if e.lock, err = lockFile(cfg.Path); err != nil {
		return nil, err
	}
	// The file is made here, so that nobody else on the machine may read it; SQLite gives its side files the same mode.
	f, err := os.OpenFile(cfg.Path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fileFault(cfg.Path, err)
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	if e.write, err = sql.Open("sqlite", sqliteDSN(cfg, "foreign_keys(1)", "cache_size(-16000)")); err != nil {
		return nil, err
	}
	e.write.SetMaxOpenConns(1)
	conn, err := e.write.Conn(ctx)
	if err != nil {
		return nil, openFault(cfg.Path, err)
	}
	// A read-only medium shows only when something is written.
	if _, err := conn.ExecContext(ctx, `PRAGMA user_version = 0`); err != nil {
		return nil, openFault(cfg.Path, err)
	}
	if e.pool, err = sql.Open("sqlite", sqliteDSN(cfg, "query_only(1)", "cache_size(-4000)")); err != nil {
		return nil, err
	}
	e.pool.SetMaxOpenConns(cfg.Readers)
	e.pool.SetMaxIdleConns(cfg.Readers)
	e.writer = startWriter(ctx, conn, cfg, log, n, notify)
	return e, nil
}

// sqliteDSN names the file and the settings that every connection gets. busy_timeout stands first, because the others
// may already have to wait.
func sqliteDSN(cfg Config, more ...string) string {
	q := url.Values{}
	for _, p := range append([]string{
		"busy_timeout(" + strconv.FormatInt(cfg.BusyTimeout.Milliseconds(), 10) + ")",
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"wal_autocheckpoint(20000)",
		"journal_size_limit(134217728)",
		"temp_store(MEMORY)",
	}, more...) {
		q.Add("_pragma", p)
	}
	return "file:" + (&url.URL{Path: cfg.Path}).EscapedPath() + "?" + q.Encode()
}

func (e *sqliteEngine) read(ctx context.Context, text string, args []any, each func(Row) error) error {
	stmt, err := e.prepared(ctx, text) //nolint:sqlclosecheck // it stays in the cache
	if err != nil {
		return err
	}
	var rows *sql.Rows
	if stmt != nil {
		rows, err = stmt.QueryContext(ctx, args...)
	} else {
		rows, err = e.pool.QueryContext(ctx, text, args...)
	}
	if err != nil {
		return err
	}
	return eachRow(rows, func(row Row) error {
		runtime.Gosched() // SQLite reads in this program: a long answer must not keep the writer from a processor
		return each(row)
	})
}

// prepared is the cached statement; nil when the cache is full, which programs with a fixed set of texts never reach.
func (e *sqliteEngine) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	e.mu.RLock()
	stmt, n := e.stmts[text], len(e.stmts)
	e.mu.RUnlock()
	if stmt != nil || n >= maxStatements {
		return stmt, nil
	}
	stmt, err := e.pool.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if other := e.stmts[text]; other != nil {
		return other, stmt.Close() //nolint:sqlclosecheck // only the double goes
	}
	e.stmts[text] = stmt
	return stmt, nil
}

func eachRow(rows *sql.Rows, each func(Row) error) error {
	defer rows.Close() //nolint:errcheck // rows.Err below says it
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// migrate works on a connection of its own, without foreign keys: rebuilding a table must not cascade.
func (e *sqliteEngine) migrate(ctx context.Context, fn func(context.Context, migrator) error) error {
	db, err := sql.Open("sqlite", sqliteDSN(e.cfg))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	return errors.Join(fn(ctx, migrator{db: db, dialect: goose.DialectSQLite3}), db.Close())
}

func (e *sqliteEngine) stats() Stats {
	s := e.pool.Stats()
	return Stats{Connections: s.OpenConnections + 1, InUse: s.InUse}
}

func (e *sqliteEngine) close() error {
	e.writer.stop()
	return e.release()
}

func (e *sqliteEngine) release() error {
	var err error
	if e.pool != nil {
		err = errors.Join(err, e.pool.Close())
	}
	if e.write != nil {
		err = errors.Join(err, e.write.Close())
	}
	if e.lock != nil {
		err = errors.Join(err, e.lock.Close())
	}
	return err
}

func lockFile(file string) (*os.File, error) {
	name := file + ".lock"
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fileFault(file, err)
	}
	if err := lockExclusive(f); err != nil {
		_ = f.Close() // the lock is what failed
		return nil, ErrInUse.Wrap(err).With("path", filepath.Dir(file))
	}
	return f, nil
}

// fileFault says why a file could not be opened.
func fileFault(file string, err error) error {
	d := ErrFolder
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		d = ErrReadOnly
	case errors.Is(err, syscall.ENOSPC):
		d = ErrDiskFull
	}
	return d.Wrap(err).With("path", filepath.Dir(file))
}

// openFault adds the path to what SQLite says at the start.
func openFault(file string, err error) error {
	var f *fault.Fault
	if !errors.As(translate(err), &f) {
		return err
	}
	if f.Def == fault.ErrBusy { // nobody here is busy yet
		f = ErrLocked.Wrap(err)
	}
	return f.With("path", filepath.Dir(file))
}

// translateSQLite turns SQLite's result codes into faults; nil when it does not know better.
func translateSQLite(err error) error {
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return nil
	}
	switch se.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return violation{err}
	case sqlite3.SQLITE_IOERR_SHMSIZE: // the index of the log could not grow
		return ErrDiskFull.Wrap(err)
	}
	switch se.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fault.ErrBusy.Wrap(err)
	case sqlite3.SQLITE_FULL:
		return ErrDiskFull.Wrap(err)
	case sqlite3.SQLITE_IOERR:
		return ErrDisk.Wrap(err)
	case sqlite3.SQLITE_READONLY:
		return ErrReadOnly.Wrap(err).With("path", "")
	case sqlite3.SQLITE_CANTOPEN:
		return ErrFolder.Wrap(err).With("path", "")
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrDamaged.Wrap(err)
	}
	return nil
}
