package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/event"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/usecase/dispatch"
)

// breakage is how a unit fails for want of a database.
type breakage int

const (
	whole   breakage = iota // it does not
	refused                 // it never began
	undone                  // nothing of it was kept
	unheard                 // it was kept, and nobody was told so
)

// A database that goes away at any unit, for one or for several in a row, costs nobody a customer and gives nobody one twice: the
// batch is read again.
func TestADatabaseThatGoesAway(t *testing.T) {
	t.Parallel()
	for _, mode := range []routing.Mode{routing.Push, routing.Auto} {
		for _, how := range []breakage{refused, undone, unheard} {
			for first := range 6 {
				for _, long := range []int{1, 3} {
					standStill(t, mode, how, first, long)
				}
			}
		}
	}
}

func standStill(t *testing.T, mode routing.Mode, how breakage, first, long int) {
	t.Helper()
	o := newOffice(t, mode)
	o.look(t)
	ids := o.crowd(t, guests(6)...)
	units := 0
	o.breaks = func() breakage {
		units++
		if units > first && units <= first+long {
			return how
		}
		return whole
	}
	o.insist(t)
	o.breaks = nil
	check.Equal(t, units > first, true)
	busy := map[routing.Mode]routing.State{routing.Push: routing.Offered, routing.Auto: routing.Held}[mode]
	check.Equal(t, o.count(t), map[routing.State]int{busy: 4, routing.Waits: 2})
	check.Equal(t, []int{o.desk(t, ct.Bob).Used, o.desk(t, ct.Cem).Used}, []int{40, 40})
	for _, id := range ids {
		it := o.work(t, id)
		why := check.Must(o.store.RecordsOf(ct.AsSystem(t.Context()), id, page.Request{}))(t).Items
		if it.State == routing.Waits {
			check.Equal(t, len(why), 0)
			continue
		}
		check.Equal(t, len(why), 1)
		check.Equal(t, why[0].Decision.Agent, it.Agent)
	}
	if mode == routing.Push {
		check.Must(o.Accept(as(t, o.work(t, ids[0]).Agent), ids[0]))(t)
	}
	check.Must(o.world.Service.Resolve(as(t, o.work(t, ids[0]).Agent), ids[0], "", nil))(t)
	o.look(t)
	check.Equal(t, o.count(t), map[routing.State]int{busy: 4, routing.Waits: 1})
}

// insist is look for a consumer that is told of faults: it reads the same again.
func (o *office) insist(t *testing.T) {
	t.Helper()
	for tries := 0; ; tries++ {
		if tries > 20 {
			t.Fatal("it does not come to an end")
		}
		var batch []event.Recorded
		all := o.talks.Events()
		for _, e := range all[o.read:] {
			if dispatch.Concerns(e) {
				batch = append(batch, event.Recorded{Event: e})
			}
		}
		if len(batch) == 0 {
			return
		}
		if o.Observe(t.Context(), batch) == nil {
			o.read = len(all)
		}
		o.world.Clock.Pass(time.Second)
	}
}
