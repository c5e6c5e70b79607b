package core

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/account/accounthttp"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/usecase/demo"
)

// DemoSignIns are the people to sign in as; none without a sample workspace.
func (c *Core) DemoSignIns() []accounthttp.SignIn {
	all, err := c.sample().SignIns(context.Background())
	if err != nil {
		c.log.Warn("sample sign-ins not read", "error", err)
	}
	return all
}

// SeedDemo makes the sample workspace in an empty database. Where there is a workspace already it does nothing.
func (c *Core) SeedDemo(ctx context.Context) error {
	all, err := c.Services.Account.Directory(ctx)
	if err != nil {
		return err
	}
	if len(all) > 0 {
		for _, e := range all {
			if e.Demo {
				return nil
			}
		}
		c.log.InfoContext(ctx, "no sample data: there is a workspace without it already")
		return nil
	}
	begun := c.clock.Now()
	if err := c.seeder().Seed(ctx); err != nil {
		return err
	}
	c.log.InfoContext(ctx, "sample workspace made", "took", c.clock.Now().Sub(begun).String())
	return nil
}

// seeder works on its own services, whose clock it sets back.
func (c *Core) seeder() *demo.Seeder {
	parts := c.parts
	history := demo.NewClock(c.clock)
	parts.Clock = history
	return demo.NewSeeder(demoServices(c.parts, NewServices(parts)), history)
}

// demoServices are those that the sample workspace is made through.
func demoServices(p Parts, s *Services) demo.Services {
	return demo.Services{
		Runner: p.DB, Account: s.Account, Identity: s.Identity, Customers: s.Customers, Channels: s.Channels,
		Conversations: s.Conversations, Files: s.Files, Planner: s.Planner, Views: s.Views, Quality: s.Quality, Notices: s.Notices, Knowledge: s.Knowledge, FAQ: s.FAQ, Moderation: s.Moderation,
		Summaries: s.Summaries, Keeper: s.SummaryKeeper, Visitors: s.Visitors,
		Panel: s.Panel.Panel, Fields: s.Panel.Fields, Segments: s.Panel.Segments, Reveals: s.Reveals, Apps: s.Panel.Apps,
	}
}

// DemoWidgetKey is the public key of the sample shop's widget; "" when there is none.
func (c *Core) DemoWidgetKey(ctx context.Context) string {
	entries, err := c.Services.Account.Directory(ctx)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		if !e.Demo {
			continue
		}
		list, err := c.Services.Channels.List(actor.With(ctx, actor.SystemFor(e.ID)))
		for _, ch := range list {
			if err == nil && ch.Kind == channel.Webchat {
				return ch.WidgetKey
			}
		}
	}
	return ""
}
