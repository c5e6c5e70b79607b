// Package integrationsql keeps webhooks and deliveries in SQL, with the same statements on both engines.
package integrationsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/platform/db"
)

// Store implements integration.Store and integration.Deliveries.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

const webhookColumns = `id, url, description, events, enabled, disabled_reason, failing_since, created_at, version, secret,
	secret_previous, previous_until`

type sealed struct {
	integration.Webhook
	secrets integration.Secrets
}

func scanWebhook(r db.Row) (sealed, error) {
	var w sealed
	var events json.RawMessage
	var failing time.Time
	err := r.Scan(&w.ID, &w.URL, &w.Description, &events, &w.Enabled, &w.DisabledReason, &failing, &w.CreatedAt, &w.Version,
		&w.secrets.Current, &w.secrets.Previous, &w.secrets.PreviousUntil)
	if err != nil {
		return w, err
	}
	w.FailingSince = db.Optional(failing)
	return w, json.Unmarshal(events, &w.Events)
}

// InsertWebhook implements integration.Store.
func (s *Store) InsertWebhook(ctx context.Context, w integration.Webhook, x integration.Secrets) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	events, err := json.Marshal(w.Events)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO integration_webhooks (tenant, `+webhookColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`,
		tenant, w.ID, w.URL, w.Description, json.RawMessage(events), w.Enabled, w.DisabledReason, w.FailingSince, w.CreatedAt,
		w.Version, x.Current, x.Previous, x.PreviousUntil)
}

// Webhook implements integration.Store.
func (s *Store) Webhook(ctx context.Context, id string) (integration.Webhook, integration.Secrets, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return integration.Webhook{}, integration.Secrets{}, err
	}
	w, err := db.One(ctx, s.d, scanWebhook, `SELECT `+webhookColumns+` FROM integration_webhooks WHERE tenant=$1 AND id=$2`, tenant, id)
	return w.Webhook, w.secrets, db.NoRow(err, integration.ErrNotFound)
}

// ListWebhooks implements integration.Store.
func (s *Store) ListWebhooks(ctx context.Context) ([]integration.Webhook, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (integration.Webhook, error) {
		w, err := scanWebhook(r)
		return w.Webhook, err
	}, `SELECT `+webhookColumns+` FROM integration_webhooks WHERE tenant=$1 ORDER BY created_at, id`, tenant)
}

// UpdateWebhook implements integration.Store.
func (s *Store) UpdateWebhook(ctx context.Context, w integration.Webhook, x integration.Secrets) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	events, err := json.Marshal(w.Events)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE integration_webhooks SET url=$4, description=$5, events=$6, enabled=$7,
		disabled_reason=$8, failing_since=$9, secret=$10, secret_previous=$11, previous_until=$12, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`,
		tenant, w.ID, w.Version, w.URL, w.Description, json.RawMessage(events), w.Enabled, w.DisabledReason, w.FailingSince,
		x.Current, x.Previous, x.PreviousUntil)
}

// MarkFailing implements integration.Store.
func (s *Store) MarkFailing(ctx context.Context, id string, since *time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE integration_webhooks SET failing_since=$3 WHERE tenant=$1 AND id=$2`, tenant, id, since)
}

// DeleteWebhook implements integration.Store.
func (s *Store) DeleteWebhook(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.ExecOne(ctx, integration.ErrNotFound.New(), `DELETE FROM integration_webhooks WHERE tenant=$1 AND id=$2`, tenant, id); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM integration_deliveries WHERE tenant=$1 AND webhook_id=$2`, tenant, id)
}

const deliveryColumns = `id, webhook_id, event_type, body, status, attempts, max_attempts, next_at, last_status, last_error,
	duration_ms, response, created_at, finished_at`

func scanDelivery(r db.Row) (integration.Delivery, error) {
	var d integration.Delivery
	var attempts, most, status int64
	var next, finished time.Time
	err := r.Scan(&d.ID, &d.WebhookID, &d.EventType, &d.Body, (*string)(&d.Status), &attempts, &most, &next, &status, &d.LastError,
		&d.DurationMS, &d.Response, &d.CreatedAt, &finished)
	d.Attempts, d.MaxAttempts, d.LastStatus = int(attempts), int(most), int(status)
	d.NextAt, d.FinishedAt = db.Optional(next), db.Optional(finished)
	return d, err
}

// InsertDelivery implements integration.Deliveries.
func (s *Store) InsertDelivery(ctx context.Context, d integration.Delivery) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO integration_deliveries (tenant, `+deliveryColumns+`)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)`,
		tenant, d.ID, d.WebhookID, d.EventType, d.Body, d.Status, d.Attempts, d.MaxAttempts, d.NextAt, d.LastStatus, d.LastError,
		d.DurationMS, d.Response, d.CreatedAt, d.FinishedAt)
}

// Delivery implements integration.Deliveries.
func (s *Store) Delivery(ctx context.Context, id string) (integration.Delivery, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return integration.Delivery{}, err
	}
	d, err := db.One(ctx, s.d, scanDelivery, `SELECT `+deliveryColumns+` FROM integration_deliveries WHERE tenant=$1 AND id=$2`, tenant, id)
	return d, db.NoRow(err, integration.ErrDeliveryNotFound)
}

// UpdateDelivery implements integration.Deliveries.
func (s *Store) UpdateDelivery(ctx context.Context, d integration.Delivery, before int) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE integration_deliveries SET status=$4, attempts=$5, max_attempts=$6, next_at=$7,
		last_status=$8, last_error=$9, duration_ms=$10, response=$11, finished_at=$12 WHERE tenant=$1 AND id=$2 AND attempts=$3`,
		tenant, d.ID, before, d.Status, d.Attempts, d.MaxAttempts, d.NextAt, d.LastStatus, d.LastError, d.DurationMS, d.Response,
		d.FinishedAt)
}

// ListDeliveries implements integration.Deliveries.
func (s *Store) ListDeliveries(ctx context.Context, webhookID string, p page.Request) (page.Of[integration.Delivery], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[integration.Delivery]{}, err
	}
	args := []any{tenant, webhookID, p.Size() + 1}
	where := ""
	var at int64
	var id string
	if more, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[integration.Delivery]{}, err
	} else if more {
		where = " AND (created_at, id) < ($4, $5)"
		args = append(args, at, id)
	}
	rows, err := db.Query(ctx, s.d, scanDelivery, `SELECT `+deliveryColumns+` FROM integration_deliveries WHERE tenant=$1 AND webhook_id=$2`+
		where+` ORDER BY created_at DESC, id DESC LIMIT $3`, args...)
	return page.Cut(rows, p.Size(), func(d integration.Delivery) []any { return []any{clock.Micros(d.CreatedAt), d.ID} }), err
}

// ForgetDeliveries implements integration.Deliveries.
func (s *Store) ForgetDeliveries(ctx context.Context, webhookID string, before time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM integration_deliveries WHERE tenant=$1 AND webhook_id=$2 AND created_at<$3 AND status<>$4`,
		tenant, webhookID, before, integration.Pending)
}
