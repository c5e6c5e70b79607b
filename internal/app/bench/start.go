package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/obs"
)

const (
	coldStarts = 3 // the middle one counts
	signIns    = 20
	settled    = 10 * time.Second
)

// measureStart runs the program itself in an empty folder.
func measureStart(ctx context.Context, p *place) ([]Result, error) {
	info, err := os.Stat(p.Self[0])
	if err != nil {
		return nil, err
	}
	var cold times
	var c *child
	for i := range coldStarts {
		cfg, err := p.fresh(ctx)
		if err != nil {
			return nil, err
		}
		if c, err = p.startChild(ctx, cfg); err != nil {
			return nil, err
		}
		cold = append(cold, c.took)
		if i < coldStarts-1 {
			c.stop()
		}
	}
	select {
	case <-time.After(min(settled, p.Time/2)):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	idle, err := obs.MemoryOf(c.cmd.Process.Pid)
	c.stop()
	if err != nil {
		return nil, err
	}
	peak, took, err := p.signInAtOnce(ctx)
	if err != nil {
		return nil, err
	}
	const mb = 1 << 20
	return []Result{
		figure("cold start to ready, middle of three", "s", cold.at(50)/1000).atMost(1),
		figure("memory at rest", "MB", float64(idle.Resident)/mb).atMost(120),
		figure("memory, peak of 20 sign-ins at once", "MB", float64(peak)/mb),
		figure("20 sign-ins at once", "s", took.Seconds()),
		figure("program file", "MB", float64(info.Size())/mb).atMost(60),
	}, nil
}

// child is the program running by itself.
type child struct {
	cmd  *exec.Cmd
	url  string
	took time.Duration // from the start of the process to the first "ready"
	log  *bytes.Buffer
}

// startChild starts the program and waits until it is ready.
func (p *place) startChild(ctx context.Context, cfg config.Config) (*child, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	args := append(p.Self[1:len(p.Self):len(p.Self)], "serve", "--data", cfg.Data.Dir, "--listen", address, "--set", "log.level=error",
		"--set", "limits.sign_ins=100000", "--set", "database.engine="+cfg.Database.Engine)
	c := &child{url: "http://" + address, log: &bytes.Buffer{}}
	c.cmd = exec.CommandContext(ctx, p.Self[0], args...) //nolint:gosec // it is this program
	c.cmd.Env, c.cmd.Stderr = os.Environ(), c.log
	if p.DB == db.Postgres {
		c.cmd.Env = append(c.cmd.Env, "FRONTDESK_DATABASE_DSN="+cfg.Database.DSN)
	}
	begun := time.Now()
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	for {
		res, err := get(ctx, c.url+"/readyz")
		if err == nil && res == http.StatusOK {
			c.took = time.Since(begun)
			return c, nil
		}
		if time.Since(begun) > time.Minute || ctx.Err() != nil {
			c.stop()
			return nil, ErrServer.With("detail", strings.TrimSpace(c.log.String()))
		}
		pause(time.Millisecond)
	}
}

// client asks the program under measurement, on this machine only.
var client = &http.Client{Timeout: time.Minute}

func get(ctx context.Context, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, res.Body.Close()
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (c *child) stop() {
	_ = c.cmd.Process.Signal(os.Interrupt)
	_ = c.cmd.Wait()
}

// signInAtOnce signs many people in together, each for the first time.
func (p *place) signInAtOnce(ctx context.Context) (peak int64, took time.Duration, err error) {
	cfg, err := p.fresh(ctx)
	if err != nil {
		return 0, 0, err
	}
	if err := p.hire(ctx, cfg); err != nil {
		return 0, 0, err
	}
	c, err := p.startChild(ctx, cfg)
	if err != nil {
		return 0, 0, err
	}
	defer c.stop()
	begun := time.Now()
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	for i := range signIns {
		all.Go(func() {
			err := c.post(ctx, "/api/v1/session", map[string]any{"email": address(i), "password": password})
			if err != nil {
				failed.Store(&err)
			}
		})
	}
	all.Wait()
	took = time.Since(begun)
	if err := failed.Load(); err != nil {
		return 0, 0, *err
	}
	m, err := obs.MemoryOf(c.cmd.Process.Pid)
	return m.Peak, took, err
}

func address(i int) string { return fmt.Sprintf("person%d@example.com", i) }

// hire makes a workspace with the people who will sign in.
func (p *place) hire(ctx context.Context, cfg config.Config) error {
	s, err := p.bareOn(ctx, cfg, clock.Real{}, nil)
	if err != nil {
		return err
	}
	defer s.end() //nolint:errcheck // the program opens it next and would complain
	w, err := found(ctx, s.Services)
	if err != nil {
		return err
	}
	role, err := w.roleOfAgents(ctx)
	if err != nil {
		return err
	}
	ctx = actor.With(ctx, actor.SystemFor(w.tenant))
	for i := range signIns {
		_, err := s.Identity.CreateUser(ctx, identity.NewUser{
			Email: address(i), Name: fmt.Sprintf("Person %d", i), Password: password, Locale: "en", Timezone: "UTC", RoleID: role,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *child) post(ctx context.Context, path string, in any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return answered(req)
}

// answered sends a request and reads the whole answer.
func answered(req *http.Request) error {
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close() //nolint:errcheck // it was read
	if res.StatusCode >= http.StatusBadRequest {
		text, _ := io.ReadAll(io.LimitReader(res.Body, 500)) // only to say more
		return ErrServer.With("detail", fmt.Sprintf("%s: %d %s", req.URL.Path, res.StatusCode, text))
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}
