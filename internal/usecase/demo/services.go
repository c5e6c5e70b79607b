package demo

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/quality"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/domain/wrapup"
)

// Services are what the sample workspace is made through, so that every rule, event and count in it is real.
type Services struct {
	Runner        unit.Runner
	Account       *account.Service
	Identity      *identity.Service
	Customers     *customer.Service
	Channels      *channel.Service
	Conversations *conversation.Service
	Files         *conversation.Files
	Planner       *conversation.Planner
	Views         *conversation.Views
	Quality       *quality.Service
	Notices       *notify.Service
	Knowledge     *knowledge.Service
	FAQ           *knowledge.FAQ
	Moderation    *moderation.Service
	Summaries     *wrapup.Service
	Keeper        *wrapup.Keeper
	Visitors      *visitor.Service
	Panel         *customer.Panel
	Fields        *customer.Fields
	Segments      *customer.Segments
	Reveals       *audit.Reveals
	Apps          *integration.Apps
}

// Mark begins the external identity of every sample customer; by it they are recognised when the sample is removed.
const Mark = "demo:"

// as is the context in which a sample person acts, with the rights of their role.
func as(ctx context.Context, tenant, userID, role string, teams []string) context.Context {
	return actor.With(ctx, actor.Actor{
		Tenant: tenant, Kind: actor.User, ID: userID, Teams: teams, Grants: identity.Role{Key: role}.Effective(),
	})
}

// workspace is the sample workspace; "" when there is none.
func (s Services) workspace(ctx context.Context) (string, error) {
	all, err := s.Account.Directory(ctx)
	if err != nil {
		return "", err
	}
	for _, e := range all {
		if e.Demo {
			return e.ID, nil
		}
	}
	return "", nil
}
