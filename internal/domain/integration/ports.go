package integration

import (
	"context"
	"time"

	"frontdesk/internal/base/event"
	"frontdesk/internal/base/page"
)

// Store keeps webhooks. Every method works in the tenant of the context; writes run inside a unit.
type Store interface {
	InsertWebhook(ctx context.Context, w Webhook, s Secrets) error
	// Webhook is one with its sealed secrets, or ErrNotFound.
	Webhook(ctx context.Context, id string) (Webhook, Secrets, error)
	ListWebhooks(ctx context.Context) ([]Webhook, error)
	// UpdateWebhook writes everything and the next version if the stored one is w.Version, else fault.ErrConflict.
	UpdateWebhook(ctx context.Context, w Webhook, s Secrets) error
	// MarkFailing notes since when the receiver fails; nil means it does not. The version stays.
	MarkFailing(ctx context.Context, id string, since *time.Time) error
	// DeleteWebhook removes it with its deliveries.
	DeleteWebhook(ctx context.Context, id string) error
}

// Deliveries keeps the log of deliveries.
type Deliveries interface {
	InsertDelivery(ctx context.Context, d Delivery) error
	// Delivery is one, or ErrDeliveryNotFound.
	Delivery(ctx context.Context, id string) (Delivery, error)
	// UpdateDelivery writes the outcome of a try; before is the number of attempts it started from, else fault.ErrConflict.
	UpdateDelivery(ctx context.Context, d Delivery, before int) error
	// ListDeliveries gives the newest first.
	ListDeliveries(ctx context.Context, webhookID string, p page.Request) (page.Of[Delivery], error)
	// ForgetDeliveries removes finished ones made before a moment.
	ForgetDeliveries(ctx context.Context, webhookID string, before time.Time) error
}

// AppStore keeps apps with their sealed secrets.
type AppStore interface {
	// Apps are all, by name.
	Apps(ctx context.Context) ([]App, error)
	// App is one with its sealed secret, or ErrAppNotFound.
	App(ctx context.Context, id string) (App, string, error)
	InsertApp(ctx context.Context, a App, sealed string) error
	// UpdateApp writes everything and the next version if the stored one is a.Version, else fault.ErrConflict.
	UpdateApp(ctx context.Context, a App, sealed string) error
	DeleteApp(ctx context.Context, id string) error
}

// Conversations answers about conversations.
type Conversations interface {
	// CustomerOf is the customer of a conversation that who acts may read, or a fault.
	CustomerOf(ctx context.Context, conversationID string) (string, error)
}

// Request leaves the house.
type Request struct {
	URL    string
	Header map[string]string
	Body   []byte
}

// Response is the answer of a receiver; Body is its beginning.
type Response struct {
	Status int
	Body   string
}

// Sender makes requests to addresses that people entered, and only to those that may be reached.
type Sender interface {
	Check(url string) error
	Send(ctx context.Context, r Request) (Response, error)
}

// Sealer seals what must not be read in the database.
type Sealer interface {
	Seal(purpose string, plaintext []byte) string
	Open(purpose, envelope string) ([]byte, error)
}

// Log is the event log.
type Log interface {
	Since(ctx context.Context, tenant, cursor string, limit int) ([]event.Recorded, string, error)
}
