// Package visitorsql keeps visits, invitations and their rules in SQL, with the same statements on both engines.
package visitorsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/platform/db"
)

// Store implements visitor.Store.
type Store struct {
	d        *db.DB
	settings *db.Cache[visitor.Settings] // every page view asks whether visits are watched
	rules    *db.Cache[[]visitor.Rule]
}

// New makes the store.
func New(d *db.DB) *Store {
	return &Store{
		d: d, settings: db.NewCache[visitor.Settings](d, 1000, 5*time.Second), rules: db.NewCache[[]visitor.Rule](d, 1000, 5*time.Second),
	}
}

// Kept implements visitor.Visits.
func (s *Store) Kept(ctx context.Context, ids []string) ([]visitor.Kept, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	args := []any{tenant}
	return db.Query(ctx, s.d, func(r db.Row) (visitor.Kept, error) {
		var k visitor.Kept
		var raw json.RawMessage
		if err := r.Scan(&raw, &k.SeenAt); err != nil {
			return k, err
		}
		return k, json.Unmarshal(raw, &k.Visit)
	}, `SELECT visit, seen_at FROM visitor_visits WHERE tenant=$1 AND visitor_id IN `+db.List(&args, ids), args...)
}

// Save implements visitor.Visits.
func (s *Store) Save(ctx context.Context, k visitor.Kept) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(k.Visit)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO visitor_visits (tenant, visitor_id, customer_id, visit, seen_at, invited_day, invited, quiet_until, turn)
		VALUES ($1,$2,$3,$4,$5,'',0,0,0)
		ON CONFLICT (tenant, visitor_id) DO UPDATE SET customer_id=excluded.customer_id, visit=excluded.visit, seen_at=excluded.seen_at`,
		tenant, k.Visit.ID, k.Visit.CustomerID, json.RawMessage(raw), k.SeenAt)
}

// Limits implements visitor.Visits.
func (s *Store) Limits(ctx context.Context, visitorID string) (visitor.Limits, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return visitor.Limits{}, err
	}
	list, err := db.Query(ctx, s.d, func(r db.Row) (visitor.Limits, error) {
		var l visitor.Limits
		var n int64
		err := r.Scan(&l.Day, &n, &l.QuietUntil, &l.Turn)
		l.Invited = int(n)
		return l, err
	}, `SELECT invited_day, invited, quiet_until, turn FROM visitor_visits WHERE tenant=$1 AND visitor_id=$2`, tenant, visitorID)
	if err != nil || len(list) == 0 {
		return visitor.Limits{}, err
	}
	return list[0], nil
}

// PutLimits implements visitor.Visits.
func (s *Store) PutLimits(ctx context.Context, visitorID string, l visitor.Limits) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE visitor_visits SET invited_day=$4, invited=$5, quiet_until=$6, turn=turn+1
		WHERE tenant=$1 AND visitor_id=$2 AND turn=$3`, tenant, visitorID, l.Turn, l.Day, int64(l.Invited), l.QuietUntil)
}

// Own implements visitor.Visits.
func (s *Store) Own(ctx context.Context, customerID, from string, visitorIDs []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if from != "" {
		if err := s.d.Exec(ctx, `UPDATE visitor_visits SET customer_id=$3 WHERE tenant=$1 AND customer_id=$2 AND customer_id<>''`, tenant, from, customerID); err != nil {
			return err
		}
	}
	if len(visitorIDs) == 0 {
		return nil
	}
	args := []any{tenant, customerID}
	return s.d.Exec(ctx, `UPDATE visitor_visits SET customer_id=$2 WHERE tenant=$1 AND visitor_id IN `+db.List(&args, visitorIDs), args...)
}

func scanString(r db.Row) (string, error) {
	var v string
	err := r.Scan(&v)
	return v, err
}

// EraseCustomers implements visitor.Erasure.
func (s *Store) EraseCustomers(ctx context.Context, ids []string) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	args := []any{tenant}
	gone, err := db.Query(ctx, s.d, scanString, `DELETE FROM visitor_visits WHERE tenant=$1 AND customer_id<>'' AND customer_id IN `+
		db.List(&args, ids)+` RETURNING visitor_id`, args...)
	if err != nil || len(gone) == 0 {
		return nil, err
	}
	return gone, s.forgetInvites(ctx, tenant, gone)
}

// Forget implements visitor.Erasure.
func (s *Store) Forget(ctx context.Context, before time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	gone, err := db.Query(ctx, s.d, scanString, `DELETE FROM visitor_visits WHERE tenant=$1 AND visitor_id IN
		(SELECT visitor_id FROM visitor_visits WHERE tenant=$1 AND seen_at<$2 ORDER BY seen_at LIMIT 1000) RETURNING visitor_id`, tenant, before)
	if err != nil || len(gone) == 0 {
		return err
	}
	return s.forgetInvites(ctx, tenant, gone)
}

func (s *Store) forgetInvites(ctx context.Context, tenant string, visitorIDs []string) error {
	args := []any{tenant}
	return s.d.Exec(ctx, `DELETE FROM visitor_invites WHERE tenant=$1 AND visitor_id IN `+db.List(&args, visitorIDs), args...)
}
