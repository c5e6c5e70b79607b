package conversationtest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// oversight is what supervisors leave behind. The first element of every key is the tenant.
type oversight struct {
	watches  map[[2]string]conversation.Watch
	whispers map[[3]string]conversation.Whisper
}

func newOversight() oversight {
	return oversight{watches: map[[2]string]conversation.Watch{}, whispers: map[[3]string]conversation.Whisper{}}
}

var _ conversation.Oversights = (*Memory)(nil)

// Loads implements conversation.MonitorRows.
func (m *Memory) Loads(ctx context.Context) ([]conversation.Load, error) {
	return on(ctx, m, func(tenant string, t *tables) ([]conversation.Load, error) {
		of := map[[2]string]conversation.Load{}
		for k, c := range t.rows {
			if k[0] != tenant || c.Status != conversation.Open {
				continue
			}
			at := [2]string{c.TeamID, c.AssigneeID}
			l := of[at]
			l.TeamID, l.AssigneeID, l.Held = c.TeamID, c.AssigneeID, l.Held+1
			if !c.WaitingSince.IsZero() {
				l.Waiting++
				if l.Oldest.IsZero() || c.WaitingSince.Before(l.Oldest) {
					l.Oldest = c.WaitingSince
				}
			}
			if c.LastEntryAt.After(l.Last) {
				l.Last = c.LastEntryAt
			}
			of[at] = l
		}
		var out []conversation.Load
		for _, l := range of {
			out = append(out, l)
		}
		slices.SortFunc(out, func(a, b conversation.Load) int {
			return cmp.Or(cmp.Compare(a.TeamID, b.TeamID), cmp.Compare(a.AssigneeID, b.AssigneeID))
		})
		return out, nil
	})
}

// HeldBy implements conversation.MonitorRows.
func (m *Memory) HeldBy(ctx context.Context, userID string, limit int) ([]string, error) {
	return on(ctx, m, func(tenant string, t *tables) ([]string, error) {
		var out []string
		for k, c := range t.rows {
			if k[0] == tenant && c.AssigneeID == userID && c.Status == conversation.Open {
				out = append(out, c.ID)
			}
		}
		slices.Sort(out)
		return out[:min(len(out), limit)], nil
	})
}

// AddWhisper implements conversation.WhisperRows.
func (m *Memory) AddWhisper(ctx context.Context, w conversation.Whisper) error {
	return write(ctx, m, func(tenant string, _ *tables) error {
		m.over.whispers[[3]string{tenant, w.ConversationID, w.EntryID}] = w
		return nil
	})
}

// Whisper implements conversation.WhisperRows.
func (m *Memory) Whisper(ctx context.Context, conversationID, entryID string) (w conversation.Whisper, ok bool, err error) {
	w, err = on(ctx, m, func(tenant string, _ *tables) (conversation.Whisper, error) {
		w, ok = m.over.whispers[[3]string{tenant, conversationID, entryID}]
		return w, nil
	})
	return w, ok, err
}

// Watching implements conversation.WatchRows.
func (m *Memory) Watching(ctx context.Context, userID string) (out conversation.Watch, ok bool, err error) {
	out, err = on(ctx, m, func(tenant string, _ *tables) (last conversation.Watch, err error) {
		for k, w := range m.over.watches {
			if k[0] == tenant && w.UserID == userID && w.EndedAt.IsZero() && !w.StartedAt.Before(last.StartedAt) {
				last, ok = w, true
			}
		}
		return last, nil
	})
	return out, ok, err
}

// AddWatch implements conversation.WatchRows.
func (m *Memory) AddWatch(ctx context.Context, w conversation.Watch) error {
	return write(ctx, m, func(tenant string, _ *tables) error {
		m.over.watches[[2]string{tenant, w.ID}] = w
		return nil
	})
}

