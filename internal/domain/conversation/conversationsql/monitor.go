package conversationsql

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

var _ conversation.Oversights = (*Store)(nil)

// overseen is what supervisors ask for as conditions.
func overseen(b *builder, o *conversation.Oversight) []string {
	if o == nil {
		return nil
	}
	var and []string
	if o.Important {
		and = append(and, `c.customer_level = 'vip'`)
	}
	if o.MostScore > 0 {
		and = append(and, `c.rating_score > 0 AND c.rating_score <= `+b.arg(o.MostScore))
	}
	if o.IDs != nil {
		and = append(and, `c.id IN `+db.List(&b.args, o.IDs))
	}
	if o.Overdue != nil {
		late := []string{`1 = 0`}
		for _, channel := range slices.Sorted(maps.Keys(o.Overdue)) {
			late = append(late, `c.channel_id = `+b.arg(channel)+` AND c.waiting_since <= `+b.arg(clock.Micros(o.Overdue[channel])))
		}
		and = append(and, `c.waiting_since > 0`, `(`+strings.Join(late, ` OR `)+`)`)
	}
	return and
}

// byID starts from the conversations that the query names.
func (s *Store) byID(ctx context.Context, tenant string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	text, args, err := named(tenant, q)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	rows, err := db.Query(ctx, s.db, scan, text, args...)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	return page.Cut(rows, q.Page.Size(), func(c conversation.Conversation) []any { return []any{clock.Micros(c.LastEntryAt), c.ID} }), nil
}

// named is the statement of byID. The join says what is looked at first, and the sum hides the order from planners: else
// they would rather walk everything in the order of the list than look up the few that are named.
func named(tenant string, q conversation.Query) (text string, args []any, err error) {
	b, over := &builder{}, *q.Over
	values := strings.ReplaceAll(db.List(&b.args, over.IDs), `,`, `),(`)
	over.IDs, q.Over = nil, &over
	text = `SELECT ` + reading + ` FROM (SELECT DISTINCT column1 AS id FROM (VALUES ` + values + `) v) n CROSS JOIN conversation_conversations c
		WHERE c.tenant = ` + b.arg(tenant) + ` AND c.id = n.id AND ` + within(b, q)
	from, resumed, err := decodeKey(q.Page.Cursor)
	if err != nil {
		return "", nil, err
	}
	way, beyond := order(q)
	if resumed {
		text += ` AND (c.last_entry_at + 0, c.id) ` + beyond + ` (` + b.arg(from.at) + `, ` + b.arg(from.id) + `)`
	}
	return text + ` ORDER BY c.last_entry_at + 0 ` + way + `, c.id ` + way + ` LIMIT ` + b.arg(q.Page.Size()+1), b.args, nil
}

// Loads implements conversation.MonitorRows. What is open is few beside what was; it is counted at most every two seconds.
func (s *Store) Loads(ctx context.Context) ([]conversation.Load, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (l conversation.Load, err error) {
		var held, waiting int64
		err = r.Scan(&l.TeamID, &l.AssigneeID, &held, &waiting, &l.Oldest, &l.Last)
		l.Held, l.Waiting = int(held), int(waiting)
		return l, err
	}, `SELECT c.team_id, c.assignee_id, COUNT(*), COUNT(CASE WHEN c.waiting_since > 0 THEN 1 END),
		COALESCE(MIN(CASE WHEN c.waiting_since > 0 THEN c.waiting_since END), 0), MAX(c.last_entry_at)
		FROM conversation_conversations c WHERE c.tenant = $1 AND c.status = $2
		GROUP BY c.team_id, c.assignee_id ORDER BY c.team_id, c.assignee_id`, tenant, string(conversation.Open))
}

// HeldBy implements conversation.MonitorRows.
func (s *Store) HeldBy(ctx context.Context, userID string, limit int) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT c.id FROM conversation_conversations c WHERE c.tenant = $1 AND c.assignee_id = $2 AND c.status = $3
		ORDER BY c.last_entry_at, c.id LIMIT $4`, tenant, userID, string(conversation.Open), limit)
}

// AddWhisper implements conversation.WhisperRows.
func (s *Store) AddWhisper(ctx context.Context, w conversation.Whisper) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_whispers (tenant, conversation_id, entry_id, from_user, to_user, body, at)
		VALUES (`+placeholders(7)+`)`, tenant, w.ConversationID, w.EntryID, w.From, w.To, w.Body, w.At)
}

