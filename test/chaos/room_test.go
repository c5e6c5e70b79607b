package chaos

import (
	"bufio"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"frontdesk/internal/check"
)

// roomSize is enough for a new workspace and some files.
const roomSize = 48 << 20

// room is a folder on a small file system of its own, which can really be full.
type room struct {
	dir     string // as the program sees it
	outside string // the same as the test sees it
	enter   string // of kit.Options.Shell, to run the program where dir is
	shell   io.Writer
	said    *bufio.Reader
}

// ownRoom mounts a file system in a name space that a helper process holds. That needs no rights where name spaces are
// allowed. In containers that forbid them, /dev/shm is a small file system already. nil where there is neither.
func ownRoom(t *testing.T) *room {
	t.Helper()
	r, err := mountedRoom(t)
	if err == nil {
		return r
	}
	if r = smallShared(t); r == nil {
		t.Logf("no file system of its own here: %v", err)
	}
	return r
}

func mountedRoom(t *testing.T) (*room, error) {
	t.Helper()
	at := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "unshare", "--map-root-user", "--mount", "sh")
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2, cmd.Start()); err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		_ = in.Close() // ends it, and with it the name space and the file system
		_ = cmd.Wait() // it has nothing more to say
	})
	pid := strconv.Itoa(cmd.Process.Pid)
	r := &room{
		dir: at, outside: filepath.Join("/proc", pid, "root", at), shell: in, said: bufio.NewReader(out),
		enter: "exec nsenter --preserve-credentials --user --mount --target " + pid + ` "$0" "$@"`,
	}
	return r, r.run("mount -t tmpfs -o size=" + strconv.Itoa(roomSize) + " none '" + at + "'")
}

// run runs a command beside the file system.
func (r *room) run(command string) error {
	if _, err := io.WriteString(r.shell, command+" 2>&1; echo \"= $?\"\n"); err != nil {
		return err
	}
	var said strings.Builder
	for {
		line, err := r.said.ReadString('\n')
		if err != nil {
			return errors.Join(err, errors.New(said.String()))
		}
		if code, last := strings.CutPrefix(line, "= "); last {
			if code != "0\n" {
				return errors.New(command + ": " + said.String())
			}
			return nil
		}
		said.WriteString(line)
	}
}

// inShared lets one test at a time fill the shared one.
var inShared sync.Mutex

// smallShared is a folder in /dev/shm, unless that is large.
func smallShared(t *testing.T) *room {
	t.Helper()
	inShared.Lock()
	t.Cleanup(inShared.Unlock)
	const shared = "/dev/shm"
	var about syscall.Statfs_t
	if syscall.Statfs(shared, &about) != nil || int64(about.Blocks)*about.Bsize > 4*roomSize || int64(about.Bavail)*about.Bsize < roomSize/2 {
		return nil
	}
	dir := filepath.Join(shared, "frontdesk-"+rand.Text())
	if os.Mkdir(dir, 0o700) != nil {
		return nil
	}
	t.Cleanup(func() { check.NoError(t, os.RemoveAll(dir)) })
	return &room{dir: dir, outside: dir}
}

// crowd fills the file system with a file until only so many bytes are left, and gives back what makes room again.
func (r *room) crowd(t *testing.T, name string, left int64) (free func()) {
	t.Helper()
	name = filepath.Join(r.outside, name)
	f := check.Must(os.Create(name))(t)
	block := make([]byte, 1<<16)
	var size int64
	for {
		n, err := f.Write(block)
		size += int64(n)
		if errors.Is(err, syscall.ENOSPC) {
			break
		}
		check.NoError(t, err)
	}
	check.NoError(t, errors.Join(f.Truncate(size-left), f.Close()))
	return func() { check.NoError(t, os.Remove(name)) }
}
