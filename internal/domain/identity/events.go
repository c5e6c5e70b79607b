package identity

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Types of the events of this domain. The stream is the word before the dot, its id that of the thing; sessions and
// presence have the stream id of their user, so that a user's stream tells all about them.
const (
	EventUserJoined      = "user.joined"
	EventUserChanged     = "user.changed"
	EventUserDisabled    = "user.disabled"
	EventUserEnabled     = "user.enabled"
	EventPasswordChanged = "user.password_changed"
	EventPasswordReset   = "user.password_reset"
	EventSecondFactor    = "user.second_factor_changed"
	EventSignInFailed    = "user.sign_in_failed"
	EventSessionStarted  = "session.started"
	EventSessionEnded    = "session.ended"
	EventTokenCreated    = "token.created"
	EventTokenRevoked    = "token.revoked"
	EventInviteCreated   = "invite.created"
	EventInviteAccepted  = "invite.accepted"
	EventInviteRevoked   = "invite.revoked"
	EventTeamCreated     = "team.created"
	EventTeamChanged     = "team.changed"
	EventTeamRemoved     = "team.removed"
	EventRoleCreated     = "role.created"
	EventRoleChanged     = "role.changed"
	EventRoleRemoved     = "role.removed"
	EventPresenceChanged = "presence.changed"
	streamUser           = "user"
	streamSession        = "session"
	streamToken          = "token"
	streamInvite         = "invite"
	streamTeam           = "team"
	streamRole           = "role"
	streamPresence       = "presence"
	reasonSignedOut      = "signed_out"
	reasonRevoked        = "revoked"
	reasonPassword       = "password_changed"
	reasonDisabled       = "disabled"
	// ReasonForcedOut is the reason why sessions ended: a supervisor signed their owner out, whose work goes back.
	ReasonForcedOut       = "forced_out"
	failedPassword        = "password"
	failedCode            = "code"
	secondFactorOn        = "on"
	secondFactorOff       = "off"
	secondFactorRecovered = "recovery_code_used"
)

// UserJoined is the data of user.joined: by which role, and which invitation ("" for the first administrator).
type UserJoined struct {
	RoleID   string `json:"roleId"`
	InviteID string `json:"inviteId,omitempty"`
}

// Changed is the data of events about changed fields: user.changed, team.changed, role.changed.
type Changed struct {
	Fields  []string `json:"fields"`
	Version int64    `json:"version"`
}

// TeamChanged is the data of team.changed.
type TeamChanged struct {
	Changed
	Added   []string `json:"added"`   // users
	Removed []string `json:"removed"` // users
}

// SecondFactor is the data of user.second_factor_changed.
type SecondFactor struct {
	State string `json:"state"` // on, off, recovery_code_used
}

// Failed is the data of user.sign_in_failed.
type Failed struct {
	Reason string `json:"reason"` // password, code
}

// SessionStarted is the data of session.started.
type SessionStarted struct {
	SessionID string `json:"sessionId"`
}

// SessionEnded is the data of session.ended: sockets of these sessions must close.
type SessionEnded struct {
	SessionIDs []string `json:"sessionIds"`
	Reason     string   `json:"reason"` // signed_out, revoked, password_changed, disabled, forced_out
}

// TokenEvent is the data of token.created and token.revoked.
type TokenEvent struct {
	UserID string `json:"userId"`
}

// InviteEvent is the data of invite.created, invite.accepted and invite.revoked.
type InviteEvent struct {
	RoleID string `json:"roleId"`
	UserID string `json:"userId,omitempty"` // who accepted
}

// PresenceChanged is the data of presence.changed.
type PresenceChanged struct {
	State  State  `json:"state"`
	Reason string `json:"reason,omitempty"`
	Manual bool   `json:"manual"`
	Since  string `json:"since"` // RFC 3339
}

// Happened is the data of events that have nothing to add.
type Happened struct{}

func (s *Service) emit(ctx context.Context, a actor.Actor, stream, streamID, kind string, data any) error {
	return unit.Append(ctx, event.New(a.Tenant, stream, streamID, kind, a.Ref(), s.clock.Now(), data))
}
