package realtime_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/realtime"
)

// silentHandler is a protocol that keeps nothing, so that only the hub is measured. Its work takes stack, as work does.
type silentHandler struct{}

// Message works and answers.
func (silentHandler) Message(c *realtime.Client, data []byte) {
	if deep(200) > 0 {
		c.Send(realtime.NewFrame(data))
	}
}

// deep takes some tens of kilobytes of stack.
func deep(n int) int {
	var room [128]byte
	if n == 0 {
		return len(room)
	}
	room[n%len(room)]++
	return deep(n-1) + int(room[0])
}

// Closed does nothing.
func (silentHandler) Closed(*realtime.Client) {}

// idle opens n sockets, each on its own topic and having got one frame, and gives the memory of both ends per connection.
// Those that talk have had a message handled, too.
func idle(tb testing.TB, n int, talk bool) float64 {
	tb.Helper()
	hub := realtime.NewHub(realtime.Options{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := hub.Accept(w, r, silentHandler{})
		if err != nil {
			tb.Error(err)
			return
		}
		if err := hub.Subscribe(c, r.URL.Path); err != nil {
			tb.Error(err)
		}
	}))
	defer srv.Close()
	before := used()
	conns := make([]*websocket.Conn, n)
	dialer := websocket.Dialer{ReadBufferSize: 256, WriteBufferSize: 256}
	for i := range conns {
		c, _, err := dialer.DialContext(tb.Context(), fmt.Sprintf("ws%s/%d", strings.TrimPrefix(srv.URL, "http"), i), nil) //nolint:bodyclose // the library says it need not be closed
		check.NoError(tb, err)
		conns[i] = c
	}
	check.Eventually(tb, "all are on their topics", func() bool { return hub.Stats().Topics == n })
	for i, c := range conns {
		hub.Publish(fmt.Sprintf("/%d", i), realtime.NewFrame([]byte("hello")))
		check.Equal(tb, hear(tb, c), "hello")
		if talk {
			say(tb, c, "good day")
			check.Equal(tb, hear(tb, c), "good day")
		}
	}
	per := float64(used()-before) / float64(n)
	for _, c := range conns {
		_ = c.Close()
	}
	check.NoError(tb, hub.Drain(context.Background(), 0))
	return per
}

// used is the memory of heap and stacks after the garbage is gone.
func used() uint64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// TestIdleConnectionIsSmall is not parallel: it counts the memory of the whole process. A connection that was at work is as
// small again as one that never was.
func TestIdleConnectionIsSmall(t *testing.T) {
	first := idle(t, 500, false) // fills what is kept and used again afterwards
	quiet, talked := idle(t, 500, false), idle(t, 500, true)
	if first > 10<<10 || talked > quiet+2<<10 {
		t.Fatalf("an idle connection takes %.0f bytes, both ends together; another one %.0f, after a message %.0f; at most 10 KB, and 2 KB more", first, quiet, talked)
	}
}

// BenchmarkIdle reports the memory of an idle connection, the client's end included.
func BenchmarkIdle(b *testing.B) {
	for range b.N {
		b.ReportMetric(idle(b, 2000, true), "bytes/conn")
	}
}

// BenchmarkFanOut publishes one frame to a thousand connections without a network.
func BenchmarkFanOut(b *testing.B) {
	const n = 1000
	hub := realtime.NewHub(realtime.Options{MaxQueue: 1 << 20, MaxQueued: 1 << 30})
	for range n {
		p := &sink{pipe: newPipe()}
		c, err := hub.Join(p, silentHandler{})
		check.NoError(b, err)
		check.NoError(b, hub.Subscribe(c, "x"))
		defer p.Close(0, "")
	}
	frame := realtime.NewFrame([]byte(strings.Repeat("x", 250)))
	b.ReportAllocs()
	for b.Loop() {
		hub.Publish("x", frame)
	}
	check.Eventually(b, "all written", func() bool { return hub.Stats().Sent == uint64(b.N)*n })
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "frames/s")
}

// sink takes every frame at once.
type sink struct{ *pipe }

// Write takes it.
func (s *sink) Write(*realtime.Frame, time.Time) error { return nil }
