package core

import (
	"context"
	"encoding/json"
	"sync"
	"testing"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/platform/bus"
)

// looks opens a page as the visitor.
func (s shop) looks(t *testing.T, v channel.Session, path string) {
	t.Helper()
	a, _, err := s.Services.Channels.Authenticate(t.Context(), v.Token, "")
	check.NoError(t, err)
	seen := check.Must(s.Services.Visitors.Look(actor.With(t.Context(), a), visitor.Arrival{URL: "https://tea.example/" + path, Title: path}))(t)
	check.Equal(t, seen.Watch, true)
}

// there is the visitor on the board, when it is so.
func (s shop) there(t *testing.T, v channel.Session, why string, so func(visitor.Visit) bool) visitor.Visit {
	t.Helper()
	var out visitor.Visit
	check.Eventually(t, why, func() bool {
		var err error
		out, err = s.Services.Visitors.Get(s.system(t), v.VisitorID)
		return err == nil && so(out)
	})
	return out
}

// TestInvitation walks one: announced to the browser, accepted, a conversation with who invited, shown with the visitor, and
// gone with the customer.
func TestInvitation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		s := newShop(t, r)
		check.NoError(t, r.hearVisits())
		s.work(t)
		v := s.visit(t)
		s.looks(t, v, "green")
		s.there(t, v, "the visitor is on the board", func(visit visitor.Visit) bool { return visit.Page.Title == "green" })

		var mu sync.Mutex
		var heard inviteFrame
		_, err := r.bus.Subscribe(contract.Live(s.tenant, contract.AudienceVisitor(v.VisitorID)), "", func(m bus.Msg) {
			mu.Lock()
			defer mu.Unlock()
			_ = json.Unmarshal(m.Data, &heard)
		})
		check.NoError(t, err)
		signed := s.signIn(t)
		ann, _, err := r.Services.Identity.Authenticate(t.Context(), signed.Token)
		check.NoError(t, err)
		agent := actor.With(t.Context(), ann)
		i := check.Must(r.Services.Visitors.Invite(agent, v.VisitorID, "A cup of tea?"))(t)
		check.Eventually(t, "the browser hears of it", func() bool {
			mu.Lock()
			defer mu.Unlock()
			return heard == inviteFrame{Op: "invite", Invite: visitor.Bubble{ID: i.ID, Body: "A cup of tea?", Name: "Ann"}}
		})

		i, err = r.Services.Visitors.Answer(s.browser(t, v), i.ID, visitor.Accepted)
		check.NoError(t, err)

		c := check.Must(r.Services.Conversations.Get(s.system(t), i.ConversationID))(t)
		check.Equal(t, []any{c.AssigneeID, c.LastMessagePreview, c.Status}, []any{ann.ID, "A cup of tea?", conversation.Open})
		s.there(t, v, "the conversation shows with the visitor", func(visit visitor.Visit) bool {
			return visit.Talk != nil && *visit.Talk == visitor.Talk{ConversationID: c.ID, AssigneeID: ann.ID}
		})

		_, err = r.Services.Conversations.Resolve(s.system(t), c.ID, "done", nil)
		check.NoError(t, err)
		s.there(t, v, "the conversation has ended", func(visit visitor.Visit) bool { return visit.Talk == nil })
		check.NoError(t, r.Services.Conversations.Erase(s.system(t), []string{c.ID}))
		check.NoError(t, r.Services.Customers.Erase(s.system(t), []string{c.CustomerID}))
		check.Eventually(t, "nothing is left of the visitor", func() bool {
			_, err := r.Services.Visitors.Get(s.system(t), v.VisitorID)
			n := r.number(t, `SELECT (SELECT COUNT(*) FROM visitor_visits) + (SELECT COUNT(*) FROM visitor_invites)`)
			return fault.Has(err, visitor.ErrNotFound) && n == 0
		})
	})
}

// TestInvitationByRule: nobody is there, so no rule invites; somebody is, so it does, and the conversation is nobody's yet.
func TestInvitationByRule(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		s := newShop(t, r)
		check.NoError(t, r.hearVisits())
		_, err := r.Services.Visitors.AddRule(s.system(t), visitor.Rule{
			Name: "Everybody", Enabled: true, When: visitor.Conditions{Seen: 1}, Message: visitor.Localised{En: "Hello"},
		})
		check.NoError(t, err)
		v := s.visit(t)
		s.looks(t, v, "green")
		s.there(t, v, "the visitor is on the board", func(visitor.Visit) bool { return true })
		check.NoError(t, r.Services.Visitors.ByRules(s.system(t)))
		check.Equal(t, r.number(t, `SELECT COUNT(*) FROM visitor_invites`), int64(0))

		ann, _, err := r.Services.Identity.Authenticate(t.Context(), s.signIn(t).Token)
		check.NoError(t, err)
		check.NoError(t, r.Services.Identity.KeepAlive(s.system(t), []string{ann.ID}))
		_, err = r.Services.Identity.ChoosePresence(actor.With(t.Context(), ann), identity.Online, "")
		check.NoError(t, err)
		check.Eventually(t, "the rule invites", func() bool {
			check.NoError(t, r.Services.Visitors.ByRules(s.system(t)))
			return r.number(t, `SELECT COUNT(*) FROM visitor_invites`) == 1
		})
		visit := s.there(t, v, "the invitation shows", func(visit visitor.Visit) bool { return visit.Invite != nil })
		i := check.Must(r.Services.Visitors.Answer(s.browser(t, v), visit.Invite.ID, visitor.Accepted))(t)
		c := check.Must(r.Services.Conversations.Get(s.system(t), i.ConversationID))(t)
		check.Equal(t, []any{c.AssigneeID, c.LastMessagePreview}, []any{"", "Hello"})
	})
}

func (s shop) browser(t *testing.T, v channel.Session) context.Context {
	t.Helper()
	a, _, err := s.Services.Channels.Authenticate(t.Context(), v.Token, "")
	check.NoError(t, err)
	return actor.With(t.Context(), a)
}
