package ports

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
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

// maxSupervisors is how many people are told of one customer at most.
const maxSupervisors = 50

// Over are the people whose right to supervise reaches a conversation with this assignee and team. Who answers the
// conversation does not supervise it.
func (s Supervisors) Over(ctx context.Context, assignee, team string) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	ctx = actor.With(ctx, actor.SystemFor(tenant))
	roles, err := s.Identity.Roles(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range roles {
		level := r.Effective()[conversation.PermSupervise]
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
			scope := actor.Scope{Level: level, User: u.ID, Teams: u.TeamIDs}
			if u.ID != assignee && len(out) < maxSupervisors && scope.Covers(assignee, team) {
				out = append(out, u.ID)
			}
		}
	}
	return out, nil
}
