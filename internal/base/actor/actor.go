// Package actor says who acts, for which workspace, and what they may do. The actor travels in the context and is set at
// four places only: HTTP and socket authentication, the bus envelope, channel resolution and the job runner.
package actor

import (
	"context"
	"slices"

	"frontdesk/internal/base/fault"
)

// Kind of an actor.
type Kind string

// The kinds.
const (
	User    Kind = "user"    // a person of the company, signed in
	Visitor Kind = "visitor" // a customer in a widget
	Token   Kind = "token"   // a personal access token of a user
	Bot     Kind = "bot"
	Job     Kind = "job"    // the job runner
	System  Kind = "system" // start-up, consumers, command line
)

// Level says how far a permission reaches.
type Level string

// Levels, from narrow to wide.
const (
	None  Level = ""
	Own   Level = "own"   // what is assigned to the actor
	Teams Level = "teams" // own, and all of the actor's teams, and what has no team
	All   Level = "all"
)

// Permission is a right, such as "conversation.reply". Domains declare theirs; identity lists them all for the role editor.
type Permission string

// Ref is the short form of an actor that events and rows keep.
type Ref struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

// Actor is who acts.
type Actor struct {
	Tenant     string
	Kind       Kind
	ID         string // user, visitor or token owner
	OnBehalfOf string // the customer of a visitor, the user of a job
	Via        string // session or token id, channel id
	Teams      []string
	Grants     map[Permission]Level
	Locale     string // language of errors: "zh-CN" or "en"
	Unagreed   bool   // a visitor who has not accepted the privacy notice as it is now; found out while signing in, so that messages need not ask
}

// Ref is the short form.
func (a Actor) Ref() Ref { return Ref{Kind: a.Kind, ID: a.ID} }

type key struct{}

// With puts the actor into the context.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From is the actor of the context; ok is false when nobody is known.
func From(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(key{}).(Actor)
	return a, ok && a.Tenant != ""
}

// Of is the actor of the context, or a fault when nobody is known.
func Of(ctx context.Context) (Actor, error) {
	a, ok := From(ctx)
	if !ok {
		return Actor{}, fault.ErrUnauthenticated.New()
	}
	return a, nil
}

// Tenant is the workspace of the context, or a fault: stores call it first, so that no statement runs without one.
func Tenant(ctx context.Context) (string, error) {
	a, err := Of(ctx)
	return a.Tenant, err
}

// SystemFor is the actor of start-up, consumers and the command line: it may do everything in one workspace.
func SystemFor(tenant string) Actor { return Actor{Tenant: tenant, Kind: System, ID: "system"} }

// Can is the level of a permission. System and Job actors have every permission.
func (a Actor) Can(p Permission) Level {
	if a.Kind == System || a.Kind == Job {
		return All
	}
	return a.Grants[p]
}

// Require is the first line of every service method: who acts, or a fault when they may not at all.
func Require(ctx context.Context, p Permission) (Actor, error) {
	a, err := Of(ctx)
	if err != nil {
		return a, err
	}
	if a.Can(p) == None {
		return a, fault.ErrDenied.With("permission", string(p))
	}
	return a, nil
}

// Scope is what part of a list the actor may see; stores make it part of the SQL.
type Scope struct {
	Level Level
	User  string   // for Own and Teams
	Teams []string // for Teams
}

// ScopeOf is the scope of a permission for this actor.
func (a Actor) ScopeOf(p Permission) Scope {
	return Scope{Level: a.Can(p), User: a.ID, Teams: a.Teams}
}

// Covers reports whether a thing with this assignee and team lies in the scope.
func (s Scope) Covers(assignee, team string) bool {
	switch s.Level {
	case All:
		return true
	case Teams:
		return assignee == s.User || team == "" || slices.Contains(s.Teams, team)
	case Own:
		return assignee == s.User
	case None:
		return false
	}
	return false
}
