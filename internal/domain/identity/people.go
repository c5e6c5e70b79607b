package identity

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

// Users is a page of people.
func (s *Service) Users(ctx context.Context, f UserFilter, r page.Request) (page.Of[User], error) {
	if _, err := actor.Require(ctx, PermUserRead); err != nil {
		return page.Of[User]{}, err
	}
	var c fault.Checker
	c.Text("q", f.Query, 0, 100)
	if err := c.Err(); err != nil {
		return page.Of[User]{}, err
	}
	if _, err := page.Decode(r.Cursor, &f.After.Name, &f.After.ID); err != nil {
		return page.Of[User]{}, err
	}
	f.Query, f.Limit = SortKey(f.Query), r.Size()
	rows, err := s.store.Users(ctx, f)
	return page.Cut(rows, f.Limit, func(u User) []any { return []any{SortKey(u.Name), u.ID} }), err
}

// User is one person.
func (s *Service) User(ctx context.Context, userID string) (User, error) {
	if _, err := actor.Require(ctx, PermUserRead); err != nil {
		return User{}, err
	}
	return s.store.User(ctx, userID)
}

// ChangeUser is what an administrator may change about a person; nil leaves a part as it is.
type ChangeUser struct {
	Name, Alias, RoleID *string
	TeamIDs             *[]string
	Version             int64
}

// ChangeUser changes a person.
func (s *Service) ChangeUser(ctx context.Context, userID string, in ChangeUser) (User, error) {
	a, err := actor.Require(ctx, PermUserManage)
	if err != nil {
		return User{}, err
	}
	var out User
	err = s.do(ctx, func(ctx context.Context) error {
		u, err := s.manageable(ctx, a, userID)
		if err != nil {
			return err
		}
		if u.Version != in.Version {
			return ErrStale.New()
		}
		before := u
		fields, err := u.apply(Profile{Name: in.Name, Alias: in.Alias})
		if err != nil {
			return err
		}
		if in.RoleID != nil && *in.RoleID != u.RoleID {
			if err := s.giveRole(ctx, a, u, *in.RoleID); err != nil {
				return err
			}
			u.RoleID, fields = *in.RoleID, append(fields, "roleId")
		}
		if in.TeamIDs != nil {
			// Teams widen what one may read; to join one takes the right to change teams.
			if u.ID == a.ID && a.Can(PermTeamManage) == actor.None && len(without(*in.TeamIDs, u.TeamIDs)) > 0 {
				return fault.ErrDenied.With("permission", string(PermTeamManage))
			}
			u.TeamIDs, fields = distinct(*in.TeamIDs), append(fields, "teamIds")
			if err := s.store.PutUserTeams(ctx, u.ID, u.TeamIDs); err != nil {
				return err
			}
		}
		if err := s.store.UpdateUser(ctx, u); err != nil {
			return err
		}
		if err := keepPerson(ctx, &before, &u, fields...); err != nil {
			return err
		}
		u.Version++
		out = u
		return s.emit(ctx, a, streamUser, u.ID, EventUserChanged, Changed{Fields: fields, Version: u.Version})
	})
	return out, err
}

// manageable reads a person whom the actor may manage: one who has no right that the actor lacks.
func (s *Service) manageable(ctx context.Context, a actor.Actor, userID string) (User, error) {
	u, err := s.store.User(ctx, userID)
	if err != nil {
		return u, err
	}
	role, err := s.store.Role(ctx, u.RoleID)
	if err != nil {
		return u, err
	}
	return u, within(a, role.Effective())
}

// giveRole checks that the actor may give the role, and that an administrator is left.
func (s *Service) giveRole(ctx context.Context, a actor.Actor, u User, roleID string) error {
	if err := s.grantable(ctx, a, roleID); err != nil {
		return err
	}
	return s.keepAdmin(ctx, u)
}

// grantable checks that a role exists and holds no right that the actor lacks. It holds the role until the unit ends, so
// that nobody removes it meanwhile.
func (s *Service) grantable(ctx context.Context, a actor.Actor, roleID string) error {
	err := s.store.LockRole(ctx, roleID)
	if fault.Has(err, ErrRoleNotFound) {
		return fault.ErrUnknownItem.On("roleId")
	}
	if err != nil {
		return err
	}
	role, err := s.store.Role(ctx, roleID)
	if err != nil {
		return err
	}
	return within(a, role.Effective())
}

// keepAdmin refuses to take the last administrator away. Units that do this follow one another.
func (s *Service) keepAdmin(ctx context.Context, u User) error {
	if u.Status != Active {
		return nil
	}
	if err := s.store.LockRole(ctx, u.RoleID); err != nil {
		return err
	}
	role, err := s.store.Role(ctx, u.RoleID)
	if err != nil || role.Key != RoleAdmin {
		return err
	}
	others, _, err := s.store.Holders(ctx, role.ID, u.ID)
	if err == nil && others == 0 {
		err = ErrLastAdmin.New()
	}
	return err
}

