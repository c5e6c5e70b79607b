package identity

import (
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Me is the person who acts, or whose token does, with what they may do by this session or token.
func (s *Service) Me(ctx context.Context) (User, Grants, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return User{}, nil, err
	}
	if a.Kind != actor.User && a.Kind != actor.Token {
		return User{}, nil, fault.ErrDenied.New()
	}
	u, err := s.store.User(ctx, a.ID)
	return u, a.Grants, err
}

// ChangeMe changes the profile of the person who acts.
func (s *Service) ChangeMe(ctx context.Context, p Profile) (User, error) {
	a, err := self(ctx)
	if err != nil {
		return User{}, err
	}
	var out User
	err = s.do(ctx, func(ctx context.Context) error {
		u, err := s.store.User(ctx, a.ID)
		if err != nil {
			return err
		}
		fields, err := u.apply(p)
		out = u
		if err != nil || len(fields) == 0 {
			return err
		}
		if err := s.store.UpdateUser(ctx, u); err != nil {
			return err
		}
		out.Version++
		return s.emit(ctx, a, streamUser, u.ID, EventUserChanged, Changed{Fields: fields, Version: out.Version})
	})
	return out, err
}

// ChangePassword is how a person changes their password.
type ChangePassword struct {
	Present, Next string
	RevokeTokens  bool // those of the person end as well
	Device        Device
}

// ChangePassword changes the password of the person who acts. It ends all sessions and starts a new one for the caller.
func (s *Service) ChangePassword(ctx context.Context, in ChangePassword) (Signed, error) {
	a, err := self(ctx)
	if err != nil {
		return Signed{}, err
	}
	u, err := s.store.User(ctx, a.ID)
	if err != nil {
		return Signed{}, err
	}
	var bad fault.Checker
	checkPassword(&bad, "newPassword", in.Next, u.Email)
	if err := bad.Err(); err != nil {
		return Signed{}, err
	}
	if err := s.confirm(ctx, a, in.Present); err != nil {
		return Signed{}, err
	}
	hash, err := s.secrets.HashPassword(ctx, in.Next)
	if err != nil {
		return Signed{}, err
	}
	var out Signed
	err = s.do(ctx, func(ctx context.Context) error {
		remember := false
		sessions, err := s.store.Sessions(ctx, a.ID)
		if err != nil {
			return err
		}
		for _, o := range sessions {
			remember = remember || o.ID == a.Via && o.Remember
		}
		if err := s.putPassword(ctx, a.ID, hash); err != nil {
			return err
		}
		if err := s.endAll(ctx, a, a.ID, reasonPassword, in.RevokeTokens); err != nil {
			return err
		}
		if err := s.emit(ctx, a, streamUser, a.ID, EventPasswordChanged, Happened{}); err != nil {
			return err
		}
		out, err = s.begin(ctx, a, u, remember, in.Device)
		return err
	})
	return out, err
}

// putPassword writes a password hash in the running unit.
func (s *Service) putPassword(ctx context.Context, userID, hash string) error {
	c, err := s.store.Credentials(ctx, userID)
	if err != nil {
		return err
	}
	c.UserID, c.Password = userID, hash
	return s.store.SaveCredentials(ctx, c)
}

// SignOut ends the session of the person who acts. Who has no other is offline at once.
func (s *Service) SignOut(ctx context.Context) error {
	a, err := self(ctx)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		if err := s.store.EndSession(ctx, a.ID, a.Via); err != nil {
			return err
		}
		if err := s.emit(ctx, a, streamSession, a.ID, EventSessionEnded, SessionEnded{SessionIDs: []string{a.Via}, Reason: reasonSignedOut}); err != nil {
			return err
		}
		left, err := s.store.Sessions(ctx, a.ID)
		if err != nil || len(left) > 0 {
			return err
		}
		return s.leave(ctx, a, a.ID)
	})
}

// MySessions are the sessions of the person who acts, the last used first, and the id of the one in use.
func (s *Service) MySessions(ctx context.Context) ([]Session, string, error) {
	a, err := self(ctx)
	if err != nil {
		return nil, "", err
	}
	list, err := s.store.Sessions(ctx, a.ID)
	now := s.clock.Now()
	return slices.DeleteFunc(list, func(o Session) bool { return !o.Until().After(now) }), a.Via, err
}

// EndMySession ends one of the sessions of the person who acts.
func (s *Service) EndMySession(ctx context.Context, sessionID string) error {
	a, err := self(ctx)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		if err := s.store.EndSession(ctx, a.ID, sessionID); err != nil {
			return err
		}
		return s.emit(ctx, a, streamSession, a.ID, EventSessionEnded, SessionEnded{SessionIDs: []string{sessionID}, Reason: reasonRevoked})
	})
}

// MyTokens are the personal access tokens of the person who acts.
func (s *Service) MyTokens(ctx context.Context) ([]Token, error) {
	a, err := self(ctx)
	if err != nil {
		return nil, err
	}
	return s.store.Tokens(ctx, a.ID)
}

// CreateToken makes a personal access token; the text is shown this once. A zero expires means it does not end.
func (s *Service) CreateToken(ctx context.Context, name string, grants Grants, expires time.Time) (string, Token, error) {
	a, err := self(ctx)
	if err != nil {
		return "", Token{}, err
	}
	now := s.clock.Now()
	text, lookup := newAccessToken()
	t := Token{
		ID: id.New("tok"), UserID: a.ID, Lookup: lookup, Name: strings.TrimSpace(name), CreatedAt: now,
		ExpiresAt: expires.UTC().Truncate(time.Microsecond),
	}
	var c fault.Checker
	c.Text("name", t.Name, 1, maxTokenName)
	c.If(!expires.IsZero() && (!expires.After(now) || expires.Sub(now) > maxTokenLife), "expiresAt", ErrExpiry)
	t.Grants = grants.clean(&c, "grants")
	if err := c.Err(); err != nil {
		return "", Token{}, err
	}
	if err := within(a, t.Grants); err != nil {
		return "", Token{}, err
	}
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		list, err := s.store.Tokens(ctx, a.ID)
		if err != nil {
			return err
		}
		if len(list) >= maxOwnTokens {
			return ErrLimit.With("max", maxOwnTokens)
		}
		if err := s.store.InsertToken(ctx, s.secrets.HashToken(text), t); err != nil {
			return err
		}
		return s.emit(ctx, a, streamToken, t.ID, EventTokenCreated, TokenEvent{UserID: a.ID})
	})
	return text, t, err
}

// RevokeToken ends one of the tokens of the person who acts.
func (s *Service) RevokeToken(ctx context.Context, tokenID string) error {
	a, err := self(ctx)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		if err := s.store.DeleteToken(ctx, a.ID, tokenID); err != nil {
			return err
		}
		return s.emit(ctx, a, streamToken, tokenID, EventTokenRevoked, TokenEvent{UserID: a.ID})
	})
}
