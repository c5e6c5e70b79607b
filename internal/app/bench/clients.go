package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/internal/platform/realtime"
)

const (
	dialers  = 128
	perHost  = 2000 // connections from one address: a port is not free at once when it was just used
	patience = 2 * time.Minute
	pingTime = 25 * time.Second
)

// clients are all browsers of the process.
type clients struct {
	address  string
	lines    []string
	seats    []*browser
	visitors []*browser
	http     *http.Client
	serial   atomic.Int64

	mu     sync.Mutex
	frames times // commit to frame, since the last order
	calls  times
	answer sync.Map    // client id → chan, for messages whose echo or answer somebody waits for
	talk   atomic.Bool // agents answer
	resume bool        // who comes back has missed something
	failed failures
}

// failures counts, and keeps the first.
type failures struct {
	n     atomic.Int64
	first atomic.Pointer[string]
}

func (f *failures) add(err error) {
	f.n.Add(1)
	text := err.Error()
	f.first.CompareAndSwap(nil, &text)
}

// browser is one client at work.
type browser struct {
	seat
	index  int
	hello  []byte
	conn   realtime.Conn
	mu     sync.Mutex // for writing
	opened atomic.Int32
	heard  atomic.Int32 // messages since the last connect
	ready  chan struct{}
}

// Clients plays visitors and agents: it reads orders and writes answers until its input ends.
func Clients(ctx context.Context, in io.Reader, out io.Writer) error {
	c := &clients{http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1000}, Timeout: time.Minute}}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	debug.SetGCPercent(800) // the server shall have the processors
	go c.ping(ctx)
	from, to := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var o order
		if err := from.Decode(&o); err != nil {
			return nil
		}
		a, err := c.follow(ctx, o)
		if err != nil {
			a.Error = err.Error()
		}
		if err := to.Encode(a); err != nil {
			return err
		}
	}
}

func (c *clients) follow(ctx context.Context, o order) (answer, error) {
	c.mu.Lock()
	c.frames = nil
	c.mu.Unlock()
	c.failed = failures{}
	switch o.Do {
	case "connect":
		c.address, c.lines = o.Address, o.Lines
		for i, s := range o.Seats {
			b := &browser{seat: s, index: i}
			var err error
			if b.hello, err = helloOf(s); err != nil {
				return answer{}, err
			}
			c.seats = append(c.seats, b)
			if !s.Desk {
				c.visitors = append(c.visitors, b)
			}
		}
		return c.connect(ctx)
	case "send":
		return c.send(ctx, o)
	case "talk":
		return c.converse(ctx, o)
	case "heard":
		return c.heard()
	case "storm":
		for _, b := range c.seats {
			b.conn.Close(realtime.CloseNormal, "")
		}
		c.resume = true
		return c.connect(ctx)
	default:
		return answer{}, fmt.Errorf("no order %q", o.Do)
	}
}

// connect lets everybody in and waits until each conversation of each has been opened.
func (c *clients) connect(ctx context.Context) (answer, error) {
	todo := make(chan *browser)
	begun := time.Now()
	var all sync.WaitGroup
	for range dialers {
		all.Go(func() {
			for b := range todo {
				if err := c.enter(ctx, b); err != nil {
					c.failed.add(err)
				}
			}
		})
	}
	for _, b := range c.seats {
		todo <- b
	}
	close(todo)
	all.Wait()
	out := c.outcome(begun)
	out.Count = len(c.seats) - out.Failed
	return out, nil
}

func (c *clients) outcome(begun time.Time) answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := answer{Took: time.Since(begun), Frames: c.frames.quantiles(), Failed: int(c.failed.n.Load())}
	if why := c.failed.first.Load(); why != nil {
		a.Why = *why
	}
	return a
}

// enter connects one browser, says who it is and what it has, and waits until it has everything.
func (c *clients) enter(ctx context.Context, b *browser) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	path, header := "/ws/widget", http.Header{}
	if b.Desk {
		path = "/ws/desk"
		header.Set("Authorization", "Bearer "+b.Secret)
	}
	from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, byte(1+b.index/perHost), 1)}} //nolint:gosec // at most 254 hosts
	conn, err := realtime.Dial(ctx, "ws://"+c.address+path, header, from.DialContext)
	if err != nil {
		return err
	}
	b.conn, b.ready = conn, make(chan struct{})
	b.opened.Store(0)
	b.heard.Store(0)
	go c.listen(ctx, b, conn, b.ready)
	if err := b.say(b.hello); err != nil {
		return err
	}
	select {
	case <-b.ready:
		if c.resume && b.heard.Load() == 0 {
			return fmt.Errorf("seat %d: what it missed was not replayed", b.index)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("seat %d: %d of %d conversations opened", b.index, b.opened.Load(), len(b.Conversations))
	}
}

