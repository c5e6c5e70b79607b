package integrationtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
)

// Stores is what a store of webhooks implements.
type Stores interface {
	integration.Store
	integration.Deliveries
	integration.AppStore
}

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s Stores) {
	t.Helper()
	t.Run("webhooks", func(t *testing.T) { webhooks(t, run, s) })
	t.Run("apps", func(t *testing.T) { apps(t, run, s) })
	t.Run("deliveries", func(t *testing.T) { deliveries(t, run, s) })
}

func webhooks(t *testing.T, run unit.Runner, s Stores) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	since := Epoch.Add(time.Minute)
	w := integration.Webhook{
		ID: "whk_1", URL: "https://a.example/hook", Description: "订单", Events: []string{"conversation.*", "*"},
		Enabled: true, CreatedAt: Epoch, Version: 1,
	}
	x := integration.Secrets{Current: "sealed", Previous: "old", PreviousUntil: since}
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.InsertWebhook(ctx, w, x) }))
	got, secrets, err := s.Webhook(here, w.ID)
	check.NoError(t, err)
	check.Equal(t, got, w)
	check.Equal(t, secrets, x)
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.MarkFailing(ctx, w.ID, &since) }))
	w.FailingSince = &since
	check.Equal(t, check.Must(s.ListWebhooks(here))(t), []integration.Webhook{w})
	w.Enabled, w.DisabledReason, w.FailingSince = false, "failing", nil
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.UpdateWebhook(ctx, w, x) }))
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.UpdateWebhook(ctx, w, x) }), fault.ErrConflict)
	w.Version = 2
	check.Equal(t, check.Must(s.ListWebhooks(here))(t), []integration.Webhook{w})

	// Another workspace sees and changes nothing.
	check.Equal(t, len(check.Must(s.ListWebhooks(there))(t)), 0)
	_, _, err = s.Webhook(there, w.ID)
	check.Fault(t, err, integration.ErrNotFound)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.UpdateWebhook(ctx, w, x) }), fault.ErrConflict)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.DeleteWebhook(ctx, w.ID) }), integration.ErrNotFound)
	check.NoError(t, run.Do(there, func(ctx context.Context) error { return s.MarkFailing(ctx, w.ID, &since) }))
	check.Equal(t, check.Must(s.ListWebhooks(here))(t), []integration.Webhook{w})
	_, err = s.ListWebhooks(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.DeleteWebhook(ctx, w.ID) }))
}

func deliveries(t *testing.T, run unit.Runner, s Stores) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	next := Epoch.Add(time.Second)
	var all []integration.Delivery
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		if err := s.InsertWebhook(ctx, integration.Webhook{ID: "whk_2", Events: []string{}, CreatedAt: Epoch, Version: 1}, integration.Secrets{}); err != nil {
			return err
		}
		for i := range 5 {
			d := integration.Delivery{
				ID: fmt.Sprintf("dlv_%d", i), WebhookID: "whk_2", EventType: "customer.created", Body: `{"a":"中"}`,
				Status: integration.Pending, MaxAttempts: 8, NextAt: &next, CreatedAt: Epoch.Add(time.Duration(i/2) * time.Hour),
			}
			all = append(all, d)
			if err := s.InsertDelivery(ctx, d); err != nil {
				return err
			}
		}
		return nil
	}))
	check.Equal(t, check.Must(s.Delivery(here, "dlv_0"))(t), all[0])
	p := check.Must(s.ListDeliveries(here, "whk_2", page.Request{Limit: 3}))(t)
	check.Equal(t, p.Items, []integration.Delivery{all[4], all[3], all[2]})
	p = check.Must(s.ListDeliveries(here, "whk_2", page.Request{Limit: 3, Cursor: p.Next}))(t)
	check.Equal(t, p.Items, []integration.Delivery{all[1], all[0]})
	check.Equal(t, p.Next, "")

	d := all[0]
	d.Status, d.Attempts, d.LastStatus, d.LastError, d.DurationMS, d.Response = integration.Delivered, 1, 200, "x", 12, "ok"
	d.NextAt, d.FinishedAt = nil, &next
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.UpdateDelivery(ctx, d, 0) }))
	check.Equal(t, check.Must(s.Delivery(here, "dlv_0"))(t), d)
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.UpdateDelivery(ctx, d, 0) }), fault.ErrConflict)

	_, err := s.Delivery(there, "dlv_0")
	check.Fault(t, err, integration.ErrDeliveryNotFound)
	check.Equal(t, len(check.Must(s.ListDeliveries(there, "whk_2", page.Request{}))(t).Items), 0)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.UpdateDelivery(ctx, d, 1) }), fault.ErrConflict)
	check.NoError(t, run.Do(there, func(ctx context.Context) error { return s.ForgetDeliveries(ctx, "whk_2", Epoch.Add(time.Hour)) }))
	check.Equal(t, len(check.Must(s.ListDeliveries(here, "whk_2", page.Request{}))(t).Items), 5)

	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.ForgetDeliveries(ctx, "whk_2", Epoch.Add(time.Hour)) }))
	_, err = s.Delivery(here, "dlv_0")
	check.Fault(t, err, integration.ErrDeliveryNotFound)
	check.Equal(t, len(check.Must(s.ListDeliveries(here, "whk_2", page.Request{}))(t).Items), 4) // those under way stay
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.DeleteWebhook(ctx, "whk_2") }))
	check.Equal(t, len(check.Must(s.ListDeliveries(here, "whk_2", page.Request{}))(t).Items), 0)
}
