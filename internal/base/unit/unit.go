// Package unit is the unit of work: everything a user was promised is written in one of them, together with the events
// that tell of it and the jobs that follow from it. platform/db implements it.
package unit

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"frontdesk/internal/base/event"
)

// Runner runs units of work. Nested calls join the running unit. fn may run again (serialisation failure, deadlock,
// group fallback): no effect outside the database, no network, no bus, no sleep inside; results are used only after Do
// returned nil, which means durable.
type Runner interface {
	Do(ctx context.Context, fn func(ctx context.Context) error) error
}

// Job is a promise for later. It is unique by (Tenant, Kind, Subject): scheduling again replaces it.
type Job struct {
	Tenant  string
	Kind    string // "conversation.unsnooze"
	Subject string // id of what it is about
	RunAt   time.Time
	Payload json.RawMessage
}

// Log is what a running unit offers besides SQL.
type Log interface {
	Append(ctx context.Context, e event.Event) error
	Schedule(ctx context.Context, j Job) error
	Cancel(ctx context.Context, tenant, kind, subject string) error
	// After calls fn when the unit has ended: with nil when it is durable, else with why it is not, or may not be.
	After(fn func(err error))
}

// ErrNoUnit says that a write was tried outside a unit of work: a programming error.
var ErrNoUnit = errors.New("no unit of work is running")

type key struct{}

// With marks ctx as inside a unit; only implementations of Runner call it.
func With(ctx context.Context, l Log) context.Context { return context.WithValue(ctx, key{}, l) }

// Running is the log of the running unit, if there is one.
func Running(ctx context.Context) (Log, bool) {
	l, ok := ctx.Value(key{}).(Log)
	return l, ok
}

// Append writes an event in the running unit.
func Append(ctx context.Context, e event.Event) error {
	l, ok := Running(ctx)
	if !ok {
		return ErrNoUnit
	}
	return l.Append(ctx, e)
}

// Schedule writes or replaces a job in the running unit.
func Schedule(ctx context.Context, j Job) error {
	l, ok := Running(ctx)
	if !ok {
		return ErrNoUnit
	}
	return l.Schedule(ctx, j)
}

// Cancel removes a job in the running unit; a missing one is no error.
func Cancel(ctx context.Context, tenant, kind, subject string) error {
	l, ok := Running(ctx)
	if !ok {
		return ErrNoUnit
	}
	return l.Cancel(ctx, tenant, kind, subject)
}

// After calls fn once the running unit has ended: with nil when it is durable, else with why it is not, or may not be. It is
// for what is kept in memory of the database. fn must be quick. Outside a unit it is called at once.
func After(ctx context.Context, fn func(err error)) {
	l, ok := Running(ctx)
	if !ok {
		fn(nil)
		return
	}
	l.After(fn)
}
