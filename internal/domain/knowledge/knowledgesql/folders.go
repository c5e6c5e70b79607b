package knowledgesql

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/db"
)

const folderColumns = `id, scope, owner_id, parent_id, name, position, version`

func scanFolder(r db.Row) (knowledge.Folder, error) {
	var f knowledge.Folder
	var position int64
	err := r.Scan(&f.ID, (*string)(&f.Scope), &f.OwnerID, &f.ParentID, &f.Name, &position, &f.Version)
	f.Position = int(position)
	return f, err
}

// InsertFolder implements knowledge.Folders.
func (s *Store) InsertFolder(ctx context.Context, f knowledge.Folder) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO knowledge_folders (tenant, `+folderColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		tenant, f.ID, f.Scope, f.OwnerID, f.ParentID, f.Name, f.Position, f.Version)
}

// Folder implements knowledge.Folders.
func (s *Store) Folder(ctx context.Context, id string) (knowledge.Folder, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return knowledge.Folder{}, err
	}
	f, err := db.One(ctx, s.d, scanFolder, `SELECT `+folderColumns+` FROM knowledge_folders WHERE tenant=$1 AND id=$2`, tenant, id)
	return f, db.NoRow(err, knowledge.ErrFolderNotFound)
}

// ListFolders implements knowledge.Folders.
func (s *Store) ListFolders(ctx context.Context, trees []knowledge.Tree) ([]knowledge.Folder, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	return db.Query(ctx, s.d, scanFolder, `SELECT `+folderColumns+` FROM knowledge_folders WHERE tenant=$1 AND `+inTrees(&args, "", trees)+
		` ORDER BY position, name, id`, args...)
}

// UpdateFolder implements knowledge.Folders.
func (s *Store) UpdateFolder(ctx context.Context, f knowledge.Folder) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE knowledge_folders SET parent_id=$4, name=$5, position=$6, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, f.ID, f.Version, f.ParentID, f.Name, f.Position)
}

// DeleteFolder implements knowledge.Folders.
func (s *Store) DeleteFolder(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, knowledge.ErrFolderFull.New(), `DELETE FROM knowledge_folders WHERE tenant=$1 AND id=$2
		AND NOT EXISTS (SELECT 1 FROM knowledge_folders f WHERE f.tenant=$1 AND f.parent_id=$2)
		AND NOT EXISTS (SELECT 1 FROM knowledge_replies r WHERE r.tenant=$1 AND r.folder_id=$2)`, tenant, id)
}

// CountFolders implements knowledge.Folders.
func (s *Store) CountFolders(ctx context.Context) (int, error) {
	return s.count(ctx, `knowledge_folders`)
}

// AddUse implements knowledge.Uses.
func (s *Store) AddUse(ctx context.Context, replyID, user string, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.ExecOne(ctx, knowledge.ErrNotFound.New(), `UPDATE knowledge_replies SET uses=uses+1 WHERE tenant=$1 AND id=$2`, tenant, replyID); err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO knowledge_uses (tenant, reply_id, user_id, uses, favourite, last_at) VALUES ($1,$2,$3,1,0,$4)
		ON CONFLICT (tenant, reply_id, user_id) DO UPDATE SET uses=knowledge_uses.uses+1, last_at=excluded.last_at`, tenant, replyID, user, at)
}

// MarkFavourite implements knowledge.Uses.
func (s *Store) MarkFavourite(ctx context.Context, replyID, user string, on bool) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO knowledge_uses (tenant, reply_id, user_id, uses, favourite, last_at) VALUES ($1,$2,$3,0,$4,0)
		ON CONFLICT (tenant, reply_id, user_id) DO UPDATE SET favourite=excluded.favourite`, tenant, replyID, user, on)
}

// UsesOf implements knowledge.Uses.
func (s *Store) UsesOf(ctx context.Context, replyID string, limit int) ([]knowledge.Use, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (knowledge.Use, error) {
		var u knowledge.Use
		return u, r.Scan(&u.UserID, &u.Uses, &u.LastAt)
	}, `SELECT user_id, uses, last_at FROM knowledge_uses WHERE tenant=$1 AND reply_id=$2 AND uses>0 ORDER BY uses DESC, user_id LIMIT $3`, tenant, replyID, limit)
}
