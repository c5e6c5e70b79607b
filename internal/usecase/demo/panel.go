package demo

import (
	"context"
	"fmt"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/customer"
)

// own makes the shop's fields and segments, and what colleagues and pages know of the guests.
func (s *shop) own(ctx context.Context) error {
	s.clock.to(s.now.AddDate(0, -3, 0))
	options := func(pairs ...string) []customer.Option {
		var out []customer.Option
		for i := 0; i+1 < len(pairs); i += 2 {
			out = append(out, customer.Option{NameZh: pairs[i], NameEn: pairs[i+1]})
		}
		return out
	}
	fields := make([]customer.Field, 0, 4)
	for _, f := range []struct {
		of      customer.Owner
		kind    customer.FieldKind
		zh, en  string
		options []customer.Option
	}{
		{customer.OfCustomer, customer.FieldChoice, "会员等级", "Membership", options("普通会员", "Basic", "银卡", "Silver", "金卡", "Gold")},
		{customer.OfCustomer, customer.FieldDate, "生日", "Birthday", nil},
		{customer.OfCustomer, customer.FieldYesNo, "接受电话回访", "May be called", nil},
		{customer.OfConversation, customer.FieldChoices, "涉及产品", "Products", options("空气净化器", "Air purifier", "台灯", "Lamp", "扫地机器人", "Robot", "茶具", "Tea set")},
	} {
		made, err := s.Fields.Create(ctx, f.of, f.kind, customer.FieldEdit{NameZh: &f.zh, NameEn: &f.en, Options: f.options})
		if err != nil {
			return err
		}
		fields = append(fields, made)
	}
	gold := fields[0].Options[2].ID
	for _, g := range []struct {
		name, colour string
		condition    customer.Condition
	}{
		{"金卡会员 Gold", "yellow", customer.Condition{Field: fields[0].ID, Op: customer.Is, Value: gold}},
		{"近 7 天活跃 Active", "green", customer.Condition{Field: "lastSeenAt", Op: customer.Within, Value: 7}},
	} {
		if _, err := s.Segments.Create(ctx, customer.SegmentEdit{Name: &g.name, Colour: &g.colour, Conditions: []customer.Condition{g.condition}}); err != nil {
			return err
		}
	}
	return s.known(ctx, fields)
}

// known is what is known of each guest.
func (s *shop) known(ctx context.Context, fields []customer.Field) error {
	for i, g := range s.guests {
		level := fields[0].Options[i%len(fields[0].Options)]
		values := map[string]any{fields[0].ID: level.ID, fields[1].ID: fmt.Sprintf("19%02d-%02d-%02d", 60+i*7%40, 1+i%12, 1+i*5%28)}
		if i%3 == 0 {
			values[fields[2].ID] = i%2 == 0
		}
		if _, err := s.Fields.SetOfCustomer(ctx, g.id, values); err != nil {
			return err
		}
		if g.VIP {
			author := s.people[i%len(s.people)]
			s.clock.to(s.now.AddDate(0, 0, -1-i%20))
			text, named := remarks[g.Lang][(i+1)%len(remarks[g.Lang])], []string(nil)
			if to := s.one([]string{"supervisor", "linwei", "noah"}[i%3]); i%2 == 0 && to.id != author.id {
				text, named = "@"+to.Name+" "+text, []string{to.id}
			}
			if _, err := s.Panel.AddNote(s.act(ctx, author), g.id, text, named); err != nil {
				return err
			}
		}
		if err := s.Panel.Tell(actor.With(ctx, actor.Actor{Tenant: s.tenant, Kind: actor.Visitor, ID: g.visitor}), []customer.Card{order(i, g)}); err != nil {
			return err
		}
	}
	return nil
}

// order is the last one of a guest.
func order(i int, g guest) customer.Card {
	zh := [][2]string{{"空气净化器 A3", "¥1,299.00"}, {"暖光台灯 L1", "¥259.00"}, {"扫地机器人 R5", "¥2,199.00"}, {"青瓷茶具", "¥368.00"}}
	en := [][2]string{{"Air purifier A3", "£149.00"}, {"Warm lamp L1", "£39.00"}, {"Robot cleaner R5", "£259.00"}, {"Celadon tea set", "£48.00"}}
	status, goods := []string{"已发货", "已签收", "待付款"}[i%3], zh[i%len(zh)]
	if g.Lang == "en" {
		status, goods = []string{"Shipped", "Delivered", "To be paid"}[i%3], en[i%len(en)]
	}
	number := fmt.Sprintf("LH-%d", 260_000+i*37)
	return customer.Card{Kind: "order", Number: number, Title: goods[0], Amount: goods[1], Status: status, Link: home + "orders/" + number}
}
