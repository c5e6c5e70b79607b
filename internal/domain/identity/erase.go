package identity

import (
	"context"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// EventUserErased is the last event of a person: nothing of them is left.
const EventUserErased = "user.erased"

// Erase removes a person with everything that is theirs: credentials, sessions, tokens, presence, picture. Only the program
// itself may. Somebody who is gone already is no error; the last administrator cannot be removed.
func (s *Service) Erase(ctx context.Context, userID string) error {
	a, err := system(ctx)
	if err != nil {
		return err
	}
	return s.do(ctx, func(ctx context.Context) error {
		u, err := s.store.User(ctx, userID)
		if fault.Has(err, ErrUserNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.keepAdmin(ctx, u); err != nil {
			return err
		}
		if err := s.endAll(ctx, a, u.ID, reasonDisabled, false); err != nil {
			return err
		}
		if err := unit.Cancel(ctx, a.Tenant, JobPresenceLapse, u.ID); err != nil {
			return err
		}
		if err := s.store.EraseUser(ctx, u.ID); err != nil {
			return err
		}
		if err := keepPerson(ctx, &u, nil); err != nil {
			return err
		}
		return s.emit(ctx, a, streamUser, u.ID, EventUserErased, Happened{})
	})
}
