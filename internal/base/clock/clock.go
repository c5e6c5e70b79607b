// Package clock gives the time, so that rules can be tested with a fixed one, and converts it to what SQL stores:
// integer microseconds since 1970, UTC. PostgreSQL and the wire keep microseconds, so nothing finer is ever handed out.
package clock

import "time"

// Clock tells the time.
type Clock interface{ Now() time.Time }

// Real is the machine's clock, in UTC, cut to microseconds.
type Real struct{}

// Now is the present moment.
func (Real) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Fixed always tells the same time.
type Fixed time.Time

// Now is the fixed moment.
func (f Fixed) Now() time.Time { return time.Time(f).UTC().Truncate(time.Microsecond) }

// Micros is what SQL stores; the zero time is 0.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the inverse of Micros.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
