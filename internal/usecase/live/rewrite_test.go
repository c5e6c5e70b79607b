package live_test

import (
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/usecase/live"
)

func TestARecalledMessageIsReplacedOnBothSidesAndInReplays(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	said := check.Must(s.Service.Post(ann, c.ID, conversation.Text{ClientID: "1", Body: "WRONG-PRICE"}))(t).Entry()
	s.observe(t)
	check.Must(s.Service.Recall(ann, c.ID, said.ID))(t)
	s.observe(t)
	for audience, want := range map[string]string{
		live.AudienceConversation(c.ID): `"changed":{"id":"` + said.ID + `"`,
		live.AudiencePublic(c.ID):       `"changed":{"id":"` + said.ID + `"`,
	} {
		check.Equal(t, s.to(audience), []string{"entry"})
		if raw := s.raw(audience); !strings.Contains(raw, want) || strings.Contains(raw, "WRONG-PRICE") {
			t.Errorf("%s got %s", audience, raw)
		}
	}
	// Whoever was away since before the message gets everything without the text, with no gap.
	m := check.Must(s.live.Open(ct.AsVisitor(t.Context(), ct.Customer.ID), c.ID, 0))(t)
	for _, frame := range m.Frames {
		if strings.Contains(string(frame), "WRONG-PRICE") {
			t.Errorf("the replay holds what was recalled: %s", frame)
		}
	}
	seqs, last := replay(ann, t, s, c.ID, 0)
	check.Equal(t, int64(len(seqs)), last)
}

func TestAnEditedNoteStaysInside(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	note := check.Must(s.Service.AddNote(ann, c.ID, conversation.Text{ClientID: "1", Body: "SECRET-A"}))(t).Entry()
	s.observe(t)
	check.Must(s.Service.Edit(ann, c.ID, note.ID, conversation.Text{Body: "SECRET-B"}))(t)
	s.observe(t)
	check.Equal(t, s.to(live.AudiencePublic(c.ID)), nil)
	if raw := s.raw(live.AudienceConversation(c.ID)); !strings.Contains(raw, "SECRET-B") || strings.Contains(raw, "SECRET-A") {
		t.Errorf("colleagues got %s", raw)
	}
}
