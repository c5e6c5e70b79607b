package api

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/test/kit"
)

// TestWatching: who looks on unseen hears a conversation live, on a socket of its own and only while the look is on record.
// Who has it open does not see them, and it stays unread.
func TestWatching(t *testing.T) {
	t.Parallel()
	s := open(t, kit.Options{})
	visitor := s.Visitor(t, s.channel.WidgetKey)
	id := visitor.Say(t, "", "hello?").Conversation.ID
	sue := s.admin.Invite(t, "Sue", "supervisor")
	at := kit.Path("/conversations/%s", id)
	kit.Do[kit.Done](t, sue.Client, http.MethodPost, at+"/assign", object{"assigneeId": s.lin.ID})
	of := func(op string) func(kit.Frame) bool {
		return func(f kit.Frame) bool { return f.Op == op && (f.Conversation == id || f.Stream == id) }
	}
	ask := object{"op": "open", "conversation": id, "after": 0}

	agent, _ := s.lin.Desk(t, kit.Hello{Open: map[string]int64{id: 0}})
	agent.Await(t, "the conversation", of("opened"))
	watching, _ := sue.Watching(t, kit.Hello{})
	check.NoError(t, watching.Send(ask))
	watching.Await(t, "a refusal without a look", of("reset"))

	before := kit.Get[struct{ Unread int }](t, sue.Client, at)
	kit.Do[struct{ ID string }](t, sue.Client, http.MethodPut, at+"/watch", nil)
	check.NoError(t, watching.Send(ask))
	watching.Await(t, "the conversation", of("opened"))
	check.NoError(t, watching.Send(object{"op": "typing", "conversation": id, "on": true}))
	visitor.Say(t, id, "are you there?")
	watching.Await(t, "what was said", of("entry"))
	agent.Await(t, "what was said, and nobody who looks on", func(f kit.Frame) bool {
		if f.Op == "typing" || f.Op == "viewers" && slices.Contains(f.Users, sue.ID) {
			t.Errorf("the agent learns of it: %+v", f)
		}
		return f.Op == "entry"
	})
	check.Equal(t, kit.Get[struct{ Unread int }](t, sue.Client, at).Unread, before.Unread+1)

	// A whisper stands in the timeline without its words, and its words only where they belong.
	said := kit.Do[kit.Done](t, sue.Client, http.MethodPost, at+"/whispers", object{"body": "offer the discount"})
	heard := at + "/whispers/" + said.Entries[0].ID
	for _, who := range []*kit.Client{sue.Client, s.lin.Client} {
		check.Equal(t, kit.Get[struct{ Body string }](t, who, heard).Body, "offer the discount")
	}
	s.noah.Call(t, http.MethodGet, heard, nil).Refused(t, http.StatusNotFound, "conversation.entry_not_found")

	sue.Call(t, http.MethodDelete, at+"/watch", nil)
	check.NoError(t, watching.Send(object{"op": "close", "conversation": id}))
	check.NoError(t, watching.Send(ask))
	watching.Await(t, "a refusal after the look", of("reset"))
	looks := kit.Get[kit.List[struct {
		ConversationID, UserID string
		EndedAt                time.Time
	}]](t, s.admin.Client, "/watches").Items
	check.Equal(t, []any{len(looks), looks[0].ConversationID, looks[0].UserID, looks[0].EndedAt.IsZero()}, []any{1, id, sue.ID, false})

	// Forced out: the session is over, and what was held waits in its team.
	sue.Call(t, http.MethodPost, kit.Path("/supervise/agents/%s/sign-out", s.lin.ID), nil)
	s.lin.Call(t, http.MethodGet, "/session", nil).Refused(t, http.StatusUnauthorized, "identity.session")
	for end := time.Now().Add(30 * time.Second); ; {
		c := kit.Get[struct{ AssigneeID string }](t, sue.Client, at)
		if c.AssigneeID == "" {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the conversation was not given back")
		}
	}
}
