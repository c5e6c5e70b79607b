// Package identitytest offers an in-memory store of the identity domain, the suite that it and the SQL store pass, and
// stand-ins for what the domain needs from others.
package identitytest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/identity"
)

// key is a workspace and an id (or another unique value) in it.
type key [2]string

type sealed[T any] struct {
	tenant, fingerprint string
	value               T
}

// Store keeps everything in memory.
type Store struct {
	mu          sync.Mutex
	users       map[key]identity.User
	credentials map[key]identity.Credentials
	resets      map[key]sealed[identity.Reset]
	sessions    map[key]sealed[identity.Session]
	tokens      map[key]sealed[identity.Token]
	roles       map[key]identity.Role
	teams       map[key]identity.Team
	invites     map[key]sealed[identity.Invite]
	attempts    map[key]identity.Attempts
	presences   map[key]identity.Presence
	pictures    map[key]identity.Picture
}

var _ identity.Store = (*Store)(nil)

// NewStore makes an empty store.
func NewStore() *Store {
	return &Store{
		users: map[key]identity.User{}, credentials: map[key]identity.Credentials{}, resets: map[key]sealed[identity.Reset]{},
		sessions: map[key]sealed[identity.Session]{}, tokens: map[key]sealed[identity.Token]{}, roles: map[key]identity.Role{},
		teams: map[key]identity.Team{}, invites: map[key]sealed[identity.Invite]{}, attempts: map[key]identity.Attempts{},
		presences: map[key]identity.Presence{}, pictures: map[key]identity.Picture{},
	}
}

// open locks the store and names the workspace of the context.
func (s *Store) open(ctx context.Context) (string, func(), error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return "", func() {}, err
	}
	s.mu.Lock()
	return tenant, s.mu.Unlock, nil
}

func (s *Store) withTeams(tenant string, u identity.User) identity.User {
	u.TeamIDs = []string{}
	for k, t := range s.teams {
		if k[0] == tenant && slices.Contains(t.MemberIDs, u.ID) {
			u.TeamIDs = append(u.TeamIDs, t.ID)
		}
	}
	slices.Sort(u.TeamIDs)
	return u
}

// InsertUser implements identity.UserStore.
func (s *Store) InsertUser(ctx context.Context, u identity.User) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	for k, o := range s.users {
		if k[0] == tenant && identity.EmailKey(o.Email) == identity.EmailKey(u.Email) {
			unlock()
			return identity.ErrEmailTaken.On("email")
		}
	}
	for _, t := range u.TeamIDs { // before anything is kept: this store does not roll back
		if _, ok := s.teams[key{tenant, t}]; !ok {
			unlock()
			return identity.ErrTeamNotFound.New()
		}
	}
	s.users[key{tenant, u.ID}] = u
	unlock()
	return s.PutUserTeams(ctx, u.ID, u.TeamIDs)
}

// User implements identity.UserStore.
func (s *Store) User(ctx context.Context, userID string) (identity.User, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.User{}, err
	}
	defer unlock()
	u, ok := s.users[key{tenant, userID}]
	if !ok {
		return u, identity.ErrUserNotFound.New()
	}
	return s.withTeams(tenant, u), nil
}

// UserByEmail implements identity.UserStore.
func (s *Store) UserByEmail(ctx context.Context, emailKey string) (identity.User, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.User{}, err
	}
	defer unlock()
	for k, u := range s.users {
		if k[0] == tenant && identity.EmailKey(u.Email) == emailKey {
			return s.withTeams(tenant, u), nil
		}
	}
	return identity.User{}, identity.ErrUserNotFound.New()
}

// UpdateUser implements identity.UserStore.
func (s *Store) UpdateUser(ctx context.Context, u identity.User) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	old, ok := s.users[key{tenant, u.ID}]
	if !ok || old.Version != u.Version {
		return identity.ErrStale.New()
	}
	u.Version++
	u.Email = old.Email
	s.users[key{tenant, u.ID}] = u
	return nil
}

// Users implements identity.UserStore.
func (s *Store) Users(ctx context.Context, f identity.UserFilter) ([]identity.User, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []identity.User
	for k, u := range s.users {
		u = s.withTeams(tenant, u)
		position := [2]string{identity.SortKey(u.Name), u.ID}
		if k[0] != tenant || slices.Compare(position[:], []string{f.After.Name, f.After.ID}) <= 0 ||
			!strings.Contains(u.SearchKey(), f.Query) || f.Status != "" && f.Status != u.Status ||
			f.RoleID != "" && f.RoleID != u.RoleID || f.TeamID != "" && !slices.Contains(u.TeamIDs, f.TeamID) {
			continue
		}
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b identity.User) int {
		return slices.Compare([]string{identity.SortKey(a.Name), a.ID}, []string{identity.SortKey(b.Name), b.ID})
	})
	return out[:min(len(out), f.Limit+1)], nil
}

// Holders implements identity.UserStore.
func (s *Store) Holders(ctx context.Context, roleID, exceptUser string) (active, all int, err error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer unlock()
	for k, u := range s.users {
		if k[0] == tenant && u.RoleID == roleID && u.ID != exceptUser {
			all++
			if u.Status == identity.Active {
				active++
			}
		}
	}
	return active, all, nil
}

