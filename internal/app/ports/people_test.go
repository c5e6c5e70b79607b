package ports_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
)

// staff is an identity service out of a table; like the real one it answers only in the workspace that asks.
type staff struct {
	mu    sync.Mutex
	users map[string]identity.User // tenant/id
	teams map[string]identity.Team // tenant/id
	fails error
	reads int
	kinds map[actor.Kind]int // who asked
}

func (s *staff) place(ctx context.Context, id string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := actor.Of(ctx)
	if err != nil {
		return "", err
	}
	s.reads++
	s.kinds[a.Kind]++
	return a.Tenant + "/" + id, s.fails
}

func (s *staff) User(ctx context.Context, id string) (identity.User, error) {
	at, err := s.place(ctx, id)
	u, ok := s.users[at]
	if err == nil && !ok {
		err = identity.ErrUserNotFound.New()
	}
	return u, err
}

func (s *staff) Users(ctx context.Context, f identity.UserFilter, r page.Request) (page.Of[identity.User], error) {
	at, err := s.place(ctx, f.TeamID)
	var out page.Of[identity.User]
	for key, u := range s.users {
		if key[:len("wsp_1")] == at[:len("wsp_1")] && u.Status == f.Status && len(out.Items) < r.Limit {
			out.Items = append(out.Items, u)
		}
	}
	return out, err
}

func (s *staff) Team(ctx context.Context, id string) (identity.Team, error) {
	at, err := s.place(ctx, id)
	team, ok := s.teams[at]
	if err == nil && !ok {
		err = identity.ErrTeamNotFound.New()
	}
	return team, err
}

func newStaff() *staff {
	return &staff{
		users: map[string]identity.User{
			"wsp_1/usr_1": {ID: "usr_1", Name: "Ann Smith", Alias: "Ann", Avatar: "pic_1", Status: identity.Active},
			"wsp_1/usr_2": {ID: "usr_2", Name: "Ben", Status: identity.Disabled},
			"wsp_2/usr_1": {ID: "usr_1", Name: "Somebody else", Status: identity.Active},
		},
		teams: map[string]identity.Team{"wsp_1/tem_1": {ID: "tem_1"}},
		kinds: map[actor.Kind]int{},
	}
}

// hand is a clock that a test moves.
type hand struct{ at time.Time }

func (h *hand) Now() time.Time { return h.at }

func in(t *testing.T, tenant string) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: "vis_1"})
}

func names(us []identity.User) []string {
	out := []string{}
	for _, u := range us {
		out = append(out, u.Name)
	}
	return out
}

func TestPeople(t *testing.T) {
	t.Parallel()
	s, now := newStaff(), &hand{time.Unix(1000, 0)}
	p := ports.NewPeople(s, now)
	of := func(tenant string, ids ...string) []string {
		t.Helper()
		return names(check.Must(p.Of(in(t, tenant), ids))(t))
	}
	check.Equal(t, of("wsp_1", "usr_2", "usr_1", "usr_1", "usr_9"), []string{"Ann Smith", "Ben"})
	check.Equal(t, s.reads, 3) // each person once
	check.Equal(t, s.kinds, map[actor.Kind]int{actor.System: 3})
	check.Equal(t, of("wsp_1", "usr_1"), []string{"Ann Smith"})
	check.Equal(t, s.reads, 3)                                      // remembered
	check.Equal(t, of("wsp_2", "usr_1"), []string{"Somebody else"}) // by workspace
	check.Equal(t, of("wsp_2", "usr_2"), []string{})

	s.users["wsp_1/usr_1"] = identity.User{ID: "usr_1", Name: "Ann Miller"}
	now.at = now.at.Add(4 * time.Second)
	check.Equal(t, of("wsp_1", "usr_1"), []string{"Ann Smith"})
	now.at = now.at.Add(2 * time.Second)
	check.Equal(t, of("wsp_1", "usr_1"), []string{"Ann Miller"})

	// Who does not exist is asked for again, and may come.
	s.users["wsp_1/usr_9"] = identity.User{ID: "usr_9", Name: "Newcomer"}
	check.Equal(t, of("wsp_1", "usr_9"), []string{"Newcomer"})

	now.at = now.at.Add(time.Minute)
	s.fails = fault.ErrBusy.New()
	_, err := p.Of(in(t, "wsp_1"), []string{"usr_1"})
	check.Fault(t, err, fault.ErrBusy)
	_, err = p.Of(t.Context(), []string{"usr_1"})
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	s := newStaff()
	d := ports.Directory{Known: ports.NewPeople(s, &hand{time.Unix(1000, 0)}), Identity: s}
	people := check.Must(d.People(in(t, "wsp_1"), []string{"usr_1", "usr_2", "usr_9"}))(t)
	check.Equal(t, people, []conversation.Person{
		{ID: "usr_1", Name: "Ann Smith", Alias: "Ann", Avatar: "/api/v1/avatars/pic_1", Active: true}, {ID: "usr_2", Name: "Ben"},
	})
	for tenant, want := range map[string]bool{"wsp_1": true, "wsp_2": false} {
		check.Equal(t, check.Must(d.TeamExists(in(t, tenant), "tem_1"))(t), want)
	}
	s.fails = fault.ErrBusy.New()
	_, err := d.TeamExists(in(t, "wsp_1"), "tem_1")
	check.Fault(t, err, fault.ErrBusy) // not knowing is not the same as "no"
	_, err = d.TeamExists(t.Context(), "tem_1")
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func TestWorkplace(t *testing.T) {
	t.Parallel()
	s := newStaff()
	w := ports.Workplace{Identity: s}
	hours := check.Must(w.Hours(in(t, "wsp_1"), ""))(t)
	check.Equal(t, hours.Open, true) // without a calendar
	faces := check.Must(w.Faces(in(t, "wsp_1"), ""))(t)
	check.Equal(t, len(faces), 1) // visitors see no one who left
	check.Equal(t, faces[0].Name, "Ann")
	check.Equal(t, faces[0].AvatarURL, "/api/v1/avatars/pic_1")
	check.Equal(t, check.Must(w.Faces(in(t, "wsp_2"), ""))(t)[0].Name, "Somebody else") // who has no alias
	check.Equal(t, check.Must(w.Missing(in(t, "wsp_1"), "", "tem_1"))(t), []string(nil))
	check.Equal(t, check.Must(w.Missing(in(t, "wsp_2"), "", "tem_1"))(t), []string{"defaultTeamId"})
	s.fails = fault.ErrBusy.New()
	_, err := w.Missing(in(t, "wsp_1"), "", "tem_1")
	check.Fault(t, err, fault.ErrBusy)
}
