package dispatch

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// Centres are the other systems that take conversations; the domain of webhooks has them.
type Centres interface {
	Centres(ctx context.Context) ([]routing.Centre, error)
}

// centre is one that is switched on; false for none.
func (s *Service) centre(ctx context.Context, centreID string) (out routing.Centre, ok bool, err error) {
	ctx, err = asSystem(ctx)
	if err != nil {
		return out, false, err
	}
	list, err := s.d.Plan.Centres.Centres(ctx)
	for _, t := range list {
		if t.ID == centreID {
			out = t
		}
	}
	return out, out.On, err
}

// handOverTo are those that take conversations now.
func (s *Service) handOverTo(ctx context.Context) ([]routing.QueueName, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.d.Plan.Centres.Centres(ctx)
	out := make([]routing.QueueName, 0, len(list))
	for _, t := range list {
		if t.On {
			out = append(out, routing.QueueName{ID: t.ID, Name: t.Name})
		}
	}
	return out, err
}

// handsOver is work that another system has from now on. Nobody here has it, and it waits for nothing.
func handsOver(it routing.Item, t routing.Centre, c conversation.Conversation, now time.Time) change {
	after := waiting(it)
	after.State, after.Abroad = routing.Outside, &routing.Abroad{Webhook: t.ID, Name: t.Name, At: now}
	ch := change{before: it, after: &after, closed: it.State == routing.WrapsUp, back: it.Agent}
	if it.State == routing.Offered {
		ch.ended, ch.tell = routing.Withdrew, withdrawn(it)
	}
	ch.move = &conversation.QueueMove{From: queueOf(it), ToName: t.Name, Cause: routing.CauseHandedOver}
	ch.tell = append(ch.tell,
		told{routing.EventLeft, routing.Left{QueueID: queueOf(it), AgentID: it.Agent, Cause: routing.CauseHandedOver}},
		told{routing.EventHandedOver, routing.HandedOver{
			WebhookID: t.ID, Number: c.Number, CustomerID: c.CustomerID, QueueID: queueOf(it), WaitedSeconds: seconds(now.Sub(it.Arrived)), Plan: it.Plan,
			Transcript: "/api/v1/conversations/" + it.ID + "/entries", Return: "/api/v1/routing/work/" + it.ID + "/return",
		}})
	return ch
}

// HandOver gives a conversation to another system, by hand; whoever has it has it no more.
func (s *Service) HandOver(ctx context.Context, conversationID, centreID, note string) (routing.Standing, error) {
	a, err := s.mayMove(ctx, conversationID)
	if err != nil {
		return routing.Standing{}, err
	}
	t, ok, err := s.centre(ctx, centreID)
	if err != nil {
		return routing.Standing{}, err
	}
	if !ok {
		return routing.Standing{}, fault.ErrUnknownItem.On("centreId")
	}
	if err := s.noteFor(ctx, conversationID, note); err != nil {
		return routing.Standing{}, err
	}
	return s.standingAfter(ctx, conversationID, func() error {
		it, err := s.store.WorkOf(ctx, conversationID)
		if err != nil || it.State == routing.Outside {
			return err
		}
		rows, err := s.rows(ctx, []string{conversationID})
		if err != nil {
			return err
		}
		ch := handsOver(it, t, rows[conversationID], s.d.Clock.Now())
		ch.move.By = by(a)
		return conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
			if err := s.write(ctx, ch); err != nil {
				return err
			}
			nobody := ""
			return s.arrange(ctx, conversationID, conversation.Arrangement{Move: ch.move, Assign: conversation.Assignment{Assignee: &nobody}})
		})
	})
}

// Return takes a conversation back from another system: it waits where it stood.
func (s *Service) Return(ctx context.Context, conversationID string) (routing.Standing, error) {
	a, err := s.mayMove(ctx, conversationID)
	if err != nil {
		return routing.Standing{}, err
	}
	return s.standingAfter(ctx, conversationID, func() error {
		it, err := s.store.WorkOf(ctx, conversationID)
		if err != nil {
			return err
		}
		if it.State != routing.Outside {
			return routing.ErrInside.New()
		}
		p, err := s.planNow(ctx)
		if err != nil {
			return err
		}
		return s.comeBack(ctx, p.Plan, it, routing.CauseCameBack, by(a))
	})
}

