// Package integrationtest holds an in-memory store of webhooks and the suite that every store passes.
package integrationtest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/integration"
)

type hook struct {
	integration.Webhook
	secrets integration.Secrets
}

// Memory keeps webhooks and deliveries in maps.
type Memory struct {
	mu         sync.Mutex
	hooks      map[[2]string]hook
	deliveries map[[2]string]integration.Delivery
	apps       map[[2]string]keptApp
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{hooks: map[[2]string]hook{}, deliveries: map[[2]string]integration.Delivery{}, apps: map[[2]string]keptApp{}}
}

func (m *Memory) with(ctx context.Context, id string, fn func(k [2]string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn([2]string{tenant, id})
}

// InsertWebhook implements integration.Store.
func (m *Memory) InsertWebhook(ctx context.Context, w integration.Webhook, s integration.Secrets) error {
	return m.with(ctx, w.ID, func(k [2]string) error { m.hooks[k] = hook{w, s}; return nil })
}

// Webhook implements integration.Store.
func (m *Memory) Webhook(ctx context.Context, id string) (w integration.Webhook, s integration.Secrets, err error) {
	err = m.with(ctx, id, func(k [2]string) error {
		h, ok := m.hooks[k]
		if !ok {
			return integration.ErrNotFound.New()
		}
		w, s = h.Webhook, h.secrets
		return nil
	})
	return w, s, err
}

// ListWebhooks implements integration.Store.
func (m *Memory) ListWebhooks(ctx context.Context) (out []integration.Webhook, err error) {
	err = m.with(ctx, "", func(k [2]string) error {
		for at, h := range m.hooks {
			if at[0] == k[0] {
				out = append(out, h.Webhook)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b integration.Webhook) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), strings.Compare(a.ID, b.ID))
	})
	return out, err
}

// UpdateWebhook implements integration.Store.
func (m *Memory) UpdateWebhook(ctx context.Context, w integration.Webhook, s integration.Secrets) error {
	return m.with(ctx, w.ID, func(k [2]string) error {
		if old, ok := m.hooks[k]; !ok || old.Version != w.Version {
			return fault.ErrConflict.New()
		}
		w.Version++
		m.hooks[k] = hook{w, s}
		return nil
	})
}

// MarkFailing implements integration.Store.
func (m *Memory) MarkFailing(ctx context.Context, id string, since *time.Time) error {
	return m.with(ctx, id, func(k [2]string) error {
		if h, ok := m.hooks[k]; ok {
			h.FailingSince = since
			m.hooks[k] = h
		}
		return nil
	})
}

// DeleteWebhook implements integration.Store.
func (m *Memory) DeleteWebhook(ctx context.Context, id string) error {
	return m.with(ctx, id, func(k [2]string) error {
		if _, ok := m.hooks[k]; !ok {
			return integration.ErrNotFound.New()
		}
		delete(m.hooks, k)
		for at, d := range m.deliveries {
			if at[0] == k[0] && d.WebhookID == id {
				delete(m.deliveries, at)
			}
		}
		return nil
	})
}

// InsertDelivery implements integration.Deliveries.
func (m *Memory) InsertDelivery(ctx context.Context, d integration.Delivery) error {
	return m.with(ctx, d.ID, func(k [2]string) error { m.deliveries[k] = d; return nil })
}

// Delivery implements integration.Deliveries.
func (m *Memory) Delivery(ctx context.Context, id string) (d integration.Delivery, err error) {
	err = m.with(ctx, id, func(k [2]string) error {
		var ok bool
		if d, ok = m.deliveries[k]; !ok {
			return integration.ErrDeliveryNotFound.New()
		}
		return nil
	})
	return d, err
}

// UpdateDelivery implements integration.Deliveries.
func (m *Memory) UpdateDelivery(ctx context.Context, d integration.Delivery, before int) error {
	return m.with(ctx, d.ID, func(k [2]string) error {
		if old, ok := m.deliveries[k]; !ok || old.Attempts != before {
			return fault.ErrConflict.New()
		}
		m.deliveries[k] = d
		return nil
	})
}

// ListDeliveries implements integration.Deliveries.
func (m *Memory) ListDeliveries(ctx context.Context, webhookID string, p page.Request) (page.Of[integration.Delivery], error) {
	var at int64
	var id string
	more, err := page.Decode(p.Cursor, &at, &id)
	if err != nil {
		return page.Of[integration.Delivery]{}, err
	}
	var out []integration.Delivery
	err = m.with(ctx, "", func(k [2]string) error {
		for key, d := range m.deliveries {
			us := clock.Micros(d.CreatedAt)
			if key[0] == k[0] && d.WebhookID == webhookID && (!more || us < at || (us == at && d.ID < id)) {
				out = append(out, d)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b integration.Delivery) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), strings.Compare(b.ID, a.ID))
	})
	return page.Cut(out, p.Size(), func(d integration.Delivery) []any { return []any{clock.Micros(d.CreatedAt), d.ID} }), err
}

// ForgetDeliveries implements integration.Deliveries.
func (m *Memory) ForgetDeliveries(ctx context.Context, webhookID string, before time.Time) error {
	return m.with(ctx, "", func(k [2]string) error {
		for at, d := range m.deliveries {
			if at[0] == k[0] && d.WebhookID == webhookID && d.CreatedAt.Before(before) && d.Status != integration.Pending {
				delete(m.deliveries, at)
			}
		}
		return nil
	})
}
