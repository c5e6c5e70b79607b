package wrapup

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
)

// Keeper writes summaries inside the unit of work of whoever ends a conversation, and knows which conversation must have one.
type Keeper struct {
	clock  clock.Clock
	stores Stores
	zone   func(ctx context.Context) (*time.Location, error)
}

// NewKeeper makes it. zone is the time zone of the workspace, for the day that a summary counts for.
func NewKeeper(c clock.Clock, s Stores, zone func(ctx context.Context) (*time.Location, error)) *Keeper {
	return &Keeper{clock: c, stores: s, zone: zone}
}

// Kept is what a summary was and is now. Changed is false when it already said so.
type Kept struct {
	Before, After Summary
	Changed       bool
}

// Keep stores what somebody says of a resolution, in the running unit. The same once more changes nothing; something else
// needs the version that was read.
func (k *Keeper) Keep(ctx context.Context, e Ended, in Input) (Kept, error) {
	a, err := actor.Require(ctx, PermWrite)
	if err != nil {
		return Kept{}, err
	}
	before, _, err := k.stores.Summary(ctx, e.ConversationID, e.Resolution)
	if err != nil {
		return Kept{}, err
	}
	cats, form, err := k.form(ctx, e.TeamID)
	if err != nil {
		return Kept{}, err
	}
	tree := NewTree(cats)
	if err := in.clean(tree, form, before.CategoryID); err != nil {
		return Kept{}, err
	}
	in.Remark = personal.Kept(ctx, before.Remark, in.Remark)
	if before.same(in) {
		return Kept{Before: before, After: before}, nil
	}
	if before.Version != in.Version {
		return Kept{}, fault.ErrConflict.New()
	}
	zone, err := k.zone(ctx)
	if err != nil {
		return Kept{}, err
	}
	now := k.clock.Now()
	after := before.with(in, e, a, now, DayOf(now, zone))
	if err := k.write(ctx, tree, before, after); err != nil {
		return Kept{}, err
	}
	after.Version++
	return Kept{Before: before, After: after, Changed: true}, k.tell(ctx, a, before, after)
}

func (k *Keeper) form(ctx context.Context, team string) ([]Category, Form, error) {
	cats, err := k.stores.Categories(ctx)
	if err != nil {
		return nil, Form{}, err
	}
	forms, err := k.stores.Forms(ctx)
	return cats, formOf(forms, team), err
}

func (k *Keeper) write(ctx context.Context, tree Tree, before, after Summary) error {
	if err := k.stores.PutSummary(ctx, after); err != nil {
		return err
	}
	if c, ok := tree.Get(after.CategoryID); ok && !c.Used {
		if err := k.stores.MarkUsed(ctx, c.ID); err != nil {
			return err
		}
	}
	if before.Version == 0 {
		return k.stores.Bump(ctx, []Tally{after.counts(1)})
	}
	if before.counts(1) == after.counts(1) {
		return nil
	}
	return k.stores.Bump(ctx, []Tally{before.counts(-1), after.counts(1)})
}

func (k *Keeper) tell(ctx context.Context, a actor.Actor, before, after Summary) error {
	kind := EventSummaryWritten
	data := Summarised{
		Resolution: after.Resolution, CategoryID: after.CategoryID, Outcome: after.Outcome, TeamID: after.TeamID,
		AgentID: after.AgentID, Version: after.Version,
	}
	if before.Version > 0 {
		kind, data.Fields = EventSummaryChanged, changed(before, after)
	}
	return emit(ctx, event.New(a.Tenant, Stream, after.ConversationID, kind, a.Ref(), k.clock.Now(), data))
}

// Settled refuses when the team asks for a summary of this resolution and there is none. It asks people only: what the
// program, a rule or a bot closes needs none.
func (k *Keeper) Settled(ctx context.Context, e Ended) error {
	a, err := actor.Require(ctx, PermWrite)
	if err != nil || (a.Kind != actor.User && a.Kind != actor.Token) {
		return err
	}
	forms, err := k.stores.Forms(ctx)
	if err != nil || formOf(forms, e.TeamID).Mode != Required {
		return err
	}
	_, ok, err := k.stores.Summary(ctx, e.ConversationID, e.Resolution)
	if err == nil && !ok {
		err = ErrSummaryMissing.New()
	}
	return err
}
