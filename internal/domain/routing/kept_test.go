package routing_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingtest"
)

// TestKeptPlacesAreOldAndInTime: whatever places are kept, the one that is given back belongs to the queue, is older than the new
// arrival, is in time, and no other that fits is older.
func TestKeptPlacesAreOldAndInTime(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	at := func() time.Time { return routingtest.Epoch.Add(time.Duration(r.IntN(60)) * time.Minute) }
	queues := []string{"que_a", "que_b"}
	given := 0
	for range 2000 {
		var kept []routing.Kept
		for range r.IntN(5) {
			kept = append(kept, routing.Kept{ConversationID: "cnv", Queue: queues[r.IntN(2)], Arrived: at(), Until: at()})
		}
		arrived := at()
		fits := func(k routing.Kept) bool {
			return k.Queue == "que_a" && k.Arrived.Before(arrived) && !arrived.After(k.Until)
		}
		got, ok := routing.PlaceFor(kept, "que_a", arrived)
		if ok {
			given++
			check.Equal(t, fits(got), true)
		}
		for _, k := range kept {
			check.Equal(t, fits(k) && (!ok || k.Arrived.Before(got.Arrived)), false)
		}
	}
	check.Equal(t, given > 100, true)
}

func TestWorkStandsWhereItStood(t *testing.T) {
	t.Parallel()
	q := routing.QueuePlan{ID: "que_a", Steps: []routing.Step{{After: 10, Do: routing.ActTell}, {After: 20, Do: routing.ActWiden, Queue: "que_b"}, {After: 90, Do: routing.ActFAQ}}}
	came := routing.Item{Work: routing.Work{ID: "cnv_1", Queues: []string{"que_a"}, Arrived: routingtest.Epoch.Add(5 * time.Minute), HeadStart: time.Minute}, Plan: 3}
	old := routing.Kept{ConversationID: "cnv_0", Queue: "que_a", Arrived: routingtest.Epoch, Left: routingtest.Epoch.Add(2 * time.Minute), Step: 2, Plan: 3}
	it := old.Back(came, &q)
	check.Equal(t, it.Arrived, routingtest.Epoch)
	check.Equal(t, it.HeadStart, time.Minute) // of today's rules
	check.Equal(t, it.Kept.AfterSeconds(), 180)
	check.Equal(t, it.Step, 2)
	check.Equal(t, it.Queues, []string{"que_a", "que_b"})
	old.Plan = 2 // its steps were others
	it = old.Back(came, &q)
	check.Equal(t, it.Step, 0)
	check.Equal(t, it.Queues, []string{"que_a"})
	check.Equal(t, (*routing.Comeback)(nil).AfterSeconds(), 0)
}
