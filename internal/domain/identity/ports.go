package identity

import (
	"context"
	"time"
)

// Workspaces is what identity needs from the account domain. account.Service fits.
type Workspaces interface {
	// None reports whether there is no workspace yet.
	None(ctx context.Context) (bool, error)
	// Found makes the first workspace, in the running unit, and returns its id.
	Found(ctx context.Context, name, slug, locale, timezone string) (string, error)
	// Resolve finds a workspace by its slug; empty means the only one.
	Resolve(ctx context.Context, slug string) (string, error)
	// BreakReasons are the keys of the reasons people may give for a break.
	BreakReasons(ctx context.Context) ([]string, error)
	// AutoAway is how long nobody touches a desk before its person is on a break; zero for never.
	AutoAway(ctx context.Context) (time.Duration, error)
}

// Secrets is the cryptography identity needs. secret.Box fits.
type Secrets interface {
	HashPassword(ctx context.Context, password string) (string, error)
	// CheckPassword takes as long for an empty hash as for a real one. stale: hash it again at today's cost.
	CheckPassword(ctx context.Context, password, stored string) (ok, stale bool, err error)
	Seal(purpose string, plain []byte) string
	Open(purpose, sealed string) ([]byte, error)
	// HashToken is the fingerprint of a random secret; TokenHashes are those by older keys, too, newest first.
	HashToken(token string) string
	TokenHashes(token string) []string
}

// UserStore keeps people. Like all stores here it works on the workspace of the context's actor unless it says otherwise.
type UserStore interface {
	// InsertUser adds a person with their teams; an address in use is ErrEmailTaken.
	InsertUser(ctx context.Context, u User) error
	User(ctx context.Context, userID string) (User, error)
	UserByEmail(ctx context.Context, emailKey string) (User, error)
	// UpdateUser writes all but teams if the version is still u.Version (else ErrStale) and raises it by one.
	UpdateUser(ctx context.Context, u User) error
	// Users are at most f.Limit+1 people by name.
	Users(ctx context.Context, f UserFilter) ([]User, error)
	// Holders counts the people with a role, except one: those who are active, and all.
	Holders(ctx context.Context, roleID, exceptUser string) (active, all int, err error)
}

// CredentialStore keeps passwords, second factors and one-time links.
type CredentialStore interface {
	// Credentials of a person; version 0 when there are none.
	Credentials(ctx context.Context, userID string) (Credentials, error)
	// SaveCredentials writes if the version is still c.Version (else ErrStale) and raises it by one.
	SaveCredentials(ctx context.Context, c Credentials) error
	// InsertReset keeps a link under the fingerprint of its token and drops older ones of the same person.
	InsertReset(ctx context.Context, fingerprint string, r Reset) error
	// TakeReset removes a link and returns it; ErrLink when there is none. It needs no actor.
	TakeReset(ctx context.Context, fingerprints []string) (Reset, error)
}

// SessionStore keeps sessions by the fingerprint of their token.
type SessionStore interface {
	InsertSession(ctx context.Context, fingerprint string, s Session) error
	// PrincipalBySession is everything about a session, in one query; ErrSession when there is none. It needs no actor.
	PrincipalBySession(ctx context.Context, fingerprints []string) (Principal, error)
	// Sessions of a person, the last used first.
	Sessions(ctx context.Context, userID string) ([]Session, error)
	TouchSession(ctx context.Context, sessionID string, at time.Time) error
	// EndSession removes one session of a person; ErrSessionNotFound.
	EndSession(ctx context.Context, userID, sessionID string) error
	// EndSessions removes all of a person and returns their ids.
	EndSessions(ctx context.Context, userID string) ([]string, error)
}

// TokenStore keeps personal access tokens.
type TokenStore interface {
	InsertToken(ctx context.Context, fingerprint string, t Token) error
	// PrincipalByToken is everything about a token and the fingerprint of its secret, in one query; ErrToken when there is
	// none. It needs no actor.
	PrincipalByToken(ctx context.Context, lookup string) (Principal, string, error)
	// Tokens of a person, newest first.
	Tokens(ctx context.Context, userID string) ([]Token, error)
	TouchToken(ctx context.Context, tokenID string, at time.Time) error
	// DeleteToken removes a token of a person; ErrTokenNotFound.
	DeleteToken(ctx context.Context, userID, tokenID string) error
	// DeleteTokens removes all of a person and returns their ids.
	DeleteTokens(ctx context.Context, userID string) ([]string, error)
}

