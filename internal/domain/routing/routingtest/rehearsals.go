package routingtest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
)

// Stage is a store of rehearsals and of shifts.
type Stage interface {
	routing.Rehearsals
	routing.Shifts
}

// StageMemory is a Stage in memory.
type StageMemory struct {
	mu     sync.Mutex
	plays  map[string][]routing.Rehearsal
	shifts map[string][]routing.Shift
}

// NewStage makes an empty one.
func NewStage() *StageMemory {
	return &StageMemory{plays: map[string][]routing.Rehearsal{}, shifts: map[string][]routing.Shift{}}
}

// in runs a method under the lock, in the workspace of the context.
func (m *StageMemory) in(ctx context.Context, do func(tenant string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return do(tenant)
}

// InsertRehearsal implements routing.Rehearsals.
func (m *StageMemory) InsertRehearsal(ctx context.Context, r routing.Rehearsal) error {
	return m.in(ctx, func(tenant string) error {
		m.plays[tenant] = append(m.plays[tenant], r)
		slices.SortFunc(m.plays[tenant], func(a, b routing.Rehearsal) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
		return nil
	})
}

// Rehearsal implements routing.Rehearsals.
func (m *StageMemory) Rehearsal(ctx context.Context, id string) (out routing.Rehearsal, err error) {
	err = m.in(ctx, func(tenant string) error {
		i := slices.IndexFunc(m.plays[tenant], func(r routing.Rehearsal) bool { return r.ID == id })
		if i < 0 {
			return routing.ErrNoRehearsal.New()
		}
		out = m.plays[tenant][i]
		return nil
	})
	return out, err
}

// ListRehearsals implements routing.Rehearsals.
func (m *StageMemory) ListRehearsals(ctx context.Context) (out []routing.Rehearsal, err error) {
	err = m.in(ctx, func(tenant string) error {
		for _, r := range m.plays[tenant] {
			r.Plan, r.Result = routing.Plan{}, nil
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// EndRehearsal implements routing.Rehearsals.
func (m *StageMemory) EndRehearsal(ctx context.Context, id string, p routing.Progress, at time.Time, c routing.Comparison) error {
	return m.in(ctx, func(tenant string) error {
		for i := range m.plays[tenant] {
			if r := &m.plays[tenant][i]; r.ID == id {
				r.State, r.EndedAt, r.Result = p, at, &c
			}
		}
		return nil
	})
}

// ThinRehearsals implements routing.Rehearsals.
func (m *StageMemory) ThinRehearsals(ctx context.Context, keep int) error {
	return m.in(ctx, func(tenant string) error {
		m.plays[tenant] = m.plays[tenant][:min(keep, len(m.plays[tenant]))]
		return nil
	})
}

// InsertShift implements routing.Shifts.
func (m *StageMemory) InsertShift(ctx context.Context, s routing.Shift) error {
	return m.in(ctx, func(tenant string) error {
		same := func(o routing.Shift) bool { return o.At.Equal(s.At) && o.Agent == s.Agent }
		m.shifts[tenant] = append(slices.DeleteFunc(m.shifts[tenant], same), s)
		slices.SortFunc(m.shifts[tenant], func(a, b routing.Shift) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Agent, b.Agent)) })
		return nil
	})
}

// ShiftsBetween implements routing.Shifts.
func (m *StageMemory) ShiftsBetween(ctx context.Context, from, to time.Time, limit int) (out []routing.Shift, err error) {
	err = m.in(ctx, func(tenant string) error {
		for _, s := range m.shifts[tenant] {
			if !s.At.Before(from) && s.At.Before(to) && len(out) < limit {
				out = append(out, s)
			}
		}
		return nil
	})
	return out, err
}

// DropShifts implements routing.Shifts.
func (m *StageMemory) DropShifts(ctx context.Context, before time.Time) error {
	return m.in(ctx, func(tenant string) error {
		m.shifts[tenant] = slices.DeleteFunc(m.shifts[tenant], func(s routing.Shift) bool { return s.At.Before(before) })
		return nil
	})
}

// StageSuite is what every Stage promises.
func StageSuite(t *testing.T, run unit.Runner, s Stage) {
	t.Helper()
	tenant := id.New("wsp")
	ctx := actor.With(t.Context(), actor.SystemFor(tenant))
	elsewhere := actor.With(t.Context(), actor.SystemFor(id.New("wsp")))
	do := func(fn func(ctx context.Context) error) { check.NoError(t, run.Do(ctx, fn)) }

	var made []routing.Rehearsal
	for i := range 3 {
		r := routing.Rehearsal{
			ID: id.New("reh"), State: routing.Playing, From: Epoch.Add(-time.Hour), To: Epoch, Author: "usr_a", At: Epoch.Add(time.Duration(i) * time.Minute),
			Base: 4, Plan: routing.NewPlan("que_1", "One"),
		}
		made = append(made, r)
		do(func(ctx context.Context) error { return s.InsertRehearsal(ctx, r) })
	}
	got := check.Must(s.Rehearsal(ctx, made[1].ID))(t)
	check.Equal(t, got.Plan.Queues[0].Name, "One")
	check.Equal(t, got.Result == nil, true)
	came := routing.Comparison{Conversations: 7, Moved: []routing.MovedTalk{{ID: "cnv_1", At: Epoch}}, MovedAll: 1}
	do(func(ctx context.Context) error {
		return s.EndRehearsal(ctx, made[1].ID, routing.Played, Epoch.Add(time.Hour), came)
	})
	got = check.Must(s.Rehearsal(ctx, made[1].ID))(t)
	check.Equal(t, got.State, routing.Played)
	check.Equal(t, got.EndedAt, Epoch.Add(time.Hour))
	check.Equal(t, got.Result.Conversations, 7)
	check.Equal(t, got.Result.Moved[0].At, Epoch)
	list := check.Must(s.ListRehearsals(ctx))(t)
	check.Equal(t, []string{list[0].ID, list[1].ID, list[2].ID}, []string{made[2].ID, made[1].ID, made[0].ID})
	_, err := s.Rehearsal(elsewhere, made[1].ID)
	check.Fault(t, err, routing.ErrNoRehearsal)
	do(func(ctx context.Context) error { return s.ThinRehearsals(ctx, 2) })
	list = check.Must(s.ListRehearsals(ctx))(t)
	check.Equal(t, len(list), 2)
	check.Equal(t, list[1].ID, made[1].ID)

	shift := func(minutes int, agent string, online bool) routing.Shift {
		return routing.Shift{At: Epoch.Add(time.Duration(minutes) * time.Minute), Agent: agent, Online: online}
	}
	all := []routing.Shift{shift(0, "usr_a", true), shift(1, "usr_a", false), shift(1, "usr_b", true), shift(9, "usr_b", false)}
	for _, one := range append(slices.Clone(all), all[1]) {
		do(func(ctx context.Context) error { return s.InsertShift(ctx, one) })
	}
	check.Equal(t, check.Must(s.ShiftsBetween(ctx, Epoch, Epoch.Add(time.Hour), 10))(t), all)
	check.Equal(t, check.Must(s.ShiftsBetween(ctx, Epoch.Add(time.Minute), Epoch.Add(9*time.Minute), 10))(t), all[1:3])
	check.Equal(t, len(check.Must(s.ShiftsBetween(ctx, Epoch, Epoch.Add(time.Hour), 3))(t)), 3)
	check.Equal(t, len(check.Must(s.ShiftsBetween(elsewhere, Epoch, Epoch.Add(time.Hour), 10))(t)), 0)
	do(func(ctx context.Context) error { return s.DropShifts(ctx, Epoch.Add(time.Minute)) })
	check.Equal(t, check.Must(s.ShiftsBetween(ctx, Epoch, Epoch.Add(time.Hour), 10))(t), all[1:])
}
