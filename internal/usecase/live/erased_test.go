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

func TestAnErasedConversationLeavesAllScreens(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	check.Must(s.Service.Assign(ct.As(t.Context(), ct.Ann, actor.All), c.ID, conversation.Assignment{Assignee: ct.Ptr(ct.Bob), Team: ct.Ptr(ct.Sales)}))(t)
	s.observe(t)
	check.NoError(t, s.Service.Erase(ct.AsSystem(t.Context()), []string{c.ID}))
	s.observe(t)
	for _, audience := range []string{live.AudienceAll, live.AudienceTeam(ct.Sales), live.AudienceUser(ct.Bob)} {
		check.Equal(t, s.to(audience), []string{"desk"})
		if !strings.Contains(s.raw(audience), `"gone":["`+c.ID+`"]`) {
			t.Errorf("%s got %s", audience, s.raw(audience))
		}
	}
	check.Equal(t, s.to(live.AudienceConversation(c.ID)), []string{"reset"})
	check.Equal(t, s.to(live.AudiencePublic(c.ID)), []string{"reset"})
}
