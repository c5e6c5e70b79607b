package routing

import "time"

// Pressure is how near a queue is to its thresholds.
type Pressure string

// The pressures, the least first.
const (
	NoLimit Pressure = "none" // the plan has no threshold
	Fine    Pressure = "ok"
	Near    Pressure = "near"
	Over    Pressure = "over"
)

// The thresholds.
const (
	SignWaiting = "waiting"
	SignLongest = "longest"
	SignShare   = "share"
)

// When a threshold is near, and from when on the service level says something: the first slow answer of a day is no trend.
const (
	nearPart      = 0.8  // of what may wait
	nearShare     = 0.05 // above the least service level
	leastAnswered = 5
)

// Alarm is how a queue stands against the thresholds of its plan.
type Alarm struct {
	State Pressure `json:"state" enum:"none,ok,near,over" doc:"The worst of its thresholds; none when the plan has none for this queue."`
	Signs []Sign   `json:"signs" doc:"One for each threshold that the plan has."`
}

// Sign is one threshold.
type Sign struct {
	Of    string   `json:"of" enum:"waiting,longest,share" doc:"How many wait, the longest wait in seconds, or the service level of today (0 to 1)."`
	State Pressure `json:"state" enum:"ok,near,over" doc:"The service level counts from the fifth answer of the day."`
	Now   float64  `json:"now"`
	Limit float64  `json:"limit"`
}

// Judge holds a queue against its thresholds. A threshold of 0 is none.
func (a Alert) Judge(waiting int, longest time.Duration, level Reached) Alarm {
	out := Alarm{State: NoLimit, Signs: []Sign{}}
	add := func(of string, now, limit float64, state Pressure) {
		out.Signs = append(out.Signs, Sign{Of: of, State: state, Now: now, Limit: limit})
		if out.State == NoLimit || state == Over || state == Near && out.State == Fine {
			out.State = state
		}
	}
	if a.Waiting > 0 {
		now, limit := float64(waiting), float64(a.Waiting)
		add(SignWaiting, now, limit, rising(now, limit))
	}
	if a.Longest > 0 {
		now, limit := float64(seconds(longest)), float64(a.Longest)
		add(SignLongest, now, limit, rising(now, limit))
	}
	if a.Share > 0 {
		state := Fine
		switch {
		case level.Answered < leastAnswered:
		case level.Share < a.Share:
			state = Over
		case level.Share < a.Share+nearShare && level.Share < 1:
			state = Near
		}
		add(SignShare, level.Share, a.Share, state)
	}
	return out
}

// rising is how near something that grows is to what it may be.
func rising(now, limit float64) Pressure {
	switch {
	case now > limit:
		return Over
	case now >= limit*nearPart:
		return Near
	}
	return Fine
}

func seconds(d time.Duration) int { return max(0, int(d/time.Second)) }
