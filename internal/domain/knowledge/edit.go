package knowledge

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Edit changes a reply; nil leaves a field as it is. A moment of zero takes it away.
type Edit struct {
	Version                       int64
	Title, Shortcut, Body, Lang   *string
	FolderID                      *string
	EffectiveFrom, EffectiveUntil *time.Time
}

func (e Edit) apply(r *Reply) {
	for to, from := range map[*string]*string{
		&r.Title: e.Title, &r.Shortcut: e.Shortcut, &r.Body: e.Body, &r.Lang: e.Lang, &r.FolderID: e.FolderID,
	} {
		if from != nil {
			*to = *from
		}
	}
	r.EffectiveFrom, r.EffectiveUntil = moment(r.EffectiveFrom, e.EffectiveFrom), moment(r.EffectiveUntil, e.EffectiveUntil)
}

func moment(old, next *time.Time) *time.Time {
	switch {
	case next == nil:
		return old
	case next.IsZero():
		return nil
	default:
		return next
	}
}

// Update changes a reply. What was approved for the company stays in use until the change is approved as well.
func (s *Service) Update(ctx context.Context, replyID string, e Edit) (Reply, error) {
	return s.change(ctx, replyID, e.Version, func(ctx context.Context, a actor.Actor, r *Reply) (string, error) {
		if !r.manages(a) {
			return "", denied(PermCompany)
		}
		before := *r
		e.apply(r)
		*r = s.prepare(*r)
		r.edited(before, a.ID)
		if err := s.check(*r); err != nil {
			return "", err
		}
		return EventUpdated, s.fits(ctx, *r)
	})
}

// Review moves a company reply through its review.
func (s *Service) Review(ctx context.Context, replyID string, version int64, d Decision, reason string) (Reply, error) {
	var c fault.Checker
	c.Text("reason", reason, 0, maxReason)
	if err := c.Err(); err != nil {
		return Reply{}, err
	}
	return s.change(ctx, replyID, version, func(_ context.Context, a actor.Actor, r *Reply) (string, error) {
		return map[Decision]string{Submit: EventSubmitted, Approve: EventApproved, Reject: EventRejected}[d], r.decide(a, d, reason)
	})
}

func (s *Service) change(ctx context.Context, replyID string, version int64,
	fn func(ctx context.Context, a actor.Actor, r *Reply) (event string, err error),
) (out Reply, err error) {
	if _, err := actor.Require(ctx, PermUse); err != nil {
		return Reply{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		a, r, err := s.find(ctx, replyID)
		if err != nil {
			return err
		}
		if r.Version != version {
			return fault.ErrConflict.New()
		}
		held := r.files()
		kind, err := fn(ctx, a, &r)
		if err != nil {
			return err
		}
		if err := s.release(ctx, a, held, r.files()); err != nil {
			return err
		}
		r = s.prepare(r)
		r.UpdatedAt = s.d.Clock.Now()
		if err := s.d.Store.UpdateReply(ctx, r); err != nil {
			return err
		}
		r.Version++
		out = r
		return s.tell(ctx, a, r, kind)
	})
	return out, err
}

// Delete removes a reply.
func (s *Service) Delete(ctx context.Context, replyID string) error {
	if _, err := actor.Require(ctx, PermUse); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		a, r, err := s.find(ctx, replyID)
		if err != nil {
			return err
		}
		if !r.manages(a) {
			return denied(PermCompany)
		}
		if err := s.d.Store.DeleteReply(ctx, replyID); err != nil {
			return err
		}
		if err := s.release(ctx, a, r.files(), nil); err != nil {
			return err
		}
		return s.tell(ctx, a, r, EventDeleted)
	})
}

// Used counts that the actor sent a reply.
func (s *Service) Used(ctx context.Context, replyID string) error {
	return s.mine(ctx, replyID, func(ctx context.Context, a actor.Actor) error {
		return s.d.Store.AddUse(ctx, replyID, a.ID, s.d.Clock.Now())
	})
}

// Favour puts a reply among the actor's favourites, or takes it from there.
func (s *Service) Favour(ctx context.Context, replyID string, on bool) error {
	return s.mine(ctx, replyID, func(ctx context.Context, a actor.Actor) error {
		return s.d.Store.MarkFavourite(ctx, replyID, a.ID, on)
	})
}

func (s *Service) mine(ctx context.Context, replyID string, fn func(ctx context.Context, a actor.Actor) error) error {
	if _, err := actor.Require(ctx, PermUse); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		a, _, err := s.find(ctx, replyID)
		if err != nil {
			return err
		}
		return fn(ctx, a)
	})
}

// UsesOf is who used a reply how often.
func (s *Service) UsesOf(ctx context.Context, replyID string) ([]Use, error) {
	a, r, err := s.find(ctx, replyID)
	if err != nil {
		return nil, err
	}
	if !r.manages(a) {
		return nil, denied(PermCompany)
	}
	return s.d.Store.UsesOf(ctx, replyID, 100)
}
