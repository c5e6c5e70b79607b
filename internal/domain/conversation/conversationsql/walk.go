package conversationsql

import (
	"context"
	"math/bits"
	"strconv"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// At implements conversation.Bulk. Those who follow the log ask for what was written a moment ago, and find it in memory.
func (s *Store) At(ctx context.Context, refs []conversation.EntryRef) ([]conversation.Entry, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	var out []conversation.Entry
	var rest []conversation.EntryRef
	for _, r := range refs {
		if e, ok := s.fresh.Peek(entryKey(tenant, r)); ok && !r.Changed {
			out = append(out, e)
		} else {
			rest = append(rest, r)
		}
	}
	if len(rest) == 0 {
		return out, nil
	}
	read, err := s.stored(ctx, tenant, rest)
	return append(out, read...), err
}

// stored reads entries. Like db.List it repeats the last place, so that few statement texts are needed.
func (s *Store) stored(ctx context.Context, tenant string, refs []conversation.EntryRef) ([]conversation.Entry, error) {
	args := []any{tenant}
	var b strings.Builder
	for i := range 1 << bits.Len(uint(len(refs)-1)) {
		if i > 0 {
			b.WriteString(", ")
		}
		r := refs[min(i, len(refs)-1)]
		// In a list of values PostgreSQL takes a parameter for text unless told.
		b.WriteString("($" + strconv.Itoa(len(args)+1) + ", CAST($" + strconv.Itoa(len(args)+2) + " AS BIGINT))")
		args = append(args, r.ConversationID, r.Seq)
	}
	return db.Query(ctx, s.db, scanEntry, `SELECT `+entryColumns+` FROM conversation_entries
		WHERE tenant = $1 AND (conversation_id, seq) IN (VALUES `+b.String()+`)`, args...)
}

// Some implements conversation.Bulk.
func (s *Store) Some(ctx context.Context, ids []string) ([]conversation.Conversation, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	args := []any{tenant}
	return db.Query(ctx, s.db, scan, `SELECT `+reading+` FROM conversation_conversations c
		WHERE c.tenant = $1 AND c.id IN `+db.List(&args, ids), args...)
}

// Next are ids of conversations in order, after one: for work on all of them.
func (s *Store) Next(ctx context.Context, after string, limit int) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM conversation_conversations WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3`, tenant, after, limit)
}
