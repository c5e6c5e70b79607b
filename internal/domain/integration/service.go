package integration

import (
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// sealPurpose binds sealed secrets to their use.
const sealPurpose = "integration.webhook"

// Deps are what the service needs.
type Deps struct {
	Run        unit.Runner
	Clock      clock.Clock
	Store      Store
	Deliveries Deliveries
	Sender     Sender
	Sealer     Sealer
	Log        Log
}

// Service holds the use cases.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d: d} }

// Created is a new webhook with its secret, which is shown this once.
type Created struct {
	Webhook
	Secret string `json:"secret"`
}

// List gives all webhooks.
func (s *Service) List(ctx context.Context) ([]Webhook, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return nil, err
	}
	return s.d.Store.ListWebhooks(ctx)
}

// Create adds a webhook.
func (s *Service) Create(ctx context.Context, url, description string, events []string) (Created, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Created{}, err
	}
	w := Webhook{
		ID: id.New("whk"), URL: strings.TrimSpace(url), Description: description, Events: events, Enabled: true,
		CreatedAt: s.d.Clock.Now(), Version: 1,
	}
	if err := s.check(w); err != nil {
		return Created{}, err
	}
	secret := newSecret()
	sealed := s.d.Sealer.Seal(sealPurpose, []byte(secret))
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, err := s.d.Store.ListWebhooks(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxWebhooks {
			return ErrTooMany.With("max", MaxWebhooks)
		}
		if err := s.d.Store.InsertWebhook(ctx, w, Secrets{Current: sealed}); err != nil {
			return err
		}
		if err := keep(ctx, w.ID, nil, &w, false); err != nil {
			return err
		}
		return s.emit(ctx, a, w, EventCreated)
	})
	if err != nil {
		return Created{}, err
	}
	return Created{Webhook: w, Secret: secret}, nil
}

func (s *Service) check(w Webhook) error {
	var c fault.Checker
	w.check(&c)
	if err := c.Err(); err != nil {
		return err
	}
	if err := s.d.Sender.Check(w.URL); err != nil {
		c.Add("url", fault.From(err).Def, fault.From(err).Args)
	}
	return c.Err()
}

// Edit changes a webhook; nil leaves a field as it is.
type Edit struct {
	Version          int64
	URL, Description *string
	Events           []string
	Enabled          *bool
	RotateSecret     bool
}

// Update changes a webhook. Switching it on again forgets its failures. The new secret is given if one was asked for.
func (s *Service) Update(ctx context.Context, webhookID string, e Edit) (Created, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Created{}, err
	}
	secret := ""
	if e.RotateSecret {
		secret = newSecret()
	}
	var out Webhook
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		w, secrets, err := s.d.Store.Webhook(ctx, webhookID)
		if err != nil {
			return err
		}
		if w.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := w
		e.apply(&w)
		if err := s.check(w); err != nil {
			return err
		}
		kind := EventUpdated
		if secret != "" {
			secrets = Secrets{
				Current: s.d.Sealer.Seal(sealPurpose, []byte(secret)), Previous: secrets.Current,
				PreviousUntil: s.d.Clock.Now().Add(previousFor),
			}
			kind = EventSecretRotated
		}
		if err := s.d.Store.UpdateWebhook(ctx, w, secrets); err != nil {
			return err
		}
		if err := keep(ctx, w.ID, &before, &w, e.RotateSecret); err != nil {
			return err
		}
		w.Version++
		out = w
		return s.emit(ctx, a, w, kind)
	})
	if err != nil {
		return Created{}, err
	}
	return Created{Webhook: out, Secret: secret}, nil
}

func (e Edit) apply(w *Webhook) {
	if e.URL != nil {
		w.URL = strings.TrimSpace(*e.URL)
	}
	if e.Description != nil {
		w.Description = *e.Description
	}
	if e.Events != nil {
		w.Events = e.Events
	}
	if e.Enabled != nil && *e.Enabled != w.Enabled {
		w.Enabled, w.DisabledReason, w.FailingSince = *e.Enabled, "", nil
	}
}

// Delete removes a webhook with its deliveries.
func (s *Service) Delete(ctx context.Context, webhookID string) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		w, _, err := s.d.Store.Webhook(ctx, webhookID)
		if err != nil {
			return err
		}
		if err := s.d.Store.DeleteWebhook(ctx, webhookID); err != nil {
			return err
		}
		if err := keep(ctx, w.ID, &w, nil, false); err != nil {
			return err
		}
		return s.emit(ctx, a, w, EventDeleted)
	})
}

// ListDeliveries gives the deliveries of a webhook, newest first.
func (s *Service) ListDeliveries(ctx context.Context, webhookID string, p page.Request) (page.Of[Delivery], error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return page.Of[Delivery]{}, err
	}
	if _, _, err := s.d.Store.Webhook(ctx, webhookID); err != nil {
		return page.Of[Delivery]{}, err
	}
	return s.d.Deliveries.ListDeliveries(ctx, webhookID, p)
}

// LoggedEvent is one entry of the event log, as integrators read it.
type LoggedEvent struct {
	Cursor string    `json:"cursor" doc:"Pass it as after to go on behind this event."`
	Type   string    `json:"type"`
	At     time.Time `json:"at"`
	Told
}

// EventPage is a piece of the log. Next is always there: ask again with it later.
type EventPage struct {
	Items []LoggedEvent `json:"items"`
	Next  string        `json:"next"`
}

// Events reads the log of the workspace after a cursor, oldest first; the empty cursor is its beginning.
func (s *Service) Events(ctx context.Context, after string, limit int) (EventPage, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return EventPage{}, err
	}
	list, next, err := s.d.Log.Since(ctx, a.Tenant, after, page.Request{Limit: limit}.Size())
	if err != nil {
		return EventPage{}, err
	}
	out := EventPage{Items: make([]LoggedEvent, 0, len(list)), Next: next}
	for _, e := range list {
		out.Items = append(out.Items, LoggedEvent{Cursor: e.Cursor, Type: e.Type, At: e.At, Told: told(e.Event)})
	}
	return out, nil
}
