package visitor

import (
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/clock"
)

// How long somebody is believed to be there.
const (
	// loading is how long a page may take from telling of itself to being connected.
	loading = 20 * time.Second
	// leaving is how long somebody whose connection ended stays: they may only go to the next page.
	leaving = 12 * time.Second
	// believed is how long a gateway's word holds without being repeated.
	believed = 80 * time.Second
)

// Board is who is there now, in the memory of one process. Every process hears the same news, so every board shows the
// same; one that was just made asks and is told.
type Board struct {
	clock   clock.Clock
	mu      sync.RWMutex
	tenants map[string]map[string]*present
	owned   map[owner]map[string]*present // those of customers who are known
}

// owner is a customer of a workspace.
type owner struct{ tenant, customer string }

type present struct {
	Visit
	until     time.Time
	skipUntil time.Time // rules leave this one alone until then
}

// NewBoard makes an empty one.
func NewBoard(c clock.Clock) *Board {
	return &Board{clock: c, tenants: map[string]map[string]*present{}, owned: map[owner]map[string]*present{}}
}

// News is what boards are told. One of its parts is set.
type News struct {
	Tenant string    `json:"tenant"`
	Visit  *Visit    `json:"visit,omitempty"`
	Talk   *TalkNews `json:"talk,omitempty"`
	Invite *Heard    `json:"invite,omitempty"`
	Erased []string  `json:"erased,omitempty"`
}

// TalkNews says that a conversation of a customer goes on, or ended.
type TalkNews struct {
	CustomerID string   `json:"customerId"`
	Name       string   `json:"name"`
	Level      string   `json:"level"`
	Visitors   []string `json:"visitors"` // browsers that became this customer
	Talk       Talk     `json:"talk"`
	Ended      bool     `json:"ended"`
}

// Heard is what became of an invitation.
type Heard struct {
	VisitorID string  `json:"visitorId"`
	Invited   Invited `json:"invited"`
}

// Hear takes news.
func (b *Board) Hear(n News) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case n.Visit != nil:
		b.note(n.Tenant, *n.Visit)
	case n.Talk != nil:
		b.talk(n.Tenant, *n.Talk)
	case n.Invite != nil:
		if p := b.tenants[n.Tenant][n.Invite.VisitorID]; p != nil {
			i := n.Invite.Invited
			p.Invite = &i
		}
	default:
		for _, id := range n.Erased {
			b.drop(n.Tenant, id)
		}
	}
}

func (b *Board) talk(tenant string, n TalkNews) {
	for _, id := range n.Visitors {
		if p := b.tenants[tenant][id]; p != nil {
			b.own(tenant, p, n.CustomerID)
		}
	}
	for _, p := range b.owned[owner{tenant, n.CustomerID}] {
		p.hear(n)
	}
}

// own notes whose browser it is.
func (b *Board) own(tenant string, p *present, customer string) {
	if p.CustomerID != "" {
		was := owner{tenant, p.CustomerID}
		if delete(b.owned[was], p.ID); len(b.owned[was]) == 0 {
			delete(b.owned, was)
		}
	}
	if p.CustomerID = customer; customer == "" {
		return
	}
	is := owner{tenant, customer}
	if b.owned[is] == nil {
		b.owned[is] = map[string]*present{}
	}
	b.owned[is][p.ID] = p
}

func (b *Board) drop(tenant, id string) {
	if p := b.tenants[tenant][id]; p != nil {
		b.own(tenant, p, "")
		delete(b.tenants[tenant], id)
	}
}

// has reports whether the customer is there, or one of these browsers.
func (b *Board) has(tenant, customer string, browsers ...string) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.owned[owner{tenant, customer}]) > 0 ||
		slices.ContainsFunc(browsers, func(id string) bool { return b.tenants[tenant][id] != nil })
}

func (p *present) hear(n TalkNews) {
	p.Name, p.Level = n.Name, n.Level
	if !n.Ended {
		t := n.Talk
		p.Talk = &t
	} else if p.Talk != nil && p.Talk.ConversationID == n.Talk.ConversationID {
		p.Talk = nil
	}
}

func (b *Board) note(tenant string, v Visit) {
	if b.tenants[tenant] == nil {
		b.tenants[tenant] = map[string]*present{}
	}
	until := b.clock.Now().Add(loading)
	p := b.tenants[tenant][v.ID]
	if p == nil {
		p = &present{}
		b.tenants[tenant][v.ID] = p
	}
	b.own(tenant, p, "")
	p.Visit = v
	b.own(tenant, p, v.CustomerID)
	if p.until.Before(until) {
		p.until = until
	}
}

// Here takes a gateway's word that these are connected, and says whom the board does not know.
func (b *Board) Here(tenant string, ids []string) (unknown []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	until := b.clock.Now().Add(believed)
	for _, id := range ids {
		if p := b.tenants[tenant][id]; p != nil {
			p.until = until
		} else {
			unknown = append(unknown, id)
		}
	}
	return unknown
}

// Left takes a gateway's word that these are connected no more.
func (b *Board) Left(tenant string, ids []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	until := b.clock.Now().Add(leaving)
	for _, id := range ids {
		if p := b.tenants[tenant][id]; p != nil && p.until.After(until) {
			p.until = until
		}
	}
}

// Sweep forgets who has left.
func (b *Board) Sweep() {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	for tenant, all := range b.tenants {
		for id, p := range all {
			if !p.until.After(now) {
				b.drop(tenant, id)
			}
		}
		if len(all) == 0 {
			delete(b.tenants, tenant)
		}
	}
}

// Tenants are the workspaces with somebody on the site.
func (b *Board) Tenants() []string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out := make([]string, 0, len(b.tenants))
	for t := range b.tenants {
		out = append(out, t)
	}
	return out
}

// get is one who is there.
func (b *Board) get(tenant, id string) (Visit, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	p := b.tenants[tenant][id]
	if p == nil || !p.until.After(b.clock.Now()) {
		return Visit{}, false
	}
	return p.Visit, true
}

// skip lets rules leave somebody alone for a while.
func (b *Board) skip(tenant, id string, until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p := b.tenants[tenant][id]; p != nil {
		p.skipUntil = until
	}
}

// idle are those whom rules may look at.
func (b *Board) idle(tenant string) []Visit {
	b.mu.RLock()
	defer b.mu.RUnlock()
	now := b.clock.Now()
	var out []Visit
	for _, p := range b.tenants[tenant] {
		if p.until.After(now) && !p.skipUntil.After(now) && p.state(now) == StateIdle && p.Device != "bot" {
			out = append(out, p.Visit)
		}
	}
	return out
}
