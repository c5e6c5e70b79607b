package routing

import (
	"cmp"
	"slices"
	"time"
)

// Limits of a replay.
const (
	MaxReplayDays   = 31
	MaxReplayed     = 50_000 // conversations
	LongestService  = 2 * time.Hour
	UsualService    = 10 * time.Minute // where nothing else is known
	MaxReplayedDiff = 200              // conversations that are listed one by one
)

// Past is a conversation as it was.
type Past struct {
	ID       string
	Kind     string
	Facts    Facts
	Arrived  time.Time
	Answered time.Time // zero when nobody did
	Ended    time.Time // zero while it is open
	Agent    string    // who answered
	Previous string    // who had the customer before
}

// Crew is who was there.
type Crew struct {
	Desks  []Desk
	Teams  map[string][]string // by person
	Shifts []Shift             // by time; who has none was not there
}

// QueueOutcome is what came of a queue.
type QueueOutcome struct {
	Queue     string        `json:"queue"`
	Arrived   int           `json:"arrived"`
	Served    int           `json:"served"`
	Abandoned int           `json:"abandoned"`
	WaitMean  time.Duration `json:"waitMean"`
	WaitP50   time.Duration `json:"waitP50"`
	WaitP90   time.Duration `json:"waitP90"`
	Level     float64       `json:"level"` // share of those that were served or went that was served within the target of the queue
}

// AgentOutcome is what came to a person.
type AgentOutcome struct {
	Agent string        `json:"agent"`
	Got   int           `json:"got"`
	Busy  time.Duration `json:"busy"` // what they were given takes, one after the other
}

// Fate is what came of one conversation; no agent when nobody served it.
type Fate struct {
	Queue  string        `json:"queue"`
	Agent  string        `json:"agent,omitempty"`
	Waited time.Duration `json:"waited"`
}

// Replayed is a past period under a plan.
type Replayed struct {
	Outcome
	Queues []QueueOutcome
	Agents []AgentOutcome
	Fates  map[string]Fate
}

// Replay plays a past period under a plan: the same customers at the same moments, with as much patience as they showed, served as long as
// they were. Who was never answered and has gone had patience until then. It is a what-if and no forecast: what an agent would have
// said otherwise is not known.
func (b *Rulebook) Replay(past []Past, c Crew) Replayed {
	play := Play{Queues: b.Cast(), Shifts: c.Shifts}
	for _, d := range c.Desks {
		d.Used, d.Holds = 0, nil
		play.Agents = append(play.Agents, b.Agent(d, c.Teams[d.UserID], false))
	}
	usual := usualService(past)
	entries := make(map[string]Arrival, len(past))
	for _, p := range past {
		a := Arrival{Work: b.Work(p.ID, p.Kind, b.Route(p.Facts), p.Arrived, p.Previous), Takes: p.service(usual)}
		if p.Answered.IsZero() && !p.Ended.IsZero() {
			a.Patience = max(p.Ended.Sub(p.Arrived), time.Second)
		}
		entries[p.ID] = a
		play.Arrivals = append(play.Arrivals, a)
	}
	slices.SortStableFunc(play.Arrivals, func(x, y Arrival) int { return x.Work.Arrived.Compare(y.Work.Arrived) })
	return b.sum(Simulate(play), entries, play.end())
}

// end is when the last thing happens that does not follow from the others.
func (p Play) end() time.Time {
	var end time.Time
	for _, a := range p.Arrivals {
		end = later(end, a.Work.Arrived)
	}
	for _, s := range p.Shifts {
		end = later(end, s.At)
	}
	return end
}

// service is how long it took, as far as known.
func (p Past) service(usual time.Duration) time.Duration {
	if p.Answered.IsZero() || p.Ended.IsZero() || !p.Ended.After(p.Answered) {
		return usual
	}
	return min(p.Ended.Sub(p.Answered), LongestService)
}

// usualService is the median of what is known.
func usualService(past []Past) time.Duration {
	var known []time.Duration
	for _, p := range past {
		if took := p.service(0); took > 0 {
			known = append(known, took)
		}
	}
	if len(known) == 0 {
		return UsualService
	}
	slices.Sort(known)
	return quantile(known, 0.5)
}

