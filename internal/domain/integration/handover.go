package integration

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// handOver is the type of events that hand a conversation over to another system. Their data name the webhook that they are for;
// only that one is told, whatever it asked for.
const handOver = "routing.handed_over"

// handOverTries are at once, after five seconds and after five minutes: a customer waits meanwhile.
const handOverTries = 3

// EventUndelivered tells that an event that was for one webhook did not reach it.
const EventUndelivered = "webhook.undelivered"

// Undelivered is the data of EventUndelivered; the stream is the webhook's.
type Undelivered struct {
	EventType string `json:"eventType"`
	Stream    string `json:"stream"`
	StreamID  string `json:"streamId"`
}

// meantFor is the webhook that an event is for; "" for every one that wants it.
func meantFor(e event.Event) string {
	var data struct {
		WebhookID string `json:"webhookId"`
	}
	if e.Type != handOver || json.Unmarshal(e.Data, &data) != nil {
		return ""
	}
	return data.WebhookID
}

// triesOf is how often an event is tried to be delivered.
func triesOf(e event.Event) int {
	if meantFor(e) != "" {
		return handOverTries
	}
	return len(retries) + 1
}

// undelivered tells of a delivery that was given up, if it was for this webhook alone.
func (s *Service) undelivered(ctx context.Context, d Delivery) error {
	if d.Status != Failed || d.EventType != handOver {
		return nil
	}
	var body Envelope
	if err := json.Unmarshal([]byte(d.Body), &body); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	return s.tellUndelivered(ctx, d.WebhookID, Undelivered{EventType: d.EventType, Stream: body.Data.Stream, StreamID: body.Data.StreamID})
}

func (s *Service) tellUndelivered(ctx context.Context, webhookID string, u Undelivered) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, Stream, webhookID, EventUndelivered, a.Ref(), s.d.Clock.Now(), u))
}
