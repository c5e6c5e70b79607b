package insight

import "time"

// States of presence, as identity tells them.
const (
	online  = "online"
	busy    = "busy"
	onBreak = "break"
	offline = "offline"
)

// Span is the presence in which somebody is since a moment.
type Span struct {
	User   string
	State  string
	Reason string
	Since  int64 // microseconds
}

// PresentKey is where a time of presence counts.
type PresentKey struct {
	Day    Day
	User   string
	State  string
	Reason string // of a break
}

// present ends the span of a person and begins the next.
func (f *Fold) present(user string, at int64, in told) {
	if t, err := time.Parse(time.RFC3339Nano, in.Since); err == nil {
		at = t.UnixMicro()
	}
	f.spend(f.Spans[user], 0, at)
	f.Spans[user] = Span{User: user, State: in.State, Reason: in.Reason, Since: at}
}

// spend counts a span as far as it lies between two moments.
func (f *Fold) spend(s Span, from, to int64) {
	if s.State == "" || s.State == offline {
		return
	}
	f.Zones.cut(max(s.Since, from), to, func(d Day, micros int64) {
		f.Present[PresentKey{d, s.User, s.State, s.Reason}] += micros
	})
}
