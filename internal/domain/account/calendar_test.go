package account

import (
	"math/rand/v2"
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
)

func shop(zone string) Calendar {
	return Calendar{
		Name: "Shop", Timezone: zone,
		Hours: Week{
			Monday: []Interval{{"09:00", "12:00"}, {"13:30", "18:00"}}, Tuesday: []Interval{{"09:00", "18:00"}},
			Saturday: []Interval{{"22:00", "24:00"}}, Sunday: []Interval{{"00:00", "03:00"}},
		},
		Exceptions: []Exception{{Date: "2026-03-03", Name: "Holiday"}, {Date: "2026-03-04", Name: "Extra day", Hours: []Interval{{"10:00", "11:00"}}}},
	}
}

func TestNextOpen(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, zone, at, next string }{
		{"open now", "Asia/Shanghai", "2026-03-02T09:00:00+08:00", "2026-03-02T09:00:00+08:00"},
		{"before hours", "Asia/Shanghai", "2026-03-02T08:59:59+08:00", "2026-03-02T09:00:00+08:00"},
		{"the end is closed", "Asia/Shanghai", "2026-03-02T12:00:00+08:00", "2026-03-02T13:30:00+08:00"},
		{"holiday, then extra day", "Asia/Shanghai", "2026-03-02T18:00:00+08:00", "2026-03-04T10:00:00+08:00"},
		{"after the extra day, to Saturday", "Asia/Shanghai", "2026-03-04T11:00:00+08:00", "2026-03-07T22:00:00+08:00"},
		{"through midnight", "Asia/Shanghai", "2026-03-07T23:59:59+08:00", "2026-03-07T23:59:59+08:00"},
		{"after midnight", "Asia/Shanghai", "2026-03-08T00:00:00+08:00", "2026-03-08T00:00:00+08:00"},
		{"zone of the calendar counts", "America/New_York", "2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z"},
		{"clocks skip the last hour", "America/New_York", "2026-03-08T01:59:59-05:00", "2026-03-08T01:59:59-05:00"},
		{"closed where 02:00 to 03:00 is skipped", "America/New_York", "2026-03-08T03:00:00-04:00", "2026-03-09T09:00:00-04:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			at := check.Must(time.Parse(time.RFC3339, tt.at))(t)
			want := check.Must(time.Parse(time.RFC3339, tt.next))(t)
			c := shop(tt.zone)
			got, ok := c.NextOpen(at)
			check.Equal(t, ok, true)
			check.Equal(t, got, want.UTC())
			check.Equal(t, c.Open(at), at.Equal(want))
		})
	}
}

func TestNextOpenAtJumps(t *testing.T) {
	t.Parallel()
	night := func(from, to string) Calendar {
		return Calendar{Timezone: "Europe/Berlin", Hours: Week{Sunday: []Interval{{from, to}}}}
	}
	// On 2026-03-29 02:00 becomes 03:00: hours that begin inside the gap open at the jump.
	got, _ := night("02:30", "04:00").NextOpen(time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC))
	check.Equal(t, got, time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC))
	// On 2026-10-25 03:00 becomes 02:00: the repeated half hour is open twice.
	c := night("02:00", "02:30")
	first := time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC)
	for minutes, open := range map[int]bool{-1: false, 0: true, 29: true, 30: false, 59: false, 60: true, 89: true, 90: false} {
		check.Equal(t, c.Open(first.Add(time.Duration(minutes)*time.Minute)), open)
	}
	again, _ := c.NextOpen(first.Add(30 * time.Minute))
	check.Equal(t, again, first.Add(time.Hour))
}

