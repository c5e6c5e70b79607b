package conversationtest

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// Release implements conversation.Erasure.
func (m *Memory) Release(ctx context.Context, conversationIDs []string) ([]string, error) {
	var out []string
	err := write(ctx, m, func(tenant string, t *tables) error {
		for k, f := range t.files {
			if k[0] == tenant && f.ConversationID != "" && slices.Contains(conversationIDs, f.ConversationID) {
				f.ConversationID = ""
				t.files[k] = f
				out = append(out, f.ID)
			}
		}
		return nil
	})
	return out, err
}

// Erase implements conversation.Erasure.
func (m *Memory) Erase(ctx context.Context, conversationIDs []string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		gone := func(its, conversation string) bool {
			return its == tenant && slices.Contains(conversationIDs, conversation)
		}
		maps.DeleteFunc(t.rows, func(k [2]string, _ conversation.Conversation) bool { return gone(k[0], k[1]) })
		maps.DeleteFunc(t.current, func(k [3]string, id string) bool { return gone(k[0], id) })
		maps.DeleteFunc(t.entries, func(k [2]string, _ []conversation.Entry) bool { return gone(k[0], k[1]) })
		maps.DeleteFunc(t.mentions, func(k [3]string, _ time.Time) bool { return gone(k[0], k[1]) })
		maps.DeleteFunc(t.drafts, func(k [4]string, d conversation.Draft) bool { return gone(k[0], d.ConversationID) })
		maps.DeleteFunc(t.planned, func(k [2]string, p conversation.Planned) bool { return gone(k[0], p.ConversationID) })
		maps.DeleteFunc(t.ratings, func(k [2]string, _ []conversation.Rating) bool { return gone(k[0], k[1]) })
		maps.DeleteFunc(m.over.whispers, func(k [3]string, _ conversation.Whisper) bool { return gone(k[0], k[1]) })
		maps.DeleteFunc(m.past, func(_ string, r []conversation.Revision) bool { return gone(tenant, r[0].ConversationID) })
		return nil
	})
}

// resolved is a conversation that has everything a conversation can have, and its file.
func (w *World) resolved(t *testing.T, who conversation.Customer) (string, conversation.File) {
	t.Helper()
	system, bob := AsSystem(t.Context()), As(t.Context(), Bob, actor.All)
	f := conversation.File{ID: "fil_" + who.ID, OwnerKind: "system", OwnerID: "system", Name: "a.png", CreatedAt: Start}
	check.NoError(t, w.Runner.Do(system, func(ctx context.Context) error { return w.Stores.InsertFile(ctx, f) }))
	in := Says(who, "1", "hello")
	in.FileIDs = []string{f.ID}
	id := w.receive(t, in).Conversation.ID
	check.Must(w.Service.AddNote(bob, id, conversation.Text{ClientID: "n", Body: "look", Mentions: []string{Cem}}))(t)
	check.Must(w.Service.Tag(bob, id, []string{TagVIP}))(t)
	check.Must(w.Service.SaveDraft(bob, id, conversation.Message, conversation.Text{Body: "half a"}))(t)
	check.Must(w.Service.Resolve(bob, id, "", nil))(t)
	check.Must(w.Service.Rate(AsVisitor(t.Context(), who.ID), id, conversation.Verdict{Score: 4, Comment: "fine"}))(t)
	return id, f
}

// erase checks that nothing of a conversation is left and that others keep everything.
func erase(t *testing.T, w *World) {
	system, bob := AsSystem(t.Context()), As(t.Context(), Bob, actor.All)
	gone, file := w.resolved(t, Customer)
	stays, kept := w.resolved(t, Other)

	check.Fault(t, w.Service.Erase(bob, []string{gone}), fault.ErrDenied)
	check.NoError(t, w.Service.Erase(actor.With(t.Context(), actor.SystemFor("wsp_elsewhere")), []string{gone}))
	check.Equal(t, check.Must(w.Service.OfCustomers(system, []string{Customer.ID}))(t), []string{gone})
	check.NoError(t, w.Service.Erase(system, []string{gone}))
	check.NoError(t, w.Service.Erase(system, []string{gone})) // again: nothing to do

	_, err := w.Stores.Get(system, gone)
	check.Fault(t, err, conversation.ErrNotFound)
	_, err = w.Stores.Current(system, Customer.ID, Webchat)
	check.Fault(t, err, conversation.ErrNotFound)
	all := conversation.Range{After: conversation.FromStart, Limit: 50}
	check.Equal(t, len(check.Must(w.Stores.Page(system, gone, all))(t)), 0)
	check.Equal(t, check.Must(w.Stores.Mentioned(system, gone, Cem))(t), false)
	check.Equal(t, len(check.Must(w.Stores.Drafts(system, gone, Bob))(t)), 0)
	_, rated, err := w.Stores.Rating(system, gone, 1)
	check.NoError(t, err)
	check.Equal(t, rated, false)
	check.Equal(t, check.Must(w.Stores.Files(system, []string{file.ID}))(t)[0].ConversationID, "")

	check.Equal(t, len(check.Must(w.Stores.Page(system, stays, all))(t)), 6)
	check.Equal(t, check.Must(w.Stores.Mentioned(system, stays, Cem))(t), true)
	check.Equal(t, len(check.Must(w.Stores.Drafts(system, stays, Bob))(t)), 1)
	check.Equal(t, check.Must(w.Stores.Files(system, []string{kept.ID}))(t)[0].ConversationID, stays)

	// A customer who is erased and comes back begins anew.
	check.Equal(t, w.receive(t, Says(Customer, "2", "hello again")).Conversation.Seq, int64(2))
}

// release checks that what a person leaves is nobody's.
func release(t *testing.T, w *World) {
	system, bob := AsSystem(t.Context()), As(t.Context(), Bob, actor.All)
	open := w.receive(t, Says(Customer, "1", "one")).Conversation
	other := w.receive(t, Says(Other, "1", "two")).Conversation
	check.Must(w.Service.Assign(bob, open.ID, conversation.Assignment{Assignee: Ptr(Bob)}))(t)
	check.Must(w.Service.Assign(bob, other.ID, conversation.Assignment{Assignee: Ptr(Ann)}))(t)
	_, err := w.Service.Release(bob, Bob)
	check.Fault(t, err, fault.ErrDenied)
	check.Equal(t, check.Must(w.Service.Release(system, Bob))(t), false)
	check.Equal(t, check.Must(w.Stores.Get(system, open.ID))(t).AssigneeID, "")
	check.Equal(t, check.Must(w.Stores.Get(system, other.ID))(t).AssigneeID, Ann)
}
