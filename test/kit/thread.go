package kit

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// Thread follows one conversation over sockets as a careful client does (docs/subsystems/resume.md): it keeps its position,
// reconnects, resumes, and notes every entry that it shows. What it shows has neither holes nor doubles, or Broken says so.
type Thread struct {
	conversation string
	dial         func() (*Socket, error)
	hello        Hello
	quit         chan struct{}
	done         sync.WaitGroup

	mu      sync.Mutex
	last    int64
	shown   []Entry
	aside   []Frame // live entries that came while an open was under way
	opening bool
	broken  []string
	resumed int // how often a connection was made
	changed chan struct{}
	socket  *Socket
}

// Follow opens a conversation for somebody of the company, or for a visitor, and keeps at it until the test ends. at is the
// address of the gateway; empty means the client's own.
func (c *Client) Follow(t testing.TB, conversation, at string) *Thread {
	t.Helper()
	path := "/ws/desk"
	if c.Bearer != "" {
		path = "/ws/widget"
	}
	th := &Thread{
		conversation: conversation, quit: make(chan struct{}), changed: make(chan struct{}, 1),
		dial: func() (*Socket, error) { return c.dial(path, at) }, hello: Hello{Op: "hello", Token: c.Bearer},
	}
	th.done.Go(th.run)
	t.Cleanup(th.Stop)
	return th
}

// Stop ends it.
func (th *Thread) Stop() {
	select {
	case <-th.quit:
	default:
		close(th.quit)
	}
	th.Drop()
	th.done.Wait()
}

// Drop cuts the connection; the thread comes back by itself.
func (th *Thread) Drop() {
	th.mu.Lock()
	defer th.mu.Unlock()
	if th.socket != nil {
		th.socket.Close()
	}
}

func (th *Thread) run() {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if s, err := th.dial(); err == nil {
			th.listen(s)
		}
		select {
		case <-th.quit:
			return
		case <-tick.C:
		}
	}
}

func (th *Thread) listen(s *Socket) {
	defer s.Close()
	th.mu.Lock()
	th.socket, th.opening, th.aside = s, true, nil
	th.resumed++
	hello := th.hello
	hello.Open = map[string]int64{th.conversation: th.last}
	th.mu.Unlock()
	if s.Send(hello) != nil {
		return
	}
	for {
		select {
		case f, open := <-s.frames:
			if !open || !th.take(s, f) {
				return
			}
		case <-th.quit:
			return
		}
	}
}

// take acts on one frame; false means to start again.
func (th *Thread) take(s *Socket, f Frame) bool {
	th.mu.Lock()
	defer th.mu.Unlock()
	switch {
	case f.Op == "bye", f.Op == "reset" && f.Stream == th.conversation:
		return false
	case f.Conversation != th.conversation:
	case f.Op == "opened":
		th.opening = false
		for _, late := range th.aside {
			th.show(late)
		}
		th.aside = nil
		if th.last < f.Seq {
			th.broken = append(th.broken, "opened before everything was sent")
		}
	case f.Op == "entry" && f.Seq > th.last+1 && th.opening:
		th.aside = append(th.aside, f)
	case f.Op == "entry" && f.Seq > th.last+1: // a lost frame
		th.opening, th.aside = true, []Frame{f}
		return s.Send(map[string]any{"op": "open", "conversation": th.conversation, "after": th.last}) == nil
	case f.Op == "entry":
		th.show(f)
	}
	return true
}

func (th *Thread) show(f Frame) {
	switch {
	case f.Seq <= th.last:
		return
	case f.Seq != th.last+1:
		th.broken = append(th.broken, Path("a hole: %d after %d", f.Seq, th.last))
	}
	th.last = f.Seq
	th.shown = append(th.shown, f.Entry)
	select {
	case th.changed <- struct{}{}:
	default:
	}
}

// Await waits until the thread shows everything up to a position and gives what it shows.
func (th *Thread) Await(t testing.TB, seq int64) []Entry {
	t.Helper()
	limit := time.After(patience)
	for {
		th.mu.Lock()
		last, shown, broken := th.last, slices.Clone(th.shown), slices.Clone(th.broken)
		th.mu.Unlock()
		if len(broken) > 0 {
			t.Fatalf("the thread is broken: %v", broken)
		}
		if last >= seq {
			return shown
		}
		select {
		case <-th.changed:
		case <-limit:
			t.Fatalf("the thread stands at %d, want %d", last, seq)
		}
	}
}

// Connections is how often it connected.
func (th *Thread) Connections() int {
	th.mu.Lock()
	defer th.mu.Unlock()
	return th.resumed
}
