package accounttest

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
)

// Suite is what every store of this domain must do.
func Suite(t *testing.T, store account.Store, runner unit.Runner) {
	t.Helper()
	s := suite{store: store, unit: runner}
	t.Run("workspaces", s.workspaces)
	t.Run("claim", s.claim)
	t.Run("counters", s.counters)
	t.Run("calendars", s.calendars)
	t.Run("isolation", s.isolation)
	t.Run("no actor", s.noActor)
}

type suite struct {
	store account.Store
	unit  unit.Runner
}

var suiteTime = time.Date(2026, 3, 4, 5, 6, 7, 8000, time.UTC)

func (s suite) do(ctx context.Context, fn func(ctx context.Context) error) error {
	return s.unit.Do(ctx, fn)
}

func (s suite) add(t *testing.T) (context.Context, account.Workspace) {
	t.Helper()
	tenant := id.New("wsp")
	w := account.Workspace{
		ID: tenant, Slug: "s-" + tenant[4:], Name: "Tea 茶", Locale: "zh-CN", Timezone: "Asia/Shanghai",
		Settings: account.DefaultSettings("zh-CN"), Demo: true, CreatedAt: suiteTime, Version: 1,
	}
	check.NoError(t, s.do(t.Context(), func(ctx context.Context) error { return s.store.Create(ctx, w) }))
	return actor.With(t.Context(), actor.SystemFor(tenant)), w
}

func (s suite) workspaces(t *testing.T) {
	ctx, w := s.add(t)
	check.Equal(t, check.Must(s.store.Get(ctx))(t), w)
	_, other := s.add(t)

	twin := w
	twin.ID = id.New("wsp")
	check.Fault(t, s.do(ctx, func(ctx context.Context) error { return s.store.Create(ctx, twin) }), account.ErrSlugTaken)

	next := w
	next.Name, next.Demo, next.Simulated, next.Settings.RatingEnabled = "Coffee", false, true, false
	check.NoError(t, s.do(ctx, func(ctx context.Context) error { return s.store.Update(ctx, next) }))
	check.Fault(t, s.do(ctx, func(ctx context.Context) error { return s.store.Update(ctx, next) }), account.ErrStale)
	next.Version = 2
	check.Equal(t, check.Must(s.store.Get(ctx))(t), next)

	check.NoError(t, s.do(ctx, func(ctx context.Context) error { return s.store.UpdateStart(ctx, true, "shop") }))
	next.Guide, next.Template = true, "shop" // a start is no change of the settings
	check.Equal(t, check.Must(s.store.Get(ctx))(t), next)

	next.Slug = other.Slug
	check.Fault(t, s.do(ctx, func(ctx context.Context) error { return s.store.Update(ctx, next) }), account.ErrSlugTaken)

	found := 0
	for _, e := range check.Must(s.store.Directory(t.Context()))(t) {
		if e == (account.Entry{ID: w.ID, Slug: w.Slug}) || e == (account.Entry{ID: other.ID, Slug: other.Slug, Demo: true}) {
			found++
		}
	}
	check.Equal(t, found, 2)
}

func (s suite) claim(t *testing.T) {
	check.NoError(t, s.do(t.Context(), s.store.Claim))
	check.Fault(t, s.do(t.Context(), s.store.Claim), account.ErrAlreadySetUp)
}

func (s suite) counters(t *testing.T) {
	ctx, _ := s.add(t)
	other, _ := s.add(t)
	next := func(ctx context.Context, name string) (n int64) {
		check.NoError(t, s.do(ctx, func(ctx context.Context) (err error) {
			n, err = s.store.Next(ctx, name)
			return err
		}))
		return n
	}
	check.Equal(t, []int64{next(ctx, "a"), next(ctx, "a"), next(ctx, "b"), next(other, "a"), next(ctx, "a")}, []int64{1, 2, 1, 1, 3})
}

func (s suite) calendars(t *testing.T) {
	ctx, _ := s.add(t)
	c := account.Calendar{
		ID: id.New("cal"), Name: "Shop", Timezone: "Europe/Berlin", Hours: account.StandardWeek(), Version: 1,
		Exceptions: []account.Exception{{Date: "2026-10-03", Name: "Unity Day", Hours: []account.Interval{}}},
	}
	second := c
	second.ID, second.Name = id.New("cal"), "Bar"
	check.NoError(t, s.do(ctx, func(ctx context.Context) error { return s.store.CreateCalendar(ctx, c) }))
	check.NoError(t, s.do(ctx, func(ctx context.Context) error { return s.store.CreateCalendar(ctx, second) }))
	check.Equal(t, check.Must(s.store.Calendar(ctx, c.ID))(t), c)
	check.Equal(t, check.Must(s.store.Calendars(ctx))(t), []account.Calendar{second, c})

	next := c
	next.Name = "Store"
	check.NoError(t, s.do(ctx, func(ctx context.Context) error { return s.store.UpdateCalendar(ctx, next) }))
	check.Fault(t, s.do(ctx, func(ctx context.Context) error { return s.store.UpdateCalendar(ctx, next) }), account.ErrStale)
	next.Version = 2
	check.Equal(t, check.Must(s.store.Calendar(ctx, c.ID))(t), next)

	remove := func(ctx context.Context) error { return s.store.DeleteCalendar(ctx, c.ID) }
	check.NoError(t, s.do(ctx, remove))
	check.Fault(t, s.do(ctx, remove), account.ErrCalendarNotFound)
	_, err := s.store.Calendar(ctx, c.ID)
	check.Fault(t, err, account.ErrCalendarNotFound)
}

func (s suite) isolation(t *testing.T) {
	ctx, w := s.add(t)
	other, _ := s.add(t)
	c := account.Calendar{ID: id.New("cal"), Name: "Shop", Timezone: "UTC", Hours: account.StandardWeek(), Exceptions: []account.Exception{}, Version: 1}
	check.NoError(t, s.do(ctx, func(ctx context.Context) error { return s.store.CreateCalendar(ctx, c) }))

	check.Equal(t, len(check.Must(s.store.Calendars(other))(t)), 0)
	_, err := s.store.Calendar(other, c.ID)
	check.Fault(t, err, account.ErrCalendarNotFound)
	check.Fault(t, s.do(other, func(ctx context.Context) error { return s.store.UpdateCalendar(ctx, c) }), account.ErrStale)
	check.Fault(t, s.do(other, func(ctx context.Context) error { return s.store.DeleteCalendar(ctx, c.ID) }), account.ErrCalendarNotFound)
	check.Equal(t, check.Must(s.store.Calendar(ctx, c.ID))(t), c)
	if got := check.Must(s.store.Get(other))(t); got.ID == w.ID {
		t.Fatal("another workspace's row was read")
	}
	_, err = s.store.Get(actor.With(t.Context(), actor.SystemFor(id.New("wsp"))))
	check.Fault(t, err, account.ErrWorkspaceNotFound)
}

func (s suite) noActor(t *testing.T) {
	_, err := s.store.Get(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
	_, err = s.store.Calendars(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
	check.Fault(t, s.do(t.Context(), func(ctx context.Context) error {
		_, err := s.store.Next(ctx, "a")
		return err
	}), fault.ErrUnauthenticated)
}
