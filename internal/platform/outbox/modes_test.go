package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/outbox"
)

func TestPreparedWorkRunsOutsideTheUnitAndItsEffectsInside(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		add(t, d, "wsp_1", 1, 2, 3)
		var mu sync.Mutex
		outside, failed := true, false
		consume(t, d, outbox.Consumer{Name: "prepared", Batch: 2, Prepare: func(ctx context.Context, batch []event.Recorded) (func(context.Context) error, error) {
			mu.Lock()
			defer mu.Unlock()
			_, inUnit := unit.Running(ctx)
			outside = outside && !inUnit
			if !failed {
				failed = true
				return nil, errors.New("try again")
			}
			return func(ctx context.Context) error { return record(d, "a")(ctx, batch) }, nil
		}})
		check.Eventually(t, "all effects", func() bool { return len(recordedResults(t, d)) == 3 })
		mu.Lock()
		defer mu.Unlock()
		if !outside {
			t.Error("Prepare ran inside a unit")
		}
	})
}

func TestObserverGoesOnNearWhereItStopped(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		add(t, d, "wsp_1", 1, 2, 3)
		var mu sync.Mutex
		var seen []string
		calls := 0
		observer := outbox.Consumer{Name: "observer", Observe: func(_ context.Context, batch []event.Recorded) error {
			mu.Lock()
			defer mu.Unlock()
			if calls++; calls == 1 { // a panic is a failure, not the end of the program
				return errors.New(batch[len(batch)].StreamID)
			}
			seen = append(seen, ids(batch)...)
			return nil
		}}
		count := func() int { mu.Lock(); defer mu.Unlock(); return len(seen) }
		stop := consume(t, d, observer)
		check.Eventually(t, "three events", func() bool { return count() == 3 })
		stop()
		add(t, d, "wsp_1", 4)
		consume(t, d, observer)
		check.Eventually(t, "the fourth event", func() bool { return count() == 4 })
		check.Equal(t, seen, []string{"1", "2", "3", "4"})
	})
}

// consume runs one consumer until the test ends or stop is called.
func consume(t *testing.T, d *db.DB, c outbox.Consumer) (stop func()) {
	t.Helper()
	r := outbox.NewRunner(d, clock.Real{}, slog.New(slog.DiscardHandler), outbox.Options{Poll: 20 * time.Millisecond})
	r.Add(c)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = r.Run(ctx) }()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return stop
}

// What concerns a consumer is handled once, what does not is passed over, and both move its place: also when the two come in
// turns, and when preparing finds nothing to write.
func TestConsumerPassesOverWhatDoesNotConcernIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		r := newRunner(d, outbox.Options{})
		r.Add(outbox.Consumer{Name: "odd", Batch: 3, Concerns: odd, Handle: record(d, "")})
		r.Add(outbox.Consumer{Name: "nothing", Prepare: func(context.Context, []event.Recorded) (func(context.Context) error, error) {
			return nil, nil
		}})
		add(t, d, "wsp_1", 2, 4, 6, 8)
		stop := start(t, r)
		for n := 9; n < 15; n++ {
			add(t, d, "wsp_1", n)
		}
		log := outbox.NewLog(d)
		for _, name := range []string{"odd", "nothing"} {
			check.Eventually(t, name+" has noted its place", func() bool {
				n, err := log.Lag(t.Context(), name)
				return err == nil && n == 0
			})
		}
		stop()
		check.Equal(t, recordedResults(t, d), []string{"9", "11", "13"})
	})
}

func odd(e event.Event) bool {
	n, err := strconv.Atoi(e.StreamID)
	return err == nil && n%2 == 1
}
