package identity

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Roles are all roles, built-in ones first.
func (s *Service) Roles(ctx context.Context) ([]Role, error) {
	if _, err := actor.Require(ctx, PermUserRead); err != nil {
		return nil, err
	}
	return s.store.Roles(ctx)
}

// Role is one of them.
func (s *Service) Role(ctx context.Context, roleID string) (Role, error) {
	if _, err := actor.Require(ctx, PermUserRead); err != nil {
		return Role{}, err
	}
	return s.store.Role(ctx, roleID)
}

// CreateRole adds a role.
func (s *Service) CreateRole(ctx context.Context, r Role) (Role, error) {
	a, err := actor.Require(ctx, PermRoleManage)
	if err != nil {
		return r, err
	}
	if err := r.check(); err != nil {
		return r, err
	}
	if err := within(a, r.Grants); err != nil {
		return r, err
	}
	r.ID, r.Key, r.Version = id.New("rol"), "", 1
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		all, err := s.store.Roles(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxRoles {
			return ErrLimit.With("max", MaxRoles)
		}
		if err := s.store.InsertRole(ctx, r); err != nil {
			return err
		}
		if err := keepRole(ctx, r.ID, nil, &r); err != nil {
			return err
		}
		return s.emit(ctx, a, streamRole, r.ID, EventRoleCreated, Happened{})
	})
	return r, err
}

// ChangeRole is a change of a role; nil leaves a part as it is.
type ChangeRole struct {
	Name, Description *string
	Grants            *Grants
	Version           int64
}

// ChangeRole changes a custom role. Neither what it granted nor what it will grant may reach further than the actor's own.
func (s *Service) ChangeRole(ctx context.Context, roleID string, in ChangeRole) (Role, error) {
	a, err := actor.Require(ctx, PermRoleManage)
	if err != nil {
		return Role{}, err
	}
	var out Role
	err = s.do(ctx, func(ctx context.Context) error {
		r, err := s.customRole(ctx, a, roleID)
		if err != nil {
			return err
		}
		if r.Version != in.Version {
			return ErrStale.New()
		}
		before, fields := r, []string{}
		if in.Name != nil {
			r.Name, fields = *in.Name, append(fields, "name")
		}
		if in.Description != nil {
			r.Description, fields = *in.Description, append(fields, "description")
		}
		if in.Grants != nil {
			r.Grants, fields = *in.Grants, append(fields, "grants")
		}
		if err := r.check(); err != nil {
			return err
		}
		if err := within(a, r.Grants); err != nil {
			return err
		}
		if err := s.store.UpdateRole(ctx, r); err != nil {
			return err
		}
		if err := keepRole(ctx, r.ID, &before, &r); err != nil {
			return err
		}
		r.Version++
		out = r
		return s.emit(ctx, a, streamRole, r.ID, EventRoleChanged, Changed{Fields: fields, Version: r.Version})
	})
	return out, err
}

// customRole reads a role that the actor may change.
func (s *Service) customRole(ctx context.Context, a actor.Actor, roleID string) (Role, error) {
	r, err := s.store.Role(ctx, roleID)
	if err != nil {
		return r, err
	}
	if r.Key != "" {
		return r, ErrBuiltinRole.New()
	}
	return r, within(a, r.Grants)
}

// RemoveRole removes a custom role that nobody has.
func (s *Service) RemoveRole(ctx context.Context, roleID string) error {
	a, err := actor.Require(ctx, PermRoleManage)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		if err := s.store.LockRole(ctx, roleID); err != nil {
			return err
		}
		r, err := s.customRole(ctx, a, roleID)
		if err != nil {
			return err
		}
		if _, holders, err := s.store.Holders(ctx, r.ID, ""); err != nil || holders > 0 {
			return orElse(err, ErrRoleInUse.New())
		}
		invites, err := s.store.Invites(ctx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(invites, func(i Invite) bool { return i.RoleID == r.ID }) {
			return ErrRoleInUse.New()
		}
		if err := s.store.DeleteRole(ctx, r.ID); err != nil {
			return err
		}
		if err := keepRole(ctx, r.ID, &r, nil); err != nil {
			return err
		}
		return s.emit(ctx, a, streamRole, r.ID, EventRoleRemoved, Happened{})
	})
}

