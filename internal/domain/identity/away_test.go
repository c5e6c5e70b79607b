package identity_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

// awayFixture is a workspace whose rule is five minutes, and its administrator at the desk.
func awayFixture(t *testing.T) (f *fixture, ctx context.Context, beat func()) {
	t.Helper()
	f = newFixture(t)
	f.rules.Away = 5 * time.Minute
	beat = func() { check.NoError(t, f.s.KeepAlive(f.system(t), []string{f.admin.User.ID})) }
	beat()
	return f, f.asAdmin(t), beat
}

// pass lets time pass with an open desk.
func (f *fixture) pass(d time.Duration, beat func()) {
	for ; d > 0; d -= time.Minute {
		f.clock.turn(min(d, time.Minute))
		beat()
	}
}

// told is the presence after a desk told its time without a touch, as state, reason and choice.
func (f *fixture) told(ctx context.Context, t *testing.T, idle time.Duration) []any {
	t.Helper()
	p := check.Must(f.s.TellActivity(ctx, idle))(t)
	return []any{p.State, p.Reason, p.Manual}
}

var (
	here = []any{identity.Online, "", false}
	away = []any{identity.Break, identity.ReasonAuto, false}
)

func TestNobodyAtTheDesk(t *testing.T) {
	t.Parallel()
	f, ctx, beat := awayFixture(t)
	f.pass(5*time.Minute-time.Second, beat)
	check.Equal(t, f.told(ctx, t, 5*time.Minute-time.Second), here)
	f.pass(time.Second, beat)
	check.Equal(t, f.events(func() { check.Equal(t, f.told(ctx, t, 5*time.Minute), away) }), []string{"presence.changed"})
	since := f.clock.now
	check.Fault(t, f.s.Hold(f.system(t), f.admin.User.ID), identity.ErrNotThere) // routing gives nothing
	f.pass(10*time.Minute, beat)
	f.lapse(t)
	check.Equal(t, len(f.events(func() { check.Equal(t, f.told(ctx, t, 15*time.Minute), away) })), 0)
	check.Equal(t, f.presence(t, f.admin.User.ID).Since, since)
	check.Equal(t, f.events(func() { check.Equal(t, f.told(ctx, t, 0), here) }), []string{"presence.changed"})
	check.NoError(t, f.s.Hold(f.system(t), f.admin.User.ID))
}

func TestTheLatestOfAllDesksCounts(t *testing.T) {
	t.Parallel()
	f, ctx, beat := awayFixture(t)
	f.pass(4*time.Minute, beat)
	check.Equal(t, f.told(ctx, t, 0), here) // the second desk
	f.pass(4*time.Minute, beat)
	check.Equal(t, f.told(ctx, t, 8*time.Minute), here) // the first
	f.pass(time.Minute, beat)
	check.Equal(t, f.told(ctx, t, 9*time.Minute), away)
	check.Equal(t, f.told(ctx, t, 10*time.Second), here)
}

func TestChosenBreaksAreNotEnded(t *testing.T) {
	t.Parallel()
	f, ctx, beat := awayFixture(t)
	f.add(t, "sue", identity.RoleSupervisor)
	for name, choose := range map[string]func(){
		"own":  func() { check.Must(f.s.ChoosePresence(ctx, identity.Break, "lunch"))(t) },
		"busy": func() { check.Must(f.s.ChoosePresence(ctx, identity.Busy, ""))(t) },
		"supervisor": func() {
			check.Must(f.s.ChangePresence(f.as(t, f.signIn(t, "sue").Token), f.admin.User.ID, identity.Break, "lunch"))(t)
		},
		"no answer": func() { check.NoError(t, f.s.SendOnBreak(f.system(t), f.admin.User.ID)) },
		"away, chosen": func() {
			f.pass(6*time.Minute, beat)
			f.told(ctx, t, 6*time.Minute)
			check.Must(f.s.ChoosePresence(ctx, identity.Break, "lunch"))(t)
		},
	} {
		check.Must(f.s.ChoosePresence(ctx, identity.Online, ""))(t)
		choose()
		chosen := f.presence(t, f.admin.User.ID)
		f.pass(6*time.Minute, beat)
		for _, idle := range []time.Duration{6 * time.Minute, 0} {
			if got := f.told(ctx, t, idle); got[0] != chosen.State || got[1] != chosen.Reason {
				t.Errorf("%s: after %v: %v, chosen %v", name, idle, got, chosen)
			}
		}
	}
}

func TestAwayByRuleOnly(t *testing.T) {
	t.Parallel()
	f, ctx, beat := awayFixture(t)
	f.pass(6*time.Minute, beat)
	check.Equal(t, f.told(ctx, t, 6*time.Minute), away)
	_, err := f.s.ChoosePresence(ctx, identity.Break, identity.ReasonAuto)
	check.FieldFault(t, err, "reason", identity.ErrReason)
	f.rules.Away = 0 // switched off: nobody stays away by it
	check.Equal(t, f.told(ctx, t, 7*time.Minute), here)
	f.pass(time.Hour, beat)
	check.Equal(t, f.told(ctx, t, time.Hour), here)

	f.rules.Away = 5 * time.Minute
	f.clock.turn(10 * time.Minute) // the socket is gone: offline stays offline
	check.Equal(t, f.told(ctx, t, 0)[0], any(identity.Offline))
}

func TestActivityIsToldByPeople(t *testing.T) {
	t.Parallel()
	f, ctx, _ := awayFixture(t)
	for _, idle := range []time.Duration{-time.Second, 25 * time.Hour} {
		_, err := f.s.TellActivity(ctx, idle)
		check.FieldFault(t, err, "idleSeconds", fault.ErrRange)
	}
	_, err := f.s.TellActivity(f.system(t), 0)
	check.Fault(t, err, fault.ErrDenied)
	_, err = f.s.TellActivity(actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Token, ID: f.admin.User.ID}), 0)
	check.Fault(t, err, fault.ErrDenied)
	_, err = f.s.TellActivity(t.Context(), 0)
	check.Fault(t, err, fault.ErrUnauthenticated)
}
