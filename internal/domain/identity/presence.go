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
