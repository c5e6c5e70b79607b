package routing

import (
	"slices"
	"time"
)

// Cast are the queues of the plan as the engine takes them.
func (b *Rulebook) Cast() []Queue {
	out := make([]Queue, 0, len(b.Queues))
	for _, q := range b.Queues {
		queue := Queue{ID: q.ID, Strategy: q.Strategy}
		if score := b.scores[q.ID]; score != nil {
			queue.Score = named{score, b.names()}
		}
		out = append(out, queue)
	}
	return out
}

// Agent is a person as the engine takes them: what is known of their work, and the teams that they are in.
func (b *Rulebook) Agent(d Desk, teams []string, online bool) Agent {
	a := Agent{
		ID: d.UserID, Online: online, Queues: b.Served(d.UserID, teams), Skills: d.Skills, Learned: d.Learned,
		Capacity: d.Capacity, Used: d.Used, Limits: d.Limits, Holds: d.Holds, IdleSince: d.IdleSince, OfferedAt: d.OfferedAt,
	}
	if a.Capacity == 0 {
		a.Capacity = b.Capacity
	}
	if a.Holds == nil {
		a.Holds = map[string]int{}
	}
	if !b.Learning.On {
		a.Learned = nil
	}
	return a
}

// Served are the queues that somebody serves who is in these teams, in the order of the plan. Everybody serves a queue that
// names nobody.
func (b *Rulebook) Served(userID string, teams []string) []string {
	var out []string
	for _, q := range b.Queues {
		inTeam := func(team string) bool { return slices.Contains(teams, team) }
		if len(q.People)+len(q.Teams) == 0 || slices.Contains(q.People, userID) || slices.ContainsFunc(q.Teams, inTeam) {
			out = append(out, q.ID)
		}
	}
	return out
}

// Work is what came in, as the engine takes it: the entry says where it goes, and with what.
func (b *Rulebook) Work(id, kind string, e Entry, arrived time.Time, previous string) Work {
	w := Work{
		ID: id, Queues: []string{e.Queue}, Kind: kind, Points: b.Points[kind],
		Arrived: arrived, HeadStart: e.HeadStart, Needs: e.Needs,
	}
	if q := b.Queue(e.Queue); q != nil && q.Sticky.On {
		w.Previous, w.StickyFor = previous, q.Sticky.Wait.Duration()
	}
	return w
}

func (b *Rulebook) names() map[string]string {
	out := make(map[string]string, len(b.Skills))
	for _, s := range b.Skills {
		out[s.ID] = s.Name
	}
	return out
}

// named lets a score ask for skills by the names that people gave them.
type named struct {
	Score
	names map[string]string
}

// Of is the score of a candidate.
func (n named) Of(f AgentFacts) (float64, error) {
	byName := make(map[string]int, len(f.Skills))
	for id, level := range f.Skills {
		byName[n.names[id]] = level
	}
	f.Skills = byName
	return n.Score.Of(f)
}
