package api

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// wanted is a conversation as its customer sees it, and as those who answer do.
type wanted struct {
	Status   string
	CallBack *struct {
		Phone, Name string
		From, Until time.Time
		Tried       int
	}
}

// offersCalls makes the first queue offer calls and answers to who waits. Pushed to people, it is pushed to the two agents.
func (s *shop) offersCalls(t *testing.T, mode string) {
	t.Helper()
	s.admin.Route(t, func(_ kit.Plan, queue map[string]any) {
		queue["offer"] = object{"mode": mode, "seconds": 60, "onTimeout": "next"}
		if mode == "push" {
			queue["people"] = []string{s.lin.ID, s.noah.ID}
		}
		queue["steps"] = []object{{"after": 3600, "do": "callback"}, {"after": 3601, "do": "faq"}}
	})
}

// wantsCall is a conversation of a new visitor who wants to be called.
func wantsCall(t *testing.T, s *shop) (v *kit.Visitor, id string) {
	t.Helper()
	v = s.Visitor(t, s.channel.WidgetKey)
	id = v.Say(t, "", "please call me").Conversation.ID
	kit.Eventually(t, s.admin.Client, kit.Path("/routing/work/%s", id), "it waits", func(w work) bool { return w.State != "none" })
	v.OK(t, http.MethodPut, kit.Path("/widget/conversations/%s/callback", id), object{"phone": "+86 138 0013 8000", "name": "Lin"})
	return v, id
}

// TestCallBacks is the whole life of a wish to be called.
func TestCallBacks(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		s := open(t, kit.Options{Engine: engine})
		early := s.Visitor(t, s.channel.WidgetKey)
		first := early.Say(t, "", "hello?").Conversation.ID
		at := func(id string) string { return kit.Path("/widget/conversations/%s/callback", id) }
		kit.Eventually(t, s.admin.Client, kit.Path("/routing/work/%s", first), "it waits", func(w work) bool { return w.State == "waiting" })
		early.Call(t, http.MethodPut, at(first), object{"phone": "+8613800138000"}).Refused(t, http.StatusConflict, "conversation.not_offered")

		s.offersCalls(t, "push")
		v, id := wantsCall(t, s)
		early.Call(t, http.MethodGet, at(id), nil).Refused(t, http.StatusNotFound, "conversation.not_found")
		early.Call(t, http.MethodPut, at(id), object{"phone": "+8613900139000"}).Refused(t, http.StatusNotFound, "conversation.not_found")
		early.Call(t, http.MethodDelete, at(id), nil).Refused(t, http.StatusNotFound, "conversation.not_found")
		early.Call(t, http.MethodPost, kit.Path("/widget/conversations/%s/solved", id), nil).Refused(t, http.StatusNotFound, "conversation.not_found")

		// Asked twice changes the first; a time within the hours of the queue; the number is never given back as it is.
		choices := kit.Get[struct {
			Phone   string
			Windows []struct{ From, Until time.Time }
		}](t, v.Client, at(id))
		check.Equal(t, choices.Phone, "+86138****8000")
		v.Call(t, http.MethodPut, at(id), object{"from": choices.Windows[3].From.Add(time.Minute)}).Refused(t, http.StatusUnprocessableEntity, "conversation.call_time")
		later := kit.Do[wanted](t, v.Client, http.MethodPut, at(id), object{"from": choices.Windows[3].From, "name": "Mei"})
		check.Equal(t, []string{later.Status, later.CallBack.Phone, later.CallBack.Name}, []string{"open", "+8613800138000", "Mei"})
		list := func(query string) (ids []string) {
			for _, row := range kit.Get[kit.List[struct{ ID string }]](t, s.admin.Client, "/conversations?view=all&callback=true"+query).Items {
				ids = append(ids, row.ID)
			}
			return ids
		}
		check.Equal(t, [][]string{list(""), list("&status=snoozed")}, [][]string{nil, {id}})
		kit.Eventually(t, s.admin.Client, kit.Path("/routing/work/%s", id), "it is not offered before its time", func(w work) bool { return w.State == "none" })

		// Sooner after all: the agent is offered the work with the number.
		v.OK(t, http.MethodPut, at(id), object{})
		check.Equal(t, list(""), []string{id})
		desk, _ := s.lin.Desk(t, kit.Hello{})
		desk.Await(t, "the offer", offered(id))
		offers := kit.Get[struct {
			Items []struct {
				ConversationID string
				CallBack       *struct{ Phone string }
			}
		}](t, s.lin.Client, "/routing/offers")
		mine := offers.Items[slices.IndexFunc(offers.Items, func(o struct {
			ConversationID string
			CallBack       *struct{ Phone string }
		},
		) bool {
			return o.ConversationID == id
		})]
		check.Equal(t, mine.CallBack.Phone, "+8613800138000")
		s.lin.OK(t, http.MethodPost, kit.Path("/routing/offers/%s/accept", id), nil)

		// What came of it: again later, then reached.
		outcome := kit.Path("/conversations/%s/call-outcome", id)
		s.noah.Call(t, http.MethodPost, kit.Path("/conversations/%s/call-outcome", first), object{"outcome": "reached"}).Refused(t, http.StatusConflict, "conversation.no_callback")
		s.lin.OK(t, http.MethodPost, outcome, object{"outcome": "not_reached", "again": time.Now().Add(time.Hour).UTC()})
		row := kit.Get[wanted](t, s.admin.Client, kit.Path("/conversations/%s", id))
		check.Equal(t, []any{row.Status, row.CallBack.Tried}, []any{"snoozed", 1})
		s.lin.OK(t, http.MethodPost, outcome, object{"outcome": "reached"})
		s.lin.Call(t, http.MethodPost, outcome, object{"outcome": "reached"}).Refused(t, http.StatusConflict, "conversation.no_callback")
		check.Equal(t, list("&status=snoozed"), nil)
		v.Call(t, http.MethodPut, at(id), object{"phone": "+8613800138000"}).Refused(t, http.StatusConflict, "conversation.callback_taken")

		s.masked(t)
		s.solvedAlone(t)
		s.leavesQueue(t, early)
	})
}

