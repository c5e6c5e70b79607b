package demo

import (
	"context"
	"time"

	"frontdesk/internal/domain/identity"
)

// stretch is a part of a working day: from when, in minutes after midnight, and as what.
type stretch struct {
	from   int
	state  identity.State
	reason string
}

// shift is an ordinary day.
var shift = []stretch{
	{8*60 + 30, identity.Online, ""},
	{12 * 60, identity.Break, "lunch"},
	{12*60 + 45, identity.Online, ""},
	{15 * 60, identity.Break, "rest"},
	{15*60 + 15, identity.Busy, ""},
	{15*60 + 40, identity.Online, ""},
	{18 * 60, identity.Offline, ""},
}

// rota is when the sample people were there in the last 30 days: five days of seven, each a little different. What it says of
// today ends before now; Attend takes over from there.
func (s *shop) rota(ctx context.Context) error {
	defer s.clock.to(time.Time{})
	for n, m := range s.people {
		if len(m.Teams) == 0 {
			continue
		}
		zone, err := time.LoadLocation(m.Timezone)
		if err != nil {
			return err
		}
		for ago := 29; ago >= 0; ago-- {
			if (ago+2*n)%7 < 2 {
				continue
			}
			if err := s.attended(ctx, m, s.now.In(zone).AddDate(0, 0, -ago), (n*7+ago*5)%35); err != nil {
				return err
			}
		}
	}
	return nil
}

// attended is one day of a person, who comes so many minutes late.
func (s *shop) attended(ctx context.Context, m member, day time.Time, late int) error {
	for i, part := range shift {
		if i < len(shift)-1 && (late+i)%11 == 3 && part.state != identity.Online {
			continue // not every break is taken
		}
		at := time.Date(day.Year(), day.Month(), day.Day(), 0, part.from+late, 7*i, 0, day.Location())
		if !at.Before(s.now.Add(-5 * time.Minute)) {
			return nil
		}
		s.clock.to(at)
		if _, err := s.Identity.ChoosePresence(s.act(ctx, m), part.state, part.reason); err != nil {
			return err
		}
	}
	return nil
}
