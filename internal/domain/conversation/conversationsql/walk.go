package conversationsql

import (
	"context"
	"strconv"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// Place names one entry.
type Place struct {
	ConversationID string
	Seq            int64
}

// At are the entries at these places that exist.
func (s *Store) At(ctx context.Context, places []Place) ([]conversation.Entry, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	args := []any{tenant}
	var b strings.Builder
	for i, p := range places {
		if i > 0 {
			b.WriteString(", ")
		}
		// In a list of values PostgreSQL takes a parameter for text unless told.
		b.WriteString("($" + strconv.Itoa(len(args)+1) + ", CAST($" + strconv.Itoa(len(args)+2) + " AS BIGINT))")
		args = append(args, p.ConversationID, p.Seq)
	}
	return db.Query(ctx, s.db, scanEntry, `SELECT `+entryColumns+` FROM conversation_entries
		WHERE tenant = $1 AND (conversation_id, seq) IN (VALUES `+b.String()+`)`, args...)
}

// Some are those of the ids that exist.
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
