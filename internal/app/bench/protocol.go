package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// ClientsCommand is the hidden sub-command of the process that plays visitors and agents.
const ClientsCommand = "clients"

// seat is one client: a browser of a visitor or the desk of an agent.
type seat struct {
	Secret        string           `json:"secret"`
	Desk          bool             `json:"desk,omitempty"`
	Conversations map[string]int64 `json:"conversations"` // open ones, with the position up to which they are known
}

// order is what the measuring process asks of its clients.
type order struct {
	Do      string        `json:"do"` // connect, send, talk, heard, storm
	Address string        `json:"address,omitempty"`
	Seats   []seat        `json:"seats,omitempty"`
	Lines   []string      `json:"lines,omitempty"`
	Rate    float64       `json:"rate,omitempty"` // messages a second; 0 for as many as are accepted
	Span    time.Duration `json:"span,omitempty"`
}

// answer is what came of it.
type answer struct {
	Error  string        `json:"error,omitempty"`
	Count  int           `json:"count"`
	Failed int           `json:"failed"`
	Why    string        `json:"why,omitempty"` // the first failure
	Took   time.Duration `json:"took"`
	Calls  quantiles     `json:"calls"`
	Frames quantiles     `json:"frames"`
}

// quantiles are in milliseconds.
type quantiles struct {
	N              int
	P50, P99, P999 float64
}

func (t times) quantiles() quantiles {
	return quantiles{N: len(t), P50: t.at(50), P99: t.at(99), P999: t.at(99.9)}
}

func (q quantiles) results(name string) []Result {
	return []Result{figure(name+", p50", "ms", q.P50), figure(name+", p99", "ms", q.P99), figure(name+", p99.9", "ms", q.P999)}
}

// crowd is the process of the clients.
type crowd struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	to  *json.Encoder
	fro *json.Decoder
	log *bytes.Buffer
}

// crowd starts the process; it ends with its input.
func (p *place) crowd(ctx context.Context) (*crowd, error) {
	args := append(p.Self[1:len(p.Self):len(p.Self)], "bench", ClientsCommand)
	c := &crowd{cmd: exec.CommandContext(ctx, p.Self[0], args...), log: &bytes.Buffer{}} //nolint:gosec // it is this program
	c.cmd.Env, c.cmd.Stderr = os.Environ(), c.log
	in, err1 := c.cmd.StdinPipe()
	out, err2 := c.cmd.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	c.in, c.to, c.fro = in, json.NewEncoder(in), json.NewDecoder(out)
	return c, c.cmd.Start()
}

func (c *crowd) ask(o order) (answer, error) {
	var a answer
	if err := c.to.Encode(o); err != nil {
		return a, ErrClients.With("detail", fmt.Sprint(err))
	}
	if err := c.fro.Decode(&a); err != nil {
		return a, ErrClients.With("detail", strings.TrimSpace(fmt.Sprint(err, " ", c.log)))
	}
	if a.Error != "" {
		return a, ErrClients.With("detail", a.Error)
	}
	return a, nil
}

func (c *crowd) leave() {
	_ = c.in.Close()
	_ = c.cmd.Wait()
}
