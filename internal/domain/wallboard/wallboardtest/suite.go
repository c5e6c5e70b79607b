package wallboardtest

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/wallboard"
)

// Epoch is when tests begin.
var Epoch = clock.Time(1_767_000_000_000_000)

// Suite is what every store of boards does.
func Suite(t *testing.T, run unit.Runner, s wallboard.Store) {
	t.Helper()
	here, there := in(t.Context(), "wsp_here"), in(t.Context(), "wsp_there")
	do := func(ctx context.Context, fn func(ctx context.Context) error) {
		t.Helper()
		check.NoError(t, run.Do(ctx, fn))
	}
	shows := wallboard.Usual()
	shows.Queues, shows.Language = []string{"que_1", "que_2"}, "zh-CN"
	hall := wallboard.Stored{WallBoard: wallboard.WallBoard{ID: "wbd_1", Name: "Hall", Shows: shows, CreatedAt: Epoch, Version: 1}}
	attic := wallboard.Stored{WallBoard: wallboard.WallBoard{ID: "wbd_2", Name: "Attic", Shows: wallboard.Usual(), CreatedAt: Epoch, Version: 1}}
	for _, b := range []wallboard.Stored{hall, attic} {
		do(here, func(ctx context.Context) error { return s.Insert(ctx, b) })
	}
	do(there, func(ctx context.Context) error { return s.Insert(ctx, hall) }) // ids are of a workspace; neither has a link
	check.Equal(t, check.Must(s.Boards(here))(t), []wallboard.WallBoard{attic.WallBoard, hall.WallBoard})
	check.Equal(t, len(check.Must(s.Boards(there))(t)), 1)
	_, err := s.Board(there, attic.ID)
	check.Fault(t, err, wallboard.ErrNotFound)
	_, _, err = s.ByLookup(t.Context(), "")
	check.Fault(t, err, wallboard.ErrLink)

	until := Epoch.Add(time.Hour)
	hall.Lookup, hall.Fingerprint, hall.Link = "look", "print", &wallboard.WallLink{MadeAt: Epoch, Until: &until}
	do(here, func(ctx context.Context) error { return s.Update(ctx, hall) })
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.Update(ctx, hall) }), fault.ErrConflict)
	hall.Version = 2
	check.Equal(t, check.Must(s.Board(here, hall.ID))(t), hall)
	check.Equal(t, check.Must(s.Board(there, hall.ID))(t).Link, nil)
	tenant, found, err := s.ByLookup(t.Context(), "look")
	check.NoError(t, err)
	check.Equal(t, tenant, "wsp_here")
	check.Equal(t, found, hall)

	hall.Lookup, hall.Fingerprint, hall.Link = "", "", nil
	do(here, func(ctx context.Context) error { return s.Update(ctx, hall) })
	_, _, err = s.ByLookup(t.Context(), "look")
	check.Fault(t, err, wallboard.ErrLink)
	check.Fault(t, run.Do(there, func(ctx context.Context) error { return s.Delete(ctx, attic.ID) }), wallboard.ErrNotFound)
	do(here, func(ctx context.Context) error { return s.Delete(ctx, attic.ID) })
	check.Equal(t, len(check.Must(s.Boards(here))(t)), 1)
}

func in(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}