// RoleStore keeps roles.
type RoleStore interface {
	// InsertRole adds a role; a name in use is fault.ErrTaken.
	InsertRole(ctx context.Context, r Role) error
	// Roles are all roles, built-in ones first, then by name.
	Roles(ctx context.Context) ([]Role, error)
	Role(ctx context.Context, roleID string) (Role, error)
	// UpdateRole writes if the version is still r.Version (else ErrStale) and raises it by one.
	UpdateRole(ctx context.Context, r Role) error
	DeleteRole(ctx context.Context, roleID string) error
	// LockRole makes units that count the holders of a role follow one another.
	LockRole(ctx context.Context, roleID string) error
}

// TeamStore keeps teams and who is in them.
type TeamStore interface {
	// InsertTeam adds a team with its members; a name in use is fault.ErrTaken, an unknown member ErrUserNotFound.
	InsertTeam(ctx context.Context, t Team) error
	// Teams are all teams with their members, by name.
	Teams(ctx context.Context) ([]Team, error)
	Team(ctx context.Context, teamID string) (Team, error)
	// UpdateTeam writes, members included, if the version is still t.Version (else ErrStale) and raises it by one.
	UpdateTeam(ctx context.Context, t Team) error
	DeleteTeam(ctx context.Context, teamID string) error
	// PutUserTeams makes these the teams of a person; an unknown one is ErrTeamNotFound.
	PutUserTeams(ctx context.Context, userID string, teamIDs []string) error
}

// InviteStore keeps invitations by the fingerprint of their token.
type InviteStore interface {
	// InsertInvite adds an invitation and drops older ones to the same address.
	InsertInvite(ctx context.Context, fingerprint string, i Invite) error
	// InviteTo is the invitation to an address, by its EmailKey; ErrInviteNotFound.
	InviteTo(ctx context.Context, emailKey string) (Invite, error)
	// Invites are all that wait, newest first.
	Invites(ctx context.Context) ([]Invite, error)
	// InviteByToken finds an invitation and its workspace; ErrLink when there is none. It needs no actor.
	InviteByToken(ctx context.Context, fingerprints []string) (tenant string, i Invite, err error)
	// DeleteInvite removes an invitation; ErrInviteNotFound.
	DeleteInvite(ctx context.Context, inviteID string) (Invite, error)
}

// AttemptStore counts failures by an opaque key.
type AttemptStore interface {
	// LockAttempts reads the count, and lets other units that do the same wait for this one.
	LockAttempts(ctx context.Context, key string) (Attempts, error)
	SaveAttempts(ctx context.Context, key string, a Attempts) error
	// ClearAttempts forgets a key, and every key whose last failure is older.
	ClearAttempts(ctx context.Context, key string, olderThan time.Time) error
}

// PresenceStore keeps who is there.
type PresenceStore interface {
	Presences(ctx context.Context) ([]Presence, error)
	// LockPresence reads a person's presence (offline if there is none yet), and lets other units that do the same wait.
	LockPresence(ctx context.Context, userID string) (Presence, error)
	SavePresence(ctx context.Context, p Presence) error
	// ExtendLeases moves the leases of those that are there and whose lease has not ended, and returns their ids.
	ExtendLeases(ctx context.Context, userIDs []string, now, until time.Time) ([]string, error)
	// PresencesOf are those of these people, in any order.
	PresencesOf(ctx context.Context, userIDs []string) ([]Presence, error)
	// HoldPresence fails the unit with ErrNotThere unless the person is online and their lease has not ended.
	HoldPresence(ctx context.Context, userID string, now time.Time) error
}

// PictureStore keeps avatars.
type PictureStore interface {
	InsertPicture(ctx context.Context, p Picture) error
	// Picture needs no actor: its id cannot be guessed, and customers see the pictures of those who answer them.
	Picture(ctx context.Context, pictureID string) (Picture, error)
	DeletePicture(ctx context.Context, pictureID string) error
}

// ErasureStore removes what must not be kept.
type ErasureStore interface {
	// EraseUser removes a person with all rows that belong to them.
	EraseUser(ctx context.Context, userID string) error
}

// Store is everything the service keeps.
type Store interface {
	ErasureStore
	UserStore
	CredentialStore
	SessionStore
	TokenStore
	RoleStore
	TeamStore
	InviteStore
	AttemptStore
	PresenceStore
	PictureStore
}
