package identity_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/identity/identitytest"
)

func TestSetUp(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	check.Equal(t, f.log.Types(), []string{
		"role.created", "role.created", "role.created", "role.created", "user.joined", "session.started",
	})
	check.Equal(t, check.Must(f.s.SetupNeeded(t.Context()))(t), false)
	a, v, err := f.s.Authenticate(t.Context(), f.admin.Token)
	check.NoError(t, err)
	check.Equal(t, a.Tenant, tenant)
	check.Equal(t, a.Kind, actor.User)
	check.Equal(t, a.Locale, "zh-CN")
	check.Equal(t, len(a.Grants), len(identity.Catalogue()))
	check.Equal(t, v.CSRF, f.admin.Session.CSRF)
	check.Equal(t, v.Bearer, false)

	_, err = f.s.SetUp(t.Context(), identity.SetUp{Workspace: "Two", Slug: "two", Locale: "en", Timezone: "UTC", Name: "Eve", Email: "eve@example.com", Password: password})
	check.Fault(t, err, fault.ErrConflict)
}

func TestSetUpNamesTheField(t *testing.T) {
	t.Parallel()
	s := identity.New(identitytest.NewStore(), &unit.Memory{}, clock.Real{}, &identitytest.Workspaces{Tenant: tenant}, identitytest.Secrets{})
	in := identity.SetUp{Slug: "tea", Locale: "en", Timezone: "UTC", Name: "Eve", Email: "eve@example.com", Password: password}
	_, err := s.SetUp(t.Context(), in)
	check.FieldFault(t, err, "workspace", fault.ErrRequired)
	in.Workspace, in.Name = "Tea", ""
	_, err = s.SetUp(t.Context(), in)
	check.FieldFault(t, err, "name", fault.ErrRequired)
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var in identity.Signed
	check.Equal(t, f.events(func() {
		in = check.Must(f.s.SignIn(t.Context(), identity.SignIn{
			Workspace: "tea", Email: " ANN@example.com", Password: password, Remember: true,
			Device: identity.Device{Address: "192.0.2.1", Agent: strings.Repeat("é", 500) + "\x00"},
		}))(t)
	}), []string{"session.started"})
	check.Equal(t, in.Session.Address, "192.0.2.1")
	check.Equal(t, len([]rune(in.Session.Agent)), 400)
	check.Equal(t, in.Session.ExpiresAt, f.clock.now.Add(identity.Life(true)))
	if in.Token == f.admin.Token || in.Session.CSRF == f.admin.Session.CSRF {
		t.Fatal("two sessions share a secret")
	}
	for _, e := range f.log.Events() {
		if strings.Contains(string(e.Data), "192.0.2.1") || strings.Contains(string(e.Data), "example.com") {
			t.Fatalf("event %s holds personal data: %s", e.Type, e.Data)
		}
	}
}

func TestSignInRefusalsSoundTheSame(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.add(t, "off", identity.RoleAgent)
	off := check.Must(f.store.UserByEmail(f.system(t), "off@example.com"))(t)
	check.NoError(t, f.s.DisableUser(f.asAdmin(t), off.ID))
	for name, in := range map[string]identity.SignIn{
		"wrong password":    {Email: "ann@example.com", Password: "wrong"},
		"unknown person":    {Email: "nobody@example.com", Password: password},
		"disabled person":   {Email: "off@example.com", Password: password},
		"unknown workspace": {Workspace: "coffee", Email: "ann@example.com", Password: password},
	} {
		events := f.events(func() {
			_, err := f.s.SignIn(t.Context(), in)
			check.Fault(t, err, identity.ErrSignIn)
		})
		if in.Workspace == "" { // a write in every case: the time must not tell either
			check.Equal(t, events, []string{"user.sign_in_failed"})
		}
		_ = name
	}
	_, err := f.s.SignIn(t.Context(), identity.SignIn{Email: "a\x00", Password: strings.Repeat("x", 129)})
	check.FieldFault(t, err, "email", fault.ErrEncoding)
	check.FieldFault(t, err, "password", fault.ErrTooLong)
}

func TestSignInSlowsDown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	bad := identity.SignIn{Email: "ann@example.com", Password: "wrong", Device: identity.Device{Address: "192.0.2.1"}}
	try := func(want *fault.Def) {
		t.Helper()
		_, err := f.s.SignIn(t.Context(), bad)
		check.Fault(t, err, want)
	}
	for range 5 {
		try(identity.ErrSignIn)
	}
	try(identity.ErrLocked)
	good := bad
	good.Password = password
	_, err := f.s.SignIn(t.Context(), good)
	check.Fault(t, err, identity.ErrLocked) // even with the right password
	f.clock.turn(15 * time.Second)
	try(identity.ErrSignIn)
	f.clock.turn(15 * time.Second)
	try(identity.ErrLocked) // the delay has doubled
	f.clock.turn(15 * time.Second)
	check.Must(f.s.SignIn(t.Context(), good))(t)
	try(identity.ErrSignIn) // and it starts over
}

