package identity_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

func TestInvitations(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	east := check.Must(f.s.CreateTeam(ctx, identity.Team{Name: "East"}))(t)
	gone := check.Must(f.s.CreateTeam(ctx, identity.Team{Name: "Gone"}))(t)
	_, _, err := f.s.CreateInvite(ctx, identity.NewInvite{Email: "not an address", RoleID: f.roles[identity.RoleAgent]})
	check.FieldFault(t, err, "email", identity.ErrEmail)
	_, _, err = f.s.CreateInvite(ctx, identity.NewInvite{Email: "ANN@example.com", RoleID: f.roles[identity.RoleAgent]})
	check.Fault(t, err, identity.ErrEmailTaken)
	_, _, err = f.s.CreateInvite(ctx, identity.NewInvite{Email: "ben@example.com", RoleID: "rol_none"})
	check.FieldFault(t, err, "roleId", fault.ErrUnknownItem)
	_, _, err = f.s.CreateInvite(ctx, identity.NewInvite{Email: "ben@example.com", RoleID: f.roles[identity.RoleAgent], TeamIDs: []string{"tem_none"}})
	check.FieldFault(t, err, "teamIds", fault.ErrUnknownItem)

	var link string
	check.Equal(t, f.events(func() {
		link, _, err = f.s.CreateInvite(ctx, identity.NewInvite{Email: "ben@example.com", RoleID: f.roles[identity.RoleAgent], TeamIDs: []string{gone.ID, east.ID}})
		check.NoError(t, err)
	}), []string{"invite.created"})
	check.NoError(t, f.s.RemoveTeam(ctx, gone.ID))
	found, i, err := f.s.FindInvite(t.Context(), link)
	check.NoError(t, err)
	check.Equal(t, []string{found, i.Email}, []string{tenant, "ben@example.com"})

	accept := identity.AcceptInvite{Link: link, Name: "Ben", Password: "short", Locale: "en"}
	_, err = f.s.AcceptInvite(t.Context(), accept)
	check.FieldFault(t, err, "password", fault.ErrTooShort)
	accept.Password = password
	var in identity.Signed
	check.Equal(t, f.events(func() { in = check.Must(f.s.AcceptInvite(t.Context(), accept))(t) }),
		[]string{"user.joined", "invite.accepted", "session.started"})
	check.Equal(t, in.User.TeamIDs, []string{east.ID})
	a, _, err := f.s.Authenticate(t.Context(), in.Token)
	check.NoError(t, err)
	check.Equal(t, a.Teams, []string{east.ID})
	check.Equal(t, a.Can("conversation.reply"), actor.Teams)
	_, err = f.s.AcceptInvite(t.Context(), accept)
	check.Fault(t, err, identity.ErrLink)

	link, i, err = f.s.CreateInvite(ctx, identity.NewInvite{Email: "cid@example.com", RoleID: f.roles[identity.RoleAgent]})
	check.NoError(t, err)
	check.Equal(t, f.events(func() { check.NoError(t, f.s.RevokeInvite(ctx, i.ID)) }), []string{"invite.revoked"})
	_, _, err = f.s.FindInvite(t.Context(), link)
	check.Fault(t, err, identity.ErrLink)

	link, _, err = f.s.CreateInvite(ctx, identity.NewInvite{Email: "dee@example.com", RoleID: f.roles[identity.RoleAgent]})
	check.NoError(t, err)
	f.clock.turn(7 * 24 * time.Hour)
	_, _, err = f.s.FindInvite(t.Context(), link)
	check.Fault(t, err, identity.ErrLink)
}

func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	agent := f.roles[identity.RoleAgent]
	demote := identity.ChangeUser{RoleID: &agent, Version: 1}
	_, err := f.s.ChangeUser(ctx, f.admin.User.ID, demote)
	check.Fault(t, err, identity.ErrLastAdmin)
	check.Fault(t, f.s.DisableUser(ctx, f.admin.User.ID), identity.ErrSelf)
	check.Fault(t, f.s.DisableUser(f.system(t), f.admin.User.ID), identity.ErrLastAdmin)

	second := f.add(t, "ben", identity.RoleAdmin)
	check.NoError(t, f.s.DisableUser(ctx, second.ID)) // a disabled one does not count
	_, err = f.s.ChangeUser(ctx, f.admin.User.ID, demote)
	check.Fault(t, err, identity.ErrLastAdmin)
	check.NoError(t, f.s.EnableUser(ctx, second.ID))
	check.Must(f.s.ChangeUser(ctx, f.admin.User.ID, demote))(t)
	a, _, err := f.s.Authenticate(t.Context(), f.admin.Token)
	check.NoError(t, err)
	check.Equal(t, a.Can(identity.PermUserManage), actor.None) // at once
}

