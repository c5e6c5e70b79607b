package demo

import (
	"sync"
	"time"

	"frontdesk/internal/base/clock"
)

// Clock is a clock that can be set back: services that have it write history.
type Clock struct {
	real clock.Clock
	mu   sync.Mutex
	at   time.Time // zero: the present
}

// NewClock makes a clock that shows the present until it is moved.
func NewClock(present clock.Clock) *Clock { return &Clock{real: present} }

// Now is the moment the clock was moved to, or the present.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return c.real.Now()
	}
	return c.at
}

// to moves the clock; the zero time brings it back to the present.
func (c *Clock) to(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at.UTC().Truncate(time.Microsecond)
}