// EndWatch implements conversation.WatchRows.
func (m *Memory) EndWatch(ctx context.Context, id string, at time.Time) error {
	return write(ctx, m, func(tenant string, _ *tables) error {
		if w, ok := m.over.watches[[2]string{tenant, id}]; ok && w.EndedAt.IsZero() {
			w.EndedAt = at
			m.over.watches[[2]string{tenant, id}] = w
		}
		return nil
	})
}

// Watches implements conversation.WatchRows.
func (m *Memory) Watches(ctx context.Context, q conversation.WatchQuery) (page.Of[conversation.Watch], error) {
	return on(ctx, m, func(tenant string, _ *tables) (page.Of[conversation.Watch], error) {
		var from struct {
			at int64
			id string
		}
		resumed, err := page.Decode(q.Page.Cursor, &from.at, &from.id)
		var rows []conversation.Watch
		for k, w := range m.over.watches {
			after := !resumed || cmp.Or(cmp.Compare(w.StartedAt.UnixMicro(), from.at), cmp.Compare(w.ID, from.id)) < 0
			if k[0] == tenant && after && (q.UserID == "" || q.UserID == w.UserID) && (q.ConversationID == "" || q.ConversationID == w.ConversationID) {
				rows = append(rows, w)
			}
		}
		slices.SortFunc(rows, func(a, b conversation.Watch) int {
			return cmp.Or(b.StartedAt.Compare(a.StartedAt), cmp.Compare(b.ID, a.ID))
		})
		rows = rows[:min(len(rows), q.Page.Size()+1)]
		return page.Cut(rows, q.Page.Size(), func(w conversation.Watch) []any { return []any{w.StartedAt.UnixMicro(), w.ID} }), err
	})
}

// MonitorSuite is what every store must pass for those who supervise.
func MonitorSuite(t *testing.T, open func(t *testing.T) *World) {
	t.Helper()
	for name, fn := range map[string]func(*testing.T, *World, *conversation.Monitor){
		"live list":             liveList,
		"loads":                 loads,
		"looking on":            lookingOn,
		"whispers":              whispers,
		"stepping in":           steppingIn,
		"given back":            givenBack,
		"rights to supervise":   rightsToSupervise,
		"elsewhere unseen":      superviseElsewhere,
		"whispers are erasable": whispersErased,
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t)
			fn(t, w, w.Monitor(t))
		})
	}
}

// Monitor is the service for those who supervise.
func (w *World) Monitor(t *testing.T) *conversation.Monitor {
	t.Helper()
	rows, ok := w.Stores.(conversation.Oversights)
	if !ok {
		t.Fatal("the store keeps nothing for supervisors")
	}
	return conversation.NewMonitor(w.Runner, w.Clock, rows, w.Service)
}

func (w *World) of(t *testing.T, who conversation.Customer, clientID, team, assignee string) conversation.Conversation {
	t.Helper()
	in := Says(who, clientID, "hello")
	in.TeamID = team
	c := w.receive(t, in).Conversation
	if assignee != "" {
		c = check.Must(w.Service.Assign(As(t.Context(), Ann, actor.All), c.ID, conversation.Assignment{Assignee: &assignee}))(t).Conversation
	}
	return c
}

