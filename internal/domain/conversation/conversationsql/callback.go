package conversationsql

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// callBackText is a wish to be called as the column keeps it; "" for none.
func callBackText(w *conversation.CallBack) string {
	if w == nil {
		return ""
	}
	raw, err := json.Marshal(w)
	if err != nil {
		return "" // text, times and a number always marshal
	}
	return string(raw)
}

// CallsWanted implements conversation.LineRows: it looks into the index of wishes, however many conversations there are.
func (s *Store) CallsWanted(ctx context.Context, limit int) ([]conversation.CallBack, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (w conversation.CallBack, err error) {
		var text string
		if err = r.Scan(&text); err == nil {
			err = json.Unmarshal([]byte(text), &w)
		}
		return w, err
	}, `SELECT c.callback FROM conversation_conversations c WHERE c.tenant = $1 AND c.callback <> '' AND c.status IN ('open', 'snoozed') LIMIT $2`, tenant, limit)
}
