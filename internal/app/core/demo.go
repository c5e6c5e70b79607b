package core

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/identity"
)

// DemoSignIn is a person of the sample workspace.
type DemoSignIn struct{ Email, Password, Role, Name string }

// demoPassword is the same for everybody in the sample workspace; it is printed at start and shown on the sign-in page.
const demoPassword = "frontdesk-demo"

var demoPeople = []identity.NewUser{
	{Email: "admin@lantern.example", Name: "陈志远", Alias: "8001", RoleID: identity.RoleAdmin},
	{Email: "supervisor@lantern.example", Name: "Sofia Rossi", Alias: "8002", RoleID: identity.RoleSupervisor},
	{Email: "linwei@lantern.example", Name: "林薇", Alias: "8003", RoleID: identity.RoleAgent},
	{Email: "noah@lantern.example", Name: "Noah Okafor", Alias: "8004", RoleID: identity.RoleAgent},
}

// DemoSignIns are the people of the sample workspace.
func (c *Core) DemoSignIns() []DemoSignIn {
	out := make([]DemoSignIn, 0, len(demoPeople))
	for _, p := range demoPeople {
		out = append(out, DemoSignIn{Email: p.Email, Password: demoPassword, Role: p.RoleID, Name: p.Name})
	}
	return out
}

// SeedDemo makes the sample workspace in an empty database; with a workspace there it does nothing.
func (c *Core) SeedDemo(ctx context.Context) error {
	s := c.Services
	if none, err := s.Account.None(ctx); err != nil || !none {
		return err
	}
	return c.DB.Do(ctx, func(ctx context.Context) error {
		w, err := s.Account.Create(ctx, account.NewWorkspace{Name: "灯塔家居 Lantern Home", Slug: "lantern", Locale: "zh-CN", Timezone: "Asia/Shanghai", Demo: true})
		if err != nil {
			return err
		}
		ctx = actor.With(ctx, actor.SystemFor(w.ID))
		roles, err := s.Identity.Prepare(ctx)
		if err != nil {
			return err
		}
		for _, p := range demoPeople {
			p.RoleID, p.Password, p.Locale, p.Timezone = roles[p.RoleID], demoPassword, "zh-CN", "Asia/Shanghai"
			if _, err := s.Identity.CreateUser(ctx, p); err != nil {
				return err
			}
		}
		_, err = s.Channels.Create(ctx, "灯塔商城", nil)
		return err
	})
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
