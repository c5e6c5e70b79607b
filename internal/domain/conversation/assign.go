package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// Assign gives the conversation to a person, a team or nobody.
func (s *Service) Assign(ctx context.Context, id string, in Assignment) (Result, error) {
	if _, err := actor.Require(ctx, PermAssign); err != nil {
		return Result{}, err
	}
	if err := s.checkAssignment(ctx, in); err != nil {
		return Result{}, err
	}
	res, err := s.turn(ctx, id, PermAssign, func(_ context.Context, t *Turn) error { return t.Assign(in) })
	if fault.Has(err, ErrAlreadyAssigned) {
		return Result{}, s.naming(ctx, err)
	}
	return res, err
}

func (s *Service) checkAssignment(ctx context.Context, in Assignment) error {
	if in.Assignee != nil && *in.Assignee != "" {
		if err := s.people(ctx, "assigneeId", *in.Assignee); err != nil {
			return err
		}
	}
	if in.Team != nil && *in.Team != "" {
		ok, err := s.dir.TeamExists(ctx, *in.Team)
		if err != nil {
			return err
		}
		if !ok {
			return fault.ErrUnknownItem.On("teamId")
		}
	}
	return nil
}

// naming says by name who was faster.
func (s *Service) naming(ctx context.Context, err error) error {
	f := fault.From(err)
	who, _ := f.Args["assigneeId"].(string)
	found, dirErr := s.dir.People(ctx, []string{who})
	if dirErr != nil {
		return dirErr
	}
	name := who
	if len(found) == 1 {
		name = found[0].Name
	}
	return f.With("name", name)
}

// Snooze puts the conversation to sleep until a time or the customer's next message.
func (s *Service) Snooze(ctx context.Context, id string, until time.Time) (Result, error) {
	return s.turn(ctx, id, PermManage, func(_ context.Context, t *Turn) error {
		return t.Snooze(until.UTC().Truncate(time.Microsecond))
	})
}

// Unsnooze wakes it early.
func (s *Service) Unsnooze(ctx context.Context, id string) (Result, error) {
	return s.turn(ctx, id, PermManage, func(_ context.Context, t *Turn) error { t.Unsnooze(); return nil })
}

// Ring handles the job that wakes a conversation; one that is gone or was put off needs nothing.
func (s *Service) Ring(ctx context.Context, j unit.Job) error {
	_, err := s.turn(ctx, j.Subject, PermManage, func(_ context.Context, t *Turn) error { t.Ring(); return nil })
	if fault.Has(err, ErrNotFound) {
		return nil
	}
	return err
}

// Reopen takes a resolved conversation up again.
func (s *Service) Reopen(ctx context.Context, id string) (Result, error) {
	return s.turn(ctx, id, PermManage, func(_ context.Context, t *Turn) error { t.Reopen(); return nil })
}

// Prioritise changes the priority.
func (s *Service) Prioritise(ctx context.Context, id string, p Priority) (Result, error) {
	return s.turn(ctx, id, PermManage, func(_ context.Context, t *Turn) error {
		var c fault.Checker
		c.Choice("priority", string(p), string(Urgent), string(High), string(Normal), string(Low))
		if err := c.Err(); err != nil {
			return err
		}
		t.Prioritise(p)
		return nil
	})
}

// Feel says how the customer feels; empty takes back what was said.
func (s *Service) Feel(ctx context.Context, id string, how Sentiment) (Result, error) {
	return s.turn(ctx, id, PermManage, func(_ context.Context, t *Turn) error {
		var c fault.Checker
		c.Choice("sentiment", string(how), "", string(Negative), string(Neutral), string(Positive))
		if err := c.Err(); err != nil {
			return err
		}
		t.Feel(how)
		return nil
	})
}

// Tag makes the conversation carry exactly these tags.
func (s *Service) Tag(ctx context.Context, id string, tagIDs []string) (Result, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return Result{}, err
	}
	var c fault.Checker
	c.Count("tagIds", len(tagIDs), MaxTags)
	if err := c.Err(); err != nil {
		return Result{}, err
	}
	known, err := s.dir.KnownTags(ctx, tagIDs)
	if err != nil {
		return Result{}, err
	}
	return s.turn(ctx, id, PermManage, func(_ context.Context, t *Turn) error {
		for _, tag := range tagIDs { // one that is already there may be of a deleted tag
			if !slices.Contains(known, tag) && !slices.Contains(t.Row.TagIDs, tag) {
				return fault.ErrUnknownItem.On("tagIds")
			}
		}
		t.Tag(tagIDs)
		return nil
	})
}

// MarkSeen says that somebody who answers has read up to seq.
func (s *Service) MarkSeen(ctx context.Context, id string, seq int64) (Result, error) {
	return s.turn(ctx, id, PermReply, func(ctx context.Context, t *Turn) error {
		if seq >= t.Row.Seq {
			t.AgentSeen(t.Row.Seq, t.Row.PublicSeq, 0)
			return nil
		}
		if seq <= t.Row.AgentSeenSeq {
			return nil
		}
		public, unread, err := s.entries.SeenAt(ctx, id, seq)
		if err != nil {
			return err
		}
		t.AgentSeen(seq, public, unread)
		return nil
	})
}
