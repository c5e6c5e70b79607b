package routing

import (
	"slices"
	"time"
)

// Limits of the record of a decision.
const (
	MaxCandidates = 10
	MaxNamed      = 20 // of each reason
)

// Reason is why somebody was no candidate.
type Reason string

// The reasons, in the order in which they are asked.
const (
	Absent    Reason = "absent"    // not online
	Unskilled Reason = "unskilled" // a skill is missing, or its level too low
	GaveBack  Reason = "declined"  // had it and gave it back
	Full      Reason = "full"      // no room for its points, or at the limit of its kind
)

// reasons by place: the counts of a look stand in the same order.
var reasons = [...]Reason{Absent, Unskilled, GaveBack, Full}

const (
	absent = iota
	unskilled
	declined
	full
)

// Candidate is somebody who could have got it.
type Candidate struct {
	Agent string  `json:"agent"`
	Score float64 `json:"score"`
	Load  float64 `json:"load"`
}

// Exclusion is how many were none for one reason, and who, as far as named.
type Exclusion struct {
	Reason Reason   `json:"reason"`
	Count  int      `json:"count"`
	Agents []string `json:"agents,omitempty"`
}

// Decision is one piece of work for one agent, with the record of why.
type Decision struct {
	Work       string        `json:"work"`
	Agent      string        `json:"agent"`
	Queue      string        `json:"queue"`
	Strategy   Strategy      `json:"strategy"` // LeastLoaded where an own score failed
	Sticky     bool          `json:"sticky,omitempty"`
	At         time.Time     `json:"at"`
	Waited     time.Duration `json:"waited"`
	HeadStart  time.Duration `json:"headStart,omitempty"`
	Relaxed    []string      `json:"relaxed,omitempty"` // skills that were asked for no more
	Points     int           `json:"points"`
	UsedBefore int           `json:"usedBefore"`
	Capacity   int           `json:"capacity"`
	Eligible   int           `json:"eligible"` // how many candidates there were
	Candidates []Candidate   `json:"candidates,omitempty"`
	Excluded   []Exclusion   `json:"excluded,omitempty"`
}

// decide gives work to somebody and writes down why.
func (e *Engine) decide(it *item, p *person, sticky bool, now time.Time) Decision {
	l := e.look(it, now)
	_, relaxed := it.asked(now)
	d := Decision{
		Work: it.ID, Agent: p.ID, Queue: first(it.Queues), Strategy: l.queue.Strategy, Sticky: sticky,
		At: now, Waited: now.Sub(it.Arrived), HeadStart: it.HeadStart, Relaxed: relaxed,
		Points: it.Points, UsedBefore: p.Used, Capacity: p.Capacity,
		Eligible: len(l.found), Candidates: l.top(), Excluded: l.reasons(),
	}
	delete(e.items, it.ID)
	e.take(p, it.Kind, it.Points)
	p.OfferedAt = now
	return d
}

// top are the best candidates, the best first.
func (l *look) top() []Candidate {
	best := make([]scored, 0, MaxCandidates+1)
	for _, p := range l.found {
		if len(best) == MaxCandidates && prefer(p, best[MaxCandidates-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, p, prefer)
		best = slices.Insert(best, at, p)
		best = best[:min(len(best), MaxCandidates)]
	}
	out := make([]Candidate, len(best))
	for i, p := range best {
		out[i] = Candidate{Agent: p.ID, Score: p.score, Load: p.load()}
	}
	return out
}

func (l *look) reasons() []Exclusion {
	var out []Exclusion
	for i, x := range l.excluded {
		if x.Count > 0 {
			x.Reason = reasons[i]
			out = append(out, x)
		}
	}
	return out
}

func first(queues []string) string {
	if len(queues) == 0 {
		return ""
	}
	return queues[0]
}