func liveList(t *testing.T, w *World, m *conversation.Monitor) {
	ann, bob := As(t.Context(), Ann, actor.All), As(t.Context(), Bob, actor.Teams, Sales)
	vip := w.of(t, Customer, "a", Sales, Bob)
	w.Clock.Pass(time.Minute)
	other := w.of(t, Other, "b", Support, "")
	ids := func(ctx context.Context, f conversation.Filter, o conversation.Oversight) []string {
		t.Helper()
		out := []string{}
		for req := (page.Request{Limit: 1}); ; {
			p := check.Must(m.Live(ctx, f, o, req))(t)
			for _, c := range p.Items {
				out = append(out, c.ID)
			}
			if req.Cursor = p.Next; p.Next == "" {
				return out
			}
		}
	}
	none := conversation.Oversight{}
	check.Equal(t, ids(ann, conversation.Filter{}, none), []string{vip.ID, other.ID})
	check.Equal(t, ids(bob, conversation.Filter{}, none), []string{vip.ID})
	check.Equal(t, ids(ann, conversation.Filter{Assignees: []string{conversation.None}}, none), []string{other.ID})
	check.Equal(t, ids(ann, conversation.Filter{Teams: []string{Support}}, none), []string{other.ID})
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{Important: true}), []string{vip.ID})
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{IDs: []string{other.ID, id.New("cnv")}}), []string{other.ID})
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{IDs: []string{}}), []string{})
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{MostScore: 2}), []string{})
	late := map[string]time.Time{Webchat: Start.Add(time.Second)}
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{Overdue: late}), []string{vip.ID})
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{Overdue: map[string]time.Time{}}), []string{})

	upset := conversation.Filter{Sentiments: []conversation.Sentiment{conversation.Negative}}
	check.Equal(t, ids(ann, upset, none), []string{})
	check.Must(w.Service.Feel(ann, other.ID, conversation.Negative))(t)
	check.Equal(t, ids(ann, upset, none), []string{other.ID})
	check.Equal(t, ids(bob, upset, none), []string{})

	check.Must(w.Service.Post(ann, vip.ID, conversation.Text{ClientID: "r", Body: "yes"}))(t)
	check.Equal(t, ids(ann, conversation.Filter{}, none), []string{other.ID, vip.ID})
	check.Equal(t, ids(ann, conversation.Filter{Waiting: true}, none), []string{other.ID})
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{Overdue: late}), []string{})
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{Important: true}), []string{vip.ID})

	check.Must(w.Service.Resolve(ann, vip.ID, "", nil))(t)
	check.Must(w.Service.Rate(AsVisitor(t.Context(), Customer.ID), vip.ID, conversation.Verdict{Score: 1}))(t)
	check.Must(w.Service.Reopen(ann, vip.ID))(t)
	check.Equal(t, ids(ann, conversation.Filter{}, conversation.Oversight{MostScore: 2}), []string{vip.ID})
}

func loads(t *testing.T, w *World, m *conversation.Monitor) {
	w.of(t, Customer, "a", Sales, Bob)
	w.Clock.Pass(time.Minute)
	w.of(t, Other, "b", Sales, "")
	check.Equal(t, check.Must(m.Loads(AsSystem(t.Context())))(t), []conversation.Load{
		{TeamID: Sales, Held: 1, Waiting: 1, Oldest: Start.Add(time.Minute), Last: Start.Add(time.Minute)},
		{TeamID: Sales, AssigneeID: Bob, Held: 1, Waiting: 1, Oldest: Start, Last: Start},
	})
	_, err := m.Loads(As(t.Context(), Ann, actor.All))
	check.Equal(t, fault.KindOf(err), fault.Denied)
}

