package core

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/platform/bus"
)

// Sensitive words and the block list are kept in the memory of every core. The one that changes them knows at once; it tells
// the others over the bus; who missed that finds out at the next look.
const lookAtLists = 30 * time.Second

func concernsLists(e event.Event) bool { return e.Stream == moderation.Stream }

// tellLists tells every core which workspaces changed their lists.
func (c *Core) tellLists(_ context.Context, batch []event.Recorded) error {
	told := map[string]bool{}
	for _, e := range batch {
		if told[e.Tenant] {
			continue
		}
		told[e.Tenant] = true
		if err := c.announce(contract.SubjectLists, contract.Lists{Tenant: e.Tenant}); err != nil {
			return err
		}
	}
	return nil
}

// hearLists notes which workspaces to look at.
func (c *Core) hearLists() error {
	sub, err := c.bus.Subscribe(contract.SubjectLists, "", func(m bus.Msg) {
		var changed contract.Lists
		if json.Unmarshal(m.Data, &changed) != nil {
			return
		}
		select {
		case c.lists <- changed.Tenant:
		default: // the next look finds it
		}
	})
	if err == nil {
		c.subs = append(c.subs, sub)
	}
	return err
}

// watchLists keeps what is in memory up to date until the context ends.
func (c *Core) watchLists(ctx context.Context) error {
	tick := time.NewTicker(lookAtLists)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case tenant := <-c.lists:
			c.refreshLists(ctx, tenant)
		case <-tick.C:
			for _, tenant := range c.Services.Moderation.AtHand() {
				c.refreshLists(ctx, tenant)
			}
		}
	}
}

func (c *Core) refreshLists(ctx context.Context, tenant string) {
	err := c.Services.Moderation.Refresh(actor.With(ctx, actor.SystemFor(tenant)))
	if err != nil && ctx.Err() == nil {
		c.log.WarnContext(ctx, "lists not refreshed", "error", err)
	}
}
