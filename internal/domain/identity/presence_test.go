package identity_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

func (f *fixture) presence(t *testing.T, userID string) identity.Presence {
	t.Helper()
	for _, p := range check.Must(f.s.Presences(f.system(t)))(t) {
		if p.UserID == userID {
			return p
		}
	}
	return identity.Presence{}
}

// lapse runs the jobs that are due, as the job runner would.
func (f *fixture) lapse(t *testing.T) {
	t.Helper()
	for _, j := range f.log.Jobs() {
		if j.Kind == identity.JobPresenceLapse && !j.RunAt.After(f.clock.now) {
			check.NoError(t, f.s.LapsePresence(f.system(t), j.Subject))
		}
	}
}

func TestPresenceFollowsTheSockets(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ann := f.admin.User.ID
	beat := func() { check.NoError(t, f.s.KeepAlive(f.system(t), []string{ann, "usr_unknown"})) }
	check.Equal(t, f.events(beat), []string{"presence.changed"})
	since := f.clock.now
	for range 10 {
		f.clock.turn(30 * time.Second)
		check.Equal(t, len(f.events(beat)), 0)
		f.lapse(t)
	}
	p := f.presence(t, ann)
	check.Equal(t, p.State, identity.Online)
	check.Equal(t, p.Since, since)

	f.clock.turn(75 * time.Second)
	check.Equal(t, f.presence(t, ann).State, identity.Offline) // even before the job
	check.Equal(t, f.events(func() { f.lapse(t) }), []string{"presence.changed"})
	check.Equal(t, f.presence(t, ann).State, identity.Offline)
	check.Equal(t, f.events(beat), []string{"presence.changed"})
}

func TestChoicesStay(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx, ann := f.asAdmin(t), f.admin.User.ID
	beat := func() { check.NoError(t, f.s.KeepAlive(f.system(t), []string{ann})) }
	beat()
	check.Equal(t, f.events(func() { check.Must(f.s.ChoosePresence(ctx, identity.Break, "lunch"))(t) }), []string{"presence.changed"})
	check.Equal(t, len(f.events(func() { check.Must(f.s.ChoosePresence(ctx, identity.Break, "lunch"))(t) })), 0)
	f.clock.turn(30 * time.Second)
	check.Equal(t, len(f.events(beat)), 0)
	p := f.presence(t, ann)
	check.Equal(t, []string{string(p.State), p.Reason}, []string{"break", "lunch"})

	check.Must(f.s.ChoosePresence(ctx, identity.Offline, ""))(t)
	f.clock.turn(30 * time.Second)
	beat() // the desk is open, but they want to be left alone
	check.Equal(t, f.presence(t, ann).State, identity.Offline)
	f.clock.turn(10 * time.Minute)
	f.lapse(t)
	beat() // the next day starts afresh
	check.Equal(t, f.presence(t, ann).State, identity.Online)

	for state, reason := range map[identity.State]string{identity.Break: "", "away": "", identity.Busy: "lunch"} {
		_, err := f.s.ChoosePresence(ctx, state, reason)
		check.Fault(t, err, fault.ErrInput)
	}
	_, err := f.s.ChoosePresence(ctx, identity.Break, "nap")
	check.FieldFault(t, err, "reason", identity.ErrReason)
}

func TestSupervisorsChangePresence(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ben := f.add(t, "ben", identity.RoleAgent)
	f.add(t, "sue", identity.RoleSupervisor)
	sue, own := f.as(t, f.signIn(t, "sue").Token), f.as(t, f.signIn(t, "ben").Token)
	_, err := f.s.ChangePresence(own, ben.ID, identity.Busy, "")
	check.Fault(t, err, fault.ErrDenied)
	_, err = f.s.ChangePresence(sue, ben.ID, identity.Busy, "")
	check.Fault(t, err, identity.ErrAway)
	check.NoError(t, f.s.KeepAlive(f.system(t), []string{ben.ID}))
	check.Equal(t, f.events(func() { check.Must(f.s.ChangePresence(sue, ben.ID, identity.Busy, ""))(t) }), []string{"presence.changed"})
	check.Equal(t, f.presence(t, ben.ID).State, identity.Busy)
	_, err = f.s.ChangePresence(sue, "usr_none", identity.Busy, "")
	check.Fault(t, err, identity.ErrUserNotFound)
	check.Fault(t, f.s.KeepAlive(own, []string{ben.ID}), fault.ErrDenied)
	check.Fault(t, f.s.LapsePresence(own, ben.ID), fault.ErrDenied)
}
