package db_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// Killing a process does not prove that data is on disk; the order of its system calls does. A traced child
// acknowledges units on its standard output: before each acknowledgement the log file must have been written and then
// flushed.
func TestNothingIsAcknowledgedBeforeItsFlush(t *testing.T) {
	t.Parallel()
	const units = 20
	if path := os.Getenv("DB_TEST_ACK"); path != "" {
		acknowledge(t, path, units)
		return
	}
	if runtime.GOOS != "linux" {
		t.Log("system calls are traced on Linux only")
		return
	}
	dir := t.TempDir()
	trace := filepath.Join(dir, "trace")
	cmd := exec.CommandContext(t.Context(), "strace", "-f", "-y", "-s", "16", "-o", trace,
		"-e", "trace=write,pwrite64,fsync,fdatasync",
		os.Args[0], "-test.run=^TestNothingIsAcknowledgedBeforeItsFlush$")
	cmd.Env = append(os.Environ(), "DB_TEST_ACK="+filepath.Join(dir, "test.db"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("strace (install it): %v\n%s", err, out)
	}
	f := check.Must(os.Open(trace))(t)
	defer f.Close() //nolint:errcheck // read only
	acks := 0
	written, flushed := false, false // since the last acknowledgement; then: flushed after the last write
	flushing := map[string]bool{}    // threads whose flush has begun
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		thread, call, _ := strings.Cut(line, " ")
		log, over := strings.Contains(call, "test.db-wal"), !strings.Contains(call, "<unfinished")
		switch {
		case strings.Contains(call, "pwrite64(") && log:
			written, flushed = true, false
		case strings.Contains(call, "sync(") && log:
			flushed, flushing[thread] = over, !over
		case strings.Contains(call, "sync resumed") && flushing[thread]:
			flushed, flushing[thread] = true, false
		case strings.Contains(call, `"ack `):
			acks++
			if !written || !flushed {
				t.Errorf("%s: log written %v, flushed after that %v", line, written, flushed)
			}
			written, flushed = false, false
		}
	}
	check.Equal(t, acks, units)
}

// acknowledge is the traced child.
func acknowledge(t *testing.T, path string, units int) {
	t.Helper()
	d := check.Must(db.Open(t.Context(), db.Config{Engine: db.SQLite, Path: path}, clock.Real{}, dbtest.Log()))(t)
	table(t, d)
	for i := range units {
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error { return put(ctx, d, strconv.Itoa(i), i) }))
		_, err := os.Stdout.WriteString("ack " + strconv.Itoa(i) + "\n")
		check.NoError(t, err)
	}
	check.NoError(t, d.Close())
}
