package routingsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

const deskColumns = `user_id, skills, learned, capacity, most_chat, most_call, most_email, used, has_chat, has_call, has_email, idle_since, offered_at, version`

// kinds are those that are counted, in the order of the columns.
var kinds = []string{"chat", "call", "email"}

func scanDesk(r db.Row) (d routing.Desk, err error) {
	var skills, learned []byte
	var most, has [3]int
	if err := r.Scan(&d.UserID, &skills, &learned, &d.Capacity, &most[0], &most[1], &most[2], &d.Used, &has[0], &has[1], &has[2], &d.IdleSince, &d.OfferedAt, &d.Version); err != nil {
		return d, err
	}
	d.Limits, d.Holds = map[string]int{}, map[string]int{}
	for i, kind := range kinds {
		if most[i] > 0 {
			d.Limits[kind] = most[i]
		}
		if has[i] > 0 {
			d.Holds[kind] = has[i]
		}
	}
	if err := json.Unmarshal(skills, &d.Skills); err != nil {
		return d, err
	}
	return d, json.Unmarshal(learned, &d.Learned)
}

// Desk implements routing.Desks.
func (s *Store) Desk(ctx context.Context, userID string) (routing.Desk, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return routing.Desk{}, err
	}
	d, err := db.One(ctx, s.d, scanDesk, `SELECT `+deskColumns+` FROM routing_agents WHERE tenant=$1 AND user_id=$2`, tenant, userID)
	return d, db.NoRow(err, routing.ErrNoDesk)
}

// AllDesks implements routing.Desks.
func (s *Store) AllDesks(ctx context.Context, after string, limit int) ([]routing.Desk, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanDesk, `SELECT `+deskColumns+` FROM routing_agents WHERE tenant=$1 AND user_id>$2 ORDER BY user_id LIMIT $3`, tenant, after, limit)
}

// DesksOf implements routing.DeskShelf.
func (s *Store) DesksOf(ctx context.Context, userIDs []string) ([]routing.Desk, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	list := db.List(&args, userIDs)
	return db.Query(ctx, s.d, scanDesk, `SELECT `+deskColumns+` FROM routing_agents WHERE tenant=$1 AND user_id IN `+list, args...)
}

// SaveDesk implements routing.Desks.
func (s *Store) SaveDesk(ctx context.Context, d routing.Desk) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	skills, err := json.Marshal(d.Skills)
	if err != nil {
		return err
	}
	if d.Version == 0 {
		return s.d.ExecOne(ctx, fault.ErrConflict.New(), `INSERT INTO routing_agents (tenant, `+deskColumns+`) VALUES ($1,$2,$3,'{}',$4,$5,$6,$7,0,0,0,0,$8,$9,1) ON CONFLICT DO NOTHING`,
			tenant, d.UserID, json.RawMessage(skills), d.Capacity, d.Limits["chat"], d.Limits["call"], d.Limits["email"], d.IdleSince, d.OfferedAt)
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE routing_agents SET skills=$4, capacity=$5, most_chat=$6, most_call=$7, most_email=$8, version=version+1
		WHERE tenant=$1 AND user_id=$2 AND version=$3`,
		tenant, d.UserID, d.Version, json.RawMessage(skills), d.Capacity, d.Limits["chat"], d.Limits["call"], d.Limits["email"])
}

// Learn implements routing.Desks.
func (s *Store) Learn(ctx context.Context, userID string, learned map[string]float64) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(learned)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, routing.ErrNoDesk.New(), `UPDATE routing_agents SET learned=$3 WHERE tenant=$1 AND user_id=$2`, tenant, userID, json.RawMessage(text))
}

// counted are the kind's share of the three counters.
func counted(kind string) [3]int {
	var out [3]int
	for i, k := range kinds {
		if k == kind {
			out[i] = 1
		}
	}
	return out
}

// Take implements routing.Desks.
func (s *Store) Take(ctx context.Context, userID, kind string, points, capacity int, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	n := counted(kind)
	return s.d.ExecOne(ctx, routing.ErrFull.New(), `UPDATE routing_agents SET used=used+$3, has_chat=has_chat+$4, has_call=has_call+$5, has_email=has_email+$6, offered_at=$7
		WHERE tenant=$1 AND user_id=$2 AND used+$3 <= CASE WHEN capacity>0 THEN capacity ELSE $8 END
		AND (most_chat=0 OR has_chat+$4<=most_chat) AND (most_call=0 OR has_call+$5<=most_call) AND (most_email=0 OR has_email+$6<=most_email)`,
		tenant, userID, points, n[0], n[1], n[2], at, capacity)
}

// GiveBack implements routing.Desks.
func (s *Store) GiveBack(ctx context.Context, userID, kind string, points int, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	n := counted(kind)
	return s.d.ExecOne(ctx, routing.ErrNoDesk.New(), `UPDATE routing_agents SET used=used-$3, has_chat=has_chat-$4, has_call=has_call-$5, has_email=has_email-$6, idle_since=$7
		WHERE tenant=$1 AND user_id=$2 AND used>=$3 AND has_chat>=$4 AND has_call>=$5 AND has_email>=$6`,
		tenant, userID, points, n[0], n[1], n[2], at)
}
