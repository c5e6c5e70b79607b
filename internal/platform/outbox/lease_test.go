package outbox_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/event"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/outbox"
)

// What a node keeps in memory of the log is out of date as soon as another one may have read it.
func TestConsumerHearsOfItsLease(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		heard := map[string][]string{}
		node := func(name string) func() {
			r := newRunner(d, outbox.Options{Node: name, Poll: 20 * time.Millisecond, Lease: 3 * time.Second})
			r.Add(outbox.Consumer{
				Name: "watch", Observe: func(context.Context, []event.Recorded) error { return nil },
				Lease: func(until time.Time, fresh bool) {
					mu.Lock()
					defer mu.Unlock()
					word := map[bool]string{true: "fresh", false: "still"}[fresh]
					if until.IsZero() {
						word = "not"
					}
					if n := len(heard[name]); n == 0 || heard[name][n-1] != word {
						heard[name] = append(heard[name], word)
					}
				},
			})
			return start(t, r)
		}
		of := func(name string) []string { mu.Lock(); defer mu.Unlock(); return append([]string{}, heard[name]...) }
		stop := node("a")
		check.Eventually(t, "node a goes on", func() bool { return len(of("a")) == 2 })
		node("b")
		check.Eventually(t, "node b waits", func() bool { return len(of("b")) == 1 })
		stop()
		check.Equal(t, of("a"), []string{"fresh", "still", "not"})
		check.Eventually(t, "node b goes on", func() bool { return len(of("b")) == 3 })
		check.Equal(t, of("b"), []string{"not", "fresh", "still"})
	})
}
