package gateway

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/bus"
)

// TestVisits: a browser that tells of its visit is announced once however many tabs it has, gone with the last, named again
// when a core asks, and reached by its own audience; one that only chats is not.
func TestVisits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mu sync.Mutex
	var here, left []string
	_, err := w.bus.Subscribe(contract.SubjectVisits, "", func(m bus.Msg) {
		var v contract.Visits
		if json.Unmarshal(m.Data, &v) == nil && v.Tenant == tenant {
			mu.Lock()
			defer mu.Unlock()
			here, left = append(here, v.Here...), append(left, v.Left...)
		}
	})
	check.NoError(t, err)
	heard := func(list *[]string, want ...string) func() bool {
		return func() bool {
			mu.Lock()
			defer mu.Unlock()
			return slices.Equal(*list, want)
		}
	}
	w.visitor("v1", "vis_1")
	w.visitor("v2", "vis_2")
	visiting := func() *peer {
		p, _ := w.dial(w.url+"/ws/widget", "", nil)
		p.Say(`{"op":"hello","token":"v1","visit":true}`)
		p.hear("welcome")
		return p
	}
	one, two := visiting(), visiting()
	w.widget("v2")
	w.g.visits.tellChanges()
	check.Eventually(t, "the visit is announced", heard(&here, "vis_1"))
	check.NoError(t, w.bus.Publish(contract.SubjectVisitsAsk, nil))
	check.Eventually(t, "the visit is named again", heard(&here, "vis_1", "vis_1"))
	w.publish(contract.AudienceVisitor("vis_1"), `{"op":"invite"}`)
	one.hear("invite")
	two.hear("invite")

	one.Leave()
	two.Leave()
	check.Eventually(t, "the tabs are closed", func() bool {
		w.g.visits.mu.Lock()
		defer w.g.visits.mu.Unlock()
		return len(w.g.visits.sockets) == 0
	})
	w.g.visits.tellChanges()
	check.Eventually(t, "the visit has ended", heard(&left, "vis_1"))
}
