package realtime_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/realtime"
)

// upstream remembers what it was told.
type upstream struct {
	mu   sync.Mutex
	now  map[string]bool
	log  []string
	fail bool
}

func (u *upstream) Add(topic string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.fail {
		return errors.New("no bus")
	}
	if u.now[topic] {
		return errors.New("told twice: " + topic)
	}
	u.now[topic] = true
	u.log = append(u.log, "+"+topic)
	return nil
}

func (u *upstream) Remove(topic string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.now, topic)
	u.log = append(u.log, "-"+topic)
}

func (u *upstream) told() []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return slices.Clone(u.log)
}

// protocol subscribes to what it is sent: "+topic", "-topic"; "panic" and anything else is echoed.
type protocol struct {
	hub    *realtime.Hub
	closed chan struct{}
}

func newProtocol(h *realtime.Hub) *protocol { return &protocol{hub: h, closed: make(chan struct{})} }

// Message answers "ok" to a subscription.
func (p *protocol) Message(c *realtime.Client, data []byte) {
	switch text := string(data); {
	case strings.HasPrefix(text, "+"):
		if err := p.hub.Subscribe(c, text[1:]); err != nil {
			text = "refused"
		}
		c.Send(realtime.NewFrame([]byte("ok " + text)))
	case strings.HasPrefix(text, "-"):
		p.hub.Unsubscribe(c, text[1:])
		c.Send(realtime.NewFrame([]byte("ok " + text)))
	case text == "panic":
		panic("broken handler")
	default:
		c.Send(realtime.NewFrame(data))
	}
}

// Closed is the last call.
func (p *protocol) Closed(*realtime.Client) { close(p.closed) }

func bye(reason string, after time.Duration) *realtime.Frame {
	return realtime.NewFrame(fmt.Appendf(nil, "bye %s %v", reason, after))
}

// dialer connects to a hub; without a connection it gives the status of the refusal.
type dialer func(h http.Header) (*websocket.Conn, int, error)

// serve runs a hub behind a real server and gives a function that dials it.
func serve(t *testing.T, opts realtime.Options) (*realtime.Hub, dialer) {
	t.Helper()
	opts.Bye = bye
	hub := realtime.NewHub(opts)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := hub.Accept(w, r, newProtocol(hub)); err != nil {
			http.Error(w, fault.From(err).Def.Code, http.StatusTeapot)
		}
	}))
	t.Cleanup(srv.Close)
	t.Cleanup(func() { check.NoError(t, hub.Drain(context.Background(), 0)) })
	return hub, func(h http.Header) (*websocket.Conn, int, error) {
		c, resp, err := (&websocket.Dialer{Subprotocols: h["Protocols"]}).DialContext(t.Context(), "ws"+strings.TrimPrefix(srv.URL, "http"), h)
		if err != nil {
			_ = resp.Body.Close()
			return nil, resp.StatusCode, err
		}
		t.Cleanup(func() { _ = c.Close() })
		return c, 0, nil
	}
}

func dial(t *testing.T, d dialer) *websocket.Conn {
	t.Helper()
	c, _, err := d(nil)
	check.NoError(t, err)
	return c
}

func say(t testing.TB, c *websocket.Conn, text string) {
	t.Helper()
	check.NoError(t, c.WriteMessage(websocket.TextMessage, []byte(text)))
}

func hear(t testing.TB, c *websocket.Conn) string {
	t.Helper()
	check.NoError(t, c.SetReadDeadline(time.Now().Add(15*time.Second)))
	_, data, err := c.ReadMessage()
	check.NoError(t, err)
	return string(data)
}

func closeCode(t *testing.T, c *websocket.Conn) int {
	t.Helper()
	check.NoError(t, c.SetReadDeadline(time.Now().Add(15*time.Second)))
	for {
		_, _, err := c.ReadMessage()
		var ce *websocket.CloseError
		if errors.As(err, &ce) {
			return ce.Code
		}
		check.NoError(t, err)
	}
}

