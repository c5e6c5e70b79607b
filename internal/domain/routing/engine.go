package routing

import (
	"container/heap"
	"slices"
	"strings"
	"time"
)

// Engine matches waiting work and agents. It has no clock and no memory beyond itself: every call brings its time and returns the
// decisions that became possible. What it decided counts as taken; who could not keep to it says so by Agent and Enter. Not safe
// for concurrent use.
type Engine struct {
	roster
	queues map[string]Queue
	pools  map[string]*pool
	items  map[string]*item
	alarms alarms
}

// NewEngine is an engine without people and work. Work of a queue that is not named is given to the least loaded.
func NewEngine(queues []Queue) *Engine {
	e := &Engine{roster: newRoster(), queues: map[string]Queue{}, pools: map[string]*pool{}, items: map[string]*item{}}
	for _, q := range queues {
		if q.Strategy == "" {
			q.Strategy = LeastLoaded
		}
		e.queues[q.ID] = q
	}
	return e
}

// Len is how much work waits.
func (e *Engine) Len() int { return len(e.items) }

// Enter adds work, or replaces what waits under its name, and gives it to the best candidate if there is one.
func (e *Engine) Enter(w Work, now time.Time) []Decision {
	e.Leave(w.ID)
	w.Declined = slices.Sorted(slices.Values(w.Declined))
	it := &item{Work: w, order: w.key()}
	if d, ok := e.place(it, now); ok {
		return []Decision{d}
	}
	return nil
}

// Leave takes work away that was given up, resolved or taken by hand. It reports whether it waited.
func (e *Engine) Leave(id string) bool {
	it := e.items[id]
	if it == nil {
		return false
	}
	e.lift(it)
	delete(e.items, id)
	return true
}

// Agent adds an agent or replaces what is known of them, and gives them what they have room for.
func (e *Engine) Agent(a Agent, now time.Time) []Decision {
	p := e.put(a)
	out := e.release(p, now)
	if !p.Online {
		return out
	}
	return append(out, e.feed(p, now)...)
}

// Gone removes an agent.
func (e *Engine) Gone(id string, now time.Time) []Decision {
	p := e.find(id)
	if p == nil {
		return nil
	}
	p.Online = false
	out := e.release(p, now)
	e.drop(p)
	return out
}

// Due handles what has become due by itself: needs that relax, patience with a previous agent that ends.
func (e *Engine) Due(now time.Time) []Decision {
	var due []*item
	for len(e.alarms) > 0 && !e.alarms[0].due.After(now) {
		next, _ := heap.Pop(&e.alarms).(alarm)
		if e.items[next.it.ID] == next.it && next.it.turn == next.turn {
			due = append(due, next.it)
		}
	}
	return e.again(due, now)
}

// again places waiting work anew, the most urgent first.
func (e *Engine) again(items []*item, now time.Time) []Decision {
	slices.SortFunc(items, compare)
	for _, it := range items {
		e.lift(it)
	}
	var out []Decision
	for _, it := range items {
		if d, ok := e.place(it, now); ok {
			out = append(out, d)
		}
	}
	return out
}

// NextDue is when Due must be called; false when nothing changes by itself.
func (e *Engine) NextDue() (time.Time, bool) {
	if len(e.alarms) == 0 {
		return time.Time{}, false
	}
	return e.alarms[0].due, true
}

// Waiting is the work of a queue in the order in which it is served. It sorts: ask when something changed, not for each customer.
func (e *Engine) Waiting(queue string) []string {
	var all []*item
	for _, it := range e.items {
		if len(it.Queues) > 0 && it.Queues[0] == queue {
			all = append(all, it)
		}
	}
	slices.SortFunc(all, compare)
	out := make([]string, len(all))
	for i, it := range all {
		out[i] = it.ID
	}
	return out
}

// place gives work to the best candidate, or lets it wait.
func (e *Engine) place(it *item, now time.Time) (Decision, bool) {
	it.needs, _ = it.asked(now)
	it.turn++
	previous := e.stickyTo(it)
	if previous != nil && previous.fits(it.Kind, it.Points) {
		return e.decide(it, previous, true, now), true
	}
	if previous != nil && now.Before(it.Arrived.Add(it.StickyFor)) {
		it.class = nil
		previous.reserved.add(it)
		e.wait(it, now)
		return Decision{}, false
	}
	if best := e.best(it, now); best != nil {
		return e.decide(it, best, false, now), true
	}
	c := e.classOf(it)
	it.class = c
	c.items.add(it)
	e.wait(it, now)
	return Decision{}, false
}

func (e *Engine) wait(it *item, now time.Time) {
	e.items[it.ID] = it
	if due := it.changes(now, it.class == nil); !due.IsZero() {
		heap.Push(&e.alarms, alarm{due: due, it: it, turn: it.turn})
	}
}

// stickyTo is the agent who had the customer before, if they could have this now but for their room.
func (e *Engine) stickyTo(it *item) *person {
	if it.Previous == "" {
		return nil
	}
	p := e.find(it.Previous)
	if p == nil || !p.Online || !servesAny(p, it.Queues) || !p.has(it.needs) || slices.Contains(it.Declined, p.ID) {
		return nil
	}
	return p
}

func (e *Engine) classOf(it *item) *class {
	key := strings.Join(it.Queues, " ")
	in := e.pools[key]
	if in == nil {
		in = &pool{queues: it.Queues, classes: map[string]*class{}}
		e.pools[key] = in
	}
	name := classKey(it)
	c := in.classes[name]
	if c == nil {
		c = &class{key: name, pool: in, needs: it.needs, kind: it.Kind, points: it.Points, spared: it.Declined}
		in.classes[name] = c
	}
	return c
}

// lift takes an item from where it lies.
func (e *Engine) lift(it *item) {
	heap.Remove(it.pile, it.at)
	it.pile = nil
	c := it.class
	if c == nil || len(c.items) > 0 {
		return
	}
	delete(c.pool.classes, c.key)
	if len(c.pool.classes) == 0 {
		delete(e.pools, strings.Join(c.pool.queues, " "))
	}
}

// feed gives an agent the most urgent work they may have, until there is none or no room.
func (e *Engine) feed(p *person, now time.Time) []Decision {
	var out []Decision
	for {
		it := e.headFor(p)
		if it == nil {
			return out
		}
		sticky := it.class == nil
		e.lift(it)
		out = append(out, e.decide(it, p, sticky, now))
	}
}

// headFor is the most urgent work that a person may have now.
func (e *Engine) headFor(p *person) *item {
	var first *item
	for _, it := range p.reserved {
		if p.fits(it.Kind, it.Points) && (first == nil || before(it, first)) {
			first = it
		}
	}
	for _, in := range e.pools {
		if !servesAny(p, in.queues) {
			continue
		}
		for _, c := range in.classes {
			if head := c.items[0]; (first == nil || before(head, first)) && c.suits(p) {
				first = head
			}
		}
	}
	return first
}

// release lets go what waits for a person who cannot have it any more.
func (e *Engine) release(p *person, now time.Time) []Decision {
	var free []*item
	for _, it := range p.reserved {
		if e.stickyTo(it) != p {
			free = append(free, it)
		}
	}
	return e.again(free, now)
}
