package ports

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
)

// Staff is customer.Roles and customer.Colleagues.
type Staff struct {
	Known    *People
	Identity Roles
}

// RoleOf is the role of somebody; empty when nobody is known by that id.
func (s Staff) RoleOf(ctx context.Context, userID string) (string, error) {
	found, err := s.Known.Of(ctx, []string{userID})
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0].RoleID, nil
}

// MissingRoles are those of the ids that are no roles.
func (s Staff) MissingRoles(ctx context.Context, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	roles, err := s.Identity.Roles(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.ContainsFunc(roles, func(r identity.Role) bool { return r.ID == id })
	}), nil
}

// MissingPeople are those of the ids that are nobody's.
func (s Staff) MissingPeople(ctx context.Context, ids []string) ([]string, error) {
	found, err := s.Known.Of(ctx, ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.ContainsFunc(found, func(u identity.User) bool { return u.ID == id })
	}), nil
}

// Talks is customer.Conversations and integration.Conversations.
type Talks struct{ Conversations *conversation.Service }

// MayRead gives a fault when the actor may not read the conversation.
func (t Talks) MayRead(ctx context.Context, conversationID string) error {
	_, err := t.Conversations.Get(ctx, conversationID)
	return err
}

// MayManage gives a fault when the actor may not manage the conversation.
func (t Talks) MayManage(ctx context.Context, conversationID string) error {
	a, err := actor.Require(ctx, conversation.PermManage)
	if err != nil {
		return err
	}
	c, err := t.Conversations.Get(ctx, conversationID)
	if err == nil && !a.ScopeOf(conversation.PermManage).Covers(c.AssigneeID, c.TeamID) {
		err = fault.ErrDenied.New()
	}
	return err
}

// CustomerOf is the customer of a conversation that who acts may read.
func (t Talks) CustomerOf(ctx context.Context, conversationID string) (string, error) {
	c, err := t.Conversations.Get(ctx, conversationID)
	return c.CustomerID, err
}
