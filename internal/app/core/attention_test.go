package core

import (
	"context"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/notify/notifysql"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/jobs"
	"frontdesk/internal/platform/outbox"
	"frontdesk/internal/usecase/attention"
)

// alone are the answers of the other domains: one channel that is always open, one supervisor.
type alone struct{ limits channel.Attention }

func (a alone) WebchatOf(context.Context, string) (channel.Channel, error) {
	return channel.Channel{ID: ct.Webchat, Settings: channel.Settings{Attention: &a.limits}}, nil
}

func (alone) OpenFor(_ context.Context, _ string, from time.Time, d time.Duration) (time.Time, bool, error) {
	return from.Add(d), true, nil
}

func (alone) Place(context.Context, string) (int, error) { return 1, nil }

func (alone) Over(context.Context, string, string) ([]string, error) { return []string{ct.Ann}, nil }

// TestPromisesSurviveARestart: from a visitor's message over the log and the jobs to the notices, on both databases, with the
// program stopped in between and a clock that moves by hand.
func TestPromisesSurviveARestart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := ct.NewWorld(d, conversationsql.New(d))
		notices := notify.New(d, w.Clock, notifysql.New(d))
		around := alone{channel.Attention{WarnAfter: 60, AlertAfter: 120, RemindAfter: 300, CloseAfter: 300, Reminder: channel.Localised{En: "Still there?", Zh: "还在吗？"}}}
		s := attention.New(d, w.Clock, w.Service, around, around, around, around)
		start := func() (stop func()) {
			consumers := outbox.NewRunner(d, w.Clock, dbtest.Log(), outbox.Options{Poll: 10 * time.Millisecond})
			consumers.Add(outbox.Consumer{Name: attention.Consumer, Concerns: attention.Concerns, Prepare: s.Prepare})
			consumers.Add(outbox.Consumer{Name: notify.Consumer, Concerns: notify.Concerns, Handle: notices.Handle})
			promises := jobs.NewRunner(d, w.Clock, dbtest.Log(), jobs.Options{Poll: 10 * time.Millisecond})
			promises.Handle(attention.JobWait, s.Wait)
			promises.Handle(attention.JobSilence, s.Silence)
			ctx, cancel := context.WithCancel(t.Context())
			var running sync.WaitGroup
			running.Go(func() { _ = consumers.Run(ctx) })
			running.Go(func() { _ = promises.Run(ctx) })
			return func() { cancel(); running.Wait() }
		}
		told := func(user string) map[notify.Kind]int {
			out := map[notify.Kind]int{}
			for _, n := range check.Must(notices.List(ct.As(t.Context(), user, actor.All), false, page.Request{}))(t).Items {
				if n.Kind == notify.Waiting || n.Kind == notify.Overdue {
					out[n.Kind] += n.Times
				}
			}
			return out
		}
		waited := func() (n int) {
			events, _, err := outbox.NewLog(d).Since(t.Context(), ct.Tenant, "", 500)
			check.NoError(t, err)
			for _, e := range events {
				n += count(e.Event, conversation.EventWaited)
			}
			return n
		}
		bob := ct.As(t.Context(), ct.Bob, actor.All)

		cnv := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "1", "hello")))(t).Conversation
		who := ct.Bob
		check.Must(w.Service.Assign(bob, cnv.ID, conversation.Assignment{Assignee: &who}))(t)
		stop := start()
		caughtUp(t, d, attention.Consumer)
		stop()
		w.Clock.Pass(70 * time.Second) // the program does not run meanwhile
		stop = start()
		check.Eventually(t, "the agent is told", func() bool { return told(ct.Bob)[notify.Waiting] == 1 })
		check.Equal(t, told(ct.Ann), map[notify.Kind]int{})
		stop()
		w.Clock.Pass(time.Minute)
		stop = start()
		check.Eventually(t, "the supervisor is told", func() bool { return told(ct.Ann)[notify.Overdue] == 1 })
		check.Equal(t, waited(), 2)

		check.Must(w.Service.Post(bob, cnv.ID, conversation.Text{ClientID: "a", Body: "hi"}))(t)
		caughtUp(t, d, attention.Consumer)
		w.Clock.Pass(5*time.Minute + time.Second)
		row := func() conversation.Conversation { return check.Must(w.Service.Get(bob, cnv.ID))(t) }
		check.Eventually(t, "the customer is reminded", func() bool { return row().LastMessagePreview == "Still there?" })
		stop()
		w.Clock.Pass(10 * time.Minute)
		stop = start()
		check.Eventually(t, "the conversation is closed", func() bool { return row().Status == conversation.Resolved })
		stop()
		check.Equal(t, waited(), 2)
	})
}

func count(e event.Event, kind string) int {
	if e.Type == kind {
		return 1
	}
	return 0
}

// caughtUp waits until a consumer has read the log.
func caughtUp(t *testing.T, d *db.DB, consumer string) {
	t.Helper()
	check.Eventually(t, consumer+" reads the log", func() bool {
		n, err := outbox.NewLog(d).Lag(t.Context(), consumer)
		return err == nil && n == 0
	})
}
