package routing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// world plays at random against an engine and keeps its own books, in the plainest way there is.
type world struct {
	t       *testing.T
	r       *rand.Rand
	e       *Engine
	now     time.Time
	agents  map[string]*Agent
	waiting map[string]Work
	given   []given // under way
	log     []string
	queues  []Queue
	seq     int
}

type given struct {
	work  Work
	agent string
}

var skillNames = []string{"english", "german", "billing", "repair"}

func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	var queues []Queue
	for i, s := range Strategies {
		queues = append(queues, Queue{ID: fmt.Sprint("q", i), Strategy: s})
	}
	return &world{t: t, queues: queues, r: rand.New(rand.NewPCG(seed, 7)), e: NewEngine(queues), now: start, agents: map[string]*Agent{}, waiting: map[string]Work{}}
}

func (w *world) some(of []string, most int) []string {
	out := slices.Clone(of)
	w.r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:w.r.IntN(most+1)]
}

var queueNames = []string{"q0", "q1", "q2", "q3", "q4"}

func (w *world) agent() Agent {
	id := fmt.Sprint("a", w.r.IntN(12))
	a := w.agents[id]
	if a == nil {
		a = &Agent{ID: id, Capacity: 80 + w.r.IntN(41), Holds: map[string]int{}, IdleSince: w.now}
		w.agents[id] = a
	}
	a.Online = w.r.IntN(4) > 0
	a.Queues = w.some(queueNames, 3)
	a.Skills = map[string]int{}
	for _, s := range w.some(skillNames, 3) {
		a.Skills[s] = 1 + w.r.IntN(MaxLevel)
	}
	a.Limits = nil
	if w.r.IntN(3) == 0 {
		a.Limits = map[string]int{"chat": w.r.IntN(4)}
	}
	return *a
}

func (w *world) work() Work {
	w.seq++
	kind := []string{"chat", "chat", "call", "email"}[w.r.IntN(4)]
	out := Work{
		ID: fmt.Sprintf("w%04d", w.seq), Kind: kind, Points: UsualPoints()[kind] - w.r.IntN(3), Arrived: w.now,
		HeadStart: time.Duration(w.r.IntN(3)) * 5 * time.Minute, Queues: w.some(queueNames, 2),
	}
	if len(out.Queues) == 0 {
		out.Queues = []string{"q0"}
	}
	for _, s := range w.some(skillNames, 2) {
		out.Needs = append(out.Needs, Need{Skill: s, Level: 1 + w.r.IntN(3), Weight: 1, RelaxAfter: time.Duration(w.r.IntN(3)) * time.Minute})
	}
	if w.r.IntN(4) == 0 {
		out.Previous, out.StickyFor = fmt.Sprint("a", w.r.IntN(12)), time.Duration(w.r.IntN(3))*time.Minute
	}
	return out
}

// may is the rule of who may take what, once more and as plain as can be.
func (w *world) may(a *Agent, work Work) bool {
	if !a.Online || a.Capacity-a.Used < work.Points || slices.Contains(work.Declined, a.ID) || !slices.ContainsFunc(work.Queues, func(q string) bool { return slices.Contains(a.Queues, q) }) {
		return false
	}
	if most, limited := a.Limits[work.Kind]; limited && a.Holds[work.Kind] >= most {
		return false
	}
	for _, need := range work.Needs {
		if (need.RelaxAfter == 0 || w.now.Sub(work.Arrived) < need.RelaxAfter) && a.Skills[need.Skill] < need.Level {
			return false
		}
	}
	return true
}

func (w *world) took(decisions []Decision) {
	w.t.Helper()
	for _, d := range decisions {
		work, ok := w.waiting[d.Work]
		if !ok {
			w.t.Fatalf("%s is given and does not wait", d.Work)
		}
		a := w.agents[d.Agent]
		if !w.may(a, work) {
			w.t.Fatalf("%+v is given to %+v", work, *a)
		}
		// Among what this agent could have, nothing that waits for nobody else was before it.
		for _, other := range w.waiting {
			if other.key() < work.key() && w.may(a, other) && other.Previous == "" && work.Previous == "" {
				w.t.Fatalf("%s overtakes %s at %s", work.ID, other.ID, a.ID)
			}
		}
		delete(w.waiting, d.Work)
		a.Used += work.Points
		a.Holds[work.Kind]++
		a.OfferedAt = w.now
		w.given = append(w.given, given{work, a.ID})
		w.log = append(w.log, d.Work+" "+d.Agent)
	}
}

