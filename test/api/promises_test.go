package api

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// TestPromises holds what the system promises about one conversation when people and networks misbehave.
func TestPromises(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		s := open(t, kit.Options{Engine: engine})
		t.Run("a repeated message is one message", func(t *testing.T) { repeat(t, s) })
		t.Run("one of two takes it", func(t *testing.T) { race(t, s) })
		t.Run("a dropped socket resumes", func(t *testing.T) { resume(t, s) })
		t.Run("undo is an event", func(t *testing.T) { undo(t, s) })
		t.Run("a client far behind is sent back to the list", func(t *testing.T) { behind(t, s) })
	})
}

func repeat(t *testing.T, s *shop) {
	visitor := s.Visitor(t, s.channel.WidgetKey)
	same := kit.Message("", "hello?")
	first := kit.Do[kit.Sent](t, visitor.Client, http.MethodPost, "/widget/messages", same)
	again := kit.Do[kit.Sent](t, visitor.Client, http.MethodPost, "/widget/messages", same)
	check.Equal(t, again.Entry.ID, first.Entry.ID)
	check.Equal(t, again.Conversation.ID, first.Conversation.ID)

	path := kit.Path("/conversations/%s/messages", first.Conversation.ID)
	reply := kit.Message("", "hello!")
	one := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, path, reply)
	two := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, path, reply)
	check.Equal(t, message(t, two).ID, message(t, one).ID) // the first one also took the conversation
	all := kit.Get[kit.List[kit.Entry]](t, s.lin.Client, kit.Path("/conversations/%s/entries", first.Conversation.ID)).Items
	for _, body := range []string{"hello?", "hello!"} {
		if n := count(all, body); n != 1 {
			t.Errorf("%q stands %d times in the thread", body, n)
		}
	}
}

func message(t *testing.T, d kit.Done) kit.Entry {
	t.Helper()
	i := slices.IndexFunc(d.Entries, func(e kit.Entry) bool { return e.Kind == "message" })
	if i < 0 {
		t.Fatalf("no message in %v", d.Entries)
	}
	return d.Entries[i]
}

func count(entries []kit.Entry, body string) (n int) {
	for _, e := range entries {
		if e.Body == body {
			n++
		}
	}
	return n
}

func race(t *testing.T, s *shop) {
	for range 5 {
		id := s.Visitor(t, s.channel.WidgetKey).Say(t, "", "anybody?").Conversation.ID
		people := []*kit.Person{s.lin, s.noah}
		replies := make([]kit.Reply, len(people))
		var both sync.WaitGroup
		for i, p := range people {
			both.Go(func() {
				replies[i], _ = p.Try(t.Context(), http.MethodPost, kit.Path("/conversations/%s/assign", id),
					map[string]string{"assigneeId": p.ID, "ifAssigneeId": ""})
			})
		}
		both.Wait()
		winner := slices.IndexFunc(replies, func(r kit.Reply) bool { return r.Status == http.StatusOK })
		if winner < 0 {
			t.Fatalf("nobody got it: %s, %s", replies[0].Body, replies[1].Body)
		}
		problem := replies[1-winner].Refused(t, http.StatusConflict, "conversation.already_assigned")
		check.Equal(t, problem.Args["name"], any(people[winner].Name))
		check.Equal(t, kit.Get[kit.Row](t, s.lin.Client, kit.Path("/conversations/%s", id)).AssigneeID, people[winner].ID)
	}
}

func resume(t *testing.T, s *shop) {
	visitor := s.Visitor(t, s.channel.WidgetKey)
	id := visitor.Say(t, "", "first").Conversation.ID
	desk, widget := s.lin.Follow(t, id, ""), visitor.Follow(t, id, "")
	const messages = 30
	var seq, public int64
	for i := range messages {
		if i%7 == 3 { // in the middle of what is under way, in both directions
			desk.Drop()
			widget.Drop()
		}
		visitor.Say(t, id, kit.Path("question %d", i))
		s.lin.OK(t, http.MethodPost, kit.Path("/conversations/%s/notes", id), kit.Message("", kit.Path("note %d", i)))
		done := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, kit.Path("/conversations/%s/messages", id), kit.Message("", kit.Path("answer %d", i)))
		seq, public = done.Conversation.Seq, done.Conversation.PublicSeq
	}
	inside, outside := desk.Await(t, seq), widget.Await(t, public)
	for i := range messages {
		check.Equal(t, count(inside, kit.Path("question %d", i)), 1)
		check.Equal(t, count(inside, kit.Path("note %d", i)), 1)
		check.Equal(t, count(outside, kit.Path("answer %d", i)), 1)
		check.Equal(t, count(outside, kit.Path("note %d", i)), 0)
	}
	if desk.Connections() < 2 || widget.Connections() < 2 {
		t.Error("the connections were not dropped")
	}
}

func undo(t *testing.T, s *shop) {
	id := s.Visitor(t, s.channel.WidgetKey).Say(t, "", "thanks, bye").Conversation.ID
	done := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, kit.Path("/conversations/%s/resolve", id), map[string]any{})
	back := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, kit.Path("/conversations/%s/undo", id), map[string]string{"entryId": done.Entries[0].ID})
	check.Equal(t, back.Conversation.Status, "open")
	check.Equal(t, back.Conversation.Seq, done.Conversation.Seq+1) // history grows; nothing is taken back
	s.lin.Call(t, http.MethodPost, kit.Path("/conversations/%s/undo", id), map[string]string{"entryId": done.Entries[0].ID}).
		Refused(t, http.StatusConflict, "conversation.undo_conflict")
}

func behind(t *testing.T, s *shop) {
	socket, _ := s.lin.Desk(t, kit.Hello{Cursor: "not-a-cursor"})
	f := socket.Await(t, "a reset", func(f kit.Frame) bool { return f.Op == "reset" })
	check.Equal(t, f.Stream, "desk")
}

// TestSlowAddressHoldsUpNothing lets a webhook's address swallow dozens of deliveries and never answer: what is promised to
// people is kept all the same.
func TestSlowAddressHoldsUpNothing(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		var arrived atomic.Int64
		release := make(chan struct{})
		hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived.Add(1); <-release }))
		t.Cleanup(hook.Close)
		s := open(t, kit.Options{Engine: engine, Set: []string{"egress.allow=127.0.0.1"}})
		t.Cleanup(func() { close(release) }) // before the program ends
		kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, "/webhooks", object{"url": hook.URL, "events": []string{"*"}})

		visitor := s.Visitor(t, s.channel.WidgetKey)
		id := visitor.Say(t, "", "hello?").Conversation.ID
		for range 40 { // far more than there are workers, each of which waits ten seconds
			visitor.Say(t, id, "hello?")
		}
		check.Eventually(t, "every worker for deliveries waits", func() bool { return arrived.Load() >= 8 })
		at := kit.Path("/conversations/%s", id)
		kit.Do[kit.Done](t, s.admin.Client, http.MethodPost, at+"/snooze", object{"until": time.Now().Add(time.Second).UTC().Format(time.RFC3339Nano)})
		check.Eventually(t, "it wakes at its time", func() bool {
			return kit.Get[struct{ Status string }](t, s.admin.Client, at).Status == "open"
		})
	})
}
