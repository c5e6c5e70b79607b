package db_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// The benchmarks write what one chat message costs: a row of 200 bytes with two indexes, the counter of its conversation
// (2,000 active ones) and an event. "raw" writes the same rows in transactions of the same size without units, and is the
// limit of the engine; "single" commits each unit alone. Compare ratios of one run, never numbers of two.

const conversations = 2000

func messages(b *testing.B, d *db.DB) {
	b.Helper()
	for _, s := range []string{
		`CREATE TABLE talks (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL, last_at BIGINT NOT NULL)`,
		`CREATE TABLE messages (id TEXT PRIMARY KEY, talk BIGINT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL)`,
		`CREATE INDEX messages_talk ON messages (talk, seq)`,
		`CREATE INDEX messages_at ON messages (at)`,
	} {
		check.NoError(b, d.Do(b.Context(), func(ctx context.Context) error { return d.Exec(ctx, s) }))
	}
	check.NoError(b, d.Do(b.Context(), func(ctx context.Context) error {
		for i := range conversations {
			if err := d.Exec(ctx, `INSERT INTO talks (id, seq, last_at) VALUES ($1, 0, 0)`, i); err != nil {
				return err
			}
		}
		return nil
	}))
}

var body = fmt.Sprintf("%0200d", 7)

// message writes one message in the running unit, with the sequence taken first.
func message(ctx context.Context, d *db.DB, n int64) error {
	now := time.Now()
	talk := n * 7919 % conversations
	seq, err := db.One(ctx, d, number, `UPDATE talks SET seq = seq + 1, last_at = $1 WHERE id = $2 RETURNING seq`, now, talk)
	if err != nil {
		return err
	}
	err = d.Exec(ctx, `INSERT INTO messages (id, talk, seq, at, body) VALUES ($1, $2, $3, $4, $5)`,
		fmt.Sprintf("msg_%026d", n), talk, seq, now, body)
	if err != nil {
		return err
	}
	return unit.Append(ctx, event.Event{
		Tenant: "wsp_1", Stream: "talk", StreamID: "tlk_1", Seq: seq, Type: "talk.message_added", Version: 1,
		Actor: actor.Ref{Kind: actor.Visitor, ID: "vis_1"}, At: now, Data: []byte(`{"message":"msg_1","before":1,"after":2}`),
	})
}

func perSecond(b *testing.B) { b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "units/s") }

// callers runs b.N units from many goroutines.
func callers(b *testing.B, count int, unit func(n int64) error) {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range count {
		all.Go(func() {
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					return
				}
				if err := unit(n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	perSecond(b)
}

func BenchmarkUnit(b *testing.B) {
	for _, e := range dbtest.Engines {
		for _, count := range []int{1, 16, 64, 256} {
			b.Run(fmt.Sprintf("%s/callers=%d", e, count), func(b *testing.B) {
				d := dbtest.Open(b, e)
				messages(b, d)
				commits := d.Stats().Commits
				callers(b, count, func(n int64) error {
					return d.Do(b.Context(), func(ctx context.Context) error { return message(ctx, d, n) })
				})
				b.ReportMetric(float64(b.N)/float64(max(1, d.Stats().Commits-commits)), "units/commit")
			})
		}
	}
}

// BenchmarkSingle commits each unit alone: what group commit is worth.
func BenchmarkSingle(b *testing.B) {
	cfg := dbtest.Config(b, db.SQLite)
	cfg.GroupUnits = 1
	d := dbtest.OpenAt(b, cfg)
	check.NoError(b, d.Migrate(b.Context()))
	messages(b, d)
	callers(b, 64, func(n int64) error {
		return d.Do(b.Context(), func(ctx context.Context) error { return message(ctx, d, n) })
	})
}

// BenchmarkRaw is the limit: the same statements, 64 messages per transaction, prepared, on one connection of the driver.
func BenchmarkRaw(b *testing.B) {
	for _, size := range []int{1, 64} {
		b.Run(fmt.Sprintf("sqlite/batch=%d", size), func(b *testing.B) {
			cfg := dbtest.Config(b, db.SQLite)
			d := dbtest.OpenAt(b, cfg)
			check.NoError(b, d.Migrate(b.Context()))
			messages(b, d)
			check.NoError(b, d.Close())
			raw := db.OpenRaw(b, cfg)
			b.ResetTimer()
			for from := 0; from < b.N; from += size {
				raw.Batch(b, from, min(size, b.N-from), conversations, body)
			}
			b.StopTimer()
			perSecond(b)
		})
	}
}

// BenchmarkRawPostgres is the limit there: the same rows in one batch and one commit each, 64 callers.
func BenchmarkRawPostgres(b *testing.B) {
	cfg := dbtest.Config(b, db.Postgres)
	d := dbtest.OpenAt(b, cfg)
	check.NoError(b, d.Migrate(b.Context()))
	messages(b, d)
	callers(b, 64, db.RawPostgres(b, cfg, conversations, body))
}

func BenchmarkRead(b *testing.B) {
	for _, e := range dbtest.Engines {
		b.Run(string(e), func(b *testing.B) {
			d := dbtest.Open(b, e)
			messages(b, d)
			b.ResetTimer()
			for n := range b.N {
				if _, err := db.One(b.Context(), d, number, `SELECT seq FROM talks WHERE id = $1`, n%conversations); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
