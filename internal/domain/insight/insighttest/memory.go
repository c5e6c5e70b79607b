// Package insighttest holds an in-memory store of the daily report and the suite that every store passes.
package insighttest

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/insight"
)

// Memory is a store in memory.
type Memory struct {
	mu     sync.Mutex
	spaces map[string]*space
}

type space struct {
	zones   insight.Zones
	talks   map[string]string // as JSON, so that nobody shares them
	spans   map[string]insight.Span
	parts   map[insight.Spot]insight.Measures
	firsts  map[insight.KeyBucket]int64
	present map[insight.PresentKey]int64
}

// NewMemory makes an empty store.
func NewMemory() *Memory { return &Memory{spaces: map[string]*space{}} }

func (m *Memory) space(ctx context.Context) (*space, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	s := m.spaces[tenant]
	if s == nil {
		s = &space{
			talks: map[string]string{}, spans: map[string]insight.Span{}, parts: map[insight.Spot]insight.Measures{},
			firsts: map[insight.KeyBucket]int64{}, present: map[insight.PresentKey]int64{},
		}
		m.spaces[tenant] = s
	}
	return s, nil
}

// Zones implements insight.Ledger.
func (m *Memory) Zones(ctx context.Context) (insight.Zones, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.space(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(s.zones), nil
}

// Talks implements insight.Ledger.
func (m *Memory) Talks(ctx context.Context, ids []string) (map[string]*insight.Talk, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.space(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]*insight.Talk{}
	for _, id := range ids {
		if raw, ok := s.talks[id]; ok {
			t := &insight.Talk{}
			if err := json.Unmarshal([]byte(raw), t); err != nil {
				return nil, err
			}
			out[id] = t
		}
	}
	return out, nil
}

// Spans implements insight.Ledger.
func (m *Memory) Spans(ctx context.Context, users []string) (map[string]insight.Span, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.space(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]insight.Span{}
	for id, span := range s.spans {
		if len(users) == 0 || slices.Contains(users, id) {
			out[id] = span
		}
	}
	return out, nil
}

// Write implements insight.Ledger.
func (m *Memory) Write(ctx context.Context, c insight.Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.space(ctx)
	if err != nil {
		return err
	}
	s.zones = append(s.zones, c.Zones...)
	for id, t := range c.Talks {
		if t == nil {
			delete(s.talks, id)
			continue
		}
		raw, err := json.Marshal(t)
		if err != nil {
			return err
		}
		s.talks[id] = string(raw)
	}
	for id, span := range c.Spans {
		if s.spans[id] = span; span.State == "" {
			delete(s.spans, id)
		}
	}
	for k, n := range c.Added {
		s.parts[k] = s.parts[k].Plus(n)
	}
	for k, n := range c.Firsts {
		s.firsts[k] += n
	}
	for k, n := range c.Present {
		s.present[k] += n
	}
	if c.Sweep {
		s.sweep()
	}
	return nil
}

func (s *space) sweep() {
	maps.DeleteFunc(s.present, func(k insight.PresentKey, _ int64) bool { return s.spans[k.User].State == "" })
	maps.DeleteFunc(s.parts, func(k insight.Spot, _ insight.Measures) bool { return s.talks[k.Conversation] == "" })
	var left []insight.Part
	for k, m := range s.parts {
		left = append(left, insight.Part{Spot: k, Measures: m})
	}
	s.firsts = insight.Sketched(left)
}

func matches(f insight.Filter, k insight.Key) bool {
	is := func(want, got string) bool { return want == "" || want == got || want == insight.None && got == "" }
	covered := f.Scope.Covers(k.Agent, k.Team)
	return covered && k.Day >= f.From && k.Day <= f.To && is(f.TeamID, k.Team) && is(f.AgentID, k.Agent) && is(f.ChannelID, k.Channel)
}

func keyOf(by insight.By, k insight.Key) string {
	switch by {
	case insight.ByAgent:
		return k.Agent
	case insight.ByTeam:
		return k.Team
	case insight.ByChannel:
		return k.Channel
	case insight.ByDay:
		return string(k.Day)
	case insight.Whole:
	}
	return ""
}

// Sums implements insight.Figures.
func (m *Memory) Sums(ctx context.Context, f insight.Filter, by insight.By) ([]insight.Sum, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.space(ctx)
	if err != nil {
		return nil, err
	}
	sums := map[string]insight.Measures{}
	for k, n := range s.parts {
		if matches(f, k.Key) && n != (insight.Measures{}) {
			sums[keyOf(by, k.Key)] = sums[keyOf(by, k.Key)].Plus(n)
		}
	}
	var out []insight.Sum
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		out = append(out, insight.Sum{Key: key, Measures: sums[key]})
	}
	return out, nil
}

// Firsts implements insight.Figures.
func (m *Memory) Firsts(ctx context.Context, f insight.Filter, by insight.By) (map[string][]insight.Bucket, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.space(ctx)
	if err != nil {
		return nil, err
	}
	sums := map[string]map[int]int64{}
	for k, n := range s.firsts {
		if key := keyOf(by, k.Key); matches(f, k.Key) {
			if sums[key] == nil {
				sums[key] = map[int]int64{}
			}
			sums[key][k.Bucket] += n
		}
	}
	out := map[string][]insight.Bucket{}
	for key, list := range sums {
		for _, b := range slices.Sorted(maps.Keys(list)) {
			if list[b] > 0 {
				out[key] = append(out[key], insight.Bucket{Bucket: b, N: list[b]})
			}
		}
	}
	return out, nil
}

// Parts implements insight.Figures.
func (m *Memory) Parts(ctx context.Context, f insight.Filter, measure insight.Measure, p page.Request) (page.Of[insight.Part], error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	none := page.Of[insight.Part]{Items: []insight.Part{}}
	s, err := m.space(ctx)
	if err != nil {
		return none, err
	}
	var after [5]string
	more, err := page.Decode(p.Cursor, &after[0], &after[1], &after[2], &after[3], &after[4])
	if err != nil {
		return none, err
	}
	var rows []insight.Part
	for k, n := range s.parts {
		if matches(f, k.Key) && n[measure] > 0 && (!more || slices.Compare(sorted(k), after[:]) < 0) {
			rows = append(rows, insight.Part{Spot: k, Measures: n})
		}
	}
	slices.SortFunc(rows, func(a, b insight.Part) int { return slices.Compare(sorted(b.Spot), sorted(a.Spot)) })
	rows = rows[:min(len(rows), p.Size()+1)]
	return page.Cut(rows, p.Size(), func(o insight.Part) []any {
		return []any{string(o.Day), o.Conversation, o.Agent, o.Team, o.Channel}
	}), nil
}

func sorted(k insight.Spot) []string {
	return []string{string(k.Day), k.Conversation, k.Agent, k.Team, k.Channel}
}

// Present implements insight.Figures.
func (m *Memory) Present(ctx context.Context, from, to insight.Day, users []string, by insight.By) (map[insight.PresentKey]int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.space(ctx)
	if err != nil {
		return nil, err
	}
	out := map[insight.PresentKey]int64{}
	for k, n := range s.present {
		if cmp.Less(k.Day, from) || cmp.Less(to, k.Day) || len(users) > 0 && !slices.Contains(users, k.User) {
			continue
		}
		key := insight.PresentKey{State: k.State, Reason: k.Reason}
		switch by {
		case insight.ByAgent:
			key.User = k.User
		case insight.ByDay:
			key.Day = k.Day
		case insight.ByTeam, insight.ByChannel, insight.Whole:
		}
		out[key] += n
	}
	return out, nil
}
