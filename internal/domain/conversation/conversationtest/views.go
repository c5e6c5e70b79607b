package conversationtest

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// Views implements conversation.ViewRows.
func (m *Memory) Views(ctx context.Context, userID string, teams []string) ([]conversation.SavedView, error) {
	return on(ctx, m, func(tenant string, _ *tables) (out []conversation.SavedView, err error) {
		for k, v := range m.own.views {
			if k[0] == tenant && (v.OwnerID == userID || v.Scope == conversation.ViewCompany || v.Scope == conversation.ViewTeam && slices.Contains(teams, v.TeamID)) {
				out = append(out, v)
			}
		}
		return out, nil
	})
}

// View implements conversation.ViewRows.
func (m *Memory) View(ctx context.Context, id string) (conversation.SavedView, error) {
	return on(ctx, m, func(tenant string, _ *tables) (conversation.SavedView, error) {
		v, ok := m.own.views[[2]string{tenant, id}]
		if !ok {
			return v, conversation.ErrViewNotFound.New()
		}
		return v, nil
	})
}

// InsertView implements conversation.ViewRows.
func (m *Memory) InsertView(ctx context.Context, v conversation.SavedView) error {
	v.CanEdit = false
	return write(ctx, m, func(tenant string, _ *tables) error { m.own.views[[2]string{tenant, v.ID}] = v; return nil })
}

// UpdateView implements conversation.ViewRows.
func (m *Memory) UpdateView(ctx context.Context, v conversation.SavedView) error {
	if old, err := m.View(ctx, v.ID); err != nil || old.Version != v.Version-1 {
		return conversation.ErrStale.New()
	}
	return m.InsertView(ctx, v)
}

// DeleteView implements conversation.ViewRows.
func (m *Memory) DeleteView(ctx context.Context, id string) error {
	if _, err := m.View(ctx, id); err != nil {
		return err
	}
	return write(ctx, m, func(tenant string, _ *tables) error { delete(m.own.views, [2]string{tenant, id}); return nil })
}

// ForgetViews implements conversation.ViewRows.
func (m *Memory) ForgetViews(ctx context.Context, userID string) error {
	return write(ctx, m, func(tenant string, _ *tables) error {
		maps.DeleteFunc(m.own.views, func(k [2]string, v conversation.SavedView) bool {
			return k[0] == tenant && v.OwnerID == userID && v.Scope == conversation.ViewPersonal
		})
		return nil
	})
}

// tagged is a filter by one tag; "" for none.
func tagged(tag string) conversation.Filter {
	if tag == "" {
		return conversation.Filter{}
	}
	return conversation.Filter{Tags: []string{tag}}
}

// sharing is As with the right to share views.
func sharing(ctx context.Context, user string, teams ...string) context.Context {
	a, _ := actor.From(As(ctx, user, actor.All, teams...))
	a.Grants[conversation.PermShareViews] = actor.All
	return actor.With(ctx, a)
}

// Views is the service over the stores of the world; nil for stores that keep none.
func (w *World) Views() *conversation.Views {
	rows, ok := w.Stores.(conversation.ViewRows)
	if !ok {
		return nil
	}
	return conversation.NewViews(unit.Keeping(w.Runner, unit.Nobody{}), w.Clock, rows, w.Service)
}

func views(t *testing.T, w *World) {
	s := w.Views()
	ann, bob, cem := sharing(t.Context(), Ann), As(t.Context(), Bob, actor.All, Sales), As(t.Context(), Cem, actor.All, Support)
	view := func(name string, scope conversation.ViewScope, team string) conversation.SavedView {
		return conversation.SavedView{
			Name: name, Scope: scope, TeamID: team, Status: conversation.Open, Sort: conversation.Newest,
			Filter: conversation.Filter{Assignees: []string{conversation.Me}, Priorities: []conversation.Priority{conversation.Urgent, conversation.High}},
		}
	}
	own := check.Must(s.Create(bob, view(" 我的 ", conversation.ViewPersonal, Sales)))(t)
	check.Equal(t, []any{own.Name, own.TeamID, own.OwnerID, own.CanEdit, own.Version}, []any{"我的", "", Bob, true, int64(1)})
	sales := check.Must(s.Create(ann, view("sales", conversation.ViewTeam, Sales)))(t)
	all := check.Must(s.Create(ann, view("all", conversation.ViewCompany, "")))(t)
	names := func(ctx context.Context) []string {
		var out []string
		for _, v := range check.Must(s.List(ctx))(t) {
			out = append(out, v.Name+" "+strconv.FormatBool(v.CanEdit))
		}
		return out
	}
	check.Equal(t, names(bob), []string{"我的 true", "sales false", "all false"})
	check.Equal(t, names(cem), []string{"all false"})
	check.Equal(t, names(ann), []string{"sales true", "all true"})
	for _, v := range check.Must(s.List(bob))(t) {
		if v.ID == own.ID {
			check.Equal(t, v, own)
		}
	}

	_, err := s.Create(bob, view("x", conversation.ViewTeam, Sales))
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Create(ann, view("x", conversation.ViewTeam, id.New("tem")))
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	_, err = s.Create(bob, view("", conversation.ViewPersonal, ""))
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	bad := view("x", conversation.ViewPersonal, "")
	bad.Filter.Channels = []string{"' OR 1=1"}
	_, err = s.Create(bob, bad)
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	_, err = s.Change(cem, own)
	check.Fault(t, err, conversation.ErrViewNotFound)
	_, err = s.Change(bob, all)
	check.Fault(t, err, fault.ErrDenied)
	check.Fault(t, s.Remove(bob, sales.ID), fault.ErrDenied)
	check.Fault(t, s.Remove(cem, sales.ID), conversation.ErrViewNotFound)

	own.Name = "今天"
	changed := check.Must(s.Change(bob, own))(t)
	check.Equal(t, []any{changed.Name, changed.Version}, []any{"今天", int64(2)})
	_, err = s.Change(bob, own)
	check.Fault(t, err, fault.ErrConflict)
	check.NoError(t, s.Remove(bob, own.ID))
	check.Equal(t, names(bob), []string{"sales false", "all false"})
	for i := range conversation.MaxViews {
		check.Must(s.Create(bob, view(strconv.Itoa(i), conversation.ViewPersonal, "")))(t)
	}
	_, err = s.Create(bob, view("one more", conversation.ViewPersonal, ""))
	check.Fault(t, err, conversation.ErrTooManyViews)
	elsewhere := actor.With(t.Context(), actor.SystemFor(id.New("wsp")))
	check.Fault(t, s.Forget(bob, Bob), fault.ErrDenied)
	check.NoError(t, s.Forget(elsewhere, Bob))
	check.Equal(t, len(names(bob)), conversation.MaxViews+2)
	check.NoError(t, s.Forget(AsSystem(t.Context()), Bob))
	check.NoError(t, s.Forget(AsSystem(t.Context()), Ann)) // what she shares is theirs who use it
	check.Equal(t, names(bob), []string{"sales false", "all false"})
	check.Equal(t, len(check.Must(s.List(elsewhere))(t)), 0)
}

