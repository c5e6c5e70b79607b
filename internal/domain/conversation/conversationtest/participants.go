package conversationtest

import (
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// participants read, write and list what they take part in, wherever it stands, and nothing else.
func participants(t *testing.T, w *World) {
	ann := As(t.Context(), Ann, actor.All)
	bob := As(t.Context(), Bob, actor.Teams, Sales)
	in := Says(Customer, "a", "hello")
	in.TeamID = Support
	cnv := w.receive(t, in).Conversation
	w.receive(t, Says(Other, "b", "somebody else"))
	_, err := w.Service.Invite(bob, cnv.ID, Bob) // what one may not read cannot be followed
	check.Fault(t, err, conversation.ErrNotFound)
	_, err = w.Service.Invite(ann, cnv.ID, Gone)
	check.Equal(t, fault.KindOf(err), fault.Invalid)

	check.Must(w.Service.Assign(ann, cnv.ID, conversation.Assignment{Assignee: Ptr(Ann)}))(t)
	res := check.Must(w.Service.Invite(ann, cnv.ID, Bob))(t)
	check.Equal(t, res.Conversation.ParticipantIDs, []string{Bob})
	check.Equal(t, []any{res.Entry().Activity.Type, res.Entry().Activity.UserIDs, res.Entry().PublicSeq}, []any{conversation.WasJoined, []string{Bob}, int64(0)})
	check.Equal(t, len(check.Must(w.Service.Invite(ann, cnv.ID, Bob))(t).Entries), 0)
	check.Equal(t, check.Must(w.Stores.Get(ann, cnv.ID))(t).ParticipantIDs, []string{Bob})
	check.Equal(t, check.Must(w.Stores.Mentioned(ann, cnv.ID, Bob))(t), false)

	check.Must(w.Service.Timeline(bob, cnv.ID, conversation.Range{}))(t)
	check.Must(w.Service.AddNote(bob, cnv.ID, conversation.Text{ClientID: "n", Body: "x"}))(t)
	check.Must(w.Service.Post(bob, cnv.ID, conversation.Text{ClientID: "p", Body: "x"}))(t)
	_, err = w.Service.Resolve(bob, cnv.ID, "", nil)
	if err == nil {
		t.Error("a participant ended a conversation of another team")
	}

	follows := func(status conversation.Status, sort conversation.Sort) (ids []string) {
		for _, q := range []conversation.Query{
			{View: conversation.ViewFollowing}, {View: conversation.ViewAll, Filter: conversation.Filter{Following: true}},
		} {
			q.Status, q.Sort, q.Page = status, sort, page.Request{Limit: 1}
			for _, r := range check.Must(w.Service.List(bob, q))(t).Items {
				ids = append(ids, r.ID)
			}
		}
		return ids
	}
	for _, sort := range []conversation.Sort{conversation.Newest, conversation.Oldest, conversation.Attention} {
		check.Equal(t, follows("", sort), []string{cnv.ID, cnv.ID})
	}
	check.Equal(t, len(follows(conversation.Resolved, conversation.Newest)), 0)
	w.receive(t, Says(Customer, "c", "are you there?"))
	check.Equal(t, follows("", conversation.Waiting), []string{cnv.ID, cnv.ID})
	n, more, err := w.Stores.Count(bob, conversation.Query{View: conversation.ViewFollowing, Sort: conversation.Newest, User: Bob})
	check.NoError(t, err)
	check.Equal(t, []any{n, more}, []any{1, false})

	_, err = w.Service.Dismiss(As(t.Context(), Cem, actor.Own), cnv.ID, Bob)
	check.Fault(t, err, conversation.ErrNotFound)
	left := check.Must(w.Service.Dismiss(bob, cnv.ID, Bob))(t)
	check.Equal(t, []any{len(left.Conversation.ParticipantIDs), left.Entry().Activity.Type}, []any{0, conversation.WasLeft})
	_, err = w.Service.Get(bob, cnv.ID)
	check.Fault(t, err, conversation.ErrNotFound)
	check.Equal(t, len(follows("", conversation.Newest)), 0)
	check.Must(w.Service.Invite(ann, cnv.ID, Bob))(t)
	check.Equal(t, check.Must(w.Service.Dismiss(ann, cnv.ID, Bob))(t).Entry().Activity.UserIDs, []string{Bob})
	check.Equal(t, len(check.Must(w.Service.Dismiss(ann, cnv.ID, Bob))(t).Entries), 0)
}
