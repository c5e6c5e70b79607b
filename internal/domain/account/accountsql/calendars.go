package accountsql

import (
	"context"
	"encoding/json"
	"errors"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/platform/db"
)

const calendarColumns = `id, name, timezone, hours, holidays, version`

func scanCalendar(r db.Row) (account.Calendar, error) {
	var c account.Calendar
	var hours, holidays json.RawMessage
	if err := r.Scan(&c.ID, &c.Name, &c.Timezone, &hours, &holidays, &c.Version); err != nil {
		return c, err
	}
	if err := json.Unmarshal(hours, &c.Hours); err != nil {
		return c, err
	}
	return c, json.Unmarshal(holidays, &c.Exceptions)
}

// lists are the JSON columns of a calendar.
func lists(c account.Calendar) (hours, holidays json.RawMessage, err error) {
	if hours, err = json.Marshal(c.Hours); err != nil {
		return nil, nil, err
	}
	holidays, err = json.Marshal(c.Exceptions)
	return hours, holidays, err
}

// Calendars implements account.CalendarStore.
func (s *Store) Calendars(ctx context.Context) ([]account.Calendar, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanCalendar,
		`SELECT `+calendarColumns+` FROM account_calendars WHERE tenant = $1 ORDER BY name, id`, tenant)
}

// Calendar implements account.CalendarStore.
func (s *Store) Calendar(ctx context.Context, calendarID string) (account.Calendar, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return account.Calendar{}, err
	}
	c, err := db.One(ctx, s.db, scanCalendar,
		`SELECT `+calendarColumns+` FROM account_calendars WHERE tenant = $1 AND id = $2`, tenant, calendarID)
	if errors.Is(err, db.ErrNoRows) {
		err = account.ErrCalendarNotFound.New()
	}
	return c, err
}

// CreateCalendar implements account.CalendarStore.
func (s *Store) CreateCalendar(ctx context.Context, c account.Calendar) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	hours, holidays, err := lists(c)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO account_calendars (tenant, `+calendarColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		tenant, c.ID, c.Name, c.Timezone, hours, holidays, c.Version)
}

// UpdateCalendar implements account.CalendarStore.
func (s *Store) UpdateCalendar(ctx context.Context, c account.Calendar) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	hours, holidays, err := lists(c)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, account.ErrStale.New(), `UPDATE account_calendars SET name = $4, timezone = $5, hours = $6,
		holidays = $7, version = version + 1 WHERE tenant = $1 AND id = $2 AND version = $3`,
		tenant, c.ID, c.Version, c.Name, c.Timezone, hours, holidays)
}

// DeleteCalendar implements account.CalendarStore.
func (s *Store) DeleteCalendar(ctx context.Context, calendarID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, account.ErrCalendarNotFound.New(),
		`DELETE FROM account_calendars WHERE tenant = $1 AND id = $2`, tenant, calendarID)
}
