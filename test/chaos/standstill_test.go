package chaos

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// stands is how long the database does nothing: less than anybody waits for a lock, more than anything takes.
const stands = 2 * time.Second

// TestTheDatabaseStandsStillInTheMiddleOfOffers locks the work that is given out for some seconds while customers come and agents
// accept: nobody is lost, nobody is with two, and offers go on afterwards.
func TestTheDatabaseStandsStillInTheMiddleOfOffers(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		t.Parallel()
		program := kit.Start(t, kit.Options{Engine: engine})
		admin := program.SetUp(t)
		channel := admin.Channel(t, "Web")
		agents := []*kit.Person{admin.Invite(t, "Bob", "agent"), admin.Invite(t, "Cem", "agent")}
		for _, a := range agents {
			a.Desk(t, kit.Hello{})
		}
		admin.Route(t, func(plan kit.Plan, queue map[string]any) {
			plan["capacity"] = 80 // four chats
			queue["offer"] = map[string]any{"mode": "push", "seconds": 60, "onTimeout": "next"}
		})
		guests := make([]*kit.Visitor, 9)
		for i := range guests {
			guests[i] = program.Visitor(t, channel.WidgetKey)
		}
		ids := make([]string, 8) // as many as the two have room for
		for i, g := range guests[:4] {
			ids[i] = g.Say(t, "", "hello").Conversation.ID
		}
		for _, a := range agents {
			kit.Eventually(t, a.Client, "/routing/offers", "two are offered", func(l kit.List[offer]) bool { return len(l.Items) == 2 })
		}

		unlock := standStill(t, program, engine)
		over := time.NewTimer(stands)
		var all sync.WaitGroup
		for _, a := range agents {
			all.Go(func() { acceptAll(t, a) })
		}
		for i, g := range guests[4:8] {
			all.Go(func() { ids[4+i] = arrives(t, g) })
		}
		<-over.C
		unlock()
		all.Wait()
		withOne(t, admin, ids)

		for _, a := range agents {
			a.OK(t, http.MethodPost, kit.Path("/conversations/%s/resolve", mine(t, a)[0]), map[string]any{})
		}
		last := guests[8].Say(t, "", "hello").Conversation.ID
		kit.Until(t, "offers go on", func() bool {
			return slices.ContainsFunc(agents, func(a *kit.Person) bool {
				offers := kit.Get[kit.List[offer]](t, a.Client, "/routing/offers").Items
				return len(offers) == 1 && offers[0].ConversationID == last
			})
		})
		check.Equal(t, program.Stop(t), 0)
	})
}

// standStill keeps everybody else from writing to the work of routing, until unlock.
func standStill(t *testing.T, p *kit.Program, engine db.Engine) (unlock func()) {
	t.Helper()
	if engine == db.SQLite {
		return hold(t, p.Data)
	}
	return grip(t, db.Config{Engine: engine, DSN: p.DSN, Conns: 2}, `LOCK TABLE routing_work IN ACCESS EXCLUSIVE MODE`)
}

// arrives is a customer who tries until the message is taken.
func arrives(t *testing.T, g *kit.Visitor) (id string) {
	message := kit.Message("", "hello")
	kit.Until(t, "the message is taken", func() bool {
		r, err := g.Try(t.Context(), http.MethodPost, "/widget/messages", message)
		if err != nil || r.Status >= http.StatusBadRequest {
			return false
		}
		id = kit.As[kit.Sent](t, r).Conversation.ID
		return true
	})
	return id
}

// acceptAll accepts what is offered until somebody has all that they have room for.
func acceptAll(t *testing.T, a *kit.Person) {
	kit.Until(t, a.Email+" has four", func() bool {
		r, err := a.Try(t.Context(), http.MethodGet, "/routing/offers", nil)
		if err != nil || r.Status != http.StatusOK {
			return false
		}
		for _, o := range kit.As[kit.List[offer]](t, r).Items {
			_, _ = a.Try(t.Context(), http.MethodPost, kit.Path("/routing/offers/%s/accept", o.ConversationID), nil) // the system may be busy
		}
		return len(mine(t, a)) == 4
	})
}

// mine are the open conversations that somebody has.
func mine(t *testing.T, a *kit.Person) []string {
	var ids []string
	for _, c := range kit.Get[kit.List[struct{ ID string }]](t, a.Client, "/conversations?view=mine&status=open").Items {
		ids = append(ids, c.ID)
	}
	return ids
}

// withOne holds that each conversation was offered once, and is with who accepted it.
func withOne(t *testing.T, admin *kit.Person, ids []string) {
	t.Helper()
	check.Equal(t, len(slices.Compact(slices.Sorted(slices.Values(ids)))), len(ids))
	for _, id := range ids {
		list := kit.Get[kit.List[struct {
			Outcome  string
			Decision struct{ Agent string }
		}]](t, admin.Client, kit.Path("/routing/work/%s/decisions", id)).Items
		check.Equal(t, len(list), 1)
		check.Equal(t, list[0].Outcome, "accepted")
		check.Equal(t, kit.Get[struct{ AssigneeID string }](t, admin.Client, kit.Path("/conversations/%s", id)).AssigneeID, list[0].Decision.Agent)
	}
}
