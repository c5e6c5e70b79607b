package identity

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// ForceOut ends all sessions of somebody else and takes them offline: with is part of the same unit. Nobody forces out a person
// who has more rights. Access tokens stay.
func (s *Service) ForceOut(ctx context.Context, userID string, with func(ctx context.Context) error) error {
	a, err := actor.Require(ctx, PermPresenceManage)
	if err != nil {
		return err
	}
	if userID == a.ID {
		return fault.ErrDenied.New() // who wants to leave signs out
	}
	return s.do(ctx, func(ctx context.Context) error {
		u, err := s.manageable(ctx, a, userID)
		if err != nil {
			return err
		}
		if err := s.endAll(ctx, a, u.ID, ReasonForcedOut, false); err != nil {
			return err
		}
		if err := s.leave(ctx, a, u.ID); err != nil {
			return err
		}
		return with(ctx)
	})
}