func TestSignInLimitsAddresses(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	from := identity.Device{Address: "192.0.2.7"}
	for i := range 30 {
		_, err := f.s.SignIn(t.Context(), identity.SignIn{Email: strings.Repeat("x", i+1) + "@example.com", Password: "wrong", Device: from})
		check.Fault(t, err, identity.ErrSignIn)
		if i == 10 { // signing in oneself does not win tries back
			check.Must(f.s.SignIn(t.Context(), identity.SignIn{Email: "ann@example.com", Password: password, Device: from}))(t)
		}
	}
	_, err := f.s.SignIn(t.Context(), identity.SignIn{Email: "ann@example.com", Password: password, Device: from})
	check.Fault(t, err, identity.ErrLocked)
	check.Must(f.s.SignIn(t.Context(), identity.SignIn{Email: "ann@example.com", Password: password, Device: identity.Device{Address: "192.0.2.8"}}))(t)
}

func TestSignInRenewsOldHashes(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.system(t)
	c := check.Must(f.store.Credentials(ctx, f.admin.User.ID))(t)
	c.Password = "old:" + password
	check.NoError(t, f.store.SaveCredentials(ctx, c))
	f.signIn(t, "ann")
	check.Equal(t, check.Must(f.store.Credentials(ctx, f.admin.User.ID))(t).Password, "hash:"+password)
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.clock.turn(11 * time.Hour)
	f.asAdmin(t) // use keeps it alive
	f.clock.turn(12*time.Hour - time.Second)
	f.asAdmin(t)
	f.clock.turn(2 * time.Hour)
	f.refused(t, f.admin.Token) // a day is the most

	idle := f.signIn(t, "ann")
	f.clock.turn(12 * time.Hour)
	f.refused(t, idle.Token)

	for _, bad := range []string{"", "fds_", "fds_" + strings.Repeat("a", 52), "x", idle.Token + "a", "fds_" + strings.Repeat("A", 52)} {
		_, _, err := f.s.Authenticate(t.Context(), bad)
		check.Fault(t, err, identity.ErrSession)
	}
}

func TestLastSeenIsWrittenOnceAMinute(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	seen := func() time.Time {
		return check.Must(f.store.Sessions(f.system(t), f.admin.User.ID))(t)[0].SeenAt
	}
	start := f.clock.now
	f.clock.turn(59 * time.Second)
	f.asAdmin(t)
	check.Equal(t, seen(), start)
	f.clock.turn(time.Second)
	f.asAdmin(t)
	check.Equal(t, seen(), f.clock.now)
}

func TestSignOut(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	check.NoError(t, f.s.KeepAlive(f.system(t), []string{f.admin.User.ID}))
	second := f.signIn(t, "ann")
	check.Equal(t, f.events(func() { check.NoError(t, f.s.SignOut(f.as(t, second.Token))) }), []string{"session.ended"})
	f.refused(t, second.Token)
	check.Equal(t, f.events(func() { check.NoError(t, f.s.SignOut(f.asAdmin(t))) }), []string{"session.ended", "presence.changed"})
	f.refused(t, f.admin.Token)
}

func TestOwnSessions(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.clock.turn(time.Second)
	second := f.signIn(t, "ann")
	list, current, err := f.s.MySessions(f.asAdmin(t))
	check.NoError(t, err)
	check.Equal(t, []string{list[0].ID, list[1].ID, current}, []string{second.Session.ID, f.admin.Session.ID, f.admin.Session.ID})
	check.NoError(t, f.s.EndMySession(f.asAdmin(t), second.Session.ID))
	f.refused(t, second.Token)

	agent := f.add(t, "ben", identity.RoleAgent)
	theirs := f.signIn(t, agent.Name)
	check.Fault(t, f.s.EndMySession(f.asAdmin(t), theirs.Session.ID), identity.ErrSessionNotFound)
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	other := f.signIn(t, "ann")
	ctx := f.asAdmin(t)
	_, err := f.s.ChangePassword(ctx, identity.ChangePassword{Present: "wrong", Next: "another secret"})
	check.FieldFault(t, err, "password", identity.ErrPassword)
	for weak, want := range map[string]*fault.Def{
		"short": fault.ErrTooShort, "aaaaaaaaaaaa": identity.ErrWeakPassword, "Ann@example.com": identity.ErrWeakPassword,
		strings.Repeat("abcdefg", 20): fault.ErrTooLong, "abcdefghij\x00": fault.ErrEncoding,
	} {
		_, err := f.s.ChangePassword(ctx, identity.ChangePassword{Present: password, Next: weak})
		check.FieldFault(t, err, "newPassword", want)
	}
	var fresh identity.Signed
	check.Equal(t, f.events(func() {
		fresh = check.Must(f.s.ChangePassword(ctx, identity.ChangePassword{Present: password, Next: "another secret"}))(t)
	}), []string{"session.ended", "user.password_changed", "session.started"})
	f.refused(t, other.Token)
	f.refused(t, f.admin.Token)
	f.as(t, fresh.Token)
	_, err = f.s.SignIn(t.Context(), identity.SignIn{Email: "ann@example.com", Password: password})
	check.Fault(t, err, identity.ErrSignIn)
}

func TestConfirmingSlowsDown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	for range 5 {
		check.FieldFault(t, f.s.EndSecondFactor(ctx, "wrong"), "password", identity.ErrPassword)
	}
	check.Fault(t, f.s.EndSecondFactor(ctx, password), identity.ErrLocked)
}
