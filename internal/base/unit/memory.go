package unit

import (
	"context"
	"slices"
	"sync"

	"frontdesk/internal/base/event"
)

// Memory is a Runner that keeps events, jobs and changes of settings in memory, for tests of services with in-memory stores.
// A unit that fails leaves none of them; the in-memory stores themselves do not roll back.
type Memory struct {
	mu     sync.Mutex
	events []event.Event
	jobs   []Job
	kept   []Change
}

type memoryUnit struct {
	events   []event.Event
	kept     []Change
	jobs     []Job
	canceled []Job
	after    []func(error)
}

// Do runs fn as a unit; nested calls join.
func (m *Memory) Do(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, ok := Running(ctx); ok {
		return fn(ctx)
	}
	u := &memoryUnit{}
	err := fn(With(ctx, u))
	if err == nil {
		m.keep(u)
	}
	for _, fn := range u.after {
		fn(err)
	}
	return err
}

func (m *Memory) keep(u *memoryUnit) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = append(m.events, u.events...)
	m.kept = append(m.kept, u.kept...)
	for _, j := range slices.Concat(u.canceled, u.jobs) {
		m.jobs = slices.DeleteFunc(m.jobs, func(o Job) bool {
			return o.Tenant == j.Tenant && o.Kind == j.Kind && o.Subject == j.Subject
		})
	}
	m.jobs = append(m.jobs, u.jobs...)
}

// Events are all events so far, in order.
func (m *Memory) Events() []event.Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.events)
}

// Types are the types of all events so far, in order.
func (m *Memory) Types() []string {
	var out []string
	for _, e := range m.Events() {
		out = append(out, e.Type)
	}
	return out
}

// Kept are all changes of settings so far, in order.
func (m *Memory) Kept() []Change {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.kept)
}

// Jobs are the jobs that wait.
func (m *Memory) Jobs() []Job {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.jobs)
}

func (u *memoryUnit) Append(_ context.Context, e event.Event) error {
	u.events = append(u.events, e)
	return nil
}

// Keep implements Keeper.
func (u *memoryUnit) Keep(_ context.Context, c Change) error {
	u.kept = append(u.kept, c)
	return nil
}

func (u *memoryUnit) Schedule(_ context.Context, j Job) error {
	u.jobs = append(u.jobs, j)
	return nil
}

func (u *memoryUnit) Cancel(_ context.Context, tenant, kind, subject string) error {
	u.canceled = append(u.canceled, Job{Tenant: tenant, Kind: kind, Subject: subject})
	return nil
}

func (u *memoryUnit) After(fn func(error)) { u.after = append(u.after, fn) }
