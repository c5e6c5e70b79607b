// Package qualitysql keeps inspection marks in SQL, with the same statements on both engines.
package qualitysql

import (
	"context"
	"fmt"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/quality"
	"frontdesk/internal/platform/db"
)

// Store implements quality.Store.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

const columns = `id, conversation_id, number, agent_id, reason, comment, state, verdict, marked_by, done_by, done_at, created_at, version`

func scan(r db.Row) (quality.Mark, error) {
	var m quality.Mark
	var done time.Time
	err := r.Scan(&m.ID, &m.ConversationID, &m.Number, &m.AgentID, (*string)(&m.Reason), &m.Comment, (*string)(&m.State), &m.Verdict,
		&m.MarkedBy, &m.DoneBy, &done, &m.CreatedAt, &m.Version)
	m.DoneAt = db.Optional(done)
	return m, err
}

// InsertMark implements quality.Store.
func (s *Store) InsertMark(ctx context.Context, m quality.Mark) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO quality_marks (tenant, `+columns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`,
		tenant, m.ID, m.ConversationID, m.Number, m.AgentID, m.Reason, m.Comment, m.State, m.Verdict, m.MarkedBy, m.DoneBy, m.DoneAt,
		m.CreatedAt, m.Version)
}

// Mark implements quality.Store.
func (s *Store) Mark(ctx context.Context, id string) (quality.Mark, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return quality.Mark{}, err
	}
	m, err := db.One(ctx, s.d, scan, `SELECT `+columns+` FROM quality_marks WHERE tenant=$1 AND id=$2`, tenant, id)
	return m, db.NoRow(err, quality.ErrNotFound)
}

// UpdateMark implements quality.Store.
func (s *Store) UpdateMark(ctx context.Context, m quality.Mark) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE quality_marks SET state=$4, verdict=$5, done_by=$6, done_at=$7, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, m.ID, m.Version, m.State, m.Verdict, m.DoneBy, m.DoneAt)
}

// DeleteMark implements quality.Store.
func (s *Store) DeleteMark(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, quality.ErrNotFound.New(), `DELETE FROM quality_marks WHERE tenant=$1 AND id=$2`, tenant, id)
}

// MarksOf implements quality.Lists.
func (s *Store) MarksOf(ctx context.Context, conversationID string) ([]quality.Mark, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scan, `SELECT `+columns+` FROM quality_marks WHERE tenant=$1 AND conversation_id=$2
		ORDER BY created_at DESC, id DESC LIMIT $3`, tenant, conversationID, quality.MaxMarks)
}

// ListMarks implements quality.Lists.
func (s *Store) ListMarks(ctx context.Context, f quality.Filter, p page.Request) (page.Of[quality.Mark], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[quality.Mark]{}, err
	}
	args := []any{tenant, p.Size() + 1}
	where := ""
	if f.State != "" {
		args = append(args, f.State)
		where = fmt.Sprintf(" AND state=$%d", len(args))
	}
	if f.Reason != "" {
		args = append(args, f.Reason)
		where += fmt.Sprintf(" AND reason=$%d", len(args))
	}
	var at int64
	var id string
	if more, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[quality.Mark]{}, err
	} else if more {
		args = append(args, at, id)
		where += fmt.Sprintf(" AND (created_at, id) < ($%d, $%d)", len(args)-1, len(args))
	}
	list, err := db.Query(ctx, s.d, scan, `SELECT `+columns+` FROM quality_marks WHERE tenant=$1`+where+` ORDER BY created_at DESC, id DESC LIMIT $2`, args...)
	if err != nil {
		return page.Of[quality.Mark]{}, err
	}
	return page.Cut(list, p.Size(), func(m quality.Mark) []any { return []any{clock.Micros(m.CreatedAt), m.ID} }), nil
}

// EraseMarks implements quality.Lists.
func (s *Store) EraseMarks(ctx context.Context, conversationID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM quality_marks WHERE tenant=$1 AND conversation_id=$2`, tenant, conversationID)
}
