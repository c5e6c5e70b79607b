package bench

import (
	"context"
	"maps"
	"slices"
	"time"

	"frontdesk/internal/app/core"
	"frontdesk/internal/platform/outbox"
)

// lag watches how far the consumers of the event log are behind.
type lag struct {
	s      *core.Services
	events map[string]int64
	behind map[string]time.Duration
}

func watchLag(s *core.Services) *lag {
	return &lag{s: s, events: map[string]int64{}, behind: map[string]time.Duration{}}
}

// look reads once; the reading itself costs something, so it is done rarely.
func (l *lag) look(ctx context.Context) error {
	all, err := l.s.Log.Status(ctx, time.Now())
	for _, c := range all {
		l.events[c.Name] = max(l.events[c.Name], c.Events)
		l.behind[c.Name] = max(l.behind[c.Name], c.Behind)
	}
	return err
}

// caughtUp tells whether nobody is behind. A consumer that only watches notes its place once a second.
func (l *lag) caughtUp(ctx context.Context) func() (bool, error) {
	return func() (bool, error) {
		all, err := l.s.Log.Status(ctx, time.Now())
		return err == nil && !slices.ContainsFunc(all, func(s outbox.Status) bool { return s.Events > 0 }), err
	}
}

// during looks every other second until it is stopped.
func (l *lag) during(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(2 * time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				_ = l.look(ctx) // one look less
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() {
		cancel()
		<-done
		_ = l.look(context.WithoutCancel(ctx)) // as it was at the end of the run
	}
}

// results are the worst figures of each consumer.
func (l *lag) results() []Result {
	var out []Result
	for _, name := range slices.Sorted(maps.Keys(l.events)) {
		out = append(out, figure("lag of "+name, "s", l.behind[name].Seconds()),
			figure("lag of "+name+" (counted up to 10,000)", "events", float64(l.events[name])))
	}
	return out
}
