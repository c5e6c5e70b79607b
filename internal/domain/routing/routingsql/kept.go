package routingsql

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

const keptColumns = `conversation_id, customer_id, queue_id, arrived, gone_at, until, step, plan`

func scanKept(r db.Row) (k routing.Kept, err error) {
	return k, r.Scan(&k.ConversationID, &k.CustomerID, &k.Queue, &k.Arrived, &k.Left, &k.Until, &k.Step, &k.Plan)
}

// KeepPlace implements routing.Places.
func (s *Store) KeepPlace(ctx context.Context, k routing.Kept) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO routing_kept (tenant, `+keptColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
		ON CONFLICT (tenant, conversation_id) DO UPDATE SET customer_id=$3, queue_id=$4, arrived=$5, gone_at=$6, until=$7, step=$8, plan=$9`,
		tenant, k.ConversationID, k.CustomerID, k.Queue, k.Arrived, k.Left, k.Until, k.Step, k.Plan)
}

// KeptOf implements routing.Places.
func (s *Store) KeptOf(ctx context.Context, customerIDs []string) ([]routing.Kept, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	list := db.List(&args, customerIDs)
	return db.Query(ctx, s.d, scanKept, `SELECT `+keptColumns+` FROM routing_kept WHERE tenant=$1 AND customer_id IN `+list, args...)
}

// TakePlace implements routing.Places.
func (s *Store) TakePlace(ctx context.Context, conversationID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, routing.ErrTaken.New(), `DELETE FROM routing_kept WHERE tenant=$1 AND conversation_id=$2`, tenant, conversationID)
}

// PlacesPast implements routing.Places.
func (s *Store) PlacesPast(ctx context.Context, at time.Time) (bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return false, err
	}
	n, err := db.One(ctx, s.d, scanInt, `SELECT COUNT(*) FROM (SELECT 1 FROM routing_kept WHERE tenant=$1 AND until<$2 LIMIT 1) AS past`, tenant, clock.Micros(at))
	return n > 0, err
}

// SweepPlaces implements routing.Places.
func (s *Store) SweepPlaces(ctx context.Context, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM routing_kept WHERE tenant=$1 AND until<$2`, tenant, clock.Micros(at))
}