func TestTopics(t *testing.T) {
	t.Parallel()
	up := &upstream{now: map[string]bool{}}
	hub, d := serve(t, realtime.Options{Upstream: up})
	a, b := dial(t, d), dial(t, d)
	for _, c := range []*websocket.Conn{a, b} {
		say(t, c, "+x")
		check.Equal(t, hear(t, c), "ok +x")
	}
	say(t, a, "+y")
	check.Equal(t, hear(t, a), "ok +y")
	say(t, a, "+y") // twice is once
	check.Equal(t, hear(t, a), "ok +y")
	check.Equal(t, hub.Publish("x", realtime.NewFrame([]byte("to both"))), 2)
	check.Equal(t, hub.Publish("y", realtime.NewFrame([]byte("to a"))), 1)
	check.Equal(t, hub.Publish("z", realtime.NewFrame([]byte("to nobody"))), 0)
	check.Equal(t, []string{hear(t, a), hear(t, a), hear(t, b)}, []string{"to both", "to a", "to both"})

	say(t, a, "-x")
	check.Equal(t, hear(t, a), "ok -x")
	check.Equal(t, hub.Publish("x", realtime.NewFrame([]byte("to b"))), 1)
	check.Equal(t, hear(t, b), "to b")
	check.Equal(t, up.told(), []string{"+x", "+y"})
	_ = b.Close()
	check.Eventually(t, "x is given up after the last listener", func() bool { return slices.Contains(up.told(), "-x") })
	_ = a.Close()
	check.Eventually(t, "nothing is left", func() bool { return hub.Stats().Conns == 0 && hub.Stats().Topics == 0 })
	check.Equal(t, up.told(), []string{"+x", "+y", "-x", "-y"})
}

func TestUpstreamRefuses(t *testing.T) {
	t.Parallel()
	up := &upstream{now: map[string]bool{}, fail: true}
	hub, d := serve(t, realtime.Options{Upstream: up})
	c := dial(t, d)
	say(t, c, "+x")
	check.Equal(t, hear(t, c), "ok refused")
	check.Equal(t, hub.Stats().Topics, 0)
	up.mu.Lock()
	up.fail = false
	up.mu.Unlock()
	say(t, c, "+x")
	check.Equal(t, hear(t, c), "ok +x")
}

func TestFramesArriveInOrder(t *testing.T) {
	t.Parallel()
	hub, d := serve(t, realtime.Options{MaxQueue: 2000})
	c := dial(t, d)
	say(t, c, "+x")
	hear(t, c)
	for i := range 1000 {
		hub.Publish("x", realtime.NewFrame(fmt.Append(nil, i)))
	}
	for i := range 1000 {
		check.Equal(t, hear(t, c), strconv.Itoa(i))
	}
}

func TestAdmission(t *testing.T) {
	t.Parallel()
	hub, d := serve(t, realtime.Options{
		MaxConns: 1, Protocols: []string{"frontdesk.v1"},
		Origin: func(r *http.Request) bool { return r.Header.Get("Origin") != "https://evil.example" },
	})
	_, status, err := d(http.Header{"Origin": {"https://evil.example"}})
	check.Equal(t, err != nil && status == http.StatusTeapot, true)
	c, _, err := d(http.Header{"Protocols": {"other", "frontdesk.v1"}})
	check.NoError(t, err)
	check.Equal(t, c.Subprotocol(), "frontdesk.v1")
	_, status, err = d(nil)
	check.Equal(t, err != nil && status == http.StatusTeapot, true)
	check.Equal(t, hub.Stats().Refused, 1)
	_ = c.Close()
	check.Eventually(t, "the place is free again", func() bool { return hub.Stats().Conns == 0 })
	dial(t, d)

	w := httptest.NewRecorder()
	_, err = hub.Accept(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil), nil)
	check.Fault(t, err, realtime.ErrHandshake)
}

func TestLimitsOfMessages(t *testing.T) {
	t.Parallel()
	hub, d := serve(t, realtime.Options{MaxMessage: 8, MaxPerSec: 1})
	c := dial(t, d)
	say(t, c, strings.Repeat("x", 9))
	check.Equal(t, closeCode(t, c), websocket.CloseMessageTooBig)
	c = dial(t, d)
	_ = c.WriteMessage(websocket.TextMessage, make([]byte, 300<<10)) // what was not read must not hide the answer
	check.Equal(t, closeCode(t, c), websocket.CloseMessageTooBig)
	c = dial(t, d)
	for range 100 {
		say(t, c, "x")
	}
	check.Equal(t, closeCode(t, c), realtime.ClosePolicy)
	c = dial(t, d)
	say(t, c, "panic")
	check.Equal(t, closeCode(t, c), realtime.CloseBroken)
	c = dial(t, d) // the program lives
	check.NoError(t, c.WriteMessage(websocket.BinaryMessage, []byte{0}))
	say(t, c, "x")
	check.Equal(t, hear(t, c), "x")
	check.Equal(t, hub.Stats().Conns >= 1, true)
}

