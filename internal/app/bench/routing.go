package bench

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"frontdesk/internal/domain/routing"
)

const (
	routedAgents = 5_000
	routedSkills = 50
	routedQueues = 40
	fewWaiting   = 10_000
	manyWaiting  = 100_000
	nearFlat     = 2 // times the cost of one decision, for a queue ten times as long
)

// centre is a large contact centre, the same one in every run.
type centre struct {
	r      *rand.Rand
	queues []routing.Queue
	agents []routing.Agent
	now    time.Time
	seq    int
}

func newCentre(seed uint64) *centre {
	c := &centre{r: repeatable(seed, 11), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	for i := range routedQueues {
		c.queues = append(c.queues, routing.Queue{ID: fmt.Sprint("que_", i), Strategy: routing.Strategies[i%len(routing.Strategies)]})
	}
	for i := range routedAgents {
		a := routing.Agent{ID: fmt.Sprintf("usr_%04d", i), Online: true, Capacity: routing.UsualCapacity, Skills: map[string]int{}, IdleSince: c.now}
		for range 1 + c.r.IntN(3) {
			a.Queues = append(a.Queues, c.queues[c.r.IntN(routedQueues)].ID)
		}
		for range 4 + c.r.IntN(8) {
			a.Skills[c.skill()] = 1 + c.r.IntN(routing.MaxLevel)
		}
		c.agents = append(c.agents, a)
	}
	return c
}

func (c *centre) skill() string { return fmt.Sprint("skl_", c.r.IntN(routedSkills)) }

// work is the next piece that comes in.
func (c *centre) work() routing.Work {
	c.seq++
	w := routing.Work{
		ID: fmt.Sprintf("cnv_%08d", c.seq), Queues: []string{c.queues[c.r.IntN(routedQueues)].ID}, Kind: "chat", Points: 20,
		Arrived: c.now, HeadStart: time.Duration(c.r.IntN(4)) * time.Minute,
	}
	if c.r.IntN(2) == 0 {
		w.Needs = []routing.Need{{Skill: c.skill(), Level: 1 + c.r.IntN(3), RelaxAfter: time.Duration(c.r.IntN(2)) * 24 * time.Hour}}
	}
	return w
}

// measureRouting measures the rules alone, where everybody is busy, so much work waits, and somebody becomes free; then decisions
// that are made true in a database; then the whole program.
func measureRouting(ctx context.Context, p *place) ([]Result, error) {
	if p.Simulate {
		return simulateRouting(p), nil
	}
	if p.Agree {
		return measureAgreement(ctx, p)
	}
	few, _ := decide(ctx, p, fewWaiting)
	before := heap()
	many, engine := decide(ctx, p, manyWaiting)
	grown := float64(heap()-before) / (1 << 20)
	runtime.KeepAlive(engine)
	out := []Result{
		figure("agents", "agents", routedAgents),
		figure("decisions, 100,000 waiting", "1/s", perSecond(many)),
		figure("decision, 100,000 waiting, p50", "ms", many.at(50)).against(few.at(50)).ratioAtMost(nearFlat),
		figure("decision, 100,000 waiting, p99", "ms", many.at(99)).against(few.at(99)),
		figure("memory, 100,000 waiting", "MB", grown),
	}
	reserved, err := measureReserving(ctx, p)
	if err != nil {
		return nil, err
	}
	offered, err := measureArrivals(ctx, p)
	return slices.Concat(out, reserved, offered), err
}

// decide keeps a queue at its length: each decision is followed by new work. A time is that of one free agent and one arrival.
func decide(ctx context.Context, p *place, waiting int) (times, *routing.Engine) {
	p.Note("%d agents, %d waiting", routedAgents, waiting)
	c := newCentre(1)
	e := routing.NewEngine(c.queues)
	for _, a := range c.agents {
		a.Used = a.Capacity
		e.Agent(a, c.now)
	}
	for range waiting {
		e.Enter(c.work(), c.now)
	}
	var out times
	for begun := time.Now(); time.Since(begun) < p.Time/2 && ctx.Err() == nil; {
		a, w := c.agents[c.r.IntN(routedAgents)], c.work()
		a.Used = a.Capacity - w.Points
		c.now = c.now.Add(time.Millisecond)
		start := time.Now()
		e.Agent(a, c.now)
		e.Enter(w, c.now)
		out = append(out, time.Since(start))
	}
	return out, e
}

func perSecond(t times) float64 {
	var sum time.Duration
	for _, one := range t {
		sum += one
	}
	return float64(len(t)) / sum.Seconds()
}

// simulateRouting plays one day of a centre of 50 people with each strategy, and with what is compared: dealing out in turn every
// five minutes.
func simulateRouting(p *place) []Result {
	var out []Result
	play := day()
	theirs := play
	theirs.Timer = 5 * time.Minute
	other := routing.Simulate(theirs)
	for _, s := range routing.Strategies {
		p.Note("a day with %s", s)
		for i := range play.Queues {
			play.Queues[i].Strategy = s
		}
		ours := routing.Simulate(play)
		name := string(s)
		out = append(out,
			figure(name+": mean wait", "s", ours.WaitMean.Seconds()).against(other.WaitMean.Seconds()).ratioAtMost(1),
			figure(name+": wait p90", "s", ours.WaitP90.Seconds()).against(other.WaitP90.Seconds()),
			figure(name+": served within 30 s", "share", ours.ServiceLevel).against(other.ServiceLevel),
			figure(name+": given up", "chats", float64(ours.Abandoned)).against(float64(other.Abandoned)),
			figure(name+": inequality of work (Gini)", "", ours.Unfair).against(other.Unfair),
		)
	}
	return out
}

// day is arrivals that rise to noon and fall again, customers who give up after some minutes, and people with skills.
func day() routing.Play {
	r := repeatable(20260302, 5)
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := routing.Play{Target: 30 * time.Second}
	skills := []string{"english", "returns", "billing", "technical"}
	for i := range 3 {
		p.Queues = append(p.Queues, routing.Queue{ID: fmt.Sprint("que_", i)})
	}
	for i := range 50 {
		a := routing.Agent{ID: fmt.Sprintf("usr_%02d", i), Online: true, Capacity: 60, IdleSince: start, Queues: []string{p.Queues[i%3].ID, p.Queues[(i+1)%3].ID}, Skills: map[string]int{}}
		for _, s := range skills {
			if r.IntN(2) == 0 {
				a.Skills[s] = 1 + r.IntN(routing.MaxLevel)
			}
		}
		p.Agents = append(p.Agents, a)
	}
	for minute := range 9 * 60 {
		busy := 12 - 8*math.Abs(float64(minute)/270-1)
		for range int(busy + r.Float64()) {
			w := routing.Work{
				ID: fmt.Sprintf("cnv_%06d", len(p.Arrivals)), Queues: []string{p.Queues[r.IntN(3)].ID}, Kind: "chat", Points: 20,
				Arrived: start.Add(time.Duration((float64(minute) + r.Float64()) * float64(time.Minute))),
			}
			if r.IntN(3) == 0 {
				w.Needs = []routing.Need{{Skill: skills[r.IntN(len(skills))], Level: 2, RelaxAfter: 3 * time.Minute}}
			}
			p.Arrivals = append(p.Arrivals, routing.Arrival{
				Work: w, Takes: time.Duration((4 + r.ExpFloat64()*10) * float64(time.Minute)), Patience: time.Duration((2 + r.ExpFloat64()*8) * float64(time.Minute)),
			})
		}
	}
	return p
}
