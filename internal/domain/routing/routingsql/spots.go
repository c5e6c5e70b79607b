package routingsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

var _ routing.Spots = (*Store)(nil)

const (
	spotColumns = `conversation_id, queue_id, rank`
	// waitingIn follows the index of the queue's order.
	waitingIn = `SELECT ` + spotColumns + ` FROM routing_work WHERE tenant=$1 AND queue_id=$2 AND state=$3 AND (rank, conversation_id) > ($4, $5)
		ORDER BY rank, conversation_id LIMIT $6`
)

func scanSpot(r db.Row) (p routing.Spot, err error) {
	return p, r.Scan(&p.ConversationID, &p.QueueID, &p.Rank)
}

// SpotsOf implements routing.Spots.
func (s *Store) SpotsOf(ctx context.Context, conversationIDs []string) ([]routing.Spot, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(conversationIDs) == 0 {
		return nil, err
	}
	args := []any{tenant}
	list := db.List(&args, conversationIDs)
	return db.Query(ctx, s.d, scanSpot, `SELECT `+spotColumns+` FROM routing_work WHERE tenant=$1 AND conversation_id IN `+list, args...)
}

// WaitingIn implements routing.Spots.
func (s *Store) WaitingIn(ctx context.Context, queueID string, after routing.Spot, limit int) ([]routing.Spot, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanSpot, waitingIn, tenant, queueID, routing.Waits, after.Rank, after.ConversationID, limit)
}

// UnderWay implements routing.Spots.
func (s *Store) UnderWay(ctx context.Context, queueIDs []string, limit int) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant, limit}
	list := db.List(&args, queueIDs)
	return db.Query(ctx, s.d, func(r db.Row) (id string, err error) { return id, r.Scan(&id) }, underWay+list+` LIMIT $2`, args...)
}

const underWay = `SELECT conversation_id FROM routing_work WHERE tenant=$1 AND queue_id IN `
