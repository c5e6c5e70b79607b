package routing_test

import (
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	all := routing.Alert{Waiting: 10, Longest: 60, Share: 0.8}
	good := routing.Reached{Answered: 20, Within: 20, Share: 1}
	for _, c := range []struct {
		name    string
		alert   routing.Alert
		waiting int
		longest time.Duration
		level   routing.Reached
		want    routing.Pressure
		signs   []routing.Pressure // waiting, longest, share, as far as the plan has them
	}{
		{"no thresholds, whatever waits", routing.Alert{}, 1000, time.Hour, routing.Reached{Answered: 50}, routing.NoLimit, nil},
		{"nothing waits", all, 0, 0, good, routing.Fine, []routing.Pressure{routing.Fine, routing.Fine, routing.Fine}},
		{"four fifths are near", all, 8, 47 * time.Second, good, routing.Near, []routing.Pressure{routing.Near, routing.Fine, routing.Fine}},
		{"the limit itself is not passed", all, 10, 60 * time.Second, good, routing.Near, []routing.Pressure{routing.Near, routing.Near, routing.Fine}},
		{"one more", all, 11, 0, good, routing.Over, []routing.Pressure{routing.Over, routing.Fine, routing.Fine}},
		{"a second more", all, 1, 61 * time.Second, good, routing.Over, []routing.Pressure{routing.Fine, routing.Over, routing.Fine}},
		{"parts of a second do not count", all, 1, 60*time.Second + 900*time.Millisecond, good, routing.Near, []routing.Pressure{routing.Fine, routing.Near, routing.Fine}},
		{"the worst counts, whatever comes after it", all, 11, 0, routing.Reached{Answered: 20, Share: 0.82}, routing.Over, []routing.Pressure{routing.Over, routing.Fine, routing.Near}},
		{"a level that falls", routing.Alert{Share: 0.8}, 0, 0, routing.Reached{Answered: 20, Share: 0.84}, routing.Near, []routing.Pressure{routing.Near}},
		{"a level too low", routing.Alert{Share: 0.8}, 0, 0, routing.Reached{Answered: 20, Share: 0.79}, routing.Over, []routing.Pressure{routing.Over}},
		{"a level of few answers says nothing", routing.Alert{Share: 0.8}, 0, 0, routing.Reached{Answered: 4}, routing.Fine, []routing.Pressure{routing.Fine}},
		{"all in time where nothing less will do", routing.Alert{Share: 1}, 0, 0, good, routing.Fine, []routing.Pressure{routing.Fine}},
		{"a clock that went back", all, 0, -time.Hour, good, routing.Fine, []routing.Pressure{routing.Fine, routing.Fine, routing.Fine}},
		{"nobody may wait alone", routing.Alert{Waiting: 1}, 2, 0, good, routing.Over, []routing.Pressure{routing.Over}},
	} {
		got := c.alert.Judge(c.waiting, c.longest, c.level)
		var signs []routing.Pressure
		for _, s := range got.Signs {
			signs = append(signs, s.State)
		}
		if got.State != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.State, c.want)
		}
		check.Equal(t, signs, c.signs)
	}
	got := all.Judge(12, 30*time.Second, routing.Reached{Answered: 10, Within: 9, Share: 0.9})
	check.Equal(t, got, routing.Alarm{State: routing.Over, Signs: []routing.Sign{
		{Of: routing.SignWaiting, State: routing.Over, Now: 12, Limit: 10},
		{Of: routing.SignLongest, State: routing.Fine, Now: 30, Limit: 60},
		{Of: routing.SignShare, State: routing.Fine, Now: 0.9, Limit: 0.8},
	}})
}
