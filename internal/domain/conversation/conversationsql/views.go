package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

var _ conversation.ViewRows = (*Store)(nil)

const viewColumns = `id, owner_id, scope, team_id, name, status, sort, filter, position, created_at, version`

func scanView(r db.Row) (conversation.SavedView, error) {
	var v conversation.SavedView
	var scope, status, sort, filter string
	var position int64
	if err := r.Scan(&v.ID, &v.OwnerID, &scope, &v.TeamID, &v.Name, &status, &sort, &filter, &position, &v.CreatedAt, &v.Version); err != nil {
		return v, err
	}
	v.Scope, v.Status, v.Sort, v.Position = conversation.ViewScope(scope), conversation.Status(status), conversation.Sort(sort), int(position)
	return v, decode(filter, &v.Filter)
}

// Views reads what a person sees.
func (s *Store) Views(ctx context.Context, userID string, teams []string) ([]conversation.SavedView, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant, userID}
	return db.Query(ctx, s.db, scanView, `SELECT `+viewColumns+` FROM conversation_views WHERE tenant = $1 AND owner_id = $2
		UNION SELECT `+viewColumns+` FROM conversation_views WHERE tenant = $1 AND scope = 'company'
		UNION SELECT `+viewColumns+` FROM conversation_views WHERE tenant = $1 AND scope = 'team' AND team_id IN `+db.List(&args, teams), args...)
}

// View reads one.
func (s *Store) View(ctx context.Context, id string) (conversation.SavedView, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.SavedView{}, err
	}
	v, err := db.One(ctx, s.db, scanView, `SELECT `+viewColumns+` FROM conversation_views WHERE tenant = $1 AND id = $2`, tenant, id)
	return v, orNotFound(err, conversation.ErrViewNotFound)
}

// InsertView stores a new one.
func (s *Store) InsertView(ctx context.Context, v conversation.SavedView) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	filter, err := encode(v.Filter, false)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_views (tenant, `+viewColumns+`) VALUES (`+placeholders(12)+`)`,
		tenant, v.ID, v.OwnerID, v.Scope, v.TeamID, v.Name, v.Status, v.Sort, filter, v.Position, v.CreatedAt, v.Version)
}

// UpdateView stores one anew.
func (s *Store) UpdateView(ctx context.Context, v conversation.SavedView) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	filter, err := encode(v.Filter, false)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, conversation.ErrStale.New(), `UPDATE conversation_views SET owner_id = $4, scope = $5, team_id = $6, name = $7,
		status = $8, sort = $9, filter = $10, position = $11, version = $12 WHERE tenant = $1 AND id = $2 AND version = $3`,
		tenant, v.ID, v.Version-1, v.OwnerID, v.Scope, v.TeamID, v.Name, v.Status, v.Sort, filter, v.Position, v.Version)
}

// DeleteView removes one.
func (s *Store) DeleteView(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, conversation.ErrViewNotFound.New(), `DELETE FROM conversation_views WHERE tenant = $1 AND id = $2`, tenant, id)
}

// ForgetViews removes somebody's own ones.
func (s *Store) ForgetViews(ctx context.Context, userID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `DELETE FROM conversation_views WHERE tenant = $1 AND owner_id = $2 AND scope = 'personal'`, tenant, userID)
}
