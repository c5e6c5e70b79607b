package bench

import (
	"context"
	"runtime"
	"runtime/debug"
	"time"

	"frontdesk/internal/app"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/obs"
)

func measureVisitors(ctx context.Context, p *place) ([]Result, error) {
	e, err := p.program(ctx)
	if err != nil {
		return nil, err
	}
	defer e.Stop() //nolint:errcheck // the figures are there
	p.Note("%d visitors write their first message", p.Conns)
	w, visitors, err := audience(ctx, e.Core.Services, p.Conns)
	if err != nil {
		return nil, err
	}
	if _, err := until(ctx, time.Minute, watchLag(e.Core.Services).caughtUp(ctx)); err != nil {
		return nil, err
	}
	// The caches of the database are full before the first connection: what grows then belongs to the connections.
	if err := answerAll(ctx, w, visitors, "warm"); err != nil {
		return nil, err
	}
	c, err := p.crowd(ctx)
	if err != nil {
		return nil, err
	}
	defer c.leave()
	seats := seatsOf(visitors)
	before, err := memoryAtRest()
	if err != nil {
		return nil, err
	}
	a, err := c.ask(order{Do: "connect", Address: e.Addr, Seats: seats})
	if err != nil || a.Failed > 0 {
		return nil, orFailed(err, a)
	}
	if err := reach(ctx, w, c, visitors); err != nil {
		return nil, err
	}
	usual, err := obs.MemoryOf(0)
	if err != nil {
		return nil, err
	}
	after, err := memoryAtRest()
	if err != nil {
		return nil, err
	}
	storm, err := c.ask(order{Do: "storm"})
	if err != nil {
		return nil, err
	}
	if storm.Failed > 0 {
		p.Note("first failure: %s", storm.Why)
	}
	n := float64(len(visitors))
	each := func(bytes float64) float64 { return bytes / n / 1024 }
	return []Result{
		figure("visitors connected, signed in, subscribed and reached", "visitors", n),
		figure("memory of an idle visitor, after garbage collection", "KB", each(after.resident-before.resident)).atMost(10),
		figure("of it stacks", "KB", each(after.stacks-before.stacks)),
		figure("of it objects", "KB", each(after.objects-before.objects)),
		figure("memory of an idle visitor, as it was", "KB", each(float64(usual.Resident)-before.resident)),
		figure("memory of the whole process, as it was", "MB", float64(usual.Resident)/(1<<20)),
		figure("first connections", "1/s", float64(a.Count)/a.Took.Seconds()),
		figure("reconnect storm with resume", "1/s", float64(storm.Count)/storm.Took.Seconds()).atLeast(2000),
		figure("reconnect storm: failed", "visitors", float64(storm.Failed)).atMost(0),
		figure("sockets held by the server afterwards", "sockets", float64(sockets(e))),
	}, nil
}

func sockets(e *app.Embedded) int64 { return int64(e.Gateway.Hub().Stats().Conns) }

// atRest is the memory of a program that has nothing to do.
type atRest struct{ resident, stacks, objects float64 }

// memoryAtRest is the resident memory after what is not used was given back. Each collection halves the stacks that are
// larger than they need to be, and a server at rest collects every two minutes: so it is done until nothing changes.
func memoryAtRest() (atRest, error) {
	const rounds = 8
	for range rounds {
		debug.FreeOSMemory()
	}
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	m, err := obs.MemoryOf(0)
	return atRest{resident: float64(m.Resident), stacks: float64(heap.StackInuse), objects: float64(heap.HeapAlloc)}, err
}

// answerAll sends one answer of the company into every conversation.
func answerAll(ctx context.Context, w *world, visitors []*visitor, clientID string) error {
	const hands = 64
	posts := &crew{}
	for i := range min(hands, len(visitors)) {
		h := &hand{}
		for n := i; n < len(visitors); n += hands {
			h.visitors = append(h.visitors, visitors[n])
		}
		posts.hands = append(posts.hands, h)
	}
	return posts.all(actor.With(ctx, w.admin), func(ctx context.Context, h *hand) error {
		for i, v := range h.visitors {
			r, err := w.s.Conversations.Post(ctx, v.conversation, conversation.Text{ClientID: clientID, Body: w.line(i)})
			if err != nil {
				return err
			}
			v.seq = r.Conversation.PublicSeq
		}
		return nil
	})
}

// reach answers every visitor and waits until all of them have read it.
func reach(ctx context.Context, w *world, c *crowd, visitors []*visitor) error {
	err := answerAll(ctx, w, visitors, "proof")
	if err != nil {
		return err
	}
	var heard answer
	_, err = until(ctx, time.Minute, func() (bool, error) {
		heard, err = c.ask(order{Do: "heard"})
		return heard.Count == len(visitors), err
	})
	if err == nil && heard.Count < len(visitors) {
		err = ErrMissed.With("got", heard.Count).With("want", len(visitors))
	}
	return err
}
