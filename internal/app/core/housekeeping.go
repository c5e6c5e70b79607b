package core

import (
	"context"
	"time"
)

// Housekeeping: how often, and how long answers to idempotency keys are kept. A client that still retries after two days has
// given up.
const (
	tidyEvery   = time.Hour
	keepReplies = 48 * time.Hour
)

// tidy removes what nobody will ask for any more, until the context ends. Several nodes may do it at once.
func (c *Core) tidy(ctx context.Context) error {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		if err := c.DB.ForgetReplies(ctx, c.clock.Now().Add(-keepReplies)); err != nil && ctx.Err() == nil {
			c.log.WarnContext(ctx, "old replies not removed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
