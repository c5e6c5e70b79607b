package integration

import (
	"context"
	"encoding/json"
	"net/url"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
)

// KindWebhook is the kind of settings whose history is kept.
const KindWebhook = "webhook"

// kept is what the history keeps of a webhook. Neither its secret nor its whole address: many receivers know their senders
// by a key in the address.
type kept struct {
	Description    string   `json:"description"`
	Host           string   `json:"host"`
	Events         []string `json:"events"`
	Enabled        bool     `json:"enabled"`
	DisabledReason string   `json:"disabledReason,omitempty"`
}

func (w Webhook) kept() kept {
	host := ""
	if at, err := url.Parse(w.URL); err == nil {
		host = at.Host // without the name and password that may stand before it
	}
	return kept{w.Description, host, w.Events, w.Enabled, w.DisabledReason}
}

// keep writes a version of a webhook; nil is one that is not there yet, or any more.
func keep(ctx context.Context, webhookID string, before, after *Webhook, rotated bool) error {
	c := unit.Change{Kind: KindWebhook, Subject: webhookID}
	if before != nil {
		c.Before = before.kept()
	}
	if after != nil {
		c.After = after.kept()
	}
	if before != nil && after != nil && before.URL != after.URL {
		c.Touched = append(c.Touched, "url")
	}
	if rotated {
		c.Touched = append(c.Touched, "secret")
	}
	return unit.Keep(ctx, c)
}

// Restore makes settings that the history kept those of a webhook. Its address and its secret stay as they are.
func (s *Service) Restore(ctx context.Context, webhookID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k kept
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	w, _, err := s.d.Store.Webhook(ctx, webhookID)
	if err != nil {
		return err
	}
	_, err = s.Update(ctx, webhookID, Edit{Version: w.Version, Description: &k.Description, Events: k.Events, Enabled: &k.Enabled})
	return err
}
