package live_test

import (
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/check"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/usecase/live"
)

func TestPersonalDataIsHiddenOncePerAudience(t *testing.T) {
	t.Parallel()
	s := newStage()
	res, err := s.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), ct.Says(ct.Customer, "c1", "Ring 13800138000"))
	check.NoError(t, err)
	id := res.Conversation.ID
	s.observe(t)
	for _, audience := range []string{live.AudienceConversation(id), live.AudienceAll, live.AudienceTeam("")} {
		masked := live.AudienceMasked(audience)
		check.Equal(t, s.to(masked), s.to(audience))
		if !strings.Contains(s.raw(audience), "13800138000") || strings.Contains(s.raw(masked), "13800138000") || !strings.Contains(s.raw(masked), "138****8000") {
			t.Errorf("%s got %s, and those from whom it is hidden %s", audience, s.raw(audience), s.raw(masked))
		}
	}
	if !strings.Contains(s.raw(live.AudiencePublic(id)), "13800138000") {
		t.Error("a customer must see what the customer wrote")
	}
	a, err := actor.Of(ct.As(t.Context(), ct.Bob, actor.All))
	check.NoError(t, err)
	seeing, err := s.live.Open(actor.With(t.Context(), a), id, 0)
	check.NoError(t, err)
	delete(a.Grants, personal.See)
	blind, err := s.live.Open(actor.With(t.Context(), a), id, 0)
	check.NoError(t, err)
	for i, raw := range blind.Frames {
		if strings.Contains(string(raw), "13800138000") {
			t.Errorf("replayed: %s", raw)
		}
		check.Equal(t, strings.Count(string(raw), "138****8000"), strings.Count(string(seeing.Frames[i]), "13800138000"))
	}
}