// Credentials implements identity.CredentialStore.
func (s *Store) Credentials(ctx context.Context, userID string) (identity.Credentials, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.Credentials{}, err
	}
	defer unlock()
	c, ok := s.credentials[key{tenant, userID}]
	if !ok {
		c.UserID = userID
	}
	return c, nil
}

// SaveCredentials implements identity.CredentialStore.
func (s *Store) SaveCredentials(ctx context.Context, c identity.Credentials) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if s.credentials[key{tenant, c.UserID}].Version != c.Version {
		return identity.ErrStale.New()
	}
	c.Version++
	s.credentials[key{tenant, c.UserID}] = c
	return nil
}

// InsertReset implements identity.CredentialStore.
func (s *Store) InsertReset(ctx context.Context, fingerprint string, r identity.Reset) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	r.Tenant = tenant
	s.resets[key{tenant, r.UserID}] = sealed[identity.Reset]{tenant, fingerprint, r}
	return nil
}

// TakeReset implements identity.CredentialStore.
func (s *Store) TakeReset(_ context.Context, fingerprints []string) (identity.Reset, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, r := range s.resets {
		if slices.Contains(fingerprints, r.fingerprint) {
			delete(s.resets, k)
			return r.value, nil
		}
	}
	return identity.Reset{}, identity.ErrLink.New()
}

// LockAttempts implements identity.AttemptStore.
func (s *Store) LockAttempts(ctx context.Context, name string) (identity.Attempts, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.Attempts{}, err
	}
	defer unlock()
	return s.attempts[key{tenant, name}], nil
}

// SaveAttempts implements identity.AttemptStore.
func (s *Store) SaveAttempts(ctx context.Context, name string, a identity.Attempts) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	s.attempts[key{tenant, name}] = a
	return nil
}

// ClearAttempts implements identity.AttemptStore.
func (s *Store) ClearAttempts(ctx context.Context, name string, olderThan time.Time) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	for k, a := range s.attempts {
		if k[0] == tenant && (k[1] == name || a.At.Before(olderThan)) {
			delete(s.attempts, k)
		}
	}
	return nil
}

// Presences implements identity.PresenceStore.
func (s *Store) Presences(ctx context.Context) ([]identity.Presence, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []identity.Presence
	for k, p := range s.presences {
		if k[0] == tenant {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b identity.Presence) int { return strings.Compare(a.UserID, b.UserID) })
	return out, nil
}

// LockPresence implements identity.PresenceStore.
func (s *Store) LockPresence(ctx context.Context, userID string) (identity.Presence, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return identity.Presence{}, err
	}
	defer unlock()
	p, ok := s.presences[key{tenant, userID}]
	if !ok {
		p = identity.Presence{UserID: userID, State: identity.Offline}
		s.presences[key{tenant, userID}] = p
	}
	return p, nil
}

// SavePresence implements identity.PresenceStore.
func (s *Store) SavePresence(ctx context.Context, p identity.Presence) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if _, ok := s.presences[key{tenant, p.UserID}]; ok {
		s.presences[key{tenant, p.UserID}] = p
	}
	return nil
}

// ExtendLeases implements identity.PresenceStore.
func (s *Store) ExtendLeases(ctx context.Context, userIDs []string, now, until time.Time) ([]string, error) {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []string
	for _, u := range userIDs {
		p, ok := s.presences[key{tenant, u}]
		if ok && p.Lease.After(now) && (p.State != identity.Offline || p.Manual) {
			p.Lease = until
			s.presences[key{tenant, u}] = p
			out = append(out, u)
		}
	}
	return out, nil
}

// PresencesOf implements identity.PresenceStore.
func (s *Store) PresencesOf(ctx context.Context, userIDs []string) ([]identity.Presence, error) {
	all, err := s.Presences(ctx)
	return slices.DeleteFunc(all, func(p identity.Presence) bool { return !slices.Contains(userIDs, p.UserID) }), err
}

// HoldPresence implements identity.PresenceStore.
func (s *Store) HoldPresence(ctx context.Context, userID string, now time.Time) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if p := s.presences[key{tenant, userID}]; p.State != identity.Online || !p.Lease.After(now) {
		return identity.ErrNotThere.New()
	}
	return nil
}

// InsertPicture implements identity.PictureStore.
func (s *Store) InsertPicture(ctx context.Context, p identity.Picture) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	s.pictures[key{tenant, p.ID}] = p
	return nil
}

// Picture implements identity.PictureStore.
func (s *Store) Picture(_ context.Context, pictureID string) (identity.Picture, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, p := range s.pictures {
		if k[1] == pictureID {
			return p, nil
		}
	}
	return identity.Picture{}, identity.ErrAvatarNotFound.New()
}

// DeletePicture implements identity.PictureStore.
func (s *Store) DeletePicture(ctx context.Context, pictureID string) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	delete(s.pictures, key{tenant, pictureID})
	return nil
}

// nameTaken is the fault of a name in use.
func nameTaken() error { return fault.ErrTaken.On("name") }
