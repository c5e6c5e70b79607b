package conversationsql

import (
	"context"
	"slices"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// attend keeps who takes part so that it can be looked up from their side.
func (s *Store) attend(ctx context.Context, tenant string, before, after conversation.Conversation) error {
	for _, u := range after.ParticipantIDs {
		if slices.Contains(before.ParticipantIDs, u) {
			continue
		}
		err := s.db.Exec(ctx, `INSERT INTO conversation_participants (tenant, conversation_id, user_id, mentioned_at, joined_at)
			VALUES ($1, $2, $3, 0, $4) ON CONFLICT (tenant, conversation_id, user_id) DO UPDATE SET joined_at = excluded.joined_at`,
			tenant, after.ID, u, clock.Micros(after.LastEntryAt))
		if err != nil {
			return err
		}
	}
	for _, u := range before.ParticipantIDs {
		if slices.Contains(after.ParticipantIDs, u) {
			continue
		}
		err := s.db.Exec(ctx, `UPDATE conversation_participants SET joined_at = 0 WHERE tenant = $1 AND conversation_id = $2 AND user_id = $3`,
			tenant, after.ID, u)
		if err != nil {
			return err
		}
	}
	return nil
}

// byFollow starts from what the user takes part in.
func (s *Store) byFollow(ctx context.Context, tenant string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	b := &builder{}
	text := `SELECT ` + reading + ` FROM conversation_participants k
		JOIN conversation_conversations c ON c.tenant = k.tenant AND c.id = k.conversation_id
		WHERE k.tenant = ` + b.arg(tenant) + ` AND k.user_id = ` + b.arg(q.User) + ` AND k.joined_at > 0 AND ` + within(b, q)
	from, resumed, err := decodeKey(q.Page.Cursor)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	way, beyond := order(q)
	if resumed {
		text += ` AND (c.last_entry_at, c.id) ` + beyond + ` (` + b.arg(from.at) + `, ` + b.arg(from.id) + `)`
	}
	rows, err := db.Query(ctx, s.db, scan, text+` ORDER BY c.last_entry_at `+way+`, c.id `+way+` LIMIT `+b.arg(q.Page.Size()+1), b.args...)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	return page.Cut(rows, q.Page.Size(), func(c conversation.Conversation) []any { return []any{clock.Micros(c.LastEntryAt), c.ID} }), nil
}
