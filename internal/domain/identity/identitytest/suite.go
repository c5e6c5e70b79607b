package identitytest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

// Suite is what every store of this domain must do.
func Suite(t *testing.T, store identity.Store, runner unit.Runner) {
	t.Helper()
	s := suite{store: store, unit: runner}
	t.Run("users", s.users)
	t.Run("list of users", s.list)
	t.Run("credentials", s.credentials)
	t.Run("resets", s.resets)
	t.Run("sessions", s.sessions)
	t.Run("tokens", s.tokens)
	t.Run("roles", s.roles)
	t.Run("teams", s.teams)
	t.Run("invites", s.invites)
	t.Run("attempts", s.attempts)
	t.Run("presence", s.presence)
	t.Run("pictures", s.pictures)
	t.Run("erase", s.erase)
	t.Run("isolation", s.isolation)
	t.Run("no actor", s.noActor)
}

type suite struct {
	store identity.Store
	unit  unit.Runner
}

var suiteTime = time.Date(2026, 3, 4, 5, 6, 7, 8000, time.UTC)

// world is a workspace with two roles and two teams.
type world struct {
	ctx          context.Context //nolint:containedctx // a test's
	tenant       string
	admin, agent identity.Role
	east, west   identity.Team
}

func (s suite) world(t *testing.T) world {
	t.Helper()
	tenant := id.New("wsp")
	w := world{
		ctx: actor.With(t.Context(), actor.SystemFor(tenant)), tenant: tenant,
		admin: identity.Role{ID: id.New("rol"), Key: identity.RoleAdmin, Name: "admin", Grants: identity.Grants{}, Version: 1},
		agent: identity.Role{ID: id.New("rol"), Name: "Helper", Grants: identity.Grants{"customer.read": actor.All}, Version: 1},
		east:  identity.Team{ID: id.New("tem"), Name: "East", MemberIDs: []string{}, Version: 1},
		west:  identity.Team{ID: id.New("tem"), Name: "West", MemberIDs: []string{}, Version: 1},
	}
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertRole(ctx, w.agent) })
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertRole(ctx, w.admin) })
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertTeam(ctx, w.west) })
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertTeam(ctx, w.east) })
	return w
}

// do runs a unit that must succeed; fails one that must not.
func (s suite) do(t *testing.T, ctx context.Context, fn func(ctx context.Context) error) {
	t.Helper()
	check.NoError(t, s.unit.Do(ctx, fn))
}

func (s suite) fails(t *testing.T, ctx context.Context, want *fault.Def, fn func(ctx context.Context) error) {
	t.Helper()
	check.Fault(t, s.unit.Do(ctx, fn), want)
}

func person(name string, role identity.Role, teams ...string) identity.User {
	slices.Sort(teams)
	return identity.User{
		ID: id.New("usr"), Email: name + "@Example.com", Name: name, Locale: "en", Timezone: "UTC", RoleID: role.ID,
		TeamIDs: append([]string{}, teams...), Status: identity.Active, Preferences: identity.DefaultPreferences(), CreatedAt: suiteTime, Version: 1,
	}
}

func (s suite) add(t *testing.T, w world, u identity.User) identity.User {
	t.Helper()
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertUser(ctx, u) })
	return u
}

func (s suite) users(t *testing.T) {
	w := s.world(t)
	u := s.add(t, w, person("Ann", w.admin, w.east.ID, w.west.ID))
	check.Equal(t, check.Must(s.store.User(w.ctx, u.ID))(t), u)
	check.Equal(t, check.Must(s.store.UserByEmail(w.ctx, "ann@example.com"))(t), u)
	s.fails(t, w.ctx, identity.ErrEmailTaken, func(ctx context.Context) error { return s.store.InsertUser(ctx, person("ANN", w.agent)) })
	s.fails(t, w.ctx, identity.ErrTeamNotFound, func(ctx context.Context) error { return s.store.InsertUser(ctx, person("Ben", w.agent, id.New("tem"))) })

	next := u
	next.Name, next.Alias, next.Avatar, next.RoleID, next.Status, next.Locale = "Änne", "07", "ava_1", w.agent.ID, identity.Disabled, "zh-CN"
	next.Preferences.Theme = "dark"
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.UpdateUser(ctx, next) })
	s.fails(t, w.ctx, identity.ErrStale, func(ctx context.Context) error { return s.store.UpdateUser(ctx, next) })
	next.Version = 2
	check.Equal(t, check.Must(s.store.User(w.ctx, u.ID))(t), next)

	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.PutUserTeams(ctx, u.ID, []string{w.west.ID}) })
	check.Equal(t, check.Must(s.store.User(w.ctx, u.ID))(t).TeamIDs, []string{w.west.ID})

	other := s.add(t, w, person("Cid", w.agent))
	active, all, err := s.store.Holders(w.ctx, w.agent.ID, "")
	check.NoError(t, err)
	check.Equal(t, []int{active, all}, []int{1, 2})
	active, all, err = s.store.Holders(w.ctx, w.agent.ID, other.ID)
	check.NoError(t, err)
	check.Equal(t, []int{active, all}, []int{0, 1})
}

