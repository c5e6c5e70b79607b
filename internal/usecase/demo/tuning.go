package demo

import (
	"context"
	"slices"

	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/identity"
)

// tune is what people have changed in the settings since the shop opened, so that their history has something to tell.
func (s *shop) tune(ctx context.Context) error {
	s.clock.to(s.now.AddDate(0, -2, -4))
	err := s.repaint(ctx, func(look *channel.Settings) { look.Appearance.Colour = "#e2582a" })
	if err != nil {
		return err
	}
	s.clock.to(s.now.AddDate(0, -1, -9))
	about := "退款、维修与投诉 · Refunds, repairs, complaints"
	_, err = s.Identity.ChangeTeam(s.chief(ctx, identity.RoleSupervisor), s.teams[afterSales], identity.ChangeTeam{Description: &about, Version: 1})
	if err != nil {
		return err
	}
	s.clock.to(s.now.AddDate(0, 0, -12))
	return s.repaint(ctx, func(look *channel.Settings) {
		look.Appearance.Greeting = channel.Localised{
			En: "Hi, welcome to Lantern Home! Ask us about orders, delivery or anything for your home. We usually answer within two minutes.",
			Zh: "您好，欢迎来到灯塔家居！订单、物流、退换货和选购问题都可以问我们，通常两分钟内回复。",
		}
	})
}

// repaint changes the web chat in the name of the administrator.
func (s *shop) repaint(ctx context.Context, change func(look *channel.Settings)) error {
	ctx = s.chief(ctx, identity.RoleAdmin)
	c, err := s.Channels.Get(ctx, s.channel)
	if err != nil {
		return err
	}
	change(&c.Settings)
	_, err = s.Channels.Update(ctx, s.channel, channel.Edit{Version: c.Version, Settings: &c.Settings})
	return err
}

// chief acts as the first person with a role.
func (s *shop) chief(ctx context.Context, role string) context.Context {
	i := slices.IndexFunc(s.people, func(p member) bool { return p.Role == role })
	return as(ctx, s.tenant, s.people[i].id, role, s.people[i].teams)
}
