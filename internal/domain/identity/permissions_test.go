package identity_test

import (
	"context"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

// calls are the methods that ask for a permission.
func calls(s *identity.Service) map[actor.Permission][]func(ctx context.Context) error {
	second := func(_ any, err error) error { return err }
	third := func(_, _ any, err error) error { return err }
	return map[actor.Permission][]func(ctx context.Context) error{
		identity.PermUserRead: {
			func(ctx context.Context) error { return second(s.Users(ctx, identity.UserFilter{}, page.Request{})) },
			func(ctx context.Context) error { return second(s.User(ctx, "x")) },
			func(ctx context.Context) error { return second(s.Roles(ctx)) },
			func(ctx context.Context) error { return second(s.Role(ctx, "x")) },
			func(ctx context.Context) error { return second(s.Teams(ctx)) },
			func(ctx context.Context) error { return second(s.Team(ctx, "x")) },
			func(ctx context.Context) error { return second(s.Presences(ctx)) },
		},
		identity.PermUserManage: {
			func(ctx context.Context) error { return second(s.ChangeUser(ctx, "x", identity.ChangeUser{})) },
			func(ctx context.Context) error { return s.DisableUser(ctx, "x") },
			func(ctx context.Context) error { return s.EnableUser(ctx, "x") },
			func(ctx context.Context) error { return s.SignOutUser(ctx, "x", false) },
			func(ctx context.Context) error { return second(s.ResetPassword(ctx, "x", identity.ResetPassword{})) },
			func(ctx context.Context) error { return third(s.CreateInvite(ctx, identity.NewInvite{})) },
			func(ctx context.Context) error {
				return second(s.InviteMany(ctx, []identity.InviteRow{{Email: "x@example.com"}}, identity.InviteList{DryRun: true}))
			},
			func(ctx context.Context) error { return second(s.Invites(ctx)) },
			func(ctx context.Context) error { return s.RevokeInvite(ctx, "x") },
		},
		identity.PermRoleManage: {
			func(ctx context.Context) error { return second(s.CreateRole(ctx, identity.Role{})) },
			func(ctx context.Context) error { return second(s.ChangeRole(ctx, "x", identity.ChangeRole{})) },
			func(ctx context.Context) error { return s.RemoveRole(ctx, "x") },
		},
		identity.PermTeamManage: {
			func(ctx context.Context) error { return second(s.CreateTeam(ctx, identity.Team{})) },
			func(ctx context.Context) error { return second(s.ChangeTeam(ctx, "x", identity.ChangeTeam{})) },
			func(ctx context.Context) error { return s.RemoveTeam(ctx, "x") },
		},
		identity.PermPresenceManage: {
			func(ctx context.Context) error { return second(s.ChangePresence(ctx, "x", identity.Online, "")) },
		},
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	before := len(f.log.Events())
	all := identity.Role{Key: identity.RoleAdmin}.Effective()
	for p, list := range calls(f.s) {
		without := identity.Grants{}
		for k, v := range all {
			if k != p {
				without[k] = v
			}
		}
		only := identity.Grants{p: actor.All}
		for i, call := range list {
			a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_x", Grants: without}
			if err := call(actor.With(t.Context(), a)); !fault.Has(err, fault.ErrDenied) {
				t.Errorf("%s, call %d, without the permission: %v", p, i, err)
			}
			a.Grants = only
			if err := call(actor.With(t.Context(), a)); fault.Has(err, fault.ErrDenied) {
				t.Errorf("%s, call %d, with the permission: %v", p, i, err)
			}
			if err := call(t.Context()); !fault.Has(err, fault.ErrUnauthenticated) {
				t.Errorf("%s, call %d, without an actor: %v", p, i, err)
			}
		}
	}
	check.Equal(t, len(f.log.Events()), before)
}

func TestOnlyPeopleChangeThemselves(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Token, ID: f.admin.User.ID, Grants: identity.Role{Key: identity.RoleAdmin}.Effective()})
	u, grants, err := f.s.Me(ctx) // a token may ask whose it is
	check.NoError(t, err)
	check.Equal(t, []any{u.ID, len(grants)}, []any{f.admin.User.ID, len(identity.Catalogue())})
	_, _, err = f.s.Me(f.system(t))
	check.Fault(t, err, fault.ErrDenied)
	_, err = f.s.ChangeMe(ctx, identity.Profile{})
	check.Fault(t, err, fault.ErrDenied)
	check.Fault(t, f.s.SignOut(ctx), fault.ErrDenied)
	_, err = f.s.StartSecondFactor(ctx, password, "x")
	check.Fault(t, err, fault.ErrDenied)
	check.Fault(t, f.s.EndSecondFactor(ctx, password), fault.ErrDenied)
	_, err = f.s.PutAvatar(ctx, nil)
	check.Fault(t, err, fault.ErrDenied)
	_, err = f.s.CreateUser(ctx, identity.NewUser{})
	check.Fault(t, err, fault.ErrDenied)
	_, err = f.s.Prepare(ctx)
	check.Fault(t, err, fault.ErrDenied)
}

func TestBuiltinRoles(t *testing.T) {
	t.Parallel()
	grants := func(key string) identity.Grants { return identity.Role{Key: key}.Effective() }
	talk := func(l actor.Level) identity.Grants {
		return identity.Grants{
			"conversation.read": l, "conversation.reply": l, "conversation.note": l, "conversation.assign": l, "conversation.manage": l, "conversation.merge": l,
			"customer.read": "all", "customer.edit": "all", "personal.see": "all", "personal.reveal": "all", "user.read": "all", "channel.read": "all", "token.own": "all", "moderation.propose": "all", "reply.use": "all", "quality.mark": "all", "faq.use": "all", "visitor.read": "all", "visitor.invite": "all",
		}
	}
	agent, supervisor := talk("teams"), talk("all")
	agent["insight.read"], supervisor["insight.read"] = "own", "teams"
	check.Equal(t, grants(identity.RoleAgent), agent)
	for _, p := range []actor.Permission{"moderation.words", "moderation.hits", "moderation.block", "wrapup.manage", "conversation.supervise", "conversation.monitor", "conversation.follow_up", "view.share", "reply.team", "reply.company", "reply.approve", "faq.manage", "conversation.history", "conversation.export", "presence.manage", "team.manage", "quality.inspect", "routing.read", "routing.manage", "segment.manage", "tag.manage", "report.read", "visitor.manage"} {
		supervisor[p] = "all"
	}
	check.Equal(t, grants(identity.RoleSupervisor), supervisor)
	check.Equal(t, grants(identity.RoleViewer), identity.Grants{
		"conversation.read": "all", "customer.read": "all", "visitor.read": "all", "personal.see": "all", "user.read": "all", "channel.read": "all", "token.own": "all",
	})
	for _, e := range identity.Catalogue() {
		if e.En == "" || e.Zh == "" || e.Group == "" || grants(identity.RoleAdmin)[e.Permission] != actor.All {
			t.Errorf("permission %s is not complete", e.Permission)
		}
	}
}
