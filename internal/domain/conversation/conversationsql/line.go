package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// Line walks the index of who waits.
func (s *Store) Line(ctx context.Context, limit int) ([]conversation.InLine, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (w conversation.InLine, err error) {
		var since int64
		err = r.Scan(&w.ID, &w.ChannelID, &w.TeamID, &since)
		w.Since = clock.Time(since)
		return w, err
	}, `SELECT c.id, c.channel_id, c.team_id, c.waiting_since FROM conversation_conversations c
		WHERE c.tenant = $1 AND c.waiting_since > 0 AND c.status = $2 AND c.assignee_id = ''
		ORDER BY c.waiting_since, c.id LIMIT $3`, tenant, string(conversation.Open), limit)
}
