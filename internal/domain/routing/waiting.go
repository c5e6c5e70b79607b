package routing

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"strings"
	"time"
)

// item is work that waits.
type item struct {
	Work
	order int64
	needs []Need // asked for now
	class *class // nil while it waits for one person
	pile  *pile  // where it lies
	at    int    // its place there
	turn  int    // counts how often it was placed; an older alarm means nothing
}

func compare(a, b *item) int {
	return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.ID, b.ID))
}

func before(a, b *item) bool { return compare(a, b) < 0 }

// pile is waiting work, the most urgent on top.
type pile []*item

func (p pile) Len() int           { return len(p) }
func (p pile) Less(i, j int) bool { return before(p[i], p[j]) }
func (p pile) Swap(i, j int) {
	p[i], p[j] = p[j], p[i]
	p[i].at, p[j].at = i, j
}

// Push is for container/heap.
func (p *pile) Push(x any) {
	it, _ := x.(*item)
	it.at = len(*p)
	*p = append(*p, it)
}

// Pop is for container/heap.
func (p *pile) Pop() any {
	old := *p
	it := old[len(old)-1]
	old[len(old)-1] = nil
	*p = old[:len(old)-1]
	return it
}

func (p *pile) add(it *item) {
	it.pile = p
	heap.Push(p, it)
}

// class is waiting work that the same people may take: the head stands for all of it.
type class struct {
	key    string
	pool   *pool
	needs  []Need
	kind   string
	points int
	spared []string // who gave it back
	items  pile
}

func (c *class) suits(p *person) bool {
	return p.fits(c.kind, c.points) && p.has(c.needs) && !slices.Contains(c.spared, p.ID)
}

// pool is the work of the same queues.
type pool struct {
	queues  []string
	classes map[string]*class
}

func classKey(it *item) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d", it.Kind, it.Points)
	for _, need := range it.needs {
		fmt.Fprintf(&b, "|%s %d", need.Skill, need.Level)
	}
	for _, id := range it.Declined {
		b.WriteString("!" + id)
	}
	return b.String()
}

// alarm is when waiting work must be looked at again.
type alarm struct {
	due  time.Time
	it   *item
	turn int
}

type alarms []alarm

func (a alarms) Len() int           { return len(a) }
func (a alarms) Less(i, j int) bool { return a[i].due.Before(a[j].due) }
func (a alarms) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }

// Push is for container/heap.
func (a *alarms) Push(x any) {
	one, _ := x.(alarm)
	*a = append(*a, one)
}

// Pop is for container/heap.
func (a *alarms) Pop() any {
	old := *a
	one := old[len(old)-1]
	old[len(old)-1] = alarm{}
	*a = old[:len(old)-1]
	return one
}

// asked are the needs that still count, in a fixed order, and the skills that do not.
func (w Work) asked(now time.Time) (needs []Need, relaxed []string) {
	for _, need := range w.Needs {
		if need.RelaxAfter > 0 && !now.Before(w.Arrived.Add(need.RelaxAfter)) {
			relaxed = append(relaxed, need.Skill)
			continue
		}
		need.Level = min(max(need.Level, MinLevel), MaxLevel)
		needs = append(needs, need)
	}
	slices.SortFunc(needs, func(a, b Need) int { return cmp.Or(cmp.Compare(a.Skill, b.Skill), cmp.Compare(a.Level, b.Level)) })
	return needs, relaxed
}

// changes is when something about waiting work changes by itself next; zero when nothing does.
func (w Work) changes(now time.Time, reserved bool) time.Time {
	var next time.Time
	soonest := func(at time.Time) {
		if at.After(now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, need := range w.Needs {
		if need.RelaxAfter > 0 {
			soonest(w.Arrived.Add(need.RelaxAfter))
		}
	}
	if reserved {
		soonest(w.Arrived.Add(w.StickyFor))
	}
	return next
}
