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
		out := check.Must(w.Service.Export(ann, id, notes))(t)
		return string(check.Must(json.Marshal(out))(t))
	}
	outside, inside := text(false), text(true)
	check.Equal(t, []bool{strings.Contains(outside, "hello"), strings.Contains(outside, "INTERNAL"), strings.Contains(outside, "WRONG")}, []bool{true, false, false})
	check.Equal(t, []bool{strings.Contains(inside, "INTERNAL"), strings.Contains(inside, "WRONG")}, []bool{true, false})

	all := m.Events()
	last := all[len(all)-1]
	check.Equal(t, []string{last.Type, string(last.Data)}, []string{conversation.EventExported, `{"entries":5,"notes":true}`})
	reader := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: ct.Bob, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.All}})
	_, err := w.Service.Export(reader, id, false)
	check.Fault(t, err, fault.ErrDenied)
	blind := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: ct.Bob, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.Own, conversation.PermExport: actor.All}})
	_, err = w.Service.Export(blind, id, false)
	check.Fault(t, err, conversation.ErrNotFound)
	check.Equal(t, len(m.Events()), len(all))
}
