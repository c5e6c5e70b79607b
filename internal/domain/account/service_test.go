package account_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/account/accounttest"
)

var now = time.Date(2026, 3, 2, 1, 30, 0, 0, time.UTC) // Monday 09:30 in Shanghai

func service() (*account.Service, *unit.Memory) {
	m := &unit.Memory{}
	return account.New(accounttest.NewStore(), m, clock.Fixed(now)), m
}

func as(ctx context.Context, tenant string, perms ...actor.Permission) context.Context {
	a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{}}
	for _, p := range perms {
		a.Grants[p] = actor.All
	}
	return actor.With(ctx, a)
}

func found(t *testing.T, s *account.Service) string {
	t.Helper()
	return check.Must(s.Found(t.Context(), "Tea", "tea", "zh-CN", "Asia/Shanghai"))(t)
}

func TestFoundOnlyOnce(t *testing.T) {
	t.Parallel()
	s, m := service()
	check.Equal(t, check.Must(s.None(t.Context()))(t), true)
	tenant := found(t, s)
	check.Equal(t, check.Must(s.None(t.Context()))(t), false)
	check.Equal(t, m.Types(), []string{account.EventFounded, account.EventCalendarCreated})

	_, err := s.Found(t.Context(), "Other", "other", "en", "UTC")
	check.Fault(t, err, account.ErrAlreadySetUp)

	w := check.Must(s.Workspace(as(t.Context(), tenant)))(t)
	check.Equal(t, w.Settings, account.DefaultSettings("zh-CN"))
	check.Equal(t, check.Must(s.BreakReasons(as(t.Context(), tenant)))(t), []string{"lunch", "rest", "meeting", "training"})
	check.Equal(t, check.Must(s.Resolve(t.Context(), ""))(t), tenant)
	check.Equal(t, check.Must(s.Resolve(t.Context(), "tea"))(t), tenant)
	_, err = s.Resolve(t.Context(), "coffee")
	check.Fault(t, err, account.ErrWorkspaceNotFound)
}

func TestResolveWithoutSlugNeedsASingleWorkspace(t *testing.T) {
	t.Parallel()
	s, _ := service()
	found(t, s)
	check.Must(s.Create(t.Context(), account.NewWorkspace{Name: "Two", Slug: "two", Locale: "en", Timezone: "UTC"}))(t)
	_, err := s.Resolve(t.Context(), "")
	check.Fault(t, err, account.ErrWorkspaceNotFound)
}

func TestCreateIsForTheSystem(t *testing.T) {
	t.Parallel()
	s, m := service()
	_, err := s.Create(as(t.Context(), "wsp_x", account.PermManage), account.NewWorkspace{Name: "A", Slug: "aa", Locale: "en", Timezone: "UTC"})
	check.Fault(t, err, fault.ErrDenied)
	check.Equal(t, len(m.Events()), 0)
}

func TestFoundChecksInput(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, slug, locale, zone, field string
		want                            *fault.Def
	}{
		{"", "tea", "en", "UTC", "name", fault.ErrRequired},
		{"a\x00", "tea", "en", "UTC", "name", fault.ErrEncoding},
		{"Tea", "", "en", "UTC", "slug", fault.ErrRequired},
		{"Tea", "t", "en", "UTC", "slug", fault.ErrTooShort},
		{"Tea", "Tea", "en", "UTC", "slug", account.ErrSlug},
		{"Tea", "-tea", "en", "UTC", "slug", account.ErrSlug},
		{"Tea", "tea", "fr", "UTC", "locale", fault.ErrChoice},
		{"Tea", "tea", "en", "Mars/Base", "timezone", account.ErrZone},
		{"Tea", "tea", "en", "../etc/passwd", "timezone", account.ErrZone},
	}
	for _, tt := range tests {
		t.Run(tt.field+" "+tt.slug+tt.zone, func(t *testing.T) {
			t.Parallel()
			s, m := service()
			_, err := s.Found(t.Context(), tt.name, tt.slug, tt.locale, tt.zone)
			check.FieldFault(t, err, tt.field, tt.want)
			check.Equal(t, len(m.Events()), 0)
		})
	}
}

