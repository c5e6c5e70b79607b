package gateway

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/id"
	"frontdesk/internal/platform/realtime"
)

// beatEvery is how often core hears who has a desk open; a third of the lease that presence has.
const beatEvery = 25 * time.Second

// presence knows the desks of this process by person.
type presence struct {
	mu    sync.Mutex
	users map[string]map[string]map[*realtime.Client]string // tenant → user → socket → session
}

func (p *presence) add(c *realtime.Client, tenant, user, session string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.users == nil {
		p.users = map[string]map[string]map[*realtime.Client]string{}
	}
	if p.users[tenant] == nil {
		p.users[tenant] = map[string]map[*realtime.Client]string{}
	}
	if p.users[tenant][user] == nil {
		p.users[tenant][user] = map[*realtime.Client]string{}
	}
	p.users[tenant][user][c] = session
}

func (p *presence) remove(c *realtime.Client, tenant, user string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.users[tenant][user], c)
	if len(p.users[tenant][user]) == 0 {
		delete(p.users[tenant], user)
	}
	if len(p.users[tenant]) == 0 {
		delete(p.users, tenant)
	}
}

// each calls fn for the sockets of a person, or of everybody of the tenant when user is empty.
func (p *presence) each(tenant, user string, fn func(c *realtime.Client, session string)) {
	type one struct {
		c       *realtime.Client
		session string
	}
	var all []one
	p.mu.Lock()
	for u, sockets := range p.users[tenant] {
		if user != "" && u != user {
			continue
		}
		for c, session := range sockets {
			all = append(all, one{c, session})
		}
	}
	p.mu.Unlock()
	for _, o := range all {
		fn(o.c, o.session)
	}
}

// inPerson tells a session from a personal access token: a program that listens does not make its owner present.
func inPerson(session string) bool { return !id.Valid("tok", session) }

// snapshot lists who is here by tenant.
func (p *presence) snapshot() map[string][]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := map[string][]string{}
	for tenant, users := range p.users {
		for u, sockets := range users {
			if slices.ContainsFunc(slices.Collect(maps.Values(sockets)), inPerson) {
				out[tenant] = append(out[tenant], u)
			}
		}
	}
	return out
}

// beat tells core, again and again, who is here.
func (g *Gateway) beat(ctx context.Context) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			for tenant, users := range g.here.snapshot() {
				g.tellBeat(tenant, users) //nolint:contextcheck // the bus bounds it, and it speaks as the system
			}
			g.viewers.refresh()
		}
	}
}

// beatNow makes a person who just arrived present without waiting for the next beat.
func (g *Gateway) beatNow(tenant, user string) { g.tellBeat(tenant, []string{user}) }

func (g *Gateway) tellBeat(tenant string, users []string) {
	const atOnce = 500 // people per request
	ctx := actor.With(context.Background(), actor.SystemFor(tenant))
	for len(users) > 0 {
		n := min(atOnce, len(users))
		if err := g.ask(ctx, contract.SubjectBeat, contract.BeatRequest{Users: users[:n]}, &struct{}{}); err != nil {
			g.log.Warn("presence not told", "error", err)
			return
		}
		users = users[n:]
	}
}