// sum adds up a play by queue and by person.
func (b *Rulebook) sum(o Outcome, entries map[string]Arrival, end time.Time) Replayed {
	r := Replayed{Outcome: o, Fates: make(map[string]Fate, len(entries))}
	queues, agents := map[string]*tally{}, map[string]*AgentOutcome{}
	of := func(queue string) *tally {
		if queues[queue] == nil {
			queues[queue] = &tally{}
		}
		return queues[queue]
	}
	for _, d := range o.Given {
		t := of(d.Queue)
		t.waits = append(t.waits, d.Waited)
		if q := b.Queue(d.Queue); q != nil && d.Waited <= q.Target.Seconds.Duration() {
			t.within++
		}
		if agents[d.Agent] == nil {
			agents[d.Agent] = &AgentOutcome{Agent: d.Agent}
		}
		agents[d.Agent].Got++
		agents[d.Agent].Busy += entries[d.Work].Takes
		r.Fates[d.Work] = Fate{Queue: d.Queue, Agent: d.Agent, Waited: d.Waited}
	}
	for work, a := range entries {
		queue := first(a.Work.Queues)
		t := of(queue)
		t.arrived++
		if _, served := r.Fates[work]; !served {
			fate := Fate{Queue: queue, Waited: a.Patience}
			if a.Patience > 0 {
				t.gone++
			} else {
				fate.Waited = max(end.Sub(a.Work.Arrived), 0) // it still waits at the end
			}
			r.Fates[work] = fate
		}
	}
	for id, t := range queues {
		r.Queues = append(r.Queues, t.outcome(id))
	}
	for _, a := range agents {
		r.Agents = append(r.Agents, *a)
	}
	slices.SortFunc(r.Queues, func(x, y QueueOutcome) int { return cmp.Compare(x.Queue, y.Queue) })
	slices.SortFunc(r.Agents, func(x, y AgentOutcome) int { return cmp.Compare(x.Agent, y.Agent) })
	r.Given = nil
	return r
}

type tally struct {
	arrived, gone, within int
	waits                 []time.Duration
}

func (t *tally) outcome(queue string) QueueOutcome {
	slices.Sort(t.waits)
	o := QueueOutcome{Queue: queue, Arrived: t.arrived, Served: len(t.waits), Abandoned: t.gone}
	if len(t.waits) > 0 {
		var sum time.Duration
		for _, wait := range t.waits {
			sum += wait
		}
		o.WaitMean = sum / time.Duration(len(t.waits))
		o.WaitP50, o.WaitP90 = quantile(t.waits, 0.5), quantile(t.waits, 0.9)
	}
	if ended := o.Served + o.Abandoned; ended > 0 {
		o.Level = float64(t.within) / float64(ended)
	}
	return o
}

// Moved is a conversation that two plans treat differently.
type Moved struct {
	ID     string `json:"id"`
	Before Fate   `json:"before"`
	After  Fate   `json:"after"`
}

// Differences are the conversations that another queue or another person would have got, those whose wait changes most first, and how many
// there are in all.
func Differences(before, after Replayed) ([]Moved, int) {
	var out []Moved
	for id, was := range before.Fates {
		is := after.Fates[id]
		if was.Queue != is.Queue || was.Agent != is.Agent {
			out = append(out, Moved{id, was, is})
		}
	}
	slices.SortFunc(out, func(x, y Moved) int { return cmp.Or(cmp.Compare(y.change(), x.change()), cmp.Compare(x.ID, y.ID)) })
	return out[:min(len(out), MaxReplayedDiff)], len(out)
}

func (m Moved) change() time.Duration { return (m.After.Waited - m.Before.Waited).Abs() }

// restOfShift is how long somebody may have nothing to do and still counts as there, where only their work says when they were.
const restOfShift = 2 * time.Hour

// Assume works out when people were there whose presence is not known: from their first answer until their last end, with
// pauses of restOfShift at most. It returns their shifts, and how many people they are.
func Assume(past []Past, known []Shift) ([]Shift, int) {
	has := map[string]bool{}
	for _, s := range known {
		has[s.Agent] = true
	}
	spans := map[string][]Past{}
	for _, p := range past {
		if p.Agent != "" && !p.Answered.IsZero() && !has[p.Agent] {
			spans[p.Agent] = append(spans[p.Agent], p)
		}
	}
	var out []Shift
	for agent, work := range spans {
		out = append(out, shiftsOf(agent, work)...)
	}
	slices.SortFunc(out, func(x, y Shift) int { return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Agent, y.Agent)) })
	return out, len(spans)
}

func shiftsOf(agent string, work []Past) []Shift {
	slices.SortFunc(work, func(x, y Past) int { return x.Answered.Compare(y.Answered) })
	var out []Shift
	var until time.Time
	for _, p := range work {
		if until.IsZero() || p.Answered.After(until.Add(restOfShift)) {
			if !until.IsZero() {
				out = append(out, Shift{At: until, Agent: agent})
			}
			out = append(out, Shift{At: p.Arrived, Agent: agent, Online: true})
			until = p.Answered
		}
		if end := p.Answered.Add(p.service(UsualService)); end.After(until) {
			until = end
		}
	}
	return append(out, Shift{At: until, Agent: agent})
}
