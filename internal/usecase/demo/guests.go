package demo

import (
	"context"
	"fmt"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
)

// guest is a sample customer with a browser.
type guest struct {
	Person
	id, visitor string
	customer    conversation.Customer
}

const home = "https://www.lantern.example/"

// welcome makes the customers: each came to the shop before their first conversation, looked around and signed in.
func (s *shop) welcome(ctx context.Context) error {
	first, visits := map[int]time.Time{}, map[int][]Talk{}
	for _, t := range s.world.Talks {
		if _, known := first[t.Person]; !known {
			first[t.Person] = t.Started
		}
		visits[t.Person] = append(visits[t.Person], t)
	}
	for i, p := range s.world.People {
		at, wrote := first[i]
		if !wrote {
			at = s.now.Add(-time.Duration(3+i) * time.Hour)
		}
		g, err := s.arrive(ctx, i, p, at.Add(-time.Duration(4+i%9)*time.Minute))
		if err != nil {
			return err
		}
		if err := s.describe(ctx, i, &g); err != nil {
			return err
		}
		for _, t := range visits[i][max(0, len(visits[i])-3):] {
			if err := s.wander(ctx, g, t); err != nil {
				return err
			}
			s.clock.to(t.Lines[len(t.Lines)-1].At)
			if _, err := s.Customers.ForVisitor(ctx, g.visitor, customer.Profile{}); err != nil { // was last seen then
				return err
			}
		}
		s.guests = append(s.guests, g)
	}
	return nil
}

func (s *shop) arrive(ctx context.Context, i int, p Person, at time.Time) (guest, error) {
	s.clock.to(at)
	locale, zone := "zh-CN", "Asia/Shanghai"
	if p.Lang == "en" {
		locale, zone = "en-GB", "Europe/London"
	}
	v, err := s.Customers.Begin(ctx, customer.Arrival{
		ChannelID: s.channel, UserAgent: browsers[i%len(browsers)], Locale: locale, Timezone: zone,
		Referrer: []string{"https://www.example.com/search", "", "https://social.example.com/", ""}[i%4],
		Page:     customer.PageView{URL: home, Title: title(p.Lang, 0, s.world)},
		Identity: &customer.Claim{ExternalID: fmt.Sprintf("%s%03d", Mark, i+1), Profile: customer.Profile{
			Name: p.Name, Email: p.Email, Phone: p.Phone, Company: p.Company, Locale: locale, Timezone: zone, Attributes: attributes(i, p),
		}},
	})
	return guest{Person: p, id: v.CustomerID, visitor: v.ID}, err
}

func attributes(i int, p Person) map[string]any {
	orders, spent := 1+i*7%23, 120+i*613%9000
	if p.Lang == "zh" {
		return map[string]any{"会员等级": []string{"普通", "银卡", "金卡", "黑卡"}[i%4], "城市": p.City, "订单数": orders, "累计消费（元）": spent}
	}
	return map[string]any{"Membership": []string{"Basic", "Silver", "Gold", "Platinum"}[i%4], "City": p.City, "Orders": orders, "Spent (GBP)": spent / 9}
}

// describe adds what agents found out: who is important, and why.
func (s *shop) describe(ctx context.Context, i int, g *guest) error {
	list, err := s.Customers.Lookup(ctx, []string{g.id})
	if err != nil {
		return err
	}
	c := list[0]
	var tags []string
	if g.VIP {
		level, note := customer.LevelVIP, remarks[g.Lang][i%len(remarks[g.Lang])]
		if c, err = s.Customers.Update(ctx, g.id, customer.Edit{Version: c.Version, Level: &level, Note: &note}); err != nil {
			return err
		}
		tags = append(tags, s.tags[vipTag])
	}
	if i%4 == 1 {
		tags = append(tags, s.tags[regularTag])
	}
	g.customer = conversation.Customer{ID: c.ID, Name: c.Name, Level: string(c.Level)}
	if len(tags) == 0 {
		return nil
	}
	_, err = s.Customers.Label(ctx, g.id, tags)
	return err
}

// wander leaves the track that leads to a talk.
func (s *shop) wander(ctx context.Context, g guest, t Talk) error {
	for i, p := range []int{(t.Page + 1) % len(pages), (t.Page + 4) % len(pages), t.Page} {
		s.clock.to(t.Started.Add(time.Duration(i-4) * 45 * time.Second))
		view := customer.PageView{URL: home + pages[p], Title: title(g.Lang, p, s.world)}
		if err := s.Customers.AddPage(ctx, g.visitor, view); err != nil {
			return err
		}
	}
	return nil
}

func title(lang string, page int, w World) string {
	name := "Lantern Home"
	if lang == "zh" {
		name = "灯塔家居"
	}
	return w.Pages[lang][page] + " - " + name
}
