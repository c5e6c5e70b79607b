package customer_test

import (
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customertest"
)

func (w world) panel() *customer.Panel {
	return customer.NewPanel(customer.PanelDeps{
		Run: w.run, Clock: clock.Fixed(customertest.Epoch), Customers: w.Service, Cards: w.store, Notes: w.store, People: office{},
	})
}

func TestPagesTellOfOrders(t *testing.T) {
	t.Parallel()
	w := newWorld()
	p := w.panel()
	v := begin(t, w, customer.Arrival{ChannelID: "chn_1"})
	visitor := actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: v.ID})
	order := customer.Card{Kind: "order", Title: "<b>Tea</b>", Link: "https://shop.example/o/1", Picture: "http://shop.example/p.png"}
	check.NoError(t, p.Tell(visitor, []customer.Card{order}))
	c := check.Must(w.ForVisitor(system(t), v.ID, customer.Profile{}))(t)
	got := check.Must(p.Told(as(t, customer.PermRead), c.ID))(t)
	check.Equal(t, got, []customer.PageCards{{VisitorID: v.ID, At: customertest.Epoch, Cards: []customer.Card{order}}})

	check.Fault(t, p.Tell(as(t, customer.PermEdit), []customer.Card{order}), fault.ErrDenied)
	_, err := p.Told(as(t), c.ID)
	check.Fault(t, err, fault.ErrDenied)
	check.NoError(t, p.Tell(visitor, nil))
	check.Equal(t, len(check.Must(p.Told(as(t, customer.PermRead), c.ID))(t)), 0)
}

func TestHostileCardsAreNamed(t *testing.T) {
	t.Parallel()
	w := newWorld()
	p := w.panel()
	v := begin(t, w, customer.Arrival{ChannelID: "chn_1"})
	visitor := actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: v.ID})
	card := func(change func(*customer.Card)) []customer.Card {
		c := customer.Card{Kind: "product", Title: "Tea"}
		change(&c)
		return []customer.Card{c}
	}
	for _, link := range []string{
		"javascript:alert(1)", "data:text/html,x", "//shop.example", "https://", "ftp://shop.example/a", "https://me:secret@shop.example/",
		"https://shop.example/\"onload=", " https://shop.example", "java\nscript:alert(1)",
	} {
		check.FieldFault(t, p.Tell(visitor, card(func(c *customer.Card) { c.Link = link })), "cards[0].link", customer.ErrLink)
		check.FieldFault(t, p.Tell(visitor, card(func(c *customer.Card) { c.Picture = link })), "cards[0].picture", customer.ErrLink)
	}
	check.FieldFault(t, p.Tell(visitor, card(func(c *customer.Card) { c.Title = " " })), "cards[0].title", fault.ErrRequired)
	check.FieldFault(t, p.Tell(visitor, card(func(c *customer.Card) { c.Kind = "bomb" })), "cards[0].kind", fault.ErrChoice)
	check.FieldFault(t, p.Tell(visitor, card(func(c *customer.Card) { c.Status = "a\x00b" })), "cards[0].status", fault.ErrEncoding)
	check.FieldFault(t, p.Tell(visitor, card(func(c *customer.Card) { c.Facts = []customer.Fact{{}} })), "cards[0].facts[0].label", fault.ErrRequired)
	check.FieldFault(t, p.Tell(visitor, make([]customer.Card, 11)), "cards", fault.ErrTooManyOf)
	full := card(func(c *customer.Card) {
		for range 8 {
			c.Facts = append(c.Facts, customer.Fact{Label: "x", Value: strings.Repeat("字", 200)})
		}
	})
	check.FieldFault(t, p.Tell(visitor, append(full, append(full, full...)...)), "cards", customer.ErrCards)
}
