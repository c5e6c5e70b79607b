package routing

import (
	"cmp"
	"container/heap"
	"slices"
	"time"
)

// Arrival is work that comes, how long it takes whoever gets it, and how long the customer waits for somebody; no patience is for ever.
type Arrival struct {
	Work     Work
	Takes    time.Duration
	Patience time.Duration
}

// Shift is an agent who comes or goes.
type Shift struct {
	At     time.Time
	Agent  string
	Online bool
}

// Play is what is simulated.
type Play struct {
	Queues   []Queue
	Agents   []Agent
	Shifts   []Shift
	Arrivals []Arrival
	Target   time.Duration // service level: served within this
	// Timer plays what other systems do instead: every so often what waits is dealt out in turn to who is online, without a look
	// at what they have; it then waits with them.
	Timer time.Duration
}

// Outcome is what came of it.
type Outcome struct {
	Arrived      int           `json:"arrived"`
	Served       int           `json:"served"`
	Abandoned    int           `json:"abandoned"`
	Waiting      int           `json:"waiting"` // at the end
	WaitMean     time.Duration `json:"waitMean"`
	WaitP50      time.Duration `json:"waitP50"`
	WaitP90      time.Duration `json:"waitP90"`
	WaitP99      time.Duration `json:"waitP99"`
	ServiceLevel float64       `json:"serviceLevel"` // served within the target, of all that were served or went
	Load         float64       `json:"load"`         // share of the points of everybody that was in use, over time
	Unfair       float64       `json:"unfair"`       // Gini of the work that each agent got: 0 is equal
	// Given is who got what, in order.
	Given []Decision `json:"-"`
}

// happening is something that happens in a simulation.
type happening struct {
	at   time.Time
	rank int // of the same moment: what ends first, then people, then what comes
	turn int // then in the order of entry
	do   func()
}

type agenda []happening

func (a agenda) Len() int      { return len(a) }
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a agenda) Less(i, j int) bool {
	return cmp.Or(a[i].at.Compare(a[j].at), cmp.Compare(a[i].rank, a[j].rank), cmp.Compare(a[i].turn, a[j].turn)) < 0
}

// Push is for container/heap.
func (a *agenda) Push(x any) {
	one, _ := x.(happening)
	*a = append(*a, one)
}

// Pop is for container/heap.
func (a *agenda) Pop() any {
	old := *a
	one := old[len(old)-1]
	old[len(old)-1] = happening{}
	*a = old[:len(old)-1]
	return one
}

const (
	ending = iota
	people
	coming
)

// simulation is a play under way.
type simulation struct {
	Play
	agenda agenda
	turns  int
	now    time.Time
	deal   dealer
	open   map[string]Arrival // waits
	agents map[string]*Agent
	got    map[string]int
	waits  []time.Duration
	busy   float64 // points × seconds
	whole  float64
	out    Outcome
}

// dealer gives work to people: the engine, or what it is compared with.
type dealer interface {
	enter(w Work, now time.Time) []Decision
	leave(id string)
	agent(a Agent, now time.Time) []Decision
	due(now time.Time) []Decision
	next() (time.Time, bool)
}

// Simulate plays arrivals, people and service times. The same play has the same outcome.
func Simulate(p Play) Outcome {
	s := &simulation{Play: p, open: map[string]Arrival{}, agents: map[string]*Agent{}, got: map[string]int{}}
	s.deal = engineDealer{NewEngine(p.Queues)}
	if p.Timer > 0 {
		s.deal = newTimerDealer(p.Timer)
	}
	s.begin()
	for len(s.agenda) > 0 {
		next, _ := heap.Pop(&s.agenda).(happening)
		s.pass(next.at)
		next.do()
	}
	s.end()
	return s.out
}

func (s *simulation) on(at time.Time, rank int, do func()) {
	s.turns++
	heap.Push(&s.agenda, happening{at: at, rank: rank, turn: s.turns, do: do})
}