// DisableUser locks a person out: their sessions end, their tokens stop working.
func (s *Service) DisableUser(ctx context.Context, userID string) error {
	a, err := actor.Require(ctx, PermUserManage)
	if err != nil {
		return err
	}
	if userID == a.ID {
		return ErrSelf.New()
	}
	return s.do(ctx, func(ctx context.Context) error {
		u, err := s.manageable(ctx, a, userID)
		if err != nil || u.Status == Disabled {
			return err
		}
		if err := s.keepAdmin(ctx, u); err != nil {
			return err
		}
		before := u
		u.Status = Disabled
		if err := s.store.UpdateUser(ctx, u); err != nil {
			return err
		}
		if err := keepPerson(ctx, &before, &u); err != nil {
			return err
		}
		if err := s.emit(ctx, a, streamUser, u.ID, EventUserDisabled, Happened{}); err != nil {
			return err
		}
		if err := s.endAll(ctx, a, u.ID, reasonDisabled, false); err != nil {
			return err
		}
		return s.leave(ctx, a, u.ID)
	})
}

// EnableUser lets a person in again.
func (s *Service) EnableUser(ctx context.Context, userID string) error {
	a, err := actor.Require(ctx, PermUserManage)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		u, err := s.manageable(ctx, a, userID)
		if err != nil || u.Status == Active {
			return err
		}
		before := u
		u.Status = Active
		if err := s.store.UpdateUser(ctx, u); err != nil {
			return err
		}
		if err := keepPerson(ctx, &before, &u); err != nil {
			return err
		}
		return s.emit(ctx, a, streamUser, u.ID, EventUserEnabled, Happened{})
	})
}

// SignOutUser ends all sessions of a person, and their tokens if asked to.
func (s *Service) SignOutUser(ctx context.Context, userID string, revokeTokens bool) error {
	a, err := actor.Require(ctx, PermUserManage)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		u, err := s.manageable(ctx, a, userID)
		if err != nil {
			return err
		}
		if err := s.endAll(ctx, a, u.ID, reasonRevoked, revokeTokens); err != nil {
			return err
		}
		return s.leave(ctx, a, u.ID)
	})
}

// endAll ends all sessions of a person in the running unit, and their tokens if asked to.
func (s *Service) endAll(ctx context.Context, a actor.Actor, userID, reason string, tokens bool) error {
	if tokens {
		revoked, err := s.store.DeleteTokens(ctx, userID)
		if err != nil {
			return err
		}
		for _, tokenID := range revoked {
			if err := s.emit(ctx, a, streamToken, tokenID, EventTokenRevoked, TokenEvent{UserID: userID}); err != nil {
				return err
			}
		}
	}
	ended, err := s.store.EndSessions(ctx, userID)
	if err != nil || len(ended) == 0 {
		return err
	}
	return s.emit(ctx, a, streamSession, userID, EventSessionEnded, SessionEnded{SessionIDs: ended, Reason: reason})
}

// ResetPassword says what ends together with a password.
type ResetPassword struct {
	DropSecondFactor bool // for somebody without their phone
	RevokeTokens     bool
}

// ResetPassword makes a one-time link by which a person sets a new password, and signs them out. The link is shown to the
// caller.
func (s *Service) ResetPassword(ctx context.Context, userID string, in ResetPassword) (string, error) {
	a, err := actor.Require(ctx, PermUserManage)
	if err != nil {
		return "", err
	}
	link := newLinkToken()
	err = s.do(ctx, func(ctx context.Context) error {
		u, err := s.manageable(ctx, a, userID)
		if err != nil {
			return err
		}
		c, err := s.store.Credentials(ctx, u.ID)
		if err != nil {
			return err
		}
		if in.DropSecondFactor {
			if err := s.dropSecondFactor(ctx, a, c); err != nil {
				return err
			}
		}
		r := Reset{Tenant: a.Tenant, UserID: u.ID, ExpiresAt: s.clock.Now().Add(resetLife)}
		if err := s.store.InsertReset(ctx, s.secrets.HashToken(link), r); err != nil {
			return err
		}
		if err := s.emit(ctx, a, streamUser, u.ID, EventPasswordReset, Happened{}); err != nil {
			return err
		}
		return s.endAll(ctx, a, u.ID, reasonPassword, in.RevokeTokens)
	})
	return link, err
}

// FinishReset sets a new password by a link. Anybody who holds the link may. The person's tokens end if asked to.
func (s *Service) FinishReset(ctx context.Context, link, password string, revokeTokens bool) error {
	var c fault.Checker
	checkPassword(&c, "password", password, "")
	if err := c.Err(); err != nil {
		return err
	}
	if !wellFormed(linkPrefix, link) {
		return ErrLink.New()
	}
	hash, err := s.secrets.HashPassword(ctx, password)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		r, err := s.store.TakeReset(ctx, s.secrets.TokenHashes(link))
		if err != nil {
			return err
		}
		if !r.ExpiresAt.After(s.clock.Now()) {
			return ErrLink.New()
		}
		ctx, a := as(inWorkspace(ctx, r.Tenant), r.UserID)
		u, err := s.store.User(ctx, r.UserID)
		if err != nil || u.Status != Active {
			return orElse(err, ErrLink.New())
		}
		if err := s.putPassword(ctx, u.ID, hash); err != nil {
			return err
		}
		if err := s.emit(ctx, a, streamUser, u.ID, EventPasswordChanged, Happened{}); err != nil {
			return err
		}
		return s.endAll(ctx, a, u.ID, reasonPassword, revokeTokens)
	})
}
