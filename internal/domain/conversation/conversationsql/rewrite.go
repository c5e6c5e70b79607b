package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// quoted is the id of the entry that e quotes.
func quoted(e conversation.Entry) string {
	if e.Quote == nil {
		return ""
	}
	return e.Quote.EntryID
}

// Replace implements conversation.Rewrites: only what rewriting changes is written.
func (s *Store) Replace(ctx context.Context, e conversation.Entry) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	attachments, err := encode(e.Attachments, len(e.Attachments) == 0)
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
	err = s.db.ExecOne(ctx, conversation.ErrEntryNotFound.New(), `UPDATE conversation_entries
		SET body = $4, attachments = $5, mentions = $6, lang = $7, quote_id = $8, quote = $9, recalled = $10, edited_at = $11, card = CASE WHEN $12 = 1 THEN card ELSE '' END
		WHERE tenant = $1 AND conversation_id = $2 AND seq = $3`,
		tenant, e.ConversationID, e.Seq, e.Body, attachments, mentions, e.Lang, quoted(e), quote, e.Recalled, e.EditedAt, e.Card != nil)
	s.remember(ctx, tenant, e)
	return err
}

// Quoting implements conversation.Rewrites. It looks through one conversation: an index would be paid for by every message.
func (s *Store) Quoting(ctx context.Context, conversationID, entryID string) ([]conversation.Entry, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanEntry, `SELECT `+entryColumns+` FROM conversation_entries
		WHERE tenant = $1 AND conversation_id = $2 AND quote_id = $3 ORDER BY seq`, tenant, conversationID, entryID)
}

// Carried implements conversation.Rewrites.
func (s *Store) Carried(ctx context.Context, conversationID, fileID string) (bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return false, err
	}
	found, err := db.Query(ctx, s.db, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) },
		`SELECT 1 FROM conversation_entries WHERE tenant = $1 AND conversation_id = $2 AND attachments LIKE $3 LIMIT 1`,
		tenant, conversationID, `%"`+fileID+`"%`)
	return len(found) > 0, err
}

// WithdrawFile implements conversation.Rewrites.
func (s *Store) WithdrawFile(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `UPDATE conversation_files SET withdrawn = 1 WHERE tenant = $1 AND id = $2`, tenant, id)
}

// AddRevision implements conversation.Rewrites.
func (s *Store) AddRevision(ctx context.Context, r conversation.Revision) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	attachments, err := encode(r.Attachments, len(r.Attachments) == 0)
	if err != nil {
		return err
	}
	mentions, err := encode(r.Mentions, len(r.Mentions) == 0)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_revisions (tenant, conversation_id, entry_id, seq, body, attachments, mentions, written_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tenant, r.ConversationID, r.EntryID, r.Seq, r.Body, attachments, mentions, r.WrittenAt)
}

// Revisions implements conversation.Rewrites.
func (s *Store) Revisions(ctx context.Context, conversationID, entryID string) ([]conversation.Revision, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (conversation.Revision, error) {
		var v conversation.Revision
		var attachments, mentions string
		if err := r.Scan(&v.ConversationID, &v.EntryID, &v.Seq, &v.Body, &attachments, &mentions, &v.WrittenAt); err != nil {
			return v, err
		}
		if err := decode(attachments, &v.Attachments); err != nil {
			return v, err
		}
		return v, decode(mentions, &v.Mentions)
	}, `SELECT conversation_id, entry_id, seq, body, attachments, mentions, written_at FROM conversation_revisions
		WHERE tenant = $1 AND conversation_id = $2 AND entry_id = $3 ORDER BY seq`, tenant, conversationID, entryID)
}
