package run

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
)

// Group runs goroutines that belong together, so that nobody else needs a bare go statement: they share a context,
// panics become errors, and Stop waits for all of them.
type Group struct {
	ctx    context.Context
	cancel context.CancelFunc
	log    *slog.Logger
	wg     sync.WaitGroup

	mu     sync.Mutex
	closed bool
	err    error
	failed chan struct{} // closed with the first error
}

// NewGroup makes a group whose goroutines end with ctx or with Stop.
func NewGroup(ctx context.Context, log *slog.Logger) *Group {
	ctx, cancel := context.WithCancel(ctx)
	return &Group{ctx: ctx, cancel: cancel, log: log, failed: make(chan struct{})}
}

// Go runs fn in a goroutine. An error or a panic is logged, remembered as the group's error and ends the others; a
// return because the context ended is none. After Stop nothing is started any more and Go returns false.
func (g *Group) Go(name string, fn func(ctx context.Context) error) bool {
	return g.spawn(func() {
		if err := call(g.ctx, fn); err != nil && !(g.ctx.Err() != nil && errors.Is(err, context.Canceled)) {
			g.fail(name, err)
			g.cancel()
		}
	})
}

func (g *Group) spawn(fn func()) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return false
	}
	g.wg.Go(fn)
	return true
}

// Failed is closed when the first goroutine failed.
func (g *Group) Failed() <-chan struct{} { return g.failed }

// Stop ends the context, waits for all goroutines as long as ctx lives, and gives the first error.
func (g *Group) Stop(ctx context.Context) error {
	g.cancel()
	return g.Wait(ctx)
}

// Wait is Stop without ending the context: it lets the goroutines finish on their own, and takes no new ones.
func (g *Group) Wait(ctx context.Context) error {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	done := make(chan struct{})
	go func() { g.wg.Wait(); close(done) }()
	select {
	case <-done:
		g.cancel()
		return g.first()
	case <-ctx.Done():
		return errors.Join(g.first(), ctx.Err())
	}
}

// service runs a module's Run under its own context, so that services end one after the other. Any return before end is
// a failure of the program.
func (g *Group) service(name string, fn func(context.Context) error) (end func(context.Context)) {
	ctx, cancel := context.WithCancel(g.ctx)
	done := make(chan struct{})
	g.spawn(func() {
		defer close(done)
		err := call(ctx, fn)
		switch {
		case ctx.Err() == nil && err == nil:
			g.fail(name, errors.New("ended without being asked"))
		case err != nil && !(ctx.Err() != nil && errors.Is(err, context.Canceled)):
			g.fail(name, err)
		}
	})
	return func(waitCtx context.Context) {
		cancel()
		select {
		case <-done:
		case <-waitCtx.Done():
			g.log.WarnContext(waitCtx, "service does not end", "module", name)
		}
	}
}

func (g *Group) fail(name string, err error) {
	g.log.ErrorContext(g.ctx, "service failed", "module", name, "error", err)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err == nil {
		g.err = ErrFailed.Wrap(err).With("module", name)
		close(g.failed)
	}
}

func (g *Group) first() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}

// recovered turns a panic into an error that carries the stack.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
	}
}
