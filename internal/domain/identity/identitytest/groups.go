package identitytest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"frontdesk/internal/domain/identity"
)

// InsertRole implements identity.RoleStore.
func (s *Store) InsertRole(ctx context.Context, r identity.Role) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if s.roleNamed(tenant, r) {
		return nameTaken()
	}
	s.roles[key{tenant, r.ID}] = r
	return nil
}

// roleNamed reports whether another role has the name of r.
func (s *Store) roleNamed(tenant string, r identity.Role) bool {
	for k, o := range s.roles {
		if k[0] == tenant && o.ID != r.ID && identity.SortKey(o.Name) == identity.SortKey(r.Name) {
			return true
		}
	}
	return false
}

// Roles implements identity.RoleStore.
func (s *Store) Roles(ctx context.Context) ([]identity.Role, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []identity.Role
	for k, r := range s.roles {
		if k[0] == tenant {
			out = append(out, r)
		}
	}
	rank := func(r identity.Role) int {
		if i := slices.Index(identity.BuiltinRoles(), r.Key); i >= 0 {
			return i
		}
		return len(identity.BuiltinRoles())
	}
	slices.SortFunc(out, func(a, b identity.Role) int {
		if rank(a) != rank(b) {
			return rank(a) - rank(b)
		}
		return strings.Compare(identity.SortKey(a.Name), identity.SortKey(b.Name))
	})
	return out, nil
}

// Role implements identity.RoleStore.
func (s *Store) Role(ctx context.Context, roleID string) (identity.Role, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.Role{}, err
	}
	defer unlock()
	r, ok := s.roles[key{tenant, roleID}]
	if !ok {
		return r, identity.ErrRoleNotFound.New()
	}
	r.Grants = maps.Clone(r.Grants)
	return r, nil
}

// UpdateRole implements identity.RoleStore.
func (s *Store) UpdateRole(ctx context.Context, r identity.Role) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if s.roles[key{tenant, r.ID}].Version != r.Version {
		return identity.ErrStale.New()
	}
	if s.roleNamed(tenant, r) {
		return nameTaken()
	}
	r.Version++
	s.roles[key{tenant, r.ID}] = r
	return nil
}

// DeleteRole implements identity.RoleStore.
func (s *Store) DeleteRole(ctx context.Context, roleID string) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if _, ok := s.roles[key{tenant, roleID}]; !ok {
		return identity.ErrRoleNotFound.New()
	}
	delete(s.roles, key{tenant, roleID})
	return nil
}

// LockRole implements identity.RoleStore.
func (s *Store) LockRole(ctx context.Context, roleID string) error {
	_, err := s.Role(ctx, roleID)
	return err
}

// checkTeam refuses a name in use and unknown members.
func (s *Store) checkTeam(tenant string, t identity.Team) error {
	for k, o := range s.teams {
		if k[0] == tenant && o.ID != t.ID && identity.SortKey(o.Name) == identity.SortKey(t.Name) {
			return nameTaken()
		}
	}
	for _, m := range t.MemberIDs {
		if _, ok := s.users[key{tenant, m}]; !ok {
			return identity.ErrUserNotFound.New()
		}
	}
	return nil
}

// InsertTeam implements identity.TeamStore.
func (s *Store) InsertTeam(ctx context.Context, t identity.Team) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if err := s.checkTeam(tenant, t); err != nil {
		return err
	}
	s.teams[key{tenant, t.ID}] = t
	return nil
}

// Teams implements identity.TeamStore.
func (s *Store) Teams(ctx context.Context) ([]identity.Team, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []identity.Team
	for k, t := range s.teams {
		if k[0] == tenant {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b identity.Team) int {
		return strings.Compare(identity.SortKey(a.Name), identity.SortKey(b.Name))
	})
	return out, nil
}

// Team implements identity.TeamStore.
func (s *Store) Team(ctx context.Context, teamID string) (identity.Team, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.Team{}, err
	}
	defer unlock()
	t, ok := s.teams[key{tenant, teamID}]
	if !ok {
		return t, identity.ErrTeamNotFound.New()
	}
	t.MemberIDs = slices.Clone(t.MemberIDs)
	return t, nil
}

// UpdateTeam implements identity.TeamStore.
func (s *Store) UpdateTeam(ctx context.Context, t identity.Team) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if s.teams[key{tenant, t.ID}].Version != t.Version {
		return identity.ErrStale.New()
	}
	if err := s.checkTeam(tenant, t); err != nil {
		return err
	}
	t.Version++
	s.teams[key{tenant, t.ID}] = t
	return nil
}

// DeleteTeam implements identity.TeamStore.
func (s *Store) DeleteTeam(ctx context.Context, teamID string) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if _, ok := s.teams[key{tenant, teamID}]; !ok {
		return identity.ErrTeamNotFound.New()
	}
	delete(s.teams, key{tenant, teamID})
	return nil
}

// PutUserTeams implements identity.TeamStore.
func (s *Store) PutUserTeams(ctx context.Context, userID string, teamIDs []string) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	for _, t := range teamIDs {
		if _, ok := s.teams[key{tenant, t}]; !ok {
			return identity.ErrTeamNotFound.New()
		}
	}
	for k, t := range s.teams {
		if k[0] != tenant {
			continue
		}
		t.MemberIDs = slices.DeleteFunc(slices.Clone(t.MemberIDs), func(m string) bool { return m == userID })
		if slices.Contains(teamIDs, t.ID) {
			t.MemberIDs = append(t.MemberIDs, userID)
			slices.Sort(t.MemberIDs)
		}
		s.teams[k] = t
	}
	return nil
}
