package demo

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/visitor"
)

// held is a line that did not become a message: what was sent stands in the talks, and none of them has such words.
type held struct {
	side moderation.Side
	text string
}

// found are such lines, with words of the list.
var found = map[string][]held{
	"zh": {
		{moderation.Agent, "您可以加微信，我把优惠码发给您"},
		{moderation.Visitor, "能不能私下转账便宜一点"},
		{moderation.Agent, "这款绝对不会坏，放心买"},
		{moderation.Agent, "我们家是全网最便宜的"},
	},
	"en": {
		{moderation.Agent, "Just wechat me for the discount"},
		{moderation.Agent, "It is guaranteed forever"},
	},
}

const (
	hits     = 18
	revealed = 9 // customers of whom hidden data was looked at
)

// protect is what guards the shop: words that were found, who is kept out, and who looked at hidden data.
func (s *shop) protect(ctx context.Context) error {
	defer s.clock.to(time.Time{})
	for _, step := range []func(context.Context) error{s.hold, s.keepOut, s.reveal} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *shop) hold(ctx context.Context) error {
	list := s.past[max(0, len(s.past)-3*hits):]
	for n := range min(hits, len(list)/3) {
		c := list[n*3]
		of := found[c.talk.Script.Lang]
		one := of[n%len(of)]
		s.clock.to(c.last().Add(-20 * time.Second))
		v, err := s.Moderation.Vet(ctx, one.side, one.text, false)
		if err != nil && fault.KindOf(err) == fault.Internal { // what is blocked is a fault, too
			return err
		}
		author := c.guest.id
		if one.side == moderation.Agent {
			author = c.agent.id
		}
		if err := s.Moderation.Note(ctx, one.side, v, moderation.Where{ConversationID: c.id, AuthorID: author}); err != nil {
			return err
		}
	}
	return nil
}

