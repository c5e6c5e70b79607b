package insighttest

import (
	"context"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/insight"
)

// At is where the suite counts.
func At(day insight.Day, agent, team, conversation string) insight.Spot {
	return insight.Spot{Key: insight.Key{Day: day, Agent: agent, Team: team, Channel: "chn_1"}, Conversation: conversation}
}

func of(n ...int64) (m insight.Measures) {
	copy(m[:], n)
	return m
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s insight.Store) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.SystemFor("wsp_insight"))
	elsewhere := actor.With(t.Context(), actor.SystemFor("wsp_other"))
	write := func(c insight.Change) {
		t.Helper()
		check.NoError(t, run.Do(ctx, func(ctx context.Context) error { return s.Write(ctx, c) }))
	}
	talk := &insight.Talk{Channel: "chn_1", Waiting: 7, Contact: &insight.Contact{Spot: At("2026-03-01", "", "", "cnv_1")}}
	write(insight.Change{
		Zones: []insight.ZoneFrom{{Zone: "Asia/Shanghai"}, {From: 50, Zone: "Europe/Berlin"}},
		Talks: map[string]*insight.Talk{"cnv_1": talk, "cnv_2": {Channel: "chn_1"}},
		Spans: map[string]insight.Span{"usr_a": {User: "usr_a", State: "break", Reason: "lunch", Since: 9}, "usr_b": {User: "usr_b", State: "online", Since: 8}},
		Added: map[insight.Spot]insight.Measures{
			At("2026-03-01", "usr_a", "tem_1", "cnv_1"): of(1, 1, 0, 1, 2000),
			At("2026-03-01", "usr_a", "tem_1", "cnv_2"): of(1, 0, 1),
			At("2026-03-02", "usr_b", "tem_2", "cnv_3"): of(1),
			At("2026-03-02", "", "", "cnv_4"):           of(1, 0, 1),
			At("2026-03-02", "", "tem_1", "cnv_5"):      of(0),
		},
		Firsts:  map[insight.KeyBucket]int64{{Key: At("2026-03-01", "usr_a", "tem_1", "").Key, Bucket: 3}: 2, {Key: At("2026-03-01", "usr_a", "tem_1", "").Key, Bucket: 9}: 1},
		Present: map[insight.PresentKey]int64{{Day: "2026-03-01", User: "usr_a", State: "online"}: 60, {Day: "2026-03-02", User: "usr_b", State: "break", Reason: "lunch"}: 5},
	})
	write(insight.Change{ // numbers add up, what is gone is forgotten, a later state replaces an earlier one
		Talks:   map[string]*insight.Talk{"cnv_2": nil},
		Spans:   map[string]insight.Span{"usr_b": {User: "usr_b", State: "offline", Since: 10}},
		Added:   map[insight.Spot]insight.Measures{At("2026-03-01", "usr_a", "tem_1", "cnv_1"): of(0, 0, 0, -1, -2000)},
		Firsts:  map[insight.KeyBucket]int64{{Key: At("2026-03-01", "usr_a", "tem_1", "").Key, Bucket: 3}: -2},
		Present: map[insight.PresentKey]int64{{Day: "2026-03-01", User: "usr_a", State: "online"}: 40},
	})
	check.Equal(t, check.Must(s.Zones(ctx))(t), insight.Zones{{Zone: "Asia/Shanghai"}, {From: 50, Zone: "Europe/Berlin"}})
	check.Equal(t, check.Must(s.Talks(ctx, []string{"cnv_1", "cnv_2", "cnv_9"}))(t), map[string]*insight.Talk{"cnv_1": talk})
	check.Equal(t, check.Must(s.Spans(ctx, []string{"usr_b"}))(t), map[string]insight.Span{"usr_b": {User: "usr_b", State: "offline", Since: 10}})
	check.Equal(t, len(check.Must(s.Spans(ctx, nil))(t)), 2)
	figures(t, ctx, elsewhere, s)
	pages(t, ctx, elsewhere, s)
	write(insight.Change{Sweep: true, Spans: map[string]insight.Span{"usr_b": {User: "usr_b"}}})
	swept(t, ctx, s)
}

// swept is what is left: cnv_1 and usr_a are remembered.
func swept(t *testing.T, ctx context.Context, s insight.Store) {
	t.Helper()
	all := insight.Filter{From: "2026-03-01", To: "2026-03-02", Scope: actor.Scope{Level: actor.All}}
	check.Equal(t, check.Must(s.Sums(ctx, all, insight.ByAgent))(t), []insight.Sum{{Key: "usr_a", Measures: of(1, 1)}})
	check.Equal(t, len(check.Must(s.Firsts(ctx, all, insight.Whole))(t)), 0)
	check.Equal(t, len(check.Must(s.Parts(ctx, all, insight.Received, page.Request{}))(t).Items), 1)
	check.Equal(t, check.Must(s.Present(ctx, "2026-03-01", "2026-03-02", nil, insight.Whole))(t), map[insight.PresentKey]int64{{State: "online"}: 100})
}

