package attention

import (
	"context"
	"encoding/json"
	"slices"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
)

// kept is a promise that is due, with everything it is about.
type kept struct {
	promise
	job   unit.Job
	row   conversation.Conversation
	rules rules
}

// open reads what a promise is about. ok is false when there is nothing to do any more: the conversation or its channel is
// gone.
func (s *Service) open(ctx context.Context, j unit.Job) (k kept, ok bool, err error) {
	k.job = j
	if err := json.Unmarshal(j.Payload, &k.promise); err != nil {
		return k, false, fault.ErrInternal.Wrap(err)
	}
	rows, err := s.talks.Standing(ctx, []conversation.Asked{{ConversationID: j.Subject}})
	if err != nil || len(rows) == 0 {
		return k, false, err
	}
	k.row = rows[0]
	k.rules, ok, err = s.rules(ctx, k.row.ChannelID)
	return k, ok, err
}

// early reports that the step is not due by the limits of now: raised ones promise it anew, for one that was switched off
// there is nothing to do.
func (s *Service) early(ctx context.Context, k kept) (bool, error) {
	due, ok, err := s.due(ctx, k.rules, k.job.Kind, k.promise)
	switch {
	case err != nil || !ok:
		return true, err
	case !due.After(s.clock.Now()):
		return false, nil
	default:
		return true, s.run.Do(ctx, func(ctx context.Context) error {
			return unit.Schedule(ctx, k.promise.job(k.job.Tenant, k.job.Kind, k.job.Subject, due))
		})
	}
}

// follow writes the step after the one that is taken, or ends the promise, in the running unit: so a step is taken once.
func (s *Service) follow(ctx context.Context, k kept, p promise) error {
	p.Next = true
	due, ok, err := s.due(ctx, k.rules, k.job.Kind, p)
	if err != nil {
		return err
	}
	if !ok {
		return s.end(ctx, k.job)
	}
	return unit.Schedule(ctx, p.job(k.job.Tenant, k.job.Kind, k.job.Subject, due))
}

func (s *Service) end(ctx context.Context, j unit.Job) error {
	return unit.Cancel(ctx, j.Tenant, j.Kind, j.Subject)
}

// Wait handles the promise about a customer who waits: at the first limit the assigned person is told, at the second one
// the supervisors as well.
func (s *Service) Wait(ctx context.Context, j unit.Job) error {
	k, ok, err := s.open(ctx, j)
	if err != nil || !ok || !k.row.Waits(clock.Time(k.Since)) {
		return err
	}
	if early, err := s.early(ctx, k); err != nil || early {
		return err
	}
	first := k.rules.first(j.Kind, k.Next)
	urgency := conversation.Warned
	if !first {
		urgency = conversation.Alerted
	}
	to, err := s.told(ctx, k.row, !first)
	if err != nil {
		return err
	}
	return s.run.Do(ctx, func(ctx context.Context) error {
		if len(to) > 0 {
			if err := s.talks.Overdue(ctx, k.row, urgency, to); err != nil {
				return err
			}
		}
		if first {
			return s.follow(ctx, k, k.promise)
		}
		return s.end(ctx, j)
	})
}

// told are the people who hear of a customer who waits: the one who should answer, and those who watch over it.
func (s *Service) told(ctx context.Context, c conversation.Conversation, supervisors bool) ([]string, error) {
	var to []string
	if c.AssigneeID != "" {
		to = append(to, c.AssigneeID)
	}
	if !supervisors {
		return to, nil
	}
	over, err := s.over.Over(ctx, c.AssigneeID, c.TeamID)
	for _, user := range over {
		if !slices.Contains(to, user) {
			to = append(to, user)
		}
	}
	return to, err
}

// Silence handles the promise about a customer who does not answer: first a reminder, then the end.
func (s *Service) Silence(ctx context.Context, j unit.Job) error {
	k, ok, err := s.open(ctx, j)
	since := clock.Time(k.Since)
	if err != nil || !ok || !k.row.Silent(since) {
		return err
	}
	if early, err := s.early(ctx, k); err != nil || early {
		return err
	}
	return conversation.Run(ctx, s.run, func(ctx context.Context) error {
		if !k.rules.first(j.Kind, k.Next) {
			if _, err := s.talks.CloseSilent(ctx, j.Subject, since); err != nil {
				return err
			}
			return s.end(ctx, j)
		}
		c, ok, err := s.talks.Remind(ctx, j.Subject, since, conversation.Reminder(k.rules.settings.ReminderFor(k.row.TeamID)))
		if err != nil || !ok {
			return err
		}
		said := clock.Micros(c.LastMessageAt)
		return s.follow(ctx, k, promise{Since: said, From: said})
	})
}
