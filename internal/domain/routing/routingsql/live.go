package routingsql

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

// WorkOfMany implements routing.Line.
func (s *Store) WorkOfMany(ctx context.Context, conversationIDs []string) ([]routing.Item, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	list := db.List(&args, conversationIDs)
	return db.Query(ctx, s.d, scanWork, `SELECT `+workColumns+` FROM routing_work WHERE tenant=$1 AND conversation_id IN `+list, args...)
}

// Foremost implements routing.Line.
func (s *Store) Foremost(ctx context.Context, queueID string, limit int) ([]routing.Item, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanWork, `SELECT `+workColumns+` FROM routing_work WHERE tenant=$1 AND queue_id=$2 AND state=$3 ORDER BY rank, conversation_id LIMIT $4`,
		tenant, queueID, routing.Waits, limit)
}

// Before implements routing.Line.
func (s *Store) Before(ctx context.Context, it routing.Item) (int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	values, err := changing(it)
	if err != nil {
		return 0, err
	}
	queue, rank := values[0], values[2]
	return db.One(ctx, s.d, scanInt, `SELECT COUNT(*) FROM routing_work WHERE tenant=$1 AND queue_id=$2 AND state=$3 AND (rank, conversation_id) < ($4, $5)`,
		tenant, queue, routing.Waits, rank, it.ID)
}

func scanInt(r db.Row) (n int, err error) { return n, r.Scan(&n) }

// Crowds implements routing.Line: it looks at what is under way, never at what is over.
func (s *Store) Crowds(ctx context.Context) ([]routing.Crowd, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (c routing.Crowd, err error) {
		return c, r.Scan(&c.Queue, (*string)(&c.State), &c.Count, &c.Oldest)
	}, `SELECT queue_id, state, COUNT(*), MIN(arrived) FROM routing_work WHERE tenant=$1 GROUP BY queue_id, state ORDER BY queue_id, state`, tenant)
}

// Workspaces implements routing.Line.
func (s *Store) Workspaces(ctx context.Context) ([]string, error) {
	return db.Query(ctx, s.d, func(r db.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT DISTINCT tenant FROM routing_plans ORDER BY tenant`)
}

// Seat implements routing.Seats.
func (s *Store) Seat(ctx context.Context, userID string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO routing_agents (tenant, `+deskColumns+`) VALUES ($1,$2,'{}','{}',0,0,0,0,0,0,0,0,$3,$3,1) ON CONFLICT DO NOTHING`, tenant, userID, at)
}

// Burden implements routing.Seats.
func (s *Store) Burden(ctx context.Context, userID, kind string, points int, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	n := counted(kind)
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `INSERT INTO routing_agents (tenant, `+deskColumns+`) VALUES ($1,$2,'{}','{}',0,0,0,0,$3,$4,$5,$6,$7,$7,1)
		ON CONFLICT (tenant, user_id) DO UPDATE SET used=routing_agents.used+$3, has_chat=routing_agents.has_chat+$4, has_call=routing_agents.has_call+$5,
		has_email=routing_agents.has_email+$6`, tenant, userID, points, n[0], n[1], n[2], at)
}

// Recount implements routing.Seats.
func (s *Store) Recount(ctx context.Context, userID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	const mine = `FROM routing_work w WHERE w.tenant=$1 AND w.agent_id=$2`
	return s.d.Exec(ctx, `UPDATE routing_agents SET used=(SELECT COALESCE(SUM(w.points),0) `+mine+`), has_chat=(SELECT COUNT(*) `+mine+` AND w.kind='chat'),
		has_call=(SELECT COUNT(*) `+mine+` AND w.kind='call'), has_email=(SELECT COUNT(*) `+mine+` AND w.kind='email') WHERE tenant=$1 AND user_id=$2`, tenant, userID)
}

// Serve implements routing.Tallies.
func (s *Store) Serve(ctx context.Context, queueID, channelID string, slot time.Time, within bool) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO routing_tallies (tenant, queue_id, channel_id, slot, served, within) VALUES ($1,$2,$3,$4,1,$5)
		ON CONFLICT (tenant, slot, queue_id, channel_id) DO UPDATE SET served=routing_tallies.served+1, within=routing_tallies.within+$5`,
		tenant, queueID, channelID, slot, within)
}

// ServedSince implements routing.Tallies.
func (s *Store) ServedSince(ctx context.Context, from time.Time) ([]routing.Tally, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (t routing.Tally, err error) {
		return t, r.Scan(&t.Queue, &t.Slot, &t.Served, &t.Within)
	}, `SELECT queue_id, slot, CAST(SUM(served) AS BIGINT), CAST(SUM(within) AS BIGINT) FROM routing_tallies WHERE tenant=$1 AND slot>=$2
		GROUP BY slot, queue_id ORDER BY slot, queue_id`, tenant, clock.Micros(from))
}

// CrowdsByChannel implements routing.Channels.
func (s *Store) CrowdsByChannel(ctx context.Context) ([]routing.Crowd, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (c routing.Crowd, err error) {
		return c, r.Scan(&c.Queue, &c.Channel, (*string)(&c.State), &c.Count, &c.Oldest)
	}, `SELECT queue_id, channel_id, state, COUNT(*), MIN(arrived) FROM routing_work WHERE tenant=$1
		GROUP BY queue_id, channel_id, state ORDER BY queue_id, channel_id, state`, tenant)
}

// ServedByChannel implements routing.Channels.
func (s *Store) ServedByChannel(ctx context.Context, from time.Time) ([]routing.Tally, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (t routing.Tally, err error) {
		return t, r.Scan(&t.Queue, &t.Channel, &t.Served, &t.Within)
	}, `SELECT queue_id, channel_id, CAST(SUM(served) AS BIGINT), CAST(SUM(within) AS BIGINT) FROM routing_tallies WHERE tenant=$1 AND slot>=$2
		GROUP BY queue_id, channel_id ORDER BY queue_id, channel_id`, tenant, clock.Micros(from))
}
