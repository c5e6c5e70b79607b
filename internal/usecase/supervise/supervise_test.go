package supervise_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/usecase/supervise"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// floor is a workspace in memory: two teams, three who answer and one who only looks.
type floor struct {
	at       time.Time
	loads    []conversation.Load
	looks    int
	held     int
	overseen conversation.Oversight
	forced   []string
	hits     []moderation.Hit
	log      unit.Memory
}

func (f *floor) Now() time.Time { return f.at }

func (f *floor) Live(_ context.Context, _ conversation.Filter, o conversation.Oversight, _ page.Request) (page.Of[conversation.Conversation], error) {
	f.overseen = o
	return page.Of[conversation.Conversation]{Items: []conversation.Conversation{{ID: "cnv_1"}, {ID: "cnv_2"}}}, nil
}

func (f *floor) Loads(context.Context) ([]conversation.Load, error) {
	f.looks++
	return f.loads, nil
}

func (f *floor) GiveBack(_ context.Context, _ string, limit int) (int, error) {
	n := min(f.held, limit)
	f.held -= n
	return n, nil
}

var people = []identity.User{
	{ID: "usr_bob", Name: "Bob", TeamIDs: []string{"tem_1"}, RoleID: "agent", Avatar: "pic_1"},
	{ID: "usr_cem", Name: "cem", TeamIDs: []string{"tem_2"}, RoleID: "agent"},
	{ID: "usr_ann", Name: "Ann", TeamIDs: []string{"tem_1", "tem_2"}, RoleID: "agent"},
	{ID: "usr_vera", Name: "Vera", TeamIDs: []string{"tem_1"}, RoleID: "viewer"},
}

func (f *floor) User(_ context.Context, id string) (identity.User, error) {
	for _, u := range people {
		if u.ID == id {
			return u, nil
		}
	}
	return identity.User{}, identity.ErrUserNotFound.New()
}

func (f *floor) Users(_ context.Context, _ identity.UserFilter, r page.Request) (page.Of[identity.User], error) {
	if r.Cursor == "" {
		return page.Of[identity.User]{Items: people[:2], Next: "more"}, nil
	}
	return page.Of[identity.User]{Items: people[2:]}, nil
}

func (f *floor) Roles(context.Context) ([]identity.Role, error) {
	return []identity.Role{{ID: "agent", Key: identity.RoleAgent}, {ID: "viewer", Key: identity.RoleViewer}}, nil
}

func (f *floor) Presences(context.Context) ([]identity.Presence, error) {
	return []identity.Presence{
		{UserID: "usr_bob", State: identity.Break, Reason: "lunch", Since: now}, {UserID: "usr_ann", State: identity.Online, Since: now},
	}, nil
}

func (f *floor) ForceOut(ctx context.Context, userID string, with func(ctx context.Context) error) error {
	f.forced = append(f.forced, userID)
	return f.log.Do(ctx, with)
}

func (f *floor) List(context.Context) ([]channel.Channel, error) {
	quiet := channel.Attention{}
	return []channel.Channel{{ID: "chn_1"}, {ID: "chn_2", Settings: channel.Settings{Attention: &quiet}}}, nil
}

func (f *floor) ListHits(context.Context, moderation.HitQuery) (page.Of[moderation.Hit], error) {
	return page.Of[moderation.Hit]{Items: f.hits}, nil
}

func open() (*floor, *supervise.Service) {
	f := &floor{at: now, loads: []conversation.Load{
		{TeamID: "tem_1", Held: 2, Waiting: 1, Oldest: now.Add(-time.Minute), Last: now.Add(-time.Minute)},
		{TeamID: "tem_1", AssigneeID: "usr_bob", Held: 3, Waiting: 2, Oldest: now.Add(-time.Hour), Last: now},
		{TeamID: "tem_2", AssigneeID: "usr_bob", Held: 1, Last: now.Add(-time.Second)},
	}}
	return f, supervise.New(supervise.Deps{Run: &f.log, Clock: f, Talks: f, People: f, Channels: f, Hits: f, Picture: func(id string) string { return "/" + id }})
}

func as(t *testing.T, level actor.Level, more ...actor.Permission) context.Context {
	t.Helper()
	grants := map[actor.Permission]actor.Level{conversation.PermMonitor: level}
	for _, p := range more {
		grants[p] = actor.All
	}
	return actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_ann", Teams: []string{"tem_1"}, Grants: grants})
}