// lookingOn leaves a trace that its subject does not see, and no mark on the conversation.
func lookingOn(t *testing.T, w *World, m *conversation.Monitor) {
	ann := As(t.Context(), Ann, actor.All)
	first, second := w.of(t, Customer, "a", Sales, Bob), w.of(t, Other, "b", Sales, "")
	check.Fault(t, m.Watching(ann, first.ID), conversation.ErrNotFound)
	before := check.Must(w.Stores.Get(ann, first.ID))(t)
	look := check.Must(m.Watch(ann, first.ID))(t)
	check.NoError(t, m.Watching(ann, first.ID))
	check.Fault(t, m.Watching(ann, second.ID), conversation.ErrNotFound)
	check.Fault(t, m.Watching(As(t.Context(), Bob, actor.All), first.ID), conversation.ErrNotFound)
	check.Equal(t, check.Must(w.Stores.Get(ann, first.ID))(t), before)

	w.Clock.Pass(time.Minute)
	next := check.Must(m.Watch(ann, second.ID))(t)
	check.Fault(t, m.Watching(ann, first.ID), conversation.ErrNotFound)
	look.EndedAt = w.Clock.Now()
	auditor := actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.User, ID: Cem, Grants: map[actor.Permission]actor.Level{conversation.PermWatches: actor.All}})
	all := func(q conversation.WatchQuery) (out []conversation.Watch) {
		t.Helper()
		for q.Page = (page.Request{Limit: 1}); ; {
			p := check.Must(m.Watches(auditor, q))(t)
			out = append(out, p.Items...)
			if q.Page.Cursor = p.Next; p.Next == "" {
				return out
			}
		}
	}
	check.Equal(t, all(conversation.WatchQuery{}), []conversation.Watch{next, look})
	check.Equal(t, all(conversation.WatchQuery{ConversationID: first.ID, UserID: Ann}), []conversation.Watch{look})
	check.Equal(t, len(all(conversation.WatchQuery{UserID: Bob})), 0)
	_, err := m.Watches(ann, conversation.WatchQuery{})
	check.Equal(t, fault.KindOf(err), fault.Denied)

	check.NoError(t, m.Unwatch(ann, first.ID)) // not the one that runs
	check.NoError(t, m.Watching(ann, second.ID))
	w.Clock.Pass(conversation.WatchLife)
	check.Fault(t, m.Watching(ann, second.ID), conversation.ErrNotFound)
	check.NoError(t, m.Unwatch(ann, second.ID))
	check.Equal(t, all(conversation.WatchQuery{ConversationID: second.ID})[0].EndedAt, w.Clock.Now())
}

func whispers(t *testing.T, w *World, m *conversation.Monitor) {
	ann := As(t.Context(), Ann, actor.All)
	reader := func(user string) context.Context {
		grants := map[actor.Permission]actor.Level{conversation.PermRead: actor.All, conversation.PermNote: actor.All}
		return actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.User, ID: user, Grants: grants})
	}
	c := w.of(t, Customer, "a", Sales, "")
	_, err := m.Say(ann, c.ID, "psst")
	check.Fault(t, err, conversation.ErrNobodyHears)
	check.Must(w.Service.Assign(ann, c.ID, conversation.Assignment{Assignee: Ptr(Bob)}))(t)
	_, err = m.Say(ann, c.ID, "  ")
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	said := check.Must(m.Say(ann, c.ID, "offer the discount"))(t).Entry()
	check.Equal(t, []any{said.Kind, said.Body, said.PublicSeq, said.Activity.Type, said.Activity.To}, []any{conversation.Activity, "", int64(0), conversation.WasWhispered, Bob})
	want := conversation.Whisper{ConversationID: c.ID, EntryID: said.ID, From: Ann, To: Bob, Body: "offer the discount", At: said.CreatedAt}
	for _, ctx := range []context.Context{ann, reader(Ann), reader(Bob)} {
		check.Equal(t, check.Must(m.Heard(ctx, c.ID, said.ID))(t), want)
	}
	_, err = m.Heard(reader(Cem), c.ID, said.ID)
	check.Fault(t, err, conversation.ErrEntryNotFound)
	_, err = m.Heard(ann, c.ID, id.New("ent"))
	check.Fault(t, err, conversation.ErrEntryNotFound)
	_, err = m.Say(reader(Ann), c.ID, "psst")
	check.Equal(t, fault.KindOf(err), fault.Denied)
}

