package identitytest

import (
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

func (s suite) session(t *testing.T, w world, u identity.User, at time.Time) (string, identity.Session) {
	t.Helper()
	o := identity.Session{
		ID: id.New("ses"), UserID: u.ID, CSRF: "c", Address: "192.0.2.1", Agent: "浏览器", Remember: true,
		CreatedAt: suiteTime, SeenAt: at, ExpiresAt: suiteTime.Add(time.Hour),
	}
	fingerprint := id.New("fpr")
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertSession(ctx, fingerprint, o) })
	return fingerprint, o
}

func (s suite) sessions(t *testing.T) {
	w := s.world(t)
	u := s.add(t, w, person("Ann", w.agent, w.east.ID, w.west.ID))
	other := s.add(t, w, person("Ben", w.admin))
	fingerprint, first := s.session(t, w, u, suiteTime)
	_, second := s.session(t, w, u, suiteTime.Add(time.Second))
	_, theirs := s.session(t, w, other, suiteTime)

	p := check.Must(s.store.PrincipalBySession(t.Context(), []string{"none", fingerprint}))(t)
	role := w.agent
	role.Version, role.Description = 0, ""
	check.Equal(t, p, identity.Principal{Tenant: w.tenant, User: u, Role: role, Session: first})
	_, err := s.store.PrincipalBySession(t.Context(), []string{"none"})
	check.Fault(t, err, identity.ErrSession)

	check.Equal(t, check.Must(s.store.Sessions(w.ctx, u.ID))(t), []identity.Session{second, first})
	later := suiteTime.Add(time.Minute)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.TouchSession(ctx, first.ID, later) })
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.TouchSession(ctx, first.ID, suiteTime) }) // never back
	first.SeenAt = later
	check.Equal(t, check.Must(s.store.Sessions(w.ctx, u.ID))(t), []identity.Session{first, second})

	s.fails(t, w.ctx, identity.ErrSessionNotFound, func(ctx context.Context) error { return s.store.EndSession(ctx, u.ID, theirs.ID) })
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.EndSession(ctx, u.ID, second.ID) })
	var ended []string
	s.do(t, w.ctx, func(ctx context.Context) (err error) {
		ended, err = s.store.EndSessions(ctx, u.ID)
		return err
	})
	check.Equal(t, ended, []string{first.ID})
	_, err = s.store.PrincipalBySession(t.Context(), []string{fingerprint})
	check.Fault(t, err, identity.ErrSession)

	late := theirs // a new session sweeps those that are over
	late.ID, late.CreatedAt, late.ExpiresAt = id.New("ses"), theirs.ExpiresAt, theirs.ExpiresAt.Add(time.Hour)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertSession(ctx, id.New("fpr"), late) })
	check.Equal(t, check.Must(s.store.Sessions(w.ctx, other.ID))(t), []identity.Session{late})
}

func (s suite) token(t *testing.T, w world, u identity.User) (string, identity.Token) {
	t.Helper()
	k := identity.Token{
		ID: id.New("tok"), UserID: u.ID, Lookup: id.New("lkp"), Name: "CI", Grants: identity.Grants{"customer.read": actor.All},
		CreatedAt: suiteTime,
	}
	fingerprint := id.New("fpr")
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertToken(ctx, fingerprint, k) })
	return fingerprint, k
}

func (s suite) tokens(t *testing.T) {
	w := s.world(t)
	u := s.add(t, w, person("Ann", w.admin, w.east.ID))
	fingerprint, k := s.token(t, w, u)
	p, stored, err := s.store.PrincipalByToken(t.Context(), k.Lookup)
	check.NoError(t, err)
	check.Equal(t, stored, fingerprint)
	role := w.admin
	role.Version = 0
	check.Equal(t, p, identity.Principal{Tenant: w.tenant, User: u, Role: role, Token: k})
	_, _, err = s.store.PrincipalByToken(t.Context(), "none")
	check.Fault(t, err, identity.ErrToken)

	k.UsedAt = suiteTime.Add(time.Minute)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.TouchToken(ctx, k.ID, k.UsedAt) })
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.TouchToken(ctx, k.ID, suiteTime) })
	check.Equal(t, check.Must(s.store.Tokens(w.ctx, u.ID))(t), []identity.Token{k})
	s.fails(t, w.ctx, identity.ErrTokenNotFound, func(ctx context.Context) error { return s.store.DeleteToken(ctx, id.New("usr"), k.ID) })
	_, second := s.token(t, w, u)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.DeleteToken(ctx, u.ID, k.ID) })
	s.do(t, w.ctx, func(ctx context.Context) error {
		check.Equal(t, check.Must(s.store.DeleteTokens(ctx, u.ID))(t), []string{second.ID})
		return nil
	})
	_, _, err = s.store.PrincipalByToken(t.Context(), k.Lookup)
	check.Fault(t, err, identity.ErrToken)
}

