package identity

import "time"

// Attempts counts failures of one account or one address.
type Attempts struct {
	Failures int
	At       time.Time // of the last one
}

// policy says how failures slow down further attempts.
type policy struct {
	free   int           // failures without any delay
	first  time.Duration // delay after the first one beyond
	most   time.Duration // delays double up to this
	forget time.Duration // failures older than this do not count
}

var (
	accountPolicy = policy{free: 5, first: 15 * time.Second, most: 15 * time.Minute, forget: time.Hour}
	addressPolicy = policy{free: 30, first: 15 * time.Second, most: 15 * time.Minute, forget: 15 * time.Minute}
)

// attemptsKept is how long the slowest policy needs a row.
const attemptsKept = 24 * time.Hour

// wait is how long the next attempt is refused.
func (p policy) wait(a Attempts, now time.Time) time.Duration {
	over := a.Failures - p.free
	if over < 0 || now.Sub(a.At) >= p.forget {
		return 0
	}
	delay := p.most
	if over < 16 && p.first<<over < p.most {
		delay = p.first << over
	}
	return max(0, a.At.Add(delay).Sub(now))
}

// failed is the count after one more failure.
func (p policy) failed(a Attempts, now time.Time) Attempts {
	if now.Sub(a.At) >= p.forget {
		a.Failures = 0
	}
	return Attempts{Failures: a.Failures + 1, At: now}
}
