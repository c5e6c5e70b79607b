// Package identity is the people of a workspace: who they are, how they prove it, what they may do and whether they are
// there.
//
// Owns: users, teams, roles, invitations, passwords, second factors, sessions, personal access tokens, presence, and the
// counts of failed attempts.
//
// Promises: a workspace never loses its last administrator; nobody gives away a right they do not have, nor manages a
// person who has more; a password, a token or a recovery code is never stored in the clear; a one-time code works once;
// an unknown address takes as long and sounds the same as a wrong password; an ended session is refused at once on the
// same node and within two seconds on every other.
//
// Refuses to know: what the rights of other domains protect (it only lists them), how a cookie or a header looks, which
// sockets are open (their gateway keeps presence alive).
//
// Emits: user.joined, user.changed, user.disabled, user.enabled, user.erased, user.password_changed, user.password_reset,
// user.second_factor_changed, user.sign_in_failed, session.started, session.ended, token.created, token.revoked,
// invite.created, invite.accepted, invite.revoked, team.created, team.changed, team.removed, role.created, role.changed,
// role.removed, presence.changed.
//
// Consumes: nothing. Job: identity.presence_lapse.
package identity
