package integration

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
)

// PermManage is needed for everything here.
const PermManage actor.Permission = "webhook.manage"

// Limits.
const (
	MaxWebhooks = 20
	maxPatterns = 50
	maxURL      = 2000
)

// Webhook is an address that is told of events.
type Webhook struct {
	ID             string     `json:"id"`
	URL            string     `json:"url"`
	Description    string     `json:"description,omitempty"`
	Events         []string   `json:"events" doc:"*, conversation.* or conversation.opened."`
	Enabled        bool       `json:"enabled"`
	DisabledReason string     `json:"disabledReason,omitempty" enum:"failing,gone" doc:"Why the system switched it off."`
	FailingSince   *time.Time `json:"failingSince,omitempty"`
	CreatedAt      time.Time  `json:"createdAt"`
	Version        int64      `json:"version"`
}

// Secrets are sealed. Previous signs as well until PreviousUntil.
type Secrets struct {
	Current, Previous string
	PreviousUntil     time.Time
}

// previousFor is how long a replaced secret signs as well.
const previousFor = 24 * time.Hour

var pattern = regexp.MustCompile(`^(\*|[a-z][a-z_]{0,39}\.(\*|[a-z][a-z_]{0,59}))$`)

func (w Webhook) check(c *fault.Checker) {
	c.Text("url", w.URL, 1, maxURL)
	c.Text("description", w.Description, 0, 200)
	c.Count("events", len(w.Events), maxPatterns)
	c.If(len(w.Events) == 0, "events", fault.ErrRequired)
	c.If(slices.ContainsFunc(w.Events, func(p string) bool { return !pattern.MatchString(p) }), "events", ErrPattern)
}

// private are streams that concern one person only and are never told to programs.
var private = []string{"notice"}

// Wants reports whether the webhook asked for events of this type.
func (w Webhook) Wants(e event.Event) bool {
	if !w.Enabled || slices.Contains(private, e.Stream) {
		return false
	}
	return slices.ContainsFunc(w.Events, func(p string) bool {
		family, all := strings.CutSuffix(p, "*")
		return p == e.Type || (all && strings.HasPrefix(e.Type, family))
	})
}

// Status of a delivery.
type Status string

// The states of a delivery.
const (
	Pending   Status = "pending"
	Delivered Status = "delivered"
	Failed    Status = "failed"
)

// Delivery is one event on its way to one webhook.
type Delivery struct {
	ID          string     `json:"id" doc:"The header webhook-id: the receiver's key against doubles."`
	WebhookID   string     `json:"webhookId"`
	EventType   string     `json:"eventType"`
	Body        string     `json:"body"`
	Status      Status     `json:"status" enum:"pending,delivered,failed"`
	Attempts    int        `json:"attempts"`
	MaxAttempts int        `json:"maxAttempts"`
	NextAt      *time.Time `json:"nextAt,omitempty"`
	LastStatus  int        `json:"lastStatus,omitempty" doc:"HTTP status of the last answer; absent when there was none."`
	LastError   string     `json:"lastError,omitempty" doc:"Code of what went wrong without an answer."`
	DurationMS  int64      `json:"durationMs"`
	Response    string     `json:"response,omitempty" doc:"Beginning of the last answer."`
	CreatedAt   time.Time  `json:"createdAt"`
	FinishedAt  *time.Time `json:"finishedAt,omitempty"`
}

// retries are the pauses after each failed try.
var retries = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour}

// failingFor is how long a receiver may fail before it is switched off; keptFor is how long finished deliveries are kept.
const (
	failingFor = 5 * 24 * time.Hour
	keptFor    = 30 * 24 * time.Hour
)

// Envelope is the body of a delivery: the form that Standard Webhooks recommends.
type Envelope struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      Told      `json:"data"`
}

// Told is what a delivery, and the list of events, say of an event. Like the log, it holds ids and no content: a receiver
// that wants more reads it with a token, under that token's permissions.
type Told struct {
	Stream   string          `json:"stream"`
	StreamID string          `json:"streamId"`
	Seq      int64           `json:"seq,omitempty"`
	Version  int             `json:"version"`
	Actor    actor.Ref       `json:"actor"`
	Fields   json.RawMessage `json:"fields"`
}

func told(e event.Event) Told {
	fields := e.Data
	if len(fields) == 0 {
		fields = json.RawMessage("{}")
	}
	return Told{Stream: e.Stream, StreamID: e.StreamID, Seq: e.Seq, Version: e.Version, Actor: e.Actor, Fields: fields}
}
