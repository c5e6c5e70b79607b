package bus_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/bus"
)

func TestFeed(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, here, there *bus.Bus) {
		got := make(chan string, 100)
		f := there.Feed(func(m bus.Msg) {
			if string(m.Data) == "panic" {
				panic("broken")
			}
			got <- m.Subject + " " + string(m.Data)
		})
		check.NoError(t, f.Add("live.a"))
		check.NoError(t, f.Add("live.a")) // twice is once
		check.NoError(t, f.Add("live.b"))
		check.Equal(t, f.Topics(), 2)
		for _, text := range []string{"1", "panic", "2"} { // right after Add, by another connection
			check.NoError(t, here.Publish("live.a", []byte(text)))
		}
		check.NoError(t, here.Publish("live.c", []byte("not ours")))
		check.NoError(t, here.Publish("live.b", []byte("3")))
		check.Equal(t, []string{<-got, <-got, <-got}, []string{"live.a 1", "live.a 2", "live.b 3"})
		f.Remove("live.a")
		f.Remove("live.a")
		ready(t, there)
		check.NoError(t, here.Publish("live.a", []byte("late")))
		check.NoError(t, here.Publish("live.b", []byte("4")))
		check.Equal(t, <-got, "live.b 4")
		check.Fault(t, f.Add("live *"), bus.ErrSubject)
		f.Close()
		f.Close()
		check.Fault(t, f.Add("live.d"), bus.ErrClosed)
	})
}

// TestFeedHasNoGoroutinePerTopic is not parallel: it counts the goroutines of the whole process.
func TestFeedHasNoGoroutinePerTopic(t *testing.T) {
	b := open(t, quiet)
	f := b.Feed(func(bus.Msg) {})
	defer f.Close()
	ready(t, b)
	before := runtime.NumGoroutine()
	for i := range 500 {
		check.NoError(t, f.Add(fmt.Sprint("live.", i)))
	}
	if more := runtime.NumGoroutine() - before; more > 50 {
		t.Fatalf("%d goroutines for 500 topics", more)
	}
}

func BenchmarkRequest(b *testing.B) {
	here, err := bus.Open(b.Context(), bus.Config{}, quiet)
	check.NoError(b, err)
	_, err = here.Serve("q", "q", func(_ context.Context, data []byte) ([]byte, error) { return data, nil })
	check.NoError(b, err)
	data := []byte(strings.Repeat("x", 256))
	for b.Loop() {
		_, err := here.Request(b.Context(), "q", data)
		check.NoError(b, err)
	}
}
