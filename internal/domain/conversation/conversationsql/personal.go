package conversationsql

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

var _ conversation.PersonalRows = (*Store)(nil)

func scanText(r db.Row) (s string, err error) { return s, r.Scan(&s) }

// Pins reads the ids of what the user has pinned.
func (s *Store) Pins(ctx context.Context, userID string) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanText, `SELECT conversation_id FROM conversation_pins WHERE tenant = $1 AND user_id = $2
		ORDER BY pinned_at, conversation_id`, tenant, userID)
}

// PutPin pins a conversation; one that is pinned stays where it is.
func (s *Store) PutPin(ctx context.Context, userID, conversationID string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_pins (tenant, user_id, conversation_id, pinned_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`, tenant, userID, conversationID, at)
}

// DeletePins takes pins away.
func (s *Store) DeletePins(ctx context.Context, userID string, conversationIDs ...string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	args := []any{tenant, userID}
	return s.db.Exec(ctx, `DELETE FROM conversation_pins WHERE tenant = $1 AND user_id = $2 AND conversation_id IN `+
		db.List(&args, conversationIDs), args...)
}

// MentionsUnseen counts where the user was mentioned since they looked.
func (s *Store) MentionsUnseen(ctx context.Context, userID string) (int64, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	return db.One(ctx, s.db, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) },
		`SELECT COUNT(*) FROM conversation_participants WHERE tenant = $1 AND user_id = $2 AND mentioned_at > seen_at`, tenant, userID)
}

// SeeMention notes that the user looked; who was not mentioned leaves no row.
func (s *Store) SeeMention(ctx context.Context, userID, conversationID string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `UPDATE conversation_participants SET seen_at = $4
		WHERE tenant = $1 AND conversation_id = $2 AND user_id = $3 AND seen_at < $4`, tenant, conversationID, userID, at)
}
