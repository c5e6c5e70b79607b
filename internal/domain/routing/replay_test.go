package routing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/id"
)

// pastWeek is many customers, some of them important, some who went; and a crew that comes and goes.
func pastWeek(seed uint64, n int, team string) ([]Past, Crew) {
	r := rand.New(rand.NewPCG(seed, 1))
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	crew := Crew{Teams: map[string][]string{}}
	for i := range 4 {
		agent := fmt.Sprintf("agent-%d", i)
		crew.Desks = append(crew.Desks, Desk{UserID: agent, Skills: map[string]int{english: 1 + i}, Capacity: 20})
		crew.Teams[agent] = []string{team}
		crew.Shifts = append(crew.Shifts, Shift{At: at.Add(time.Duration(i) * time.Minute), Agent: agent, Online: true})
	}
	var past []Past
	for i := range n {
		at = at.Add(time.Duration(r.IntN(150)) * time.Second)
		p := Past{ID: fmt.Sprintf("con-%04d", i), Kind: "chat", Arrived: at}
		p.Facts.Conversation.Text = "hello"
		if i%5 == 0 {
			p.Facts.Customer.Level = "vip"
		}
		if i%3 == 0 {
			p.Facts.Conversation.Text = "please call an ambulance"
		}
		if r.IntN(10) == 0 {
			p.Ended = at.Add(time.Duration(60+r.IntN(600)) * time.Second)
		} else {
			p.Answered = at.Add(time.Duration(r.IntN(300)) * time.Second)
			p.Ended = p.Answered.Add(time.Duration(60+r.IntN(900)) * time.Second)
		}
		past = append(past, p)
	}
	return past, crew
}

func replayPlan(team string) Plan {
	p := NewPlan(shop, "Shop")
	p.Levels = map[string]Seconds{}
	p.Queues[0].Teams = []string{team}
	return p
}

