package check

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
)

// recorder stands in for the test under an assertion: it keeps the message instead of failing.
type recorder struct {
	testing.TB
	message string
}

// errStop ends the assertion the way Fatalf ends a goroutine.
var errStop = errors.New("stop")

func (r *recorder) Helper() {}

func (r *recorder) Fatalf(format string, args ...any) {
	r.message = fmt.Sprintf(format, args...)
	panic(errStop)
}

// message runs an assertion and gives what it failed with, or "".
func message(assertion func(testing.TB)) string {
	r := &recorder{}
	func() {
		defer func() {
			if v := recover(); v != nil && v != any(errStop) {
				panic(v)
			}
		}()
		assertion(r)
	}()
	return r.message
}

func TestAssertions(t *testing.T) {
	t.Parallel()
	onName := &fault.Fault{Def: fault.ErrInput, Fields: []fault.Field{{Name: "name", Def: fault.ErrRequired}}}
	tests := map[string]struct {
		assertion func(testing.TB)
		want      string // part of the message; empty when the assertion must hold
	}{
		"equal":                {func(t testing.TB) { Equal(t, []int{1, 2}, []int{1, 2}) }, ""},
		"not equal":            {func(t testing.TB) { Equal(t, []int{1, 2}, []int{1, 3}) }, "-want +got"},
		"no error":             {func(t testing.TB) { NoError(t, nil) }, ""},
		"error":                {func(t testing.TB) { NoError(t, errors.New("boom")) }, "boom"},
		"must":                 {func(t testing.TB) { Equal(t, Must(7, nil)(t), 7) }, ""},
		"must with an error":   {func(t testing.TB) { Must(7, errors.New("boom"))(t) }, "boom"},
		"fault":                {func(t testing.TB) { Fault(t, fault.ErrDenied.New(), fault.ErrDenied) }, ""},
		"wrapped fault":        {func(t testing.TB) { Fault(t, fmt.Errorf("x: %w", fault.ErrDenied.New()), fault.ErrDenied) }, ""},
		"another fault":        {func(t testing.TB) { Fault(t, fault.ErrBusy.New(), fault.ErrDenied) }, "want the fault denied"},
		"no fault":             {func(t testing.TB) { Fault(t, nil, fault.ErrDenied) }, "want the fault denied"},
		"field":                {func(t testing.TB) { FieldFault(t, onName, "name", fault.ErrRequired) }, ""},
		"another field":        {func(t testing.TB) { FieldFault(t, onName, "email", fault.ErrRequired) }, "want the field email"},
		"field, other reason":  {func(t testing.TB) { FieldFault(t, onName, "name", fault.ErrTooLong) }, "input.too_long"},
		"field without error":  {func(t testing.TB) { FieldFault(t, nil, "name", fault.ErrTooLong) }, "got error <nil>"},
		"eventually, at once":  {func(t testing.TB) { Eventually(t, "always", func() bool { return true }) }, ""},
		"eventually, at third": {func(t testing.TB) { Eventually(t, "third", third()) }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := message(tt.assertion)
			if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("message %q, want one with %q", got, tt.want)
			}
		})
	}
}

// third is a condition that holds from its third call on.
func third() func() bool {
	calls := 0
	return func() bool { calls++; return calls >= 3 }
}
