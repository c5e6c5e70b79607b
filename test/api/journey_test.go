package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// shop is a workspace with an administrator, two agents of one team and a web chat.
type shop struct {
	*kit.Program
	admin, lin, noah *kit.Person
	channel          kit.Channel
}

func open(t *testing.T, o kit.Options) *shop {
	t.Helper()
	s := &shop{Program: kit.Start(t, o)}
	s.admin = s.SetUp(t)
	s.channel = s.admin.Channel(t, "Web")
	team := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, "/teams", map[string]any{"name": "Support", "memberIds": []string{}})
	s.lin = s.admin.Invite(t, "Lin", "agent", team.ID)
	s.noah = s.admin.Invite(t, "Noah", "agent", team.ID)
	return s
}

// TestJourney is the life of one conversation: everything that a user is promised, on both databases.
func TestJourney(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		hook := receive(t)
		s := open(t, kit.Options{Engine: engine, Set: []string{"egress.allow=127.0.0.1"}})
		webhook := kit.Do[struct{ ID, Secret string }](t, s.admin.Client, http.MethodPost, "/webhooks", map[string]any{
			"url": hook.URL, "events": []string{"conversation.*"},
		})
		visitor := s.Visitor(t, s.channel.WidgetKey)
		desk, _ := s.lin.Desk(t, kit.Hello{})

		first := visitor.Say(t, "", "Is the brass lamp back in stock? 黄铜台灯有货吗？")
		id := first.Conversation.ID
		desk.Await(t, "the new row", func(f kit.Frame) bool {
			return f.Op == "desk" && slices.ContainsFunc(f.Changed, func(r kit.Row) bool { return r.ID == id })
		})
		check.NoError(t, desk.Send(map[string]any{"op": "open", "conversation": id, "after": 0}))
		desk.Entry(t, id, first.Entry.Body)
		widget, _ := visitor.Widget(t, kit.Hello{Open: map[string]int64{id: first.Conversation.Seq}})

		answer(t, s, id, desk, widget)
		resolve(t, s, visitor, id)
		find(t, s, id)
		hook.delivered(t, webhook.Secret, "conversation.opened", id)
		check.Equal(t, s.Stop(t), 0)
	})
}

// answer is the agent's part.
func answer(t *testing.T, s *shop, id string, desk, widget *kit.Socket) {
	t.Helper()
	taken := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, kit.Path("/conversations/%s/assign", id),
		map[string]string{"assigneeId": s.lin.ID, "ifAssigneeId": ""})
	check.Equal(t, taken.Conversation.AssigneeID, s.lin.ID)
	note := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, kit.Path("/conversations/%s/notes", id), kit.Message("", "supplier says Friday"))
	check.Equal(t, note.Entries[0].PublicSeq, 0)
	desk.Entry(t, id, "supplier says Friday")
	reply := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, kit.Path("/conversations/%s/messages", id), kit.Message("", "It is back on Friday."))
	got := widget.Await(t, "the reply", func(f kit.Frame) bool {
		if f.Op == "entry" && (f.Entry.Kind == "note" || strings.Contains(f.Entry.Body, "supplier")) {
			t.Fatal("the visitor was told the note")
		}
		return f.Op == "entry" && f.Entry.Body == "It is back on Friday."
	})
	check.Equal(t, got.Seq, reply.Conversation.PublicSeq)
}

// resolve ends the conversation; the visitor rates it and sees nothing internal.
func resolve(t *testing.T, s *shop, visitor *kit.Visitor, id string) {
	t.Helper()
	visitor.Call(t, http.MethodPost, kit.Path("/widget/conversations/%s/rating", id), map[string]any{"score": 5}).
		Refused(t, http.StatusConflict, "conversation.not_resolved")
	done := kit.Do[kit.Done](t, s.lin.Client, http.MethodPost, kit.Path("/conversations/%s/resolve", id), map[string]any{})
	check.Equal(t, done.Conversation.Status, "resolved")
	visitor.OK(t, http.MethodPost, kit.Path("/widget/conversations/%s/rating", id), map[string]any{"score": 5, "comment": "quick"})
	detail := kit.Get[kit.Row](t, s.lin.Client, kit.Path("/conversations/%s", id))
	check.Equal(t, detail.RatingScore, 5)
	public := kit.Get[kit.List[kit.Entry]](t, visitor.Client, kit.Path("/widget/conversations/%s/entries?after=0", id)).Items
	for i, e := range public {
		check.Equal(t, e.Seq, int64(i+1))
		check.Equal(t, e.Kind == "note", false)
	}
	check.Equal(t, int64(len(public)), detail.PublicSeq)
}

// find searches for what was said, in both languages; notes are found, and only by people of the company.
func find(t *testing.T, s *shop, id string) {
	t.Helper()
	for _, words := range []string{"brass", "台灯", "supplier", "friday"} {
		kit.Eventually(t, s.lin.Client, "/search?q="+words, "found: "+words, func(l kit.List[struct{ ConversationID string }]) bool {
			return slices.ContainsFunc(l.Items, func(h struct{ ConversationID string }) bool { return h.ConversationID == id })
		})
	}
	check.Equal(t, len(kit.Get[kit.List[struct{}]](t, s.lin.Client, "/search?q=chandelier").Items), 0)
}

// receiver is the far end of a webhook.
type receiver struct {
	*httptest.Server
	mu  sync.Mutex
	got []delivery
}

type delivery struct {
	header http.Header
	body   string
}

func receive(t *testing.T) *receiver {
	t.Helper()
	h := &receiver{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		h.got = append(h.got, delivery{r.Header.Clone(), string(body)})
	}))
	t.Cleanup(h.Close)
	return h
}

// delivered waits for a delivery and checks every signature that came.
func (h *receiver) delivered(t *testing.T, secret, event, conversation string) {
	t.Helper()
	check.Eventually(t, "a delivery of "+event, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return slices.ContainsFunc(h.got, func(d delivery) bool {
			return strings.Contains(d.body, `"`+event+`"`) && strings.Contains(d.body, conversation)
		})
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, d := range h.got {
		check.NoError(t, integration.Verify(d.header.Get(integration.HeaderID), d.header.Get(integration.HeaderTimestamp),
			d.header.Get(integration.HeaderSignature), []byte(d.body), secret, time.Now()))
		if strings.Contains(d.body, "brass") {
			t.Fatalf("a delivery holds content: %s", d.body)
		}
	}
}
