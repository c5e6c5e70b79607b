package insight

import (
	"cmp"
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

// PermRead lets a person read the daily report: of themselves, their teams, or everybody.
const PermRead actor.Permission = "insight.read"

// Service answers the daily report.
type Service struct {
	clock clock.Clock
	store Store
	zone  Zone
	dir   Directory
}

// New makes it.
func New(c clock.Clock, s Store, z Zone, d Directory) *Service {
	return &Service{clock: c, store: s, zone: z, dir: d}
}

// Daily counts a period by a dimension, with the whole of it and of the period before.
func (s *Service) Daily(ctx context.Context, q Query) (Report, error) {
	out, err := s.daily(ctx, q)
	if err != nil {
		return Report{}, err
	}
	if n := len(out.Lines); n > MaxLines {
		out.Lines, out.More = out.Lines[:MaxLines], n-MaxLines
	}
	return out, nil
}

// All is Daily with every line, for files.
func (s *Service) All(ctx context.Context, q Query) (Report, error) { return s.daily(ctx, q) }

func (s *Service) daily(ctx context.Context, q Query) (Report, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Report{}, err
	}
	if err := q.check(); err != nil {
		return Report{}, err
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return Report{}, err
	}
	out := Report{From: q.From, To: q.To, Zone: zone.String(), Today: dayIn(s.clock.Now().UnixMicro(), zone)}
	f := Filter{From: q.From, To: q.To, TeamID: q.TeamID, AgentID: q.AgentID, ChannelID: q.ChannelID, Scope: a.ScopeOf(PermRead)}
	if out.Lines, err = s.lines(ctx, f, q.By); err != nil {
		return Report{}, err
	}
	if out.Total, err = s.whole(ctx, f); err != nil {
		return Report{}, err
	}
	f.From, f.To = q.From.plus(-q.days()), q.From.plus(-1)
	if out.Before, err = s.whole(ctx, f); err != nil {
		return Report{}, err
	}
	return out, s.name(ctx, q.By, out.Lines, &out.Total, &out.Before)
}

// whole is the sum of all.
func (s *Service) whole(ctx context.Context, f Filter) (DayFigures, error) {
	lines, err := s.lines(ctx, f, Whole)
	if err != nil || len(lines) == 0 {
		return DayFigures{}, err
	}
	return lines[0], nil
}

// lines are the figures by a dimension: days in their order, everything else with the most conversations first.
func (s *Service) lines(ctx context.Context, f Filter, by By) ([]DayFigures, error) {
	sums, err := s.store.Sums(ctx, f, by)
	if err != nil {
		return nil, err
	}
	firsts, err := s.store.Firsts(ctx, f, by)
	if err != nil {
		return nil, err
	}
	there, err := s.attendance(ctx, f, by)
	if err != nil {
		return nil, err
	}
	out := make([]DayFigures, 0, len(sums))
	add := func(sum Sum) {
		line := figuresOf(sum, firsts[sum.Key])
		if there != nil && (by == Whole || sum.Key != "") {
			line.Presence = there.of(sum.Key)
		}
		out = append(out, line)
	}
	known := map[string]bool{}
	for _, sum := range sums {
		if sum.Measures == (Measures{}) { // all of it went elsewhere
			continue
		}
		known[sum.Key] = true
		add(sum)
	}
	for _, key := range there.keys() { // who was there and had nothing to do
		if !known[key] {
			add(Sum{Key: key})
		}
	}
	if by == ByDay {
		slices.SortFunc(out, func(a, b DayFigures) int { return cmp.Compare(b.Key, a.Key) })
		return out, nil
	}
	slices.SortStableFunc(out, func(a, b DayFigures) int {
		return cmp.Or(cmp.Compare(b.Received, a.Received), cmp.Compare(b.Outbound, a.Outbound), cmp.Compare(a.Key, b.Key))
	})
	return out, nil
}

