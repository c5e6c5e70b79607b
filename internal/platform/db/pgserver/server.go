//go:build !windows

package pgserver

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
	"syscall"
	"time"

	"frontdesk/internal/platform/db"
)

// Server is a running one. lifeline is its standard input; it stands here because the collector closes files that nobody
// holds.
type Server struct {
	DSN      string
	Dir      string // where it runs
	lifeline io.WriteCloser
	cmd      *exec.Cmd
}

// script makes a cluster, runs it until its standard input ends (that is, until this process ends, however it ends) and
// removes everything. $3 are its settings; what follows is the command that runs the server, such as a tracer.
const script = `
dir=$1 bin=$2 settings=$3
shift 3
cd "$dir" || exit 1
"$bin/initdb" -D data -U frontdesk -A trust -E UTF8 --locale=C --no-sync >log 2>&1 || exit 1
"$@" "$bin/postgres" -D data -k "$dir" -c listen_addresses= -c max_connections=300 $settings >>log 2>&1 &
pid=$!
cat >/dev/null
kill -INT "$(head -n 1 data/postmaster.pid || echo $pid)"
wait $pid
cd / && rm -rf "$dir"
`

// Settings of a server.
const (
	Fast    = "-c fsync=off -c full_page_writes=off -c shared_buffers=64MB" // for tests: nothing is flushed to disk
	Durable = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=512MB -c max_wal_size=4GB"
)

// Start makes a server in a new folder below parent, whose path must be short, and waits until it answers. The server is
// run by the command of through, if there is one.
func Start(parent, settings string, through ...string) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent, "fdpg")
	if err != nil {
		return nil, err
	}
	args := append([]string{"-c", script, "sh", dir, bin, settings}, through...)
	cmd := exec.Command("/bin/sh", args...) //nolint:gosec,noctx // it ends with this process
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 { // PostgreSQL refuses to run as root
		cred, err := unprivileged()
		if err != nil {
			return nil, err
		}
		if err := os.Chown(dir, int(cred.Uid), int(cred.Gid)); err != nil {
			return nil, err
		}
		cmd.SysProcAttr.Credential = cred
	}
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	dsn := "postgres:///postgres?host=" + dir + "&user=frontdesk&sslmode=disable"
	return &Server{DSN: dsn, Dir: dir, lifeline: lifeline, cmd: cmd}, ready(dsn, dir)
}

// Stop ends the server and removes its folder.
func (s *Server) Stop() error { return errors.Join(s.lifeline.Close(), s.cmd.Wait()) }

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
