package account_test

import (
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
)

func TestOpenTimeCountsOnlyWhileOpen(t *testing.T) {
	t.Parallel()
	shop := account.Calendar{Timezone: "Asia/Shanghai", Hours: account.StandardWeek()} // nine to six, Monday to Friday
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 10, day, hour-8, minute, 0, 0, time.UTC) // the wall in Shanghai
	}
	for name, c := range map[string]struct {
		from time.Time
		d    time.Duration
		want time.Time
	}{
		"inside":             {at(14, 10, 0), 2 * time.Minute, at(14, 10, 2)},
		"over the evening":   {at(14, 17, 59), 2 * time.Minute, at(15, 9, 1)},
		"over the weekend":   {at(16, 17, 59), 2 * time.Minute, at(19, 9, 1)},
		"begins while shut":  {at(14, 3, 0), time.Minute, at(14, 9, 1)},
		"more than a day":    {at(14, 9, 0), 10 * time.Hour, at(15, 10, 0)},
		"nothing to wait":    {at(14, 20, 0), 0, at(15, 9, 0)},
		"to the last minute": {at(14, 17, 0), time.Hour, at(14, 18, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := shop.OpenFor(c.from, c.d)
			check.Equal(t, []any{got, ok}, []any{c.want, true})
		})
	}
	_, ok := account.Calendar{Timezone: "UTC"}.OpenFor(at(14, 9, 0), time.Minute)
	check.Equal(t, ok, false)

	around := account.Calendar{Timezone: "Europe/Berlin"} // clocks go back at three in the morning of the 25th
	for _, day := range []*[]account.Interval{&around.Hours.Saturday, &around.Hours.Sunday} {
		*day = []account.Interval{{From: "00:00", To: "24:00"}}
	}
	got, ok := around.OpenFor(time.Date(2026, 10, 24, 20, 0, 0, 0, time.UTC), 10*time.Hour)
	check.Equal(t, []any{got, ok}, []any{time.Date(2026, 10, 25, 6, 0, 0, 0, time.UTC), true})
}
