package identity

import (
	"context"
	"encoding/json"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
)

// Kinds of settings whose history is kept.
const (
	KindRole   = "role"
	KindTeam   = "team"
	KindPerson = "person"
)

// keptRole is what the history keeps of a role.
type keptRole struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Grants      Grants `json:"grants"`
}

// keptTeam is what the history keeps of a team: ids of its members, not their names.
type keptTeam struct {
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	MemberIDs   []string `json:"memberIds"`
}

// keptPerson is what the history keeps of a person: what they may do, nothing that describes them.
type keptPerson struct {
	RoleID  string   `json:"roleId"`
	TeamIDs []string `json:"teamIds"`
	Status  Status   `json:"status"`
}

// private are the fields of a person that the history names and keeps no values of.
var private = []string{"name", "alias"}

func keepRole(ctx context.Context, roleID string, before, after *Role) error {
	c := unit.Change{Kind: KindRole, Subject: roleID}
	if before != nil {
		c.Before = keptRole{before.Name, before.Description, before.Grants}
	}
	if after != nil {
		c.After = keptRole{after.Name, after.Description, after.Grants}
	}
	return unit.Keep(ctx, c)
}

func keepTeam(ctx context.Context, teamID string, before, after *Team) error {
	c := unit.Change{Kind: KindTeam, Subject: teamID}
	if before != nil {
		c.Before = keptTeam{before.Name, before.Description, distinct(before.MemberIDs)}
	}
	if after != nil {
		c.After = keptTeam{after.Name, after.Description, distinct(after.MemberIDs)}
	}
	return unit.Keep(ctx, c)
}

// keepPerson writes a version of a person's rights; fields are all that changed.
func keepPerson(ctx context.Context, before, after *User, fields ...string) error {
	c := unit.Change{Kind: KindPerson}
	if before != nil {
		c.Subject, c.Before = before.ID, before.kept()
	}
	if after != nil {
		c.Subject, c.After = after.ID, after.kept()
	}
	for _, f := range fields {
		if slices.Contains(private, f) {
			c.Touched = append(c.Touched, f)
		}
	}
	return unit.Keep(ctx, c)
}

func (u User) kept() keptPerson { return keptPerson{u.RoleID, distinct(u.TeamIDs), u.Status} }

// RestoreRole makes what the history kept of a role its rights and name.
func (s *Service) RestoreRole(ctx context.Context, roleID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermRoleManage); err != nil {
		return err
	}
	var k keptRole
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	r, err := s.store.Role(ctx, roleID)
	if err != nil {
		return err
	}
	_, err = s.ChangeRole(ctx, roleID, ChangeRole{Name: &k.Name, Description: &k.Description, Grants: &k.Grants, Version: r.Version})
	return err
}

// RestoreTeam makes what the history kept of a team its name and members.
func (s *Service) RestoreTeam(ctx context.Context, teamID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermTeamManage); err != nil {
		return err
	}
	var k keptTeam
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	t, err := s.store.Team(ctx, teamID)
	if err != nil {
		return err
	}
	_, err = s.ChangeTeam(ctx, teamID, ChangeTeam{Name: &k.Name, Description: &k.Description, MemberIDs: &k.MemberIDs, Version: t.Version})
	return err
}

// RestorePerson makes what the history kept of a person their role and teams. Whether they may sign in stays as it is: to lock
// somebody out, or in, is a decision of its own.
func (s *Service) RestorePerson(ctx context.Context, userID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermUserManage); err != nil {
		return err
	}
	var k keptPerson
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	u, err := s.store.User(ctx, userID)
	if err != nil {
		return err
	}
	_, err = s.ChangeUser(ctx, userID, ChangeUser{RoleID: &k.RoleID, TeamIDs: &k.TeamIDs, Version: u.Version})
	return err
}
