package account

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// Limits of a calendar.
const (
	MaxIntervals  = 8   // a day
	MaxExceptions = 400 // in all
	MaxCalendars  = 100
	horizonDays   = 800 // how far NextOpen looks; longer than any list of holidays
)

// Calendar says when a workspace, a channel or a team is open, in the wall time of a zone.
type Calendar struct {
	ID         string
	Name       string
	Timezone   string
	Hours      Week
	Exceptions []Exception
	Version    int64
}

// Week is the ordinary week.
type Week struct {
	Monday    []Interval `json:"monday"`
	Tuesday   []Interval `json:"tuesday"`
	Wednesday []Interval `json:"wednesday"`
	Thursday  []Interval `json:"thursday"`
	Friday    []Interval `json:"friday"`
	Saturday  []Interval `json:"saturday"`
	Sunday    []Interval `json:"sunday"`
}

// Interval is a part of a day in wall time, from inclusive, to exclusive: "09:00" to "18:00", "24:00" is the day's end.
type Interval struct {
	From string `json:"from" example:"09:00"`
	To   string `json:"to" example:"18:00"`
}

// Exception replaces the ordinary hours of one date: a holiday has no hours, an extra working day has some.
type Exception struct {
	Date  string     `json:"date" example:"2026-10-01" doc:"In the calendar's zone."`
	Name  string     `json:"name"`
	Hours []Interval `json:"hours" doc:"Empty on a holiday."`
}

// StandardWeek is the week of a new workspace's calendar: Monday to Friday, nine to six.
func StandardWeek() Week {
	day := func() []Interval { return []Interval{{From: "09:00", To: "18:00"}} }
	return Week{
		Monday: day(), Tuesday: day(), Wednesday: day(), Thursday: day(), Friday: day(),
		Saturday: []Interval{}, Sunday: []Interval{},
	}
}

func (w *Week) on(d time.Weekday) *[]Interval {
	return [...]*[]Interval{&w.Sunday, &w.Monday, &w.Tuesday, &w.Wednesday, &w.Thursday, &w.Friday, &w.Saturday}[d]
}

// Open reports whether the calendar is open at a moment.
func (c Calendar) Open(at time.Time) bool {
	next, ok := c.NextOpen(at)
	return ok && next.Equal(at)
}

// NextOpen is the first moment, not before at, at which the calendar is open; false when there is none within two years.
//
// Wall time jumps where clocks change. Between two jumps it runs evenly, so the search goes from one jump to the next: an
// interval that begins inside a skipped hour opens at the jump, and a repeated hour is open twice.
func (c Calendar) NextOpen(at time.Time) (time.Time, bool) {
	loc, err := zone(c.Timezone)
	if err != nil {
		return time.Time{}, false
	}
	limit := at.AddDate(0, 0, horizonDays)
	for t := at.In(loc); t.Before(limit); {
		stop := limit
		if _, jump := t.ZoneBounds(); !jump.IsZero() && jump.Before(limit) {
			stop = jump
		}
		if open, ok := c.openBetween(t, stop); ok {
			return open.UTC(), true
		}
		t = stop.In(loc)
	}
	return time.Time{}, false
}

// openBetween is NextOpen in [t, stop), where the zone keeps one offset.
func (c Calendar) openBetween(t, stop time.Time) (time.Time, bool) {
	_, offset := t.Zone()
	year, month, date := t.Date()
	for day := time.Date(year, month, date, 0, 0, 0, 0, time.FixedZone("", offset)); day.Before(stop); day = day.AddDate(0, 0, 1) {
		for _, in := range c.hoursOn(day) {
			from, to := in.span()
			open := day.Add(from)
			if open.Before(t) {
				open = t
			}
			if open.Before(day.Add(to)) && open.Before(stop) {
				return open, true
			}
		}
	}
	return time.Time{}, false
}

// hoursOn are the intervals of a date, earliest first (check keeps them sorted).
func (c Calendar) hoursOn(day time.Time) []Interval {
	date := day.Format(time.DateOnly)
	for _, e := range c.Exceptions {
		if e.Date == date {
			return e.Hours
		}
	}
	return *c.Hours.on(day.Weekday())
}

// span is the interval as distances from midnight; a malformed one, which check refuses, is empty.
func (in Interval) span() (from, to time.Duration) {
	f, okF := wall(in.From)
	t, okT := wall(in.To)
	if !okF || !okT {
		return 0, 0
	}
	return f, t
}

// wall reads "HH:MM", up to "24:00".
func wall(s string) (time.Duration, bool) {
	h, m, ok := strings.Cut(s, ":")
	if !ok || len(h) != 2 || len(m) != 2 {
		return 0, false
	}
	hours, errH := strconv.ParseUint(h, 10, 8)
	minutes, errM := strconv.ParseUint(m, 10, 8)
	if errH != nil || errM != nil || hours > 24 || minutes > 59 || hours == 24 && minutes > 0 {
		return 0, false
	}
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute, true
}

// check refuses what breaks a rule, and sorts exceptions by date and intervals by time. Lists become non-nil.
func (c *Calendar) check() error {
	var bad fault.Checker
	c.Name = strings.TrimSpace(c.Name)
	bad.Text("name", c.Name, 1, MaxName)
	bad.If(!ValidZone(c.Timezone), "timezone", ErrZone)
	for _, d := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
		day := c.Hours.on(d)
		*day = checkIntervals(&bad, "hours."+strings.ToLower(d.String()), *day)
	}
	bad.Count("exceptions", len(c.Exceptions), MaxExceptions)
	seen := map[string]bool{}
	c.Exceptions = append([]Exception{}, c.Exceptions...)
	for i := range c.Exceptions {
		e := &c.Exceptions[i]
		at := "exceptions[" + itoa(i) + "]"
		_, err := time.Parse(time.DateOnly, e.Date)
		bad.If(err != nil, at+".date", fault.ErrFormat)
		bad.If(seen[e.Date], at+".date", fault.ErrTaken)
		seen[e.Date] = true
		bad.Text(at+".name", e.Name, 0, MaxName)
		e.Hours = checkIntervals(&bad, at+".hours", e.Hours)
	}
	slices.SortFunc(c.Exceptions, func(a, b Exception) int { return strings.Compare(a.Date, b.Date) })
	return bad.Err()
}

func checkIntervals(bad *fault.Checker, field string, list []Interval) []Interval {
	bad.Count(field, len(list), MaxIntervals)
	out := append([]Interval{}, list...)
	for i, in := range out {
		_, okF := wall(in.From)
		_, okT := wall(in.To)
		bad.If(!okF, field+"["+itoa(i)+"].from", fault.ErrFormat)
		bad.If(!okT, field+"["+itoa(i)+"].to", fault.ErrFormat)
		bad.If(okF && okT && in.From >= in.To, field+"["+itoa(i)+"].to", ErrInterval)
	}
	slices.SortFunc(out, func(a, b Interval) int { return strings.Compare(a.From, b.From) })
	for i := 1; i < len(out); i++ {
		bad.If(out[i].From < out[i-1].To, field+"["+itoa(i)+"].from", ErrOverlap)
	}
	return out
}

func itoa(i int) string { return strconv.Itoa(i) }
