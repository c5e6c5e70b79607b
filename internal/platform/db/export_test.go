package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/internal/base/clock"
)

// RenderSQL and Bind are for tests of their own.
var (
	RenderSQL = renderSQL
	Migration = migrations
)

// HoldWriteLock is another program that writes to the file, until the returned function is called.
func HoldWriteLock(t *testing.T, path string) (unlock func()) {
	t.Helper()
	d, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := d.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	run := func(text string) {
		t.Helper()
		if _, err := conn.ExecContext(context.WithoutCancel(t.Context()), text); err != nil {
			t.Fatal(err)
		}
	}
	run(`BEGIN IMMEDIATE`)
	return func() {
		run(`ROLLBACK`)
		_ = conn.Close()
		_ = d.Close()
	}
}

// OpenCounted opens PostgreSQL with one connection and counts what is sent to it: one write is one round trip.
func OpenCounted(t *testing.T, cfg Config) (d *DB, sent *atomic.Int64) {
	t.Helper()
	cfg = cfg.withDefaults()
	cfg.Conns = 1
	pc, err := poolConfig(cfg)
	if err != nil {
		t.Fatal(err)
	}
	sent = new(atomic.Int64)
	dial := pc.ConnConfig.DialFunc
	pc.ConnConfig.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dial(ctx, network, addr)
		return countedConn{c, sent}, err
	}
	d = &DB{cfg: cfg, clock: clock.Real{}, log: slog.New(slog.DiscardHandler), wakers: map[int]func(Commit){}}
	if d.engine, err = openPool(t.Context(), pc, cfg, &d.stats, d.wake); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.engine.close() })
	return d, sent
}

type countedConn struct {
	net.Conn
	sent *atomic.Int64
}

// Write sends and counts.
func (c countedConn) Write(b []byte) (int, error) {
	c.sent.Add(1)
	return c.Conn.Write(b)
}

// Raw is a bare connection of the driver with the statements of the benchmarks.
type Raw struct {
	conn  *sql.Conn
	stmts []*sql.Stmt
}

// OpenRaw opens the file of a closed database with the writer's settings.
func OpenRaw(b *testing.B, cfg Config) *Raw {
	b.Helper()
	pool, err := sql.Open("sqlite", sqliteDSN(cfg.withDefaults(), "foreign_keys(1)", "cache_size(-16000)"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = pool.Close() })
	conn, err := pool.Conn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	r := &Raw{conn: conn}
	for _, text := range []string{
		`BEGIN IMMEDIATE`, `COMMIT`,
		`UPDATE talks SET seq = seq + 1, last_at = $1 WHERE id = $2 RETURNING seq`,
		`INSERT INTO messages (id, talk, seq, at, body) VALUES ($1, $2, $3, $4, $5)`,
		`INSERT INTO events (tenant, stream, stream_id, seq, type, version, actor_kind, actor_id, at, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
	} {
		s, err := conn.PrepareContext(context.Background(), text) //nolint:sqlclosecheck // goes with the connection
		if err != nil {
			b.Fatal(err)
		}
		r.stmts = append(r.stmts, s)
	}
	return r
}

// Batch writes messages in one transaction.
func (r *Raw) Batch(b *testing.B, from, count, talks int, body string) {
	b.Helper()
	ctx := context.Background()
	do := func(s *sql.Stmt, args ...any) {
		if _, err := s.ExecContext(ctx, args...); err != nil {
			b.Fatal(err)
		}
	}
	do(r.stmts[0])
	for n := from; n < from+count; n++ {
		now, talk, seq := time.Now().UnixMicro(), int64(n)*7919%int64(talks), int64(0)
		if err := r.stmts[2].QueryRowContext(ctx, now, talk).Scan(&seq); err != nil {
			b.Fatal(err)
		}
		do(r.stmts[3], fmt.Sprintf("msg_%026d", n), talk, seq, now, body)
		do(r.stmts[4], "wsp_1", "talk", "tlk_1", seq, "talk.message_added", 1, "visitor", "vis_1", now, `{"message":"msg_1","before":1,"after":2}`)
	}
	do(r.stmts[1])
}

// RawPostgres writes one message as one batch over a bare pool of 32 connections, without reading the sequence first.
func RawPostgres(b *testing.B, cfg Config, talks int, body string) func(n int64) error {
	b.Helper()
	cfg.Conns = 32
	pc, err := poolConfig(cfg)
	if err != nil {
		b.Fatal(err)
	}
	pc.MaxConns = int32(cfg.Conns)
	pool, err := pgxpool.NewWithConfig(b.Context(), pc)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	return func(n int64) error {
		now, talk := time.Now().UnixMicro(), n*7919%int64(talks)
		var batch pgx.Batch
		batch.Queue(`begin`)
		batch.Queue(`UPDATE talks SET seq = seq + 1, last_at = $1 WHERE id = $2 RETURNING seq`, now, talk)
		batch.Queue(`INSERT INTO messages (id, talk, seq, at, body) VALUES ($1, $2, $3, $4, $5)`, fmt.Sprintf("msg_%026d", n), talk, n, now, body)
		batch.Queue(`INSERT INTO events (tenant, stream, stream_id, seq, type, version, actor_kind, actor_id, at, data)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			"wsp_1", "talk", "tlk_1", n, "talk.message_added", 1, "visitor", "vis_1", now, `{"message":"msg_1","before":1,"after":2}`)
		batch.Queue(`commit`)
		return pool.SendBatch(context.Background(), &batch).Close()
	}
}
