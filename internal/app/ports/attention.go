package ports

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

// OpenHours is attention.Hours.
type OpenHours struct{ Account *account.Service }

// OpenFor is when the calendar will have been open for d since from. A calendar that is gone never closes.
func (h OpenHours) OpenFor(ctx context.Context, calendarID string, from time.Time, d time.Duration) (time.Time, bool, error) {
	if calendarID == "" {
		return from.Add(d), true, nil
	}
	ctx, err := asSystem(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	c, err := h.Account.Calendar(ctx, calendarID)
	if ok, err := found(err); err != nil || !ok {
		return from.Add(d), err == nil, err
	}
	at, ok := c.OpenFor(from, d)
	return at, ok, nil
}

// Roles is what Supervisors needs of identity.Service.
type Roles interface {
	Identity
	Roles(ctx context.Context) ([]identity.Role, error)
}

// Supervisors is attention.Supervisors.
type Supervisors struct {
	Identity Roles
	Known    *db.Cache[[]identity.User] // who holds the right; half a minute old does not matter
}

// maxSupervisors is how many people are told of one thing at most.
const maxSupervisors = 50

// holder is somebody with a right.
type holder struct {
	identity.User
	level actor.Level
}

// holders are the active people who have a right.
func (s Supervisors) holders(ctx context.Context, p actor.Permission) ([]holder, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	ctx = actor.With(ctx, actor.SystemFor(tenant))
	roles, err := s.Identity.Roles(ctx)
	if err != nil {
		return nil, err
	}
	var out []holder
	for _, r := range roles {
		level := r.Effective()[p]
		if level == actor.None {
			continue
		}
		users, err := s.Known.Get(ctx, tenant+"/"+r.ID, func(ctx context.Context) ([]identity.User, error) {
			p, err := s.Identity.Users(ctx, identity.UserFilter{RoleID: r.ID, Status: identity.Active}, page.Request{Limit: page.MaxLimit})
			return p.Items, err
		})
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			out = append(out, holder{u, level})
		}
	}
	return out, nil
}

// Over are the people whose right to supervise reaches a conversation with this assignee and team. Who answers the
// conversation does not supervise it.
func (s Supervisors) Over(ctx context.Context, assignee, team string) ([]string, error) {
	all, err := s.holders(ctx, conversation.PermSupervise)
	var out []string
	for _, u := range all {
		scope := actor.Scope{Level: u.level, User: u.ID, Teams: u.TeamIDs}
		if u.ID != assignee && len(out) < maxSupervisors && scope.Covers(assignee, team) {
			out = append(out, u.ID)
		}
	}
	return out, err
}

// OfQueue is dispatch.Supervisors.
func (s Supervisors) OfQueue(ctx context.Context, team string) ([]string, error) {
	all, err := s.holders(ctx, routing.PermRead)
	return ofTeam(all, team), err
}

// ofTeam are those of the team, or everybody when nobody is of it: what goes wrong must reach somebody.
func ofTeam(all []holder, team string) []string {
	var own, every []string
	for _, u := range all {
		every = append(every, u.ID)
		if team != "" && slices.Contains(u.TeamIDs, team) {
			own = append(own, u.ID)
		}
	}
	if len(own) == 0 {
		own = every
	}
	return own[:min(len(own), maxSupervisors)]
}