func (s suite) roles(t *testing.T) {
	w := s.world(t)
	check.Equal(t, check.Must(s.store.Roles(w.ctx))(t), []identity.Role{w.admin, w.agent})
	twin := w.agent
	twin.ID, twin.Name = id.New("rol"), "HELPER"
	s.fails(t, w.ctx, fault.ErrTaken, func(ctx context.Context) error { return s.store.InsertRole(ctx, twin) })
	twin.Name = "Aide"
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertRole(ctx, twin) })
	twin.Name = "helper"
	s.fails(t, w.ctx, fault.ErrTaken, func(ctx context.Context) error { return s.store.UpdateRole(ctx, twin) })

	next := w.agent
	next.Description, next.Grants = "d", identity.Grants{"conversation.read": actor.Own}
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.UpdateRole(ctx, next) })
	s.fails(t, w.ctx, identity.ErrStale, func(ctx context.Context) error { return s.store.UpdateRole(ctx, next) })
	next.Version = 2
	check.Equal(t, check.Must(s.store.Role(w.ctx, next.ID))(t), next)

	lock := func(ctx context.Context) error { return s.store.LockRole(ctx, next.ID) }
	s.do(t, w.ctx, lock)
	check.Equal(t, check.Must(s.store.Role(w.ctx, next.ID))(t), next)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.DeleteRole(ctx, next.ID) })
	s.fails(t, w.ctx, identity.ErrRoleNotFound, func(ctx context.Context) error { return s.store.DeleteRole(ctx, next.ID) })
	s.fails(t, w.ctx, identity.ErrRoleNotFound, lock)
	_, err := s.store.Role(w.ctx, next.ID)
	check.Fault(t, err, identity.ErrRoleNotFound)
}

func (s suite) teams(t *testing.T) {
	w := s.world(t)
	check.Equal(t, check.Must(s.store.Teams(w.ctx))(t), []identity.Team{w.east, w.west})
	a, b := s.add(t, w, person("Ann", w.agent)), s.add(t, w, person("Ben", w.agent))

	next := w.west
	next.Name, next.Description, next.MemberIDs = "Nord", "d", []string{a.ID, b.ID}
	slices.Sort(next.MemberIDs)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.UpdateTeam(ctx, next) })
	s.fails(t, w.ctx, identity.ErrStale, func(ctx context.Context) error { return s.store.UpdateTeam(ctx, next) })
	next.Version = 2
	check.Equal(t, check.Must(s.store.Team(w.ctx, next.ID))(t), next)
	check.Equal(t, check.Must(s.store.User(w.ctx, a.ID))(t).TeamIDs, []string{next.ID})

	bad := next
	bad.MemberIDs = []string{id.New("usr")}
	s.fails(t, w.ctx, identity.ErrUserNotFound, func(ctx context.Context) error { return s.store.UpdateTeam(ctx, bad) })
	bad = next
	bad.Name = "EAST"
	s.fails(t, w.ctx, fault.ErrTaken, func(ctx context.Context) error { return s.store.UpdateTeam(ctx, bad) })
	bad.ID = id.New("tem")
	s.fails(t, w.ctx, fault.ErrTaken, func(ctx context.Context) error { return s.store.InsertTeam(ctx, bad) })

	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.DeleteTeam(ctx, next.ID) })
	s.fails(t, w.ctx, identity.ErrTeamNotFound, func(ctx context.Context) error { return s.store.DeleteTeam(ctx, next.ID) })
	check.Equal(t, check.Must(s.store.User(w.ctx, a.ID))(t).TeamIDs, []string{})
}

func (s suite) invites(t *testing.T) {
	w := s.world(t)
	i := identity.Invite{
		ID: id.New("inv"), UserID: id.New("usr"), Email: "Dee@example.com", Name: "Dee", Alias: "007", RoleID: w.agent.ID, TeamIDs: []string{w.east.ID},
		InvitedBy: id.New("usr"), CreatedAt: suiteTime, ExpiresAt: suiteTime.Add(time.Hour),
	}
	first, second := id.New("fpr"), id.New("fpr")
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertInvite(ctx, first, i) })
	again := i
	again.ID, again.Email = id.New("inv"), "dee@EXAMPLE.com"
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertInvite(ctx, second, again) })
	check.Equal(t, check.Must(s.store.Invites(w.ctx))(t), []identity.Invite{again})
	check.Equal(t, check.Must(s.store.InviteTo(w.ctx, "dee@example.com"))(t), again)
	_, err := s.store.InviteTo(w.ctx, "dee@example.co")
	check.Fault(t, err, identity.ErrInviteNotFound)
	_, _, err = s.store.InviteByToken(t.Context(), []string{first})
	check.Fault(t, err, identity.ErrLink)
	tenant, got, err := s.store.InviteByToken(t.Context(), []string{"none", second})
	check.NoError(t, err)
	check.Equal(t, tenant, w.tenant)
	check.Equal(t, got, again)

	remove := func(ctx context.Context) (err error) {
		got, err = s.store.DeleteInvite(ctx, again.ID)
		return err
	}
	s.do(t, w.ctx, remove)
	check.Equal(t, got, again)
	s.fails(t, w.ctx, identity.ErrInviteNotFound, remove)
}