func TestDisable(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ben := f.add(t, "ben", identity.RoleAgent)
	in := f.signIn(t, "ben")
	text, _, err := f.s.CreateToken(f.as(t, in.Token), "CI", identity.Grants{}, time.Time{})
	check.NoError(t, err)
	f.as(t, text)
	check.NoError(t, f.s.KeepAlive(f.system(t), []string{ben.ID}))
	check.Equal(t, f.events(func() { check.NoError(t, f.s.DisableUser(f.asAdmin(t), ben.ID)) }),
		[]string{"user.disabled", "session.ended", "presence.changed"})
	f.refused(t, in.Token)
	f.refused(t, text)
	check.NoError(t, f.s.KeepAlive(f.system(t), []string{ben.ID})) // a late heartbeat does not bring them back
	check.Equal(t, check.Must(f.s.Presences(f.asAdmin(t)))(t)[0].State, identity.Offline)
	check.Equal(t, f.events(func() {
		check.NoError(t, f.s.EnableUser(f.asAdmin(t), ben.ID))
		check.NoError(t, f.s.EnableUser(f.asAdmin(t), ben.ID))
	}), []string{"user.enabled"})
	f.signIn(t, "ben")
}

// A person who may manage people but lacks other rights must not get them through somebody else.
func TestNobodyReachesBeyondTheirOwn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	hr := check.Must(f.s.CreateRole(ctx, identity.Role{Name: "HR", Grants: identity.Grants{
		"user.read": "all", "user.manage": "all", "role.manage": "all", "conversation.read": "teams",
	}}))(t)
	ben := f.add(t, "ben", identity.RoleViewer)
	check.Must(f.s.ChangeUser(ctx, ben.ID, identity.ChangeUser{RoleID: &hr.ID, Version: 1}))(t)
	as := f.as(t, f.signIn(t, "ben").Token)

	admin, agent := f.roles[identity.RoleAdmin], f.roles[identity.RoleAgent]
	_, err := f.s.ChangeUser(as, ben.ID, identity.ChangeUser{RoleID: &admin, Version: 2})
	check.Fault(t, err, identity.ErrBeyondOwn)
	_, _, err = f.s.CreateInvite(as, identity.NewInvite{Email: "x@example.com", RoleID: admin})
	check.Fault(t, err, identity.ErrBeyondOwn)
	_, _, err = f.s.CreateInvite(as, identity.NewInvite{Email: "x@example.com", RoleID: agent})
	check.Fault(t, err, identity.ErrBeyondOwn) // they lack customer.edit
	_, err = f.s.ResetPassword(as, f.admin.User.ID, identity.ResetPassword{DropSecondFactor: true})
	check.Fault(t, err, identity.ErrBeyondOwn)
	check.Fault(t, f.s.DisableUser(as, f.admin.User.ID), identity.ErrBeyondOwn)
	check.Fault(t, f.s.SignOutUser(as, f.admin.User.ID, true), identity.ErrBeyondOwn)
	_, err = f.s.CreateRole(as, identity.Role{Name: "All", Grants: identity.Grants{"conversation.read": "all"}})
	check.Fault(t, err, identity.ErrBeyondOwn)
	wide := check.Must(f.s.CreateRole(ctx, identity.Role{Name: "Wide", Grants: identity.Grants{"channel.manage": "all"}}))(t)
	less := identity.Grants{}
	_, err = f.s.ChangeRole(as, wide.ID, identity.ChangeRole{Grants: &less, Version: 1})
	check.Fault(t, err, identity.ErrBeyondOwn)
	check.Fault(t, f.s.RemoveRole(as, wide.ID), identity.ErrBeyondOwn)
	check.Must(f.s.CreateRole(as, identity.Role{Name: "Reader", Grants: identity.Grants{"conversation.read": "own"}}))(t)
}