func steppingIn(t *testing.T, w *World, m *conversation.Monitor) {
	ann := As(t.Context(), Ann, actor.All)
	c := w.of(t, Customer, "a", Sales, Bob)
	in := check.Must(m.Barge(ann, c.ID))(t)
	check.Equal(t, []any{in.Conversation.ParticipantIDs, in.Conversation.AssigneeID, in.Entry().Activity.Cause}, []any{[]string{Ann}, Bob, "barge"})
	check.Equal(t, len(check.Must(m.Barge(ann, c.ID))(t).Entries), 0)
	check.Equal(t, check.Must(w.Service.Post(ann, c.ID, conversation.Text{ClientID: "r", Body: "I am Ann"}))(t).Conversation.AssigneeID, Bob)
	taken := check.Must(m.TakeOver(ann, c.ID))(t)
	check.Equal(t, []any{taken.Conversation.AssigneeID, taken.Conversation.TeamID, taken.Entry().Activity.From, taken.Entry().Activity.Cause}, []any{Ann, Sales, Bob, "takeover"})
	check.Equal(t, len(check.Must(m.TakeOver(ann, c.ID))(t).Entries), 0)
	check.Must(w.Service.Resolve(ann, c.ID, "", nil))(t)
	_, err := m.Barge(ann, c.ID)
	check.Fault(t, err, conversation.ErrResolved)
	_, err = m.TakeOver(ann, c.ID)
	check.Fault(t, err, conversation.ErrResolved)
}

// givenBack is what somebody held who was signed out: its team stays, what sleeps stays, what others hold stays.
func givenBack(t *testing.T, w *World, m *conversation.Monitor) {
	system, ann := AsSystem(t.Context()), As(t.Context(), Ann, actor.All)
	held, asleep := w.of(t, Customer, "a", Sales, Bob), w.of(t, Other, "b", Sales, Bob)
	check.Must(w.Service.Snooze(ann, asleep.ID, w.Clock.Now().Add(time.Hour)))(t)
	check.Equal(t, check.Must(m.GiveBack(system, Bob, 10))(t), 1)
	check.Equal(t, check.Must(m.GiveBack(system, Bob, 10))(t), 0)
	now := check.Must(w.Stores.Get(ann, held.ID))(t)
	check.Equal(t, []any{now.AssigneeID, now.TeamID, now.WaitingSince}, []any{"", Sales, held.WaitingSince})
	last := check.Must(w.Stores.Page(ann, held.ID, conversation.Range{Limit: 1}))(t)[0].Activity
	check.Equal(t, []string{last.Type, last.From, last.Cause}, []string{conversation.WasUnassigned, Bob, "forced_out"})
	check.Equal(t, check.Must(w.Stores.Get(ann, asleep.ID))(t).AssigneeID, Bob)
	_, err := m.GiveBack(ann, Bob, 10)
	check.Equal(t, fault.KindOf(err), fault.Denied)
}

