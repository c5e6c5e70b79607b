// Package moderationsql keeps sensitive words, hits and the block list in SQL, with the same statements on both engines.
package moderationsql

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/platform/db"
)

// Store implements moderation.Store.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

// filter collects conditions; the tenant is the first.
type filter struct {
	args  []any
	where strings.Builder
}

func (f *filter) and(condition string, value any) {
	f.args = append(f.args, value)
	if len(f.args) > 1 {
		f.where.WriteString(" AND ")
	}
	fmt.Fprintf(&f.where, condition, len(f.args))
}

const wordColumns = `id, text, normal, side, action, replacement, note, inside, enabled, created_at, updated_at, updated_by, version`

func scanWord(r db.Row) (moderation.Word, error) {
	var w moderation.Word
	var normal string
	err := r.Scan(&w.ID, &w.Text, &normal, (*string)(&w.Side), (*string)(&w.Action), &w.Replacement, &w.Note, &w.Inside, &w.Enabled,
		&w.CreatedAt, &w.UpdatedAt, &w.UpdatedBy, &w.Version)
	return w, err
}

func wordValues(w moderation.Word) []any {
	return []any{
		w.ID, w.Text, w.Normal(), w.Side, w.Action, w.Replacement, w.Note, w.Inside, w.Enabled, w.CreatedAt, w.UpdatedAt, w.UpdatedBy, w.Version,
	}
}

// Versions implements moderation.Store.
func (s *Store) Versions(ctx context.Context) (moderation.Versions, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return moderation.Versions{}, err
	}
	v, err := db.One(ctx, s.d, func(r db.Row) (v moderation.Versions, err error) { return v, r.Scan(&v.Words, &v.Blocks) },
		`SELECT words, blocks FROM moderation_versions WHERE tenant=$1`, tenant)
	if errors.Is(err, db.ErrNoRows) {
		return moderation.Versions{}, nil
	}
	return v, err
}

// Bump implements moderation.Store.
func (s *Store) Bump(ctx context.Context, words, blocks bool) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	add := map[bool]int{true: 1, false: 0}
	return s.d.Exec(ctx, `INSERT INTO moderation_versions (tenant, words, blocks) VALUES ($1,$2,$3) ON CONFLICT (tenant) DO UPDATE
		SET words=moderation_versions.words+$2, blocks=moderation_versions.blocks+$3`, tenant, add[words], add[blocks])
}

// Word implements moderation.Words.
func (s *Store) Word(ctx context.Context, id string) (moderation.Word, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return moderation.Word{}, err
	}
	w, err := db.One(ctx, s.d, scanWord, `SELECT `+wordColumns+` FROM moderation_words WHERE tenant=$1 AND id=$2`, tenant, id)
	return w, db.NoRow(err, moderation.ErrWordNotFound)
}

// InsertWord implements moderation.Words.
func (s *Store) InsertWord(ctx context.Context, w moderation.Word) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, moderation.ErrWordTaken.New(), `INSERT INTO moderation_words (tenant, `+wordColumns+`)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) ON CONFLICT DO NOTHING`, append([]any{tenant}, wordValues(w)...)...)
}

// UpdateWord implements moderation.Words.
func (s *Store) UpdateWord(ctx context.Context, w moderation.Word) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	other, err := db.Query(ctx, s.d, func(r db.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM moderation_words WHERE tenant=$1 AND normal=$2 AND side=$3 AND id<>$4`, tenant, w.Normal(), w.Side, w.ID)
	if err != nil {
		return err
	}
	if len(other) > 0 {
		return moderation.ErrWordTaken.New()
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE moderation_words SET text=$4, normal=$5, side=$6, action=$7, replacement=$8,
		note=$9, inside=$10, enabled=$11, updated_at=$12, updated_by=$13, version=version+1 WHERE tenant=$1 AND id=$2 AND version=$3`,
		tenant, w.ID, w.Version, w.Text, w.Normal(), w.Side, w.Action, w.Replacement, w.Note, w.Inside, w.Enabled, w.UpdatedAt, w.UpdatedBy)
}

// DeleteWords implements moderation.Words.
func (s *Store) DeleteWords(ctx context.Context, ids []string) (int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	args := []any{tenant}
	n, err := s.d.ExecCount(ctx, `DELETE FROM moderation_words WHERE tenant=$1 AND id IN `+db.List(&args, ids), args...)
	return int(n), err
}

// ListWords implements moderation.Words.
func (s *Store) ListWords(ctx context.Context, q moderation.WordQuery) (page.Of[moderation.Word], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[moderation.Word]{}, err
	}
	var f filter
	f.and("tenant=$%d", tenant)
	var last string
	if more, err := page.Decode(q.Page.Cursor, &last); err != nil {
		return page.Of[moderation.Word]{}, err
	} else if more {
		f.and("id<$%d", last)
	}
	if q.Search != "" { // the normal form holds nothing that means something to LIKE
		f.and("normal LIKE $%d", "%"+q.Search+"%")
	}
	if q.Side != "" {
		f.and("side=$%d", q.Side)
	}
	if q.Action != "" {
		f.and("action=$%d", q.Action)
	}
	if q.Enabled != nil {
		f.and("enabled=$%d", *q.Enabled)
	}
	rows, err := db.Query(ctx, s.d, scanWord, `SELECT `+wordColumns+` FROM moderation_words WHERE `+f.where.String()+
		fmt.Sprintf(` ORDER BY id DESC LIMIT %d`, q.Page.Size()+1), f.args...)
	return page.Cut(rows, q.Page.Size(), func(w moderation.Word) []any { return []any{w.ID} }), err
}

// AllWords implements moderation.Words.
func (s *Store) AllWords(ctx context.Context) ([]moderation.Word, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanWord, `SELECT `+wordColumns+` FROM moderation_words WHERE tenant=$1 ORDER BY id`, tenant)
}

// CountWords implements moderation.Words.
func (s *Store) CountWords(ctx context.Context) (int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	n, err := db.One(ctx, s.d, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) },
		`SELECT count(*) FROM moderation_words WHERE tenant=$1`, tenant)
	return int(n), err
}

// together is how many rows one statement inserts.
const together = 200

// PutWords implements moderation.Words.
func (s *Store) PutWords(ctx context.Context, words []moderation.Word) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(words, together) {
		args := []any{tenant}
		rows := make([]string, len(part))
		for i, w := range part {
			values := wordValues(w)
			marks := make([]string, len(values))
			for j := range values {
				marks[j] = fmt.Sprintf("$%d", len(args)+j+1)
			}
			args = append(args, values...)
			rows[i] = "($1," + strings.Join(marks, ",") + ")"
		}
		err := s.d.Exec(ctx, `INSERT INTO moderation_words (tenant, `+wordColumns+`) VALUES `+strings.Join(rows, ",")+
			` ON CONFLICT (tenant, normal, side) DO UPDATE SET text=excluded.text, action=excluded.action, replacement=excluded.replacement,
			note=excluded.note, inside=excluded.inside, enabled=excluded.enabled, updated_at=excluded.updated_at,
			updated_by=excluded.updated_by, version=excluded.version`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}
