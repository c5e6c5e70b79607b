package routing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestMostUrgentFirst: where the targets of all queues count, work is served by the moment at which its target is missed, whatever the
// targets and times are; and what is told of the head start is what it is made of.
func TestMostUrgentFirst(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 5))
	for range 200 {
		p := NewPlan("que_0", "0")
		usual := p.Queues[0]
		p.Queues = nil
		for i := range 1 + r.IntN(4) {
			q := usual
			q.ID, q.Urgent, q.Target.Seconds = fmt.Sprint("que_", i), true, Seconds(1+r.IntN(3600))
			p.Queues = append(p.Queues, q)
		}
		b, err := NewRulebook(p, words(""))
		if err != nil {
			t.Fatal(err)
		}
		e := NewEngine(b.Cast())
		missed := map[string]time.Time{}
		for n := range 20 {
			q := p.Queues[r.IntN(len(p.Queues))]
			arrived := start.Add(time.Duration(r.IntN(7200)) * time.Second)
			head := p.Urgency(q.ID)
			w := b.Work(fmt.Sprintf("cnv_%02d", n), "chat", Entry{Queue: q.ID, HeadStart: head, Urgent: head}, arrived, "")
			missed[w.ID] = arrived.Add(q.Target.Seconds.Duration())
			e.Enter(w, start)
		}
		all := make([]string, len(p.Queues))
		for i, q := range p.Queues {
			all[i] = q.ID
		}
		out := e.Agent(Agent{ID: "usr_1", Online: true, Queues: all, Capacity: 20 * len(missed)}, start.Add(3*time.Hour))
		if len(out) != len(missed) {
			t.Fatal(len(out))
		}
		if !slices.IsSortedFunc(out, func(x, y Decision) int { return missed[x.Work].Compare(missed[y.Work]) }) {
			t.Fatal("not by the time at which targets are missed")
		}
	}
}

func TestUrgencyIsOfTheQueue(t *testing.T) {
	t.Parallel()
	p := plan()
	p.Queues[0].Target.Seconds, p.Queues[1].Target.Seconds, p.Queues[1].Urgent = 600, 30, true
	if p.Urgency(shop) != 0 || p.Urgency(vip) != 570*time.Second || p.Urgency("que_gone") != 0 {
		t.Error(p.Urgency(shop), p.Urgency(vip))
	}
	b, err := NewRulebook(p, words(""))
	if err != nil {
		t.Fatal(err)
	}
	e := b.Route(Facts{Conversation: ConversationFacts{Text: "急救"}})
	if e.Queue != vip || e.Urgent != 570*time.Second || e.HeadStart != (900+570)*time.Second {
		t.Error(e)
	}
	it := Item{Work: Work{HeadStart: e.HeadStart}, Urgent: e.Urgent}
	moved := it.Moved(p, shop)
	if moved.HeadStart != 900*time.Second || moved.Urgent != 0 || moved.Moved(p, vip).HeadStart != e.HeadStart {
		t.Error(moved)
	}
	p.Rules[0].HeadStart = Seconds(MaxHead/time.Second) * 2 // what rules give is bounded, and leaves the order by targets as it is
	if b, err = NewRulebook(p, words("")); err != nil || b.Route(Facts{Conversation: ConversationFacts{Text: "急救"}}).HeadStart != MaxHead+570*time.Second {
		t.Error(err)
	}
}
