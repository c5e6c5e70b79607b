package moderation

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
)

// ListBlocks gives a part of the block list, newest first.
func (s *Service) ListBlocks(ctx context.Context, q BlockQuery) (page.Of[Blocked], error) {
	if _, err := actor.Require(ctx, PermPropose); err != nil {
		return page.Of[Blocked]{}, err
	}
	return s.store.ListBlocks(ctx, q)
}

// AddBlock puts somebody on the block list: at once if the actor may decide that, else as a proposal. Only its content is
// read.
func (s *Service) AddBlock(ctx context.Context, b Blocked) (Blocked, error) {
	a, err := actor.Require(ctx, PermPropose)
	if err != nil {
		return Blocked{}, err
	}
	now := s.clock.Now()
	b = Blocked{
		ID: id.New("blk"), Kind: b.Kind, Subject: b.Subject, Label: b.Label, Reason: b.Reason, ExpiresAt: b.ExpiresAt,
		ConversationID: b.ConversationID, Status: Proposed, ProposedBy: a.ID, ProposedAt: now, Version: 1,
	}
	change := "proposed"
	if a.Can(PermBlock) != actor.None {
		b.Status, b.DecidedBy, b.DecidedAt, change = Active, a.ID, &now, "added"
	}
	var c fault.Checker
	b.check(&c, now)
	if err := c.Err(); err != nil {
		return Blocked{}, err
	}
	err = s.change(ctx, false, true, func(ctx context.Context) error {
		standing, err := s.store.Standing(ctx, now)
		if err != nil {
			return err
		}
		if len(standing) >= MaxBlocks {
			return ErrBlocksFull.With("max", MaxBlocks)
		}
		for _, other := range standing {
			if other.Kind == b.Kind && other.Subject == b.Subject {
				return ErrBlockTaken.On("subject")
			}
		}
		if err := s.store.InsertBlock(ctx, b); err != nil {
			return err
		}
		return s.emit(ctx, a, b.ID, EventBlockChanged, BlockChanged{Change: change, Kind: b.Kind, Version: 1})
	})
	return b, err
}

// Decision is what becomes of an entry.
type Decision string

// The decisions: a proposal is approved or refused, an active entry is lifted.
const (
	Approve Decision = "approve"
	Refuse  Decision = "refuse"
	Lift    Decision = "lift"
)

// DecideBlock approves, refuses or lifts.
func (s *Service) DecideBlock(ctx context.Context, blockID string, version int64, d Decision) (Blocked, error) {
	a, err := actor.Require(ctx, PermBlock)
	if err != nil {
		return Blocked{}, err
	}
	var c fault.Checker
	c.Choice("decision", string(d), string(Approve), string(Refuse), string(Lift))
	if err := c.Err(); err != nil {
		return Blocked{}, err
	}
	var b Blocked
	err = s.change(ctx, false, true, func(ctx context.Context) error {
		if b, err = s.store.Block(ctx, blockID); err != nil {
			return err
		}
		before := Proposed
		if d == Lift {
			before = Active
		}
		if b.Version != version || b.Status != before {
			return ErrBlockDecided.New()
		}
		now := s.clock.Now()
		change := ""
		switch d {
		case Approve:
			b.Status, b.DecidedBy, b.DecidedAt, change = Active, a.ID, &now, "approved"
		case Refuse:
			b.Status, b.DecidedBy, b.DecidedAt, change = Refused, a.ID, &now, "refused"
		case Lift:
			b.Status, b.LiftedBy, b.LiftedAt, change = Lifted, a.ID, &now, "lifted"
		}
		if err := s.store.UpdateBlock(ctx, b); err != nil {
			return err
		}
		b.Version++
		return s.emit(ctx, a, b.ID, EventBlockChanged, BlockChanged{Change: change, Kind: b.Kind, Version: b.Version})
	})
	return b, err
}

// CustomerMerged lets the block list follow a customer who was found to be another; the consumer of customer events calls it.
func (s *Service) CustomerMerged(ctx context.Context, from, into string) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.System && a.Kind != actor.Job {
		return fault.ErrDenied.New()
	}
	return s.change(ctx, false, true, func(ctx context.Context) error { return s.store.Repoint(ctx, from, into) })
}

// Forget removes the hits of people and customers, and what stands on the block list of them or by them: they are gone themselves.
func (s *Service) Forget(ctx context.Context, ids []string) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.System && a.Kind != actor.Job {
		return fault.ErrDenied.New()
	}
	return s.change(ctx, false, true, func(ctx context.Context) error { return s.store.ForgetOf(ctx, ids) })
}
