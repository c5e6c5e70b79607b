package accounthttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/platform/httpx"
)

// CalendarView is a calendar, and whether it is open now.
type CalendarView struct {
	ID         string              `json:"id"`
	Name       string              `json:"name"`
	Timezone   string              `json:"timezone"`
	Hours      account.Week        `json:"hours"`
	Exceptions []account.Exception `json:"exceptions" doc:"Holidays and extra working days, by date."`
	Open       bool                `json:"open" doc:"Whether it is open now."`
	NextOpen   *time.Time          `json:"nextOpen,omitempty" doc:"When it opens next; absent while it is open, or when it never does."`
	Version    int64               `json:"version"`
}

func calendarOf(s *account.Service, c account.Calendar) CalendarView {
	v := CalendarView{ID: c.ID, Name: c.Name, Timezone: c.Timezone, Hours: c.Hours, Exceptions: c.Exceptions, Version: c.Version}
	open, next := s.State(c)
	v.Open = open
	if !next.IsZero() {
		v.NextOpen = &next
	}
	return v
}

type createCalendarInput struct {
	Body struct {
		Name       string              `json:"name"`
		Timezone   string              `json:"timezone"`
		Hours      account.Week        `json:"hours"`
		Exceptions []account.Exception `json:"exceptions,omitempty"`
	}
}

type changeCalendarInput struct {
	ByID
	Body struct {
		Version    int64                `json:"version" doc:"The version that was read; another one is a conflict."`
		Name       *string              `json:"name,omitempty"`
		Timezone   *string              `json:"timezone,omitempty"`
		Hours      *account.Week        `json:"hours,omitempty"`
		Exceptions *[]account.Exception `json:"exceptions,omitempty"`
	}
}

func registerCalendars(api *httpx.API, s *account.Service) {
	const tag = "Calendars"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/calendars", ID: "listCalendars", Tag: tag, Summary: "List the calendars of business hours",
	}, func(ctx context.Context, _ *struct{}) (*reply[list[CalendarView]], error) {
		all, err := s.Calendars(ctx)
		views := make([]CalendarView, 0, len(all))
		for _, c := range all {
			views = append(views, calendarOf(s, c))
		}
		return &reply[list[CalendarView]]{list[CalendarView]{views}}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/calendars", ID: "createCalendar", Tag: tag, Summary: "Add a calendar",
		Status: http.StatusCreated, Permission: account.PermManage, Codes: []string{account.ErrCalendarLimit.Code},
		Idempotent: true,
	}, func(ctx context.Context, in *createCalendarInput) (*reply[CalendarView], error) {
		b := in.Body
		c, err := s.CreateCalendar(ctx, account.Calendar{Name: b.Name, Timezone: b.Timezone, Hours: b.Hours, Exceptions: b.Exceptions})
		return &reply[CalendarView]{calendarOf(s, c)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/calendars/{id}", ID: "getCalendar", Tag: tag, Summary: "Read a calendar",
		Codes: []string{account.ErrCalendarNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*reply[CalendarView], error) {
		c, err := s.Calendar(ctx, in.ID)
		return &reply[CalendarView]{calendarOf(s, c)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/calendars/{id}", ID: "updateCalendar", Tag: tag, Summary: "Change a calendar",
		Permission: account.PermManage, Codes: []string{account.ErrCalendarNotFound.Code, account.ErrStale.Code},
	}, func(ctx context.Context, in *changeCalendarInput) (*reply[CalendarView], error) {
		b := in.Body
		c, err := s.ChangeCalendar(ctx, in.ID, account.ChangeCalendar{
			Name: b.Name, Timezone: b.Timezone, Hours: b.Hours, Exceptions: b.Exceptions, Version: b.Version,
		})
		return &reply[CalendarView]{calendarOf(s, c)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/calendars/{id}", ID: "deleteCalendar", Tag: tag, Summary: "Remove a calendar",
		Status: http.StatusNoContent, Permission: account.PermManage, Codes: []string{account.ErrCalendarNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*struct{}, error) {
		return nil, s.RemoveCalendar(ctx, in.ID)
	})
}
