package wrapupsql

import (
	"context"
	"errors"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/platform/db"
)

const summaryColumns = `conversation_id, resolution, number, category_id, outcome, remark, team_id, agent_id, day, author_kind,
	author_id, created_at, updated_at, version`

func scanSummary(r db.Row) (wrapup.Summary, error) {
	var s wrapup.Summary
	var resolution int64
	err := r.Scan(&s.ConversationID, &resolution, &s.Number, &s.CategoryID, (*string)(&s.Outcome), &s.Remark, &s.TeamID, &s.AgentID,
		(*string)(&s.Day), &s.AuthorKind, &s.AuthorID, &s.CreatedAt, &s.UpdatedAt, &s.Version)
	s.Resolution = int(resolution)
	return s, err
}

// Summary implements wrapup.Summaries.
func (s *Store) Summary(ctx context.Context, conversationID string, resolution int) (wrapup.Summary, bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return wrapup.Summary{}, false, err
	}
	one, err := db.One(ctx, s.d, scanSummary, `SELECT `+summaryColumns+` FROM wrapup_summaries
		WHERE tenant=$1 AND conversation_id=$2 AND resolution=$3`, tenant, conversationID, resolution)
	if errors.Is(err, db.ErrNoRows) {
		return wrapup.Summary{}, false, nil
	}
	return one, err == nil, err
}

type revisionRow struct {
	resolution int
	wrapup.Revision
}

func scanRevision(r db.Row) (revisionRow, error) {
	var v revisionRow
	var resolution int64
	err := r.Scan(&resolution, &v.Version, &v.ByKind, &v.ByID, &v.At, &v.CategoryID, (*string)(&v.Outcome), &v.Remark)
	v.resolution = int(resolution)
	return v, err
}

// SummariesOf implements wrapup.Summaries.
func (s *Store) SummariesOf(ctx context.Context, conversationID string) ([]wrapup.Told, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, s.d, scanSummary, `SELECT `+summaryColumns+` FROM wrapup_summaries
		WHERE tenant=$1 AND conversation_id=$2 ORDER BY resolution DESC LIMIT 200`, tenant, conversationID)
	if err != nil {
		return nil, err
	}
	past, err := db.Query(ctx, s.d, scanRevision, `SELECT resolution, version, by_kind, by_id, at, category_id, outcome, remark
		FROM wrapup_revisions WHERE tenant=$1 AND conversation_id=$2 ORDER BY resolution DESC, version DESC LIMIT 1000`, tenant, conversationID)
	if err != nil {
		return nil, err
	}
	out := make([]wrapup.Told, 0, len(rows))
	for _, one := range rows {
		t := wrapup.Told{Summary: one, History: []wrapup.Revision{}}
		for _, v := range past {
			if v.resolution == one.Resolution {
				t.History = append(t.History, v.Revision)
			}
		}
		out = append(out, t)
	}
	return out, nil
}

// PutSummary implements wrapup.Summaries.
func (s *Store) PutSummary(ctx context.Context, one wrapup.Summary) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	stale := fault.ErrConflict.New()
	if one.Version == 0 {
		err = s.d.ExecOne(ctx, stale, `INSERT INTO wrapup_summaries (tenant, `+summaryColumns+`)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,1) ON CONFLICT (tenant, conversation_id, resolution) DO NOTHING`,
			tenant, one.ConversationID, one.Resolution, one.Number, one.CategoryID, one.Outcome, one.Remark, one.TeamID, one.AgentID,
			one.Day, one.AuthorKind, one.AuthorID, one.CreatedAt, one.UpdatedAt)
	} else {
		err = s.d.ExecOne(ctx, stale, `UPDATE wrapup_summaries SET category_id=$5, outcome=$6, remark=$7, team_id=$8, agent_id=$9, day=$10,
			author_kind=$11, author_id=$12, updated_at=$13, version=version+1
			WHERE tenant=$1 AND conversation_id=$2 AND resolution=$3 AND version=$4`,
			tenant, one.ConversationID, one.Resolution, one.Version, one.CategoryID, one.Outcome, one.Remark, one.TeamID, one.AgentID,
			one.Day, one.AuthorKind, one.AuthorID, one.UpdatedAt)
	}
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO wrapup_revisions (tenant, conversation_id, resolution, version, by_kind, by_id, at, category_id, outcome, remark)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, tenant, one.ConversationID, one.Resolution, one.Version+1, one.AuthorKind, one.AuthorID,
		one.UpdatedAt, one.CategoryID, one.Outcome, one.Remark)
}

// MarkUsed implements wrapup.Summaries.
func (s *Store) MarkUsed(ctx context.Context, categoryID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, wrapup.ErrCategoryNotFound.New(), `UPDATE wrapup_categories SET used=1 WHERE tenant=$1 AND id=$2`, tenant, categoryID)
}

// Recent implements wrapup.Summaries.
func (s *Store) Recent(ctx context.Context, authorID string, limit int) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (id string, err error) { return id, r.Scan(&id) }, `SELECT category_id FROM wrapup_summaries
		WHERE tenant=$1 AND author_id=$2 ORDER BY updated_at DESC LIMIT $3`, tenant, authorID, limit)
}

// EraseSummaries implements wrapup.Summaries.
func (s *Store) EraseSummaries(ctx context.Context, conversationID string) ([]wrapup.Summary, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	gone, err := db.Query(ctx, s.d, scanSummary, `SELECT `+summaryColumns+` FROM wrapup_summaries
		WHERE tenant=$1 AND conversation_id=$2 ORDER BY resolution`, tenant, conversationID)
	if err != nil || len(gone) == 0 {
		return nil, err
	}
	for _, table := range []string{"wrapup_revisions", "wrapup_summaries"} {
		if err := s.d.Exec(ctx, `DELETE FROM `+table+` WHERE tenant=$1 AND conversation_id=$2`, tenant, conversationID); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
