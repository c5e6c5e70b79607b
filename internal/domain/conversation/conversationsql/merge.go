package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// MergedInto reads what was merged into a conversation.
func (s *Store) MergedInto(ctx context.Context, id string) ([]conversation.Conversation, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scan, selectRow+`WHERE c.tenant = $1 AND c.merged_into = $2 AND c.merged_into <> '' ORDER BY c.id`, tenant, id)
}

// Redirect changes where the customer's next message goes, and forgets what was remembered of it.
func (s *Store) Redirect(ctx context.Context, customerID, channelID, from, to string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	err = s.db.Exec(ctx, `UPDATE conversation_current SET conversation_id = $5
		WHERE tenant = $1 AND customer_id = $2 AND channel_id = $3 AND conversation_id = $4`, tenant, customerID, channelID, from, to)
	s.recent.Change(ctx, recentKey(tenant, customerID, channelID), func(old conversation.Conversation, _ bool) (conversation.Conversation, bool) {
		return old, false
	})
	return err
}
