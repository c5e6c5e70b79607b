package identity_test

import (
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

func TestInviteMany(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	east := check.Must(f.s.CreateTeam(ctx, identity.Team{Name: "East"}))(t)
	_, first, err := f.s.CreateInvite(ctx, identity.NewInvite{Email: "ben@example.com", RoleID: f.roles[identity.RoleAgent]})
	check.NoError(t, err)
	list := identity.InviteList{RoleID: f.roles[identity.RoleAgent], TeamIDs: []string{east.ID}, MakeTeams: true}
	rows := []identity.InviteRow{
		{Line: 2, Email: " BEN@example.com ", Name: "Ben", Alias: "A01", Teams: []string{"east", "VIP"}},
		{Line: 3, Email: "cid@example.com", Role: "主管", Teams: []string{"vip"}},
		{Line: 4, Email: "dee@example.com"},
	}

	trial := list
	trial.DryRun = true
	check.Equal(t, f.events(func() {
		report := check.Must(f.s.InviteMany(ctx, rows, trial))(t)
		check.Equal(t, []any{report.Done, len(report.Invited), report.Invited[0].Again, report.Invited[1].Again, report.Invited[0].Link}, []any{false, 3, true, false, ""})
		check.Equal(t, report.NewTeams, []string{"VIP"})
	}), []string{})

	var report identity.InviteReport
	check.Equal(t, f.events(func() { report = check.Must(f.s.InviteMany(ctx, rows, list))(t) }),
		[]string{"team.created", "invite.created", "invite.created", "invite.created"})
	check.Equal(t, report.Done, true)
	ben, cid, dee := report.Invited[0], report.Invited[1].Invite, report.Invited[2].Invite
	check.Equal(t, ben.Invite.UserID, first.UserID) // what was prepared for the first invitation counts for the second
	check.Equal(t, []string{cid.RoleID, dee.RoleID}, []string{f.roles[identity.RoleSupervisor], f.roles[identity.RoleAgent]})
	check.Equal(t, dee.TeamIDs, []string{east.ID})
	check.Equal(t, len(ben.Invite.TeamIDs), 2)
	check.Equal(t, ben.Invite.TeamIDs[1], cid.TeamIDs[0])
	check.Equal(t, len(check.Must(f.s.Invites(ctx))(t)), 3)

	in := check.Must(f.s.AcceptInvite(t.Context(), identity.AcceptInvite{Link: ben.Link, Name: "Ben", Password: password, Locale: "en"}))(t)
	check.Equal(t, []string{in.User.ID, in.User.Alias}, []string{first.UserID, "A01"})
	check.Equal(t, in.User.TeamIDs, ben.Invite.TeamIDs)
}

// TestInviteNobody holds that one bad row keeps everybody out, and that every bad row is named.
func TestInviteNobody(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	list := identity.InviteList{RoleID: f.roles[identity.RoleAgent]}
	var report identity.InviteReport
	check.Equal(t, f.events(func() {
		report = check.Must(f.s.InviteMany(ctx, []identity.InviteRow{
			{Line: 1, Email: "ok@example.com"},
			{Line: 2, Email: "nonsense"},
			{Line: 3, Email: "OK@example.com"},
			{Line: 4, Email: "ann@example.com"},
			{Line: 5, Email: "e@example.com", Role: "king"},
			{Line: 6, Email: "g@example.com", Teams: []string{"West"}},
		}, list))(t)
	}), []string{})
	var got []string
	for _, p := range report.Problems {
		got = append(got, p.Field.Name+" "+p.Field.Def.Code)
	}
	check.Equal(t, got, []string{
		"email identity.email", "email identity.invite_twice", "email identity.email_taken", "role identity.invite_role", "teams identity.invite_team",
	})
	check.Equal(t, []any{report.Done, len(check.Must(f.s.Invites(ctx))(t))}, []any{false, 0})

	_, err := f.s.InviteMany(ctx, nil, identity.InviteList{RoleID: "rol_none"})
	check.FieldFault(t, err, "roleId", fault.ErrUnknownItem)
	_, err = f.s.InviteMany(ctx, make([]identity.InviteRow, identity.MaxInvites+1), list)
	check.FieldFault(t, err, "rows", fault.ErrTooManyOf)
}

// TestInviteManyWithinOwn holds that a list gives no right that its maker lacks, and makes no team for who may not.
func TestInviteManyWithinOwn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	grants := identity.Role{Key: identity.RoleAgent}.Effective()
	grants[identity.PermUserManage] = actor.All
	as := actor.With(t.Context(), actor.Actor{Kind: actor.User, ID: f.admin.User.ID, Tenant: tenant, Grants: grants})
	list := identity.InviteList{RoleID: f.roles[identity.RoleAgent], MakeTeams: true}
	report := check.Must(f.s.InviteMany(as, []identity.InviteRow{{Line: 1, Email: "b@example.com", Role: "admin"}, {Line: 2, Email: "c@example.com", Teams: []string{"New"}}}, list))(t)
	check.Equal(t, []string{report.Problems[0].Field.Def.Code, report.Problems[1].Field.Def.Code}, []string{"identity.beyond_own", "identity.invite_team"})
	list.RoleID = f.roles[identity.RoleAdmin]
	_, err := f.s.InviteMany(as, nil, list)
	check.Fault(t, err, identity.ErrBeyondOwn)
}
