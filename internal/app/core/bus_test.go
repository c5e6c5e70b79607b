package core

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

const password = "a long enough sentence"

// shop is a workspace with one person and one widget.
type shop struct {
	role
	tenant string
	key    string
}

func newShop(t *testing.T, r role) shop {
	t.Helper()
	w := check.Must(r.Services.Account.Create(t.Context(), account.NewWorkspace{Name: "Tea", Slug: "tea", Locale: "en", Timezone: "UTC"}))(t)
	s := shop{role: r, tenant: w.ID}
	system := s.system(t)
	roles := check.Must(r.Services.Identity.Prepare(system))(t)
	_, err := r.Services.Identity.CreateUser(system, identity.NewUser{
		Email: "ann@example.com", Name: "Ann Smith", Alias: "Ann", Password: password, Locale: "en", Timezone: "UTC", RoleID: roles[identity.RoleAgent],
	})
	check.NoError(t, err)
	s.key = check.Must(r.Services.Channels.Create(system, "Shop", nil))(t).WidgetKey
	return s
}

func (s shop) system(t *testing.T) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.SystemFor(s.tenant))
}

func (s shop) signIn(t *testing.T) identity.Signed {
	t.Helper()
	return check.Must(s.Services.Identity.SignIn(t.Context(), identity.SignIn{Email: "ann@example.com", Password: password}))(t)
}

func (s shop) visit(t *testing.T) channel.Session {
	t.Helper()
	return check.Must(s.Services.Channels.StartSession(t.Context(), channel.Start{Key: s.key, Locale: "en"}))(t)
}

// writes sends a message as the visitor.
func (s shop) writes(t *testing.T, v channel.Session, clientID, name string) conversation.VisitorConversation {
	t.Helper()
	a, _, err := s.Services.Channels.Authenticate(t.Context(), v.Token, "")
	check.NoError(t, err)
	c, _, err := s.Services.Intake.Take(actor.With(t.Context(), a), conversation.VisitorMessage{
		Text: conversation.Text{ClientID: clientID, Body: "hello"}, Name: name,
	})
	check.NoError(t, err)
	return c
}

func TestGrantOfPerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		s := newShop(t, r)
		signed := s.signIn(t)
		g := check.Must(r.grant(t.Context(), contract.GrantRequest{Kind: contract.Desk, Secret: signed.Token}))(t)
		check.Equal(t, g.Session, signed.Session.ID)
		check.Equal(t, g.Name, "Ann") // what customers see while she types
		check.Equal(t, g.ExpiresAt.Equal(signed.Session.Until()), true)
		check.Equal(t, g.Epoch != "" && g.Cursor != "", true)

		// A personal access token opens a desk, too, and reaches no further than it was made for.
		me := actor.With(t.Context(), g.Actor)
		text, token, err := r.Services.Identity.CreateToken(me, "script", identity.Grants{conversation.PermRead: actor.Own}, time.Time{})
		check.NoError(t, err)
		g = check.Must(r.grant(t.Context(), contract.GrantRequest{Kind: contract.Desk, Secret: text}))(t)
		check.Equal(t, g.Session, token.ID)
		check.Equal(t, g.Actor.Kind, actor.Token)
		for _, topic := range g.Topics {
			check.Equal(t, topic == "all" || strings.HasPrefix(topic, "team."), false)
		}
		for _, bad := range []string{"", "fds_x", "fdp_x", text + "x", s.visit(t).Token} {
			_, err := r.grant(t.Context(), contract.GrantRequest{Kind: contract.Desk, Secret: bad})
			check.Equal(t, fault.KindOf(err), fault.Unauthenticated)
		}
		check.NoError(t, r.Services.Identity.RevokeToken(me, token.ID))
		_, err = r.grant(t.Context(), contract.GrantRequest{Kind: contract.Desk, Secret: text})
		check.Equal(t, fault.KindOf(err), fault.Unauthenticated)
	})
}