func (s suite) list(t *testing.T) {
	w := s.world(t)
	var want []string
	for i, name := range []string{"Ann", "ben", "Ben", "cid_1", "林薇"} {
		u := person(name, w.agent)
		u.Email, u.Alias = fmt.Sprintf("p%d@example.com", i), fmt.Sprintf("a-%d", i)
		if i%2 == 0 {
			u.TeamIDs = []string{w.east.ID}
		}
		want = append(want, s.add(t, w, u).ID)
	}
	names := func(f identity.UserFilter) (out []string) {
		if f.Limit == 0 {
			f.Limit = 10
		}
		for _, u := range check.Must(s.store.Users(w.ctx, f))(t) {
			out = append(out, u.Name)
		}
		return out
	}
	check.Equal(t, len(names(identity.UserFilter{})), 5)
	check.Equal(t, names(identity.UserFilter{Query: "ben"}), names(identity.UserFilter{After: identity.UserKey{Name: "ann", ID: "usr_z"}, Limit: 1}))
	check.Equal(t, names(identity.UserFilter{Query: "d_1"}), []string{"cid_1"})
	check.Equal(t, len(names(identity.UserFilter{Query: "%"})), 0)
	check.Equal(t, names(identity.UserFilter{Query: "林"}), []string{"林薇"})
	check.Equal(t, names(identity.UserFilter{Query: "a-3"}), []string{"cid_1"})
	check.Equal(t, names(identity.UserFilter{Query: "p0@"}), []string{"Ann"})
	check.Equal(t, len(names(identity.UserFilter{TeamID: w.east.ID})), 3)
	check.Equal(t, len(names(identity.UserFilter{RoleID: w.admin.ID})), 0)
	check.Equal(t, len(names(identity.UserFilter{Status: identity.Disabled})), 0)

	var paged []string
	after := identity.UserKey{}
	for {
		rows := check.Must(s.store.Users(w.ctx, identity.UserFilter{After: after, Limit: 1}))(t)
		if len(rows) == 0 {
			break
		}
		paged = append(paged, rows[0].ID)
		after = identity.UserKey{Name: identity.SortKey(rows[0].Name), ID: rows[0].ID}
	}
	slices.Sort(paged)
	slices.Sort(want)
	check.Equal(t, paged, want)
}

func (s suite) credentials(t *testing.T) {
	w := s.world(t)
	u := id.New("usr")
	check.Equal(t, check.Must(s.store.Credentials(w.ctx, u))(t), identity.Credentials{UserID: u})
	c := identity.Credentials{UserID: u, Password: "p", Secret: "s", Pending: "x", Step: 1 << 40, Recovery: []string{"a", "b"}}
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.SaveCredentials(ctx, c) })
	s.fails(t, w.ctx, identity.ErrStale, func(ctx context.Context) error { return s.store.SaveCredentials(ctx, c) })
	c.Version = 1
	check.Equal(t, check.Must(s.store.Credentials(w.ctx, u))(t), c)
	c.Recovery, c.Pending = []string{"b"}, ""
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.SaveCredentials(ctx, c) })
	c.Version = 2
	check.Equal(t, check.Must(s.store.Credentials(w.ctx, u))(t), c)
}

func (s suite) resets(t *testing.T) {
	w := s.world(t)
	r := identity.Reset{Tenant: w.tenant, UserID: id.New("usr"), ExpiresAt: suiteTime}
	first, second := id.New("fpr"), id.New("fpr")
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertReset(ctx, first, r) })
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertReset(ctx, second, r) })
	take := func(fingerprint string, got *identity.Reset) func(ctx context.Context) error {
		return func(ctx context.Context) (err error) {
			*got, err = s.store.TakeReset(ctx, []string{"none", fingerprint})
			return err
		}
	}
	var got identity.Reset
	s.fails(t, t.Context(), identity.ErrLink, take(first, &got)) // replaced by the second
	s.do(t, t.Context(), take(second, &got))
	check.Equal(t, got, r)
	s.fails(t, t.Context(), identity.ErrLink, take(second, &got)) // works once
}

