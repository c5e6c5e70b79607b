package template

import (
	"encoding/json"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
)

func TestIntervals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]account.Interval{
		"":                        {},
		"00:00-24:00":             {{From: "00:00", To: "24:00"}},
		"09:00-12:00 12:00-18:00": {{From: "09:00", To: "12:00"}, {From: "12:00", To: "18:00"}},
	} {
		got, ok := intervals(text)
		check.Equal(t, ok, true)
		check.Equal(t, got, want)
	}
	for _, bad := range []string{"9-5", "09:00-09:00", "18:00-09:00", "09:00-12:00 11:00-18:00", "24:00-24:00", "09:60-10:00", "09:00 - 10:00"} {
		if _, ok := intervals(bad); ok {
			t.Errorf("%q is no list of times", bad)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	got, ok := Day{From: "2027-02-27", To: "2027-03-01"}.dates()
	check.Equal(t, ok, true)
	check.Equal(t, got, []string{"2027-02-27", "2027-02-28", "2027-03-01"})
	for _, bad := range []Day{{}, {From: "2027-02-30"}, {From: "2027-02-02", To: "2027-02-01"}, {From: "2027-01-01", To: "2027-12-31"}} {
		if _, ok := bad.dates(); ok {
			t.Errorf("%s to %s are no dates", bad.From, bad.To)
		}
	}
}

// One day counts more than several, own days more than the list, and the past is left out.
func TestHours(t *testing.T) {
	t.Parallel()
	h := Hours{
		Open: map[string]string{"all": "09:00-18:00", "sat-sun": "10:00-12:00", "sun": ""}, Holidays: "x", OnHolidays: "11:00-12:00",
		Days: []Day{{Text: Text{En: "Inventory"}, From: "2027-01-02"}},
	}
	week := h.week()
	check.Equal(t, []any{week.Monday, week.Sunday}, []any{[]account.Interval{{From: "09:00", To: "18:00"}}, []account.Interval{}})
	sets := map[string]Set{"x": {Days: []Day{
		{Text: Text{Zh: "元旦", En: "New Year"}, From: "2026-12-31", To: "2027-01-02"}, {Text: Text{Zh: "补班"}, From: "2027-01-03", Work: true},
	}}}
	check.Equal(t, h.exceptions(sets, English, "2027-01-01"), []account.Exception{
		{Date: "2027-01-02", Name: "Inventory", Hours: []account.Interval{}},
		{Date: "2027-01-01", Name: "New Year", Hours: []account.Interval{{From: "11:00", To: "12:00"}}},
		{Date: "2027-01-03", Name: "补班", Hours: []account.Interval{{From: "09:00", To: "18:00"}}},
	})
}

// What the log keeps can be read for ever.
func TestEventKeepsItsShape(t *testing.T) {
	t.Parallel()
	got := check.Must(json.Marshal(Applied{Part: Replies, Added: 3, Kept: 1}))(t)
	check.Equal(t, string(got), `{"part":"replies","added":3,"kept":1}`)
}
