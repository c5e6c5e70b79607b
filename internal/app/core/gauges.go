package core

import (
	"context"
	"time"

	"frontdesk/internal/platform/obs"
)

// gaugeEvery is how often figures are read that cost a query.
const gaugeEvery = 15 * time.Second

type gauges struct{ events, behind, jobs obs.Gauge }

func newGauges(m *obs.Metrics) gauges {
	return gauges{
		events: m.Gauge("consumer_events_waiting", "Events a consumer has not handled yet, up to 10,000.", "consumer"),
		behind: m.Gauge("consumer_behind_seconds", "Age of the oldest event a consumer has not handled yet.", "consumer"),
		jobs:   m.Gauge("jobs", "Promises by state: waiting, overdue (due, and nobody keeps them), dead (given up).", "state"),
	}
}

// gauge reads the figures again and again until the context ends.
func (c *Core) gauge(ctx context.Context) error {
	g := newGauges(c.metrics)
	tick := time.NewTicker(gaugeEvery)
	defer tick.Stop()
	for {
		if err := c.readGauges(ctx, g); err != nil && ctx.Err() == nil {
			c.log.WarnContext(ctx, "figures not read", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (c *Core) readGauges(ctx context.Context, g gauges) error {
	all, err := c.Services.Log.Status(ctx, c.clock.Now())
	if err != nil {
		return err
	}
	for _, s := range all {
		g.events.Set(float64(s.Events), s.Name)
		g.behind.Set(s.Behind.Seconds(), s.Name)
	}
	n, err := c.jobs.Counts(ctx)
	if err != nil {
		return err
	}
	g.jobs.Set(float64(n.Waiting), "waiting")
	g.jobs.Set(float64(n.Overdue), "overdue")
	g.jobs.Set(float64(n.Dead), "dead")
	return nil
}