// narrowLists: every part of a filter narrows each kind of list to the same rows, on every page size, and is counted.
func narrowLists(t *testing.T, w *World) {
	ctx := AsSystem(t.Context())
	var all []conversation.Conversation
	for i := range 24 {
		all = append(all, w.put(t, func(c *conversation.Conversation) {
			c.TeamID = []string{"", Sales, Support}[i%3]
			c.AssigneeID = []string{"", Bob, Cem, Bob}[i%4]
			c.ChannelID = []string{Webchat, Email}[i%2]
			c.Priority = []conversation.Priority{conversation.Urgent, conversation.High, conversation.Normal, conversation.Low}[i/2%4]
			c.Sentiment = []conversation.Sentiment{"", conversation.Negative, "", conversation.Neutral, conversation.Positive}[i%5]
			c.Unread = i % 5
			if i%5 > 1 {
				c.WaitingSince = Start.Add(-time.Duration(i) * time.Minute)
			}
			switch i % 6 {
			case 0:
				c.TagIDs = []string{TagVIP}
			case 1:
				c.TagIDs = []string{TagBug}
			}
		}))
	}
	for name, f := range map[string]conversation.Filter{
		"everything":    {},
		"two teams":     {Teams: []string{Sales, Support}},
		"no team":       {Teams: []string{conversation.None}},
		"me":            {Assignees: []string{conversation.Me}},
		"nobody or Cem": {Assignees: []string{conversation.None, Cem}},
		"priorities":    {Priorities: []conversation.Priority{conversation.Urgent, conversation.Low}},
		"negative":      {Sentiments: []conversation.Sentiment{conversation.Negative}},
		"unjudged":      {Sentiments: []conversation.Sentiment{conversation.Unknown, conversation.Positive}, Unread: true},
		"tags":          {Tags: []string{TagVIP, TagBug}},
		"one tag":       {Tags: []string{TagVIP}},
		"waiting":       {Waiting: true},
		"unread":        {Unread: true, Channels: []string{Email}},
		"all at once":   {Waiting: true, Unread: true, Teams: []string{Sales, conversation.None}, Assignees: []string{conversation.Me}, Channels: []string{Webchat, Email}},
		"what is not":   {Tags: []string{TagVIP}, Priorities: []conversation.Priority{conversation.Low}, Assignees: []string{Cem}, Teams: []string{Support}},
	} {
		for _, scope := range []actor.Scope{scopeAll, scopeTeam, scopeOwn} {
			for _, sort := range []conversation.Sort{conversation.Newest, conversation.Oldest, conversation.Waiting, conversation.Attention} {
				q := conversation.Query{View: conversation.ViewAll, Sort: sort, Filter: f.For(Bob), Scope: scope, User: Bob}
				var want []string
				for _, c := range all {
					if scope.Covers(c.AssigneeID, c.TeamID) && q.Passes(c) && (sort != conversation.Waiting || !c.WaitingSince.IsZero()) {
						want = append(want, c.ID)
					}
				}
				q.Page = page.Request{Limit: 5}
				got := w.walk(t, q)
				if sort == conversation.Oldest {
					check.Equal(t, got, want)
				}
				slices.Sort(got)
				if !slices.Equal(got, want) { // ids are in the order of time
					t.Errorf("%s, %s, %s: got %d rows, want %d", name, scope.Level, sort, len(got), len(want))
				}
				n, more, err := w.Stores.Count(ctx, q)
				check.NoError(t, err)
				check.Equal(t, []any{n, more}, []any{len(want), false})
			}
		}
	}
}
