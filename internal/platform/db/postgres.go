package db

import (
	"context"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"frontdesk/internal/base/fault"
)

// Limits of a unit on PostgreSQL.
const (
	maxRuns       = 8                // of a unit that meets serialisation failures or deadlocks
	commitTimeout = 15 * time.Second // for the round trip that commits, which nothing cancels
	oldestServer  = 14
)

// pgEngine is a pool of connections to PostgreSQL.
type pgEngine struct {
	cfg    Config
	pool   *pgxpool.Pool
	n      *counters
	notify func(Commit)
	convoy *convoy
}

func openPostgres(ctx context.Context, cfg Config, n *counters, notify func(Commit)) (*pgEngine, error) {
	pc, err := poolConfig(cfg)
	if err != nil {
		return nil, err
	}
	return openPool(ctx, pc, cfg, n, notify)
}

// poolConfig reads the DSN and adds the limits that it does not set.
func poolConfig(cfg Config) (*pgxpool.Config, error) {
	pc, err := pgxpool.ParseConfig(cfg.DSN)
	if err != nil {
		return nil, ErrUnreachable.New() // the cause would hold the password
	}
	pc.MaxConns = int32(cfg.Conns) //nolint:gosec // a pool size
	limits := map[string]string{
		"application_name":                    "frontdesk",
		"timezone":                            "UTC",
		"lock_timeout":                        "10s",
		"statement_timeout":                   "60s",
		"idle_in_transaction_session_timeout": "60s",
	}
	for k, v := range limits {
		if _, set := pc.ConnConfig.RuntimeParams[k]; !set {
			pc.ConnConfig.RuntimeParams[k] = v
		}
	}
	return pc, nil
}

func openPool(ctx context.Context, pc *pgxpool.Config, cfg Config, n *counters, notify func(Commit)) (*pgEngine, error) {
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, err
	}
	var version int
	var text string
	err = pool.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_version')`).
		Scan(&version, &text)
	if err == nil && version/10000 < oldestServer {
		err = ErrTooOld.With("version", text)
	}
	if err != nil {
		pool.Close()
		return nil, err
	}
	e := &pgEngine{cfg: cfg, pool: pool, n: n, notify: notify}
	e.convoy = &convoy{e: e, most: min(max(2, runtime.GOMAXPROCS(0)), max(1, cfg.Conns/2))}
	return e, nil
}

// run runs fn, and again after failures that are nobody's fault.
func (e *pgEngine) run(ctx context.Context, fn func(tx) (Commit, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for try := 1; ; try++ {
		err := e.once(ctx, fn)
		if err == nil || try == maxRuns || !again(err) {
			return err
		}
		e.n.retries.Add(1)
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// once runs fn one time and commits what it wrote: together with others, if it has read nothing.
func (e *pgEngine) once(ctx context.Context, fn func(tx) (Commit, error)) error {
	t := &pgTx{e: e}
	defer t.end(ctx) // even if fn ends its goroutine
	wrote, err := fn(t)
	switch {
	case err != nil:
		return err
	case t.conn == nil && len(t.pending) == 0:
		return nil
	case t.conn == nil && !t.checks():
		return e.convoy.send(ctx, t.pending, wrote)
	default:
		return t.commit(ctx, wrote)
	}
}

// pause waits a little, longer each time, never the same for two callers.
func pause(ctx context.Context, try int) error {
	const first = 2 * time.Millisecond
	limit := first << min(try, 6)
	t := time.NewTimer(first + rand.N(limit)) //nolint:gosec // jitter
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// again reports whether running the unit once more may help: it lost against another one, the connection was dead
// before anything was sent, or a statement was prepared before a migration changed its result.
func again(err error) bool {
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return pe.Code == "40001" || pe.Code == "40P01" || pe.Code == "0A000" && strings.Contains(pe.Message, "cached plan")
	}
	return pgconn.SafeToRetry(err)
}

func (e *pgEngine) read(ctx context.Context, sql string, args []any, each func(Row) error) error {
	rows, err := e.pool.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	return eachPgRow(rows, each)
}

func eachPgRow(rows pgx.Rows, each func(Row) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// migrate holds an advisory lock, so that of many nodes that start together one migrates and the others wait.
func (e *pgEngine) migrate(ctx context.Context, fn func(context.Context, migrator) error) error {
	pc := e.pool.Config().ConnConfig
	pc.RuntimeParams["lock_timeout"], pc.RuntimeParams["statement_timeout"] = "0", "0"
	pc.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	conn, err := pgx.ConnectConfig(ctx, pc)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // ends the lock, too
	var schema string
	if err := conn.QueryRow(ctx, `SELECT coalesce(current_schema(), '')`).Scan(&schema); err != nil {
		return err
	}
	key := int64(crc32.ChecksumIEEE([]byte("frontdesk migrate " + schema)))
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, key); err != nil {
		return err
	}
	db := stdlib.OpenDB(*pc)
	return errors.Join(fn(ctx, migrator{db: db, dialect: goose.DialectPostgres}), db.Close())
}

func (e *pgEngine) stats() Stats {
	s := e.pool.Stat()
	return Stats{Connections: int(s.TotalConns()), InUse: int(s.AcquiredConns())}
}

func (e *pgEngine) close() error {
	e.pool.Close()
	return nil
}

// translatePostgres turns SQLSTATE codes and broken connections into faults; nil when it does not know better.
func translatePostgres(err error) error {
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		switch {
		case pe.Code == "23505":
			return violation{err}
		case pe.Code == "53100":
			return ErrDiskFull.Wrap(err)
		case pe.Code == "58030":
			return ErrDisk.Wrap(err)
		case pe.Code == "25006":
			return ErrReadOnly.Wrap(err).With("path", "PostgreSQL")
		case pe.Code == "40001", pe.Code == "40P01", pe.Code == "55P03", pe.Code == "57014", pe.Code == "53300":
			return fault.ErrBusy.Wrap(err)
		case strings.HasPrefix(pe.Code, "28"), pe.Code == "3D000":
			return ErrSignIn.Wrap(err)
		case strings.HasPrefix(pe.Code, "57P"), strings.HasPrefix(pe.Code, "08"):
			return ErrUnreachable.Wrap(err)
		}
		return nil
	}
	var ne net.Error
	var ce *pgconn.ConnectError
	if errors.As(err, &ce) || errors.As(err, &ne) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err) {
		return ErrUnreachable.Wrap(err)
	}
	return nil
}

// AdminExec runs one statement on a connection of its own, outside all units: to make and drop schemas and databases.
func AdminExec(ctx context.Context, dsn, sql string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return translate(err)
	}
	_, err = conn.Exec(ctx, sql)
	return translate(errors.Join(err, conn.Close(ctx)))
}
