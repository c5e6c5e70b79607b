package customersql

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
)

// PutCards implements customer.Cards.
func (s *Store) PutCards(ctx context.Context, t customer.PageCards) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if len(t.Cards) == 0 {
		return s.d.Exec(ctx, `DELETE FROM customer_contexts WHERE tenant=$1 AND visitor_id=$2`, tenant, t.VisitorID)
	}
	cards, err := json.Marshal(t.Cards)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO customer_contexts (tenant, visitor_id, cards, at) VALUES ($1,$2,$3,$4)
		ON CONFLICT (tenant, visitor_id) DO UPDATE SET cards=excluded.cards, at=excluded.at`,
		tenant, t.VisitorID, json.RawMessage(cards), t.At)
}

// CardsOf implements customer.Cards.
func (s *Store) CardsOf(ctx context.Context, customerID string) ([]customer.PageCards, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (customer.PageCards, error) {
		var t customer.PageCards
		var cards json.RawMessage
		if err := r.Scan(&t.VisitorID, &cards, &t.At); err != nil {
			return t, err
		}
		return t, json.Unmarshal(cards, &t.Cards)
	}, `SELECT c.visitor_id, c.cards, c.at FROM customer_visitors v JOIN customer_contexts c ON c.tenant=v.tenant AND c.visitor_id=v.id
		WHERE v.tenant=$1 AND v.customer_id=$2 AND v.customer_id<>'' ORDER BY c.at DESC, c.visitor_id LIMIT 5`, tenant, customerID)
}
