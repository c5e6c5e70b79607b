package demo

import (
	"context"
	"fmt"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/visitor"
)

// MaxPassers is how many simulated visitors look around without writing.
const MaxPassers = 36

const (
	passers = 120 // simulated browsers; they come back
	atOnce  = 3   // who come in one turn
)

// passer is one simulated visitor who looks around.
type passer struct {
	ID, Customer, Channel string
	Lang, Region          string
	Referrer, Query       string // of the first page
	Left                  int    // pages still to see
	At                    time.Time
}

// ways are where passers come from: a referrer, and what campaigns add to the address.
var ways = [][2]string{
	{"", ""},
	{"https://www.baidu.com/s?wd=%E7%A9%BA%E6%B0%94%E5%87%80%E5%8C%96%E5%99%A8%E5%93%AA%E4%B8%AA%E5%A5%BD", ""},
	{"https://www.google.com/", ""},
	{"", "?utm_source=newsletter&utm_medium=email&utm_campaign=autumn-sale"},
	{"https://www.bing.com/search?q=quiet+robot+vacuum", ""},
	{"https://mp.weixin.qq.com/s/x", ""},
	{"https://m.baidu.com/s?word=%E5%8A%A0%E6%B9%BF%E5%99%A8%E6%8E%A8%E8%8D%90", "?utm_source=baidu&utm_medium=cpc&utm_campaign=winter"},
	{"https://blog.example.com/small-flats", ""},
	{"https://www.xiaohongshu.com/", ""},
}

// places are where passers are, by language.
var places = map[string][]string{
	"zh": {"上海", "广东 深圳", "北京", "浙江 杭州", "四川 成都", "江苏 南京", "湖北 武汉"},
	"en": {"London", "Manchester", "Dublin", "Singapore", "Sydney", "Toronto"},
}

// stroll lets passers come, look at the next page, answer invitations and go.
func (v *Simulator) stroll(ctx context.Context, c *crowd, now time.Time) error {
	for range atOnce {
		if len(c.Passers) >= MaxPassers || c.PassAt.After(now) {
			break
		}
		came, err := v.pass(ctx, now)
		if err != nil {
			return err
		}
		c.Passers = append(c.Passers, came)
		if len(c.Passers) > MaxPassers/2 {
			c.PassAt = now.Add(between(time.Second, 9*time.Second))
		}
	}
	left := c.Passers[:0]
	for _, p := range c.Passers {
		stays, err := v.look(ctx, c, p, now)
		if err != nil {
			return err
		}
		if stays {
			left = append(left, p)
		}
	}
	c.Passers = left
	var here []string
	for _, p := range c.Passers {
		here = append(here, p.ID)
	}
	for _, one := range c.Visitors {
		here = append(here, one.ID)
	}
	return v.stay(ctx, here)
}

// pass lets a browser come to the shop: mostly nobody who is known.
func (v *Simulator) pass(ctx context.Context, now time.Time) (*passer, error) {
	channelID, err := v.channel(ctx)
	if err != nil {
		return nil, err
	}
	n := roll(passers)
	lang := "zh"
	if n%3 == 0 {
		lang = "en"
	}
	way := ways[n%len(ways)]
	locale, zone := "zh-CN", "Asia/Shanghai"
	if lang == "en" {
		locale, zone = "en-GB", "Europe/London"
	}
	came, err := v.s.Customers.Begin(ctx, customer.Arrival{
		ChannelID: channelID, UserAgent: browsers[n%len(browsers)], Locale: locale, Timezone: zone,
		Identity: &customer.Claim{ExternalID: fmt.Sprintf("%spass-%03d", Mark, n), Profile: customer.Profile{Locale: locale}},
	})
	if err != nil {
		return nil, err
	}
	return &passer{
		ID: came.ID, Customer: came.CustomerID, Channel: channelID, Lang: lang, Region: places[lang][n%len(places[lang])],
		Referrer: way[0], Query: way[1], Left: 3 + roll(9), At: now,
	}, nil
}

// look shows the next page, if it is time.
func (v *Simulator) look(ctx context.Context, c *crowd, p *passer, now time.Time) (stays bool, err error) {
	if p.At.After(now) {
		return true, nil
	}
	if p.Left--; p.Left < 0 {
		return false, nil
	}
	world, err := Generate(1, 1, 1, now)
	if err != nil {
		return false, err
	}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return false, err
	}
	as := actor.With(ctx, actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: p.ID, OnBehalfOf: p.Customer, Via: p.Channel})
	at := roll(len(pages))
	seen, err := v.s.Visitors.Look(as, visitor.Arrival{
		URL: home + pages[at] + p.Query, Title: title(p.Lang, at, world), Referrer: p.Referrer, Region: p.Region,
	})
	if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Denied {
		return false, nil // the sample is being removed
	}
	if err != nil {
		return false, err
	}
	p.Query, p.Referrer, p.At = "", "", now.Add(between(12*time.Second, 80*time.Second))
	if seen.Invite == nil {
		return true, nil
	}
	return v.answer(as, c, p, seen.Invite.ID, now)
}

// answer accepts an invitation more often than not; who accepts has a question.
func (v *Simulator) answer(ctx context.Context, c *crowd, p *passer, inviteID string, now time.Time) (stays bool, err error) {
	if roll(5) > 2 || len(c.Visitors) >= MaxVisitors {
		_, err := v.s.Visitors.Answer(ctx, inviteID, visitor.Refused)
		return true, soft(err)
	}
	i, err := v.s.Visitors.Answer(ctx, inviteID, visitor.Accepted)
	if err != nil {
		return true, soft(err)
	}
	lines, err := cue(p.Lang, now)
	if err != nil {
		return true, err
	}
	c.Visitors = append(c.Visitors, &visiting{
		ID: p.ID, Customer: p.Customer, Channel: p.Channel, Lang: p.Lang, Run: id.New("sim"), Lines: lines, Conversation: i.ConversationID,
		Writing: true, At: now.Add(between(3*time.Second, 8*time.Second)), Since: now,
	})
	return false, nil
}

// soft lets pass what happens when others are faster.
func soft(err error) error {
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied, fault.Conflict, fault.Gone:
		return nil
	default:
		return err
	}
}

// here shows somebody who came to write in the list of visitors.
func (v *Simulator) here(ctx context.Context, one *visiting, at int, called string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	as := actor.With(ctx, actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: one.ID, OnBehalfOf: one.Customer, Via: one.Channel})
	_, err = v.s.Visitors.Look(as, visitor.Arrival{URL: home + pages[at], Title: called, Noted: true, Region: places[one.Lang][roll(len(places[one.Lang]))]})
	return soft(err)
}
