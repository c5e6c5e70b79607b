package identitysql_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/identity/identitysql"
	"frontdesk/internal/domain/identity/identitytest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

const password = "correct horse"

// together runs n calls at the same moment and counts those without an error.
func together(n int, call func(i int) error) int {
	var ok atomic.Int64
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			if call(i) == nil {
				ok.Add(1)
			}
		})
	}
	close(start)
	wg.Wait()
	return int(ok.Load())
}

// office is a service on a real database with some administrators.
func office(t *testing.T, d *db.DB, admins int) (*identity.Service, context.Context, []identity.User) {
	t.Helper()
	w := &identitytest.Workspaces{Tenant: id.New("wsp"), Founded: true}
	s := identity.New(identitysql.New(d), unit.Keeping(d, unit.Nobody{}), clock.Real{}, w, identitytest.Secrets{})
	ctx := actor.With(t.Context(), actor.SystemFor(w.Tenant))
	roles := check.Must(s.Prepare(ctx))(t)
	var users []identity.User
	for i := range admins {
		users = append(users, check.Must(s.CreateUser(ctx, identity.NewUser{
			Email: string(rune('a'+i)) + "@example.com", Name: "Admin", Password: password, Locale: "en", RoleID: roles[identity.RoleAdmin],
		}))(t))
	}
	return s, ctx, users
}

func TestRaces(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Run("administrators disable each other", func(t *testing.T) {
			s, ctx, users := office(t, d, 6)
			check.Equal(t, together(len(users), func(i int) error { return s.DisableUser(ctx, users[i].ID) }), len(users)-1)
		})
		t.Run("one invitation is accepted twice", func(t *testing.T) {
			s, ctx, users := office(t, d, 1)
			a := actor.Actor{Tenant: check.Must(actor.Tenant(ctx))(t), Kind: actor.User, ID: users[0].ID}
			a.Grants = check.Must(s.Role(ctx, users[0].RoleID))(t).Effective()
			link, _, err := s.CreateInvite(actor.With(ctx, a), identity.NewInvite{Email: "new@example.com", RoleID: users[0].RoleID})
			check.NoError(t, err)
			check.Equal(t, together(4, func(int) error {
				_, err := s.AcceptInvite(t.Context(), identity.AcceptInvite{Link: link, Name: "New", Password: password, Locale: "en"})
				return err
			}), 1)
		})
		t.Run("a recovery code is used twice", func(t *testing.T) {
			s, ctx, users := office(t, d, 1)
			recoveryCode(t, ctx, d, users[0].ID)
			check.Equal(t, together(4, func(int) error {
				_, err := s.SignIn(t.Context(), identity.SignIn{Email: "a@example.com", Password: password, Code: "abcde-abcde"})
				return err
			}), 1)
		})
		t.Run("many guess at once", func(t *testing.T) {
			s, _, _ := office(t, d, 1)
			var locked atomic.Int64
			together(20, func(int) error {
				_, err := s.SignIn(t.Context(), identity.SignIn{Email: "a@example.com", Password: "wrong"})
				if fault.Has(err, identity.ErrLocked) {
					locked.Add(1)
				}
				return err
			})
			check.Equal(t, locked.Load(), 15) // five are free, whatever the timing
		})
	})
}

// recoveryCode gives a person a second factor whose only recovery code is "abcde-abcde".
func recoveryCode(t *testing.T, ctx context.Context, d *db.DB, userID string) {
	t.Helper()
	store, secrets := identitysql.New(d), identitytest.Secrets{}
	check.NoError(t, d.Do(ctx, func(ctx context.Context) error {
		c, err := store.Credentials(ctx, userID)
		if err != nil {
			return err
		}
		c.Secret = secrets.Seal("identity.totp", []byte("12345678901234567890"))
		c.Recovery = []string{secrets.HashToken("recovery " + userID + " abcdeabcde")}
		return store.SaveCredentials(ctx, c)
	}))
}

// Two nodes share a database: what one ends, the other believes for two seconds at most.
func TestSessionsEndOnOtherNodes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		here, ctx, users := office(t, d, 1)
		tenant, _ := actor.From(ctx)
		now := &turned{at: time.Now().UTC().Truncate(time.Microsecond)}
		there := identity.New(identitysql.New(d), unit.Keeping(d, unit.Nobody{}), now, &identitytest.Workspaces{Tenant: tenant.Tenant, Founded: true}, identitytest.Secrets{})
		in := check.Must(here.SignIn(t.Context(), identity.SignIn{Email: "a@example.com", Password: password}))(t)
		works := func() bool {
			_, _, err := there.Authenticate(t.Context(), in.Token)
			return err == nil
		}
		check.Equal(t, works(), true)
		check.NoError(t, here.SignOutUser(ctx, users[0].ID, false))
		_, _, err := here.Authenticate(t.Context(), in.Token)
		check.Fault(t, err, identity.ErrSession) // at once on the node that ended it
		now.at = now.at.Add(2 * time.Second)
		check.Equal(t, works(), false)
	})
}

// turned is a clock that a test turns.
type turned struct{ at time.Time }

func (c *turned) Now() time.Time { return c.at }
