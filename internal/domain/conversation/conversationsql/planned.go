package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

var _ conversation.PlannedRows = (*Store)(nil)

const plannedColumns = `id, conversation_id, author_id, client_id, body, attachments, quote, confirmed, only_quiet, send_at, held, created_at, version`

func scanPlanned(r db.Row) (conversation.Planned, error) {
	var p conversation.Planned
	var attachments, quote, held string
	err := r.Scan(&p.ID, &p.ConversationID, &p.AuthorID, &p.ClientID, &p.Body, &attachments, &quote, &p.Confirmed, &p.OnlyIfQuiet, &p.SendAt,
		&held, &p.CreatedAt, &p.Version)
	if err != nil {
		return p, err
	}
	p.Held = conversation.Reason(held)
	if err := decode(attachments, &p.Attachments); err != nil {
		return p, err
	}
	return p, decode(quote, &p.Quote)
}

// PlannedIn implements conversation.PlannedRows.
func (s *Store) PlannedIn(ctx context.Context, conversationID string) ([]conversation.Planned, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanPlanned, `SELECT `+plannedColumns+` FROM conversation_planned
		WHERE tenant = $1 AND conversation_id = $2 ORDER BY send_at, id`, tenant, conversationID)
}

// Planned implements conversation.PlannedRows.
func (s *Store) Planned(ctx context.Context, id string) (conversation.Planned, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Planned{}, err
	}
	p, err := db.One(ctx, s.db, scanPlanned, `SELECT `+plannedColumns+` FROM conversation_planned WHERE tenant = $1 AND id = $2`, tenant, id)
	return p, orNotFound(err, conversation.ErrPlannedNotFound)
}

// AddPlanned implements conversation.PlannedRows.
func (s *Store) AddPlanned(ctx context.Context, p conversation.Planned) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	attachments, err := encode(p.Attachments, len(p.Attachments) == 0)
	if err != nil {
		return err
	}
	quote, err := encode(p.Quote, p.Quote == nil)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, conversation.ErrRepeated.New(), `INSERT INTO conversation_planned (tenant, `+plannedColumns+`)
		VALUES (`+placeholders(14)+`) ON CONFLICT DO NOTHING`,
		tenant, p.ID, p.ConversationID, p.AuthorID, p.ClientID, p.Body, attachments, quote, p.Confirmed, p.OnlyIfQuiet, p.SendAt,
		string(p.Held), p.CreatedAt, p.Version)
}

// SavePlanned implements conversation.PlannedRows.
func (s *Store) SavePlanned(ctx context.Context, p conversation.Planned) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	attachments, err := encode(p.Attachments, len(p.Attachments) == 0)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, conversation.ErrPlannedChanged.New(), `UPDATE conversation_planned
		SET body = $4, confirmed = $5, only_quiet = $6, send_at = $7, held = $8, attachments = $9, version = version + 1
		WHERE tenant = $1 AND id = $2 AND version = $3`,
		tenant, p.ID, p.Version, p.Body, p.Confirmed, p.OnlyIfQuiet, p.SendAt, string(p.Held), attachments)
}

// DeletePlanned implements conversation.PlannedRows.
func (s *Store) DeletePlanned(ctx context.Context, p conversation.Planned) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, conversation.ErrPlannedChanged.New(), `DELETE FROM conversation_planned
		WHERE tenant = $1 AND id = $2 AND version = $3`, tenant, p.ID, p.Version)
}
