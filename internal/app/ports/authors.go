package ports

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/identity"
)

// Authors is conversation.Authors: who sends what was planned, with the rights of the moment in which it leaves.
type Authors struct{ Identity Roles }

// Author is the person as an actor. Who is disabled, or gone, sends nothing.
func (p Authors) Author(ctx context.Context, userID string) (actor.Actor, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return actor.Actor{}, err
	}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return actor.Actor{}, err
	}
	u, err := p.Identity.User(ctx, userID)
	if err != nil {
		return actor.Actor{}, err
	}
	roles, err := p.Identity.Roles(ctx)
	if err != nil {
		return actor.Actor{}, err
	}
	i := slices.IndexFunc(roles, func(r identity.Role) bool { return r.ID == u.RoleID })
	if u.Status != identity.Active || i < 0 {
		return actor.Actor{}, fault.ErrDenied.New()
	}
	return actor.Actor{
		Tenant: tenant, Kind: actor.User, ID: u.ID, Teams: u.TeamIDs, Locale: u.Locale, Grants: roles[i].Effective(),
	}, nil
}