// Whoever manages people joins no team by it, but may leave one.
func TestNobodyJoinsATeamAlone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	east := check.Must(f.s.CreateTeam(ctx, identity.Team{Name: "East"}))(t)
	west := check.Must(f.s.CreateTeam(ctx, identity.Team{Name: "West"}))(t)
	hr := check.Must(f.s.CreateRole(ctx, identity.Role{Name: "HR", Grants: identity.Grants{"user.read": "all", "user.manage": "all"}}))(t)
	ben, cid := f.add(t, "ben", identity.RoleViewer), f.add(t, "cid", identity.RoleViewer)
	put := func(ctx context.Context, u identity.User, teams ...string) error {
		now := check.Must(f.s.User(ctx, u.ID))(t)
		role := hr.ID
		if u.ID == f.admin.User.ID {
			role = u.RoleID
		}
		_, err := f.s.ChangeUser(ctx, u.ID, identity.ChangeUser{RoleID: &role, TeamIDs: &teams, Version: now.Version})
		return err
	}
	check.NoError(t, put(ctx, ben, east.ID))
	check.NoError(t, put(ctx, cid))
	as := f.as(t, f.signIn(t, "ben").Token)
	check.Fault(t, put(as, ben, east.ID, west.ID), fault.ErrDenied)
	check.NoError(t, put(as, ben, east.ID)) // a form that is saved as it was
	check.NoError(t, put(as, cid, west.ID))
	check.NoError(t, put(as, ben))
	check.NoError(t, put(ctx, f.admin.User, west.ID))
}

// An invitation is worth what its maker may do when it is used.
func TestInvitationsOfThoseWhoLostTheRight(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(f *fixture, t *testing.T, by identity.User){
		"locked out": func(f *fixture, t *testing.T, by identity.User) {
			t.Helper()
			check.NoError(t, f.s.DisableUser(f.asAdmin(t), by.ID))
		},
		"removed": func(f *fixture, t *testing.T, by identity.User) {
			t.Helper()
			check.NoError(t, f.s.Erase(f.system(t), by.ID))
		},
		"demoted": func(f *fixture, t *testing.T, by identity.User) {
			t.Helper()
			viewer := f.roles[identity.RoleViewer]
			check.Must(f.s.ChangeUser(f.asAdmin(t), by.ID, identity.ChangeUser{RoleID: &viewer, Version: by.Version}))(t)
		},
		"the role grew": func(f *fixture, t *testing.T, _ identity.User) {
			t.Helper()
			r := check.Must(f.s.Role(f.asAdmin(t), f.roles["guest"]))(t)
			wide := identity.Grants{"channel.manage": "all"}
			check.Must(f.s.ChangeRole(f.asAdmin(t), r.ID, identity.ChangeRole{Grants: &wide, Version: r.Version}))(t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			ctx := f.asAdmin(t)
			f.roles["guest"] = check.Must(f.s.CreateRole(ctx, identity.Role{Name: "Guest", Grants: identity.Grants{"user.read": "all"}}))(t).ID
			hr := check.Must(f.s.CreateRole(ctx, identity.Role{Name: "HR", Grants: identity.Grants{"user.read": "all", "user.manage": "all"}}))(t)
			ben := f.add(t, "ben", identity.RoleViewer)
			ben = check.Must(f.s.ChangeUser(ctx, ben.ID, identity.ChangeUser{RoleID: &hr.ID, Version: ben.Version}))(t)
			link, _, err := f.s.CreateInvite(f.as(t, f.signIn(t, "ben").Token), identity.NewInvite{Email: "x@example.com", RoleID: f.roles["guest"]})
			check.NoError(t, err)
			_, _, err = f.s.FindInvite(t.Context(), link)
			check.NoError(t, err)
			lose(f, t, ben)
			_, _, err = f.s.FindInvite(t.Context(), link)
			check.Fault(t, err, identity.ErrInviteVoid)
			_, err = f.s.AcceptInvite(t.Context(), identity.AcceptInvite{Link: link, Name: "X", Password: password, Locale: "en"})
			check.Fault(t, err, identity.ErrInviteVoid)
		})
	}
}