// helloOf is the first frame of a client.
func helloOf(s seat) ([]byte, error) {
	hello := map[string]any{"op": "hello", "open": s.Conversations}
	if !s.Desk {
		hello["token"] = s.Secret
	}
	return json.Marshal(hello)
}

func (b *browser) say(raw []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.conn.Write(realtime.NewFrame(raw), time.Now().Add(patience))
}

// ping keeps the connections from being taken for dead.
func (c *clients) ping(ctx context.Context) {
	tick := time.NewTicker(pingTime)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			for _, b := range c.seats {
				if b.conn != nil {
					_ = b.say([]byte(`{"op":"ping"}`)) // who is gone is missed elsewhere
				}
			}
		case <-ctx.Done():
			return
		}
	}
}

// said is what a client reads of a frame.
type said struct {
	Op           string `json:"op"`
	Conversation string `json:"conversation"`
	Reason       string `json:"reason"`
	Entry        struct {
		Kind       string    `json:"kind"`
		AuthorKind string    `json:"authorKind"`
		Body       string    `json:"body"`
		ClientID   string    `json:"clientId"`
		CreatedAt  time.Time `json:"createdAt"`
	} `json:"entry"`
}

// listen reads until the connection ends.
func (c *clients) listen(ctx context.Context, b *browser, conn realtime.Conn, ready chan struct{}) {
	ctx = context.WithoutCancel(ctx)
	for {
		data, err := conn.Read()
		if err != nil {
			return
		}
		now := time.Now()
		f, err := glance(data)
		if err != nil {
			c.failed.add(err)
			continue
		}
		switch f.Op {
		case "opened":
			if int(b.opened.Add(1)) == len(b.Conversations) {
				close(ready)
			}
		case "reset", "bye":
			c.failed.add(fmt.Errorf("%s: %s", f.Op, f.Reason))
		case "entry":
			c.hear(ctx, b, f, now)
		}
	}
}

// glance looks into a frame no further than it has to: the clients share the processors with the server that is measured.
func glance(data []byte) (said, error) {
	for _, op := range []string{"welcome", "opened", "pong"} {
		if bytes.HasPrefix(data, []byte(`{"op":"`+op+`"`)) {
			return said{Op: op}, nil
		}
	}
	var f said
	err := json.Unmarshal(data, &f)
	return f, err
}

// hear takes in one message: an agent's client measures how long it took, and answers while people talk.
func (c *clients) hear(ctx context.Context, b *browser, f said, now time.Time) {
	if f.Entry.Kind != "message" {
		return
	}
	b.heard.Add(1)
	switch {
	case b.Desk && f.Entry.AuthorKind == "customer" && int(b.opened.Load()) == len(b.Conversations):
		c.mu.Lock()
		c.frames = append(c.frames, now.Sub(f.Entry.CreatedAt))
		c.mu.Unlock()
		if c.talk.Load() {
			go c.reply(ctx, b, f.Conversation)
		}
	case !b.Desk && f.Entry.AuthorKind != "customer":
		if waiting, ok := c.answer.LoadAndDelete(f.Conversation); ok {
			if answered, ok := waiting.(chan struct{}); ok {
				close(answered)
			}
		}
	}
}

// heard counts the visitors who have got a message since they connected.
func (c *clients) heard() (answer, error) {
	n := 0
	for _, b := range c.visitors {
		if b.heard.Load() > 0 {
			n++
		}
	}
	return answer{Count: n}, nil
}

// post is one call of the API; it returns how long it took.
func (c *clients) post(ctx context.Context, b *browser, path string, in map[string]any) (time.Duration, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.address+"/api/v1"+path, strings.NewReader(string(raw)))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+b.Secret)
	begun := time.Now()
	res, err := c.http.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= http.StatusBadRequest {
		err = fmt.Errorf("%s: %d %.200s", path, res.StatusCode, text)
	}
	return time.Since(begun), err
}