func (s *simulation) begin() {
	if len(s.Arrivals) > 0 {
		s.now = s.Arrivals[0].Work.Arrived
	}
	for _, a := range s.Agents {
		a.Holds = map[string]int{}
		s.agents[a.ID] = &a
		s.deal.agent(a, s.now)
	}
	for _, shift := range s.Shifts {
		s.on(shift.At, people, func() { s.shift(shift) })
	}
	for _, arrival := range s.Arrivals {
		s.on(arrival.Work.Arrived, coming, func() { s.arrive(arrival) })
	}
}

// pass lets time go by, and counts how busy everybody was meanwhile; what the dealer does by itself is done in time.
func (s *simulation) pass(to time.Time) {
	for {
		due, ok := s.deal.next()
		if !ok || due.After(to) {
			break
		}
		s.count(due)
		s.give(s.deal.due(due))
	}
	s.count(to)
}

func (s *simulation) count(to time.Time) {
	if !to.After(s.now) {
		return
	}
	seconds := to.Sub(s.now).Seconds()
	for _, a := range s.agents {
		if a.Online {
			s.busy += float64(a.Used) * seconds
			s.whole += float64(a.Capacity) * seconds
		}
	}
	s.now = to
}

func (s *simulation) arrive(a Arrival) {
	s.out.Arrived++
	s.open[a.Work.ID] = a
	if a.Patience > 0 {
		s.on(s.now.Add(a.Patience), ending, func() { s.abandon(a.Work.ID) })
	}
	s.give(s.deal.enter(a.Work, s.now))
}

func (s *simulation) abandon(id string) {
	if _, waits := s.open[id]; !waits {
		return
	}
	delete(s.open, id)
	s.deal.leave(id)
	s.out.Abandoned++
}

func (s *simulation) give(decisions []Decision) {
	for _, d := range decisions {
		arrival := s.open[d.Work]
		delete(s.open, d.Work)
		a := s.agents[d.Agent]
		a.Used += arrival.Work.Points
		a.Holds[arrival.Work.Kind]++
		a.OfferedAt = s.now
		s.got[a.ID]++
		s.waits = append(s.waits, s.now.Sub(arrival.Work.Arrived))
		s.out.Given = append(s.out.Given, d)
		s.on(s.now.Add(arrival.Takes), ending, func() { s.finish(a, arrival.Work) })
	}
}

func (s *simulation) finish(a *Agent, w Work) {
	a.Used -= w.Points
	a.Holds[w.Kind]--
	a.IdleSince = s.now
	s.give(s.deal.agent(*a, s.now))
}

func (s *simulation) shift(shift Shift) {
	a := s.agents[shift.Agent]
	if a == nil {
		return
	}
	a.Online = shift.Online
	if shift.Online {
		a.IdleSince = s.now
	}
	s.give(s.deal.agent(*a, s.now))
}

func (s *simulation) end() {
	o := &s.out
	o.Served, o.Waiting = len(s.waits), len(s.open)
	slices.Sort(s.waits)
	var sum time.Duration
	within := 0
	for _, wait := range s.waits {
		sum += wait
		if wait <= s.Target {
			within++
		}
	}
	if o.Served > 0 {
		o.WaitMean = sum / time.Duration(o.Served)
		o.WaitP50, o.WaitP90, o.WaitP99 = quantile(s.waits, 0.5), quantile(s.waits, 0.9), quantile(s.waits, 0.99)
	}
	if ended := o.Served + o.Abandoned; ended > 0 {
		o.ServiceLevel = float64(within) / float64(ended)
	}
	if s.whole > 0 {
		o.Load = s.busy / s.whole
	}
	shares := make([]int, 0, len(s.agents))
	for id := range s.agents {
		shares = append(shares, s.got[id])
	}
	o.Unfair = gini(shares)
}

// quantile of sorted waits, by nearest rank.
func quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// gini is how unequal shares are: 0 when all are the same, near 1 when one has everything.
func gini(shares []int) float64 {
	slices.Sort(shares)
	var sum, weighted float64
	for i, share := range shares {
		sum += float64(share)
		weighted += float64(i+1) * float64(share)
	}
	n := float64(len(shares))
	if sum == 0 {
		return 0
	}
	return 2*weighted/(n*sum) - (n+1)/n
}
