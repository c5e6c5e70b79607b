package identitysql

import (
	"context"
	"encoding/json"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/db"
)

const roleColumns = `id, key, name, description, grants, version`

func scanRole(r db.Row) (identity.Role, error) {
	var o identity.Role
	var grants json.RawMessage
	if err := r.Scan(&o.ID, &o.Key, &o.Name, &o.Description, &grants, &o.Version); err != nil {
		return o, err
	}
	return o, json.Unmarshal(grants, &o.Grants)
}

// InsertRole implements identity.RoleStore.
func (s *Store) InsertRole(ctx context.Context, r identity.Role) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	grants, err := text(r.Grants)
	if err != nil {
		return err
	}
	n, err := s.db.ExecCount(ctx, `INSERT INTO identity_roles (tenant, id, key, name, name_key, description, grants, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, name_key) DO NOTHING`,
		tenant, r.ID, r.Key, r.Name, identity.SortKey(r.Name), r.Description, grants, r.Version)
	if err == nil && n == 0 {
		err = fault.ErrTaken.On("name")
	}
	return err
}

// Roles implements identity.RoleStore.
func (s *Store) Roles(ctx context.Context) ([]identity.Role, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanRole, `SELECT `+roleColumns+` FROM identity_roles WHERE tenant = $1
		ORDER BY CASE key WHEN 'admin' THEN 1 WHEN 'supervisor' THEN 2 WHEN 'agent' THEN 3 WHEN 'viewer' THEN 4 ELSE 5 END, name_key, id`, tenant)
}

// Role implements identity.RoleStore.
func (s *Store) Role(ctx context.Context, roleID string) (identity.Role, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.Role{}, err
	}
	r, err := db.One(ctx, s.db, scanRole, `SELECT `+roleColumns+` FROM identity_roles WHERE tenant = $1 AND id = $2`, tenant, roleID)
	return r, orNone(err, identity.ErrRoleNotFound)
}

// UpdateRole implements identity.RoleStore.
func (s *Store) UpdateRole(ctx context.Context, r identity.Role) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	grants, err := text(r.Grants)
	if err != nil {
		return err
	}
	n, err := s.db.ExecCount(ctx, `UPDATE identity_roles SET name = $4, name_key = $5, description = $6, grants = $7, version = version + 1
		WHERE tenant = $1 AND id = $2 AND version = $3`, tenant, r.ID, r.Version, r.Name, identity.SortKey(r.Name), r.Description, grants)
	if err == nil && n == 0 {
		err = identity.ErrStale.New()
	}
	return taken(err)
}

// DeleteRole implements identity.RoleStore.
func (s *Store) DeleteRole(ctx context.Context, roleID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.ExecOne(ctx, identity.ErrRoleNotFound.New(), `DELETE FROM identity_roles WHERE tenant = $1 AND id = $2`, tenant, roleID)
}

// LockRole implements identity.RoleStore: a write that changes nothing holds the row until the unit ends.
func (s *Store) LockRole(ctx context.Context, roleID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	n, err := s.db.ExecCount(ctx, `UPDATE identity_roles SET version = version WHERE tenant = $1 AND id = $2`, tenant, roleID)
	if err == nil && n == 0 {
		err = identity.ErrRoleNotFound.New()
	}
	return err
}

const teamColumns = `t.id, t.name, t.description, t.version, COALESCE((SELECT string_agg(m.user_id, ',') FROM identity_team_members m
	WHERE m.tenant = t.tenant AND m.team_id = t.id), '')`

func scanTeam(r db.Row) (identity.Team, error) {
	var t identity.Team
	var members string
	err := r.Scan(&t.ID, &t.Name, &t.Description, &t.Version, &members)
	t.MemberIDs = split(members)
	slices.Sort(t.MemberIDs)
	return t, err
}

// InsertTeam implements identity.TeamStore.
func (s *Store) InsertTeam(ctx context.Context, t identity.Team) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	n, err := s.db.ExecCount(ctx, `INSERT INTO identity_teams (tenant, id, name, name_key, description, version)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, name_key) DO NOTHING`,
		tenant, t.ID, t.Name, identity.SortKey(t.Name), t.Description, t.Version)
	if err == nil && n == 0 {
		err = fault.ErrTaken.On("name")
	}
	if err != nil {
		return err
	}
	return s.putMembers(ctx, tenant, t)
}

// Teams implements identity.TeamStore.
func (s *Store) Teams(ctx context.Context) ([]identity.Team, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.db, scanTeam, `SELECT `+teamColumns+` FROM identity_teams t WHERE t.tenant = $1 ORDER BY t.name_key, t.id`, tenant)
}

// Team implements identity.TeamStore.
func (s *Store) Team(ctx context.Context, teamID string) (identity.Team, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return identity.Team{}, err
	}
	t, err := db.One(ctx, s.db, scanTeam, `SELECT `+teamColumns+` FROM identity_teams t WHERE t.tenant = $1 AND t.id = $2`, tenant, teamID)
	return t, orNone(err, identity.ErrTeamNotFound)
}

// UpdateTeam implements identity.TeamStore.
func (s *Store) UpdateTeam(ctx context.Context, t identity.Team) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	n, err := s.db.ExecCount(ctx, `UPDATE identity_teams SET name = $4, name_key = $5, description = $6, version = version + 1
		WHERE tenant = $1 AND id = $2 AND version = $3`, tenant, t.ID, t.Version, t.Name, identity.SortKey(t.Name), t.Description)
	if err == nil && n == 0 {
		err = identity.ErrStale.New()
	}
	if err != nil {
		return taken(err)
	}
	if err := s.db.Exec(ctx, `DELETE FROM identity_team_members WHERE tenant = $1 AND team_id = $2`, tenant, t.ID); err != nil {
		return err
	}
	return s.putMembers(ctx, tenant, t)
}

func (s *Store) putMembers(ctx context.Context, tenant string, t identity.Team) error {
	for _, userID := range t.MemberIDs {
		n, err := s.db.ExecCount(ctx, `INSERT INTO identity_team_members (tenant, team_id, user_id)
			SELECT u.tenant, $2, u.id FROM identity_users u WHERE u.tenant = $1 AND u.id = $3`, tenant, t.ID, userID)
		if err != nil {
			return err
		}
		if n == 0 {
			return identity.ErrUserNotFound.New()
		}
	}
	return nil
}

// DeleteTeam implements identity.TeamStore.
func (s *Store) DeleteTeam(ctx context.Context, teamID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.db.Exec(ctx, `DELETE FROM identity_team_members WHERE tenant = $1 AND team_id = $2`, tenant, teamID); err != nil {
		return err
	}
	return s.db.ExecOne(ctx, identity.ErrTeamNotFound.New(), `DELETE FROM identity_teams WHERE tenant = $1 AND id = $2`, tenant, teamID)
}
