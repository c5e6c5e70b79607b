package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// JobThin removes versions that are too old to be kept; its subject is "kind/id".
const JobThin = "audit.thin"

// thinEvery is how many versions come between two such jobs: one for each version would be a row more for nothing.
const thinEvery = 10

// Keeper writes versions; it is what unit.Keep ends at.
type Keeper struct {
	store Store
	clock clock.Clock
}

// NewKeeper makes it.
func NewKeeper(store Store, c clock.Clock) *Keeper { return &Keeper{store: store, clock: c} }

// Keep implements unit.Keeper. What changed nothing is no version.
func (k *Keeper) Keep(ctx context.Context, c unit.Change) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	before, err := state(c.Before)
	if err != nil {
		return err
	}
	after, err := state(c.After)
	if err != nil {
		return err
	}
	if bytes.Equal(before, after) && len(c.Touched) == 0 {
		return nil
	}
	last, err := k.store.Newest(ctx, c.Kind, c.Subject)
	if err != nil {
		return err
	}
	v := Version{
		ID: id.New("hst"), Kind: c.Kind, SubjectID: c.Subject, Version: last.Version + 1, At: k.clock.Now(), By: a.Ref(),
		Before: before, After: after, Touched: c.Touched,
	}
	if to, ok := ctx.Value(goingBack{}).(target); ok && to.kind == c.Kind && to.subject == c.Subject {
		v.Restored, v.Undone = to.version, to.undone
	}
	if err := k.store.Insert(ctx, v); err != nil {
		return err
	}
	if v.Version <= Kept || v.Version%thinEvery != 0 {
		return nil
	}
	return unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobThin, Subject: c.Kind + "/" + c.Subject, RunAt: v.At})
}

// Thin is the job.
func (k *Keeper) Thin(ctx context.Context, j unit.Job) error {
	kind, subject, _ := strings.Cut(j.Subject, "/")
	last, err := k.store.Newest(ctx, kind, subject)
	if err != nil {
		return err
	}
	return k.store.Thin(ctx, kind, subject, last.Version-Kept)
}

func state(settings any) (json.RawMessage, error) {
	if settings == nil {
		return nil, nil
	}
	return json.Marshal(settings)
}