// Tokens outlive a password unless somebody asks otherwise; then programs stop at once.
func TestTokensEndOnRequest(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(f *fixture, t *testing.T, ben identity.User, in identity.Signed, revoke bool){
		"own change": func(f *fixture, t *testing.T, _ identity.User, in identity.Signed, revoke bool) {
			t.Helper()
			check.Must(f.s.ChangePassword(f.as(t, in.Token), identity.ChangePassword{Present: password, Next: "another secret", RevokeTokens: revoke}))(t)
		},
		"reset": func(f *fixture, t *testing.T, ben identity.User, _ identity.Signed, revoke bool) {
			t.Helper()
			check.Must(f.s.ResetPassword(f.asAdmin(t), ben.ID, identity.ResetPassword{RevokeTokens: revoke}))(t)
		},
		"link": func(f *fixture, t *testing.T, ben identity.User, _ identity.Signed, revoke bool) {
			t.Helper()
			link := check.Must(f.s.ResetPassword(f.asAdmin(t), ben.ID, identity.ResetPassword{}))(t)
			check.NoError(t, f.s.FinishReset(t.Context(), link, "another secret", revoke))
		},
		"signed out": func(f *fixture, t *testing.T, ben identity.User, _ identity.Signed, revoke bool) {
			t.Helper()
			check.NoError(t, f.s.SignOutUser(f.asAdmin(t), ben.ID, revoke))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, revoke := range []bool{false, true} {
				f := newFixture(t)
				ben := f.add(t, "ben", identity.RoleAgent)
				in := f.signIn(t, "ben")
				text, _, err := f.s.CreateToken(f.as(t, in.Token), "CI", identity.Grants{}, time.Time{})
				check.NoError(t, err)
				f.as(t, text)
				told := slices.Contains(f.events(func() { end(f, t, ben, in, revoke) }), "token.revoked")
				check.Equal(t, told, revoke)
				f.refused(t, in.Token)
				if revoke {
					f.refused(t, text)
				} else {
					f.as(t, text)
				}
			}
		})
	}
}

func TestResetPassword(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ben := f.add(t, "ben", identity.RoleAgent)
	in := f.signIn(t, "ben")
	start := check.Must(f.s.StartSecondFactor(f.as(t, in.Token), password, "x"))(t)
	check.Must(f.s.ConfirmSecondFactor(f.as(t, in.Token), code(t, start.Secret, f.clock.now)))(t)
	var link string
	check.Equal(t, f.events(func() {
		link = check.Must(f.s.ResetPassword(f.asAdmin(t), ben.ID, identity.ResetPassword{DropSecondFactor: true}))(t)
	}),
		[]string{"user.second_factor_changed", "user.password_reset", "session.ended"})
	f.refused(t, in.Token)
	check.FieldFault(t, f.s.FinishReset(t.Context(), link, "short", false), "password", fault.ErrTooShort)
	check.Equal(t, f.events(func() { check.NoError(t, f.s.FinishReset(t.Context(), link, "another secret", false)) }), []string{"user.password_changed"})
	check.Fault(t, f.s.FinishReset(t.Context(), link, "another secret", false), identity.ErrLink)
	check.Must(f.s.SignIn(t.Context(), identity.SignIn{Email: "ben@example.com", Password: "another secret"}))(t)

	link = check.Must(f.s.ResetPassword(f.asAdmin(t), ben.ID, identity.ResetPassword{}))(t)
	f.clock.turn(24 * time.Hour)
	check.Fault(t, f.s.FinishReset(t.Context(), link, "another secret", false), identity.ErrLink)
	check.Fault(t, f.s.FinishReset(t.Context(), "fdl_x", "another secret", false), identity.ErrLink)
}

