package core

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/outbox"
)

// gone are the readers of the log that forget what hangs on somebody who is not there any more.
func (c *Core) gone() []outbox.Consumer {
	return []outbox.Consumer{
		{Name: "gone", Batch: 500, Concerns: concernsGone, Handle: c.forget},
		{Name: "replies", Batch: 500, SkipHistory: true, Concerns: concernsReplies, Prepare: c.forgetReplies},
	}
}

func concernsGone(e event.Event) bool { return e.Type == identity.EventUserErased }

// forget removes what people who are gone kept for themselves in other domains.
func (c *Core) forget(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		if !concernsGone(e.Event) {
			continue
		}
		if err := c.Services.Views.Forget(actor.With(ctx, actor.SystemFor(e.Tenant)), e.StreamID); err != nil {
			return err
		}
	}
	return nil
}

func concernsReplies(e event.Event) bool {
	return e.Type == customer.EventErased || e.Type == conversation.EventErased
}

// forgetReplies removes the answers to idempotency keys that tell of an erased customer or conversation. They name either.
func (c *Core) forgetReplies(ctx context.Context, batch []event.Recorded) (func(ctx context.Context) error, error) {
	ids := map[string][]string{}
	for _, e := range batch {
		if concernsReplies(e.Event) {
			ids[e.Tenant] = append(ids[e.Tenant], e.StreamID)
		}
	}
	var all []func(ctx context.Context) error
	for tenant, of := range ids {
		forget, err := c.DB.RepliesNaming(actor.With(ctx, actor.SystemFor(tenant)), of)
		if err != nil {
			return nil, err
		}
		all = append(all, forget)
	}
	return func(ctx context.Context) error {
		for _, forget := range all {
			if err := forget(ctx); err != nil {
				return err
			}
		}
		return nil
	}, nil
}
