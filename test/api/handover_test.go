package api

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// told is what another centre hears.
type told struct {
	Type string
	Data struct {
		StreamID string
		Fields   struct{ Transcript, Return string }
	}
}

// TestAnotherCentreTakesOver lives through a hand-over: the step tells the other system, which reads the conversation and gives it
// back; later its webhook is deleted, and what it has comes back by itself; at last the customer leaves unanswered and has their place again.
func TestAnotherCentreTakesOver(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		heard := make(chan told, 10)
		centre := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var one told
			body, _ := io.ReadAll(r.Body)
			if json.Unmarshal(body, &one) == nil && r.Header.Get("Webhook-Signature") != "" {
				heard <- one
			}
			w.WriteHeader(http.StatusNoContent)
		}))
		t.Cleanup(centre.Close)
		s := open(t, kit.Options{Engine: engine, Set: []string{"egress.allow=127.0.0.1"}})
		hook := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, "/webhooks", object{"url": centre.URL, "description": "Night", "events": []string{"webhook.test"}})
		s.admin.Route(t, func(_ kit.Plan, queue map[string]any) {
			queue["steps"] = []object{{"after": 0, "do": "handover", "centre": hook.ID, "text": object{"en": "The night centre answers you."}}}
			queue["keep"] = 600
		})
		visitor := s.Visitor(t, s.channel.WidgetKey)
		id := visitor.Say(t, "", "is anybody there?").Conversation.ID
		at := kit.Path("/routing/work/%s", id)
		type standing struct {
			State, Outside  string
			Arrived         time.Time
			CameBackSeconds int
		}
		outside := func(w standing) bool { return w.State == "outside" && w.Outside == "Night" }
		came := kit.Eventually(t, s.admin.Client, at, "the other centre has it", outside).Arrived
		select {
		case one := <-heard:
			check.Equal(t, []string{one.Type, one.Data.StreamID}, []string{"routing.handed_over", id})
			check.Equal(t, one.Data.Fields.Return, "/api/v1"+at+"/return")
			check.Equal(t, one.Data.Fields.Transcript, "/api/v1"+kit.Path("/conversations/%s", id)+"/entries")
		case <-time.After(30 * time.Second):
			t.Fatal("the other centre heard nothing")
		}
		s.admin.OK(t, http.MethodPost, at+"/return", nil)
		s.admin.Call(t, http.MethodPost, at+"/return", nil).Refused(t, http.StatusConflict, "routing.inside")
		check.Equal(t, kit.Get[standing](t, s.admin.Client, at).State, "waiting")

		s.admin.OK(t, http.MethodPost, at+"/handover", object{"centreId": hook.ID, "note": "once more"})
		s.admin.OK(t, http.MethodDelete, "/webhooks/"+hook.ID, nil)
		kit.Eventually(t, s.admin.Client, at, "it is back from a centre that is gone", func(w standing) bool { return w.State == "waiting" })

		s.admin.OK(t, http.MethodPost, kit.Path("/conversations/%s", id)+"/resolve", object{})
		kit.Eventually(t, s.admin.Client, at, "it waits no more", func(w standing) bool { return w.State == "none" })
		visitor.Say(t, id, "I am back")
		back := kit.Eventually(t, s.admin.Client, at, "it waits again", func(w standing) bool { return w.State == "waiting" })
		check.Equal(t, back.Arrived, came)
		check.Equal(t, back.CameBackSeconds > 0, true)
	})
}