// isolation shows that another workspace sees and touches nothing.
func (s suite) isolation(t *testing.T) {
	w, other := s.world(t), s.world(t)
	u := s.add(t, w, person("Ann", w.admin, w.east.ID))
	s.add(t, other, person("Ann", other.admin)) // the same address, elsewhere
	_, session := s.session(t, w, u, suiteTime)
	_, token := s.token(t, w, u)
	invite := identity.Invite{ID: id.New("inv"), Email: "d@example.com", RoleID: w.agent.ID, TeamIDs: []string{}, CreatedAt: suiteTime, ExpiresAt: suiteTime}
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertInvite(ctx, id.New("fpr"), invite) })
	s.do(t, w.ctx, func(ctx context.Context) error {
		return s.store.SaveCredentials(ctx, identity.Credentials{UserID: u.ID, Password: "p"})
	})
	s.do(t, w.ctx, func(ctx context.Context) error {
		_, err := s.store.LockPresence(ctx, u.ID)
		return err
	})

	ctx := other.ctx
	_, err := s.store.User(ctx, u.ID)
	check.Fault(t, err, identity.ErrUserNotFound)
	check.Equal(t, len(check.Must(s.store.Users(ctx, identity.UserFilter{Limit: 10}))(t)), 1)
	check.Equal(t, check.Must(s.store.Credentials(ctx, u.ID))(t).Password, "")
	check.Equal(t, len(check.Must(s.store.Sessions(ctx, u.ID))(t)), 0)
	check.Equal(t, len(check.Must(s.store.Tokens(ctx, u.ID))(t)), 0)
	check.Equal(t, len(check.Must(s.store.Invites(ctx))(t)), 0)
	_, err = s.store.InviteTo(ctx, "d@example.com")
	check.Fault(t, err, identity.ErrInviteNotFound)
	check.Equal(t, len(check.Must(s.store.Presences(ctx))(t)), 0)
	check.Equal(t, check.Must(s.store.Teams(ctx))(t), []identity.Team{other.east, other.west})
	check.Equal(t, check.Must(s.store.Roles(ctx))(t), []identity.Role{other.admin, other.agent})
	_, all, err := s.store.Holders(ctx, w.admin.ID, "")
	check.NoError(t, err)
	check.Equal(t, all, 0)

	s.fails(t, ctx, identity.ErrStale, func(ctx context.Context) error { return s.store.UpdateUser(ctx, u) })
	s.fails(t, ctx, identity.ErrSessionNotFound, func(ctx context.Context) error { return s.store.EndSession(ctx, u.ID, session.ID) })
	s.fails(t, ctx, identity.ErrTokenNotFound, func(ctx context.Context) error { return s.store.DeleteToken(ctx, u.ID, token.ID) })
	s.fails(t, ctx, identity.ErrStale, func(ctx context.Context) error { return s.store.UpdateRole(ctx, w.agent) })
	s.fails(t, ctx, identity.ErrRoleNotFound, func(ctx context.Context) error { return s.store.DeleteRole(ctx, w.agent.ID) })
	s.fails(t, ctx, identity.ErrStale, func(ctx context.Context) error { return s.store.UpdateTeam(ctx, w.east) })
	s.fails(t, ctx, identity.ErrTeamNotFound, func(ctx context.Context) error { return s.store.DeleteTeam(ctx, w.east.ID) })
	s.fails(t, ctx, identity.ErrTeamNotFound, func(ctx context.Context) error { return s.store.PutUserTeams(ctx, u.ID, []string{w.east.ID}) })
	s.fails(t, ctx, identity.ErrInviteNotFound, func(ctx context.Context) error {
		_, err := s.store.DeleteInvite(ctx, invite.ID)
		return err
	})
	s.do(t, ctx, func(ctx context.Context) error {
		ended, err := s.store.EndSessions(ctx, u.ID)
		check.Equal(t, len(ended), 0)
		check.Equal(t, len(check.Must(s.store.DeleteTokens(ctx, u.ID))(t)), 0)
		return err
	})
	check.Equal(t, check.Must(s.store.User(w.ctx, u.ID))(t), u)
	check.Equal(t, check.Must(s.store.Team(w.ctx, w.east.ID))(t).MemberIDs, []string{u.ID})
	check.Equal(t, len(check.Must(s.store.Sessions(w.ctx, u.ID))(t)), 1)
	check.Equal(t, len(check.Must(s.store.Tokens(w.ctx, u.ID))(t)), 1)
}

func (s suite) noActor(t *testing.T) {
	_, err := s.store.User(t.Context(), "usr_x")
	check.Fault(t, err, fault.ErrUnauthenticated)
	_, err = s.store.Roles(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
	_, err = s.store.Presences(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
	s.fails(t, t.Context(), fault.ErrUnauthenticated, func(ctx context.Context) error { return s.store.InsertUser(ctx, identity.User{}) })
}
