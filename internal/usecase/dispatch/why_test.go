package dispatch_test

import (
	"context"
	"testing"

	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
)

func TestAnOfferSaysWhyItComes(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) {
		p.Skills = []routing.Skill{{ID: "skl_en", Name: "English"}}
		p.Queues[0].Needs = []routing.NeedPlan{{Skill: "skl_en", Level: 3}}
		p.Queues[0].Strategy = routing.LongestIdle
		p.Rules = []routing.Rule{{ID: "rul_1", Name: "Emergency", On: true, HeadStart: 300}}
		p.Priorities = map[string]routing.Seconds{"normal": 60}
	})
	version := int64(0)
	if d, err := o.store.Desk(ct.AsSystem(t.Context()), ct.Cem); err == nil {
		version = d.Version
	}
	check.NoError(t, o.Do(ct.AsSystem(t.Context()), func(ctx context.Context) error {
		return o.store.SaveDesk(ctx, routing.Desk{UserID: ct.Cem, Skills: map[string]int{"skl_en": 4}, Version: version})
	}))
	check.NoError(t, o.Tick(t.Context()))
	o.look(t)
	c := o.asks(t, ct.Customer, "hello")
	offers := check.Must(o.Offers(as(t, ct.Cem)))(t)
	check.Equal(t, len(offers), 1)
	got := offers[0]
	check.Equal(t, got.Needs, []routing.Asked{{Skill: "skl_en", Name: "English", Level: 3, Own: 4}})
	check.Equal(t, got.HeadStarts, []routing.Ahead{{From: "priority", Name: "normal", Seconds: 60}, {From: "level", Name: "vip", Seconds: 300}, {From: "rule", Name: "Emergency", Seconds: 300}})
	check.Equal(t, got.HeadStartSeconds, 660)
	check.Equal(t, got.Strategy, routing.LongestIdle)
	check.Equal(t, []any{got.CustomerID, got.Number}, []any{c.CustomerID, c.Number})

	list := check.Must(o.Decisions(ct.AsSystem(t.Context()), c.ID, page.Request{}))(t)
	check.Equal(t, list.Items[0].HeadStarts, got.HeadStarts)
	check.Equal(t, len(list.Items[0].Decision.Candidates), 1)
}

func TestWhoMayNotReadRoutingLearnsOnlyOfThemselves(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.asks(t, ct.Customer, "hello")
	first := o.work(t, c.ID).Agent
	check.NoError(t, o.Decline(as(t, first), c.ID))
	o.look(t)
	check.Equal(t, len(check.Must(o.Decisions(ct.AsSystem(t.Context()), c.ID, page.Request{}))(t).Items), 2)
	own := check.Must(o.Decisions(as(t, first), c.ID, page.Request{}))(t).Items
	check.Equal(t, len(own), 1)
	check.Equal(t, own[0].Decision.Agent, first)
	check.Equal(t, own[0].Names[shop], "Shop")
	check.Equal(t, len(own[0].Decision.Candidates)+len(own[0].Decision.Excluded), 0)
}

func TestWhatRoutingDoesNotKnowStandsNowhere(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push)
	c := o.begins(t)
	resolve(t, o, c)
	check.Equal(t, check.Must(o.Standing(as(t, ct.Ann), c))(t).State, routing.NotRouted)
	me := check.Must(o.Me(as(t, ct.Bob)))(t)
	check.Equal(t, me.TransferTo, []routing.QueueName{{ID: shop, Name: "Shop"}})
	check.Equal(t, me.Points["chat"], 20)
}
