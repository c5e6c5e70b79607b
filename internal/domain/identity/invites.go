package identity

import (
	"context"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// NewInvite is what an invitation is made from.
type NewInvite struct {
	Email   string
	Name    string // may be empty: people name themselves
	Alias   string
	RoleID  string
	TeamIDs []string
}

// CreateInvite invites somebody. The link's secret is returned this once; an older invitation to the same address ends.
func (s *Service) CreateInvite(ctx context.Context, in NewInvite) (string, Invite, error) {
	a, err := actor.Require(ctx, PermUserManage)
	if err != nil {
		return "", Invite{}, err
	}
	i := s.invite(a, in)
	var c fault.Checker
	i.check(&c)
	if err := c.Err(); err != nil {
		return "", Invite{}, err
	}
	link := newLinkToken()
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		if err := s.grantable(ctx, a, i.RoleID); err != nil {
			return err
		}
		if err := s.knownTeams(ctx, i.TeamIDs); err != nil {
			return err
		}
		_, err := s.store.UserByEmail(ctx, EmailKey(i.Email))
		if err == nil {
			return ErrEmailTaken.On("email")
		}
		if !fault.Has(err, ErrUserNotFound) {
			return err
		}
		return s.putInvite(ctx, a, link, &i)
	})
	return link, i, err
}

// invite makes an invitation from what was asked for.
func (s *Service) invite(a actor.Actor, in NewInvite) Invite {
	now := s.clock.Now()
	return Invite{
		ID: id.New("inv"), UserID: id.New("usr"), Email: strings.TrimSpace(in.Email), Name: strings.TrimSpace(in.Name), Alias: strings.TrimSpace(in.Alias),
		RoleID: in.RoleID, TeamIDs: distinct(in.TeamIDs), InvitedBy: a.ID, CreatedAt: now, ExpiresAt: now.Add(inviteLife),
	}
}

func (i Invite) check(c *fault.Checker) {
	checkEmail(c, i.Email)
	c.Text("name", i.Name, 0, MaxName)
	c.Text("alias", i.Alias, 0, MaxAlias)
	c.Count("teamIds", len(i.TeamIDs), MaxTeams)
}

// putInvite writes an invitation in the running unit. An older one to the same address ends; whom it means stays the same
// person, so that what was prepared for them is kept.
func (s *Service) putInvite(ctx context.Context, a actor.Actor, link string, i *Invite) error {
	old, err := s.store.InviteTo(ctx, EmailKey(i.Email))
	if err != nil && !fault.Has(err, ErrInviteNotFound) {
		return err
	}
	if old.UserID != "" {
		i.UserID = old.UserID
	}
	if err := s.store.InsertInvite(ctx, s.secrets.HashToken(link), *i); err != nil {
		return err
	}
	return s.emit(ctx, a, streamInvite, i.ID, EventInviteCreated, InviteEvent{RoleID: i.RoleID})
}

