package run

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/check"
)

var quiet = slog.New(slog.DiscardHandler)

// trace records what happens, in order.
type trace struct {
	mu    sync.Mutex
	steps []string
}

func (tr *trace) add(s string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.steps = append(tr.steps, s)
}

func (tr *trace) String() string {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return strings.Join(tr.steps, " ")
}

func (tr *trace) module(name string, needs ...string) Module {
	step := func(what string) func(context.Context) error {
		return func(context.Context) error { tr.add(what + name); return nil }
	}
	return Module{Name: name, Needs: needs, Start: step("+"), Drain: step("~"), Stop: step("-"), Run: func(ctx context.Context) error {
		<-ctx.Done()
		tr.add("." + name)
		return ctx.Err()
	}}
}

func TestOrderOfStartAndStop(t *testing.T) {
	t.Parallel()
	tr := &trace{}
	p, err := New(quiet, time.Minute, tr.module("http", "core", "bus"), tr.module("core", "db", "bus"), tr.module("db"), tr.module("bus"))
	check.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	check.NoError(t, p.Run(ctx, func() { tr.add("ready"); cancel() }))
	check.Equal(t, tr.String(), "+db +bus +core +http ready ~http ~core ~bus ~db .http -http .core -core .bus -bus .db -db")
}

func TestModulesThatDoNotFit(t *testing.T) {
	t.Parallel()
	for want, modules := range map[string][]Module{
		"a cycle":        {{Name: "a", Needs: []string{"b"}}, {Name: "b", Needs: []string{"c"}}, {Name: "c", Needs: []string{"a"}}},
		"does not exist": {{Name: "a", Needs: []string{"b"}}},
		"used twice":     {{Name: "a"}, {Name: "a"}},
	} {
		_, err := New(quiet, 0, modules...)
		check.Fault(t, err, ErrModules)
		var f interface{ Sentence(string) string }
		if !errors.As(err, &f) || !strings.Contains(f.Sentence("en"), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

func TestFailedStartStopsWhatIsUp(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(context.Context) error{
		"error": func(context.Context) error { return errors.New("no disk") },
		"panic": func(context.Context) error { panic("no disk") },
	} {
		tr := &trace{}
		p, err := New(quiet, time.Minute, tr.module("db"), Module{Name: "bad", Needs: []string{"db"}, Start: start}, tr.module("never", "bad"))
		check.NoError(t, err)
		err = p.Run(t.Context(), func() { tr.add("ready") })
		check.Fault(t, err, ErrStart)
		if !strings.Contains(err.Error(), "no disk") {
			t.Errorf("%s: cause is lost: %v", name, err)
		}
		check.Equal(t, tr.String(), "+db ~db .db -db")
	}
}

func TestFailedServiceStopsTheProgram(t *testing.T) {
	t.Parallel()
	for name, service := range map[string]func(context.Context) error{
		"error":     func(context.Context) error { return errors.New("lost") },
		"panic":     func(context.Context) error { panic("lost") },
		"early end": func(context.Context) error { return nil },
	} {
		tr := &trace{}
		p, err := New(quiet, time.Minute, tr.module("db"), Module{Name: name, Needs: []string{"db"}, Run: service})
		check.NoError(t, err)
		check.Fault(t, p.Run(t.Context(), func() {}), ErrFailed)
		check.Equal(t, tr.String(), "+db ~db .db -db")
	}
}

func TestEveryModuleIsStoppedWhateverTheOthersAnswer(t *testing.T) {
	t.Parallel()
	tr := &trace{}
	bad := tr.module("bad", "db")
	bad.Stop = func(context.Context) error { return errors.New("stuck") }
	bad.Drain = func(context.Context) error { panic("drain") }
	p, err := New(quiet, time.Minute, tr.module("db"), bad)
	check.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	check.Fault(t, p.Run(ctx, cancel), ErrStop)
	check.Equal(t, tr.String(), "+db +bad ~db .bad .db -db")
}

func TestStopWhileStarting(t *testing.T) {
	t.Parallel()
	tr := &trace{}
	ctx, cancel := context.WithCancel(t.Context())
	first := tr.module("first")
	first.Start = func(context.Context) error { cancel(); return nil }
	p, err := New(quiet, time.Minute, first, tr.module("second"))
	check.NoError(t, err)
	check.NoError(t, p.Run(ctx, func() { tr.add("ready") }))
	check.Equal(t, tr.String(), "~first .first -first")
}

func TestGroup(t *testing.T) {
	t.Parallel()
	g := NewGroup(t.Context(), quiet)
	ended := make(chan struct{})
	g.Go("waits", func(ctx context.Context) error { <-ctx.Done(); close(ended); return ctx.Err() })
	g.Go("panics", func(context.Context) error { panic("boom") })
	<-g.Failed()
	<-ended
	err := g.Stop(t.Context())
	check.Fault(t, err, ErrFailed)
	check.Equal(t, g.Go("late", func(context.Context) error { return nil }), false)
}

func TestGroupWaitsForWorkAndGivesUpWithTheContext(t *testing.T) {
	t.Parallel()
	g := NewGroup(t.Context(), quiet)
	release, done := make(chan struct{}), false
	g.Go("work", func(context.Context) error { <-release; done = true; return nil })
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Wait(impatient); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	close(release)
	check.NoError(t, g.Wait(t.Context()))
	check.Equal(t, done, true)
}
