package wall

import (
	"cmp"
	"slices"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/wallboard"
)

// maxNames bounds how many people a board names.
const maxNames = 200

// figures are a workspace at one moment. What a board shows follows from them alone.
type figures struct {
	queues    routing.Overview
	people    []conversation.AgentLoad
	ratings   []insight.Sum
	teams     map[string]string // names
	workspace string
}

// view is what a board shows of them.
func (f figures) view(b wallboard.WallBoard) wallboard.WallView {
	out := wallboard.WallView{Name: b.Name, Workspace: f.workspace, Shows: b.Shows, Queues: []wallboard.WallQueue{}, Teams: []wallboard.WallTeam{}}
	var answered, within int
	shown := map[string]bool{}
	for _, q := range f.chosen(b.Shows) {
		shown[q.ID] = true
		tile, in := f.tile(q, b.Shows)
		out.Queues = append(out.Queues, tile)
		out.Waiting += tile.Waiting
		out.Served += tile.Served
		out.OldestAt = earlier(out.OldestAt, tile.OldestAt)
		answered, within = answered+tile.Level.Answered, within+in
	}
	out.Level = level(answered, within, 0)
	people := f.serving(shown, len(b.Shows.Queues) == 0)
	out.Agents = states(people)
	if b.Shows.Has(wallboard.PartTeams) {
		out.Teams = f.byTeam(people)
	}
	if b.Shows.Has(wallboard.PartSatisfaction) {
		out.Satisfaction = f.satisfaction(b.Shows)
	}
	if b.Shows.Names {
		out.People = named(people)
	}
	return out
}

// chosen are the queues of a board, in its order; what the plan does not have any more is left out.
func (f figures) chosen(s wallboard.WallShows) []routing.QueuePlan {
	if len(s.Queues) == 0 {
		return f.queues.Queues
	}
	var out []routing.QueuePlan
	for _, id := range s.Queues {
		if at := slices.IndexFunc(f.queues.Queues, func(q routing.QueuePlan) bool { return q.ID == id }); at >= 0 {
			out = append(out, f.queues.Queues[at])
		}
	}
	return out
}

// tile is a queue, and how many of the answered ones were in time. The alarm judges what is shown, by the service level of today.
func (f figures) tile(q routing.QueuePlan, s wallboard.WallShows) (tile wallboard.WallQueue, within int) {
	tile = wallboard.WallQueue{ID: q.ID, Name: q.Name}
	for _, c := range f.queues.Crowds {
		if c.Queue == q.ID && c.State == routing.Waits && counts(s, c.Channel) {
			oldest := c.Oldest
			tile.Waiting += c.Count
			tile.OldestAt = earlier(tile.OldestAt, &oldest)
		}
	}
	today, in := tally(f.queues.Today, q.ID, s)
	tile.Served, within = today, in
	if s.Period == wallboard.LastHour {
		tile.Served, within = tally(f.queues.LastHour, q.ID, s)
	}
	tile.Level = level(tile.Served, within, q.Target.Share)
	if e, ok := f.queues.Expected[q.ID]; ok {
		tile.Estimate = &wallboard.WallWait{LowSeconds: e.LowSeconds, HighSeconds: e.HighSeconds}
	}
	tile.Agents = states(f.serving(map[string]bool{q.ID: true}, false))
	var longest time.Duration
	if tile.OldestAt != nil {
		longest = f.queues.At.Sub(*tile.OldestAt)
	}
	tile.Alarm = alarm(q.Alert.Judge(tile.Waiting, longest, routing.Reached{Answered: today, Within: in, Share: level(today, in, 0).Share}))
	return tile, within
}

func counts(s wallboard.WallShows, channel string) bool {
	return len(s.Channels) == 0 || slices.Contains(s.Channels, channel)
}

func tally(list []routing.Tally, queue string, s wallboard.WallShows) (served, within int) {
	for _, t := range list {
		if t.Queue == queue && counts(s, t.Channel) {
			served, within = served+t.Served, within+t.Within
		}
	}
	return served, within
}

