package integrationtest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
)

type keptApp struct {
	integration.App
	secret string
}

// Apps implements integration.AppStore.
func (m *Memory) Apps(ctx context.Context) (out []integration.App, err error) {
	err = m.with(ctx, "", func(k [2]string) error {
		for at, a := range m.apps {
			if at[0] == k[0] {
				out = append(out, a.App)
			}
		}
		slices.SortFunc(out, func(a, b integration.App) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
		return nil
	})
	return out, err
}

// App implements integration.AppStore.
func (m *Memory) App(ctx context.Context, id string) (a integration.App, sealed string, err error) {
	err = m.with(ctx, id, func(k [2]string) error {
		found, ok := m.apps[k]
		if !ok {
			return integration.ErrAppNotFound.New()
		}
		a, sealed = found.App, found.secret
		return nil
	})
	return a, sealed, err
}

// InsertApp implements integration.AppStore.
func (m *Memory) InsertApp(ctx context.Context, a integration.App, sealed string) error {
	return m.with(ctx, a.ID, func(k [2]string) error { m.apps[k] = keptApp{a, sealed}; return nil })
}

// UpdateApp implements integration.AppStore.
func (m *Memory) UpdateApp(ctx context.Context, a integration.App, sealed string) error {
	return m.with(ctx, a.ID, func(k [2]string) error {
		if old, ok := m.apps[k]; !ok || old.Version != a.Version {
			return fault.ErrConflict.New()
		}
		a.Version++
		m.apps[k] = keptApp{a, sealed}
		return nil
	})
}

// DeleteApp implements integration.AppStore.
func (m *Memory) DeleteApp(ctx context.Context, id string) error {
	return m.with(ctx, id, func(k [2]string) error {
		if _, ok := m.apps[k]; !ok {
			return integration.ErrAppNotFound.New()
		}
		delete(m.apps, k)
		return nil
	})
}

func apps(t *testing.T, run unit.Runner, s Stores) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	do := func(fn func(ctx context.Context) error) {
		t.Helper()
		check.NoError(t, run.Do(here, fn))
	}
	crm := integration.App{ID: "app_1", Name: "CRM", URL: "https://crm.example/desk?x=1", Enabled: true, CreatedAt: Epoch, Version: 1}
	erp := integration.App{ID: "app_2", Name: "A first one", URL: "https://erp.example/", CreatedAt: Epoch, Version: 1}
	do(func(ctx context.Context) error { return s.InsertApp(ctx, crm, "sealed") })
	do(func(ctx context.Context) error { return s.InsertApp(ctx, erp, "sealed too") })
	check.Equal(t, check.Must(s.Apps(here))(t), []integration.App{erp, crm})
	check.Equal(t, len(check.Must(s.Apps(there))(t)), 0)
	_, _, err := s.App(there, crm.ID)
	check.Fault(t, err, integration.ErrAppNotFound)
	crm.Enabled = false
	do(func(ctx context.Context) error { return s.UpdateApp(ctx, crm, "new") })
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.UpdateApp(ctx, crm, "new") }), fault.ErrConflict)
	crm.Version = 2
	got, sealed, err := s.App(here, crm.ID)
	check.NoError(t, err)
	check.Equal(t, got, crm)
	check.Equal(t, sealed, "new")
	do(func(ctx context.Context) error { return s.DeleteApp(ctx, crm.ID) })
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.DeleteApp(ctx, crm.ID) }), integration.ErrAppNotFound)
}