func (s suite) attempts(t *testing.T) {
	w := s.world(t)
	var got identity.Attempts
	lock := func(ctx context.Context) (err error) {
		got, err = s.store.LockAttempts(ctx, "k")
		return err
	}
	s.do(t, w.ctx, lock)
	check.Equal(t, got, identity.Attempts{})
	want := identity.Attempts{Failures: 3, At: suiteTime}
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.SaveAttempts(ctx, "k", want) })
	s.do(t, w.ctx, lock)
	check.Equal(t, got, want)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.ClearAttempts(ctx, "other", suiteTime) })
	s.do(t, w.ctx, lock)
	check.Equal(t, got, want)
	s.do(t, w.ctx, func(ctx context.Context) error {
		return s.store.ClearAttempts(ctx, "other", suiteTime.Add(time.Second))
	})
	s.do(t, w.ctx, lock)
	check.Equal(t, got, identity.Attempts{})
}

func (s suite) presence(t *testing.T) {
	w := s.world(t)
	a, b, c := id.New("usr"), id.New("usr"), id.New("usr")
	var got identity.Presence
	for _, u := range []string{a, b, c} {
		s.do(t, w.ctx, func(ctx context.Context) (err error) {
			got, err = s.store.LockPresence(ctx, u)
			return err
		})
		check.Equal(t, got, identity.Presence{UserID: u, State: identity.Offline})
	}
	at := identity.Presence{UserID: a, State: identity.Break, Reason: "lunch", Manual: true, Since: suiteTime, Lease: suiteTime.Add(time.Minute), Active: suiteTime.Add(-time.Minute)}
	over := identity.Presence{UserID: b, State: identity.Online, Since: suiteTime, Lease: suiteTime}
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.SavePresence(ctx, at) })
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.SavePresence(ctx, over) })

	var moved []string
	until := suiteTime.Add(time.Hour)
	s.do(t, w.ctx, func(ctx context.Context) (err error) {
		moved, err = s.store.ExtendLeases(ctx, []string{a, b, c, id.New("usr")}, suiteTime, until)
		return err
	})
	check.Equal(t, moved, []string{a})
	at.Lease = until
	list := check.Must(s.store.Presences(w.ctx))(t)
	check.Equal(t, len(list), 3)
	check.Equal(t, slices.Contains(list, at), true)
	check.Equal(t, slices.Contains(list, over), true)
	check.Equal(t, check.Must(s.store.PresencesOf(w.ctx, []string{a, id.New("usr")}))(t), []identity.Presence{at})
	s.holding(t, w, over)
}

// holding is that only somebody who is there can be given work.
func (s suite) holding(t *testing.T, w world, p identity.Presence) {
	hold := func(w world) error {
		return s.unit.Do(w.ctx, func(ctx context.Context) error { return s.store.HoldPresence(ctx, p.UserID, suiteTime) })
	}
	check.Fault(t, hold(w), identity.ErrNotThere) // the lease has ended
	p.Lease = suiteTime.Add(time.Second)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.SavePresence(ctx, p) })
	check.NoError(t, hold(w))
	check.Fault(t, hold(s.world(t)), identity.ErrNotThere)
	p.State = identity.Busy
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.SavePresence(ctx, p) })
	check.Fault(t, hold(w), identity.ErrNotThere)
}

func (s suite) pictures(t *testing.T) {
	w := s.world(t)
	p := identity.Picture{ID: id.New("ava"), UserID: id.New("usr"), Type: "image/png", Data: []byte{0, 1, 255}, CreatedAt: suiteTime}
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.InsertPicture(ctx, p) })
	check.Equal(t, check.Must(s.store.Picture(t.Context(), p.ID))(t), p)
	other := s.world(t)
	s.do(t, other.ctx, func(ctx context.Context) error { return s.store.DeletePicture(ctx, p.ID) }) // not theirs: nothing happens
	check.Equal(t, check.Must(s.store.Picture(t.Context(), p.ID))(t), p)
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.DeletePicture(ctx, p.ID) })
	_, err := s.store.Picture(t.Context(), p.ID)
	check.Fault(t, err, identity.ErrAvatarNotFound)
}
