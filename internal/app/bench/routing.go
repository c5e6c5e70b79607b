package bench

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"time"

	"frontdesk/internal/domain/routing"
)

const (
	routedAgents = 5_000 // of scale 1, as are those who wait
	routedSkills = 50
	routedQueues = 40
	fewWaiting   = 10_000
	manyWaiting  = 100_000
	pointsOfWork = 2 // little, so that the rows of people have room for all that is reserved
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

func newCentre(seed uint64, agents int) *centre {
	c := &centre{r: repeatable(seed, 11), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	for i := range routedQueues {
		c.queues = append(c.queues, routing.Queue{ID: fmt.Sprint("que_", i), Strategy: routing.Strategies[i%len(routing.Strategies)]})
	}
	for i := range agents {
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
		ID: fmt.Sprintf("cnv_%08d", c.seq), Queues: []string{c.queues[c.r.IntN(routedQueues)].ID}, Kind: "chat", Points: pointsOfWork,
		Arrived: c.now, HeadStart: time.Duration(c.r.IntN(4)) * time.Minute,
	}
	if c.r.IntN(2) == 0 {
		w.Needs = []routing.Need{{Skill: c.skill(), Level: 1 + c.r.IntN(3), RelaxAfter: time.Duration(c.r.IntN(2)) * 24 * time.Hour}}
	}
	return w
}

// parts of the routing bench.
const (
	engineAlone = "engine"
	withRows    = "rows"
	inARush     = "rush"
)

// scaled is a number of the full size, at the size of the run.
func (p *place) scaled(n int) int { return max(10, int(float64(n)*p.Scale)) }

// measureRouting measures the rules alone, where everybody is busy, so much work waits, and somebody becomes free; then decisions
// that are made true in a database with the same load; then the whole program.
func measureRouting(ctx context.Context, p *place) ([]Result, error) {
	if p.Simulate {
		return simulateRouting(p), nil
	}
	if p.Agree {
		return measureAgreement(ctx, p)
	}
	var out []Result
	for _, part := range []struct {
		name string
		run  func(context.Context, *place) ([]Result, error)
	}{{engineAlone, measureEngine}, {withRows, measureReserving}, {inARush, measureArrivals}} {
		if p.Part != "" && p.Part != part.name {
			continue
		}
		some, err := part.run(ctx, p)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	if len(out) == 0 {
		return nil, ErrUnknown.With("name", p.Part)
	}
	return out, nil
}

// measureEngine compares the cost of a decision, and the memory of who waits, with those of a queue a tenth as long.
func measureEngine(ctx context.Context, p *place) ([]Result, error) {
	few, small := decide(ctx, p, fewWaiting)
	many, large := decide(ctx, p, manyWaiting)
	each := func(grown float64, waiting int) float64 { return grown / float64(p.scaled(waiting)) }
	return []Result{
		figure("agents", "agents", float64(p.scaled(routedAgents))),
		figure("decisions, 100,000 waiting", "1/s", perSecond(many)).against(perSecond(few)),
		figure("decision, 100,000 waiting, p50", "ms", many.at(50)).against(few.at(50)).ratioAtMost(nearFlat),
		figure("decision, 100,000 waiting, p99", "ms", many.at(99)).against(few.at(99)),
		figure("memory of one who waits, of 100,000", "bytes", each(large, manyWaiting)).against(each(small, fewWaiting)).ratioAtMost(nearFlat),
		figure("memory of 100,000 waiting", "MB", large/(1<<20)),
	}, nil
}

// decide keeps a queue at its length: each decision is followed by new work. A time is that of one free agent and one arrival;
// grown is the memory of those who wait.
func decide(ctx context.Context, p *place, waiting int) (took times, grown float64) {
	waiting = p.scaled(waiting)
	c := newCentre(1, p.scaled(routedAgents))
	p.Note("%d agents, %d waiting", len(c.agents), waiting)
	e := routing.NewEngine(c.queues)
	for _, a := range c.agents {
		a.Used = a.Capacity
		e.Agent(a, c.now)
	}
	before := heap()
	for range waiting {
		e.Enter(c.work(), c.now)
	}
	grown = float64(heap() - before)
	for begun := time.Now(); time.Since(begun) < p.Time/2 && ctx.Err() == nil; {
		a, w := c.agents[c.r.IntN(len(c.agents))], c.work()
		a.Used = a.Capacity - w.Points
		c.now = c.now.Add(time.Millisecond)
		start := time.Now()
		e.Agent(a, c.now)
		e.Enter(w, c.now)
		took = append(took, time.Since(start))
	}
	runtime.KeepAlive(e)
	return took, grown
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