// settled looks that nothing waits while somebody could have it.
func (w *world) settled() {
	w.t.Helper()
	if w.e.Len() != len(w.waiting) {
		w.t.Fatalf("%d wait, the engine has %d", len(w.waiting), w.e.Len())
	}
	for _, work := range w.waiting {
		for _, a := range w.agents {
			held := work.Previous != "" && work.Previous != a.ID && w.now.Before(work.Arrived.Add(work.StickyFor))
			if !held && w.may(a, work) {
				w.t.Fatalf("%+v waits and %+v has room", work, *a)
			}
		}
	}
}

func (w *world) step() {
	switch w.r.IntN(8) {
	case 0, 1, 2:
		work := w.work()
		w.waiting[work.ID] = work
		w.took(w.e.Enter(work, w.now))
	case 3:
		w.took(w.e.Agent(w.agent(), w.now))
	case 4, 5:
		if len(w.given) == 0 {
			return
		}
		w.end(w.r.IntN(len(w.given)), w.r.IntN(5) == 0)
	case 6:
		for id := range w.waiting {
			if id == fmt.Sprintf("w%04d", w.seq) {
				delete(w.waiting, id)
				w.e.Leave(id)
				break
			}
		}
	case 7:
		id := fmt.Sprint("a", w.r.IntN(12))
		if a := w.agents[id]; a != nil {
			a.Online = false
			w.took(w.e.Gone(id, w.now))
		}
	}
}

// end takes work from its agent: it is done, or they gave it back.
func (w *world) end(i int, back bool) {
	one := w.given[i]
	w.given = slices.Delete(w.given, i, i+1)
	a := w.agents[one.agent]
	a.Used -= one.work.Points
	a.Holds[one.work.Kind]--
	a.IdleSince = w.now
	if back {
		one.work.Declined = append(slices.Clone(one.work.Declined), a.ID)
		w.waiting[one.work.ID] = one.work
		w.took(w.e.Enter(one.work, w.now))
	}
	w.took(w.e.Agent(*a, w.now))
}

func (w *world) play(steps int) []string {
	for range steps {
		w.step()
		w.settled()
		w.now = w.now.Add(time.Duration(w.r.IntN(20)) * time.Second)
		w.took(w.e.Due(w.now))
		w.settled()
	}
	return w.log
}

func TestProperties(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			first := newWorld(t, seed).play(300)
			if len(first) < 20 {
				t.Fatalf("only %d decisions", len(first))
			}
			if diff := cmp.Diff(first, newWorld(t, seed).play(300)); diff != "" {
				t.Error("the same calls, other decisions", diff)
			}
		})
	}
}

// An engine that was made anew from rows knows the same people and the same work, but heard of them in another order: it decides
// the same.
func TestTheOrderOfHearingDoesNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		w := newWorld(t, seed)
		var agents []Agent
		var waits, comes []Work
		for i := range 12 {
			a := w.agent()
			a.ID, a.Online, a.Used, a.IdleSince = fmt.Sprint("a", i), true, 0, start // all alike: the last tie decides
			agents = append(agents, a)
		}
		for range 20 {
			waits, comes = append(waits, w.work()), append(comes, w.work())
		}
		decide := func() (out []string) {
			e := NewEngine(w.queues)
			for _, work := range waits { // of people whom nobody serves yet
				e.Enter(work, start)
			}
			for _, i := range w.r.Perm(len(agents)) {
				absent := agents[i]
				absent.Online = false
				e.Agent(absent, start)
			}
			for _, a := range agents {
				out = append(out, pairs(e.Agent(a, at(1)))...)
			}
			for _, work := range comes {
				out = append(out, pairs(e.Enter(work, at(2)))...)
			}
			return out
		}
		first := decide()
		w.r.Shuffle(len(waits), func(i, j int) { waits[i], waits[j] = waits[j], waits[i] })
		if diff := cmp.Diff(first, decide()); diff != "" {
			t.Fatal(diff)
		}
	}
}

// Nobody starves: however much urgent work comes, only what arrives within its head start can overtake.
func TestNobodyStarves(t *testing.T) {
	t.Parallel()
	e := NewEngine(nil)
	e.Enter(chat("plain", 0), start)
	a := online("a", "q")
	a.Capacity = 20
	const headStart = 600
	for second := 1; second < 3600; second++ {
		urgent := chat(fmt.Sprint("urgent", second), second)
		urgent.HeadStart = headStart * time.Second
		e.Enter(urgent, at(second))
		if second%2 != 0 {
			continue
		}
		for _, d := range e.Agent(a, at(second)) {
			if d.Work == "plain" {
				return
			}
			if !d.At.Add(-d.Waited).Before(at(headStart)) {
				t.Fatalf("%s overtook who had waited before it came", d.Work)
			}
		}
	}
	t.Error("it was never served")
}