// mayMove is who acts, if they may move this conversation.
func (s *Service) mayMove(ctx context.Context, conversationID string) (actor.Actor, error) {
	a, err := actor.Require(ctx, conversation.PermAssign)
	if err != nil {
		return a, err
	}
	c, err := s.d.Work.Reader.Get(ctx, conversationID) // whoever may not read it does not learn where it stands
	if err != nil {
		return a, err
	}
	if !a.ScopeOf(conversation.PermAssign).Covers(c.AssigneeID, c.TeamID) {
		return a, fault.ErrDenied.With("permission", string(conversation.PermAssign))
	}
	return a, nil
}

// noteFor is a word for who gets it next.
func (s *Service) noteFor(ctx context.Context, conversationID, note string) error {
	if note == "" {
		return nil
	}
	in := conversation.Text{ClientID: id.New("ntc"), Body: note}
	if err := in.Check(); err != nil {
		return err
	}
	_, err := s.talks.AddNote(ctx, conversationID, in)
	return err
}

// standingAfter is where a conversation stands after a change, which is worked out anew while somebody else is faster.
func (s *Service) standingAfter(ctx context.Context, conversationID string, change func() error) (routing.Standing, error) {
	var err error
	for range tries {
		if err = change(); err == nil || gone(err) || !lost(err) {
			break
		}
	}
	if err != nil {
		return routing.Standing{}, err
	}
	return s.standing(ctx, conversationID)
}

// comeBack lets work wait again that was outside, with its old key.
func (s *Service) comeBack(ctx context.Context, p routing.Plan, it routing.Item, cause, who string) error {
	after := waiting(it)
	q := planOf(p, queueOf(it))
	ch := change{before: it, after: &after, step: nextStep(q, after), tell: []told{
		{routing.EventEntered, routing.Entered{QueueID: queueOf(it), Cause: cause, Plan: it.Plan}},
	}}
	move := &conversation.QueueMove{To: queueOf(it), Cause: cause, By: who}
	if it.Abroad != nil {
		move.FromName = it.Abroad.Name
	}
	if q != nil {
		move.ToName = q.Name
	}
	return conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		if err := s.write(ctx, ch); err != nil {
			return err
		}
		return s.arrange(ctx, it.ID, conversation.Arrangement{Move: move})
	})
}

// unreachable takes back what other systems were not told of, or will hear of no more because their webhook is gone.
func (s *Service) unreachable(ctx context.Context, h *hall, conversations, webhooks []string) (touched, error) {
	var out touched
	if len(conversations)+len(webhooks) == 0 {
		return out, nil
	}
	have, err := s.items(ctx, conversations)
	if err != nil {
		return out, err
	}
	if len(webhooks) > 0 {
		if err := s.abroad(ctx, webhooks, have); err != nil {
			return out, err
		}
	}
	for _, it := range have {
		if it.State != routing.Outside {
			continue
		}
		if err := s.comeBack(ctx, h.plan.Plan, it, routing.CauseUnreachable, ""); err != nil && !lost(err) {
			return out, err
		}
		out.work = append(out.work, it.ID)
	}
	return out, nil
}

// abroad adds what these webhooks have.
func (s *Service) abroad(ctx context.Context, webhooks []string, to map[string]routing.Item) error {
	for after := ""; ; {
		list, err := s.store.AllWork(ctx, after, 2*chunk)
		if err != nil {
			return err
		}
		for _, it := range list {
			after = it.ID
			for _, w := range webhooks {
				if it.Abroad != nil && it.Abroad.Webhook == w {
					to[it.ID] = it
				}
			}
		}
		if len(list) < 2*chunk {
			return nil
		}
	}
}
