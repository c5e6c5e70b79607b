package db_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/db/pgserver"
)

// quiet leaves the log to the one connection that commits: nothing in the background writes or flushes between its
// flush and its answer.
const quiet = pgserver.Durable + " -c shared_buffers=16MB -c wal_sync_method=fdatasync -c wal_level=minimal -c max_wal_senders=0" +
	" -c autovacuum=off -c wal_writer_delay=10s -c checkpoint_timeout=1h"

// The same proof as TestNothingIsAcknowledgedBeforeItsFlush, for PostgreSQL: a traced server. In the order of its system calls
// stand, for each unit, the write of the log, its flush, the answer to COMMIT, and then a question that is asked after Do has
// returned.
func TestPostgresAcknowledgesNothingBeforeItsFlush(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Log("system calls are traced on Linux only")
		return
	}
	const units = 20
	s, err := pgserver.Start("/tmp", quiet, "strace", "-f", "-y", "-s", "512", "-o", "trace",
		"-e", "trace=write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sendto")
	if err != nil {
		t.Fatalf("PostgreSQL under strace (install both): %v", err)
	}
	t.Cleanup(func() { check.NoError(t, s.Stop()) })
	d := check.Must(db.Open(t.Context(), db.Config{Engine: db.Postgres, DSN: s.DSN, Conns: 2}, clock.Real{}, dbtest.Log()))(t)
	table(t, d)
	ask := func(what string) { check.Must(db.Query(t.Context(), d, text, `SELECT $1`, what))(t) }
	ask("begin")
	for i := range units {
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, strconv.Itoa(i), i) }))
		ask(fmt.Sprintf("ack %d.", i))
	}
	check.NoError(t, d.Close())
	// The tracer is a moment behind.
	f := check.Must(os.Open(filepath.Join(s.Dir, "trace")))(t)
	t.Cleanup(func() { _ = f.Close() }) // read only
	var trace strings.Builder
	check.Eventually(t, "the trace is whole", func() bool {
		check.Must(io.Copy(&trace, f))(t)
		return strings.Contains(trace.String(), fmt.Sprintf("ack %d.", units-1))
	})
	_, log, _ := strings.Cut(trace.String(), "begin")
	check.Equal(t, flushedCommits(t, log), units)
}

// flushedCommits reads a trace and gives the number of units that were flushed, answered and acknowledged in this order.
func flushedCommits(t *testing.T, trace string) (acks int) {
	t.Helper()
	written, flushed, committed := false, false, false // since the last acknowledgement
	flushing := map[string]bool{}                      // processes whose flush has begun
	for lines := bufio.NewScanner(strings.NewReader(trace)); lines.Scan(); {
		line := lines.Text()
		process, call, _ := strings.Cut(line, " ")
		log, over := strings.Contains(call, "/pg_wal/"), !strings.Contains(call, "<unfinished")
		switch {
		case strings.Contains(call, "write") && log:
			written, flushed = true, false
		case strings.Contains(call, "sync(") && log:
			flushed, flushing[process] = over, !over
		case strings.Contains(call, "sync resumed") && flushing[process]:
			flushed, flushing[process] = true, false
		case strings.Contains(call, `sendto(`) && strings.Contains(call, `COMMIT\0`):
			if committed = true; !written || !flushed {
				t.Errorf("%s: log written %v, flushed after that %v", line, written, flushed)
			}
		case strings.Contains(call, `sendto(`) && strings.Contains(call, fmt.Sprintf("ack %d.", acks)):
			acks++
			if !committed {
				t.Errorf("%s: acknowledged before the answer to COMMIT", line)
			}
			written, flushed, committed = false, false, false
		}
	}
	return acks
}