func TestNeverOpen(t *testing.T) {
	t.Parallel()
	_, ok := Calendar{Timezone: "UTC"}.NextOpen(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	check.Equal(t, ok, false)
}

// openByWall is the definition that Open must meet: the wall clock of the zone lies inside an interval of its date.
func openByWall(c Calendar, at time.Time) bool {
	loc, _ := zone(c.Timezone)
	local := at.In(loc)
	now := local.Format("15:04")
	for _, in := range c.hoursOn(local) {
		if in.From <= now && now < in.To {
			return true
		}
	}
	return false
}

func TestCalendarAgreesWithTheWallClock(t *testing.T) {
	t.Parallel()
	starts := []string{"2026-03-06T00:00:00Z", "2026-03-27T00:00:00Z", "2026-04-03T00:00:00Z", "2026-10-02T00:00:00Z", "2026-10-23T00:00:00Z", "2026-10-30T00:00:00Z"}
	zones := []string{"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai", "Africa/Casablanca"}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 25 {
		c := randomCalendar(rnd, zones[rnd.IntN(len(zones))])
		start := check.Must(time.Parse(time.RFC3339, starts[rnd.IntN(len(starts))]))(t)
		const days = 4
		var next time.Time // computed backwards: the first open minute from here on
		for m := days*24*60 - 1; m >= 0; m-- {
			at := start.Add(time.Duration(m) * time.Minute)
			open := openByWall(c, at)
			if open {
				next = at
			}
			if got := c.Open(at); got != open {
				t.Fatalf("%+v at %v: Open is %v, the wall clock says %v", c, at, got, open)
			}
			if m%7 != 0 || next.IsZero() {
				continue
			}
			if got, ok := c.NextOpen(at); !ok || !got.Equal(next) {
				t.Fatalf("%+v at %v: NextOpen is %v, the wall clock says %v", c, at, got, next)
			}
		}
	}
}

func randomCalendar(rnd *rand.Rand, zone string) Calendar {
	c := Calendar{Name: "x", Timezone: zone}
	stamp := func(minutes int) string {
		return time.Time{}.Add(time.Duration(minutes) * time.Minute).Format("15:04")
	}
	for d := range time.Weekday(7) {
		at := 0
		for range rnd.IntN(4) {
			from := at + rnd.IntN(300)
			to := from + 1 + rnd.IntN(300)
			if to >= 24*60 {
				break
			}
			day := c.Hours.on(d)
			*day = append(*day, Interval{stamp(from), stamp(to)})
			at = to
		}
	}
	return c
}

func TestCalendarCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, field string
		want        *fault.Def
		change      func(*Calendar)
	}{
		{"no name", "name", fault.ErrRequired, func(c *Calendar) { c.Name = " " }},
		{"zone", "timezone", ErrZone, func(c *Calendar) { c.Timezone = "Local" }},
		{"form", "hours.monday[0].from", fault.ErrFormat, func(c *Calendar) { c.Hours.Monday = []Interval{{"9:00", "10:00"}} }},
		{"hour", "hours.monday[0].to", fault.ErrFormat, func(c *Calendar) { c.Hours.Monday = []Interval{{"09:00", "24:01"}} }},
		{"sign", "hours.monday[0].from", fault.ErrFormat, func(c *Calendar) { c.Hours.Monday = []Interval{{"+9:00", "10:00"}} }},
		{"order", "hours.sunday[0].to", ErrInterval, func(c *Calendar) { c.Hours.Sunday = []Interval{{"09:00", "09:00"}} }},
		{"overlap", "hours.friday[1].from", ErrOverlap, func(c *Calendar) { c.Hours.Friday = []Interval{{"11:00", "12:00"}, {"09:00", "11:01"}} }},
		{"date", "exceptions[0].date", fault.ErrFormat, func(c *Calendar) { c.Exceptions = []Exception{{Date: "2026-02-30"}} }},
		{"twice", "exceptions[1].date", fault.ErrTaken, func(c *Calendar) { c.Exceptions = []Exception{{Date: "2026-02-03"}, {Date: "2026-02-03"}} }},
		{"too many", "hours.monday", fault.ErrTooManyOf, func(c *Calendar) { c.Hours.Monday = make([]Interval, MaxIntervals+1) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := shop("Asia/Shanghai")
			tt.change(&c)
			check.FieldFault(t, c.check(), tt.field, tt.want)
		})
	}
	c := shop("Asia/Shanghai")
	check.NoError(t, c.check())
}

func FuzzWall(f *testing.F) {
	for _, s := range []string{"00:00", "24:00", "9:00", "23:59", "24:01", ":", "-1:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := wall(s)
		if !ok {
			return
		}
		if d < 0 || d > 24*time.Hour {
			t.Fatalf("%q gave %v", s, d)
		}
		if back := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(d).Format("15:04"); back != s && s != "24:00" {
			t.Fatalf("%q came back as %q", s, back)
		}
	})
}