func TestDrain(t *testing.T) {
	t.Parallel()
	hub, d := serve(t, realtime.Options{})
	var said []string
	conns := []*websocket.Conn{dial(t, d), dial(t, d)}
	for _, c := range conns { // an answer shows that the hub knows the connection; being counted comes earlier
		say(t, c, "x")
		check.Equal(t, hear(t, c), "x")
	}
	check.NoError(t, hub.Drain(t.Context(), 10*time.Second))
	for _, c := range conns {
		said = append(said, hear(t, c))
		check.Equal(t, closeCode(t, c), realtime.CloseRestart)
	}
	slices.Sort(said)
	check.Equal(t, said, []string{"bye drain 1s", "bye drain 6s"})
	_, status, err := d(nil)
	check.Equal(t, err != nil && status == http.StatusTeapot, true)
}

// pipe is a Conn without a network: the far end reads what the test lets it read.
type pipe struct {
	in     chan []byte
	next   []byte      // that Wait has seen
	out    chan string // unbuffered: a slow far end blocks the writer
	once   sync.Once
	closed chan struct{}
	code   int
	alive  func()
}

func newPipe() *pipe {
	return &pipe{in: make(chan []byte), out: make(chan string), closed: make(chan struct{})}
}

// Wait waits for the test.
func (p *pipe) Wait() {
	select {
	case p.next = <-p.in:
	case <-p.closed:
	}
}

// Read gives what Wait has seen.
func (p *pipe) Read() ([]byte, error) {
	if p.next == nil {
		return nil, errors.New("closed")
	}
	b := p.next
	p.next = nil
	return b, nil
}

// Write blocks until the far end reads, or the deadline.
func (p *pipe) Write(f *realtime.Frame, until time.Time) error {
	limit := time.NewTimer(time.Until(until))
	defer limit.Stop()
	select {
	case p.out <- string(f.Bytes()):
		return nil
	case <-p.closed:
		return errors.New("closed")
	case <-limit.C:
		return errors.New("too slow")
	}
}

// Close keeps the first code.
func (p *pipe) Close(code int, _ string) { p.once.Do(func() { p.code = code; close(p.closed) }) }

// Alive keeps the function.
func (p *pipe) Alive(fn func()) { p.alive = fn }

// Protocol is none.
func (p *pipe) Protocol() string { return "" }

func TestSlowReaderIsSentAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hub := realtime.NewHub(realtime.Options{Bye: bye, MaxQueue: 3})
		p := newPipe()
		c, err := hub.Join(p, newProtocol(hub))
		check.NoError(t, err)
		frame := realtime.NewFrame([]byte("news"))
		check.Equal(t, c.Send(frame), true)
		synctest.Wait() // the writer holds the first frame
		check.Equal(t, []bool{c.Send(frame), c.Send(frame), c.Send(frame), c.Send(frame)}, []bool{true, true, true, false})
		check.Equal(t, <-p.out, "news")        // what was on its way
		check.Equal(t, <-p.out, "bye slow 1s") // what waited is dropped: it will be replayed
		<-p.closed
		check.Equal(t, p.code, realtime.CloseRetry)
		synctest.Wait()
		check.Equal(t, c.Send(frame), false)
		check.Equal(t, hub.Stats(), realtime.Stats{Sent: 2, Slow: 1})
	})
}

func TestStuckReaderIsCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hub := realtime.NewHub(realtime.Options{Bye: bye})
		stuck, fine := newPipe(), newPipe()
		proto := newProtocol(hub)
		a, err := hub.Join(stuck, proto)
		check.NoError(t, err)
		b, err := hub.Join(fine, newProtocol(hub))
		check.NoError(t, err)
		check.NoError(t, hub.Subscribe(a, "x"))
		check.NoError(t, hub.Subscribe(b, "x"))
		check.Equal(t, hub.Publish("x", realtime.NewFrame([]byte("1"))), 2)
		check.Equal(t, <-fine.out, "1") // does not wait for the other
		<-time.After(11 * time.Second)  // of the bubble
		<-proto.closed
		check.Equal(t, hub.Stats().Conns, 1)
		check.Fault(t, hub.Subscribe(a, "y"), realtime.ErrGone)
		fine.Close(0, "")
	})
}

func TestSilentOnesAreClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hub := realtime.NewHub(realtime.Options{Bye: bye})
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _ = hub.Run(ctx) }()
		silent, talking, ponging := newPipe(), newPipe(), newPipe()
		for _, p := range []*pipe{silent, talking, ponging} {
			_, err := hub.Join(p, newProtocol(hub))
			check.NoError(t, err)
		}
		for range 6 {
			<-time.After(20 * time.Second)
			talking.in <- []byte("ping")
			check.Equal(t, <-talking.out, "ping")
			ponging.alive()
		}
		<-silent.closed
		check.Equal(t, hub.Stats().Conns, 2)
		cancel()
		talking.Close(0, "")
		ponging.Close(0, "")
	})
}

func TestDrainCutsWhoDoesNotGo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hub := realtime.NewHub(realtime.Options{Bye: bye, WriteWithin: time.Hour})
		p := newPipe()
		_, err := hub.Join(p, newProtocol(hub))
		check.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		check.Equal(t, errors.Is(hub.Drain(ctx, 0), context.DeadlineExceeded), true)
		<-p.closed
	})
}

// TestTopicsUnderPressure moves many connections on and off few topics; the upstream must never be told twice, and in
// the end know nothing.
func TestTopicsUnderPressure(t *testing.T) {
	t.Parallel()
	up := &upstream{now: map[string]bool{}}
	hub := realtime.NewHub(realtime.Options{Upstream: up})
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			for j := range 50 {
				p := newPipe()
				c, err := hub.Join(p, newProtocol(hub))
				check.NoError(t, err)
				a, b := strconv.Itoa((i+j)%3), strconv.Itoa((i+j+1)%3)
				check.NoError(t, hub.Subscribe(c, a))
				check.NoError(t, hub.Subscribe(c, b))
				hub.Unsubscribe(c, a)
				if j%2 == 0 {
					hub.Unsubscribe(c, b)
				}
				p.Close(0, "")
			}
		})
	}
	all.Wait()
	check.NoError(t, hub.Drain(t.Context(), 0))
	check.Equal(t, hub.Stats(), realtime.Stats{})
	check.Equal(t, len(up.now), 0)
}

// TestBehindTheMiddlewares opens a socket through everything that a request passes in the product.
func TestBehindTheMiddlewares(t *testing.T) {
	t.Parallel()
	hub := realtime.NewHub(realtime.Options{Bye: bye})
	api := httpx.New(httpx.Options{Title: "Test", Version: "1"})
	api.Mount("GET /ws/desk", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := hub.Accept(w, r, newProtocol(hub)); err != nil {
			api.Fail(w, r, err)
		}
	}))
	srv := httpx.NewServer("127.0.0.1:0", api.Handler(), slog.New(slog.DiscardHandler))
	check.NoError(t, srv.Start(t.Context()))
	c, resp, err := websocket.DefaultDialer.DialContext(t.Context(), "ws://"+srv.Addr()+"/ws/desk", nil)
	check.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	say(t, c, "hello")
	check.Equal(t, hear(t, c), "hello")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+srv.Addr()+"/ws/desk", nil)
	check.NoError(t, err)
	plain, err := http.DefaultTransport.RoundTrip(req)
	check.NoError(t, err)
	defer func() { _ = plain.Body.Close() }()
	check.Equal(t, plain.StatusCode, http.StatusBadRequest)
	check.Equal(t, plain.Header.Get("Content-Type"), "application/problem+json")
	check.NoError(t, srv.Stop(t.Context())) // does not wait for sockets
	say(t, c, "still here")
	check.Equal(t, hear(t, c), "still here")
	check.NoError(t, hub.Drain(t.Context(), 0))
	check.Equal(t, closeCode(t, c), realtime.CloseRestart)
}
