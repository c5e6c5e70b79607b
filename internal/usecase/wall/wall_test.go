package wall_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/wallboard"
	"frontdesk/internal/usecase/wall"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// house is two workspaces with three queues, in memory.
type house struct {
	mu      sync.Mutex
	at      time.Time
	boards  map[string]wallboard.WallBoard
	links   map[string]string // token → board
	looks   int               // at the queues
	seldom  int               // at the ratings
	asked   int               // for links
	failing error
	told    map[string]bool // workspaces that were looked at, by the actor
}

func (h *house) Now() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.at }

func (h *house) Board(_ context.Context, id string) (wallboard.WallBoard, error) {
	b, ok := h.boards[id]
	if !ok {
		return b, wallboard.ErrNotFound.New()
	}
	return b, nil
}

func (h *house) ByLink(_ context.Context, token string) (string, wallboard.WallBoard, error) {
	h.asked++
	id, ok := h.links[token]
	if !ok {
		return "", wallboard.WallBoard{}, wallboard.ErrLink.New()
	}
	return "wsp_1", h.boards[id], nil
}

func (h *house) Overview(ctx context.Context) (routing.Overview, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.looks++
	if a, err := actor.Of(ctx); err == nil {
		h.told[a.Tenant+" "+string(a.Kind)] = true
	}
	if h.failing != nil {
		return routing.Overview{}, h.failing
	}
	ago := func(d time.Duration) time.Time { return h.at.Add(-d) }
	return routing.Overview{
		At: h.at,
		Queues: []routing.QueuePlan{
			{ID: "que_s", Name: "Sales", Alert: routing.Alert{Waiting: 5}, Target: routing.Target{Seconds: 60, Share: 0.8}},
			{ID: "que_v", Name: "VIP", Alert: routing.Alert{Longest: 60, Share: 0.9}},
			{ID: "que_q", Name: "Quiet"},
		},
		Crowds: []routing.Crowd{
			{Queue: "que_s", Channel: "chn_a", State: routing.Waits, Count: 4, Oldest: ago(time.Minute)},
			{Queue: "que_s", Channel: "chn_b", State: routing.Waits, Count: 2, Oldest: ago(3 * time.Minute)},
			{Queue: "que_s", Channel: "chn_a", State: routing.Held, Count: 9, Oldest: ago(time.Hour)},
			{Queue: "que_v", Channel: "chn_a", State: routing.Waits, Count: 1, Oldest: ago(55 * time.Second)},
		},
		Today:    []routing.Tally{{Queue: "que_s", Channel: "chn_a", Served: 8, Within: 6}, {Queue: "que_s", Channel: "chn_b", Served: 2, Within: 1}, {Queue: "que_v", Channel: "chn_a", Served: 5, Within: 4}},
		LastHour: []routing.Tally{{Queue: "que_s", Channel: "chn_a", Served: 1, Within: 1}},
		Expected: map[string]routing.Expectation{"que_s": {LowSeconds: 60, HighSeconds: 180}},
		Serves:   map[string][]string{"usr_a": {"que_s"}, "usr_b": {"que_s", "que_v"}, "usr_c": {"que_v"}},
	}, nil
}

func (h *house) Everybody(context.Context) ([]conversation.AgentLoad, error) {
	return []conversation.AgentLoad{
		{UserID: "usr_a", Name: "Anna", TeamIDs: []string{"tem_1"}, State: "online"},
		{UserID: "usr_b", Name: "Bob", TeamIDs: []string{"tem_1", "tem_2"}, State: "break"},
		{UserID: "usr_c", Name: "Cy", TeamIDs: []string{"tem_gone"}, State: "busy"},
		{UserID: "usr_d", Name: "Di", State: "offline"},
	}, nil
}

func (h *house) Teams(context.Context) ([]identity.Team, error) {
	return []identity.Team{{ID: "tem_2", Name: "Night"}, {ID: "tem_1", Name: "Day"}}, nil
}

func (h *house) Today(context.Context) ([]insight.Sum, error) {
	h.seldom++
	a, b := insight.Sum{Key: "chn_a"}, insight.Sum{Key: "chn_b"}
	a.Measures[insight.Rated], a.Measures[insight.Score], a.Measures[insight.Resolved] = 3, 12, 8
	b.Measures[insight.Rated], b.Measures[insight.Score], b.Measures[insight.Resolved] = 1, 5, 2
	return []insight.Sum{a, b}, nil
}

func (h *house) Workspace(context.Context) (account.Workspace, error) {
	return account.Workspace{Name: "Shop"}, nil
}

func open(t *testing.T) (*house, *wall.Service) {
	t.Helper()
	all := wallboard.Usual()
	narrow := wallboard.WallShows{Queues: []string{"que_v", "que_gone", "que_s"}, Channels: []string{"chn_a"}, Parts: []wallboard.Part{wallboard.PartLevel}, Period: wallboard.LastHour, Names: true}
	until := now.Add(time.Hour)
	h := &house{
		at: now, links: map[string]string{"link": "wbd_1"}, told: map[string]bool{},
		boards: map[string]wallboard.WallBoard{
			"wbd_1": {ID: "wbd_1", Name: "Hall", Shows: all, Link: &wallboard.WallLink{MadeAt: now, Until: &until}}, "wbd_2": {ID: "wbd_2", Name: "VIP", Shows: narrow},
		},
	}
	return h, wall.New(wall.Deps{Clock: h, Boards: h, Queues: h, People: h, Teams: h, Ratings: h, Workspaces: h})
}