func TestChange(t *testing.T) {
	t.Parallel()
	s, m := service()
	tenant := found(t, s)
	before := len(m.Events())
	name, settings := "Green tea", account.DefaultSettings("zh-CN")
	settings.RatingEnabled = false
	ctx := as(t.Context(), tenant, account.PermManage)

	w := check.Must(s.Change(ctx, account.ChangeWorkspace{Name: &name, Settings: &settings, Version: 1}))(t)
	check.Equal(t, w.Name, name)
	check.Equal(t, w.Version, 2)
	events := m.Events()[before:]
	check.Equal(t, len(events), 1)
	check.Equal(t, events[0].Type, account.EventChanged)
	check.Equal(t, string(events[0].Data), `{"fields":["name","settings"],"version":2}`)

	_, err := s.Change(ctx, account.ChangeWorkspace{Name: &name, Version: 1})
	check.Fault(t, err, account.ErrStale)
	check.Must(s.Change(ctx, account.ChangeWorkspace{Name: &name, Version: 2}))(t) // the same name: no event
	check.Equal(t, len(m.Events()), before+1)

	settings.AutoAwayMinutes = 241
	_, err = s.Change(ctx, account.ChangeWorkspace{Settings: &settings, Version: 2})
	check.FieldFault(t, err, "settings.autoAwayMinutes", fault.ErrRange)
	check.Equal(t, check.Must(s.AutoAway(ctx))(t), 0)
	settings.AutoAwayMinutes = 10
	check.Must(s.Change(ctx, account.ChangeWorkspace{Settings: &settings, Version: 2}))(t)
	check.Equal(t, check.Must(s.AutoAway(ctx))(t), 10*time.Minute)

	settings.BreakReasons = append(settings.BreakReasons, account.BreakReason{Key: "lunch", En: "x", Zh: "x"}, account.BreakReason{Key: "Bad key"})
	_, err = s.Change(ctx, account.ChangeWorkspace{Settings: &settings, Version: 3})
	check.FieldFault(t, err, "settings.breakReasons[4].key", fault.ErrTaken)
	check.FieldFault(t, err, "settings.breakReasons[5].key", fault.ErrFormat)
	check.FieldFault(t, err, "settings.breakReasons[5].zh", fault.ErrRequired)
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	s, m := service()
	tenant := found(t, s)
	before := len(m.Events())
	ctx := as(t.Context(), tenant, "conversation.read")
	_, err := s.Change(ctx, account.ChangeWorkspace{Version: 1})
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.CreateCalendar(ctx, account.Calendar{})
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.ChangeCalendar(ctx, "cal_x", account.ChangeCalendar{})
	check.Fault(t, err, fault.ErrDenied)
	check.Fault(t, s.RemoveCalendar(ctx, "cal_x"), fault.ErrDenied)
	check.Fault(t, s.EndDemo(ctx), fault.ErrDenied)
	_, err = s.Workspace(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
	_, err = s.Next(t.Context(), "conversation")
	check.Fault(t, err, fault.ErrUnauthenticated)
	check.Equal(t, len(m.Events()), before)
}

func TestCalendars(t *testing.T) {
	t.Parallel()
	s, m := service()
	tenant := found(t, s)
	ctx := as(t.Context(), tenant, account.PermManage)
	standard := check.Must(s.Calendars(ctx))(t)
	check.Equal(t, len(standard), 1)
	check.Equal(t, standard[0].Name, "工作时间")
	open, _, err := s.Hours(ctx, standard[0].ID)
	check.NoError(t, err)
	check.Equal(t, open, true)

	before := len(m.Events())
	c := check.Must(s.CreateCalendar(ctx, account.Calendar{Name: "Night", Timezone: "Asia/Shanghai", Hours: account.Week{Monday: []account.Interval{{From: "20:00", To: "24:00"}}}}))(t)
	open, next, err := s.Hours(ctx, c.ID)
	check.NoError(t, err)
	check.Equal(t, open, false)
	check.Equal(t, next, time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))

	name := "Late"
	_, err = s.ChangeCalendar(ctx, c.ID, account.ChangeCalendar{Name: &name, Version: 7})
	check.Fault(t, err, account.ErrStale)
	c = check.Must(s.ChangeCalendar(ctx, c.ID, account.ChangeCalendar{Name: &name, Version: 1}))(t)
	check.Equal(t, c.Version, 2)
	check.NoError(t, s.RemoveCalendar(ctx, c.ID))
	check.Equal(t, m.Types()[before:], []string{account.EventCalendarCreated, account.EventCalendarChanged, account.EventCalendarRemoved})
	check.Equal(t, string(m.Events()[before+1].Data), `{"fields":["name"],"version":2}`)
}

func TestEndDemo(t *testing.T) {
	t.Parallel()
	s, m := service()
	w := check.Must(s.Create(t.Context(), account.NewWorkspace{Name: "A", Slug: "aa", Locale: "en", Timezone: "UTC", Demo: true}))(t)
	ctx := as(t.Context(), w.ID, account.PermManage)
	before := len(m.Events())
	for _, want := range []bool{true, false} { // a second time changes nothing
		check.Equal(t, check.Must(s.Simulate(ctx, true))(t), want)
	}
	check.NoError(t, s.EndDemo(ctx))
	check.Equal(t, check.Must(s.Workspace(ctx))(t).Simulated, false)
	_, err := s.Simulate(ctx, true)
	check.Fault(t, err, account.ErrNoDemo)
	check.NoError(t, s.EndDemo(ctx)) // a second time changes nothing
	check.Equal(t, check.Must(s.Workspace(ctx))(t).Demo, false)
	check.Equal(t, m.Types()[before:], []string{account.EventChanged, account.EventDemoEnded})
}

func TestStart(t *testing.T) {
	t.Parallel()
	s, m := service()
	tenant := check.Must(s.Found(t.Context(), "Tea", "tea", "en", "Europe/Berlin"))(t)
	ctx := as(t.Context(), tenant, account.PermManage)
	w := check.Must(s.Workspace(ctx))(t)
	check.Equal(t, []any{w.Guide, w.Template}, []any{true, ""})
	before := len(m.Events())
	for range 2 { // a second time changes nothing
		check.NoError(t, s.Begin(ctx, "shop"))
		check.NoError(t, s.ShowGuide(ctx, false))
	}
	w = check.Must(s.Workspace(ctx))(t)
	check.Equal(t, []any{w.Guide, w.Template}, []any{false, "shop"})
	check.Equal(t, m.Types()[before:], []string{account.EventChanged, account.EventChanged})
	check.Fault(t, s.Begin(ctx, "No key"), fault.ErrInput)
	check.Fault(t, s.Begin(as(t.Context(), tenant), "shop"), fault.ErrDenied)
	check.Fault(t, s.ShowGuide(as(t.Context(), tenant), true), fault.ErrDenied)
}
