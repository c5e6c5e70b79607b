package channeltest

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// Webchat makes a channel.
func Webchat(name string) channel.Channel {
	return channel.Channel{
		ID: id.New("chn"), Kind: channel.Webchat, Name: name, Enabled: true, WidgetKey: id.New("wgt"),
		Settings: channel.DefaultSettings(), CreatedAt: Epoch, Version: 1,
	}
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s channel.Stores) {
	t.Helper()
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	a, b := Webchat("Shop"), Webchat("论坛")
	b.CreatedAt = Epoch.Add(time.Hour)
	b.Settings.AllowedOrigins = []string{"https://shop.example", "*.shop.example"}
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		if err := s.InsertChannel(ctx, b); err != nil {
			return err
		}
		return s.InsertChannel(ctx, a)
	}))
	check.Equal(t, check.Must(s.ListChannels(here))(t), []channel.Channel{a, b})
	check.Equal(t, check.Must(s.Channel(here, b.ID))(t), b)
	tenant, found, err := s.Widget(t.Context(), a.WidgetKey)
	check.NoError(t, err)
	check.Equal(t, tenant, "wsp_here")
	check.Equal(t, check.Must(s.Known(here, a.ID))(t), a)
	check.Equal(t, found, a)

	secrets := channel.Secrets{Current: "sealed", Previous: "before", RotatedAt: Epoch, PreviousUntil: Epoch.Add(time.Hour)}
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.PutSecrets(ctx, a.ID, secrets) }))
	check.Equal(t, check.Must(s.Secrets(here, a.ID))(t), secrets)

	a.Name, a.Enabled = "Shop 2", false
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.UpdateChannel(ctx, a) }))
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.UpdateChannel(ctx, a) }), fault.ErrConflict)
	a.Version = 2
	check.Equal(t, check.Must(s.Channel(here, a.ID))(t), a)
	check.Equal(t, check.Must(s.Known(here, a.ID))(t), a)
	_, found, err = s.Widget(t.Context(), a.WidgetKey)
	check.NoError(t, err)
	check.Equal(t, found, a) // a change is seen at once

	// Another workspace sees nothing and changes nothing.
	check.Equal(t, len(check.Must(s.ListChannels(there))(t)), 0)
	_, err = s.Channel(there, a.ID)
	check.Fault(t, err, channel.ErrNotFound)
	_, err = s.Known(there, a.ID)
	check.Fault(t, err, channel.ErrNotFound)
	_, err = s.Secrets(there, a.ID)
	check.Fault(t, err, channel.ErrNotFound)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.UpdateChannel(ctx, a) }), fault.ErrConflict)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.DeleteChannel(ctx, a.ID, 2) }), fault.ErrConflict)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.PutSecrets(ctx, a.ID, secrets) }), channel.ErrNotFound)
	_, err = s.Channel(t.Context(), a.ID)
	check.Fault(t, err, fault.ErrUnauthenticated)

	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.DeleteChannel(ctx, a.ID, 1) }), fault.ErrConflict)
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.DeleteChannel(ctx, a.ID, 2) }))
	_, err = s.Channel(here, a.ID)
	check.Fault(t, err, channel.ErrNotFound)
	_, _, err = s.Widget(t.Context(), a.WidgetKey)
	check.Fault(t, err, channel.ErrWidgetUnknown)
	check.Equal(t, check.Must(s.ListChannels(here))(t), []channel.Channel{b})
}