func as(t *testing.T, perms ...actor.Permission) context.Context {
	t.Helper()
	a := actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_x", Grants: map[actor.Permission]actor.Level{}}
	for _, p := range perms {
		a.Grants[p] = actor.All
	}
	return actor.With(t.Context(), a)
}

func TestABoardShowsEverything(t *testing.T) {
	t.Parallel()
	h, s := open(t)
	v := check.Must(s.View(as(t, wallboard.PermRead), "wbd_1"))(t)
	check.Equal(t, []any{v.Name, v.Workspace, v.Waiting, v.Served, *v.OldestAt, v.Level.Answered}, []any{"Hall", "Shop", 7, 15, now.Add(-3 * time.Minute), 15})
	check.Equal(t, v.Queues[0], wallboard.WallQueue{
		ID: "que_s", Name: "Sales", Waiting: 6, OldestAt: v.OldestAt, Served: 10, Level: wallboard.WallLevel{Answered: 10, Share: 0.7, Target: 0.8},
		Estimate: &wallboard.WallWait{LowSeconds: 60, HighSeconds: 180}, Agents: wallboard.WallStates{Online: 1, Break: 1},
		Alarm: wallboard.WallAlarm{State: "over", Signs: []wallboard.WallSign{{Of: "waiting", State: "over", Limit: 5}}},
	})
	check.Equal(t, v.Queues[1].Alarm, wallboard.WallAlarm{State: "over", Signs: []wallboard.WallSign{
		{Of: "longest", State: "near", Limit: 60}, {Of: "share", State: "over", Limit: 0.9},
	}})
	check.Equal(t, v.Queues[2].Alarm, wallboard.WallAlarm{State: "none", Signs: []wallboard.WallSign{}})
	check.Equal(t, v.Agents, wallboard.WallStates{Online: 1, Busy: 1, Break: 1, Offline: 1})
	check.Equal(t, v.Teams, []wallboard.WallTeam{{Name: "Day", Agents: wallboard.WallStates{Online: 1, Break: 1}}, {Name: "Night", Agents: wallboard.WallStates{Break: 1}}})
	average, share := 4.25, 0.4
	check.Equal(t, v.Satisfaction, &wallboard.WallSatisfaction{Average: &average, Rated: 4, Resolved: 10, Participation: &share})
	check.Equal(t, len(v.People), 0) // nobody is named unless the board says so
	check.Equal(t, h.told, map[string]bool{"wsp_1 system": true})
}

func TestABoardShowsWhatWasChosen(t *testing.T) {
	t.Parallel()
	_, s := open(t)
	v := check.Must(s.View(as(t, wallboard.PermRead), "wbd_2"))(t)
	var names []string
	for _, q := range v.Queues {
		names = append(names, fmt.Sprint(q.Name, q.Waiting, q.Served, q.Level.Share))
	}
	check.Equal(t, names, []string{"VIP1 0 0", "Sales4 1 1"})
	check.Equal(t, v.Queues[0].Alarm.Signs[1].Of, "share") // the alarm goes by the day, whatever period is shown
	check.Equal(t, v.Queues[1].Alarm.State, "near")
	check.Equal(t, v.Agents, wallboard.WallStates{Online: 1, Busy: 1, Break: 1})
	check.Equal(t, v.People, []wallboard.WallPerson{{Name: "Anna", State: "online"}, {Name: "Cy", State: "busy"}, {Name: "Bob", State: "break"}})
	check.Equal(t, len(v.Teams), 0)
	check.Equal(t, v.Satisfaction, nil)
}

// Fifty screens cost what one costs, signed in or not.
func TestFiguresAreMadeOnce(t *testing.T) {
	t.Parallel()
	h, s := open(t)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, err := s.View(as(t, wallboard.PermRead), "wbd_1"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for range 50 {
		check.Must(s.ByLink(t.Context(), "link"))(t)
	}
	check.Equal(t, []int{h.looks, h.seldom, h.asked}, []int{1, 1, 1})
	h.at = now.Add(wall.Fresh)
	check.Must(s.ByLink(t.Context(), "link"))(t)
	check.Equal(t, []int{h.looks, h.seldom, h.asked}, []int{2, 1, 2})
	h.at = now.Add(-time.Hour) // a clock that goes back stops nothing
	check.Must(s.ByLink(t.Context(), "link"))(t)
	check.Equal(t, h.looks, 3)
	h.failing, h.at = errors.New("no database"), now.Add(time.Minute)
	if _, err := s.ByLink(t.Context(), "link"); !errors.Is(err, h.failing) {
		t.Errorf("got %v", err)
	}
	h.failing = nil
	check.Must(s.ByLink(t.Context(), "link"))(t) // it comes back at once
}

func TestWhoMayLook(t *testing.T) {
	t.Parallel()
	h, s := open(t)
	_, err := s.View(as(t), "wbd_1")
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.View(as(t, wallboard.PermRead), "wbd_3")
	check.Fault(t, err, wallboard.ErrNotFound)
	_, err = s.ByLink(t.Context(), "guess")
	check.Fault(t, err, wallboard.ErrLink)
	check.Must(s.ByLink(t.Context(), "link"))(t)
	delete(h.links, "link")
	h.at = now.Add(wall.Fresh) // taken back: seconds later it opens nothing
	_, err = s.ByLink(t.Context(), "link")
	check.Fault(t, err, wallboard.ErrLink)
	h.links["link"] = "wbd_1"
	h.at = now.Add(time.Hour - time.Second)
	check.Must(s.ByLink(t.Context(), "link"))(t)
	h.at = now.Add(time.Hour) // expires to the second, also while it is remembered
	_, err = s.ByLink(t.Context(), "link")
	check.Fault(t, err, wallboard.ErrLinkExpired)
}
