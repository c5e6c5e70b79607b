package routing

import (
	"slices"
	"time"
)

// engineDealer is the engine in a simulation.
type engineDealer struct{ e *Engine }

func (d engineDealer) enter(w Work, now time.Time) []Decision  { return d.e.Enter(w, now) }
func (d engineDealer) leave(id string)                         { d.e.Leave(id) }
func (d engineDealer) agent(a Agent, now time.Time) []Decision { return d.e.Agent(a, now) }
func (d engineDealer) due(now time.Time) []Decision            { return d.e.Due(now) }
func (d engineDealer) next() (time.Time, bool)                 { return d.e.NextDue() }

// timerDealer deals out what waits in turn, every so often, to who is online and serves the queue; skills and room are not looked
// at. What somebody cannot begin yet waits with them, in the order in which it came.
type timerDealer struct {
	every  time.Duration
	at     time.Time // the next round
	lying  []Work
	agents []string
	known  map[string]*Agent
	stacks map[string][]Work
	turn   int
}

func newTimerDealer(every time.Duration) *timerDealer {
	return &timerDealer{every: every, known: map[string]*Agent{}, stacks: map[string][]Work{}}
}

func (d *timerDealer) enter(w Work, now time.Time) []Decision {
	if d.at.IsZero() {
		d.at = now.Add(d.every)
	}
	d.lying = append(d.lying, w)
	return nil
}

func (d *timerDealer) leave(id string) {
	is := func(w Work) bool { return w.ID == id }
	d.lying = slices.DeleteFunc(d.lying, is)
	for agent, stack := range d.stacks {
		d.stacks[agent] = slices.DeleteFunc(stack, is)
	}
}

func (d *timerDealer) agent(a Agent, now time.Time) []Decision {
	if d.known[a.ID] == nil {
		d.agents = append(d.agents, a.ID)
	}
	d.known[a.ID] = &a
	return d.begin(&a, now)
}

func (d *timerDealer) next() (time.Time, bool) { return d.at, len(d.lying) > 0 }

func (d *timerDealer) due(now time.Time) []Decision {
	var out []Decision
	lying := d.lying
	d.lying = nil
	for _, w := range lying {
		a := d.nextAgent(w)
		if a == nil {
			d.lying = append(d.lying, w)
			continue
		}
		d.stacks[a.ID] = append(d.stacks[a.ID], w)
		out = append(out, d.begin(a, now)...)
	}
	d.at = d.at.Add(d.every)
	for !d.at.After(now) {
		d.at = d.at.Add(d.every)
	}
	return out
}

func (d *timerDealer) nextAgent(w Work) *Agent {
	for range d.agents {
		d.turn = (d.turn + 1) % len(d.agents)
		a := d.known[d.agents[d.turn]]
		if a.Online && slices.ContainsFunc(w.Queues, func(q string) bool { return slices.Contains(a.Queues, q) }) {
			return a
		}
	}
	return nil
}

// begin takes from the stack of somebody what they have room for.
func (d *timerDealer) begin(a *Agent, now time.Time) []Decision {
	var out []Decision
	stack := d.stacks[a.ID]
	for len(stack) > 0 && a.Online && a.Capacity-a.Used >= stack[0].Points {
		w := stack[0]
		stack = stack[1:]
		a.Used += w.Points
		out = append(out, Decision{Work: w.ID, Agent: a.ID, Queue: first(w.Queues), Strategy: RoundRobin, At: now, Waited: now.Sub(w.Arrived), Points: w.Points})
	}
	d.stacks[a.ID] = stack
	return out
}
