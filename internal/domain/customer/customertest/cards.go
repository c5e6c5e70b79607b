package customertest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
)

// PutCards implements customer.Cards.
func (m *Memory) PutCards(ctx context.Context, t customer.PageCards) error {
	return write(ctx, m, func(tenant string) error {
		if len(t.Cards) == 0 {
			delete(m.cards, [2]string{tenant, t.VisitorID})
			return nil
		}
		m.cards[[2]string{tenant, t.VisitorID}] = t
		return nil
	})
}

// CardsOf implements customer.Cards.
func (m *Memory) CardsOf(ctx context.Context, customerID string) ([]customer.PageCards, error) {
	return locked(ctx, m, func(tenant string) ([]customer.PageCards, error) {
		var out []customer.PageCards
		for k, t := range m.cards {
			if v, ok := m.visitors[k]; ok && k[0] == tenant && v.CustomerID == customerID && customerID != "" {
				out = append(out, t)
			}
		}
		slices.SortFunc(out, func(a, b customer.PageCards) int {
			return cmp.Or(b.At.Compare(a.At), strings.Compare(a.VisitorID, b.VisitorID))
		})
		return out[:min(len(out), 5)], nil
	})
}

func cards(t *testing.T, s Stores, do doFunc) {
	ctx, elsewhere := In(t.Context(), "wsp_cards"), In(t.Context(), "wsp_nocards")
	c := Person("Anna", Epoch)
	told := func(visitor string, at time.Duration, titles ...string) customer.PageCards {
		out := customer.PageCards{VisitorID: visitor, At: Epoch.Add(at)}
		for _, title := range titles {
			out.Cards = append(out.Cards, customer.Card{Kind: "order", Title: title, Facts: []customer.Fact{{Label: "Paid", Value: "yes"}}})
		}
		return out
	}
	do(t, ctx, func(ctx context.Context) error { return s.InsertCustomer(ctx, c) })
	for i, v := range []string{"vis_cards1", "vis_cards2", "vis_cards3"} {
		seen := customer.Visitor{ID: v, CustomerID: c.ID, CreatedAt: Epoch, LastSeenAt: Epoch}
		if i == 2 {
			seen.CustomerID = "" // has not written yet
		}
		do(t, ctx, func(ctx context.Context) error { return s.InsertVisitor(ctx, seen) })
	}
	first, second, third := told("vis_cards1", 0, "a"), told("vis_cards2", time.Hour, "b", "c"), told("vis_cards3", 0, "d")
	for _, one := range []customer.PageCards{told("vis_cards1", -time.Hour, "old"), first, second, third} {
		do(t, ctx, func(ctx context.Context) error { return s.PutCards(ctx, one) })
	}
	check.Equal(t, check.Must(s.CardsOf(ctx, c.ID))(t), []customer.PageCards{second, first})
	check.Equal(t, len(check.Must(s.CardsOf(ctx, ""))(t)), 0)
	check.Equal(t, len(check.Must(s.CardsOf(elsewhere, c.ID))(t)), 0)
	do(t, ctx, func(ctx context.Context) error { return s.PutCards(ctx, told("vis_cards2", 2*time.Hour)) })
	check.Equal(t, check.Must(s.CardsOf(ctx, c.ID))(t), []customer.PageCards{first})
	do(t, ctx, func(ctx context.Context) error { _, err := s.EraseCustomers(ctx, []string{c.ID}); return err })
	again := customer.Visitor{ID: "vis_cards1", CustomerID: c.ID, CreatedAt: Epoch, LastSeenAt: Epoch}
	do(t, ctx, func(ctx context.Context) error { return s.InsertVisitor(ctx, again) })
	check.Equal(t, len(check.Must(s.CardsOf(ctx, c.ID))(t)), 0)
}
