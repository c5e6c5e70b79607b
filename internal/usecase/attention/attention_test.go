package attention_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/usecase/attention"
)

// shop is everything around the service: one channel, its hours, one supervisor, and a clock that moves by hand.
type shop struct {
	*attention.Service
	world    *ct.World
	store    *ct.Memory
	settings channel.Settings
	calendar *account.Calendar
	read     int // events that the consumer has seen
}

func newShop(limits channel.Attention) *shop {
	m := ct.NewMemory()
	s := &shop{world: ct.NewWorld(m, m), store: m, settings: channel.DefaultSettings()}
	s.settings.Attention = &limits
	s.Service = attention.New(m, s.world.Clock, s.world.Service, s, s, s, s)
	return s
}

func (s *shop) WebchatOf(context.Context, string) (channel.Channel, error) {
	return channel.Channel{ID: ct.Webchat, Settings: s.settings}, nil
}

func (s *shop) OpenFor(_ context.Context, _ string, from time.Time, d time.Duration) (time.Time, bool, error) {
	if s.calendar == nil {
		return from.Add(d), true, nil
	}
	at, ok := s.calendar.OpenFor(from, d)
	return at, ok, nil
}

// Place is always the third.
func (*shop) Place(context.Context, string) (int, error) { return 3, nil }

func (*shop) Over(context.Context, string, string) ([]string, error) { return []string{ct.Ann}, nil }

// consume brings the consumer up to date.
func (s *shop) consume(t *testing.T) {
	t.Helper()
	var batch, begun []event.Recorded
	for _, e := range s.store.Events()[s.read:] {
		if attention.Begins(e) {
			begun = append(begun, event.Recorded{Event: e})
		}
		if attention.Concerns(e) {
			batch = append(batch, event.Recorded{Event: e})
		}
	}
	s.read = len(s.store.Events())
	if greet := check.Must(s.Greet(t.Context(), begun))(t); greet != nil {
		check.NoError(t, s.store.Do(t.Context(), greet))
	}
	apply := check.Must(s.Prepare(t.Context(), batch))(t)
	if apply != nil {
		check.NoError(t, s.store.Do(t.Context(), apply))
	}
}

// pass lets time go by in small steps; promises are kept when they are due, as the runner of jobs does it.
func (s *shop) pass(t *testing.T, d time.Duration) {
	t.Helper()
	const step = 10 * time.Second
	for ; d > 0; d -= step {
		s.consume(t)
		s.world.Clock.Pass(step)
		for _, j := range s.store.Jobs() {
			if !j.RunAt.After(s.world.Clock.Now()) {
				s.keep(t, j)
			}
		}
	}
	s.consume(t)
}

func (s *shop) keep(t *testing.T, j unit.Job) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.Actor{Tenant: j.Tenant, Kind: actor.Job, ID: j.Kind})
	handle := map[string]func(context.Context, unit.Job) error{attention.JobWait: s.Wait, attention.JobSilence: s.Silence, attention.JobGreet: s.Speak, attention.JobPart: s.Speak}[j.Kind]
	if handle == nil {
		return
	}
	check.NoError(t, handle(ctx, j))
	same := func(o unit.Job) bool {
		return o.Kind == j.Kind && o.Subject == j.Subject && o.RunAt.Equal(j.RunAt) && string(o.Payload) == string(j.Payload)
	}
	if slices.ContainsFunc(s.store.Jobs(), same) {
		check.NoError(t, handle(ctx, j)) // one that wrote nothing may run again after a crash
		check.NoError(t, s.store.Do(ctx, func(ctx context.Context) error { return unit.Cancel(ctx, j.Tenant, j.Kind, j.Subject) }))
	}
}

// said is what happened, in few words: alerts with who was told, reminders, ends.
func (s *shop) said(t *testing.T) []string {
	t.Helper()
	out := []string{}
	for _, e := range s.store.Events() {
		var w conversation.Waited
		var a conversation.Added
		var m conversation.Moved
		switch e.Type {
		case conversation.EventWaited:
			check.NoError(t, json.Unmarshal(e.Data, &w))
			out = append(out, fmt.Sprint(w.Urgency, len(w.To)))
		case conversation.EventMessageAdded:
			check.NoError(t, json.Unmarshal(e.Data, &a))
			if a.AuthorKind == conversation.BySystem {
				out = append(out, "reminder")
			}
		case conversation.EventSaid:
			var c conversation.Changed
			check.NoError(t, json.Unmarshal(e.Data, &c))
			out = append(out, "said:"+c.To)
		case conversation.EventResolved:
			check.NoError(t, json.Unmarshal(e.Data, &m))
			out = append(out, "resolved:"+m.Cause)
		}
	}
	return out
}

