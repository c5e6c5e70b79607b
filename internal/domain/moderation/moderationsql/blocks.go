package moderationsql

import (
	"context"
	"fmt"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/platform/db"
)

const hitColumns = `id, at, side, action, word_id, word, author_id, conversation_id, entry_id`

func scanHit(r db.Row) (moderation.Hit, error) {
	var h moderation.Hit
	err := r.Scan(&h.ID, &h.At, (*string)(&h.Side), (*string)(&h.Action), &h.WordID, &h.Word, &h.AuthorID, &h.ConversationID, &h.EntryID)
	return h, err
}

// AddHits implements moderation.Hits.
func (s *Store) AddHits(ctx context.Context, hits []moderation.Hit) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, h := range hits {
		err := s.d.Exec(ctx, `INSERT INTO moderation_hits (tenant, `+hitColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
			tenant, h.ID, h.At, h.Side, h.Action, h.WordID, h.Word, h.AuthorID, h.ConversationID, h.EntryID)
		if err != nil {
			return err
		}
	}
	return nil
}

// ListHits implements moderation.Hits.
func (s *Store) ListHits(ctx context.Context, q moderation.HitQuery) (page.Of[moderation.Hit], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[moderation.Hit]{}, err
	}
	var f filter
	f.and("tenant=$%d", tenant)
	var at int64
	var last string
	if more, err := page.Decode(q.Page.Cursor, &at, &last); err != nil {
		return page.Of[moderation.Hit]{}, err
	} else if more {
		f.and("(at, id) < ($%d,", at)
		f.args = append(f.args, last)
		fmt.Fprintf(&f.where, " $%d)", len(f.args))
	}
	for _, one := range []struct{ column, value string }{
		{"side", string(q.Side)}, {"action", string(q.Action)}, {"author_id", q.Author}, {"word_id", q.WordID},
	} {
		if one.value != "" {
			f.and(one.column+"=$%d", one.value)
		}
	}
	rows, err := db.Query(ctx, s.d, scanHit, `SELECT `+hitColumns+` FROM moderation_hits WHERE `+f.where.String()+
		fmt.Sprintf(` ORDER BY at DESC, id DESC LIMIT %d`, q.Page.Size()+1), f.args...)
	return page.Cut(rows, q.Page.Size(), func(h moderation.Hit) []any { return []any{clock.Micros(h.At), h.ID} }), err
}

// ForgetHits implements moderation.Hits.
func (s *Store) ForgetHits(ctx context.Context, before time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM moderation_hits WHERE tenant=$1 AND at<$2`, tenant, before)
}

// ForgetOf implements moderation.Hits.
func (s *Store) ForgetOf(ctx context.Context, ids []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	args := []any{tenant}
	if err := s.d.Exec(ctx, `DELETE FROM moderation_hits WHERE tenant=$1 AND author_id IN `+db.List(&args, ids), args...); err != nil {
		return err
	}
	args = []any{tenant}
	subjects, people := db.List(&args, ids), db.List(&args, ids)
	return s.d.Exec(ctx, `DELETE FROM moderation_blocks WHERE tenant=$1 AND (subject IN `+subjects+` OR proposed_by IN `+people+`)`, args...)
}

const blockColumns = `id, kind, subject, label, status, reason, expires_at, conversation_id, proposed_by, proposed_at, decided_by,
	decided_at, lifted_by, lifted_at, version`

func scanBlock(r db.Row) (moderation.Blocked, error) {
	var b moderation.Blocked
	var expires, decided, lifted time.Time
	err := r.Scan(&b.ID, (*string)(&b.Kind), &b.Subject, &b.Label, (*string)(&b.Status), &b.Reason, &expires, &b.ConversationID,
		&b.ProposedBy, &b.ProposedAt, &b.DecidedBy, &decided, &b.LiftedBy, &lifted, &b.Version)
	b.ExpiresAt, b.DecidedAt, b.LiftedAt = db.Optional(expires), db.Optional(decided), db.Optional(lifted)
	return b, err
}

// Block implements moderation.Blocks.
func (s *Store) Block(ctx context.Context, id string) (moderation.Blocked, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return moderation.Blocked{}, err
	}
	b, err := db.One(ctx, s.d, scanBlock, `SELECT `+blockColumns+` FROM moderation_blocks WHERE tenant=$1 AND id=$2`, tenant, id)
	return b, db.NoRow(err, moderation.ErrBlockNotFound)
}

// InsertBlock implements moderation.Blocks.
func (s *Store) InsertBlock(ctx context.Context, b moderation.Blocked) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO moderation_blocks (tenant, `+blockColumns+`)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)`,
		tenant, b.ID, b.Kind, b.Subject, b.Label, b.Status, b.Reason, b.ExpiresAt, b.ConversationID, b.ProposedBy, b.ProposedAt,
		b.DecidedBy, b.DecidedAt, b.LiftedBy, b.LiftedAt, b.Version)
}

// UpdateBlock implements moderation.Blocks.
func (s *Store) UpdateBlock(ctx context.Context, b moderation.Blocked) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE moderation_blocks SET status=$4, reason=$5, expires_at=$6, decided_by=$7,
		decided_at=$8, lifted_by=$9, lifted_at=$10, version=version+1 WHERE tenant=$1 AND id=$2 AND version=$3`,
		tenant, b.ID, b.Version, b.Status, b.Reason, b.ExpiresAt, b.DecidedBy, b.DecidedAt, b.LiftedBy, b.LiftedAt)
}

// ListBlocks implements moderation.Blocks.
func (s *Store) ListBlocks(ctx context.Context, q moderation.BlockQuery) (page.Of[moderation.Blocked], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[moderation.Blocked]{}, err
	}
	var f filter
	f.and("tenant=$%d", tenant)
	var last string
	if more, err := page.Decode(q.Page.Cursor, &last); err != nil {
		return page.Of[moderation.Blocked]{}, err
	} else if more {
		f.and("id<$%d", last)
	}
	for _, one := range []struct{ column, value string }{
		{"status", string(q.Status)}, {"kind", string(q.Kind)}, {"subject", q.Subject},
	} {
		if one.value != "" {
			f.and(one.column+"=$%d", one.value)
		}
	}
	rows, err := db.Query(ctx, s.d, scanBlock, `SELECT `+blockColumns+` FROM moderation_blocks WHERE `+f.where.String()+
		fmt.Sprintf(` ORDER BY id DESC LIMIT %d`, q.Page.Size()+1), f.args...)
	return page.Cut(rows, q.Page.Size(), func(b moderation.Blocked) []any { return []any{b.ID} }), err
}

// Standing implements moderation.Blocks.
func (s *Store) Standing(ctx context.Context, at time.Time) ([]moderation.Blocked, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanBlock, `SELECT `+blockColumns+` FROM moderation_blocks
		WHERE tenant=$1 AND status IN ($2,$3) AND (expires_at=0 OR expires_at>$4) ORDER BY id`,
		tenant, moderation.Active, moderation.Proposed, at)
}

// Repoint implements moderation.Blocks.
func (s *Store) Repoint(ctx context.Context, from, into string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE moderation_blocks SET subject=$3 WHERE tenant=$1 AND subject=$2 AND kind=$4`, tenant, from, into, moderation.Customer)
}
