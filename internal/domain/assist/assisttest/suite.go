package assisttest

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/assist"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s assist.Store) {
	t.Helper()
	t.Run("settings", func(t *testing.T) { translator(t, run, s) })
	t.Run("translations", func(t *testing.T) { translations(t, run, s) })
	t.Run("thin", func(t *testing.T) { thin(t, run, s) })
}

func translator(t *testing.T, run unit.Runner, s assist.Store) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	now, sealed, err := s.Translator(here)
	check.NoError(t, err)
	check.Equal(t, now, assist.DefaultTranslator())
	check.Equal(t, sealed, "")
	now.URL, now.Enabled, now.Languages, now.UpdatedAt = "https://t.example/x", true, []string{"en", "zh-Hans"}, Epoch
	save := func(key string) error {
		return run.Do(here, func(ctx context.Context) error { return s.SaveTranslator(ctx, now, key) })
	}
	check.NoError(t, save("sealed"))
	check.Fault(t, save("sealed"), fault.ErrConflict)
	now.Version, now.HasKey = 1, true
	got, sealed, err := s.Translator(here)
	check.NoError(t, err)
	check.Equal(t, got, now)
	check.Equal(t, sealed, "sealed")
	now.Enabled, now.MaxChars, now.PerMinute, now.HasKey = false, 500, 7, false
	check.NoError(t, save(""))
	check.Fault(t, save(""), fault.ErrConflict)
	now.Version = 2
	got, _, err = s.Translator(here)
	check.NoError(t, err)
	check.Equal(t, got, now)
	got, _, err = s.Translator(there)
	check.NoError(t, err)
	check.Equal(t, got, assist.DefaultTranslator())
	_, _, err = s.Translator(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func keep(in context.Context, t *testing.T, run unit.Runner, s assist.Store, conversation string, list ...assist.Kept) {
	t.Helper()
	check.NoError(t, run.Do(in, func(ctx context.Context) error {
		for _, k := range list {
			if err := s.KeepTranslation(ctx, conversation, k); err != nil {
				return err
			}
		}
		return nil
	}))
}

func translations(t *testing.T, run unit.Runner, s assist.Store) {
	here, there := In(t.Context(), "wsp_a"), In(t.Context(), "wsp_b")
	a := assist.Kept{Hash: "h1", Target: "zh", Source: "fr", Text: "你好", CreatedAt: Epoch}
	b := assist.Kept{Hash: "h2", Target: "zh", Source: "zh", CreatedAt: Epoch}
	other := assist.Kept{Hash: "h1", Target: "en", Source: "fr", Text: "Hello", Written: true, CreatedAt: Epoch}
	keep(here, t, run, s, "cnv_1", a, b, other)
	keep(here, t, run, s, "cnv_2", a)
	get := func(in context.Context, conversation, target string, hashes ...string) map[string]assist.Kept {
		return check.Must(s.Translations(in, conversation, target, hashes))(t)
	}
	check.Equal(t, get(here, "cnv_1", "zh", "h1", "h2", "h3"), map[string]assist.Kept{"h1": a, "h2": b})
	check.Equal(t, get(here, "cnv_1", "en", "h1"), map[string]assist.Kept{"h1": other})
	check.Equal(t, len(get(here, "cnv_1", "zh")), 0)
	check.Equal(t, len(get(here, "cnv_3", "zh", "h1")), 0)
	check.Equal(t, len(get(there, "cnv_1", "zh", "h1")), 0)
	a.Text, a.CreatedAt = "您好", Epoch.Add(time.Second)
	keep(here, t, run, s, "cnv_1", a)
	check.Equal(t, get(here, "cnv_1", "zh", "h1"), map[string]assist.Kept{"h1": a})
	forget := func(in context.Context) error {
		return run.Do(in, func(ctx context.Context) error { return s.ForgetTranslations(ctx, "cnv_1") })
	}
	check.NoError(t, forget(there))
	check.Equal(t, len(get(here, "cnv_1", "zh", "h1", "h2")), 2)
	check.NoError(t, forget(here))
	check.Equal(t, len(get(here, "cnv_1", "zh", "h1", "h2"))+len(get(here, "cnv_1", "en", "h1")), 0)
	check.Equal(t, len(get(here, "cnv_2", "zh", "h1")), 1)
	_, err := s.Translations(t.Context(), "cnv_1", "zh", []string{"h1"})
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func thin(t *testing.T, run unit.Runner, s assist.Store) {
	here, there := In(t.Context(), "wsp_c"), In(t.Context(), "wsp_d")
	hashes := []string{"0", "1", "2", "3", "4"}
	for i, h := range hashes {
		keep(here, t, run, s, "cnv_1", assist.Kept{Hash: h, Target: "zh", CreatedAt: Epoch.Add(time.Duration(i) * time.Hour)})
	}
	keep(there, t, run, s, "cnv_1", assist.Kept{Hash: "0", Target: "zh", CreatedAt: Epoch})
	left := func() int { return len(check.Must(s.Translations(here, "cnv_1", "zh", hashes))(t)) }
	cut := func(before time.Time, most int) {
		check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.ThinTranslations(ctx, before, most) }))
	}
	cut(Epoch, 5)
	check.Equal(t, left(), 5)
	cut(Epoch.Add(time.Hour), 5)
	check.Equal(t, left(), 4) // too old
	cut(Epoch, 2)
	check.Equal(t, left(), 2) // too many
	check.Equal(t, len(check.Must(s.Translations(here, "cnv_1", "zh", []string{"4"}))(t)), 1)
	check.Equal(t, len(check.Must(s.Translations(there, "cnv_1", "zh", hashes))(t)), 1)
}
