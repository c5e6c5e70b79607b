package moderation

import (
	"net/netip"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Kind says what an entry of the block list names.
type Kind string

// The kinds.
const (
	Customer Kind = "customer" // a customer, on all of their devices
	Device   Kind = "device"   // one browser, by the id of its visitor
	Address  Kind = "address"  // an address or a network
)

// Status of an entry.
type Status string

// The states: proposed → active or refused; active → lifted. An active one that has expired has no effect any more.
const (
	Proposed Status = "proposed"
	Active   Status = "active"
	Refused  Status = "refused"
	Lifted   Status = "lifted"
)

// Limits of the block list.
const (
	MaxBlocks = 20_000 // active ones and proposals
	maxReason = 500
	minIPv4   = 16 // bits of the largest network
	minIPv6   = 32
)

// Blocked is an entry of the block list.
type Blocked struct {
	ID             string     `json:"id"`
	Kind           Kind       `json:"kind" enum:"customer,device,address"`
	Subject        string     `json:"subject" doc:"Id of the customer or visitor, or the network."`
	Label          string     `json:"label,omitempty" doc:"The customer's name when the entry was made." personal:"text"`
	Status         Status     `json:"status" enum:"proposed,active,refused,lifted"`
	Reason         string     `json:"reason"`
	ExpiresAt      *time.Time `json:"expiresAt,omitempty" doc:"Absent: until it is lifted."`
	ConversationID string     `json:"conversationId,omitempty" doc:"Where it began."`
	ProposedBy     string     `json:"proposedBy"`
	ProposedAt     time.Time  `json:"proposedAt"`
	DecidedBy      string     `json:"decidedBy,omitempty"`
	DecidedAt      *time.Time `json:"decidedAt,omitempty"`
	LiftedBy       string     `json:"liftedBy,omitempty"`
	LiftedAt       *time.Time `json:"liftedAt,omitempty"`
	Version        int64      `json:"version"`
}

// Works reports whether the entry keeps anybody out at a moment.
func (b Blocked) Works(at time.Time) bool {
	return b.Status == Active && (b.ExpiresAt == nil || at.Before(*b.ExpiresAt))
}

// check names what is wrong and brings the subject into its one form.
func (b *Blocked) check(c *fault.Checker, now time.Time) {
	b.Subject, b.Reason, b.Label = strings.TrimSpace(b.Subject), strings.TrimSpace(b.Reason), strings.TrimSpace(b.Label)
	c.Choice("kind", string(b.Kind), string(Customer), string(Device), string(Address))
	c.Text("reason", b.Reason, 1, maxReason)
	c.Text("label", b.Label, 0, 120)
	c.If(b.ConversationID != "" && !id.Valid("cnv", b.ConversationID), "conversationId", fault.ErrUnknownItem)
	switch b.Kind {
	case Customer:
		c.If(!id.Valid("cus", b.Subject), "subject", fault.ErrUnknownItem)
	case Device:
		c.If(!id.Valid("vis", b.Subject), "subject", fault.ErrUnknownItem)
	case Address:
		b.network(c)
	}
	c.If(b.ExpiresAt != nil && (!b.ExpiresAt.After(now) || b.ExpiresAt.After(now.AddDate(5, 0, 0))), "expiresAt", ErrExpiry)
}

func (b *Blocked) network(c *fault.Checker) {
	p, err := netip.ParsePrefix(b.Subject)
	if err != nil {
		a, err := netip.ParseAddr(b.Subject)
		if err != nil || a.Zone() != "" {
			c.Add("subject", ErrAddress, nil)
			return
		}
		a = a.Unmap()
		p = netip.PrefixFrom(a, a.BitLen())
	}
	least := minIPv4
	if p.Addr().Is6() {
		least = minIPv6
	}
	if p.Bits() < least {
		c.Add("subject", ErrNetwork, map[string]any{"min": least})
		return
	}
	b.Subject = p.Masked().String()
}

// gate knows who is kept out, in a form that is asked for at each request: its cost does not grow with the list.
type gate struct {
	ids      map[string]Blocked // customers and devices
	networks map[netip.Prefix]Blocked
	bits     []int // the lengths of networks that occur
}

func newGate(list []Blocked) *gate {
	g := &gate{ids: map[string]Blocked{}, networks: map[netip.Prefix]Blocked{}}
	seen := map[int]bool{}
	for _, b := range list {
		if b.Status != Active {
			continue
		}
		if b.Kind != Address {
			g.ids[b.Subject] = b
			continue
		}
		if p, err := netip.ParsePrefix(b.Subject); err == nil {
			g.networks[p] = b
			if !seen[p.Bits()] {
				seen[p.Bits()] = true
				g.bits = append(g.bits, p.Bits())
			}
		}
	}
	return g
}

// shut reports whether one of the ids or the address is kept out.
func (g *gate) shut(now time.Time, address string, ids ...string) bool {
	for _, one := range ids {
		if b, ok := g.ids[one]; ok && b.Works(now) {
			return true
		}
	}
	if len(g.bits) == 0 {
		return false
	}
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	a = a.Unmap().WithZone("")
	for _, n := range g.bits {
		p, err := a.Prefix(n)
		if b, ok := g.networks[p]; err == nil && ok && b.Works(now) {
			return true
		}
	}
	return false
}
