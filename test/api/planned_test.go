package api

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

type plannedMessage struct {
	ID   string `json:"id"`
	Held string `json:"held"`
}

// TestPlannedMessages holds that what was planned leaves once, whatever happens before its time and at it.
func TestPlannedMessages(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		s := open(t, kit.Options{Engine: engine})
		t.Run("at its time, over a power cut", func(t *testing.T) { plannedOverPowerCut(t, s) })
		t.Run("once, when several send it", func(t *testing.T) { plannedRace(t, s) })
		t.Run("not by somebody who may not answer any more", func(t *testing.T) { plannedByFormer(t, s) })
	})
}

func (s *shop) plan(t *testing.T, by *kit.Person, id, body string, after time.Duration) plannedMessage {
	t.Helper()
	return kit.Do[plannedMessage](t, by.Client, http.MethodPost, kit.Path("/conversations/%s/planned", id),
		object{"clientId": body, "body": body, "sendAt": time.Now().Add(after).UTC().Format(time.RFC3339Nano)})
}

// leaves waits until the message is in the thread and checks that it is there once, and that no plan is left.
func (s *shop) leaves(t *testing.T, id, body string) {
	t.Helper()
	kit.Eventually(t, s.lin.Client, kit.Path("/conversations/%s/entries", id), body+" is sent", func(l kit.List[kit.Entry]) bool { return count(l.Items, body) > 0 })
	check.Equal(t, count(kit.Get[kit.List[kit.Entry]](t, s.lin.Client, kit.Path("/conversations/%s/entries", id)).Items, body), 1)
	check.Equal(t, len(kit.Get[kit.List[plannedMessage]](t, s.lin.Client, kit.Path("/conversations/%s/planned", id)).Items), 0)
}

func plannedOverPowerCut(t *testing.T, s *shop) {
	id := s.Visitor(t, s.channel.WidgetKey).Say(t, "", "when?").Conversation.ID
	s.plan(t, s.lin, id, "soon", time.Second)
	s.Kill()
	s.Start(t)
	s.leaves(t, id, "soon")
	s.Kill()
	s.Start(t)
	s.leaves(t, id, "soon")
}

func plannedRace(t *testing.T, s *shop) {
	for i := range 5 {
		id := s.Visitor(t, s.channel.WidgetKey).Say(t, "", "when?").Conversation.ID
		body := kit.Path("now %d", i)
		one := s.plan(t, s.lin, id, body, 50*time.Millisecond) // its time comes while others press the button
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				_, _ = s.lin.Try(t.Context(), http.MethodPost, kit.Path("/conversations/%s/planned/%s/send", id, one.ID), nil)
			})
		}
		all.Wait()
		s.leaves(t, id, body)
	}
}

func plannedByFormer(t *testing.T, s *shop) {
	former := s.admin.Invite(t, "Former", "agent")
	id := s.Visitor(t, s.channel.WidgetKey).Say(t, "", "when?").Conversation.ID
	s.plan(t, former, id, "never", time.Second)
	s.admin.OK(t, http.MethodPost, kit.Path("/users/%s/disable", former.ID), nil)
	kit.Eventually(t, s.lin.Client, kit.Path("/conversations/%s/planned", id), "it is held", func(l kit.List[plannedMessage]) bool {
		return len(l.Items) == 1 && l.Items[0].Held == "denied"
	})
	check.Equal(t, count(kit.Get[kit.List[kit.Entry]](t, s.lin.Client, kit.Path("/conversations/%s/entries", id)).Items, "never"), 0)
}
