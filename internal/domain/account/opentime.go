package account

import "time"

// openSteps is how many openings OpenFor passes at most: about two years of days.
const openSteps = 2000

// OpenFor is the moment at which the calendar has been open for d since from; false when that is not within two years.
func (c Calendar) OpenFor(from time.Time, d time.Duration) (time.Time, bool) {
	t := from
	for range openSteps {
		open, ok := c.NextOpen(t)
		if !ok {
			return time.Time{}, false
		}
		end := c.closes(open)
		if left := end.Sub(open); left < d {
			d -= left
			t = end
			continue
		}
		return open.Add(d), true
	}
	return time.Time{}, false
}

// closes is the end of the opening that holds the moment, or the next jump of the zone's clocks when that comes first.
func (c Calendar) closes(open time.Time) time.Time {
	loc, err := zone(c.Timezone)
	if err != nil {
		return open
	}
	t := open.In(loc)
	_, offset := t.Zone()
	year, month, date := t.Date()
	day := time.Date(year, month, date, 0, 0, 0, 0, time.FixedZone("", offset))
	end := open
	for _, in := range c.hoursOn(day) {
		from, to := in.span()
		if !t.Before(day.Add(from)) && t.Before(day.Add(to)) {
			end = day.Add(to)
		}
	}
	if _, jump := t.ZoneBounds(); !jump.IsZero() && jump.Before(end) {
		end = jump
	}
	return end.UTC()
}
