package identity

import (
	"time"

	"frontdesk/internal/base/actor"
)

// How long sessions, links and tokens live.
const (
	sessionIdle      = 12 * time.Hour
	sessionLife      = 24 * time.Hour
	rememberIdle     = 30 * 24 * time.Hour
	rememberLife     = 90 * 24 * time.Hour
	inviteLife       = 7 * 24 * time.Hour
	resetLife        = 24 * time.Hour
	maxTokenLife     = 366 * 24 * time.Hour
	touchEvery       = time.Minute // how often "last seen" is written at most
	maxOwnTokens     = 50
	maxTokenName     = 60
	maxAgentLength   = 400
	maxAddressLength = 64
)

// Session is a signed-in browser.
type Session struct {
	ID        string
	UserID    string
	CSRF      string
	Address   string
	Agent     string // what the browser calls itself
	Remember  bool
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time // whatever happens
}

// Until is the moment at which the session ends if it is not used again.
func (s Session) Until() time.Time {
	idle := sessionIdle
	if s.Remember {
		idle = rememberIdle
	}
	if t := s.SeenAt.Add(idle); t.Before(s.ExpiresAt) {
		return t
	}
	return s.ExpiresAt
}

// Life is how long a session lasts at most.
func Life(remember bool) time.Duration {
	if remember {
		return rememberLife
	}
	return sessionLife
}

// Token is a personal access token, without its secret.
type Token struct {
	ID        string
	UserID    string
	Lookup    string // the part that finds it
	Name      string
	Grants    Grants // at most these, of what its owner may
	CreatedAt time.Time
	ExpiresAt time.Time // zero: never
	UsedAt    time.Time
}

// Principal is what one credential leads to, read at once.
type Principal struct {
	Tenant  string
	User    User
	Role    Role
	Session Session // of a session
	Token   Token   // of a token
}

// actor is who the principal acts as.
func (p Principal) actor() actor.Actor {
	a := actor.Actor{Tenant: p.Tenant, ID: p.User.ID, Teams: p.User.TeamIDs, Locale: p.User.Locale}
	if p.Token.ID != "" {
		a.Kind, a.Via = actor.Token, p.Token.ID
		a.Grants = intersect(p.Token.Grants, p.Role.Effective())
		return a
	}
	a.Kind, a.Via, a.Grants = actor.User, p.Session.ID, p.Role.Effective()
	return a
}

// SessionView is what a caller needs to know about how an actor came in.
type SessionView struct {
	ID     string // of the session or the token
	CSRF   string // "" for tokens
	Bearer bool
	Until  time.Time // zero: no end
}

// Signed is a fresh session with the value that the browser keeps.
type Signed struct {
	Tenant  string
	Token   string
	Session Session
	User    User
	Grants  Grants // what the person may do
}

// Invite is an invitation that waits.
type Invite struct {
	ID        string
	UserID    string // of the person they become: what others prepare for them waits under it
	Email     string
	Name      string
	Alias     string
	RoleID    string
	TeamIDs   []string
	InvitedBy string
	CreatedAt time.Time
	ExpiresAt time.Time
}

// Reset is a one-time link by which a person sets a new password.
type Reset struct {
	Tenant    string
	UserID    string
	ExpiresAt time.Time
}

// Credentials are the secrets of a person. They are kept apart from User, so that no list ever reads them.
type Credentials struct {
	UserID   string
	Password string   // argon2id text
	Secret   string   // sealed secret of the second factor; "" when there is none
	Pending  string   // sealed secret that waits for confirmation
	Step     int64    // last time step that was accepted: a code works once
	Recovery []string // fingerprints of the recovery codes that are left
	Version  int64    // 0: not stored yet
}
