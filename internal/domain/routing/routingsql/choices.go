package routingsql

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

// Choose implements routing.Choices.
func (s *Store) Choose(ctx context.Context, queueID, choice string, slot time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO routing_choices (tenant, queue_id, choice, slot, n) VALUES ($1,$2,$3,$4,1)
		ON CONFLICT (tenant, slot, queue_id, choice) DO UPDATE SET n=routing_choices.n+1`, tenant, queueID, choice, slot)
}

// ChosenSince implements routing.Choices.
func (s *Store) ChosenSince(ctx context.Context, from time.Time) ([]routing.Chosen, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (c routing.Chosen, err error) { return c, r.Scan(&c.Queue, &c.Choice, &c.Count) },
		`SELECT queue_id, choice, SUM(n) FROM routing_choices WHERE tenant=$1 AND slot>=$2 GROUP BY queue_id, choice ORDER BY queue_id, choice`, tenant, clock.Micros(from))
}
