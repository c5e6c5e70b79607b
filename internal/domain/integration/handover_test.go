package integration_test

import (
	"context"
	"encoding/json"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
)

// hands feeds the hand-over of a conversation to one webhook to the consumer.
func (w world) hands(webhookID string) {
	w.t.Helper()
	e := event.New(tenant, "routing_work", "cnv_1", "routing.handed_over", actor.Ref{}, w.now, map[string]any{"webhookId": webhookID})
	check.NoError(w.t, w.run.Do(w.t.Context(), func(ctx context.Context) error {
		apply, err := w.Prepare(ctx, []event.Recorded{{Event: e}})
		if err != nil || apply == nil {
			return err
		}
		return apply(ctx)
	}))
}

// undelivered are the conversations of which is told that they did not arrive.
func (w world) undelivered() []string {
	out := []string{}
	for _, e := range w.run.Events() {
		if e.Type == integration.EventUndelivered {
			var u integration.Undelivered
			check.NoError(w.t, json.Unmarshal(e.Data, &u))
			out = append(out, e.StreamID+" "+u.StreamID)
		}
	}
	return out
}

// TestAHandOverIsForOneWebhook: whatever others asked for, and whatever it asked for itself; and it is told when it does not arrive.
func TestAHandOverIsForOneWebhook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	check.Must(w.Create(w.admin(), "https://all.example", "", []string{"*"}))(t)
	one := check.Must(w.Create(w.admin(), "https://centre.example", "", []string{"webhook.test"}))(t)
	w.hands(one.ID)
	for w.work() {
	}
	check.Equal(t, len(w.sent), 1)
	check.Equal(t, w.sent[0].URL, "https://centre.example")
	check.Equal(t, w.undelivered(), []string{})

	w.status = 500
	w.hands(one.ID)
	for w.work() {
	}
	check.Equal(t, len(w.sent), 1+3)
	check.Equal(t, w.undelivered(), []string{one.ID + " cnv_1"})

	w.hands("whk_gone")
	off := false
	check.Must(w.Update(w.admin(), one.ID, integration.Edit{Version: one.Version, Enabled: &off}))(t)
	w.hands(one.ID)
	for w.work() {
	}
	check.Equal(t, len(w.sent), 4)
	check.Equal(t, w.undelivered(), []string{one.ID + " cnv_1", "whk_gone cnv_1", one.ID + " cnv_1"})
}
