// Package notifytest holds an in-memory store of notices and the suite that every store passes.
package notifytest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/notify"
)

type row struct {
	tenant string
	notify.Notice
}

// Memory keeps notices in a list.
type Memory struct {
	mu   sync.Mutex
	rows []*row
}

// NewMemory makes an empty store.
func NewMemory() *Memory { return &Memory{} }

// of gives the rows of a user.
func (m *Memory) of(ctx context.Context, userID string) ([]*row, string, error) {
	tenant, err := actor.Tenant(ctx)
	var out []*row
	for _, r := range m.rows {
		if r.tenant == tenant && r.UserID == userID {
			out = append(out, r)
		}
	}
	return out, tenant, err
}

// Add implements notify.Store.
func (m *Memory) Add(ctx context.Context, n notify.Notice) (notify.Notice, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	rows, tenant, err := m.of(ctx, n.UserID)
	if err != nil {
		return n, false, err
	}
	var unread *row
	for _, r := range rows {
		if r.Kind != n.Kind || r.ConversationID != n.ConversationID {
			continue
		}
		if r.Seq >= n.Seq {
			return r.Notice, false, nil
		}
		if r.ReadAt == nil {
			unread = r
		}
	}
	if unread != nil {
		unread.Seq, unread.By, unread.CreatedAt, unread.Queue = n.Seq, n.By, n.CreatedAt, n.Queue
		unread.Times++
		return unread.Notice, true, nil
	}
	m.rows = append(m.rows, &row{tenant, n})
	return n, true, nil
}

// List implements notify.Store.
func (m *Memory) List(ctx context.Context, userID string, onlyUnread bool, p page.Request) (page.Of[notify.Notice], error) {
	var at int64
	var id string
	more, err := page.Decode(p.Cursor, &at, &id)
	if err != nil {
		return page.Of[notify.Notice]{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	rows, _, err := m.of(ctx, userID)
	var out []notify.Notice
	for _, r := range rows {
		us := clock.Micros(r.CreatedAt)
		if (!onlyUnread || r.ReadAt == nil) && (!more || us < at || (us == at && r.ID < id)) {
			out = append(out, r.Notice)
		}
	}
	slices.SortFunc(out, func(a, b notify.Notice) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), strings.Compare(b.ID, a.ID))
	})
	return page.Cut(out, p.Size(), func(n notify.Notice) []any { return []any{clock.Micros(n.CreatedAt), n.ID} }), err
}

// Unread implements notify.Store.
func (m *Memory) Unread(ctx context.Context, userID string) (int, error) {
	p, err := m.List(ctx, userID, true, page.Request{Limit: page.MaxLimit})
	return len(p.Items), err
}

// MarkRead implements notify.Store.
func (m *Memory) MarkRead(ctx context.Context, userID string, ids []string, at time.Time) (int, error) {
	return m.mark(ctx, userID, at, func(n notify.Notice) bool { return ids == nil || slices.Contains(ids, n.ID) })
}

// MarkConversationRead implements notify.Store.
func (m *Memory) MarkConversationRead(ctx context.Context, userID, conversationID string, at time.Time) (int, error) {
	return m.mark(ctx, userID, at, func(n notify.Notice) bool { return n.ConversationID == conversationID })
}

func (m *Memory) mark(ctx context.Context, userID string, at time.Time, which func(notify.Notice) bool) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	rows, _, err := m.of(ctx, userID)
	n := 0
	for _, r := range rows {
		if r.ReadAt == nil && which(r.Notice) {
			r.ReadAt = &at
			n++
		}
	}
	return n, err
}

// Forget implements notify.Store.
func (m *Memory) Forget(ctx context.Context, conversationID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows = slices.DeleteFunc(m.rows, func(r *row) bool { return r.tenant == tenant && r.ConversationID == conversationID })
	return nil
}