func level(answered, within int, target float64) wallboard.WallLevel {
	out := wallboard.WallLevel{Answered: answered, Target: target}
	if answered > 0 {
		out.Share = float64(within) / float64(answered)
	}
	return out
}

// alarm keeps the thresholds that are near or passed, without the present values: those run on, on the screen itself.
func alarm(a routing.Alarm) wallboard.WallAlarm {
	out := wallboard.WallAlarm{State: string(a.State), Signs: []wallboard.WallSign{}}
	for _, sign := range a.Signs {
		if sign.State == routing.Near || sign.State == routing.Over {
			out.Signs = append(out.Signs, wallboard.WallSign{Of: sign.Of, State: string(sign.State), Limit: sign.Limit})
		}
	}
	return out
}

// serving are the people who serve one of these queues; everybody who answers, where a board shows all queues.
func (f figures) serving(queues map[string]bool, all bool) []conversation.AgentLoad {
	if all {
		return f.people
	}
	var out []conversation.AgentLoad
	for _, p := range f.people {
		if slices.ContainsFunc(f.queues.Serves[p.UserID], func(id string) bool { return queues[id] }) {
			out = append(out, p)
		}
	}
	return out
}

func states(people []conversation.AgentLoad) (n wallboard.WallStates) {
	for _, p := range people {
		switch identity.State(p.State) {
		case identity.Online:
			n.Online++
		case identity.Busy:
			n.Busy++
		case identity.Break:
			n.Break++
		case identity.Offline:
			n.Offline++
		}
	}
	return n
}

// byTeam counts people in each of their teams, by name.
func (f figures) byTeam(people []conversation.AgentLoad) []wallboard.WallTeam {
	of := map[string][]conversation.AgentLoad{}
	for _, p := range people {
		for _, team := range p.TeamIDs {
			of[team] = append(of[team], p)
		}
	}
	out := make([]wallboard.WallTeam, 0, len(of))
	for team, members := range of {
		if name, ok := f.teams[team]; ok {
			out = append(out, wallboard.WallTeam{Name: name, Agents: states(members)})
		}
	}
	slices.SortFunc(out, func(a, b wallboard.WallTeam) int {
		return cmp.Compare(identity.SortKey(a.Name), identity.SortKey(b.Name))
	})
	return out
}

var ranks = []string{string(identity.Online), string(identity.Busy), string(identity.Break), string(identity.Offline)}

// named are people with their states: who can take something first.
func named(people []conversation.AgentLoad) []wallboard.WallPerson {
	out := make([]wallboard.WallPerson, 0, len(people))
	for _, p := range people {
		out = append(out, wallboard.WallPerson{Name: p.Name, State: p.State})
	}
	slices.SortFunc(out, func(a, b wallboard.WallPerson) int {
		return cmp.Or(cmp.Compare(slices.Index(ranks, a.State), slices.Index(ranks, b.State)), cmp.Compare(identity.SortKey(a.Name), identity.SortKey(b.Name)))
	})
	return out[:min(len(out), maxNames)]
}

func (f figures) satisfaction(s wallboard.WallShows) *wallboard.WallSatisfaction {
	var sum insight.Measures
	for _, one := range f.ratings {
		if counts(s, one.Key) {
			sum = sum.Plus(one.Measures)
		}
	}
	out := &wallboard.WallSatisfaction{Rated: int(sum[insight.Rated]), Resolved: int(sum[insight.Resolved])}
	if out.Rated > 0 {
		average := float64(sum[insight.Score]) / float64(out.Rated)
		out.Average = &average
	}
	if out.Resolved > 0 {
		share := min(1, float64(out.Rated)/float64(out.Resolved))
		out.Participation = &share
	}
	return out
}

// earlier is the first of two moments; nil is none.
func earlier(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}
