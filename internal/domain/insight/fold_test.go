package insight_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/insight"
)

func total(t *testing.T, s insight.Store) insight.Measures {
	t.Helper()
	var sum insight.Measures
	for _, m := range counted(t, s) {
		sum = sum.Plus(m)
	}
	return sum
}

func play(t *testing.T, do func(l *logbook)) insight.Store {
	t.Helper()
	l := &logbook{now: epoch}
	do(l)
	s := fresh()
	feed(t, s, l.events, rng(1), 4)
	return s
}

// What merges, splits and bots do to the figures; everything else is what the recount says.
func TestWhatCounts(t *testing.T) {
	t.Parallel()
	merge := func(src, dst *talk, kind string) {
		src.add(kind, user("usr_boss"), object{"otherId": dst.id, "before": src.at.data(), "after": dst.at.data()})
		dst.add(kind+"_in", user("usr_boss"), object{"otherId": src.id})
	}
	for name, c := range map[string]struct {
		do   func(l *logbook)
		want map[insight.Measure]int64
	}{
		"what a bot answered and nobody else is received, not answered, not missed": {func(l *logbook) {
			k := l.open("cnv_a", spot{})
			k.customer()
			k.bot()
			k.resolve("usr_a")
		}, map[insight.Measure]int64{insight.Received: 1, insight.Inbound: 1, insight.Resolved: 1}},
		"a person answers after the bot: the wait began anew": {func(l *logbook) {
			k := l.open("cnv_a", spot{})
			k.customer()
			l.wait(time.Minute)
			k.bot()
			l.wait(time.Minute)
			k.customer()
			l.wait(5 * time.Second)
			k.reply("usr_a")
		}, map[insight.Measure]int64{
			insight.Received: 1, insight.Answered: 1, insight.Inbound: 2, insight.Outbound: 1,
			insight.FirstCount: 1, insight.FirstTime: 5000, insight.Replies: 1, insight.ReplyTime: 5000,
		}},
		"writing first receives nothing": {func(l *logbook) {
			k := l.open("cnv_a", spot{})
			k.reply("usr_a")
			k.resolve("usr_a")
		}, map[insight.Measure]int64{insight.Outbound: 1}},
		"two that wait and are merged are one, and the longer wait counts": {func(l *logbook) {
			a, b := l.open("cnv_a", spot{}), l.open("cnv_b", spot{})
			a.customer()
			l.wait(10 * time.Second)
			b.customer()
			merge(a, b, "merged")
			l.wait(10 * time.Second)
			b.reply("usr_a")
		}, map[insight.Measure]int64{
			insight.Received: 1, insight.Answered: 1, insight.Inbound: 2, insight.Outbound: 1,
			insight.FirstCount: 1, insight.FirstTime: 20_000, insight.Replies: 1, insight.ReplyTime: 20_000,
		}},
		"merged into one that rests, it goes on there": {func(l *logbook) {
			a, b := l.open("cnv_a", spot{}), l.open("cnv_b", spot{})
			a.customer()
			merge(a, b, "merged")
			b.customer()
			l.wait(time.Second)
			b.reply("usr_a")
			b.resolve("usr_a")
		}, map[insight.Measure]int64{
			insight.Received: 1, insight.Answered: 1, insight.Inbound: 2, insight.Outbound: 1, insight.FirstCount: 1, insight.FirstTime: 1000,
			insight.Replies: 1, insight.ReplyTime: 1000, insight.Resolved: 1, insight.Handled: 1,
		}},
		"a merge that is taken back counts both again": {func(l *logbook) {
			a, b := l.open("cnv_a", spot{}), l.open("cnv_b", spot{})
			a.customer()
			b.customer()
			merge(a, b, "merged")
			merge(a, b, "unmerged")
			a.resolve("usr_a")
			b.resolve("usr_a")
		}, map[insight.Measure]int64{insight.Received: 2, insight.Inbound: 2, insight.Resolved: 2, insight.Missed: 2}},
		"what is split off is a matter of its own": {func(l *logbook) {
			a := l.open("cnv_a", spot{})
			a.customer()
			b := l.open("cnv_b", spot{})
			b.add("split_off", user("usr_boss"), object{"otherId": "cnv_a"})
			b.reply("usr_a")
		}, map[insight.Measure]int64{insight.Received: 2, insight.Answered: 1, insight.Inbound: 1, insight.Outbound: 1}},
		"of what is erased the numbers stay": {func(l *logbook) {
			a := l.open("cnv_a", spot{})
			a.customer()
			a.add("erased", user("usr_boss"), object{"before": a.at.data()})
		}, map[insight.Measure]int64{insight.Received: 1, insight.Inbound: 1}},
	} {
		var want insight.Measures
		for m, n := range c.want {
			want[m] = n
		}
		if got := total(t, play(t, c.do)); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

// Presence is cut at midnight of the workspace, and a conversation that is erased leaves nothing to be remembered.
func TestPresenceEndsWithTheDay(t *testing.T) {
	t.Parallel()
	s := play(t, func(l *logbook) { // 19:00 in Shanghai
		l.present("usr_a", "online", "")
		l.wait(2 * time.Hour)
		l.present("usr_a", "break", "lunch")
		l.wait(4 * time.Hour)
		l.present("usr_a", "busy", "")
		l.wait(time.Hour)
		l.present("usr_a", "offline", "")
		l.wait(time.Hour)
	})
	ctx := actor.With(t.Context(), actor.SystemFor(tenant))
	hours := func(n int64) int64 { return n * int64(time.Hour/time.Microsecond) }
	check.Equal(t, check.Must(s.Present(ctx, "2026-03-01", "2026-03-01", nil, insight.Whole))(t), map[insight.PresentKey]int64{
		{State: "online"}: hours(2), {State: "break", Reason: "lunch"}: hours(3),
	})
	check.Equal(t, check.Must(s.Present(ctx, "2026-03-02", "2026-03-02", nil, insight.ByAgent))(t), map[insight.PresentKey]int64{
		{User: "usr_a", State: "break", Reason: "lunch"}: hours(1), {User: "usr_a", State: "busy"}: hours(1),
	})
}

// A change of the zone decides over what comes; the past keeps its days.
func TestAChangeOfTheZoneMovesNoPastDay(t *testing.T) {
	t.Parallel()
	zone := shanghai(t)
	s := fresh()
	k := insight.NewKeeper(s, func(context.Context) (*time.Location, error) { return zone, nil })
	take := func(events []event.Event) {
		t.Helper()
		var batch []event.Recorded
		for _, e := range events {
			batch = append(batch, event.Recorded{Event: e})
		}
		check.NoError(t, check.Must(k.Prepare(t.Context(), batch))(t)(t.Context()))
	}
	l := &logbook{now: time.Date(2026, 3, 1, 20, 0, 0, 0, time.UTC)} // the second of March in Shanghai
	a := l.open("cnv_a", spot{})
	a.customer()
	take(l.events)
	zone = time.UTC
	l.events = nil
	l.wait(time.Minute)
	l.add("workspace", tenant, "workspace.changed", user("usr_boss"), object{"fields": []string{"timezone"}})
	l.wait(time.Minute)
	l.open("cnv_b", spot{}).customer()
	a.resolve("usr_a")
	take(l.events)
	got := map[insight.Day]insight.Measures{}
	for at, m := range counted(t, s) {
		got[at.Day] = got[at.Day].Plus(m)
	}
	check.Equal(t, got["2026-03-02"][insight.Received], 1)
	check.Equal(t, got["2026-03-02"][insight.Missed], 1)
	check.Equal(t, got["2026-03-01"][insight.Received], 1)
	check.Equal(t, got["2026-03-01"][insight.Resolved], 1)
}
