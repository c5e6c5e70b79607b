package identity_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/identity/identitytest"
)

const (
	tenant   = "wsp_tea"
	password = "correct horse"
)

// hands is a clock that tests turn.
type hands struct{ now time.Time }

func (h *hands) Now() time.Time { return h.now }

func (h *hands) turn(d time.Duration) { h.now = h.now.Add(d) }

// fixture is a workspace that was just set up.
type fixture struct {
	s     *identity.Service
	log   *unit.Memory
	clock *hands
	store *identitytest.Store
	rules *identitytest.Workspaces
	admin identity.Signed
	roles map[string]string // ids by key
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{log: &unit.Memory{}, clock: &hands{time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}, store: identitytest.NewStore(), roles: map[string]string{}}
	f.rules = &identitytest.Workspaces{Tenant: tenant}
	f.s = identity.New(f.store, f.log, f.clock, f.rules, identitytest.Secrets{})
	f.admin = check.Must(f.s.SetUp(t.Context(), identity.SetUp{
		Workspace: "Tea", Slug: "tea", Locale: "zh-CN", Timezone: "Asia/Shanghai", Name: "Ann", Email: "ann@example.com", Password: password,
	}))(t)
	for _, r := range check.Must(f.s.Roles(f.system(t)))(t) {
		f.roles[r.Key] = r.ID
	}
	return f
}

func (f *fixture) system(t *testing.T) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.SystemFor(tenant))
}

// add makes a person with a built-in role.
func (f *fixture) add(t *testing.T, name, role string) identity.User {
	t.Helper()
	return check.Must(f.s.CreateUser(f.system(t), identity.NewUser{
		Email: name + "@example.com", Name: name, Password: password, Locale: "en", RoleID: f.roles[role],
	}))(t)
}

func (f *fixture) signIn(t *testing.T, name string) identity.Signed {
	t.Helper()
	return check.Must(f.s.SignIn(t.Context(), identity.SignIn{Email: name + "@example.com", Password: password}))(t)
}

// as is the context of whoever holds a session or token.
func (f *fixture) as(t *testing.T, credential string) context.Context {
	t.Helper()
	a, _, err := f.s.Authenticate(t.Context(), credential)
	check.NoError(t, err)
	return actor.With(t.Context(), a)
}

func (f *fixture) asAdmin(t *testing.T) context.Context {
	t.Helper()
	return f.as(t, f.admin.Token)
}

// events are the types of the events that fn causes.
func (f *fixture) events(fn func()) []string {
	before := len(f.log.Events())
	fn()
	return f.log.Types()[before:]
}

func (f *fixture) refused(t *testing.T, credential string) {
	t.Helper()
	_, _, err := f.s.Authenticate(t.Context(), credential)
	if err == nil {
		t.Fatal("the credential still works")
	}
}
