package template

import (
	"regexp"
	"strings"
	"time"

	"frontdesk/internal/domain/account"
)

// Set is a list of days that calendars name: the public holidays of a country.
type Set struct {
	Key  string `yaml:"key"`
	Name Text   `yaml:"name"`
	Days []Day  `yaml:"days"`
}

// mostDays is how many dates one entry may cover.
const mostDays = 31

// days are what a key of a week stands for, as positions in the week from Monday.
var days = map[string][]int{
	"mon": {0}, "tue": {1}, "wed": {2}, "thu": {3}, "fri": {4}, "sat": {5}, "sun": {6},
	"mon-fri": {0, 1, 2, 3, 4}, "sat-sun": {5, 6}, "all": {0, 1, 2, 3, 4, 5, 6},
}

var timesShape = regexp.MustCompile(`^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$`)

// intervals reads "09:00-12:00 13:30-18:00".
func intervals(text string) ([]account.Interval, bool) {
	out := []account.Interval{}
	last := ""
	for part := range strings.FieldsSeq(text) {
		if !timesShape.MatchString(part) || len(out) == account.MaxIntervals {
			return nil, false
		}
		from, to, _ := strings.Cut(part, "-")
		if from >= to || from < last {
			return nil, false
		}
		out, last = append(out, account.Interval{From: from, To: to}), to
	}
	return out, true
}

// dates are all that the entry covers.
func (d Day) dates() ([]string, bool) {
	from, err := time.Parse(time.DateOnly, d.From)
	if err != nil {
		return nil, false
	}
	to := from
	if d.To != "" {
		if to, err = time.Parse(time.DateOnly, d.To); err != nil || to.Before(from) {
			return nil, false
		}
	}
	var out []string
	for ; !from.After(to); from = from.AddDate(0, 0, 1) {
		if out = append(out, from.Format(time.DateOnly)); len(out) > mostDays {
			return nil, false
		}
	}
	return out, true
}

// week is the ordinary week.
func (h Hours) week() account.Week {
	var all [7][]account.Interval
	for i := range all {
		all[i] = []account.Interval{}
	}
	for _, wide := range []bool{true, false} { // what names one day counts more than what names several
		for key, text := range h.Open {
			for _, at := range days[key] {
				if (len(days[key]) > 1) == wide {
					all[at], _ = intervals(text)
				}
			}
		}
	}
	return account.Week{Monday: all[0], Tuesday: all[1], Wednesday: all[2], Thursday: all[3], Friday: all[4], Saturday: all[5], Sunday: all[6]}
}

// exceptions are the days from today on that differ from the week: what the calendar says itself, and the holidays it names.
func (h Hours) exceptions(sets map[string]Set, lang, today string) []account.Exception {
	out := []account.Exception{}
	seen := map[string]bool{}
	monday := h.week().Monday
	add := func(d Day, open []account.Interval) {
		dates, _ := d.dates()
		for _, date := range dates {
			if date >= today && !seen[date] && len(out) < account.MaxExceptions {
				seen[date] = true
				out = append(out, account.Exception{Date: date, Name: d.In(lang), Hours: open})
			}
		}
	}
	for _, d := range h.Days {
		open, _ := intervals(d.Open)
		if d.Work {
			open = monday
		}
		add(d, open)
	}
	holiday, _ := intervals(h.OnHolidays)
	for _, d := range sets[h.Holidays].Days {
		if d.Work {
			add(d, monday)
		} else {
			add(d, holiday)
		}
	}
	return out
}