func TestRoles(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	_, err := f.s.ChangeRole(ctx, f.roles[identity.RoleAgent], identity.ChangeRole{Version: 1})
	check.Fault(t, err, identity.ErrBuiltinRole)
	check.Fault(t, f.s.RemoveRole(ctx, f.roles[identity.RoleAgent]), identity.ErrBuiltinRole)
	_, err = f.s.CreateRole(ctx, identity.Role{Name: " ADMIN "})
	check.Fault(t, err, fault.ErrTaken)

	var r identity.Role
	check.Equal(t, f.events(func() {
		r = check.Must(f.s.CreateRole(ctx, identity.Role{Name: " Night ", Grants: identity.Grants{"customer.read": "all", "customer.edit": "", "token.own": "all"}}))(t)
	}), []string{"role.created"})
	check.Equal(t, r.Name, "Night")
	check.Equal(t, r.Grants, identity.Grants{"customer.read": "all"})
	check.Equal(t, r.Effective(), identity.Grants{"customer.read": "all", "token.own": "all"})
	grants := identity.Grants{"conversation.read": "own"}
	r = check.Must(f.s.ChangeRole(ctx, r.ID, identity.ChangeRole{Grants: &grants, Version: 1}))(t)
	last := f.log.Events()[len(f.log.Events())-1]
	check.Equal(t, last.Type+string(last.Data), `role.changed{"fields":["grants"],"version":2}`)
	_, err = f.s.ChangeRole(ctx, r.ID, identity.ChangeRole{Version: 1})
	check.Fault(t, err, identity.ErrStale)

	ben := f.add(t, "ben", identity.RoleViewer)
	check.Must(f.s.ChangeUser(ctx, ben.ID, identity.ChangeUser{RoleID: &r.ID, Version: 1}))(t)
	check.Fault(t, f.s.RemoveRole(ctx, r.ID), identity.ErrRoleInUse)
	viewer := f.roles[identity.RoleViewer]
	check.Must(f.s.ChangeUser(ctx, ben.ID, identity.ChangeUser{RoleID: &viewer, Version: 2}))(t)
	_, _, err = f.s.CreateInvite(ctx, identity.NewInvite{Email: "c@example.com", RoleID: r.ID})
	check.NoError(t, err)
	check.Fault(t, f.s.RemoveRole(ctx, r.ID), identity.ErrRoleInUse)
	check.NoError(t, f.s.RevokeInvite(ctx, check.Must(f.s.Invites(ctx))(t)[0].ID))
	check.Equal(t, f.events(func() { check.NoError(t, f.s.RemoveRole(ctx, r.ID)) }), []string{"role.removed"})
}

func TestTeams(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	ben, cid := f.add(t, "ben", identity.RoleAgent), f.add(t, "cid", identity.RoleAgent)
	session := f.signIn(t, "ben").Token
	team := check.Must(f.s.CreateTeam(ctx, identity.Team{Name: "East", MemberIDs: []string{cid.ID, cid.ID}}))(t)
	check.Equal(t, team.MemberIDs, []string{cid.ID})
	a, _, err := f.s.Authenticate(t.Context(), session)
	check.NoError(t, err)
	check.Equal(t, a.Teams, []string{})

	members := []string{ben.ID}
	check.Must(f.s.ChangeTeam(ctx, team.ID, identity.ChangeTeam{MemberIDs: &members, Version: 1}))(t)
	last := f.log.Events()[len(f.log.Events())-1]
	check.Equal(t, string(last.Data), `{"fields":["memberIds"],"version":2,"added":["`+ben.ID+`"],"removed":["`+cid.ID+`"]}`)
	a, _, err = f.s.Authenticate(t.Context(), session)
	check.NoError(t, err)
	check.Equal(t, a.Teams, []string{team.ID}) // at once

	unknown := []string{"usr_none"}
	_, err = f.s.ChangeTeam(ctx, team.ID, identity.ChangeTeam{MemberIDs: &unknown, Version: 2})
	check.FieldFault(t, err, "memberIds", fault.ErrUnknownItem)
	_, err = f.s.ChangeTeam(ctx, team.ID, identity.ChangeTeam{Version: 1})
	check.Fault(t, err, identity.ErrStale)
	_, err = f.s.CreateTeam(ctx, identity.Team{Name: " east"})
	check.Fault(t, err, fault.ErrTaken)
	check.Equal(t, f.events(func() { check.NoError(t, f.s.RemoveTeam(ctx, team.ID)) }), []string{"team.removed"})
	check.Fault(t, f.s.RemoveTeam(ctx, team.ID), identity.ErrTeamNotFound)
}

func TestListsArePaged(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, n := range []string{"ben", "cid", "dee"} {
		f.add(t, n, identity.RoleAgent)
	}
	var got []string
	r := page.Request{Limit: 3}
	for {
		p := check.Must(f.s.Users(f.asAdmin(t), identity.UserFilter{}, r))(t)
		for _, u := range p.Items {
			got = append(got, u.Name)
		}
		if r.Cursor = p.Next; p.Next == "" {
			break
		}
	}
	check.Equal(t, got, []string{"Ann", "ben", "cid", "dee"})
	p := check.Must(f.s.Users(f.asAdmin(t), identity.UserFilter{Query: " BEN"}, page.Request{}))(t)
	check.Equal(t, len(p.Items), 1)
	_, err := f.s.Users(f.asAdmin(t), identity.UserFilter{}, page.Request{Cursor: "%"})
	check.Fault(t, err, fault.ErrCursor)
}

