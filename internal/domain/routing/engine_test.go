package routing

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

func chat(id string, arrived int) Work {
	return Work{ID: id, Queues: []string{"q"}, Kind: "chat", Points: 20, Arrived: at(arrived)}
}

func online(id string, queues ...string) Agent {
	return Agent{ID: id, Online: true, Queues: queues, Capacity: 100, IdleSince: start}
}

// pairs are who got what, in order.
func pairs(all ...[]Decision) []string {
	out := []string{}
	for _, decisions := range all {
		for _, d := range decisions {
			out = append(out, d.Work+" "+d.Agent)
		}
	}
	return out
}

func TestStrategies(t *testing.T) {
	t.Parallel()
	busy := online("busy", "q")
	busy.Used, busy.OfferedAt, busy.IdleSince = 40, at(-900), at(-900)
	fresh := online("fresh", "q")
	fresh.Used, fresh.OfferedAt, fresh.IdleSince = 20, at(-10), at(-10)
	idle := online("idle", "q")
	idle.OfferedAt, idle.IdleSince = at(-600), at(-300)
	expert := online("expert", "q")
	expert.Used, expert.OfferedAt, expert.IdleSince = 60, at(-5), at(-5)
	for name, level := range map[*Agent]int{&busy: 2, &fresh: 3, &idle: 1, &expert: 5} {
		name.Skills = map[string]int{"english": level}
	}
	for strategy, want := range map[Strategy]string{LeastLoaded: "idle", LongestIdle: "busy", RoundRobin: "busy", WeightedSkill: "expert"} {
		e := NewEngine([]Queue{{ID: "q", Strategy: strategy}})
		for _, a := range []Agent{busy, fresh, idle, expert} {
			e.Agent(a, start)
		}
		w := chat("w", 0)
		w.Needs = []Need{{Skill: "english", Level: 1}}
		if got := e.Enter(w, start); len(got) != 1 || got[0].Agent != want {
			t.Errorf("%s: %v, want %s", strategy, pairs(got), want)
		}
	}
}

// idleness is an own score that cannot be worked out for who has nothing.
type idleness struct{}

func (idleness) Of(f AgentFacts) (float64, error) {
	if f.Load == 0 {
		return 0, errors.New("nothing")
	}
	return 1 / f.Load, nil
}

// One score that fails leaves the choice to the loads: it would be held against scores that mean something else.
func TestAScoreThatFails(t *testing.T) {
	t.Parallel()
	busy, busier, idle := online("busy", "q"), online("busier", "q"), online("idle", "q")
	busy.Used, busier.Used = 20, 40
	e := NewEngine([]Queue{{ID: "q", Strategy: Custom, Score: idleness{}}})
	e.Agent(busier, start)
	e.Agent(busy, start)
	got := e.Enter(chat("w1", 0), start)
	if len(got) != 1 || got[0].Agent != "busy" || got[0].Strategy != Custom {
		t.Errorf("%+v", got)
	}
	e.Agent(idle, start)
	e.Agent(busy, start)
	want := []Candidate{{"idle", 0, 0}, {"busy", -0.2, 0.2}, {"busier", -0.4, 0.4}}
	got = e.Enter(chat("w2", 0), start)
	if len(got) != 1 || got[0].Agent != "idle" || got[0].Strategy != LeastLoaded || !cmp.Equal(got[0].Candidates, want) {
		t.Errorf("%+v", got)
	}
}

func TestOrderIsArrivalLessHeadStart(t *testing.T) {
	t.Parallel()
	e := NewEngine(nil)
	urgent := chat("urgent", 300)
	urgent.HeadStart = 10 * time.Minute
	e.Enter(chat("first", 0), at(0))
	e.Enter(chat("second", 60), at(60))
	e.Enter(urgent, at(300))
	e.Enter(chat("last", 301), at(301))
	if diff := cmp.Diff([]string{"urgent", "first", "second", "last"}, e.Waiting("q")); diff != "" {
		t.Error(diff)
	}
	a := online("a", "q")
	a.Capacity = 40
	if diff := cmp.Diff([]string{"urgent a", "first a"}, pairs(e.Agent(a, at(310)))); diff != "" {
		t.Error(diff)
	}
}

func TestCapacityAndLimits(t *testing.T) {
	t.Parallel()
	e := NewEngine(nil)
	a := online("a", "q")
	a.Limits = map[string]int{"chat": 2}
	e.Agent(a, start)
	call := Work{ID: "call", Queues: []string{"q"}, Kind: "call", Points: 100, Arrived: at(3)}
	got := pairs(e.Enter(chat("1", 0), at(0)), e.Enter(chat("2", 1), at(1)), e.Enter(chat("3", 2), at(2)), e.Enter(call, at(3)))
	if diff := cmp.Diff([]string{"1 a", "2 a"}, got); diff != "" {
		t.Error(diff)
	}
	// Both chats end: the call is second in line, and the chat takes the room before it.
	if diff := cmp.Diff([]string{"3 a"}, pairs(e.Agent(a, at(10)))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"call a"}, pairs(e.Agent(a, at(20)))); diff != "" {
		t.Error(diff)
	}
}

