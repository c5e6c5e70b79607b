package identitytest

import (
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/domain/identity"
)

// InsertSession implements identity.SessionStore.
func (s *Store) InsertSession(ctx context.Context, fingerprint string, o identity.Session) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	for k, x := range s.sessions {
		if k[0] == tenant && !x.value.ExpiresAt.After(o.CreatedAt) {
			delete(s.sessions, k)
		}
	}
	s.sessions[key{tenant, o.ID}] = sealed[identity.Session]{tenant, fingerprint, o}
	return nil
}

// principal is what a user of a workspace brings.
func (s *Store) principal(tenant, userID string) (identity.Principal, bool) {
	u, ok := s.users[key{tenant, userID}]
	r, known := s.roles[key{tenant, u.RoleID}]
	r.Description, r.Version = "", 0 // not part of a principal
	return identity.Principal{Tenant: tenant, User: s.withTeams(tenant, u), Role: r}, ok && known
}

// PrincipalBySession implements identity.SessionStore.
func (s *Store) PrincipalBySession(_ context.Context, fingerprints []string) (identity.Principal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.sessions {
		if slices.Contains(fingerprints, o.fingerprint) {
			if p, ok := s.principal(o.tenant, o.value.UserID); ok {
				p.Session = o.value
				return p, nil
			}
		}
	}
	return identity.Principal{}, identity.ErrSession.New()
}

// Sessions implements identity.SessionStore.
func (s *Store) Sessions(ctx context.Context, userID string) ([]identity.Session, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []identity.Session
	for k, o := range s.sessions {
		if k[0] == tenant && o.value.UserID == userID {
			out = append(out, o.value)
		}
	}
	slices.SortFunc(out, func(a, b identity.Session) int {
		if c := b.SeenAt.Compare(a.SeenAt); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return out, nil
}

// TouchSession implements identity.SessionStore.
func (s *Store) TouchSession(ctx context.Context, sessionID string, at time.Time) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if o, ok := s.sessions[key{tenant, sessionID}]; ok && o.value.SeenAt.Before(at) {
		o.value.SeenAt = at
		s.sessions[key{tenant, sessionID}] = o
	}
	return nil
}

// EndSession implements identity.SessionStore.
func (s *Store) EndSession(ctx context.Context, userID, sessionID string) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if s.sessions[key{tenant, sessionID}].value.UserID != userID {
		return identity.ErrSessionNotFound.New()
	}
	delete(s.sessions, key{tenant, sessionID})
	return nil
}

// EndSessions implements identity.SessionStore.
func (s *Store) EndSessions(ctx context.Context, userID string) ([]string, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []string
	for k, o := range s.sessions {
		if k[0] == tenant && o.value.UserID == userID {
			delete(s.sessions, k)
			out = append(out, k[1])
		}
	}
	return out, nil
}

// InsertToken implements identity.TokenStore.
func (s *Store) InsertToken(ctx context.Context, fingerprint string, t identity.Token) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	s.tokens[key{tenant, t.ID}] = sealed[identity.Token]{tenant, fingerprint, t}
	return nil
}

// PrincipalByToken implements identity.TokenStore.
func (s *Store) PrincipalByToken(_ context.Context, lookup string) (identity.Principal, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.tokens {
		if o.value.Lookup == lookup {
			if p, ok := s.principal(o.tenant, o.value.UserID); ok {
				p.Token = o.value
				return p, o.fingerprint, nil
			}
		}
	}
	return identity.Principal{}, "", identity.ErrToken.New()
}

// Tokens implements identity.TokenStore.
func (s *Store) Tokens(ctx context.Context, userID string) ([]identity.Token, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []identity.Token
	for k, o := range s.tokens {
		if k[0] == tenant && o.value.UserID == userID {
			out = append(out, o.value)
		}
	}
	slices.SortFunc(out, func(a, b identity.Token) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return out, nil
}

// TouchToken implements identity.TokenStore.
func (s *Store) TouchToken(ctx context.Context, tokenID string, at time.Time) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if o, ok := s.tokens[key{tenant, tokenID}]; ok && o.value.UsedAt.Before(at) {
		o.value.UsedAt = at
		s.tokens[key{tenant, tokenID}] = o
	}
	return nil
}

// DeleteTokens implements identity.TokenStore.
func (s *Store) DeleteTokens(ctx context.Context, userID string) ([]string, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []string
	for k, o := range s.tokens {
		if k[0] == tenant && o.value.UserID == userID {
			delete(s.tokens, k)
			out = append(out, k[1])
		}
	}
	return out, nil
}

// DeleteToken implements identity.TokenStore.
func (s *Store) DeleteToken(ctx context.Context, userID, tokenID string) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if s.tokens[key{tenant, tokenID}].value.UserID != userID {
		return identity.ErrTokenNotFound.New()
	}
	delete(s.tokens, key{tenant, tokenID})
	return nil
}

// InsertInvite implements identity.InviteStore.
func (s *Store) InsertInvite(ctx context.Context, fingerprint string, i identity.Invite) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	for k, o := range s.invites {
		if k[0] == tenant && identity.EmailKey(o.value.Email) == identity.EmailKey(i.Email) {
			delete(s.invites, k)
		}
	}
	s.invites[key{tenant, i.ID}] = sealed[identity.Invite]{tenant, fingerprint, i}
	return nil
}

// InviteTo implements identity.InviteStore.
func (s *Store) InviteTo(ctx context.Context, emailKey string) (identity.Invite, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.Invite{}, err
	}
	defer unlock()
	for k, o := range s.invites {
		if k[0] == tenant && identity.EmailKey(o.value.Email) == emailKey {
			return o.value, nil
		}
	}
	return identity.Invite{}, identity.ErrInviteNotFound.New()
}

// Invites implements identity.InviteStore.
func (s *Store) Invites(ctx context.Context) ([]identity.Invite, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []identity.Invite
	for k, o := range s.invites {
		if k[0] == tenant {
			out = append(out, o.value)
		}
	}
	slices.SortFunc(out, func(a, b identity.Invite) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return out, nil
}

// InviteByToken implements identity.InviteStore.
func (s *Store) InviteByToken(_ context.Context, fingerprints []string) (string, identity.Invite, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.invites {
		if slices.Contains(fingerprints, o.fingerprint) {
			return o.tenant, o.value, nil
		}
	}
	return "", identity.Invite{}, identity.ErrLink.New()
}

// DeleteInvite implements identity.InviteStore.
func (s *Store) DeleteInvite(ctx context.Context, inviteID string) (identity.Invite, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.Invite{}, err
	}
	defer unlock()
	o, ok := s.invites[key{tenant, inviteID}]
	if !ok {
		return o.value, identity.ErrInviteNotFound.New()
	}
	delete(s.invites, key{tenant, inviteID})
	return o.value, nil
}
