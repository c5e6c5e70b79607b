package conversation_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

// A batch does to each conversation what its action does to one, names what is refused, and is undone as a whole.
func TestBulk(t *testing.T) {
	t.Parallel()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	var ids []string
	for _, who := range []conversation.Customer{ct.Customer, ct.Other} {
		ids = append(ids, check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(who, "1", "x")))(t).Conversation.ID)
	}
	missing := id.New("cnv")
	state := func() (out []string) {
		for _, one := range ids {
			c := check.Must(w.Service.Get(ann, one))(t)
			out = append(out, string(c.Status)+" "+c.AssigneeID+" "+string(c.Priority), firstTag(c.TagIDs))
		}
		return out
	}
	before := state()
	for _, change := range []conversation.BulkChange{
		{Action: conversation.BulkAssign, Assignee: ct.Ptr(ct.Bob)},
		{Action: conversation.BulkTag, TagIDs: []string{ct.TagBug}},
		{Action: conversation.BulkPriority, Priority: conversation.Urgent},
		{Action: conversation.BulkSnooze, Until: w.Clock.Now().Add(time.Hour)},
		{Action: conversation.BulkResolve},
	} {
		for _, one := range append(append([]string{}, ids...), ids[0], missing) {
			change.Items = append(change.Items, conversation.BulkItem{ID: one})
		}
		done := check.Must(w.Service.Bulk(ann, change))(t)
		check.Equal(t, len(done), 3) // the repeated one counts once
		check.Fault(t, done[2].Err, conversation.ErrNotFound)
		if now := state(); now[0] == before[0] && now[1] == before[1] || now[2] == before[2] && now[3] == before[3] {
			t.Errorf("%s changed nothing: %v", change.Action, now)
		}
		undo := conversation.BulkChange{Action: conversation.BulkUndo}
		for _, d := range done[:2] {
			check.NoError(t, d.Err)
			undo.Items = append(undo.Items, conversation.BulkItem{ID: d.ID, EntryID: d.Entry().ID})
		}
		for _, d := range check.Must(w.Service.Bulk(ann, undo))(t) {
			check.NoError(t, d.Err)
		}
		check.Equal(t, state(), before)
	}
	check.Must(w.Service.Tag(ann, ids[0], []string{ct.TagBug, ct.TagVIP}))(t)
	check.Must(w.Service.Bulk(ann, conversation.BulkChange{Action: conversation.BulkUntag, TagIDs: []string{ct.TagBug}, Items: []conversation.BulkItem{{ID: ids[0]}}}))(t)
	check.Equal(t, check.Must(w.Service.Get(ann, ids[0]))(t).TagIDs, []string{ct.TagVIP})

	reader := actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: ct.Cem, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.All}}
	refused := check.Must(w.Service.Bulk(actor.With(t.Context(), reader), conversation.BulkChange{Action: conversation.BulkResolve, Items: []conversation.BulkItem{{ID: ids[0]}}}))(t)
	check.Fault(t, refused[0].Err, fault.ErrDenied)
	for _, bad := range []conversation.BulkChange{
		{Action: "erase", Items: []conversation.BulkItem{{ID: ids[0]}}},
		{Action: conversation.BulkResolve},
		{Action: conversation.BulkTag, Items: []conversation.BulkItem{{ID: ids[0]}}},
		{Action: conversation.BulkResolve, Items: make([]conversation.BulkItem, conversation.MaxBulk+1)},
	} {
		_, err := w.Service.Bulk(ann, bad)
		check.Equal(t, fault.KindOf(err), fault.Invalid)
	}
	_, err := w.Service.Bulk(context.Background(), conversation.BulkChange{})
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func firstTag(list []string) string {
	if len(list) == 0 {
		return "no tags"
	}
	return list[0]
}
