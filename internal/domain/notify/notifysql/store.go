// Package notifysql keeps notices in SQL, with the same statements on both engines.
package notifysql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/platform/db"
)

// Store implements notify.Store.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

const columns = `id, user_id, kind, conversation_id, seq, actor_kind, actor_id, times, created_at, read_at, queue`

func scan(r db.Row) (notify.Notice, error) {
	var n notify.Notice
	var times int64
	var read time.Time
	var queue string
	err := r.Scan(&n.ID, &n.UserID, (*string)(&n.Kind), &n.ConversationID, &n.Seq, (*string)(&n.By.Kind), &n.By.ID, &times, &n.CreatedAt, &read, &queue)
	n.Times = int(times)
	if err == nil && queue != "" {
		err = json.Unmarshal([]byte(queue), &n.Queue)
	}
	if !read.IsZero() {
		n.ReadAt = &read
	}
	return n, err
}

func scanInt(r db.Row) (int64, error) {
	var n int64
	err := r.Scan(&n)
	return n, err
}

// Add implements notify.Store. A read notice with the same or a later seq proves that the event was handled before.
func (s *Store) Add(ctx context.Context, n notify.Notice) (notify.Notice, bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return n, false, err
	}
	queue := ""
	if n.Queue != nil {
		raw, err := json.Marshal(n.Queue)
		if err != nil {
			return n, false, err
		}
		queue = string(raw)
	}
	known, err := db.Query(ctx, s.d, scan, `SELECT `+columns+` FROM notify_notices WHERE tenant=$1 AND user_id=$2 AND kind=$3
		AND conversation_id=$4 AND seq>=$5 ORDER BY seq DESC LIMIT 1`, tenant, n.UserID, n.Kind, n.ConversationID, n.Seq)
	if err != nil {
		return n, false, err
	}
	if len(known) > 0 {
		return known[0], false, nil
	}
	stored, err := db.One(ctx, s.d, scan, `INSERT INTO notify_notices (tenant, `+columns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,0,$11)
		ON CONFLICT (tenant, user_id, kind, conversation_id) WHERE read_at = 0 DO UPDATE SET seq=excluded.seq,
		actor_kind=excluded.actor_kind, actor_id=excluded.actor_id, times=notify_notices.times+1, created_at=excluded.created_at, queue=excluded.queue
		RETURNING `+columns,
		tenant, n.ID, n.UserID, n.Kind, n.ConversationID, n.Seq, n.By.Kind, n.By.ID, n.Times, n.CreatedAt, queue)
	return stored, err == nil, err
}

// List implements notify.Store.
func (s *Store) List(ctx context.Context, userID string, onlyUnread bool, p page.Request) (page.Of[notify.Notice], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[notify.Notice]{}, err
	}
	args := []any{tenant, userID, p.Size() + 1}
	where := ""
	if onlyUnread {
		where = " AND read_at=0"
	}
	var at int64
	var id string
	if more, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[notify.Notice]{}, err
	} else if more {
		where += " AND (created_at, id) < ($4, $5)"
		args = append(args, at, id)
	}
	rows, err := db.Query(ctx, s.d, scan, `SELECT `+columns+` FROM notify_notices WHERE tenant=$1 AND user_id=$2`+where+
		` ORDER BY created_at DESC, id DESC LIMIT $3`, args...)
	return page.Cut(rows, p.Size(), func(n notify.Notice) []any { return []any{clock.Micros(n.CreatedAt), n.ID} }), err
}

// Unread implements notify.Store.
func (s *Store) Unread(ctx context.Context, userID string) (int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	n, err := db.One(ctx, s.d, scanInt, `SELECT count(*) FROM notify_notices WHERE tenant=$1 AND user_id=$2 AND read_at=0`, tenant, userID)
	return int(n), err
}

// MarkRead implements notify.Store.
func (s *Store) MarkRead(ctx context.Context, userID string, ids []string, at time.Time) (int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	args := []any{tenant, userID, at}
	where := ""
	if ids != nil {
		where = " AND id IN " + db.List(&args, ids)
	}
	n, err := s.d.ExecCount(ctx, `UPDATE notify_notices SET read_at=$3 WHERE tenant=$1 AND user_id=$2 AND read_at=0`+where, args...)
	return int(n), err
}

// MarkConversationRead implements notify.Store.
func (s *Store) MarkConversationRead(ctx context.Context, userID, conversationID string, at time.Time) (int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	n, err := s.d.ExecCount(ctx, `UPDATE notify_notices SET read_at=$3 WHERE tenant=$1 AND user_id=$2 AND conversation_id=$4 AND read_at=0`,
		tenant, userID, at, conversationID)
	return int(n), err
}

// Forget implements notify.Store. It looks through the workspace's notices: erasing is rare.
func (s *Store) Forget(ctx context.Context, conversationID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM notify_notices WHERE tenant=$1 AND conversation_id=$2`, tenant, conversationID)
}