func TestNeedsRelax(t *testing.T) {
	t.Parallel()
	e := NewEngine(nil)
	e.Agent(online("a", "q"), start)
	w := chat("w", 0)
	w.Needs = []Need{{Skill: "german", Level: 3, RelaxAfter: time.Minute}}
	if got := e.Enter(w, start); len(got) != 0 {
		t.Fatal(pairs(got))
	}
	due, ok := e.NextDue()
	if !ok || !due.Equal(at(60)) {
		t.Fatal(due, ok)
	}
	if got := e.Due(at(59)); len(got) != 0 {
		t.Fatal(pairs(got))
	}
	got := e.Due(at(60))
	if diff := cmp.Diff([]string{"w a"}, pairs(got)); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff([]string{"german"}, got[0].Relaxed); diff != "" {
		t.Error(diff)
	}
}

func TestSticky(t *testing.T) {
	t.Parallel()
	full := online("before", "q")
	full.Used = 100
	returning := chat("w", 0)
	returning.Previous, returning.StickyFor = "before", time.Minute

	t.Run("at once when there is room", func(t *testing.T) {
		t.Parallel()
		e := NewEngine(nil)
		busy := online("before", "q")
		busy.Used = 60
		e.Agent(busy, start)
		e.Agent(online("idle", "q"), start)
		got := e.Enter(returning, start)
		if len(got) != 1 || got[0].Agent != "before" || !got[0].Sticky {
			t.Error(pairs(got))
		}
	})
	t.Run("waits while they are full, then for anybody", func(t *testing.T) {
		t.Parallel()
		e := NewEngine(nil)
		e.Agent(full, start)
		e.Agent(online("idle", "q"), start)
		got := pairs(e.Enter(returning, start), e.Due(at(59)), e.Due(at(60)))
		if diff := cmp.Diff([]string{"w idle"}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("they become free in time", func(t *testing.T) {
		t.Parallel()
		e := NewEngine(nil)
		e.Agent(full, start)
		e.Agent(online("idle", "q"), start)
		if got := pairs(e.Enter(returning, start), e.Agent(online("before", "q"), at(20))); cmp.Diff([]string{"w before"}, got) != "" {
			t.Error(got)
		}
	})
	t.Run("they leave: nobody waits for them", func(t *testing.T) {
		t.Parallel()
		e := NewEngine(nil)
		e.Agent(full, start)
		e.Agent(online("idle", "q"), start)
		if got := pairs(e.Enter(returning, start), e.Gone("before", at(5))); cmp.Diff([]string{"w idle"}, got) != "" {
			t.Error(got)
		}
	})
}

func TestDeclinedGoesToAnother(t *testing.T) {
	t.Parallel()
	e := NewEngine(nil)
	e.Agent(online("a", "q"), start)
	w := chat("w", 0)
	w.Declined = []string{"a"}
	if got := e.Enter(w, start); len(got) != 0 {
		t.Fatal(pairs(got))
	}
	if diff := cmp.Diff([]string{"w b"}, pairs(e.Agent(online("b", "q"), at(1)))); diff != "" {
		t.Error(diff)
	}
}

func TestWidenedWork(t *testing.T) {
	t.Parallel()
	e := NewEngine(nil)
	e.Agent(online("backup", "other"), start)
	w := chat("w", 0)
	e.Enter(w, start)
	w.Queues = []string{"q", "other"}
	got := e.Enter(w, at(30))
	if len(got) != 1 || got[0].Agent != "backup" || got[0].Queue != "q" {
		t.Error(pairs(got))
	}
}

func TestRecord(t *testing.T) {
	t.Parallel()
	e := NewEngine([]Queue{{ID: "q", Strategy: LeastLoaded}})
	away := online("away", "q")
	away.Online = false
	full := online("full", "q")
	full.Used = 90
	full.Skills = map[string]int{"english": 4}
	able := online("able", "q")
	able.Skills, able.Used = map[string]int{"english": 3}, 20
	idle := online("idle", "q")
	idle.Skills = map[string]int{"english": 5}
	for _, a := range []Agent{away, online("plain", "q"), full, able, idle, online("elsewhere", "other")} {
		e.Agent(a, start)
	}
	w := chat("w", 0)
	w.Needs, w.HeadStart = []Need{{Skill: "english", Level: 3}}, time.Minute
	got := e.Enter(w, at(5))
	want := []Decision{{
		Work: "w", Agent: "idle", Queue: "q", Strategy: LeastLoaded, At: at(5), Waited: 5 * time.Second, HeadStart: time.Minute,
		Points: 20, Capacity: 100, Eligible: 2,
		Candidates: []Candidate{{Agent: "idle"}, {Agent: "able", Score: -0.2, Load: 0.2}},
		Excluded: []Exclusion{
			{Reason: Absent, Count: 1, Agents: []string{"away"}},
			{Reason: Unskilled, Count: 1, Agents: []string{"plain"}},
			{Reason: Full, Count: 1, Agents: []string{"full"}},
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLeavingWorkIsNotGiven(t *testing.T) {
	t.Parallel()
	e := NewEngine(nil)
	e.Enter(chat("w", 0), start)
	if !e.Leave("w") || e.Leave("w") || e.Len() != 0 {
		t.Error("it is still there")
	}
	if got := e.Agent(online("a", "q"), at(1)); len(got) != 0 {
		t.Error(pairs(got))
	}
}
