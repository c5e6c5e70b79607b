package conversationsql

import (
	"context"
	"errors"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// Point implements conversation.Splits.
func (s *Store) Point(ctx context.Context, conversationID string, seqs []int64, from, to string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	args := []any{tenant, conversationID, from, to}
	return s.db.Exec(ctx, `UPDATE conversation_entries SET moved_to = $4
		WHERE tenant = $1 AND conversation_id = $2 AND moved_to = $3 AND seq IN `+db.List(&args, seqs), args...)
}

// Taken implements conversation.Splits. It looks through one conversation: an index would be paid for by every message.
func (s *Store) Taken(ctx context.Context, conversationID, to string, r conversation.Range) ([]conversation.Entry, error) {
	return s.page(ctx, conversationID, r, `seq`, ` AND moved_to = $5`, to)
}

// Taker implements conversation.Splits.
func (s *Store) Taker(ctx context.Context, conversationID, fileID string) (string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return "", err
	}
	to, err := db.One(ctx, s.db, func(r db.Row) (to string, err error) { return to, r.Scan(&to) },
		`SELECT moved_to FROM conversation_entries WHERE tenant = $1 AND conversation_id = $2 AND moved_to <> '' AND attachments LIKE $3 LIMIT 1`,
		tenant, conversationID, `%"`+fileID+`"%`)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return to, err
}