// rightsToSupervise reach as far as their level, and not without it.
func rightsToSupervise(t *testing.T, w *World, m *conversation.Monitor) {
	c := w.of(t, Customer, "a", Support, Cem)
	for name, fn := range map[string]func(ctx context.Context) error{
		"watch":    func(ctx context.Context) error { _, err := m.Watch(ctx, c.ID); return err },
		"say":      func(ctx context.Context) error { _, err := m.Say(ctx, c.ID, "x"); return err },
		"barge":    func(ctx context.Context) error { _, err := m.Barge(ctx, c.ID); return err },
		"takeOver": func(ctx context.Context) error { _, err := m.TakeOver(ctx, c.ID); return err },
	} {
		check.Fault(t, fn(As(t.Context(), Bob, actor.Teams, Sales)), conversation.ErrNotFound)
		without := actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.User, ID: Ann, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.All, conversation.PermReply: actor.All}})
		if kind := fault.KindOf(fn(without)); kind != fault.Denied {
			t.Errorf("%s without the right: %v", name, kind)
		}
	}
	_, err := m.Live(actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.User, ID: Ann, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.All}}), conversation.Filter{}, conversation.Oversight{}, page.Request{})
	check.Equal(t, fault.KindOf(err), fault.Denied)

	// Who reads everything supervises no more than their level of that right.
	as := func(kind actor.Kind, id string, monitor actor.Level) context.Context {
		return actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: kind, ID: id, Teams: []string{Sales}, Grants: map[actor.Permission]actor.Level{
			conversation.PermRead: actor.All, conversation.PermReply: actor.All, conversation.PermMonitor: monitor,
		}})
	}
	reader := as(actor.User, Bob, actor.Teams)
	_, err = m.Watch(reader, c.ID)
	check.Fault(t, err, fault.ErrDenied)
	_, err = m.Say(reader, c.ID, "x")
	check.Fault(t, err, fault.ErrDenied)
	_, err = m.Barge(reader, c.ID)
	check.Fault(t, err, fault.ErrDenied)
	_, err = m.TakeOver(reader, c.ID)
	check.Fault(t, err, fault.ErrDenied)
	check.Equal(t, len(check.Must(m.Live(reader, conversation.Filter{}, conversation.Oversight{}, page.Request{}))(t).Items), 0)

	// Who may not write to customers steps into nothing.
	mute := actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.User, ID: Ann, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.All, conversation.PermMonitor: actor.All}})
	_, err = m.Barge(mute, c.ID)
	check.Fault(t, err, fault.ErrDenied)
	_, err = m.TakeOver(mute, c.ID)
	check.Fault(t, err, fault.ErrDenied)

	// A look that goes on is of no use to who lost the right, or whose level does not reach any more.
	check.Must(m.Watch(as(actor.User, Bob, actor.All), c.ID))(t)
	check.NoError(t, m.Watching(as(actor.User, Bob, actor.All), c.ID))
	check.Fault(t, m.Watching(reader, c.ID), fault.ErrDenied)
	check.Fault(t, m.Watching(as(actor.User, Bob, actor.None), c.ID), fault.ErrDenied)
	check.Fault(t, m.Unwatch(as(actor.User, Bob, actor.None), c.ID), fault.ErrDenied)
	_, err = m.Watch(as(actor.Token, Bob, actor.All), c.ID)
	check.Fault(t, err, fault.ErrDenied)
}

func superviseElsewhere(t *testing.T, w *World, m *conversation.Monitor) {
	c := w.of(t, Customer, "a", Sales, Bob)
	ann := As(t.Context(), Ann, actor.All)
	check.Must(m.Watch(ann, c.ID))(t)
	said := check.Must(m.Say(ann, c.ID, "psst"))(t).Entry()
	a := check.Must(actor.Of(ann))(t)
	a.Tenant = id.New("wsp")
	a.Grants[conversation.PermWatches] = actor.All
	other := actor.With(t.Context(), a)
	check.Equal(t, len(check.Must(m.Live(other, conversation.Filter{}, conversation.Oversight{}, page.Request{}))(t).Items), 0)
	check.Equal(t, len(check.Must(m.Watches(other, conversation.WatchQuery{}))(t).Items), 0)
	check.Fault(t, m.Watching(other, c.ID), conversation.ErrNotFound)
	_, err := m.Heard(other, c.ID, said.ID)
	check.Fault(t, err, conversation.ErrNotFound)
	check.Equal(t, len(check.Must(m.Loads(actor.With(t.Context(), actor.SystemFor(a.Tenant))))(t)), 0)
}

func whispersErased(t *testing.T, w *World, m *conversation.Monitor) {
	rows, _ := w.Stores.(conversation.Oversights) // Monitor has looked
	ann := As(t.Context(), Ann, actor.All)
	c := w.of(t, Customer, "a", Sales, Bob)
	said := check.Must(m.Say(ann, c.ID, "psst"))(t).Entry()
	check.NoError(t, w.Runner.Do(AsSystem(t.Context()), func(ctx context.Context) error { return w.Stores.Erase(ctx, []string{c.ID}) }))
	_, ok, err := rows.Whisper(ann, c.ID, said.ID)
	check.NoError(t, err)
	check.Equal(t, ok, false)
}
