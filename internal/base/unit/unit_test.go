package unit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

func sample(kind string) event.Event {
	return event.New("wsp_1", "conversation", "cnv_1", kind, actor.Ref{}, time.Time{}, struct{}{})
}

func TestMemoryKeepsWhatSucceeded(t *testing.T) {
	t.Parallel()
	var m unit.Memory
	ctx := context.Background()
	err := m.Do(ctx, func(ctx context.Context) error {
		if err := unit.Schedule(ctx, unit.Job{Tenant: "wsp_1", Kind: "k", Subject: "s"}); err != nil {
			return err
		}
		return m.Do(ctx, func(ctx context.Context) error { return unit.Append(ctx, sample("conversation.opened")) })
	})
	if err != nil || len(m.Events()) != 1 || len(m.Jobs()) != 1 {
		t.Fatalf("got %v %v %v", err, m.Types(), m.Jobs())
	}
	boom := errors.New("boom")
	err = m.Do(ctx, func(ctx context.Context) error {
		_ = unit.Append(ctx, sample("conversation.assigned"))
		_ = unit.Cancel(ctx, "wsp_1", "k", "s")
		return boom
	})
	if !errors.Is(err, boom) || len(m.Events()) != 1 || len(m.Jobs()) != 1 {
		t.Fatalf("a failed unit left traces: %v %v", m.Types(), m.Jobs())
	}
	if err := m.Do(ctx, func(ctx context.Context) error { return unit.Cancel(ctx, "wsp_1", "k", "s") }); err != nil || len(m.Jobs()) != 0 {
		t.Fatalf("the job is still there: %v %v", err, m.Jobs())
	}
}

func TestWritesOutsideAUnitAreRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, err := range []error{unit.Append(ctx, sample("x")), unit.Schedule(ctx, unit.Job{}), unit.Cancel(ctx, "", "", "")} {
		if !errors.Is(err, unit.ErrNoUnit) {
			t.Errorf("got %v", err)
		}
	}
}

type keeper []unit.Change

func (k *keeper) Keep(_ context.Context, c unit.Change) error { *k = append(*k, c); return nil }

// bare is a unit without a history.
type bare struct{ unit.Log }

func TestKeep(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	keep := func(ctx context.Context) error { return unit.Keep(ctx, unit.Change{Kind: "lamp"}) }
	var m unit.Memory
	if err := m.Do(ctx, keep); err != nil || len(m.Kept()) != 1 {
		t.Fatalf("got %v %v", err, m.Kept())
	}
	var k keeper
	err := m.Do(ctx, func(ctx context.Context) error { return unit.Keeping(&m, &k).Do(ctx, keep) })
	if err != nil || len(k) != 1 || len(m.Kept()) != 1 {
		t.Fatalf("got %v %v %v", err, k, m.Kept())
	}
	if err := keep(ctx); !errors.Is(err, unit.ErrNoUnit) {
		t.Errorf("got %v", err)
	}
	if err := keep(unit.With(ctx, bare{})); !errors.Is(err, unit.ErrNoKeeper) {
		t.Errorf("got %v", err)
	}
}