func TestAgents(t *testing.T) {
	t.Parallel()
	f, s := open()
	names := func(ctx context.Context, q conversation.AgentQuery) (out []string) {
		t.Helper()
		for q.Page.Limit = 1; ; {
			p := check.Must(s.Agents(ctx, q))(t)
			for _, a := range p.Items {
				out = append(out, a.Name+" "+a.State)
			}
			if q.Page.Cursor = p.Next; p.Next == "" {
				return out
			}
		}
	}
	check.Equal(t, names(as(t, actor.All), conversation.AgentQuery{}), []string{"Ann online", "Bob break", "cem offline"})
	check.Equal(t, names(as(t, actor.Teams), conversation.AgentQuery{}), []string{"Ann online", "Bob break"})
	check.Equal(t, names(as(t, actor.All), conversation.AgentQuery{TeamID: "tem_2", State: "offline"}), []string{"cem offline"})
	check.Equal(t, f.looks, 1) // however many ask
	bob := check.Must(s.Agents(as(t, actor.All), conversation.AgentQuery{State: "break"}))(t).Items[0]
	check.Equal(t, bob, conversation.AgentLoad{
		UserID: "usr_bob", Name: "Bob", Avatar: "/pic_1", TeamIDs: []string{"tem_1"}, State: "break", Reason: "lunch", Since: now,
		Held: 4, Waiting: 2, Oldest: now.Add(-time.Hour), Last: now,
	})
	f.at = now.Add(supervise.Fresh)
	check.Must(s.Agents(as(t, actor.All), conversation.AgentQuery{}))(t)
	check.Equal(t, f.looks, 2)
	_, err := s.Agents(as(t, actor.All), conversation.AgentQuery{State: "asleep"})
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	_, err = s.Agents(as(t, actor.None), conversation.AgentQuery{})
	check.Equal(t, fault.KindOf(err), fault.Denied)
}

func TestTeams(t *testing.T) {
	t.Parallel()
	_, s := open()
	one := conversation.TeamLoad{TeamID: "tem_1", Open: 5, Unassigned: 2, Waiting: 3, Oldest: now.Add(-time.Hour), Online: 1, Present: 2}
	check.Equal(t, check.Must(s.Teams(as(t, actor.All)))(t), []conversation.TeamLoad{one, {TeamID: "tem_2", Open: 1, Online: 1, Present: 1}})
	check.Equal(t, check.Must(s.Teams(as(t, actor.Teams)))(t), []conversation.TeamLoad{one})
	_, err := s.Teams(as(t, actor.None))
	check.Equal(t, fault.KindOf(err), fault.Denied)
}

func TestLive(t *testing.T) {
	t.Parallel()
	f, s := open()
	f.hits = []moderation.Hit{{At: now, ConversationID: "cnv_2"}, {At: now}, {At: now.Add(-supervise.HitsFor - time.Second), ConversationID: "cnv_1"}}
	hits := func(ctx context.Context, q conversation.LiveQuery) (out []bool) {
		t.Helper()
		for _, r := range check.Must(s.Live(ctx, q))(t).Items {
			out = append(out, r.Hit)
		}
		return out
	}
	all := as(t, actor.All, moderation.PermHits)
	check.Equal(t, hits(all, conversation.LiveQuery{VIP: true, LowRating: true}), []bool{false, true})
	check.Equal(t, f.overseen, conversation.Oversight{Important: true, MostScore: 2})
	check.Equal(t, hits(all, conversation.LiveQuery{Hit: true, Overdue: true}), []bool{false, true})
	check.Equal(t, f.overseen, conversation.Oversight{IDs: []string{"cnv_2"}, Overdue: map[string]time.Time{"chn_1": now.Add(-2 * time.Minute)}})
	check.Equal(t, hits(as(t, actor.All), conversation.LiveQuery{Hit: true}), []bool{false, false}) // without the right nothing is told
	check.Equal(t, f.overseen, conversation.Oversight{IDs: []string{}})
	_, err := s.Live(as(t, actor.None), conversation.LiveQuery{})
	check.Equal(t, fault.KindOf(err), fault.Denied)
}

// Signing out and the promise to give back are one unit; the job comes back until nothing is left.
func TestSignOut(t *testing.T) {
	t.Parallel()
	f, s := open()
	check.Fault(t, s.SignOut(as(t, actor.Teams), "usr_cem"), identity.ErrUserNotFound)
	check.Fault(t, s.SignOut(as(t, actor.All), "usr_nobody"), identity.ErrUserNotFound)
	check.Equal(t, fault.KindOf(s.SignOut(as(t, actor.None), "usr_bob")), fault.Denied)
	check.Equal(t, len(f.forced), 0)
	check.NoError(t, s.SignOut(as(t, actor.Teams), "usr_bob"))
	check.Equal(t, f.forced, []string{"usr_bob"})
	f.held = 120
	turns := 0
	for jobs := f.log.Jobs(); len(jobs) > 0 && turns < 10; turns++ {
		check.Equal(t, []string{jobs[0].Kind, jobs[0].Subject, jobs[0].Tenant}, []string{supervise.JobReturn, "usr_bob", "wsp_1"})
		before := f.held
		check.NoError(t, s.Return(actor.With(t.Context(), actor.SystemFor("wsp_1")), jobs[0]))
		if before-f.held < 50 {
			break
		}
	}
	check.Equal(t, []int{f.held, turns}, []int{0, 2})
	if errors.Is(s.Return(actor.With(t.Context(), actor.SystemFor("wsp_1")), unit.Job{Subject: "usr_bob"}), fault.ErrInternal.New()) {
		t.Error("nothing to give back is no error")
	}
}
