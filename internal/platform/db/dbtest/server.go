//go:build !windows

package dbtest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"frontdesk/internal/platform/db"
)

// instance is a PostgreSQL server. lifeline is its standard input; it stands here because the collector closes files
// that nobody holds.
type instance struct {
	dsn      string
	lifeline io.WriteCloser
}

// server is the PostgreSQL server for this process.
var server = sync.OnceValues(func() (instance, error) {
	if dsn := os.Getenv("FRONTDESK_TEST_PG"); dsn != "" {
		return instance{dsn: dsn}, nil
	}
	return startServer()
})

// script makes a cluster, runs it until its standard input ends (that is, until the test process ends, however it ends)
// and removes everything. Only speed differs from a real server: nothing is flushed to disk.
const script = `
cd "$1" || exit 1
"$2/initdb" -D data -U frontdesk -A trust -E UTF8 --locale=C --no-sync >log 2>&1 || exit 1
"$2/postgres" -D data -k "$1" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=300 \
  -c shared_buffers=64MB >>log 2>&1 &
pid=$!
cat >/dev/null
kill -INT $pid
wait $pid
cd / && rm -rf "$1"
`

func startServer() (instance, error) {
	bin, err := binaries()
	if err != nil {
		return instance{}, err
	}
	dir, err := os.MkdirTemp("/tmp", "fdpg") // a socket's path must be short
	if err != nil {
		return instance{}, err
	}
	cmd := exec.Command("/bin/sh", "-c", script, "sh", dir, bin) //nolint:gosec,noctx // it ends with this process
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 { // PostgreSQL refuses to run as root
		cred, err := unprivileged()
		if err != nil {
			return instance{}, err
		}
		if err := os.Chown(dir, int(cred.Uid), int(cred.Gid)); err != nil {
			return instance{}, err
		}
		cmd.SysProcAttr.Credential = cred
	}
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return instance{}, err
	}
	if err := cmd.Start(); err != nil {
		return instance{}, err
	}
	dsn := "postgres:///postgres?host=" + dir + "&user=frontdesk&sslmode=disable"
	return instance{dsn: dsn, lifeline: lifeline}, ready(dsn, dir)
}

// ready waits until the server answers.
func ready(dsn, dir string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := db.AdminExec(ctx, dsn, "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(dir, "log")) // only to say more
			return fmt.Errorf("the server did not start: %w\n%s", err, bytes.TrimSpace(log))
		}
	}
}

// binaries is the folder that holds initdb and postgres: the newest installed, or the one in PATH.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		slices.SortFunc(found, func(a, b string) int { // 9.6 before 15
			return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
		})
		return filepath.Dir(found[len(found)-1]), nil
	}
	name, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("initdb was not found")
	}
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return "", err
	}
	return filepath.Dir(name), nil
}

func unprivileged() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("running as root, and neither the user postgres nor nobody exists")
}