// TestVisitorBecomesCustomer: somebody who connects before the first message can open what that message began; somebody
// else cannot, and a person's credential is none at the visitors' door.
func TestVisitorBecomesCustomer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		s := newShop(t, r)
		v, other := s.visit(t), s.visit(t)
		g := check.Must(r.grant(t.Context(), contract.GrantRequest{Kind: contract.Widget, Secret: v.Token}))(t)
		check.Equal(t, len(g.Topics), 0)
		c := s.writes(t, v, "m1", "Bo")
		open := check.Must(r.open(actor.With(t.Context(), g.Actor), contract.OpenRequest{Conversation: c.ID}))(t)
		var last struct{ Op, Conversation string }
		check.NoError(t, json.Unmarshal(open.Frames[len(open.Frames)-1], &last))
		check.Equal(t, last.Op+last.Conversation, "opened"+c.ID)
		g = check.Must(r.grant(t.Context(), contract.GrantRequest{Kind: contract.Widget, Secret: v.Token}))(t)
		check.Equal(t, g.Topics, []string{"cus." + g.Actor.OnBehalfOf})

		for _, stranger := range []channel.Session{other, s.visit(t)} {
			g := check.Must(r.grant(t.Context(), contract.GrantRequest{Kind: contract.Widget, Secret: stranger.Token}))(t)
			_, err := r.open(actor.With(t.Context(), g.Actor), contract.OpenRequest{Conversation: c.ID})
			check.Fault(t, err, conversation.ErrNotFound)
			// Even one who claims on the bus to act for somebody is looked up.
			forged := g.Actor
			forged.OnBehalfOf = check.Must(r.Services.Customers.Visitor(s.system(t), v.VisitorID))(t).CustomerID
			_, err = r.open(actor.With(t.Context(), forged), contract.OpenRequest{Conversation: c.ID})
			check.Fault(t, err, conversation.ErrNotFound)
			s.writes(t, stranger, "m1", "")
		}
		_, err := r.grant(t.Context(), contract.GrantRequest{Kind: contract.Widget, Secret: s.signIn(t).Token})
		check.Equal(t, fault.KindOf(err), fault.Unauthenticated)
		_, err = r.open(t.Context(), contract.OpenRequest{Conversation: c.ID})
		check.Fault(t, err, fault.ErrUnauthenticated)
	})
}

// TestFollow: conversations show the name that their customer has now.
func TestFollow(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		s := newShop(t, r)
		c := s.writes(t, s.visit(t), "m1", "Bo")
		s.work(t)
		row := check.Must(r.Services.Conversations.Get(s.system(t), c.ID))(t)
		person := check.Must(r.Services.Customers.Lookup(s.system(t), []string{row.CustomerID}))(t)[0]
		_, err := r.Services.Customers.Update(s.system(t), person.ID, customer.Edit{Version: person.Version, Name: new("Beatrice")})
		check.NoError(t, err)
		check.Eventually(t, "the conversation shows the new name", func() bool {
			row, err := r.Services.Conversations.Get(s.system(t), c.ID)
			return err == nil && row.CustomerName == "Beatrice"
		})
		list := check.Must(r.Services.Conversations.OfCustomer(s.system(t), person.ID, page.Request{}))(t)
		check.Equal(t, len(list.Items), 1)
	})
}

func TestTidy(t *testing.T) {
	t.Parallel()
	for _, e := range dbtest.Engines {
		t.Run(string(e), func(t *testing.T) {
			now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
			r := openRole(t, e, clock.Fixed(now))
			ctx, cancel := context.WithCancel(actor.With(t.Context(), actor.SystemFor("wsp_1")))
			for key, age := range map[string]time.Duration{"old": keepReplies + time.Minute, "new": keepReplies - time.Minute} {
				check.NoError(t, r.DB.Do(ctx, func(ctx context.Context) error {
					_, err := r.DB.SaveReply(ctx, key, "f", 200, nil, now.Add(-age))
					return err
				}))
			}
			done := make(chan error, 1)
			var running sync.WaitGroup
			running.Go(func() { done <- r.tidy(ctx) })
			check.Eventually(t, "the old answer is gone", func() bool {
				left := check.Must(db.Query(ctx, r.DB, func(row db.Row) (k string, err error) { return k, row.Scan(&k) }, `SELECT key FROM idempotency`))(t)
				return len(left) == 1 && left[0] == "new"
			})
			cancel()
			check.NoError(t, <-done)
		})
	}
}