func (s *Service) knownTeams(ctx context.Context, teamIDs []string) error {
	for _, t := range teamIDs {
		_, err := s.store.Team(ctx, t)
		if fault.Has(err, ErrTeamNotFound) {
			return fault.ErrUnknownItem.On("teamIds")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Invites are the invitations that wait, newest first.
func (s *Service) Invites(ctx context.Context) ([]Invite, error) {
	if _, err := actor.Require(ctx, PermUserManage); err != nil {
		return nil, err
	}
	return s.store.Invites(ctx)
}

// RevokeInvite ends an invitation.
func (s *Service) RevokeInvite(ctx context.Context, inviteID string) error {
	a, err := actor.Require(ctx, PermUserManage)
	if err != nil {
		return err
	}
	return s.unit.Do(ctx, func(ctx context.Context) error {
		i, err := s.store.DeleteInvite(ctx, inviteID)
		if err != nil {
			return err
		}
		return s.emit(ctx, a, streamInvite, i.ID, EventInviteRevoked, InviteEvent{RoleID: i.RoleID})
	})
}

// FindInvite tells whoever holds a link what it invites to, and in which workspace. Anybody may ask.
func (s *Service) FindInvite(ctx context.Context, link string) (tenant string, i Invite, err error) {
	if !wellFormed(linkPrefix, link) {
		return "", Invite{}, ErrLink.New()
	}
	tenant, i, err = s.store.InviteByToken(ctx, s.secrets.TokenHashes(link))
	if err != nil {
		return "", Invite{}, err
	}
	if !i.ExpiresAt.After(s.clock.Now()) {
		return "", Invite{}, ErrLink.New()
	}
	return tenant, i, s.stillMeant(inWorkspace(ctx, tenant), i)
}

// stillMeant refuses an invitation that its maker could not make today: one who was locked out, removed or demoted leaves
// no doors open.
func (s *Service) stillMeant(ctx context.Context, i Invite) error {
	by, err := s.store.User(ctx, i.InvitedBy)
	if fault.Has(err, ErrUserNotFound) || err == nil && by.Status != Active {
		return ErrInviteVoid.New()
	}
	if err != nil {
		return err
	}
	theirs, err := s.store.Role(ctx, by.RoleID)
	if err != nil {
		return err
	}
	given, err := s.store.Role(ctx, i.RoleID)
	if err != nil {
		return err
	}
	a := actor.Actor{Kind: actor.User, ID: by.ID, Grants: theirs.Effective()}
	if a.Can(PermUserManage) == actor.None || within(a, given.Effective()) != nil {
		return ErrInviteVoid.New()
	}
	return nil
}

// AcceptInvite is how somebody who was invited joins.
type AcceptInvite struct {
	Link, Name, Password, Locale, Timezone string
	Device                                 Device
}

// AcceptInvite makes the person and starts their first session. Anybody who holds the link may.
func (s *Service) AcceptInvite(ctx context.Context, in AcceptInvite) (Signed, error) {
	tenant, i, err := s.FindInvite(ctx, in.Link)
	if err != nil {
		return Signed{}, err
	}
	n := NewUser{Email: i.Email, Name: in.Name, Alias: i.Alias, Password: in.Password, Locale: in.Locale, Timezone: in.Timezone, RoleID: i.RoleID, TeamIDs: i.TeamIDs}
	if err := n.check(); err != nil {
		return Signed{}, err
	}
	hash, err := s.secrets.HashPassword(ctx, in.Password)
	if err != nil {
		return Signed{}, err
	}
	var out Signed
	err = s.do(inWorkspace(ctx, tenant), func(ctx context.Context) error {
		if err := s.store.LockRole(ctx, i.RoleID); err != nil { // nobody removes it meanwhile
			return err
		}
		if _, err := s.store.DeleteInvite(ctx, i.ID); err != nil { // one use; a second one at the same moment fails here
			return ErrLink.Wrap(err)
		}
		if err := s.stillMeant(ctx, i); err != nil { // again: things may have changed while the password was hashed
			return err
		}
		var err error
		if n.TeamIDs, err = s.remaining(ctx, n.TeamIDs); err != nil {
			return err
		}
		u := n.user(s.clock.Now())
		if i.UserID != "" { // none in invitations of long ago
			u.ID = i.UserID
		}
		ctx, a := as(ctx, u.ID)
		if err := s.join(ctx, a, u, hash, i.ID); err != nil {
			return err
		}
		if err := s.emit(ctx, a, streamInvite, i.ID, EventInviteAccepted, InviteEvent{RoleID: i.RoleID, UserID: u.ID}); err != nil {
			return err
		}
		out, err = s.begin(ctx, a, u, false, in.Device)
		return err
	})
	return out, err
}

// remaining drops teams that were removed since the invitation.
func (s *Service) remaining(ctx context.Context, teamIDs []string) ([]string, error) {
	out := []string{}
	for _, t := range teamIDs {
		_, err := s.store.Team(ctx, t)
		if err == nil {
			out = append(out, t)
		} else if !fault.Has(err, ErrTeamNotFound) {
			return nil, err
		}
	}
	return out, nil
}
