package account

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
)

// ChangeCalendar is a change of a calendar; nil leaves a part as it is. Version is the one the change was made on.
type ChangeCalendar struct {
	Name, Timezone *string
	Hours          *Week
	Exceptions     *[]Exception
	Version        int64
}

// Calendars are all calendars, by name; everybody in the workspace may see them.
func (s *Service) Calendars(ctx context.Context) ([]Calendar, error) {
	if _, err := actor.Of(ctx); err != nil {
		return nil, err
	}
	return s.store.Calendars(ctx)
}

// Calendar is one of them.
func (s *Service) Calendar(ctx context.Context, calendarID string) (Calendar, error) {
	if _, err := actor.Of(ctx); err != nil {
		return Calendar{}, err
	}
	return s.store.Calendar(ctx, calendarID)
}

// Hours says whether a calendar is open now, and else when it opens next (zero when it does not). Visitors ask, too.
func (s *Service) Hours(ctx context.Context, calendarID string) (open bool, next time.Time, err error) {
	c, err := s.Calendar(ctx, calendarID)
	if err != nil {
		return false, time.Time{}, err
	}
	open, next = s.State(c)
	return open, next, nil
}

// State is Hours for a calendar that was read already.
func (s *Service) State(c Calendar) (open bool, next time.Time) {
	now := s.clock.Now()
	next, ok := c.NextOpen(now)
	if ok && next.Equal(now) {
		return true, time.Time{}
	}
	return false, next
}

// CreateCalendar adds a calendar.
func (s *Service) CreateCalendar(ctx context.Context, c Calendar) (Calendar, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return c, err
	}
	if err := c.check(); err != nil {
		return c, err
	}
	c.ID, c.Version = newCalendarID(), 1
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		all, err := s.store.Calendars(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxCalendars {
			return ErrCalendarLimit.With("max", MaxCalendars)
		}
		if err := s.store.CreateCalendar(ctx, c); err != nil {
			return err
		}
		if err := keepCalendar(ctx, c.ID, nil, &c); err != nil {
			return err
		}
		return emit(ctx, a, s.clock.Now(), "calendar", c.ID, EventCalendarCreated, Happened{})
	})
	return c, err
}

// ChangeCalendar changes a calendar.
func (s *Service) ChangeCalendar(ctx context.Context, calendarID string, in ChangeCalendar) (Calendar, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Calendar{}, err
	}
	var out Calendar
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		c, err := s.store.Calendar(ctx, calendarID)
		if err != nil {
			return err
		}
		if c.Version != in.Version {
			return ErrStale.New()
		}
		before := c
		fields := c.apply(in)
		if err := c.check(); err != nil {
			return err
		}
		if err := s.store.UpdateCalendar(ctx, c); err != nil {
			return err
		}
		if err := keepCalendar(ctx, c.ID, &before, &c); err != nil {
			return err
		}
		c.Version++
		out = c
		return emit(ctx, a, s.clock.Now(), "calendar", c.ID, EventCalendarChanged, Changed{Fields: fields, Version: c.Version})
	})
	return out, err
}

// apply writes the given parts and names them.
func (c *Calendar) apply(in ChangeCalendar) []string {
	fields := []string{}
	if in.Name != nil {
		c.Name, fields = *in.Name, append(fields, "name")
	}
	if in.Timezone != nil {
		c.Timezone, fields = *in.Timezone, append(fields, "timezone")
	}
	if in.Hours != nil {
		c.Hours, fields = *in.Hours, append(fields, "hours")
	}
	if in.Exceptions != nil {
		c.Exceptions, fields = *in.Exceptions, append(fields, "exceptions")
	}
	return fields
}

// RemoveCalendar removes a calendar.
func (s *Service) RemoveCalendar(ctx context.Context, calendarID string) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.unit.Do(ctx, func(ctx context.Context) error {
		before, err := s.store.Calendar(ctx, calendarID)
		if err != nil {
			return err
		}
		if err := s.store.DeleteCalendar(ctx, calendarID); err != nil {
			return err
		}
		if err := keepCalendar(ctx, calendarID, &before, nil); err != nil {
			return err
		}
		return emit(ctx, a, s.clock.Now(), "calendar", calendarID, EventCalendarRemoved, Happened{})
	})
}
