package identity

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// Service is what can be done with people.
type Service struct {
	store      Store
	unit       unit.Runner
	clock      clock.Clock
	workspaces Workspaces
	secrets    Secrets
	known      *known
}

// New makes the service.
func New(store Store, runner unit.Runner, c clock.Clock, workspaces Workspaces, secrets Secrets) *Service {
	return &Service{store: store, unit: runner, clock: c, workspaces: workspaces, secrets: secrets, known: newKnown()}
}

// do runs a unit that changes what credentials lead to, and forgets what is remembered about them.
func (s *Service) do(ctx context.Context, fn func(ctx context.Context) error) error {
	defer s.known.forget()
	return s.unit.Do(ctx, fn)
}

// self is the person who acts, signed in themselves: neither a token nor a bot may change passwords and sessions.
func self(ctx context.Context) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return a, err
	}
	if a.Kind != actor.User {
		return a, fault.ErrDenied.New()
	}
	return a, nil
}

// system is the actor of the system, for what only the program itself does.
func system(ctx context.Context) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return a, err
	}
	if a.Kind != actor.System && a.Kind != actor.Job {
		return a, fault.ErrDenied.New()
	}
	return a, nil
}

// as is the context in which a person who just proved who they are acts, within the workspace of ctx.
func as(ctx context.Context, userID string) (context.Context, actor.Actor) {
	a, _ := actor.From(ctx)
	a = actor.Actor{Tenant: a.Tenant, Kind: actor.User, ID: userID}
	return actor.With(ctx, a), a
}

// inWorkspace is the context of a workspace before anybody is known in it.
func inWorkspace(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}
