package bench

import (
	"context"
	"fmt"

	"frontdesk/internal/app/core"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
)

const (
	sessions   = 300 // the tender's number of conversations at the same time
	openAtOnce = 30  // conversations that one agent has open
	steady     = 200 // messages per second
	goalHalf   = 100 // ms
	goalSteady = 20  // ms
)

func measureChat(ctx context.Context, p *place) ([]Result, error) {
	e, err := p.program(ctx)
	if err != nil {
		return nil, err
	}
	defer e.Stop() //nolint:errcheck // the figures are there
	w, visitors, err := audience(ctx, e.Core.Services, max(1, min(sessions, p.Conns)))
	if err != nil {
		return nil, err
	}
	seats, err := w.agents(ctx, visitors)
	if err != nil {
		return nil, err
	}
	c, err := p.crowd(ctx)
	if err != nil {
		return nil, err
	}
	defer c.leave()
	if a, err := c.ask(order{Do: "connect", Address: e.Addr, Seats: append(seats, seatsOf(visitors)...), Lines: w.lines}); err != nil || a.Failed > 0 {
		return nil, orFailed(err, a)
	}
	most, err := c.ask(order{Do: "send", Span: p.Time / 4})
	if err != nil {
		return nil, err
	}
	rate := float64(most.Count) / most.Took.Seconds()
	half, err := c.ask(order{Do: "send", Rate: max(1, rate/2), Span: p.Time / 4})
	if err != nil {
		return nil, err
	}
	calm, err := c.ask(order{Do: "send", Rate: steady, Span: p.Time / 4})
	if err != nil {
		return nil, err
	}
	talk, err := c.ask(order{Do: "talk", Span: p.Time / 4})
	if err != nil {
		return nil, err
	}
	for _, a := range []answer{most, half, calm, talk} {
		if a.Failed > 0 {
			p.Note("first failure: %s", a.Why)
		}
	}
	out := []Result{figure("accepted over HTTP, most", "1/s", rate)}
	out = append(out, atRate("at half of that", half, goalHalf)...)
	out = append(out, atRate(fmt.Sprintf("at %d/s", steady), calm, goalSteady)...)
	out = append(out, figure(fmt.Sprintf("%d sessions: rounds of message and answer", len(visitors)), "rounds", float64(talk.Count)))
	out = append(out, talk.Calls.results(fmt.Sprintf("%d sessions: API calls", len(visitors)))...)
	out = append(out, talk.Frames.results(fmt.Sprintf("%d sessions: message to answer on the visitor's socket", len(visitors)))...)
	return append(out, figure(fmt.Sprintf("%d sessions: errors", len(visitors)), "errors", float64(talk.Failed)).atMost(0)), nil
}

// atRate are the figures of sending at a rate; every accepted message must have been read by an agent.
func atRate(name string, a answer, goal float64) []Result {
	frames := a.Frames.results(name + ": stored to read by the agent")
	frames[1] = frames[1].atMost(goal)
	out := append([]Result{figure(name+": accepted", "1/s", float64(a.Count)/a.Took.Seconds())}, frames...)
	out = append(out, figure(name+": API call, p99", "ms", a.Calls.P99))
	return append(out, figure(name+": not read or failed", "messages", float64(a.Count-a.Frames.N+a.Failed)).atMost(0))
}

func orFailed(err error, a answer) error {
	if err != nil {
		return err
	}
	return ErrClients.With("detail", fmt.Sprintf("%d did not connect, %s", a.Failed, a.Why))
}

// audience are visitors who have written once.
func audience(ctx context.Context, s *core.Services, n int) (*world, []*visitor, error) {
	w, err := found(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	const hands = 64
	c := &crew{w: w}
	for i := range min(hands, n) {
		c.hands = append(c.hands, &hand{sent: (n - i + hands - 1) / hands})
	}
	err = c.all(ctx, func(ctx context.Context, h *hand) error {
		for range h.sent {
			v, err := w.arrive(ctx)
			if err == nil {
				err = w.write(ctx, v)
			}
			if err != nil {
				return err
			}
			h.visitors = append(h.visitors, v)
		}
		return nil
	})
	var out []*visitor
	for _, h := range c.hands {
		out = append(out, h.visitors...)
	}
	return w, out, err
}

func seatsOf(visitors []*visitor) []seat {
	var out []seat
	for _, v := range visitors {
		out = append(out, seat{Secret: v.token, Conversations: map[string]int64{v.conversation: v.seq}})
	}
	return out
}

// agents are the desks of people who together have all conversations open.
func (w *world) agents(ctx context.Context, visitors []*visitor) ([]seat, error) {
	role, err := w.roleOfAgents(ctx)
	if err != nil {
		return nil, err
	}
	ctx = actor.With(ctx, actor.SystemFor(w.tenant))
	var out []seat
	for i := 0; i < len(visitors); i += openAtOnce {
		_, err := w.s.Identity.CreateUser(ctx, identity.NewUser{
			Email: address(i), Name: fmt.Sprintf("Agent %d", i), Password: password, Locale: "en", Timezone: "UTC", RoleID: role,
		})
		if err != nil {
			return nil, err
		}
		signed, err := w.s.Identity.SignIn(ctx, identity.SignIn{Email: address(i), Password: password})
		if err != nil {
			return nil, err
		}
		s := seat{Secret: signed.Token, Desk: true, Conversations: map[string]int64{}}
		for _, v := range visitors[i:min(len(visitors), i+openAtOnce)] {
			s.Conversations[v.conversation] = 2 // opened, the first message
		}
		out = append(out, s)
	}
	return out, nil
}
