package identity

import (
	"context"
)

// There says which of these people are there and take work now.
func (s *Service) There(ctx context.Context, userIDs []string) (map[string]bool, error) {
	list, err := s.PresencesOf(ctx, userIDs)
	out := make(map[string]bool, len(list))
	for userID, p := range list {
		out[userID] = p.State == Online
	}
	return out, err
}

// PresencesOf are those of these people, as they count now; who was never there is left out.
func (s *Service) PresencesOf(ctx context.Context, userIDs []string) (map[string]Presence, error) {
	if _, err := system(ctx); err != nil {
		return nil, err
	}
	list, err := s.store.PresencesOf(ctx, userIDs)
	now := s.clock.Now()
	out := make(map[string]Presence, len(list))
	for _, p := range list {
		out[p.UserID] = p.At(now)
	}
	return out, err
}

// Hold keeps the running unit from ending well unless the person is there and takes work: whoever gives work to people has it
// in the same unit, so that nobody gets work who has just left. It only writes.
func (s *Service) Hold(ctx context.Context, userID string) error {
	if _, err := system(ctx); err != nil {
		return err
	}
	return s.store.HoldPresence(ctx, userID, s.clock.Now())
}

// SendOnBreak takes somebody who did not answer an offer out of work, in the running unit, until they choose again.
func (s *Service) SendOnBreak(ctx context.Context, userID string) error {
	a, err := system(ctx)
	if err != nil {
		return err
	}
	return s.unit.Do(ctx, func(ctx context.Context) error {
		now := s.clock.Now()
		stored, err := s.store.LockPresence(ctx, userID)
		if err != nil || stored.At(now).State != Online {
			return err
		}
		return s.putPresence(ctx, a, stored, stored.choose(Break, "", false, now))
	})
}
