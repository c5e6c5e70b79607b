package conversation_test

import (
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

func TestResolveAsksForASummary(t *testing.T) {
	t.Parallel()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	bob := ct.As(t.Context(), ct.Bob, actor.All)
	id := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "1", "x")))(t).Conversation.ID
	w.Closing.Required = true
	_, err := w.Service.Resolve(bob, id, "", nil)
	check.FieldFault(t, err, "summary", fault.ErrRequired)
	check.Equal(t, check.Must(w.Service.Get(bob, id))(t).Status, conversation.Open)

	// The summary and the end come together: the activity that tells of it stands before the end.
	said := conversation.Summary{CategoryID: "wct_1", Outcome: "resolved", Remark: "r"}
	done := check.Must(w.Service.Resolve(bob, id, "", &said))(t)
	check.Equal(t, done.Conversation.Status, conversation.Resolved)
	check.Equal(t, []string{done.Entries[0].Activity.Type, done.Entries[1].Activity.Type}, []string{conversation.WasSummarised, conversation.WasResolved})
	check.Equal(t, *done.Entries[0].Activity, conversation.Happening{Type: conversation.WasSummarised, To: "wct_1", Outcome: "resolved"})
	check.Equal(t, done.Entries[0].PublicSeq, int64(0)) // customers do not see it
	check.Equal(t, len(check.Must(w.Service.Resolve(bob, id, "", &said))(t).Entries), 0)

	// What was taken back did not happen: its summary is that of the next end, which asks for none.
	check.Must(w.Service.Undo(bob, id, done.Entry().ID))(t)
	check.Equal(t, check.Must(w.Service.Get(bob, id))(t).Resolution(), 1)
	check.Equal(t, check.Must(w.Service.Resolve(bob, id, "", nil))(t).Conversation.Resolutions, 1)

	// Who opens it again ends it again, with another summary.
	check.Must(w.Service.Reopen(bob, id))(t)
	_, err = w.Service.Resolve(bob, id, "", nil)
	check.FieldFault(t, err, "summary", fault.ErrRequired)
}

func TestSummarise(t *testing.T) {
	t.Parallel()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	bob := ct.As(t.Context(), ct.Bob, actor.All)
	id := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "1", "x")))(t).Conversation.ID
	w.Closing.Required = true
	said := conversation.Summary{CategoryID: "wct_1", Outcome: "follow_up"}
	check.Equal(t, len(check.Must(w.Service.Summarise(bob, id, 0, said))(t).Entries), 1) // while it goes on
	check.Equal(t, len(check.Must(w.Service.Summarise(bob, id, 1, said))(t).Entries), 0)
	check.Must(w.Service.Resolve(bob, id, "", nil))(t)
	again := conversation.Summary{CategoryID: "wct_2", Outcome: "resolved"}
	changed := check.Must(w.Service.Summarise(bob, id, 1, again))(t).Entry().Activity
	check.Equal(t, []string{changed.From, changed.To}, []string{"wct_1", "wct_2"})
	for _, n := range []int{2, -1} {
		_, err := w.Service.Summarise(bob, id, n, said)
		check.Fault(t, err, conversation.ErrNoResolution)
	}
	_, err := w.Service.Summarise(ct.As(t.Context(), ct.Cem, actor.Own), id, 1, said)
	check.Fault(t, err, conversation.ErrNotFound)
}
