package db

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/internal/base/clock"
)

// Engine names a database.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Config says which database to open and how much of it to use. Zero values mean the defaults.
type Config struct {
	Engine Engine
	Path   string // SQLite: the database file; its folder must exist
	DSN    string // PostgreSQL: connection URL or key=value string

	Readers     int           // SQLite: connections of the read pool (4)
	Conns       int           // PostgreSQL: connections of the pool (16)
	Queue       int           // units that may wait before callers are told "busy" (1024)
	GroupUnits  int           // SQLite: units in one commit at most (256)
	GroupTime   time.Duration // SQLite: no unit joins a group that is older (20 ms)
	BusyTimeout time.Duration // how long to wait for a lock that another process holds (5 s)

	// Record is told what each committed unit, and each read outside of one, sent: for measuring against a bare connection.
	Record func(ctx context.Context, sent []Statement)
}

func (c Config) withDefaults() Config {
	c.Readers = orDefault(c.Readers, 4)
	c.Conns = orDefault(c.Conns, 16)
	c.Queue = orDefault(c.Queue, 1024)
	c.GroupUnits = orDefault(c.GroupUnits, 256)
	c.GroupTime = orDefault(c.GroupTime, 20*time.Millisecond)
	c.BusyTimeout = orDefault(c.BusyTimeout, 5*time.Second)
	return c
}

func orDefault[T int | time.Duration](v, def T) T {
	if v <= 0 {
		return def
	}
	return v
}

// DB is an open database.
type DB struct {
	cfg    Config
	clock  clock.Clock
	log    *slog.Logger
	engine engine
	closed func() error // once
	stats  counters
	node   string
	epoch  atomic.Pointer[string] // of the event log, read by Migrate

	mu     sync.Mutex
	wakers map[int]func(Commit)
	nextID int
}

// engine is what SQLite and PostgreSQL each do in their own way.
type engine interface {
	// run runs fn on a fresh transaction (or savepoint) and commits. It may run fn again.
	run(ctx context.Context, fn func(tx) (Commit, error)) error
	// read runs a query outside a unit.
	read(ctx context.Context, sql string, args []any, each func(Row) error) error
	// migrate runs fn with the handle that the migration library wants, while no other process migrates.
	migrate(ctx context.Context, fn func(context.Context, migrator) error) error
	stats() Stats
	close() error
}

// tx is one running unit.
type tx interface {
	// exec runs a write, perhaps later but before the commit. With none != nil it must change exactly one row.
	exec(ctx context.Context, none error, sql string, args []any) error
	count(ctx context.Context, sql string, args []any) (int64, error)
	query(ctx context.Context, sql string, args []any, each func(Row) error) error
}

// Open opens the database. It does not change the schema: call Migrate before use.
func Open(ctx context.Context, cfg Config, c clock.Clock, log *slog.Logger) (*DB, error) {
	d := &DB{cfg: cfg.withDefaults(), clock: c, log: log, wakers: map[int]func(Commit){}}
	d.node = OnlyNode
	if cfg.Engine == Postgres {
		d.node = rand.Text()[:12]
	}
	var err error
	switch cfg.Engine {
	case SQLite:
		d.engine, err = openSQLite(ctx, d.cfg, log, &d.stats, d.wake)
	case Postgres:
		d.engine, err = openPostgres(ctx, d.cfg, &d.stats, d.wake)
	default:
		err = ErrEngine.With("engine", string(cfg.Engine))
	}
	if err != nil {
		return nil, translate(err)
	}
	d.closed = sync.OnceValue(d.engine.close)
	return d, nil
}

// Close waits for running units and closes all connections. Units that still wait are told that the system is busy.
func (d *DB) Close() error { return d.closed() }

// Engine is the engine in use: for the few places that need different SQL, such as full text search.
func (d *DB) Engine() Engine { return d.cfg.Engine }

// OnlyNode is the node where one process at a time has the database: what a former one left behind is its own.
const OnlyNode = "local"

// Node names this process among those that share the database: the holder of leases.
func (d *DB) Node() string { return d.node }

// Commit says what a commit brought besides rows.
type Commit struct {
	Events bool
	Due    time.Time // of the earliest job; zero when there is none
}

// with is what two units brought that are committed together.
func (c Commit) with(o Commit) Commit {
	c.Events = c.Events || o.Events
	if c.Due.IsZero() || !o.Due.IsZero() && o.Due.Before(c.Due) {
		c.Due = o.Due
	}
	return c
}

// news reports whether somebody waits for what it brought.
func (c Commit) news() bool { return c.Events || !c.Due.IsZero() }

// OnCommit registers fn to be called after commits that wrote events or jobs; it must not block. On SQLite one call
// stands for all units of a group. The returned function ends the registration.
func (d *DB) OnCommit(fn func(Commit)) (stop func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := d.nextID
	d.nextID++
	d.wakers[n] = fn
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.wakers, n)
	}
}

func (d *DB) wake(c Commit) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, fn := range d.wakers {
		fn(c)
	}
}

// Stats are counters since the start, and gauges of the moment, for the metrics page.
type Stats struct {
	Units       int64 // committed units
	Failed      int64 // units that ended with an error
	Busy        int64 // units refused because the queue was full
	Retries     int64 // units run again after a serialisation failure or deadlock
	Commits     int64 // COMMIT statements: Units/Commits is the mean size of a group
	Waiting     int64 // units that wait now
	Connections int   // open connections
	InUse       int   // connections at work now
}

type counters struct {
	units, failed, busy, retries, commits, waiting atomic.Int64
}

// queue counts one more who waits, unless too many do.
func (n *counters) queue(most int) bool {
	if n.waiting.Add(1) <= int64(most) {
		return true
	}
	n.waiting.Add(-1)
	n.busy.Add(1)
	return false
}

// Stats reads the counters.
func (d *DB) Stats() Stats {
	s := d.engine.stats()
	s.Units, s.Failed, s.Busy = d.stats.units.Load(), d.stats.failed.Load(), d.stats.busy.Load()
	s.Retries, s.Commits, s.Waiting = d.stats.retries.Load(), d.stats.commits.Load(), d.stats.waiting.Load()
	return s
}
