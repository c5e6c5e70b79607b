package identity

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// maxBeats bounds one call of KeepAlive.
const maxBeats = 1000

// Presences are those of everybody who was ever there, as they count now.
func (s *Service) Presences(ctx context.Context) ([]Presence, error) {
	if _, err := actor.Require(ctx, PermUserRead); err != nil {
		return nil, err
	}
	list, err := s.store.Presences(ctx)
	now := s.clock.Now()
	for i := range list {
		list[i] = list[i].At(now)
	}
	return list, err
}

// ChoosePresence sets the presence of the person who acts.
func (s *Service) ChoosePresence(ctx context.Context, state State, reason string) (Presence, error) {
	a, err := self(ctx)
	if err != nil {
		return Presence{}, err
	}
	return s.choose(ctx, a, a.ID, state, reason)
}

// TellActivity is what a desk of the person who acts says: nobody has touched it for so long. By the workspace's rule whoever
// touches none of their desks goes on a break, and comes back with the next touch.
func (s *Service) TellActivity(ctx context.Context, idle time.Duration) (Presence, error) {
	a, err := self(ctx)
	if err != nil {
		return Presence{}, err
	}
	var c fault.Checker
	c.Range("idleSeconds", int(idle/time.Second), 0, int(maxIdle/time.Second))
	if err := c.Err(); err != nil {
		return Presence{}, err
	}
	after, err := s.workspaces.AutoAway(ctx)
	if err != nil {
		return Presence{}, err
	}
	now := s.clock.Now()
	var out Presence
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		stored, err := s.store.LockPresence(ctx, a.ID)
		if err != nil {
			return err
		}
		out = stored.touched(now.Add(-idle), after, now)
		return s.putPresence(ctx, a, stored, out)
	})
	return out.At(now), err
}

// ChangePresence sets the presence of somebody else.
func (s *Service) ChangePresence(ctx context.Context, userID string, state State, reason string) (Presence, error) {
	a, err := actor.Require(ctx, PermPresenceManage)
	if err != nil {
		return Presence{}, err
	}
	if _, err := s.store.User(ctx, userID); err != nil {
		return Presence{}, err
	}
	return s.choose(ctx, a, userID, state, reason)
}

func (s *Service) choose(ctx context.Context, a actor.Actor, userID string, state State, reason string) (Presence, error) {
	if err := s.checkChoice(ctx, state, reason); err != nil {
		return Presence{}, err
	}
	now := s.clock.Now()
	var out Presence
	err := s.unit.Do(ctx, func(ctx context.Context) error {
		stored, err := s.store.LockPresence(ctx, userID)
		if err != nil {
			return err
		}
		if userID != a.ID && state != Offline && !stored.Lease.After(now) {
			return ErrAway.New()
		}
		out = stored.choose(state, reason, userID == a.ID, now)
		return s.putPresence(ctx, a, stored, out)
	})
	return out.At(now), err
}

func (s *Service) checkChoice(ctx context.Context, state State, reason string) error {
	var c fault.Checker
	c.Choice("state", string(state), string(Online), string(Busy), string(Break), string(Offline))
	if state == Break {
		reasons, err := s.workspaces.BreakReasons(ctx)
		if err != nil {
			return err
		}
		c.If(!slices.Contains(reasons, reason), "reason", ErrReason)
	} else {
		c.If(reason != "", "reason", ErrReason)
	}
	return c.Err()
}

// putPresence writes a presence, promises to look at its lease, and tells of it if others see a difference.
func (s *Service) putPresence(ctx context.Context, a actor.Actor, before, after Presence) error {
	if err := s.store.SavePresence(ctx, after); err != nil {
		return err
	}
	if after.Lease.After(s.clock.Now()) {
		if err := s.promiseLapse(ctx, a, after.UserID, after.Lease); err != nil {
			return err
		}
	}
	if after.same(before) {
		return nil
	}
	return s.emit(ctx, a, streamPresence, after.UserID, EventPresenceChanged, PresenceChanged{
		State: after.State, Reason: after.Reason, Manual: after.Manual, Since: after.Since.Format(time.RFC3339Nano),
	})
}

func (s *Service) promiseLapse(ctx context.Context, a actor.Actor, userID string, at time.Time) error {
	return unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobPresenceLapse, Subject: userID, RunAt: at})
}

// KeepAlive is the heartbeat: these people have an open socket. The core calls it for its gateways, as the system. Most
// beats only move leases; who was not there comes online.
func (s *Service) KeepAlive(ctx context.Context, userIDs []string) error {
	a, err := system(ctx)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(distinct(userIDs), maxBeats) {
		if err := s.unit.Do(ctx, func(ctx context.Context) error { return s.beat(ctx, a, part) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) beat(ctx context.Context, a actor.Actor, userIDs []string) error {
	now := s.clock.Now()
	there, err := s.store.ExtendLeases(ctx, userIDs, now, now.Add(presenceLease))
	if err != nil {
		return err
	}
	for _, userID := range without(userIDs, there) {
		u, err := s.store.User(ctx, userID)
		if fault.Has(err, ErrUserNotFound) || err == nil && u.Status != Active {
			continue // gone meanwhile
		}
		if err != nil {
			return err
		}
		stored, err := s.store.LockPresence(ctx, userID)
		if err != nil {
			return err
		}
		if err := s.putPresence(ctx, a, stored, stored.beat(now)); err != nil {
			return err
		}
	}
	return nil
}

// LapsePresence is the handler of the job: it takes a person offline whose lease has ended, or looks again at its end.
func (s *Service) LapsePresence(ctx context.Context, userID string) error {
	a, err := system(ctx)
	if err != nil {
		return err
	}
	return s.unit.Do(ctx, func(ctx context.Context) error {
		stored, err := s.store.LockPresence(ctx, userID)
		if err != nil {
			return err
		}
		if stored.Lease.After(s.clock.Now()) {
			return s.promiseLapse(ctx, a, userID, stored.Lease)
		}
		return s.putPresence(ctx, a, stored, stored.lapse(stored.Lease))
	})
}

// leave takes a person offline at once, in the running unit.
func (s *Service) leave(ctx context.Context, a actor.Actor, userID string) error {
	stored, err := s.store.LockPresence(ctx, userID)
	if err != nil {
		return err
	}
	after := stored.lapse(s.clock.Now())
	after.Lease = s.clock.Now()
	if err := unit.Cancel(ctx, a.Tenant, JobPresenceLapse, userID); err != nil {
		return err
	}
	return s.putPresence(ctx, a, stored, after)
}
