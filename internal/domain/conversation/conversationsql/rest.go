package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// Drafts reads a person's drafts in a conversation.
func (s *Store) Drafts(ctx context.Context, conversationID, userID string) ([]conversation.Draft, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, func(r db.Row) (conversation.Draft, error) {
		var d conversation.Draft
		var kind, attachments, mentions string
		if err := r.Scan(&d.ConversationID, &kind, &d.Body, &attachments, &mentions, &d.UpdatedAt); err != nil {
			return d, err
		}
		d.Kind = conversation.Kind(kind)
		if err := decode(attachments, &d.Attachments); err != nil {
			return d, err
		}
		return d, decode(mentions, &d.Mentions)
	}, `SELECT conversation_id, kind, body, attachments, mentions, updated_at FROM conversation_drafts
		WHERE tenant = $1 AND user_id = $2 AND conversation_id = $3 ORDER BY kind`, tenant, userID, conversationID)
}

// PutDraft stores or replaces a draft.
func (s *Store) PutDraft(ctx context.Context, userID string, d conversation.Draft) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	attachments, err := encode(d.Attachments, len(d.Attachments) == 0)
	if err != nil {
		return err
	}
	mentions, err := encode(d.Mentions, len(d.Mentions) == 0)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_drafts (tenant, user_id, conversation_id, kind, body, attachments, mentions, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, user_id, conversation_id, kind)
		DO UPDATE SET body = excluded.body, attachments = excluded.attachments, mentions = excluded.mentions, updated_at = excluded.updated_at`,
		tenant, userID, d.ConversationID, d.Kind, d.Body, attachments, mentions, d.UpdatedAt)
}

// DeleteDraft removes a draft; a missing one is no error.
func (s *Store) DeleteDraft(ctx context.Context, conversationID, userID string, kind conversation.Kind) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `DELETE FROM conversation_drafts WHERE tenant = $1 AND user_id = $2 AND conversation_id = $3 AND kind = $4`,
		tenant, userID, conversationID, kind)
}

// InsertFile stores what is known about an upload.
func (s *Store) InsertFile(ctx context.Context, f conversation.File) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_files (tenant, id, conversation_id, owner_kind, owner_id, internal, name, size, mime,
		width, height, thumbnail, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		tenant, f.ID, f.ConversationID, f.OwnerKind, f.OwnerID, f.Internal, f.Name, f.Size, f.Mime, f.Width, f.Height, f.Thumbnail, f.CreatedAt)
}

// Files reads those of the ids that exist.
func (s *Store) Files(ctx context.Context, ids []string) ([]conversation.File, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	return db.Query(ctx, s.db, func(r db.Row) (conversation.File, error) {
		var f conversation.File
		var width, height int64
		err := r.Scan(&f.ID, &f.ConversationID, &f.OwnerKind, &f.OwnerID, &f.Internal, &f.Name, &f.Size, &f.Mime, &width, &height,
			&f.Thumbnail, &f.Withdrawn, &f.CreatedAt)
		f.Width, f.Height = int(width), int(height)
		return f, err
	}, `SELECT id, conversation_id, owner_kind, owner_id, internal, name, size, mime, width, height, thumbnail, withdrawn, created_at
		FROM conversation_files WHERE tenant = $1 AND id IN `+db.List(&args, ids)+` ORDER BY id`, args...)
}

// AttachFile gives a file to a conversation that may have it already.
func (s *Store) AttachFile(ctx context.Context, id, conversationID string, internal bool) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, conversation.ErrFileUsed.New(), `UPDATE conversation_files SET conversation_id = $3, internal = $4, withdrawn = 0
		WHERE tenant = $1 AND id = $2 AND conversation_id IN ('', $3)`, tenant, id, conversationID, internal)
}

// MoveFile gives a file to another conversation.
func (s *Store) MoveFile(ctx context.Context, id, conversationID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, conversation.ErrFileUsed.New(), `UPDATE conversation_files SET conversation_id = $3
		WHERE tenant = $1 AND id = $2 AND internal = 1`, tenant, id, conversationID)
}

// MarkThumbnail says that the small picture is made.
func (s *Store) MarkThumbnail(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `UPDATE conversation_files SET thumbnail = 1 WHERE tenant = $1 AND id = $2`, tenant, id)
}

// DeleteFile forgets an upload that no entry carries.
func (s *Store) DeleteFile(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, conversation.ErrFileUsed.New(), `DELETE FROM conversation_files
		WHERE tenant = $1 AND id = $2 AND conversation_id = ''`, tenant, id)
}
