package identity

import "time"

// State of a person's presence.
type State string

// The states.
const (
	Online  State = "online"  // takes conversations
	Busy    State = "busy"    // there, but takes no new ones
	Break   State = "break"   // away for a stated reason
	Offline State = "offline" // not there
)

// presenceLease is how long a person stays present after the last heartbeat of one of their sockets.
const presenceLease = 75 * time.Second

// ReasonAuto is the reason of a break that began by itself, because nobody touched the desk. No reason of a workspace can
// have this key.
const ReasonAuto = "auto_away"

// maxIdle is the longest time without a touch that a desk tells.
const maxIdle = 24 * time.Hour

// JobPresenceLapse is the job that takes a person offline whose sockets are gone.
const JobPresenceLapse = "identity.presence_lapse"

// Presence is whether a person is there.
type Presence struct {
	UserID string
	State  State
	Reason string // of a break
	Manual bool   // chosen by a person; else it follows the sockets
	Since  time.Time
	Lease  time.Time // sockets were alive until then
	Active time.Time // one of the person's desks was touched then, as far as desks told
}

// At is the presence as it counts at a moment: without a lease nobody is there, even if the job is late.
func (p Presence) At(now time.Time) Presence {
	if p.Lease.After(now) {
		return p
	}
	return p.lapse(p.Lease)
}

// beat is the presence after a heartbeat: whoever was only away comes online; a choice stays.
func (p Presence) beat(now time.Time) Presence {
	p = p.At(now)
	if p.State == Offline && !p.Manual {
		p.State, p.Reason, p.Since = Online, "", now
	}
	p.Lease = now.Add(presenceLease)
	return p
}

// choose is the presence after somebody chose it. Who chooses for oneself is there.
func (p Presence) choose(state State, reason string, self bool, now time.Time) Presence {
	p = p.At(now)
	if p.State != state || p.Reason != reason {
		p.Since = now
	}
	p.State, p.Reason, p.Manual = state, reason, true
	if self {
		p.Lease = now.Add(presenceLease)
	}
	return p
}

// touched is the presence after one of the person's desks told when it was last touched. The latest of all desks counts: after
// so long without a touch whoever is online is on a break, and the next touch ends only a break that began so. Zero: never.
func (p Presence) touched(at time.Time, after time.Duration, now time.Time) Presence {
	if at.After(p.Active) {
		p.Active = at
	}
	if !p.Lease.After(now) {
		return p
	}
	idle := after > 0 && !p.Active.After(now.Add(-after))
	switch {
	case idle && p.State == Online:
		p.State, p.Reason, p.Manual, p.Since = Break, ReasonAuto, false, now
	case !idle && p.State == Break && p.Reason == ReasonAuto:
		p.State, p.Reason, p.Manual, p.Since = Online, "", false, now
	}
	return p
}

// lapse is the presence after the sockets are gone: the next heartbeat starts afresh.
func (p Presence) lapse(now time.Time) Presence {
	if p.State != Offline {
		p.Since = now
	}
	p.State, p.Reason, p.Manual = Offline, "", false
	return p
}

// same reports whether other people would see no difference.
func (p Presence) same(o Presence) bool { return p.State == o.State && p.Reason == o.Reason }
