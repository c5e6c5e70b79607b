package insight

import (
	"time"
)

// Day is a day of the calendar, such as "2026-11-21".
type Day string

// time is the day's beginning in UTC; ok is false when it is no day.
func (d Day) time() (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

// plus is the day some days later.
func (d Day) plus(days int) Day {
	t, _ := d.time()
	return Day(t.AddDate(0, 0, days).Format(time.DateOnly))
}

// ZoneFrom is the zone that decides from a moment on where days end.
type ZoneFrom struct {
	From int64 // microseconds; 0 for the first one
	Zone string
}

// Zones are those of a workspace, the oldest first. A past moment keeps the day it had.
type Zones []ZoneFrom

// at is the zone of a moment, and when the next one takes over (0: never).
func (z Zones) at(micros int64) (zone *time.Location, until int64) {
	zone = time.UTC
	for i, one := range z {
		if i > 0 && one.From > micros {
			return zone, one.From
		}
		zone = location(one.Zone)
	}
	return zone, 0
}

// day is the day of a moment.
func (z Zones) day(micros int64) Day {
	zone, _ := z.at(micros)
	return dayIn(micros, zone)
}

func dayIn(micros int64, zone *time.Location) Day {
	return Day(time.UnixMicro(micros).In(zone).Format(time.DateOnly))
}

// cut splits a time into its days: fn gets each day with the part of the time that lies in it.
func (z Zones) cut(from, to int64, fn func(d Day, micros int64)) {
	for from < to {
		zone, until := z.at(from)
		t := time.UnixMicro(from).In(zone)
		end := time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, zone).UnixMicro()
		if end <= from { // a day that does not exist in the zone
			end = from + int64(time.Hour/time.Microsecond)
		}
		if until > 0 {
			end = min(end, until)
		}
		end = min(end, to)
		fn(dayIn(from, zone), end-from)
		from = end
	}
}

func location(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
