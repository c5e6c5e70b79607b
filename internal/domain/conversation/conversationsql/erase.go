package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/platform/db"
)

// Release implements conversation.Erasure.
func (s *Store) Release(ctx context.Context, conversationIDs []string) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	return db.Query(ctx, s.db, func(r db.Row) (id string, err error) { return id, r.Scan(&id) },
		`UPDATE conversation_files SET conversation_id = '' WHERE tenant = $1 AND conversation_id IN `+
			db.List(&args, conversationIDs)+` RETURNING id`, args...)
}

// Erase implements conversation.Erasure. Where no index leads to a conversation's rows the workspace's are looked through:
// erasing is rare and done in parts, and an index would be paid for by every message.
func (s *Store) Erase(ctx context.Context, conversationIDs []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	args := []any{tenant}
	in := ` WHERE tenant = $1 AND conversation_id IN ` + db.List(&args, conversationIDs)
	for _, table := range []string{"revisions", "ratings", "drafts", "tag_links", "participants", "pins", "planned", "whispers", "entries", "current"} {
		if err := s.db.Exec(ctx, `DELETE FROM conversation_`+table+in, args...); err != nil {
			return err
		}
	}
	args = []any{tenant}
	return s.db.Exec(ctx, `DELETE FROM conversation_conversations WHERE tenant = $1 AND id IN `+db.List(&args, conversationIDs), args...)
}
