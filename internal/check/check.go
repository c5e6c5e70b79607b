// Package check holds the few assertions the tests share. Each one stops the test and names the line that called it, so
// a failure reads: what was expected, what came, where.
package check

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frontdesk/internal/base/fault"
)

// Equal fails unless got and want are deeply equal; it prints the difference (- want, + got).
func Equal[T any](t testing.TB, got, want T, opts ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, opts...); diff != "" {
		t.Fatalf("unexpected value (-want +got):\n%s", diff)
	}
}

// NoError fails when err is not nil.
func NoError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// Must is NoError for a call that also returns a value: check.Must(store.Get(ctx, id))(t).
func Must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		NoError(t, err)
		return value
	}
}

// Fault fails unless err is an occurrence of want.
func Fault(t testing.TB, err error, want *fault.Def) {
	t.Helper()
	if !fault.Has(err, want) {
		t.Fatalf("got error %v, want the fault %s", err, want.Code)
	}
}

// FieldFault fails unless err says that the named field is wrong in the way of want.
func FieldFault(t testing.TB, err error, field string, want *fault.Def) {
	t.Helper()
	if err != nil {
		for _, f := range fault.From(err).Fields {
			if f.Name == field && f.Def == want {
				return
			}
		}
	}
	t.Fatalf("got error %v, want the field %s with %s", err, field, want.Code)
}

// Eventually asks cond until it holds, for things that another goroutine or process does. It is the one place where a
// test may wait; the limit is only how long a broken program takes to fail.
func Eventually(t testing.TB, what string, cond func() bool) {
	t.Helper()
	const limit, pause = 15 * time.Second, 2 * time.Millisecond
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for deadline := time.Now().Add(limit); !cond(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("still not so after %v: %s", limit, what)
		}
	}
}
