package insight_test

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/insight"
)

// office knows the people of the tests.
type office struct{}

func (office) Names(context.Context, []string) (insight.Names, error) {
	return insight.Names{Agents: map[string]string{"usr_a": "Ann", "usr_b": "Ben"}, Teams: map[string]string{"tem_1": "One"}, Breaks: map[string]string{"lunch": "Lunch"}}, nil
}

func (office) Members(_ context.Context, teams []string) ([]string, error) {
	if slices.Contains(teams, "tem_1") {
		return []string{"usr_a"}, nil
	}
	return nil, nil
}

func (office) Conversations(context.Context, []string) (map[string]insight.BehindConversation, error) {
	return map[string]insight.BehindConversation{"cnv_a": {Number: 7, CustomerName: "Carol", Status: "open"}}, nil
}

// staff answers as somebody with a level.
func staff(t *testing.T, id string, l actor.Level, teams ...string) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{
		Tenant: tenant, Kind: actor.User, ID: id, Teams: teams, Grants: map[actor.Permission]actor.Level{insight.PermRead: l},
	})
}

// aDay is one in which Ann answers Carol within a minute, Ben takes a break, and somebody is left waiting.
func aDay(t *testing.T) *insight.Service {
	t.Helper()
	l := &logbook{now: epoch}
	l.present("usr_a", "online", "")
	l.present("usr_b", "break", "lunch")
	a := l.open("cnv_a", spot{"", "tem_1"})
	a.customer()
	l.wait(time.Minute)
	a.reply("usr_a")
	b := l.open("cnv_b", spot{"", "tem_2"})
	b.customer()
	l.wait(time.Minute)
	b.resolve("usr_b")
	s := fresh()
	feed(t, s, l.events, rng(3), 3)
	zone := func(context.Context) (*time.Location, error) { return shanghai(t), nil }
	return insight.New(clock.Fixed(epoch.Add(2*time.Minute)), s, zone, office{})
}

var thatDay = insight.Query{From: "2026-03-01", To: "2026-03-01", By: insight.ByAgent}

func TestEverybodySeesTheirPart(t *testing.T) {
	t.Parallel()
	s := aDay(t)
	for _, c := range []struct {
		ctx                   context.Context
		received, missed, sum int64
		lines                 []string
	}{
		{staff(t, "usr_x", actor.All), 2, 1, 240, []string{"", "Ann", "Ben"}},
		{staff(t, "usr_x", actor.Teams, "tem_1"), 1, 0, 120, []string{"", "Ann"}},
		{staff(t, "usr_a", actor.Own), 1, 0, 120, []string{"Ann"}},
		{staff(t, "usr_b", actor.Own), 0, 0, 120, []string{"Ben"}},
	} {
		r := check.Must(s.Daily(c.ctx, thatDay))(t)
		check.Equal(t, []int64{r.Total.Received, r.Total.Missed, r.Total.Presence.Online + r.Total.Presence.Break}, []int64{c.received, c.missed, c.sum})
		var names []string
		for _, l := range r.Lines {
			names = append(names, l.Name)
		}
		slices.Sort(names)
		check.Equal(t, names, c.lines)
	}
	_, err := s.Daily(staff(t, "usr_x", actor.None), thatDay)
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Own(staff(t, "usr_x", actor.None), "")
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Behind(staff(t, "usr_x", actor.None), thatDay, "received", page.Request{})
	check.Fault(t, err, fault.ErrDenied)
}

func TestOwnDay(t *testing.T) {
	t.Parallel()
	own := check.Must(aDay(t).Own(staff(t, "usr_a", actor.All), ""))(t)
	check.Equal(t, []any{own.Day, own.Own.Received, own.Own.FirstResponse.Average, own.Own.Presence.Online}, []any{insight.Day("2026-03-01"), int64(1), 60.0, int64(120)})
	check.Equal(t, own.Before.Received, 0)
	_, err := aDay(t).Own(staff(t, "usr_a", actor.Own), "yesterday")
	check.FieldFault(t, err, "day", fault.ErrFormat)
}

func TestAFigureOpensToItsConversations(t *testing.T) {
	t.Parallel()
	s := aDay(t)
	list := check.Must(s.Behind(staff(t, "usr_x", actor.All), thatDay, "received", page.Request{}))(t)
	check.Equal(t, len(list.Items), 2)
	if list.Items[0].Conversation != nil || list.Items[1].Conversation == nil || list.Items[1].Conversation.Number != 7 {
		t.Errorf("only what the reader may see has a name: %+v", list.Items)
	}
	first := check.Must(s.Behind(staff(t, "usr_a", actor.Own), thatDay, "firstResponse", page.Request{}))(t)
	check.Equal(t, []any{len(first.Items), *first.Items[0].Seconds, first.Items[0].AgentName}, []any{1, 60.0, "Ann"})
	_, err := s.Behind(staff(t, "usr_x", actor.All), thatDay, "nothing", page.Request{})
	check.FieldFault(t, err, "figure", fault.ErrUnknownItem)
	for field, q := range map[string]insight.Query{"from": {From: "x", To: "2026-03-01"}, "to": {From: "2026-03-02", To: "2026-03-01"}} {
		_, err := s.Behind(staff(t, "usr_x", actor.All), q, "received", page.Request{})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// The sketch says a percentile within two and a half per cent.
func TestPercentilesAreClose(t *testing.T) {
	t.Parallel()
	l := &logbook{now: epoch.Add(-10 * time.Hour)}
	for n := range 200 {
		k := l.open("cnv_"+string(rune('a'+n/26))+string(rune('a'+n%26)), spot{"", "tem_1"})
		k.customer()
		l.wait(time.Duration(n+1) * time.Second)
		k.reply("usr_a")
	}
	s := fresh()
	feed(t, s, l.events, rng(5), 50)
	zone := func(context.Context) (*time.Location, error) { return time.UTC, nil }
	q := thatDay
	r := check.Must(insight.New(clock.Fixed(epoch), s, zone, office{}).Daily(staff(t, "usr_x", actor.All), q))(t)
	for want, got := range map[float64]*float64{100: r.Total.FirstResponse.P50, 180: r.Total.FirstResponse.P90} {
		if got == nil || math.Abs(*got-want) > want*.03 {
			t.Errorf("got %v, want about %v", got, want)
		}
	}
	check.Equal(t, r.Total.FirstResponse.Average, 100.5)
}
