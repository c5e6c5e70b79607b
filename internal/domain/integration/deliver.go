package integration

import (
	"context"
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// Consumer is the name under which Handle reads the log; JobDeliver is the job that tries one delivery.
const (
	Consumer   = "webhooks"
	JobDeliver = "integration.deliver"
)

// testEvent is the type of the delivery that tries a webhook out.
const testEvent = "webhook.test"

// maxResponse is how much of an answer is kept, in characters.
const maxResponse = 1000

// wanted is an event that a webhook waits for.
type wanted struct {
	webhookID string
	event     event.Event
	lost      bool // the webhook that it is for is gone or switched off
}

// Prepare finds out which events of a batch of the log which webhooks want; what it returns makes deliveries of them, and
// the jobs that try them, inside the consumer's unit, so that each event becomes exactly one delivery for each webhook.
func (s *Service) Prepare(ctx context.Context, batch []event.Recorded) (func(context.Context) error, error) {
	webhooks := map[string][]Webhook{}
	var todo []wanted
	for _, e := range batch {
		list, ok := webhooks[e.Tenant]
		if !ok {
			var err error
			if list, err = s.d.Store.ListWebhooks(actor.With(ctx, actor.SystemFor(e.Tenant))); err != nil {
				return nil, err
			}
			webhooks[e.Tenant] = list
		}
		todo = append(todo, wantedBy(list, e.Event)...)
	}
	if len(todo) == 0 {
		return nil, nil
	}
	return func(ctx context.Context) error { return s.queue(ctx, todo) }, nil
}

// wantedBy is which of these webhooks an event goes to.
func wantedBy(list []Webhook, e event.Event) []wanted {
	only := meantFor(e)
	var out []wanted
	for _, w := range list {
		if only == "" && w.Wants(e) || only == w.ID && w.Enabled {
			out = append(out, wanted{webhookID: w.ID, event: e})
		}
	}
	if only != "" && len(out) == 0 {
		out = append(out, wanted{webhookID: only, event: e, lost: true})
	}
	return out
}

// queue stores the deliveries, and makes room for them once for each webhook.
func (s *Service) queue(ctx context.Context, todo []wanted) error {
	tidy := map[string]bool{}
	for _, one := range todo {
		ctx := actor.With(ctx, actor.SystemFor(one.event.Tenant))
		if one.lost {
			if err := s.tellUndelivered(ctx, one.webhookID, Undelivered{EventType: one.event.Type, Stream: one.event.Stream, StreamID: one.event.StreamID}); err != nil {
				return err
			}
			continue
		}
		if !tidy[one.webhookID] {
			tidy[one.webhookID] = true
			if err := s.d.Deliveries.ForgetDeliveries(ctx, one.webhookID, s.d.Clock.Now().Add(-keptFor)); err != nil {
				return err
			}
		}
		d, err := s.newDelivery(one.webhookID, one.event, triesOf(one.event))
		if err != nil {
			return err
		}
		if err := s.d.Deliveries.InsertDelivery(ctx, d); err != nil {
			return err
		}
		if err := s.schedule(ctx, one.event.Tenant, d.ID, s.d.Clock.Now()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) newDelivery(webhookID string, e event.Event, maxAttempts int) (Delivery, error) {
	body, err := json.Marshal(Envelope{Type: e.Type, Timestamp: e.At, Data: told(e)})
	now := s.d.Clock.Now()
	return Delivery{
		ID: id.New("dlv"), WebhookID: webhookID, EventType: e.Type, Body: string(body), Status: Pending,
		MaxAttempts: maxAttempts, NextAt: &now, CreatedAt: now,
	}, err
}

func (s *Service) schedule(ctx context.Context, tenant, deliveryID string, at time.Time) error {
	return unit.Schedule(ctx, unit.Job{Tenant: tenant, Kind: JobDeliver, Subject: deliveryID, RunAt: at})
}

// Deliver tries one delivery: the handler of JobDeliver. A receiver that fails is not an error of the job; the next try
// is a job of its own in the unit that notes the outcome.
func (s *Service) Deliver(ctx context.Context, j unit.Job) error {
	d, err := s.d.Deliveries.Delivery(ctx, j.Subject)
	if fault.Has(err, ErrDeliveryNotFound) {
		return nil // its webhook was deleted
	}
	if err != nil || d.Status != Pending {
		return err
	}
	err = s.attempt(ctx, d)
	if fault.Has(err, fault.ErrConflict) {
		return nil // somebody else noted an outcome of this very try
	}
	return err
}

// attempt sends a delivery once and notes the outcome.
func (s *Service) attempt(ctx context.Context, d Delivery) error {
	w, secrets, err := s.d.Store.Webhook(ctx, d.WebhookID)
	if err != nil {
		return err
	}
	before, now := d.Attempts, s.d.Clock.Now()
	if !w.Enabled {
		d.finish(Failed, now)
		d.LastStatus, d.LastError = 0, ErrOff.Code
		return s.d.Run.Do(ctx, func(ctx context.Context) error {
			if err := s.d.Deliveries.UpdateDelivery(ctx, d, before); err != nil {
				return err
			}
			return s.undelivered(ctx, d)
		})
	}
	request, err := s.request(w, secrets, d, now)
	if err != nil {
		return err
	}
	answer, err := s.d.Sender.Send(ctx, request)
	d.note(answer, err, s.d.Clock.Now().Sub(now))
	return s.settle(ctx, w, d, before)
}

func (s *Service) request(w Webhook, secrets Secrets, d Delivery, now time.Time) (Request, error) {
	var plain []string
	envelopes := []string{secrets.Current}
	if secrets.Previous != "" && now.Before(secrets.PreviousUntil) {
		envelopes = append(envelopes, secrets.Previous)
	}
	for _, e := range envelopes {
		secret, err := s.d.Sealer.Open(sealPurpose, e)
		if err != nil {
			return Request{}, fault.ErrInternal.Wrap(err)
		}
		plain = append(plain, string(secret))
	}
	signature, err := Sign(d.ID, now, []byte(d.Body), plain...)
	return Request{URL: w.URL, Body: []byte(d.Body), Header: map[string]string{
		"Content-Type": "application/json", HeaderID: d.ID, HeaderTimestamp: strconv.FormatInt(now.Unix(), 10), HeaderSignature: signature,
	}}, err
}

// note takes over what came back.
func (d *Delivery) note(answer Response, err error, took time.Duration) {
	d.Attempts++
	d.DurationMS = took.Milliseconds()
	d.LastStatus, d.LastError, d.Response = answer.Status, "", storable(answer.Body)
	if err != nil {
		d.LastStatus, d.LastError, d.Response = 0, fault.From(err).Def.Code, ""
	}
}

// storable makes text of a stranger fit for the database.
func storable(body string) string {
	out := make([]rune, 0, maxResponse)
	for _, r := range body {
		if len(out) == maxResponse {
			break
		}
		if r == 0 || r == utf8.RuneError {
			r = ' '
		}
		out = append(out, r)
	}
	return string(out)
}

func (d *Delivery) finish(s Status, at time.Time) {
	d.Status, d.NextAt, d.FinishedAt = s, nil, &at
}

// settle writes the outcome: done, another try later, or given up; and what it means for the webhook.
func (s *Service) settle(ctx context.Context, w Webhook, d Delivery, before int) error {
	now := s.d.Clock.Now()
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		a, err := actor.Of(ctx)
		if err != nil {
			return err
		}
		d := d
		good := d.LastStatus >= 200 && d.LastStatus <= 299
		switch {
		case good:
			d.finish(Delivered, now)
		case d.Attempts >= d.MaxAttempts:
			d.finish(Failed, now)
		default:
			next := now.Add(retries[min(d.Attempts, len(retries))-1])
			d.NextAt = &next
			if err := s.schedule(ctx, a.Tenant, d.ID, next); err != nil {
				return err
			}
		}
		if err := s.d.Deliveries.UpdateDelivery(ctx, d, before); err != nil {
			return err
		}
		if err := s.undelivered(ctx, d); err != nil {
			return err
		}
		if d.MaxAttempts == 1 {
			return nil // trying out says nothing about failing
		}
		return s.judge(ctx, a, w.ID, d, good, now)
	})
}

// judge keeps account of how long a receiver fails, and switches it off when it has for too long or says it is gone.
func (s *Service) judge(ctx context.Context, a actor.Actor, webhookID string, d Delivery, good bool, now time.Time) error {
	w, secrets, err := s.d.Store.Webhook(ctx, webhookID)
	if err != nil {
		return err
	}
	before := w
	const gone = 410
	switch {
	case good && w.FailingSince != nil:
		return s.d.Store.MarkFailing(ctx, w.ID, nil)
	case good || !w.Enabled:
		return nil
	case d.LastStatus == gone:
		w.DisabledReason = "gone"
	case w.FailingSince == nil:
		return s.d.Store.MarkFailing(ctx, w.ID, &now)
	case now.Sub(*w.FailingSince) >= failingFor:
		w.DisabledReason = "failing"
	default:
		return nil
	}
	w.Enabled = false
	if err := s.d.Store.UpdateWebhook(ctx, w, secrets); err != nil {
		return err
	}
	if err := keep(ctx, w.ID, &before, &w, false); err != nil {
		return err
	}
	w.Version++
	return s.emit(ctx, a, w, EventDisabled)
}

// Replay sends a finished delivery again, with the same id and body, and with all its tries.
func (s *Service) Replay(ctx context.Context, webhookID, deliveryID string) (Delivery, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Delivery{}, err
	}
	var out Delivery
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		w, _, err := s.d.Store.Webhook(ctx, webhookID)
		if err != nil {
			return err
		}
		d, err := s.d.Deliveries.Delivery(ctx, deliveryID)
		switch {
		case err != nil:
			return err
		case d.WebhookID != webhookID:
			return ErrDeliveryNotFound.New()
		case !w.Enabled:
			return ErrOff.New()
		case d.Status == Pending:
			return ErrUnderWay.New()
		}
		before, now := d.Attempts, s.d.Clock.Now()
		d.Status, d.Attempts, d.MaxAttempts, d.NextAt, d.FinishedAt = Pending, 0, len(retries)+1, &now, nil
		if err := s.d.Deliveries.UpdateDelivery(ctx, d, before); err != nil {
			return err
		}
		out = d
		return s.schedule(ctx, a.Tenant, d.ID, now)
	})
	return out, err
}

// Test sends a sample event at once and tells what came back. It is tried once only.
func (s *Service) Test(ctx context.Context, webhookID string) (Delivery, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Delivery{}, err
	}
	w, _, err := s.d.Store.Webhook(ctx, webhookID)
	if err != nil {
		return Delivery{}, err
	}
	if !w.Enabled {
		return Delivery{}, ErrOff.New()
	}
	sample := event.New(a.Tenant, Stream, w.ID, testEvent, a.Ref(), s.d.Clock.Now(), struct{}{})
	d, err := s.newDelivery(w.ID, sample, 1)
	if err != nil {
		return Delivery{}, err
	}
	if err := s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.Deliveries.InsertDelivery(ctx, d) }); err != nil {
		return Delivery{}, err
	}
	if err := s.attempt(ctx, d); err != nil {
		return Delivery{}, err
	}
	return s.d.Deliveries.Delivery(ctx, d.ID)
}