func (s *shop) hears(t *testing.T, body string) conversation.Conversation {
	t.Helper()
	return check.Must(s.world.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, body, body)))(t).Conversation
}

func bob(t *testing.T) context.Context { return ct.As(t.Context(), ct.Bob, actor.All) }

func (s *shop) answers(t *testing.T, id, body string) {
	t.Helper()
	check.Must(s.world.Service.Post(bob(t), id, conversation.Text{ClientID: body, Body: body}))(t)
}

var limits = channel.Attention{
	WarnAfter: 60, AlertAfter: 120, RemindAfter: 300, CloseAfter: 600, Reminder: channel.Localised{En: "Still there?", Zh: "还在吗？"},
}

type story struct {
	run  func(t *testing.T, s *shop)
	want []string
}

func tell(t *testing.T, stories map[string]story) {
	t.Helper()
	for name, c := range stories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(limits)
			c.run(t, s)
			check.Equal(t, s.said(t), c.want)
		})
	}
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func TestNobodyWaitsUnseen(t *testing.T) {
	t.Parallel()
	tell(t, map[string]story{
		"agent first, then supervisors, each once": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			check.Must(s.world.Service.Assign(bob(t), cnv.ID, conversation.Assignment{Assignee: &cnvBob}))(t)
			s.pass(t, 50*time.Second)
			check.Equal(t, s.said(t), []string{})
			s.pass(t, 20*time.Second)
			check.Equal(t, s.said(t), []string{"warn1"})
			s.hears(t, "are you there") // more messages make nothing begin anew
			s.pass(t, minutes(10))
		}, []string{"warn1", "alert2"}},
		"of nobody's conversation the supervisors hear": {func(t *testing.T, s *shop) {
			s.hears(t, "hello")
			s.pass(t, minutes(5))
		}, []string{"alert1"}},
		"an answer in time, and nothing is said": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			s.pass(t, 50*time.Second)
			s.answers(t, cnv.ID, "hi")
			s.pass(t, minutes(4))
		}, []string{}},
		"an answer after the warning spares the supervisors": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			s.answers(t, cnv.ID, "one moment")
			s.hears(t, "well?")
			s.pass(t, 70*time.Second)
			s.answers(t, cnv.ID, "here")
			s.pass(t, minutes(4))
		}, []string{"warn1"}},
		"resolved and snoozed ones are left alone": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			s.pass(t, 30*time.Second)
			check.Must(s.world.Service.Snooze(bob(t), cnv.ID, s.world.Clock.Now().Add(time.Hour)))(t)
			s.pass(t, minutes(10))
			check.Must(s.world.Service.Resolve(bob(t), cnv.ID, "", nil))(t)
			s.pass(t, minutes(30))
		}, []string{"resolved:"}},
		"what is switched off meanwhile does not fire": {func(t *testing.T, s *shop) {
			s.hears(t, "hello")
			s.pass(t, 30*time.Second)
			s.settings.Attention = &channel.Attention{}
			s.pass(t, minutes(10))
		}, []string{}},
		"raised limits are waited for": {func(t *testing.T, s *shop) {
			s.hears(t, "hello")
			s.pass(t, 30*time.Second)
			later := limits
			later.WarnAfter, later.AlertAfter = 400, 600
			s.settings.Attention = &later
			s.pass(t, 9*time.Minute)
			check.Equal(t, s.said(t), []string{})
			s.pass(t, 2*time.Minute)
		}, []string{"alert1"}},
		"the night does not count": {func(t *testing.T, s *shop) {
			s.calendar = &account.Calendar{Timezone: "UTC"}
			now := s.world.Clock.Now()
			day := []account.Interval{{From: "00:00", To: now.Add(time.Minute).Format("15:04")}, {From: now.Add(2 * time.Hour).Format("15:04"), To: "24:00"}}
			s.calendar.Hours = account.Week{Monday: day, Tuesday: day, Wednesday: day, Thursday: day, Friday: day, Saturday: day, Sunday: day}
			s.hears(t, "hello")
			s.pass(t, time.Hour)
			check.Equal(t, s.said(t), []string{})
			s.pass(t, 63*time.Minute)
		}, []string{"alert1"}},
	})
}