// Whisper implements conversation.WhisperRows.
func (s *Store) Whisper(ctx context.Context, conversationID, entryID string) (conversation.Whisper, bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Whisper{}, false, err
	}
	return firstOf(db.Query(ctx, s.db, func(r db.Row) (w conversation.Whisper, err error) {
		err = r.Scan(&w.ConversationID, &w.EntryID, &w.From, &w.To, &w.Body, &w.At)
		return w, err
	}, `SELECT conversation_id, entry_id, from_user, to_user, body, at FROM conversation_whispers
		WHERE tenant = $1 AND conversation_id = $2 AND entry_id = $3`, tenant, conversationID, entryID))
}

const watchColumns = `w.id, w.conversation_id, w.user_id, w.started_at, w.ended_at, COALESCE(c.number, 0), COALESCE(c.customer_name, '')`

const watchesFrom = ` FROM conversation_watches w LEFT JOIN conversation_conversations c ON c.tenant = w.tenant AND c.id = w.conversation_id
	WHERE w.tenant = `

func scanWatch(r db.Row) (w conversation.Watch, err error) {
	err = r.Scan(&w.ID, &w.ConversationID, &w.UserID, &w.StartedAt, &w.EndedAt, &w.Number, &w.CustomerName)
	return w, err
}

// Watching implements conversation.WatchRows.
func (s *Store) Watching(ctx context.Context, userID string) (conversation.Watch, bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Watch{}, false, err
	}
	return firstOf(db.Query(ctx, s.db, scanWatch, `SELECT `+watchColumns+watchesFrom+`$1 AND w.user_id = $2 AND w.ended_at = 0
		ORDER BY w.started_at DESC LIMIT 1`, tenant, userID))
}

// AddWatch implements conversation.WatchRows.
func (s *Store) AddWatch(ctx context.Context, w conversation.Watch) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_watches (tenant, id, conversation_id, user_id, started_at, ended_at)
		VALUES (`+placeholders(6)+`)`, tenant, w.ID, w.ConversationID, w.UserID, w.StartedAt, w.EndedAt)
}

// EndWatch implements conversation.WatchRows.
func (s *Store) EndWatch(ctx context.Context, id string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `UPDATE conversation_watches SET ended_at = $3 WHERE tenant = $1 AND id = $2 AND ended_at = 0`, tenant, id, at)
}

// Watches implements conversation.WatchRows.
func (s *Store) Watches(ctx context.Context, q conversation.WatchQuery) (page.Of[conversation.Watch], error) {
	none := page.Of[conversation.Watch]{}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return none, err
	}
	from, resumed, err := decodeKey(q.Page.Cursor)
	if err != nil {
		return none, err
	}
	b := &builder{}
	text := `SELECT ` + watchColumns + watchesFrom + b.arg(tenant)
	if q.UserID != "" {
		text += ` AND w.user_id = ` + b.arg(q.UserID)
	}
	if q.ConversationID != "" {
		text += ` AND w.conversation_id = ` + b.arg(q.ConversationID)
	}
	if resumed {
		text += ` AND (w.started_at, w.id) < (` + b.arg(from.at) + `, ` + b.arg(from.id) + `)`
	}
	rows, err := db.Query(ctx, s.db, scanWatch, text+` ORDER BY w.started_at DESC, w.id DESC LIMIT `+b.arg(q.Page.Size()+1), b.args...)
	if err != nil {
		return none, err
	}
	return page.Cut(rows, q.Page.Size(), func(w conversation.Watch) []any { return []any{clock.Micros(w.StartedAt), w.ID} }), nil
}

func firstOf[T any](rows []T, err error) (T, bool, error) {
	var none T
	if err != nil || len(rows) == 0 {
		return none, false, err
	}
	return rows[0], true, nil
}
