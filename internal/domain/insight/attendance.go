package insight

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"frontdesk/internal/base/actor"
)

// attended are times of presence by the key of a line; nil where a report has none.
type attended map[string]map[PresentKey]int64

func (t attended) add(by By, k PresentKey, micros int64) {
	key := map[By]string{ByAgent: k.User, ByDay: string(k.Day)}[by]
	if t[key] == nil {
		t[key] = map[PresentKey]int64{}
	}
	t[key][PresentKey{State: k.State, Reason: k.Reason}] += micros
}

func (t attended) keys() []string { return slices.Sorted(maps.Keys(t)) }

// of is the attendance of a line.
func (t attended) of(key string) *Attendance {
	out := &Attendance{Breaks: []BreakTime{}}
	for k, micros := range t[key] {
		seconds := micros / 1_000_000
		switch k.State {
		case busy:
			out.Busy += seconds
			out.Online += seconds
		case onBreak:
			out.Break += seconds
			out.Breaks = append(out.Breaks, BreakTime{Reason: k.Reason, Seconds: seconds})
		default:
			out.Online += seconds
		}
	}
	slices.SortFunc(out.Breaks, func(a, b BreakTime) int {
		return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}

// attendance are the times of presence of a filter, up to now. Teams and channels have none: people are there for all of
// theirs.
func (s *Service) attendance(ctx context.Context, f Filter, by By) (attended, error) {
	if by == ByTeam || by == ByChannel || f.ChannelID != "" || f.TeamID == None || f.AgentID == None {
		return nil, nil
	}
	users, some, err := s.people(ctx, f)
	out := attended{}
	if err != nil || some && len(users) == 0 {
		return out, err
	}
	stored, err := s.store.Present(ctx, f.From, f.To, users, by)
	if err != nil {
		return nil, err
	}
	for k, micros := range stored {
		out.add(by, k, micros)
	}
	zones, err := s.store.Zones(ctx)
	if err != nil {
		return nil, err
	}
	spans, err := s.store.Spans(ctx, users)
	if err != nil {
		return nil, err
	}
	running := NewFold(zones)
	from := fromDay(f.From)
	for _, span := range spans {
		running.spend(span, from, s.now())
	}
	for k, micros := range running.Present {
		if k.Day >= f.From && k.Day <= f.To {
			out.add(by, k, micros)
		}
	}
	return out, nil
}

// fromDay is a moment before a day begins anywhere.
func fromDay(d Day) int64 {
	t, _ := d.plus(-1).time()
	return t.UnixMicro()
}

// people are those whose presence a filter asks for; some is false for all.
func (s *Service) people(ctx context.Context, f Filter) (users []string, some bool, err error) {
	if f.TeamID != "" {
		if users, err = s.dir.Members(ctx, []string{f.TeamID}); err != nil {
			return nil, true, err
		}
		some = true
	}
	keep := func(allowed []string) {
		if some {
			allowed = slices.DeleteFunc(users, func(u string) bool { return !slices.Contains(allowed, u) })
		}
		users, some = allowed, true
	}
	if f.AgentID != "" {
		keep([]string{f.AgentID})
	}
	switch f.Scope.Level {
	case actor.Teams:
		members, err := s.dir.Members(ctx, f.Scope.Teams)
		if err != nil {
			return nil, true, err
		}
		keep(append(members, f.Scope.User))
	case actor.Own:
		keep([]string{f.Scope.User})
	case actor.All:
	case actor.None:
		return nil, true, nil
	}
	return distinct(users), some, nil
}
