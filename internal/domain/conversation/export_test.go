package conversation_test

import (
	"encoding/json"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

func TestExport(t *testing.T) {
	t.Parallel()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	id := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "1", "hello")))(t).Conversation.ID
	check.Must(w.Service.AddNote(ann, id, conversation.Text{ClientID: "n", Body: "INTERNAL"}))(t)
	wrong := check.Must(w.Service.Post(ann, id, conversation.Text{ClientID: "w", Body: "WRONG"}))(t).Entry()
	check.Must(w.Service.Recall(ann, id, wrong.ID))(t)

	text := func(notes bool) string {
		out := check.Must(w.Service.Export(ann, id, notes, 0))(t)
		return string(check.Must(json.Marshal(out))(t))
	}
	outside, inside := text(false), text(true)
	check.Equal(t, []bool{strings.Contains(outside, "hello"), strings.Contains(outside, "INTERNAL"), strings.Contains(outside, "WRONG")}, []bool{true, false, false})
	check.Equal(t, []bool{strings.Contains(inside, "INTERNAL"), strings.Contains(inside, "WRONG")}, []bool{true, false})

	all := m.Events()
	last := all[len(all)-1]
	check.Equal(t, []string{last.Type, string(last.Data)}, []string{conversation.EventExported, `{"entries":5,"notes":true}`})
	reader := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: ct.Bob, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.All}})
	_, err := w.Service.Export(reader, id, false, 0)
	check.Fault(t, err, fault.ErrDenied)
	blind := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: ct.Bob, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.Own, conversation.PermExport: actor.All}})
	_, err = w.Service.Export(blind, id, false, 0)
	check.Fault(t, err, conversation.ErrNotFound)
	check.Equal(t, len(m.Events()), len(all))
}

// TestExportOfParts: merged conversations are named where they stand, and what was split off is exported with the other one.
func TestExportOfParts(t *testing.T) {
	t.Parallel()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	first, second := w.Two(t)
	check.Must(w.Service.Post(ann, first, conversation.Text{ClientID: "p", Body: "stays"}))(t)
	done := check.Must(w.Service.Merge(ann, second, first))(t)
	made := check.Must(w.Service.Split(ann, first, conversation.Split{Seqs: []int64{2}}))(t).Target.Conversation.ID
	out := check.Must(w.Service.Export(ann, first, false, 0))(t)
	check.Equal(t, out.Parts, []conversation.ExportPart{{ID: second, After: done.Target.Entry().Seq}})
	text := string(check.Must(json.Marshal(out.Entries))(t))
	check.Equal(t, []bool{strings.Contains(text, "one"), strings.Contains(text, "stays")}, []bool{false, true})
	check.Equal(t, check.Must(w.Service.Export(ann, second, false, 0))(t).Conversation.ID, second)
	taken := check.Must(w.Service.Export(ann, made, false, 0))(t).Taken
	check.Equal(t, []any{len(taken), taken[0].Body}, []any{1, "one"})
	check.Equal(t, len(check.Must(w.Service.Export(ann, made, false, 1))(t).Taken), 0)
}