// masked: who does not see personal data reads numbers with stars, also in offers and activities, and reveals one at a time, which
// is noted.
func (s *shop) masked(t *testing.T) {
	t.Helper()
	veiled := s.admin.Token(t, map[string]string{"conversation.read": "all", "personal.reveal": "all"})
	_, id := wantsCall(t, s)
	at := kit.Path("/conversations/%s", id)
	check.Equal(t, kit.Get[wanted](t, veiled, at).CallBack.Phone, "+86138****8000")
	acts := kit.Get[kit.List[struct{ Activity *struct{ Type, Phone string } }]](t, veiled, at+"/entries")
	last := acts.Items[len(acts.Items)-1].Activity
	check.Equal(t, []string{last.Type, last.Phone}, []string{"callback_asked", "+86138****8000"})
	shown := kit.Do[struct{ Values map[string]string }](t, veiled, http.MethodPost, "/reveals", object{"kind": "callback", "subjectId": id})
	check.Equal(t, shown.Values, map[string]string{"phone": "+8613800138000"})
	noted := kit.Get[kit.List[struct{ Kind, SubjectID string }]](t, s.admin.Client, "/reveals")
	check.Equal(t, []string{noted.Items[0].Kind, noted.Items[0].SubjectID}, []string{"callback", id})
}

// solvedAlone: the answer was found while waiting, which is counted.
func (s *shop) solvedAlone(t *testing.T) {
	t.Helper()
	v := s.Visitor(t, s.channel.WidgetKey)
	id := v.Say(t, "", "how do I return it?").Conversation.ID
	kit.Eventually(t, s.admin.Client, kit.Path("/routing/work/%s", id), "it waits", func(w work) bool { return w.State != "none" })
	for range 2 {
		check.Equal(t, kit.Do[wanted](t, v.Client, http.MethodPost, kit.Path("/widget/conversations/%s/solved", id), nil).Status, "resolved")
	}
	queues := kit.Get[kit.List[struct{ SolvedAlone, CallBacks int }]](t, s.admin.Client, "/routing/queues")
	check.Equal(t, []int{queues.Items[0].SolvedAlone, queues.Items[0].CallBacks}, []int{1, 1})
}

// leavesQueue: who will not wait leaves the queue, which is counted, and stands where they stood when they write again in time.
func (s *shop) leavesQueue(t *testing.T, stranger *kit.Visitor) {
	t.Helper()
	s.admin.Route(t, func(_ kit.Plan, queue map[string]any) { queue["keep"] = 600 })
	v := s.Visitor(t, s.channel.WidgetKey)
	id := v.Say(t, "", "is anybody there?").Conversation.ID
	at, standing := kit.Path("/widget/conversations/%s/leave", id), kit.Path("/routing/work/%s", id)
	kit.Eventually(t, s.admin.Client, standing, "it waits", func(w work) bool { return w.State != "none" })
	arrived := func() time.Time { return kit.Get[struct{ Arrived time.Time }](t, s.admin.Client, standing).Arrived }
	came := arrived()
	stranger.Call(t, http.MethodGet, at, nil).Refused(t, http.StatusNotFound, "conversation.not_found")
	stranger.Call(t, http.MethodPost, at, nil).Refused(t, http.StatusNotFound, "conversation.not_found")
	check.Equal(t, kit.Get[struct{ KeptSeconds int }](t, v.Client, at).KeptSeconds, 600)
	for range 2 {
		check.Equal(t, kit.Do[wanted](t, v.Client, http.MethodPost, at, nil).Status, "resolved")
	}
	queues := kit.Get[kit.List[struct{ SolvedAlone, LeftQueue int }]](t, s.admin.Client, "/routing/queues")
	check.Equal(t, []int{queues.Items[0].SolvedAlone, queues.Items[0].LeftQueue}, []int{1, 1})
	kit.Eventually(t, s.admin.Client, standing, "it waits no more", func(w work) bool { return w.State == "none" })
	v.Say(t, id, "back again")
	kit.Eventually(t, s.admin.Client, standing, "it waits again", func(w work) bool { return w.State != "none" })
	check.Equal(t, arrived(), came)

	s.noah.OK(t, http.MethodPost, kit.Path("/conversations/%s/assign", id), object{"assigneeId": s.noah.ID})
	v.Call(t, http.MethodPost, at, nil).Refused(t, http.StatusConflict, "conversation.callback_taken")
}

// TestWishesHaveTheirLimits: whoever asks again and again is told to wait, as with messages.
func TestWishesHaveTheirLimits(t *testing.T) {
	t.Parallel()
	s := open(t, kit.Options{Set: []string{"limits.visitor_writes=3"}})
	v := s.Visitor(t, s.channel.WidgetKey)
	id := v.Say(t, "", "please call me").Conversation.ID
	at := kit.Path("/widget/conversations/%s/callback", id)
	for range 2 {
		v.Call(t, http.MethodPut, at, object{"phone": "+8613800138000"}).Refused(t, http.StatusConflict, "conversation.not_offered")
	}
	v.Call(t, http.MethodPut, at, object{"phone": "+8613800138000"}).Refused(t, http.StatusTooManyRequests, "too_many")
}
