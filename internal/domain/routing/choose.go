package routing

import (
	"cmp"
	"math/bits"
	"slices"
	"time"
)

// look is one pass over everybody who serves the queues of some work.
type look struct {
	e        *Engine
	it       *item
	now      time.Time
	queue    Queue
	failed   bool // the queue's own score could not be worked out for somebody
	found    []scored
	excluded [len(reasons)]Exclusion
}

// scored is a candidate.
type scored struct {
	*person
	score float64
}

// best is the candidate that the strategy of the queue prefers; nil when there is none.
func (e *Engine) best(it *item, now time.Time) *person {
	l := e.look(it, now)
	if len(l.found) == 0 {
		return nil
	}
	return slices.MinFunc(l.found, prefer).person
}

// queueOf is how the work is given out.
func (e *Engine) queueOf(it *item) Queue {
	if q, ok := e.queues[first(it.Queues)]; ok {
		return q
	}
	return Queue{Strategy: LeastLoaded}
}

func (e *Engine) look(it *item, now time.Time) *look {
	l := &look{e: e, it: it, now: now, queue: e.queueOf(it)}
	room := *e.withRoom(it.Points)
	levels := make([]bitset, len(it.needs))
	for i, need := range it.needs {
		levels[i] = e.levels(need)
	}
	for n := range (len(e.people) + 63) / 64 {
		var serving uint64
		for _, queue := range it.Queues {
			if of := e.serves[queue]; of != nil {
				serving |= of.word(n)
			}
		}
		there := serving & e.online.word(n)
		able := there
		for _, level := range levels {
			able &= level.word(n)
		}
		l.exclude(absent, n, serving&^there)
		l.exclude(unskilled, n, there&^able)
		l.exclude(full, n, able&^room.word(n))
		each(n, able&room.word(n), l.consider)
	}
	if l.failed { // scores of some cannot be held against none of others
		l.queue.Strategy = LeastLoaded
		for i, p := range l.found {
			l.found[i].score = l.score(p.person)
		}
	}
	return l
}

// consider asks what bits cannot: who gave it back, who is at the limit of a kind.
func (l *look) consider(place int) {
	p := l.e.people[place]
	switch {
	case slices.Contains(l.it.Declined, p.ID):
		l.exclude(declined, place/64, 1<<(place%64))
	case !p.fits(l.it.Kind, l.it.Points):
		l.exclude(full, place/64, 1<<(place%64))
	default:
		l.found = append(l.found, scored{p, l.score(p)})
	}
}

func (l *look) exclude(reason, n int, who uint64) {
	if who == 0 {
		return
	}
	x := &l.excluded[reason]
	x.Count += bits.OnesCount64(who)
	for ; who != 0 && len(x.Agents) < MaxNamed; who &= who - 1 {
		x.Agents = append(x.Agents, l.e.people[n*64+bits.TrailingZeros64(who)].ID)
	}
}

// score is what the strategy counts; the higher the better.
func (l *look) score(p *person) float64 {
	switch l.queue.Strategy {
	case LongestIdle:
		return l.now.Sub(later(p.IdleSince, p.OfferedAt)).Seconds()
	case RoundRobin:
		return l.now.Sub(p.OfferedAt).Seconds()
	case WeightedSkill:
		return l.skill(p)
	case Custom:
		return l.own(p)
	case LeastLoaded, TakenNext:
	}
	return -p.load()
}

// own is the score that the queue's expression gives.
func (l *look) own(p *person) float64 {
	if l.queue.Score == nil {
		return 0
	}
	score, err := l.queue.Score.Of(AgentFacts{
		Load: p.load(), Idle: l.now.Sub(p.IdleSince).Seconds(), Offered: l.now.Sub(p.OfferedAt).Seconds(),
		Skills: p.Skills, Learned: p.learned(l.queue.ID), Waited: l.now.Sub(l.it.Arrived).Seconds(),
	})
	l.failed = l.failed || err != nil
	return score
}

// skill is the share, from 0 to 1, of the best that anybody could be at what is needed, times what was learnt.
func (l *look) skill(p *person) float64 {
	var sum, whole float64
	for _, need := range l.it.needs {
		weight := need.Weight
		if weight == 0 {
			weight = 1
		}
		sum += weight * float64(min(p.Skills[need.Skill], MaxLevel))
		whole += weight * MaxLevel
	}
	if whole == 0 {
		return p.learned(l.queue.ID)
	}
	return sum / whole * p.learned(l.queue.ID)
}

// prefer orders candidates: by score, then the less loaded, the longer idle, the longest since an offer, the id.
func prefer(a, b scored) int {
	return cmp.Or(
		cmp.Compare(b.score, a.score),
		cmp.Compare(a.load(), b.load()),
		a.IdleSince.Compare(b.IdleSince),
		a.OfferedAt.Compare(b.OfferedAt),
		cmp.Compare(a.ID, b.ID),
	)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
