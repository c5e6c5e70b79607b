package customer

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// PanelDeps are what stands beside a conversation needs.
type PanelDeps struct {
	Run       unit.Runner
	Clock     clock.Clock
	Customers *Service
	Cards     Cards
	Notes     Notes
	People    Colleagues
}

// Panel is what stands beside a conversation: what the page tells of orders and products, what colleagues wrote down.
type Panel struct{ d PanelDeps }

// NewPanel makes the service.
func NewPanel(d PanelDeps) *Panel { return &Panel{d: d} }

// Tell keeps what the page of the visitor of the context tells; nothing forgets what it told before.
func (p *Panel) Tell(ctx context.Context, cards []Card) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.Visitor {
		return fault.ErrDenied.New()
	}
	if err := checkCards(cards); err != nil {
		return err
	}
	return p.d.Run.Do(ctx, func(ctx context.Context) error {
		return p.d.Cards.PutCards(ctx, PageCards{VisitorID: a.ID, At: p.d.Clock.Now(), Cards: cards})
	})
}

// Told is what the pages of a customer's browsers told last, the newest first.
func (p *Panel) Told(ctx context.Context, customerID string) ([]PageCards, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	c, err := p.d.Customers.current(ctx, customerID)
	if err != nil {
		return nil, err
	}
	return p.d.Cards.CardsOf(ctx, c.ID)
}