// keepOut fills the block list: networks, a browser, and customers whom agents propose.
func (s *shop) keepOut(ctx context.Context) error {
	boss, agents := s.act(ctx, s.one("supervisor")), []member{s.one("linwei"), s.one("noah")}
	in := func(days int) *time.Time { t := s.now.AddDate(0, 0, days); return &t }
	for _, b := range []struct {
		ago  int
		made moderation.Blocked
	}{
		{21, moderation.Blocked{Kind: moderation.Address, Subject: "203.0.113.0/24", Reason: "机器刷屏，持续发送广告链接"}},
		{16, moderation.Blocked{Kind: moderation.Address, Subject: "198.51.100.23", Reason: "Abuse, warned twice", ExpiresAt: in(-2)}},
		{9, moderation.Blocked{Kind: moderation.Device, Subject: id.New("vis"), Reason: "反复辱骂客服，已提醒三次", ExpiresAt: in(21)}},
		{4, moderation.Blocked{Kind: moderation.Address, Subject: "2001:db8:42::/48", Reason: "Spam from a link farm", ExpiresAt: in(60)}},
	} {
		s.clock.to(s.now.AddDate(0, 0, -b.ago))
		if _, err := s.Moderation.AddBlock(boss, b.made); err != nil {
			return err
		}
	}
	proposed := map[string]bool{}
	for _, c := range slices.Backward(s.low) {
		if n := len(proposed); n < len(agents) && !proposed[c.guest.id] {
			proposed[c.guest.id] = true
			s.clock.to(s.now.Add(-time.Duration(3+5*n) * time.Hour))
			reason := map[string]string{"zh": "多次索要红包并威胁差评，建议暂停接待", "en": "Threatens bad reviews to get vouchers"}[c.talk.Script.Lang]
			_, err := s.Moderation.AddBlock(s.act(ctx, agents[n]), moderation.Blocked{
				Kind: moderation.Customer, Subject: c.guest.id, Label: c.guest.Name, Reason: reason, ConversationID: c.id, ExpiresAt: in(30),
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// reveal lets people look at telephone numbers and addresses that some roles do not see.
func (s *shop) reveal(ctx context.Context) error {
	who := []member{s.one("supervisor"), s.one("linwei"), s.one("noah")}
	reasons := map[string][]string{
		"zh": {"核对收货电话", "安排上门取件", "回访差评"}, "en": {"To arrange the pick-up", "Courier asked for the number", "Call back after a complaint"},
	}
	for n := range min(revealed, len(s.guests)) {
		g := s.guests[n*7%len(s.guests)]
		s.clock.to(s.now.Add(-time.Duration(2+n*15) * time.Hour))
		_, err := s.Reveals.Reveal(s.act(ctx, who[n%len(who)]), audit.Ask{
			Kind: audit.RevealCustomer, SubjectID: g.id, Field: []string{"phone", "email"}[n%2], Reason: reasons[g.Lang][n%len(reasons[g.Lang])],
		})
		if err != nil && !fault.Has(err, audit.ErrNothingHidden) {
			return err
		}
	}
	return nil
}

// outreach are the rules of the shop. They look at pages that only its own visitors see.
func outreach() []visitor.Rule {
	return []visitor.Rule{
		{
			Name: "购物车犹豫 Hesitates in the cart", Enabled: true, Position: 0,
			When:    visitor.Conditions{Seconds: 90, Pages: []string{"lantern.example/cart"}},
			Message: visitor.Localised{Zh: "您好，购物车里的商品有什么疑问吗？我可以帮您看看优惠和到货时间。", En: "Hello! Any questions about what is in your cart? I can check offers and delivery times."},
		},
		{
			Name: "再次浏览退货页 Returns page again", Enabled: true, Position: 1,
			When:    visitor.Conditions{Seconds: 45, Pages: []string{"lantern.example/returns"}, Visitors: "back"},
			Message: visitor.Localised{Zh: "需要退换货吗？把订单号发给我，我来帮您处理。", En: "Do you want to return something? Send me the order number and I will see to it."},
		},
		{
			Name: "广告访客 From advertising", Position: 2,
			When:    visitor.Conditions{Seen: 3, Sources: []string{visitor.SourceAd}},
			Message: visitor.Localised{Zh: "您好，活动期间全场包邮，想了解哪款产品？", En: "Hello! Free delivery during the sale. Which product are you interested in?"},
		},
	}
}

// invite makes the rules, and what became of the invitations of the last month.
func (s *shop) invite(ctx context.Context) error {
	defer s.clock.to(time.Time{})
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return err
	}
	s.clock.to(s.now.AddDate(0, -1, -2))
	var by, past []visitor.Counts
	for _, r := range outreach() {
		made, err := s.Visitors.AddRule(ctx, r)
		if err != nil {
			return err
		}
		if r.Enabled {
			by = append(by, visitor.Counts{RuleID: made.ID})
		}
	}
	for _, who := range []string{"linwei", "noah", "supervisor"} {
		by = append(by, visitor.Counts{UserID: s.one(who).id})
	}
	const month = 30
	for day := range month {
		for i, c := range by {
			c.Day = s.now.In(zone).AddDate(0, 0, -day).Format(time.DateOnly)
			c.Sent = (day*7 + i*5) % (9 - 2*min(i, 3)) // rules invite more than people
			c.Shown = c.Sent - c.Sent/5
			c.Accepted = c.Shown * (2 + i%2) / 6
			c.Refused = (c.Shown - c.Accepted) / 3
			if c.Sent > 0 {
				past = append(past, c)
			}
		}
	}
	return s.Visitors.Past(ctx, past)
}

// systems are the shop's other programs. They are switched off: nobody answers there.
var systems = [][2]string{{"订单系统 Orders", "https://orders.lantern.example/frontdesk"}, {"会员积分 Points", "https://points.lantern.example/panel"}}

// connect registers them.
func (s *shop) connect(ctx context.Context) error {
	defer s.clock.to(time.Time{})
	for i, one := range systems {
		s.clock.to(s.now.AddDate(0, 0, -40+9*i))
		made, err := s.Apps.Create(ctx, one[0], one[1])
		if err != nil {
			return err
		}
		off := false
		if _, err := s.Apps.Update(ctx, made.ID, integration.AppEdit{Version: made.Version, Enabled: &off}); err != nil {
			return err
		}
	}
	return nil
}

// clearOutreach removes the rules that nobody has changed with their counts, and the apps that nobody has switched on.
func (k *Keeper) clearOutreach(ctx context.Context) error {
	rules, err := k.s.Visitors.Rules(ctx)
	if err != nil {
		return err
	}
	for _, r := range rules {
		if r.Version > 1 || !slices.ContainsFunc(outreach(), func(o visitor.Rule) bool { return o.Name == r.Name }) {
			continue
		}
		if err := soft(k.s.Visitors.RemoveRule(ctx, r.ID)); err != nil {
			return err
		}
		if err := k.s.Visitors.ForgetCounts(ctx, []string{r.ID}); err != nil {
			return err
		}
	}
	apps, err := k.s.Apps.List(ctx)
	if err != nil {
		return err
	}
	for _, a := range apps {
		if a.Enabled || !slices.ContainsFunc(systems, func(o [2]string) bool { return o[1] == a.URL }) {
			continue
		}
		if err := soft(k.s.Apps.Delete(ctx, a.ID)); err != nil {
			return err
		}
	}
	return nil
}