// name says how people call the lines, and the breaks of all.
func (s *Service) name(ctx context.Context, by By, lines []DayFigures, others ...*DayFigures) error {
	var agents []string
	if by == ByAgent {
		for _, l := range lines {
			if l.Key != "" {
				agents = append(agents, l.Key)
			}
		}
	}
	names, err := s.dir.Names(ctx, agents)
	if err != nil {
		return err
	}
	of := map[By]map[string]string{ByAgent: names.Agents, ByTeam: names.Teams, ByChannel: names.Channels}[by]
	for i := range lines {
		lines[i].Name = of[lines[i].Key]
		others = append(others, &lines[i])
	}
	for _, line := range others {
		if line.Presence == nil {
			continue
		}
		for i, b := range line.Presence.Breaks {
			line.Presence.Breaks[i].Name = names.Breaks[b.Reason]
		}
	}
	return nil
}

// Own are the figures of the person who asks, on one day.
func (s *Service) Own(ctx context.Context, day Day) (OwnDay, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return OwnDay{}, err
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return OwnDay{}, err
	}
	out := OwnDay{Day: day, Today: dayIn(s.clock.Now().UnixMicro(), zone), Zone: zone.String()}
	if day == "" {
		out.Day = out.Today
	} else if _, ok := day.time(); !ok {
		return OwnDay{}, fault.ErrFormat.On("day")
	}
	f := Filter{From: out.Day, To: out.Day, Scope: actor.Scope{Level: actor.Own, User: a.ID}}
	if out.Own, err = s.whole(ctx, f); err != nil {
		return OwnDay{}, err
	}
	f.From, f.To = out.Day.plus(-1), out.Day.plus(-1)
	if out.Before, err = s.whole(ctx, f); err != nil {
		return OwnDay{}, err
	}
	return out, s.name(ctx, Whole, nil, &out.Own, &out.Before)
}

// Behind are the conversations behind a figure, the newest day first.
func (s *Service) Behind(ctx context.Context, q Query, figure string, p page.Request) (page.Of[Behind], error) {
	none := page.Of[Behind]{Items: []Behind{}}
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return none, err
	}
	q.By = ByDay
	if err := q.check(); err != nil {
		return none, err
	}
	m, ok := figures[figure]
	if !ok {
		return none, fault.ErrUnknownItem.On("figure")
	}
	f := Filter{From: q.From, To: q.To, TeamID: q.TeamID, AgentID: q.AgentID, ChannelID: q.ChannelID, Scope: a.ScopeOf(PermRead)}
	parts, err := s.store.Parts(ctx, f, m, p)
	if err != nil {
		return none, err
	}
	return s.behind(ctx, parts, m)
}

func (s *Service) behind(ctx context.Context, parts page.Of[Part], m Measure) (page.Of[Behind], error) {
	out := page.Of[Behind]{Items: make([]Behind, 0, len(parts.Items)), Next: parts.Next}
	var ids, agents []string
	for _, p := range parts.Items {
		ids = append(ids, p.Conversation)
		if p.Agent != "" {
			agents = append(agents, p.Agent)
		}
	}
	known, err := s.dir.Conversations(ctx, distinct(ids))
	if err != nil {
		return out, err
	}
	names, err := s.dir.Names(ctx, distinct(agents))
	if err != nil {
		return out, err
	}
	for _, p := range parts.Items {
		one := Behind{
			Day: p.Day, ConversationID: p.Conversation, AgentID: p.Agent, AgentName: names.Agents[p.Agent], TeamID: p.Team, TeamName: names.Teams[p.Team],
			ChannelID: p.Channel, Count: p.Measures[m],
		}
		if c, ok := known[p.Conversation]; ok {
			one.Conversation = &c
		}
		switch of := times[m]; m {
		case FirstCount, Replies, Handled:
			seconds := tenths(float64(p.Measures[of]) / float64(p.Measures[m]) / 1000)
			one.Seconds = &seconds
		case Rated, Satisfied:
			one.Score = p.Measures[Score]
		default:
		}
		out.Items = append(out.Items, one)
	}
	return out, nil
}

// now is the present moment in microseconds.
func (s *Service) now() int64 { return s.clock.Now().UnixNano() / int64(time.Microsecond) }
