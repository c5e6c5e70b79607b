package identity

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// NewUser is what a person is made from.
type NewUser struct {
	Email, Name, Alias, Password, Locale, Timezone string
	RoleID                                         string
	TeamIDs                                        []string
}

func (n *NewUser) check() error {
	n.Email, n.Name = strings.TrimSpace(n.Email), strings.TrimSpace(n.Name)
	var c fault.Checker
	checkEmail(&c, n.Email)
	checkName(&c, n.Name)
	c.Text("alias", n.Alias, 0, MaxAlias)
	checkLocale(&c, n.Locale, n.Timezone)
	checkPassword(&c, "password", n.Password, n.Email)
	return c.Err()
}

func (n *NewUser) user(now time.Time) User {
	return User{
		ID: id.New("usr"), Email: n.Email, Name: n.Name, Alias: n.Alias, Locale: n.Locale, Timezone: n.Timezone, RoleID: n.RoleID,
		TeamIDs: distinct(n.TeamIDs), Status: Active, Preferences: DefaultPreferences(), CreatedAt: now, Version: 1,
	}
}

// join writes a new person in the running unit.
func (s *Service) join(ctx context.Context, a actor.Actor, u User, hash, inviteID string) error {
	if err := s.store.InsertUser(ctx, u); err != nil {
		return err
	}
	if err := s.store.SaveCredentials(ctx, Credentials{UserID: u.ID, Password: hash}); err != nil {
		return err
	}
	if err := keepPerson(ctx, nil, &u); err != nil {
		return err
	}
	return s.emit(ctx, a, streamUser, u.ID, EventUserJoined, UserJoined{RoleID: u.RoleID, InviteID: inviteID})
}

// SetUp is the first step of the guided set-up: the workspace and its administrator.
type SetUp struct {
	Workspace, Slug, Locale, Timezone string
	Name, Email, Password             string
	Device                            Device
}

// SetUp founds the workspace with its administrator, in one unit, and signs them in. Anybody may call it, but it works
// only while there is no workspace.
func (s *Service) SetUp(ctx context.Context, in SetUp) (Signed, error) {
	none, err := s.workspaces.None(ctx)
	if err != nil {
		return Signed{}, err
	}
	admin := NewUser{Email: in.Email, Name: in.Name, Password: in.Password, Locale: in.Locale}
	var hash string
	if none { // else Found refuses, before anything costly is done for a stranger
		if err := admin.check(); err != nil {
			return Signed{}, err
		}
		if hash, err = s.secrets.HashPassword(ctx, in.Password); err != nil {
			return Signed{}, err
		}
	}
	var out Signed
	err = s.do(ctx, func(ctx context.Context) error {
		tenant, err := s.workspaces.Found(ctx, in.Workspace, in.Slug, in.Locale, in.Timezone)
		if err != nil {
			return aboutWorkspace(err)
		}
		ctx = inWorkspace(ctx, tenant)
		roles, err := s.Prepare(ctx)
		if err != nil {
			return err
		}
		admin.RoleID = roles[RoleAdmin]
		u := admin.user(s.clock.Now())
		ctx, a := as(ctx, u.ID)
		if err := s.join(ctx, a, u, hash, ""); err != nil {
			return err
		}
		out, err = s.begin(ctx, a, u, false, in.Device)
		return err
	})
	return out, err
}

// aboutWorkspace names the workspace's name as the set-up calls it: there, "name" is the administrator's.
func aboutWorkspace(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	renamed := *f
	renamed.Fields = slices.Clone(f.Fields)
	for i := range renamed.Fields {
		if renamed.Fields[i].Name == "name" {
			renamed.Fields[i].Name = "workspace"
		}
	}
	return &renamed
}

// Prepare gives a new workspace its built-in roles and returns their ids by key. Only the system may.
func (s *Service) Prepare(ctx context.Context) (map[string]string, error) {
	a, err := system(ctx)
	if err != nil {
		return nil, err
	}
	ids := map[string]string{}
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		clear(ids) // the unit may run again
		for _, key := range BuiltinRoles() {
			r := Role{ID: id.New("rol"), Key: key, Name: key, Grants: Grants{}, Version: 1}
			if err := s.store.InsertRole(ctx, r); err != nil {
				return err
			}
			if err := s.emit(ctx, a, streamRole, r.ID, EventRoleCreated, Happened{}); err != nil {
				return err
			}
			ids[key] = r.ID
		}
		return nil
	})
	return ids, err
}

// CreateUser adds a person without an invitation: for the command line and the demo, which act as the system.
func (s *Service) CreateUser(ctx context.Context, n NewUser) (User, error) {
	a, err := system(ctx)
	if err != nil {
		return User{}, err
	}
	if err := n.check(); err != nil {
		return User{}, err
	}
	hash, err := s.secrets.HashPassword(ctx, n.Password)
	if err != nil {
		return User{}, err
	}
	var u User
	err = s.do(ctx, func(ctx context.Context) error {
		if err := s.grantable(ctx, a, n.RoleID); err != nil {
			return err
		}
		u = n.user(s.clock.Now())
		return s.join(ctx, a, u, hash, "")
	})
	return u, err
}

// SetupNeeded reports whether there is no workspace yet. Anybody may ask.
func (s *Service) SetupNeeded(ctx context.Context) (bool, error) { return s.workspaces.None(ctx) }
