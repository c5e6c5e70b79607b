package conversationsql

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

const entryWritten = `id, conversation_id, seq, public_seq, kind, author_kind, author_id, body, attachments, activity, mentions,
	client_id, lang, created_at, quote_id, quote, recalled, edited_at, card`

const entryColumns = entryWritten + `, moved_to`

// Add stores entries. A second entry with the same author and client id changes no row, which fails the unit.
func (s *Store) Add(ctx context.Context, entries []conversation.Entry) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		attachments, err := encode(e.Attachments, len(e.Attachments) == 0)
		if err != nil {
			return err
		}
		activity, err := encode(e.Activity, e.Activity == nil)
		if err != nil {
			return err
		}
		mentions, err := encode(e.Mentions, len(e.Mentions) == 0)
		if err != nil {
			return err
		}
		quote, err := encode(e.Quote, e.Quote == nil)
		if err != nil {
			return err
		}
		card, err := encode(e.Card, e.Card == nil)
		if err != nil {
			return err
		}
		err = s.db.ExecOne(ctx, conversation.ErrRepeated.New(), `INSERT INTO conversation_entries (tenant, `+entryWritten+`)
			VALUES (`+placeholders(20)+`) ON CONFLICT DO NOTHING`,
			tenant, e.ID, e.ConversationID, e.Seq, e.PublicSeq, e.Kind, e.AuthorKind, e.AuthorID, e.Body, attachments, activity, mentions,
			e.ClientID, e.Lang, e.CreatedAt, quoted(e), quote, e.Recalled, e.EditedAt, card)
		if err != nil {
			return err
		}
		s.remember(ctx, tenant, e)
	}
	return nil
}

func scanEntry(r db.Row) (conversation.Entry, error) {
	var e conversation.Entry
	var kind, authorKind, attachments, activity, mentions, quoteID, quote, card string
	err := r.Scan(&e.ID, &e.ConversationID, &e.Seq, &e.PublicSeq, &kind, &authorKind, &e.AuthorID, &e.Body, &attachments, &activity,
		&mentions, &e.ClientID, &e.Lang, &e.CreatedAt, &quoteID, &quote, &e.Recalled, &e.EditedAt, &card, &e.MovedTo)
	if err != nil {
		return e, err
	}
	e.Kind, e.AuthorKind = conversation.Kind(kind), conversation.AuthorKind(authorKind)
	if err := decode(attachments, &e.Attachments); err != nil {
		return e, err
	}
	if err := decode(activity, &e.Activity); err != nil {
		return e, err
	}
	if err := decode(quote, &e.Quote); err != nil {
		return e, err
	}
	if err := decode(card, &e.Card); err != nil {
		return e, err
	}
	return e, decode(mentions, &e.Mentions)
}

// Page reads a part of the timeline.
func (s *Store) Page(ctx context.Context, conversationID string, r conversation.Range) ([]conversation.Entry, error) {
	number, public := `seq`, ``
	if r.Public {
		number, public = `public_seq`, ` AND public_seq > 0`
	}
	return s.page(ctx, conversationID, r, number, public)
}

// page reads a part of a timeline by one of its numbers, of the entries that fulfil a condition; its arguments follow $4.
func (s *Store) page(ctx context.Context, conversationID string, r conversation.Range, number, and string, more ...any) ([]conversation.Entry, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	q := `SELECT ` + entryColumns + ` FROM conversation_entries WHERE tenant = $1 AND conversation_id = $2` + and
	args := func(edge int64) []any { return append([]any{tenant, conversationID, edge, r.Limit}, more...) }
	if r.After != 0 {
		return db.Query(ctx, s.db, scanEntry, q+` AND `+number+` > $3 ORDER BY seq LIMIT $4`, args(r.After)...)
	}
	before := r.Before
	if before <= 0 {
		before = 1 << 62
	}
	found, err := db.Query(ctx, s.db, scanEntry, q+` AND `+number+` < $3 ORDER BY seq DESC LIMIT $4`, args(before)...)
	slices.Reverse(found)
	return found, err
}

// ByClientID reads the entry that was sent with this client id.
func (s *Store) ByClientID(ctx context.Context, conversationID, authorID, clientID string) (conversation.Entry, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Entry{}, err
	}
	e, err := db.One(ctx, s.db, scanEntry, `SELECT `+entryColumns+` FROM conversation_entries
		WHERE tenant = $1 AND conversation_id = $2 AND author_id = $3 AND client_id = $4 AND client_id <> ''`,
		tenant, conversationID, authorID, clientID)
	return e, orNotFound(err, conversation.ErrEntryNotFound)
}

// ByID reads an entry; those asked for are among the newest, so the search goes backwards.
func (s *Store) ByID(ctx context.Context, conversationID, id string) (conversation.Entry, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Entry{}, err
	}
	e, err := db.One(ctx, s.db, scanEntry, `SELECT `+entryColumns+` FROM conversation_entries
		WHERE tenant = $1 AND conversation_id = $2 AND id = $3 ORDER BY seq DESC LIMIT 1`, tenant, conversationID, id)
	return e, orNotFound(err, conversation.ErrEntryNotFound)
}

// SeenAt says what a mark at seq means for the visitor and for the unread count.
func (s *Store) SeenAt(ctx context.Context, conversationID string, seq int64) (public int64, unread int, err error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, 0, err
	}
	type mark struct{ public, unread int64 }
	m, err := db.One(ctx, s.db, func(r db.Row) (m mark, err error) { return m, r.Scan(&m.public, &m.unread) },
		`SELECT COALESCE(MAX(CASE WHEN seq <= $3 THEN public_seq END), 0),
			COALESCE(SUM(CASE WHEN seq > $3 AND kind = 'message' AND author_kind = 'customer' THEN 1 ELSE 0 END), 0)
		FROM conversation_entries WHERE tenant = $1 AND conversation_id = $2`, tenant, conversationID, seq)
	return m.public, int(m.unread), err
}

// Mention remembers whom a note mentions; the last time counts.
func (s *Store) Mention(ctx context.Context, conversationID string, users []string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, u := range users {
		err := s.db.Exec(ctx, `INSERT INTO conversation_participants (tenant, conversation_id, user_id, mentioned_at)
			VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, conversation_id, user_id) DO UPDATE SET mentioned_at = excluded.mentioned_at`,
			tenant, conversationID, u, clock.Micros(at))
		if err != nil {
			return err
		}
	}
	return nil
}

// Mentioned reports whether a note of the conversation mentions the user.
func (s *Store) Mentioned(ctx context.Context, conversationID, userID string) (bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return false, err
	}
	found, err := db.Query(ctx, s.db, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) },
		`SELECT 1 FROM conversation_participants WHERE tenant = $1 AND conversation_id = $2 AND user_id = $3 AND mentioned_at > 0`, tenant, conversationID, userID)
	return len(found) > 0, err
}
