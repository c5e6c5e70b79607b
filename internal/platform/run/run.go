// Package run starts and stops the parts of the program. A module names what it needs; modules start in that order, stop
// in reverse, and a background service that fails stops the whole program cleanly instead of leaving half of it running.
package run

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// Module is one part of the program. Every function may be nil.
type Module struct {
	Name  string
	Needs []string // names of modules that must be started before and stopped after

	// Start brings the module up and returns when it is ready. Its context ends when start-up is given up.
	Start func(ctx context.Context) error
	// Run works until its context ends, which is a clean return. If it returns earlier, the program stops.
	Run func(ctx context.Context) error
	// Drain stops taking new work. All modules drain, dependants first, before the first one is stopped.
	Drain func(ctx context.Context) error
	// Stop finishes what is left and releases everything.
	Stop func(ctx context.Context) error
}

// Program is a set of modules.
type Program struct {
	modules []Module // in start order
	log     *slog.Logger
	drain   time.Duration
}

// New puts modules into start order. Unknown needs, names used twice and cycles are errors. drain bounds how long
// stopping may take altogether.
func New(log *slog.Logger, drain time.Duration, modules ...Module) (*Program, error) {
	sorted, err := order(modules)
	if err != nil {
		return nil, err
	}
	return &Program{modules: sorted, log: log, drain: drain}, nil
}

// order sorts by needs and keeps the given order otherwise.
func order(modules []Module) ([]Module, error) {
	byName := map[string]Module{}
	for _, m := range modules {
		if _, twice := byName[m.Name]; twice || m.Name == "" {
			return nil, ErrModules.With("detail", fmt.Sprintf("the name %q is empty or used twice", m.Name))
		}
		byName[m.Name] = m
	}
	var sorted []Module
	done := map[string]bool{}
	var visit func(m Module, path []string) error
	visit = func(m Module, path []string) error {
		if done[m.Name] {
			return nil
		}
		if slices.Contains(path, m.Name) {
			return ErrModules.With("detail", fmt.Sprintf("a cycle of needs: %v", append(path, m.Name)))
		}
		path = append(slices.Clone(path), m.Name)
		for _, need := range m.Needs {
			n, ok := byName[need]
			if !ok {
				return ErrModules.With("detail", fmt.Sprintf("%s needs %s, which does not exist", m.Name, need))
			}
			if err := visit(n, path); err != nil {
				return err
			}
		}
		done[m.Name] = true
		sorted = append(sorted, m)
		return nil
	}
	for _, m := range modules {
		if err := visit(m, nil); err != nil {
			return nil, err
		}
	}
	return sorted, nil
}

// Run starts everything, calls ready, waits until ctx ends or a service fails, and stops everything. It returns nil
// after an asked-for, clean stop.
func (p *Program) Run(ctx context.Context, ready func()) error {
	// Services outlive ctx: they go on working while the program drains, and are ended one by one.
	group := NewGroup(context.WithoutCancel(ctx), p.log)
	started := make([]service, 0, len(p.modules))
	var err error
	for _, m := range p.modules {
		if err = ctx.Err(); err != nil {
			err = nil // asked to stop while starting
			break
		}
		if err = call(ctx, m.Start); err != nil {
			err = ErrStart.Wrap(err).With("module", m.Name)
			break
		}
		p.log.DebugContext(ctx, "module started", "module", m.Name)
		s := service{Module: m}
		if m.Run != nil {
			s.end = group.service(m.Name, m.Run) //nolint:contextcheck // services outlive the context of the start
		}
		started = append(started, s)
	}
	if err == nil && len(started) == len(p.modules) && ctx.Err() == nil {
		ready()
		select {
		case <-ctx.Done():
			p.log.InfoContext(ctx, "stopping")
		case <-group.failed:
			p.log.ErrorContext(ctx, "stopping because a part failed")
		}
	}
	return errors.Join(err, p.stop(ctx, started, group))
}

// service is a started module; end tells its Run to end and waits for it.
type service struct {
	Module
	end func(ctx context.Context)
}

// stop drains and then stops in reverse order. Every module gets its chance, whatever the others answer.
func (p *Program) stop(ctx context.Context, started []service, group *Group) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), p.drain+grace)
	defer cancel()
	drainCtx, drained := context.WithTimeout(ctx, p.drain)
	defer drained()
	slices.Reverse(started)
	var errs []error
	for _, s := range started {
		if err := call(drainCtx, s.Drain); err != nil {
			// Not fatal: who is not done by now is cut off and resumes elsewhere.
			p.log.WarnContext(ctx, "module did not drain in time", "module", s.Name, "error", err)
		}
	}
	for _, s := range started {
		if s.end != nil {
			s.end(ctx)
		}
		if err := call(ctx, s.Stop); err != nil {
			errs = append(errs, ErrStop.Wrap(err).With("module", s.Name))
		}
		p.log.DebugContext(ctx, "module stopped", "module", s.Name)
	}
	return errors.Join(group.first(), errors.Join(errs...))
}

// grace is what closing files and connections may take after the drain time is used up.
const grace = 5 * time.Second

// call runs one function of a module; a panic becomes an error, so that the others are still stopped.
func call(ctx context.Context, fn func(context.Context) error) (err error) {
	if fn == nil {
		return nil
	}
	defer recovered(&err)
	return fn(ctx)
}