func TestSilentCustomersAreAskedAndLetGo(t *testing.T) {
	t.Parallel()
	tell(t, map[string]story{
		"a silent customer is asked once and let go": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			s.answers(t, cnv.ID, "hi")
			s.pass(t, minutes(4)+50*time.Second)
			check.Equal(t, s.said(t), []string{})
			s.pass(t, 20*time.Second)
			check.Equal(t, s.said(t), []string{"reminder"})
			row := check.Must(s.world.Stores.Get(bob(t), cnv.ID))(t)
			check.Equal(t, []any{row.LastMessagePreview, row.Status}, []any{"Still there?", conversation.Open})
			s.pass(t, minutes(30))
			s.hears(t, "back again") // reopens by the rule of the workspace
			s.answers(t, cnv.ID, "welcome")
			s.pass(t, minutes(1))
		}, []string{"reminder", "resolved:silence"}},
		"an answer to the reminder ends the silence": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			s.answers(t, cnv.ID, "hi")
			s.pass(t, minutes(6))
			s.hears(t, "yes")
			s.answers(t, cnv.ID, "good")
			s.pass(t, minutes(4))
		}, []string{"reminder"}},
		"a word of ours after the reminder starts the silence anew": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			s.answers(t, cnv.ID, "hi")
			s.pass(t, minutes(6))
			s.answers(t, cnv.ID, "one more thing")
			s.pass(t, minutes(4))
			check.Equal(t, s.said(t), []string{"reminder"})
			s.pass(t, minutes(20))
		}, []string{"reminder", "reminder", "resolved:silence"}},
		"no reminder while we owe the answer": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			s.answers(t, cnv.ID, "hi")
			s.hears(t, "a question")
			s.pass(t, minutes(20))
		}, []string{"warn1", "alert2"}},
		"an end taken back is not ended again at once": {func(t *testing.T, s *shop) {
			cnv := s.hears(t, "hello")
			s.answers(t, cnv.ID, "hi")
			s.pass(t, minutes(16))
			entries := check.Must(s.world.Service.Timeline(bob(t), cnv.ID, conversation.Range{Limit: 50}))(t)
			check.Must(s.world.Service.Undo(bob(t), cnv.ID, entries[len(entries)-1].ID))(t)
			s.pass(t, minutes(30))
			row := check.Must(s.world.Stores.Get(bob(t), cnv.ID))(t)
			check.Equal(t, row.Status, conversation.Open)
		}, []string{"reminder", "resolved:silence"}},
		"only the second limit, and an end without a reminder": {func(t *testing.T, s *shop) {
			s.settings.Attention = &channel.Attention{AlertAfter: 90, CloseAfter: 60}
			cnv := s.hears(t, "hello")
			s.pass(t, minutes(3))
			s.answers(t, cnv.ID, "hi")
			s.pass(t, minutes(3))
		}, []string{"alert1", "resolved:silence"}},
	})
}

var cnvBob = ct.Bob

func TestTheCustomersLanguageIsKept(t *testing.T) {
	t.Parallel()
	s := newShop(limits)
	s.world.Service = conversation.New(s.store, s.world.Clock, s.store, ct.Directory{}, s.world.Space, s.world.Closing, nil, func(string) string { return "zh" })
	s.Service = attention.New(s.store, s.world.Clock, s.world.Service, s, s, s, s)
	cnv := s.hears(t, "你好")
	s.answers(t, cnv.ID, "您好")
	s.pass(t, 6*time.Minute)
	check.Equal(t, check.Must(s.world.Stores.Get(bob(t), cnv.ID))(t).LastMessagePreview, "还在吗？")
}

func TestWorkspacesAreApartAndPeopleMayNot(t *testing.T) {
	t.Parallel()
	s := newShop(limits)
	if _, err := s.world.Service.Standing(bob(t), nil); err == nil {
		t.Error("a person read what machines read")
	}
	if _, err := s.world.Service.CloseSilent(bob(t), "cnv_1", time.Time{}); err == nil {
		t.Error("a person closed as a machine")
	}
}