func TestProfile(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	name, zone, preferences := " 安 ", "Europe/Berlin", identity.DefaultPreferences()
	preferences.Theme = "dark"
	u := check.Must(f.s.ChangeMe(f.asAdmin(t), identity.Profile{Name: &name, Timezone: &zone, Preferences: &preferences}))(t)
	check.Equal(t, []string{u.Name, u.Timezone, u.Preferences.Theme}, []string{"安", zone, "dark"})
	last := f.log.Events()[len(f.log.Events())-1]
	check.Equal(t, last.Type+string(last.Data), `user.changed{"fields":["name","timezone","preferences"],"version":2}`)
	bad := "Mars/Base"
	preferences.Density = "tiny"
	empty := ""
	_, err := f.s.ChangeMe(f.asAdmin(t), identity.Profile{Name: &empty, Locale: &bad, Timezone: &bad, Preferences: &preferences})
	for field, want := range map[string]*fault.Def{"name": fault.ErrRequired, "locale": fault.ErrChoice, "timezone": fault.ErrChoice, "preferences.density": fault.ErrChoice} {
		check.FieldFault(t, err, field, want)
	}
}

func picture(t *testing.T, side int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, side, side))
	m.Set(0, 0, color.RGBA{R: 255, A: 255})
	var out bytes.Buffer
	check.NoError(t, png.Encode(&out, m))
	return out.Bytes()
}

func TestAvatar(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	raw := append(picture(t, 64), "<script>hidden</script>"...)
	u := check.Must(f.s.PutAvatar(ctx, raw))(t)
	p := check.Must(f.s.Avatar(t.Context(), u.Avatar))(t)
	check.Equal(t, p.Type, "image/png")
	if bytes.Contains(p.Data, []byte("hidden")) {
		t.Fatal("what hid behind the picture was kept")
	}
	for name, bad := range map[string][]byte{
		"too wide": picture(t, 513), "text": []byte("<svg/>"), "cut": picture(t, 64)[:60], "long": []byte(strings.Repeat("x", identity.MaxPictureBytes+1)),
	} {
		_, err := f.s.PutAvatar(ctx, bad)
		if !fault.Has(err, identity.ErrPicture) {
			t.Fatalf("%s: %v", name, err)
		}
	}
	check.Must(f.s.PutAvatar(ctx, nil))(t)
	_, err := f.s.Avatar(t.Context(), u.Avatar)
	check.Fault(t, err, identity.ErrAvatarNotFound)
	_, err = f.s.Avatar(t.Context(), "../x")
	check.Fault(t, err, identity.ErrAvatarNotFound)
}

// Who is forced out has no session any more and is offline in one unit with what belongs to it; nobody forces out who may more.
func TestForceOut(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ben, sue := f.add(t, "ben", identity.RoleAgent), f.add(t, "sue", identity.RoleSupervisor)
	in, over := f.signIn(t, "ben"), f.signIn(t, "sue")
	check.NoError(t, f.s.KeepAlive(f.system(t), []string{ben.ID}))
	as := f.as(t, over.Token)
	nothing := func(context.Context) error { return nil }
	check.Fault(t, f.s.ForceOut(as, f.admin.User.ID, nothing), identity.ErrBeyondOwn)
	check.Fault(t, f.s.ForceOut(as, sue.ID, nothing), fault.ErrDenied)
	check.Fault(t, f.s.ForceOut(f.as(t, in.Token), sue.ID, nothing), fault.ErrDenied)
	done := 0
	told := f.events(func() {
		check.NoError(t, f.s.ForceOut(as, ben.ID, func(context.Context) error { done++; return nil }))
	})
	check.Equal(t, told, []string{"session.ended", "presence.changed"})
	check.Equal(t, []any{f.presence(t, ben.ID).State, done}, []any{identity.Offline, 1})
	f.refused(t, in.Token)
	f.as(t, over.Token)
}
