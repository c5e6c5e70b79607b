package api

import (
	"net/http"
	"sync"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// work is where a conversation stands.
type work struct {
	State, QueueID, AgentID string
	Position                int
}

// own is what routing knows of whoever asks.
type own struct {
	Capacity, Used int
	Holds          map[string]int
}

func offered(id string) func(kit.Frame) bool {
	return func(f kit.Frame) bool { return f.Op == "offer" && f.ConversationID == id }
}

func ended(id, outcome string) func(kit.Frame) bool {
	return func(f kit.Frame) bool { return f.Op == "offer_ended" && f.ConversationID == id && f.Outcome == outcome }
}

// TestOffers is what agents live through in a queue that gives out its work: an offer on the socket, declined and not answered,
// and accepted by the next one.
func TestOffers(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		s := open(t, kit.Options{Engine: engine})
		s.admin.Route(t, func(_ kit.Plan, queue map[string]any) {
			queue["offer"] = object{"mode": "push", "seconds": 5, "onTimeout": "next"}
			queue["people"] = []string{s.lin.ID, s.noah.ID}
		})
		desks := map[string]*kit.Socket{}
		for _, p := range []*kit.Person{s.lin, s.noah} {
			desks[p.ID], _ = p.Desk(t, kit.Hello{})
		}
		id := s.Visitor(t, s.channel.WidgetKey).Say(t, "", "hello?").Conversation.ID
		first, second := s.whoHas(t, id)
		f := desks[first.ID].Await(t, "the offer", offered(id))
		check.Equal(t, f.CustomerName != "", true)
		check.Equal(t, kit.Get[own](t, first.Client, "/routing/me").Used, 20)

		first.OK(t, http.MethodPost, kit.Path("/routing/offers/%s/decline", id), nil)
		desks[first.ID].Await(t, "its end", ended(id, "declined"))
		desks[second.ID].Await(t, "the offer for the other", offered(id))
		check.Equal(t, kit.Get[own](t, first.Client, "/routing/me").Used, 0)
		second.OK(t, http.MethodPost, kit.Path("/routing/offers/%s/accept", id), nil)
		desks[second.ID].Await(t, "that it is over", ended(id, "accepted"))
		check.Equal(t, kit.Get[struct{ AssigneeID string }](t, s.admin.Client, kit.Path("/conversations/%s", id)).AssigneeID, second.ID)
		first.Call(t, http.MethodPost, kit.Path("/routing/offers/%s/accept", id), nil).Refused(t, http.StatusConflict, "routing.offer_over")

		silent := s.Visitor(t, s.channel.WidgetKey).Say(t, "", "anybody?").Conversation.ID
		first, second = s.whoHas(t, silent)
		desks[first.ID].Await(t, "that nobody answered", ended(silent, "timeout"))
		desks[second.ID].Await(t, "the offer for the other", offered(silent))
		second.OK(t, http.MethodPost, kit.Path("/routing/offers/%s/accept", silent), nil)
		list := kit.Get[kit.List[struct{ Outcome string }]](t, s.admin.Client, kit.Path("/routing/work/%s/decisions", silent))
		check.Equal(t, len(list.Items), 2)
		check.Equal(t, []string{list.Items[0].Outcome, list.Items[1].Outcome}, []string{"accepted", "timeout"})
	})
}

// whoHas waits until a conversation is offered, and names who has it and who has not.
func (s *shop) whoHas(t *testing.T, id string) (has, other *kit.Person) {
	t.Helper()
	w := kit.Eventually(t, s.admin.Client, kit.Path("/routing/work/%s", id), "it is offered", func(w work) bool { return w.State == "offered" })
	if w.AgentID == s.lin.ID {
		return s.lin, s.noah
	}
	return s.noah, s.lin
}

// TestNobodyGetsTooMuch lets many customers come at once while people take conversations by hand: the machine gives nobody more
// than they can take, and nothing twice.
func TestNobodyGetsTooMuch(t *testing.T) {
	t.Parallel()
	const customers = 50
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		s := open(t, kit.Options{Engine: engine})
		s.admin.Route(t, func(_ kit.Plan, queue map[string]any) {
			queue["offer"] = object{"mode": "auto", "seconds": 20, "onTimeout": "next"}
			queue["people"] = []string{s.lin.ID, s.noah.ID}
		})
		for _, p := range []*kit.Person{s.lin, s.noah} {
			p.Desk(t, kit.Hello{})
		}
		guests := make([]*kit.Visitor, customers)
		for i := range guests {
			guests[i] = s.Visitor(t, s.channel.WidgetKey)
		}
		ids := make([]string, customers)
		var all sync.WaitGroup
		for i, v := range guests {
			all.Go(func() {
				ids[i] = v.Say(t, "", "hello?").Conversation.ID
				if i%5 == 0 { // somebody is faster than the machine, or not
					s.admin.Call(t, http.MethodPost, kit.Path("/conversations/%s/assign", ids[i]), object{"assigneeId": s.noah.ID, "ifAssigneeId": ""})
				}
			})
		}
		all.Wait()
		kit.Eventually(t, s.lin.Client, "/routing/me", "the machine has filled one", func(o own) bool { return o.Used == 100 })
		settled := func(q kit.List[struct{ Waiting, Held int }]) bool {
			held := 0
			for _, p := range []*kit.Person{s.lin, s.noah} {
				held += kit.Get[own](t, p.Client, "/routing/me").Holds["chat"]
			}
			return held == q.Items[0].Held && q.Items[0].Waiting+held == customers
		}
		kit.Eventually(t, s.admin.Client, "/routing/queues", "everybody stands somewhere, and is counted with whoever has them", settled)
		check.Equal(t, kit.Get[own](t, s.lin.Client, "/routing/me").Used, 100)
		by := map[string]int{}
		for _, id := range ids {
			list := kit.Get[kit.List[struct {
				Outcome  string
				Decision struct {
					Agent                        string
					UsedBefore, Points, Capacity int
				}
			}]](t, s.admin.Client, kit.Path("/routing/work/%s/decisions", id))
			for _, one := range list.Items {
				check.Equal(t, one.Decision.UsedBefore+one.Decision.Points <= one.Decision.Capacity, true)
				check.Equal(t, one.Outcome, "accepted")
				by[one.Decision.Agent]++
			}
			check.Equal(t, len(list.Items) <= 1, true) // nothing twice
		}
		check.Equal(t, by[s.lin.ID], 5)
		check.Equal(t, by[s.noah.ID] <= 5, true)
	})
}