func book(t *testing.T, p Plan) *Rulebook {
	t.Helper()
	b, err := NewRulebook(p, words(""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// waits are the mean waits of important customers and of the others.
func waits(past []Past, r Replayed) (vip, others time.Duration) {
	var n, m time.Duration
	for _, p := range past {
		if p.Facts.Customer.Level == "vip" {
			vip, n = vip+r.Fates[p.ID].Waited, n+1
		} else {
			others, m = others+r.Fates[p.ID].Waited, m+1
		}
	}
	return vip / n, others / m
}

func TestReplayOfTheSamePlanIsTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		past, crew := pastWeek(seed, 400, tier1)
		b := book(t, replayPlan(tier1))
		first, second := b.Replay(past, crew), b.Replay(past, crew)
		moved, all := Differences(first, second)
		if len(moved) != 0 || all != 0 {
			t.Fatalf("seed %d: %d conversations moved although nothing changed", seed, all)
		}
		if first.Arrived != len(past) || first.Served+first.Abandoned+first.Waiting != len(past) {
			t.Fatalf("seed %d: %+v does not add up to %d", seed, first.Outcome, len(past))
		}
		got := 0
		for _, a := range first.Agents {
			got += a.Got
		}
		if got != first.Served || len(first.Queues) != 1 || first.Queues[0].Arrived != len(past) {
			t.Fatalf("seed %d: people got %d of %d, queues %+v", seed, got, first.Served, first.Queues)
		}
	}
}

func TestReplayShowsWhatHeadStartsChange(t *testing.T) {
	t.Parallel()
	past, crew := pastWeek(7, 600, tier1)
	now := replayPlan(tier1)
	draft := replayPlan(tier1)
	draft.Levels = map[string]Seconds{"vip": 1800}
	before, after := book(t, now).Replay(past, crew), book(t, draft).Replay(past, crew)
	vipBefore, _ := waits(past, before)
	vipAfter, othersAfter := waits(past, after)
	if vipAfter >= vipBefore || vipAfter >= othersAfter {
		t.Fatalf("important customers waited %v, with a head start %v, the others %v", vipBefore, vipAfter, othersAfter)
	}
	moved, all := Differences(before, after)
	if all == 0 || len(moved) != min(all, MaxReplayedDiff) {
		t.Fatalf("%d of %d are listed", len(moved), all)
	}
	for i := 1; i < len(moved); i++ {
		if moved[i].change() > moved[i-1].change() {
			t.Fatalf("place %d changes more than the one before it", i)
		}
	}
}

func TestReplayLeadsByRulesAndSkills(t *testing.T) {
	t.Parallel()
	past, crew := pastWeek(3, 300, tier1)
	p := replayPlan(tier1)
	p.Queues = append(p.Queues, QueuePlan{
		ID: vip, Name: "Urgent", Teams: []string{tier1}, Strategy: Custom, Score: "idle", Target: Target{Seconds: 30, Share: 0.8},
		Needs: []NeedPlan{{Skill: english, Level: 3}},
	})
	p.Rules = []Rule{{ID: emergency, On: true, When: "says ambulance", Queue: vip}}
	r := book(t, p).Replay(past, crew)
	for _, one := range past {
		fate := r.Fates[one.ID]
		urgent := one.Facts.Conversation.Text != "hello"
		if (fate.Queue == vip) != urgent {
			t.Fatalf("%s with %q went to %s", one.ID, one.Facts.Conversation.Text, fate.Queue)
		}
		if urgent && (fate.Agent == "agent-0" || fate.Agent == "agent-1") {
			t.Fatalf("%s went to %s, who has not the skill", one.ID, fate.Agent)
		}
	}
	if len(r.Queues) != 2 || r.Queues[0].Arrived+r.Queues[1].Arrived != len(past) {
		t.Fatalf("queues %+v", r.Queues)
	}
}

func TestNobodyThereServesNobody(t *testing.T) {
	t.Parallel()
	past, crew := pastWeek(3, 50, tier1)
	crew.Shifts = nil
	r := book(t, replayPlan(tier1)).Replay(past, crew)
	if r.Served != 0 || r.Abandoned+r.Waiting != len(past) {
		t.Fatalf("%+v", r.Outcome)
	}
}

// score asks for skills by name.
type score func(AgentFacts) (float64, error)

func (s score) Of(f AgentFacts) (float64, error) { return s(f) }

func TestScoresKnowSkillsByName(t *testing.T) {
	t.Parallel()
	b := &Rulebook{Plan: Plan{Skills: []Skill{{ID: english, Name: "English"}}, Queues: []QueuePlan{{ID: shop, Strategy: Custom}}}}
	b.scores = map[string]Score{shop: score(func(f AgentFacts) (float64, error) { return float64(f.Skills["English"]), nil })}
	got, err := b.Cast()[0].Score.Of(AgentFacts{Skills: map[string]int{english: 4, id.New("skl"): 2}})
	if err != nil || got != 4 {
		t.Fatalf("got %v, %v", got, err)
	}
}

func TestAgentsAreCast(t *testing.T) {
	t.Parallel()
	b := book(t, replayPlan(tier1))
	at := clock.Real{}.Now()
	a := b.Agent(Desk{UserID: ann, Learned: map[string]float64{shop: 1.2}, OfferedAt: at}, []string{tier1}, true)
	if a.Capacity != UsualCapacity || a.Learned != nil || len(a.Queues) != 1 || !a.Online || a.Holds == nil || a.OfferedAt != at {
		t.Fatalf("%+v", a)
	}
	if got := b.Served(ben, nil); got != nil {
		t.Fatalf("who is in no team serves %v", got)
	}
	b.Learning.On = true
	if a = b.Agent(Desk{UserID: ann, Learned: map[string]float64{shop: 1.2}, Capacity: 60}, nil, true); a.Capacity != 60 || a.Learned[shop] != 1.2 {
		t.Fatalf("%+v", a)
	}
}

func TestPresenceIsAssumedFromWork(t *testing.T) {
	t.Parallel()
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }
	talk := func(agent string, arrived, answered, ended int) Past {
		return Past{Agent: agent, Arrived: at(arrived), Answered: at(answered), Ended: at(ended)}
	}
	past := []Past{talk("a", 200, 201, 210), talk("a", 0, 1, 20), talk("a", 30, 31, 40), talk("b", 5, 6, 9), talk("", 7, 7, 8), {Agent: "c", Arrived: at(9)}}
	got, people := Assume(past, []Shift{{At: nine, Agent: "b", Online: true}})
	want := []Shift{{at(0), "a", true}, {at(40), "a", false}, {at(200), "a", true}, {at(210), "a", false}}
	if people != 1 || !slices.Equal(got, want) {
		t.Fatalf("%d people, shifts %v", people, got)
	}
}
