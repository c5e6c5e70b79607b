package gateway

import (
	"context"
	"sync"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/platform/bus"
)

// visitsEvery is how often arrivals and departures are told: whatever the crowd does, one message a second and workspace.
const visitsEvery = time.Second

// visitsAtOnce is how many browsers one message names.
const visitsAtOnce = 4000

// visits are the browsers on this gateway that tell of their visit. Nothing is kept of them but their id.
type visits struct {
	g       *Gateway
	mu      sync.Mutex
	sockets map[string]map[string]int // tenant → visitor → tabs
	changed map[string]map[string]bool
}

func newVisits(g *Gateway) *visits {
	return &visits{g: g, sockets: map[string]map[string]int{}, changed: map[string]map[string]bool{}}
}

func (v *visits) add(tenant, visitor string, n int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sockets[tenant] == nil {
		v.sockets[tenant] = map[string]int{}
	}
	before := v.sockets[tenant][visitor]
	now := before + n
	if now > 0 {
		v.sockets[tenant][visitor] = now
	} else if delete(v.sockets[tenant], visitor); len(v.sockets[tenant]) == 0 {
		delete(v.sockets, tenant)
	}
	if (before > 0) == (now > 0) {
		return
	}
	if v.changed[tenant] == nil {
		v.changed[tenant] = map[string]bool{}
	}
	v.changed[tenant][visitor] = now > 0
}

// run tells core until the context ends.
func (v *visits) run(ctx context.Context) {
	soon, all := time.NewTicker(visitsEvery), time.NewTicker(beatEvery)
	defer soon.Stop()
	defer all.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-soon.C:
			v.tellChanges()
		case <-all.C:
			v.tellAll()
		}
	}
}

func (v *visits) tellChanges() {
	v.mu.Lock()
	changed := v.changed
	v.changed = map[string]map[string]bool{}
	v.mu.Unlock()
	for tenant, all := range changed {
		var here, left []string
		for visitor, on := range all {
			if on {
				here = append(here, visitor)
			} else {
				left = append(left, visitor)
			}
		}
		v.tell(tenant, here, true)
		v.tell(tenant, left, false)
	}
}

func (v *visits) tellAll() {
	v.mu.Lock()
	all := map[string][]string{}
	for tenant, visitors := range v.sockets {
		for visitor := range visitors {
			all[tenant] = append(all[tenant], visitor)
		}
	}
	v.mu.Unlock()
	for tenant, here := range all {
		v.tell(tenant, here, true)
	}
}

// asked answers a core that was just started.
func (v *visits) asked(bus.Msg) { v.tellAll() }

func (v *visits) tell(tenant string, ids []string, here bool) {
	for len(ids) > 0 {
		n := min(visitsAtOnce, len(ids))
		m := contract.Visits{Tenant: tenant, Left: ids[:n]}
		if here {
			m = contract.Visits{Tenant: tenant, Here: ids[:n]}
		}
		if err := v.g.bus.Publish(contract.SubjectVisits, encode(m)); err != nil {
			v.g.log.Debug("visits not told", "error", err)
		}
		ids = ids[n:]
	}
}