// Teams are all teams with their members, by name.
func (s *Service) Teams(ctx context.Context) ([]Team, error) {
	if _, err := actor.Require(ctx, PermUserRead); err != nil {
		return nil, err
	}
	return s.store.Teams(ctx)
}

// Team is one of them.
func (s *Service) Team(ctx context.Context, teamID string) (Team, error) {
	if _, err := actor.Require(ctx, PermUserRead); err != nil {
		return Team{}, err
	}
	return s.store.Team(ctx, teamID)
}

// CreateTeam adds a team.
func (s *Service) CreateTeam(ctx context.Context, t Team) (Team, error) {
	a, err := actor.Require(ctx, PermTeamManage)
	if err != nil {
		return t, err
	}
	if err := t.check(); err != nil {
		return t, err
	}
	t.ID, t.Version = id.New("tem"), 1
	err = s.do(ctx, func(ctx context.Context) error {
		all, err := s.store.Teams(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxTeams {
			return ErrLimit.With("max", MaxTeams)
		}
		return s.addTeam(ctx, a, t)
	})
	return t, err
}

// addTeam writes a new team in the running unit.
func (s *Service) addTeam(ctx context.Context, a actor.Actor, t Team) error {
	if err := s.store.InsertTeam(ctx, t); err != nil {
		return unknownMember(err)
	}
	if err := keepTeam(ctx, t.ID, nil, &t); err != nil {
		return err
	}
	return s.emit(ctx, a, streamTeam, t.ID, EventTeamCreated, Happened{})
}

// ChangeTeam is a change of a team; nil leaves a part as it is.
type ChangeTeam struct {
	Name, Description *string
	MemberIDs         *[]string
	Version           int64
}

// ChangeTeam changes a team.
func (s *Service) ChangeTeam(ctx context.Context, teamID string, in ChangeTeam) (Team, error) {
	a, err := actor.Require(ctx, PermTeamManage)
	if err != nil {
		return Team{}, err
	}
	var out Team
	err = s.do(ctx, func(ctx context.Context) error {
		t, err := s.store.Team(ctx, teamID)
		if err != nil {
			return err
		}
		if t.Version != in.Version {
			return ErrStale.New()
		}
		before, fields := t, []string{}
		if in.Name != nil {
			t.Name, fields = *in.Name, append(fields, "name")
		}
		if in.Description != nil {
			t.Description, fields = *in.Description, append(fields, "description")
		}
		if in.MemberIDs != nil {
			t.MemberIDs, fields = *in.MemberIDs, append(fields, "memberIds")
		}
		if err := t.check(); err != nil {
			return err
		}
		if err := s.store.UpdateTeam(ctx, t); err != nil {
			return unknownMember(err)
		}
		if err := keepTeam(ctx, t.ID, &before, &t); err != nil {
			return err
		}
		t.Version++
		out = t
		return s.emit(ctx, a, streamTeam, t.ID, EventTeamChanged, TeamChanged{
			Changed: Changed{Fields: fields, Version: t.Version}, Added: without(t.MemberIDs, before.MemberIDs), Removed: without(before.MemberIDs, t.MemberIDs),
		})
	})
	return out, err
}

// RemoveTeam removes a team; its members stay.
func (s *Service) RemoveTeam(ctx context.Context, teamID string) error {
	a, err := actor.Require(ctx, PermTeamManage)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		t, err := s.store.Team(ctx, teamID)
		if err != nil {
			return err
		}
		if err := s.store.DeleteTeam(ctx, teamID); err != nil {
			return err
		}
		if err := keepTeam(ctx, teamID, &t, nil); err != nil {
			return err
		}
		return s.emit(ctx, a, streamTeam, teamID, EventTeamRemoved, Happened{})
	})
}

// without is what is in list but not in other, never nil.
func without(list, other []string) []string {
	out := []string{}
	for _, v := range list {
		if !slices.Contains(other, v) {
			out = append(out, v)
		}
	}
	return out
}

// unknownMember names the field that an unknown person came from.
func unknownMember(err error) error {
	if fault.Has(err, ErrUserNotFound) {
		return fault.ErrUnknownItem.On("memberIds")
	}
	return err
}