func figures(t *testing.T, ctx, elsewhere context.Context, s insight.Store) {
	t.Helper()
	all := insight.Filter{From: "2026-03-01", To: "2026-03-02", Scope: actor.Scope{Level: actor.All}}
	sums := func(ctx context.Context, f insight.Filter, by insight.By) []insight.Sum {
		t.Helper()
		return check.Must(s.Sums(ctx, f, by))(t)
	}
	check.Equal(t, sums(ctx, all, insight.Whole), []insight.Sum{{Measures: of(4, 1, 2)}})
	check.Equal(t, sums(ctx, all, insight.ByAgent), []insight.Sum{{Measures: of(1, 0, 1)}, {Key: "usr_a", Measures: of(2, 1, 1)}, {Key: "usr_b", Measures: of(1)}})
	check.Equal(t, sums(ctx, all, insight.ByDay), []insight.Sum{{Key: "2026-03-01", Measures: of(2, 1, 1)}, {Key: "2026-03-02", Measures: of(2, 0, 1)}})
	check.Equal(t, len(sums(elsewhere, all, insight.Whole)), 0)
	for name, c := range map[string]struct {
		change   func(f *insight.Filter)
		received int64
	}{
		"own": {func(f *insight.Filter) { f.Scope = actor.Scope{Level: actor.Own, User: "usr_b"} }, 1},
		"teams": {func(f *insight.Filter) {
			f.Scope = actor.Scope{Level: actor.Teams, User: "usr_x", Teams: []string{"tem_1"}}
		}, 3},
		"own beside":      {func(f *insight.Filter) { f.Scope = actor.Scope{Level: actor.Teams, User: "usr_b", Teams: []string{}} }, 2},
		"nothing at all":  {func(f *insight.Filter) { f.Scope = actor.Scope{} }, 0},
		"a day":           {func(f *insight.Filter) { f.To = f.From }, 2},
		"a team":          {func(f *insight.Filter) { f.TeamID = "tem_2" }, 1},
		"no team":         {func(f *insight.Filter) { f.TeamID = insight.None }, 1},
		"a person":        {func(f *insight.Filter) { f.AgentID = "usr_a" }, 2},
		"another channel": {func(f *insight.Filter) { f.ChannelID = "chn_2" }, 0},
	} {
		f := all
		c.change(&f)
		var got int64
		for _, one := range sums(ctx, f, insight.Whole) {
			got += one.Measures[insight.Received]
		}
		if got != c.received {
			t.Errorf("%s: got %d, want %d", name, got, c.received)
		}
	}
	check.Equal(t, check.Must(s.Firsts(ctx, all, insight.ByAgent))(t), map[string][]insight.Bucket{"usr_a": {{Bucket: 9, N: 1}}})
	check.Equal(t, check.Must(s.Firsts(ctx, all, insight.Whole))(t), map[string][]insight.Bucket{"": {{Bucket: 9, N: 1}}})
	check.Equal(t, check.Must(s.Present(ctx, "2026-03-01", "2026-03-02", nil, insight.ByAgent))(t), map[insight.PresentKey]int64{
		{User: "usr_a", State: "online"}: 100, {User: "usr_b", State: "break", Reason: "lunch"}: 5,
	})
	check.Equal(t, check.Must(s.Present(ctx, "2026-03-01", "2026-03-02", []string{"usr_a"}, insight.ByDay))(t), map[insight.PresentKey]int64{{Day: "2026-03-01", State: "online"}: 100})
	check.Equal(t, check.Must(s.Present(ctx, "2026-03-02", "2026-03-02", nil, insight.Whole))(t), map[insight.PresentKey]int64{{State: "break", Reason: "lunch"}: 5})
}

func pages(t *testing.T, ctx, elsewhere context.Context, s insight.Store) {
	t.Helper()
	f := insight.Filter{From: "2026-03-01", To: "2026-03-02", Scope: actor.Scope{Level: actor.All}}
	var got []string
	p := page.Request{Limit: 3}
	for range 3 {
		part := check.Must(s.Parts(ctx, f, insight.Received, p))(t)
		for _, one := range part.Items {
			got = append(got, one.Conversation)
		}
		if p.Cursor = part.Next; part.Next == "" {
			break
		}
	}
	check.Equal(t, got, []string{"cnv_4", "cnv_3", "cnv_2", "cnv_1"})
	one := check.Must(s.Parts(ctx, f, insight.Answered, page.Request{}))(t)
	check.Equal(t, one.Items, []insight.Part{{Spot: At("2026-03-01", "usr_a", "tem_1", "cnv_1"), Measures: of(1, 1)}})
	f.Scope = actor.Scope{Level: actor.Own, User: "usr_b"}
	check.Equal(t, len(check.Must(s.Parts(ctx, f, insight.Received, page.Request{}))(t).Items), 1)
	f.Scope.Level = actor.All
	check.Equal(t, len(check.Must(s.Parts(elsewhere, f, insight.Received, page.Request{}))(t).Items), 0)
}
