// Package knowledgesql keeps quick replies and the FAQ in SQL, with the same statements on both engines.
package knowledgesql

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/db"
)

// Store implements knowledge.Store and knowledge.FAQStore.
type Store struct {
	d        *db.DB
	loading  sync.Mutex
	versions *db.Cache[int64]
	shelves  *db.Cache[*knowledge.Shelf] // whoever types a question searches in them
	racks    *db.Cache[*knowledge.Rack]  // whoever opens a conversation is suggested something of them
}

// New makes the store. A change on another node is seen after two seconds, one of quick replies in suggestions after a minute.
func New(d *db.DB) *Store {
	return &Store{
		d: d, versions: db.NewCache[int64](d, 1000, 2*time.Second), shelves: db.NewCache[*knowledge.Shelf](d, 50, time.Hour),
		racks: db.NewCache[*knowledge.Rack](d, 50, time.Minute),
	}
}

const replyColumns = `id, scope, owner_id, folder_id, title, shortcut, body, lang, state, reason, in_use, live, effective_from,
	effective_until, edited_by, approved_by, uses, title_key, shortcut_key, initials, pinyin, created_at, updated_at, version, files`

func scanReply(r db.Row) (knowledge.Reply, error) {
	x, err := scanUsable(r, false)
	return x.Reply, err
}

func scanUsable(r db.Row, own bool) (knowledge.Usable, error) {
	var x knowledge.Usable
	var live, files string
	var from, until time.Time
	into := []any{
		&x.ID, (*string)(&x.Scope), &x.OwnerID, &x.FolderID, &x.Title, &x.Shortcut, &x.Body, &x.Lang, (*string)(&x.State), &x.Reason,
		&x.InUse, &live, &from, &until, &x.EditedBy, &x.ApprovedBy, &x.Uses, &x.Keys.Title, &x.Keys.Shortcut, &x.Keys.Initials,
		&x.Keys.Pinyin, &x.CreatedAt, &x.UpdatedAt, &x.Version, &files,
	}
	if own {
		into = append(into, &x.OwnUses, &x.Favourite)
	}
	if err := r.Scan(into...); err != nil {
		return x, err
	}
	x.EffectiveFrom, x.EffectiveUntil = db.Optional(from), db.Optional(until)
	if files != "" {
		if err := json.Unmarshal([]byte(files), &x.Files); err != nil {
			return x, err
		}
	}
	if live == "" {
		return x, nil
	}
	x.Live = &knowledge.Content{}
	return x, json.Unmarshal([]byte(live), x.Live)
}

// inJSON is how the approved form of a reply and its files are stored.
func inJSON(r knowledge.Reply) (live, files string, err error) {
	var raw []byte
	if r.Live != nil {
		if raw, err = json.Marshal(r.Live); err != nil {
			return "", "", err
		}
		live = string(raw)
	}
	if len(r.Files) > 0 {
		if raw, err = json.Marshal(r.Files); err != nil {
			return "", "", err
		}
		files = string(raw)
	}
	return live, files, nil
}

// InsertReply implements knowledge.Replies.
func (s *Store) InsertReply(ctx context.Context, r knowledge.Reply) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	live, files, err := inJSON(r)
	if err != nil {
		return err
	}
	s.racks.Drop(ctx, tenant)
	return s.d.Exec(ctx, `INSERT INTO knowledge_replies (tenant, `+replyColumns+`, search_key)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27)`,
		tenant, r.ID, r.Scope, r.OwnerID, r.FolderID, r.Title, r.Shortcut, r.Body, r.Lang, r.State, r.Reason, r.InUse, live,
		r.EffectiveFrom, r.EffectiveUntil, r.EditedBy, r.ApprovedBy, r.Uses, r.Keys.Title, r.Keys.Shortcut,
		r.Keys.Initials, r.Keys.Pinyin, r.CreatedAt, r.UpdatedAt, r.Version, files, r.Keys.Text)
}

// Reply implements knowledge.Replies.
func (s *Store) Reply(ctx context.Context, id string) (knowledge.Reply, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return knowledge.Reply{}, err
	}
	r, err := db.One(ctx, s.d, scanReply, `SELECT `+replyColumns+` FROM knowledge_replies WHERE tenant=$1 AND id=$2`, tenant, id)
	return r, db.NoRow(err, knowledge.ErrNotFound)
}

// UpdateReply implements knowledge.Replies.
func (s *Store) UpdateReply(ctx context.Context, r knowledge.Reply) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	live, files, err := inJSON(r)
	if err != nil {
		return err
	}
	s.racks.Drop(ctx, tenant)
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE knowledge_replies SET folder_id=$4, title=$5, shortcut=$6, body=$7, lang=$8, state=$9,
		reason=$10, in_use=$11, live=$12, effective_from=$13, effective_until=$14, edited_by=$15, approved_by=$16, title_key=$17,
		shortcut_key=$18, initials=$19, pinyin=$20, updated_at=$21, search_key=$22, files=$23, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`,
		tenant, r.ID, r.Version, r.FolderID, r.Title, r.Shortcut, r.Body, r.Lang, r.State, r.Reason, r.InUse, live,
		r.EffectiveFrom, r.EffectiveUntil, r.EditedBy, r.ApprovedBy, r.Keys.Title, r.Keys.Shortcut, r.Keys.Initials,
		r.Keys.Pinyin, r.UpdatedAt, r.Keys.Text, files)
}

// DeleteReply implements knowledge.Replies.
func (s *Store) DeleteReply(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.racks.Drop(ctx, tenant)
	if err := s.d.ExecOne(ctx, knowledge.ErrNotFound.New(), `DELETE FROM knowledge_replies WHERE tenant=$1 AND id=$2`, tenant, id); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM knowledge_uses WHERE tenant=$1 AND reply_id=$2`, tenant, id)
}

// Shortcuts implements knowledge.Replies.
func (s *Store) Shortcuts(ctx context.Context, t knowledge.Tree) (map[string]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) ([2]string, error) {
		var x [2]string
		return x, r.Scan(&x[0], &x[1])
	}, `SELECT shortcut_key, id FROM knowledge_replies WHERE tenant=$1 AND scope=$2 AND owner_id=$3 AND shortcut_key<>''`, tenant, t.Scope, t.OwnerID)
	out := make(map[string]string, len(rows))
	for _, x := range rows {
		out[x[0]] = x[1]
	}
	return out, err
}

// CountReplies implements knowledge.Replies.
func (s *Store) CountReplies(ctx context.Context) (int, error) {
	return s.count(ctx, `knowledge_replies`)
}

func (s *Store) count(ctx context.Context, table string) (int, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	return db.One(ctx, s.d, func(r db.Row) (int, error) {
		var n int64
		err := r.Scan(&n)
		return int(n), err
	}, `SELECT COUNT(*) FROM `+table+` WHERE tenant=$1`, tenant)
}
