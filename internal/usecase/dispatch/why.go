package dispatch

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// headStarts are the parts of a head start: what a priority, a customer's level, the rules that held and the target of the queue give by the plan. None when
// they are not what it is made of, because the plan or the conversation has changed since.
func headStarts(p routing.Plan, queue string, tried []routing.Tried, c conversation.Conversation, all time.Duration) []routing.Ahead {
	var out []routing.Ahead
	sum := routing.Seconds(0)
	add := func(from, name string, n routing.Seconds) {
		if n > 0 {
			out = append(out, routing.Ahead{From: from, Name: name, Seconds: int(n)})
			sum += n
		}
	}
	add("priority", string(c.Priority), p.Priorities[string(c.Priority)])
	add("level", c.CustomerLevel, p.Levels[c.CustomerLevel])
	for _, t := range tried {
		for _, r := range p.Rules {
			if t.Held && r.ID == t.Rule {
				add("rule", r.Name, r.HeadStart)
			}
		}
	}
	if q := planOf(p, queue); q != nil {
		add("target", q.Name, routing.Seconds(p.Urgency(queue)/time.Second))
	}
	if sum.Duration() != all {
		return nil
	}
	return out
}

// fits adds what an offer says of the person to whom it is made.
func (s *Service) fits(ctx context.Context, p routing.Plan, it routing.Item, c conversation.Conversation, o *routing.Offering) error {
	o.Number, o.CustomerID = c.Number, c.CustomerID
	o.Sticky = it.Previous != "" && it.Previous == it.Agent
	o.HeadStarts = headStarts(p, queueOf(it), it.Tried, c, it.HeadStart)
	if q := planOf(p, queueOf(it)); q != nil {
		o.Strategy = q.Strategy
	}
	o.Needs = asked(p, it)
	if len(o.Needs) == 0 {
		return nil
	}
	d, err := s.store.Desk(ctx, it.Agent)
	if err != nil {
		return err
	}
	for i := range o.Needs {
		o.Needs[i].Own = d.Skills[o.Needs[i].Skill]
	}
	return nil
}

// ownSide leaves of decisions what somebody may know who may not read routing: those about themselves, without the others.
func ownSide(a actor.Actor, list []routing.Explained) []routing.Explained {
	out := make([]routing.Explained, 0, len(list))
	for _, e := range list {
		if e.Decision.Agent != a.ID {
			continue
		}
		names := map[string]string{}
		for _, known := range append([]string{a.ID, e.Decision.Queue}, e.Decision.Relaxed...) {
			names[known] = e.Names[known]
		}
		e.Decision.Candidates, e.Decision.Excluded, e.Names = nil, nil, names
		out = append(out, e)
	}
	return out
}
