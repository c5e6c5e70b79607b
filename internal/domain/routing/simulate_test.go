package routing

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// callCentre is people with one call at a time, and calls at random.
func callCentre(agents int, arrivals int, mean, takes time.Duration, seed uint64) Play {
	r := rand.New(rand.NewPCG(seed, 3))
	p := Play{Target: 20 * time.Second}
	for i := range agents {
		p.Agents = append(p.Agents, online(fmt.Sprintf("a%03d", i), "q"))
	}
	at := start
	for i := range arrivals {
		at = at.Add(time.Duration(r.ExpFloat64() * float64(mean)))
		p.Arrivals = append(p.Arrivals, Arrival{
			Work:  Work{ID: fmt.Sprintf("w%06d", i), Queues: []string{"q"}, Kind: "call", Points: 100, Arrived: at},
			Takes: time.Duration(r.ExpFloat64() * float64(takes)),
		})
	}
	return p
}

// erlangC is the chance to wait at all, by the textbook (Erlang, 1917), for so many servers and so much offered load.
func erlangC(servers int, load float64) float64 {
	inverse := 1.0
	for i := 1; i <= servers; i++ { // Erlang B, turned over
		inverse = 1 + inverse*float64(i)/load
	}
	b := 1 / inverse
	return b / (1 - load/float64(servers)*(1-b))
}

// The simulator must agree with the theory where there is one: calls at random, one queue, nobody hangs up.
func TestSimulatorAgreesWithErlang(t *testing.T) {
	t.Parallel()
	const servers, takes, mean = 20, 180 * time.Second, 10 * time.Second // 18 Erlang
	o := Simulate(callCentre(servers, 40_000, mean, takes, 1))
	wait := erlangC(servers, 18) * takes.Seconds() / (servers - 18)
	if math.Abs(o.WaitMean.Seconds()-wait)/wait > 0.15 {
		t.Errorf("mean wait %v, by Erlang %.1f s", o.WaitMean, wait)
	}
	if math.Abs(o.Load-0.9) > 0.02 {
		t.Errorf("load %.3f", o.Load)
	}
	level := 1 - erlangC(servers, 18)*math.Exp(-(servers-18)*20/takes.Seconds())
	if math.Abs(o.ServiceLevel-level) > 0.04 {
		t.Errorf("service level %.3f, by Erlang %.3f", o.ServiceLevel, level)
	}
}

func TestSimulationIsRepeatable(t *testing.T) {
	t.Parallel()
	play := callCentre(10, 2_000, 15*time.Second, 2*time.Minute, 5)
	for i := range play.Arrivals {
		play.Arrivals[i].Patience = time.Duration(30+i%90) * time.Second
	}
	first := Simulate(play)
	if first.Served+first.Abandoned+first.Waiting != first.Arrived {
		t.Errorf("some are lost: %+v", first)
	}
	if diff := cmp.Diff(first, Simulate(play)); diff != "" {
		t.Error(diff)
	}
}

func TestSimulationKnowsShifts(t *testing.T) {
	t.Parallel()
	play := callCentre(1, 3, time.Second, time.Minute, 2)
	play.Agents[0].Online = false
	play.Shifts = []Shift{{At: at(600), Agent: "a000", Online: true}, {At: at(610), Agent: "a000"}, {At: at(1200), Agent: "nobody", Online: true}}
	o := Simulate(play)
	if o.Served != 1 || o.Waiting != 2 || o.WaitP50 < 9*time.Minute {
		t.Errorf("%+v", o)
	}
}

func TestTimerIsWorse(t *testing.T) {
	t.Parallel()
	play := callCentre(20, 5_000, 11*time.Second, 180*time.Second, 9)
	ours := Simulate(play)
	play.Timer = 5 * time.Minute
	theirs := Simulate(play)
	if theirs.Served != ours.Served || theirs.WaitMean < 4*ours.WaitMean || theirs.ServiceLevel > ours.ServiceLevel {
		t.Errorf("ours %+v\ntheirs %+v", ours.WaitMean, theirs.WaitMean)
	}
}
