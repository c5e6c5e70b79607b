package kit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// patience is how long a broken program may take to fail a test.
const patience = 30 * time.Second

// Engines are the databases that the program knows.
var Engines = dbtest.Engines

// Options say how the program is started.
type Options struct {
	Engine db.Engine // SQLite when empty
	DSN    string    // of an existing database instead of a fresh schema
	Data   string    // an existing data folder instead of a fresh one
	Set    []string  // further settings, "key=value"
	Env    []string  // further variables of the environment
	Shell  string    // run by sh before the program takes its place, such as "ulimit -f 4096"
}

// Program is one running `frontdesk serve`, or one that ended and can be started again on the same data and port.
type Program struct {
	URL  string
	Data string
	DSN  string
	args []string
	opts Options
	cmd  *exec.Cmd
	log  *journal
	ends chan int
}

// Each runs a test once per database.
func Each(t *testing.T, fn func(t *testing.T, engine db.Engine)) {
	t.Helper()
	for _, e := range Engines {
		t.Run(string(e), func(t *testing.T) { fn(t, e) })
	}
}

// Start runs the program and waits until it is ready. It is killed when the test ends.
func Start(t testing.TB, o Options) *Program {
	t.Helper()
	p := New(t, o)
	p.Start(t)
	return p
}

// New prepares a program without starting it.
func New(t testing.TB, o Options) *Program {
	t.Helper()
	if o.Data == "" {
		o.Data = t.TempDir()
	}
	if o.Engine == db.Postgres && o.DSN == "" {
		o.DSN = dbtest.Config(t, db.Postgres).DSN
	}
	p := &Program{Data: o.Data, DSN: o.DSN, opts: o}
	listen := freePort(t)
	p.URL = "http://" + listen
	p.args = []string{
		"serve", "--data", o.Data, "--listen", listen, "--set", "log.format=json",
		// Tests come from one address: what they measure is not the limits, except where they say so.
		"--set", "server.trusted_proxies=127.0.0.1", "--set", "limits.sign_ins=100000", "--set", "limits.requests=1000000",
		"--set", "limits.visitor_writes=1000000", "--set", "limits.visitor_starts=1000000",
	}
	if o.DSN != "" {
		p.args = append(p.args, "--set", "database.engine=postgres", "--set", "database.dsn="+o.DSN)
	}
	for _, s := range o.Set {
		p.args = append(p.args, "--set", s)
	}
	t.Cleanup(p.Kill)
	return p
}

// Start starts the program, again after it ended, and waits until it is ready.
func (p *Program) Start(t testing.TB) {
	t.Helper()
	p.launch(t)
	select {
	case <-p.log.ready:
	case code := <-p.ends:
		p.ends <- code
		t.Fatalf("the program ended with code %d before it was ready:\n%s", code, p.log.text())
	case <-time.After(patience):
		t.Fatalf("the program is not ready after %v:\n%s", patience, p.log.text())
	}
}

func (p *Program) launch(t testing.TB) {
	t.Helper()
	binary := Binary(t)
	args := append([]string{binary}, p.args...)
	if p.opts.Shell != "" {
		args = append([]string{"/bin/sh", "-c", p.opts.Shell + ` && exec "$0" "$@"`}, args...)
	}
	p.cmd = &exec.Cmd{Path: args[0], Args: args, Env: append(cleanEnv(), p.opts.Env...)}
	p.log = &journal{ready: make(chan struct{})}
	stderr, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", binary, err)
	}
	cmd, log, ends := p.cmd, p.log, make(chan int, 1)
	p.ends = ends
	go func() {
		log.read(stderr)
		_ = cmd.Wait() // the code says it
		ends <- cmd.ProcessState.ExitCode()
	}()
}

// Kill ends the program as a power cut would.
func (p *Program) Kill() { p.end(syscall.SIGKILL) }

// Stop asks the program to end, as an operator does, and gives its exit code.
func (p *Program) Stop(t testing.TB) int {
	t.Helper()
	return p.end(syscall.SIGTERM)
}

func (p *Program) end(s syscall.Signal) int {
	if p.cmd == nil {
		return 0
	}
	_ = p.cmd.Process.Signal(s) // it may have ended by itself
	code := <-p.ends
	p.cmd = nil
	return code
}

// Exit waits for the program to end by itself.
func (p *Program) Exit(t testing.TB) int {
	t.Helper()
	select {
	case code := <-p.ends:
		p.cmd = nil
		return code
	case <-time.After(patience):
		t.Fatalf("still running after %v:\n%s", patience, p.Log())
		return -1
	}
}

// Fails starts the program, which must end by itself and say why.
func (p *Program) Fails(t testing.TB) Outcome {
	t.Helper()
	p.launch(t)
	code := p.Exit(t)
	return Outcome{Code: code, Err: p.Log()}
}

// Log is what the program has logged since it started.
func (p *Program) Log() string { return p.log.text() }

// Outcome is what a finished command left behind.
type Outcome struct {
	Code     int
	Out, Err string
}

// Run runs a command of the program to its end.
func Run(t testing.TB, env []string, args ...string) Outcome {
	t.Helper()
	var out, errout bytes.Buffer
	binary := Binary(t)
	cmd := &exec.Cmd{Path: binary, Args: append([]string{binary}, args...), Env: append(cleanEnv(), env...), Stdout: &out, Stderr: &errout}
	if err := cmd.Start(); err != nil {
		t.Fatalf("frontdesk %s: %v", strings.Join(args, " "), err)
	}
	limit := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer limit.Stop()
	_ = cmd.Wait() // the code says it
	return Outcome{Code: cmd.ProcessState.ExitCode(), Out: out.String(), Err: errout.String()}
}

// cleanEnv is the environment without what would configure the program or choose its language.
func cleanEnv() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "FRONTDESK_") || strings.HasPrefix(v, "LC_") || strings.HasPrefix(v, "LANG")
	})
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return address
}

// built is the binary: FRONTDESK_BIN, or one that is built once per test process from the sources as they are.
var built = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("FRONTDESK_BIN"); path != "" {
		return path, nil
	}
	raw, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", err
	}
	root := filepath.Dir(strings.TrimSpace(string(raw)))
	dir := filepath.Join(root, ".cache", "test")
	path := filepath.Join(dir, "frontdesk")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	cmd := exec.Command("go", "build", "-o", ".cache/test/frontdesk", "./cmd/frontdesk")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
})

// Binary is the program under test.
func Binary(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatalf("build the program: %v", err)
	}
	return path
}

// journal keeps what a program logs and tells when it says that it is ready.
type journal struct {
	ready chan struct{}
	once  sync.Once
	mu    sync.Mutex
	lines strings.Builder
}

func (j *journal) read(from io.Reader) {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadString('\n')
		j.mu.Lock()
		j.lines.WriteString(line)
		j.mu.Unlock()
		var said struct {
			Msg string `json:"msg"`
		}
		if json.Unmarshal([]byte(line), &said) == nil && said.Msg == "ready" {
			j.once.Do(func() { close(j.ready) })
		}
		if err != nil {
			return
		}
	}
}

func (j *journal) text() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.String()
}
