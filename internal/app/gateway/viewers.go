package gateway

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/platform/bus"
)

// viewersFor is how long another gateway's word about who looks at a conversation is believed without being repeated.
const viewersFor = 3 * beatEvery

type place struct{ tenant, conversation string }

// viewers knows who has a conversation open: on this gateway, and on the others as far as they told. Only conversations
// that somebody here looks at are kept.
type viewers struct {
	g     *Gateway
	mu    sync.Mutex
	local map[place]map[string]int // user → sockets
	other map[place]map[string]remoteViewers
}

type remoteViewers struct {
	users []string
	until time.Time
}

func newViewers(g *Gateway) *viewers {
	return &viewers{g: g, local: map[place]map[string]int{}, other: map[place]map[string]remoteViewers{}}
}

func (v *viewers) join(tenant, conversation, user string) {
	p := place{tenant, conversation}
	v.mu.Lock()
	first := v.local[p] == nil
	if first {
		v.local[p] = map[string]int{}
	}
	v.local[p][user]++
	v.mu.Unlock()
	if first {
		v.publish(contract.SubjectViewersAsk, contract.Viewers{Node: v.g.node, Tenant: tenant, Conversation: conversation})
	}
	v.changed(p)
}

func (v *viewers) leave(tenant, conversation, user string) {
	p := place{tenant, conversation}
	v.mu.Lock()
	if v.local[p][user]--; v.local[p][user] <= 0 {
		delete(v.local[p], user)
	}
	v.mu.Unlock()
	v.changed(p)
	v.mu.Lock()
	if len(v.local[p]) == 0 {
		delete(v.local, p)
		delete(v.other, p)
	}
	v.mu.Unlock()
}

// changed tells the other gateways and the people here.
func (v *viewers) changed(p place) {
	v.publish(contract.SubjectViewersTell, v.mine(p))
	v.show(p)
}

func (v *viewers) mine(p place) contract.Viewers {
	v.mu.Lock()
	defer v.mu.Unlock()
	users := make([]string, 0, len(v.local[p]))
	for u := range v.local[p] {
		users = append(users, u)
	}
	return contract.Viewers{Node: v.g.node, Tenant: p.tenant, Conversation: p.conversation, Users: users}
}

// show sends the people here the list of everybody.
func (v *viewers) show(p place) {
	v.mu.Lock()
	users := []string{}
	for u := range v.local[p] {
		users = append(users, u)
	}
	for _, r := range v.other[p] {
		if r.until.After(time.Now()) {
			users = append(users, r.users...)
		}
	}
	v.mu.Unlock()
	users = slices.Compact(slices.Sorted(slices.Values(users)))
	inside := p.tenant + "." + contract.AudienceConversation(p.conversation)
	f := frame(viewersFrame{Op: "viewers", Conversation: p.conversation, Users: users})
	v.g.hub.Publish(inside, f)
	v.g.hub.Publish(contract.AudienceMasked(inside), f)
}

// asked answers another gateway that began to look at a conversation.
func (v *viewers) asked(m bus.Msg) {
	if w, ok := v.read(m); ok {
		p := place{w.Tenant, w.Conversation}
		if mine := v.mine(p); len(mine.Users) > 0 {
			v.publish(contract.SubjectViewersTell, mine)
		}
	}
}

// told notes what another gateway says, if anybody here wants to know.
func (v *viewers) told(m bus.Msg) {
	w, ok := v.read(m)
	if !ok {
		return
	}
	p := place{w.Tenant, w.Conversation}
	v.mu.Lock()
	if len(v.local[p]) == 0 {
		v.mu.Unlock()
		return
	}
	if v.other[p] == nil {
		v.other[p] = map[string]remoteViewers{}
	}
	same := slices.Equal(v.other[p][w.Node].users, w.Users)
	v.other[p][w.Node] = remoteViewers{users: w.Users, until: time.Now().Add(viewersFor)}
	v.mu.Unlock()
	if !same {
		v.show(p)
	}
}

func (v *viewers) read(m bus.Msg) (contract.Viewers, bool) {
	var w contract.Viewers
	if err := json.Unmarshal(m.Data, &w); err != nil {
		v.g.log.Error("unreadable viewers", "error", err)
		return w, false
	}
	return w, w.Node != v.g.node
}

// refresh repeats what is true here, so that it stays believed elsewhere.
func (v *viewers) refresh() {
	v.mu.Lock()
	places := make([]place, 0, len(v.local))
	for p := range v.local {
		places = append(places, p)
	}
	v.mu.Unlock()
	for _, p := range places {
		v.publish(contract.SubjectViewersTell, v.mine(p))
		if v.forget(p) {
			v.show(p)
		}
	}
}

// forget drops what gateways said that are silent since, and reports whether there was any.
func (v *viewers) forget(p place) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	before, now := len(v.other[p]), time.Now()
	maps.DeleteFunc(v.other[p], func(_ string, r remoteViewers) bool { return !r.until.After(now) })
	return len(v.other[p]) < before
}

func (v *viewers) publish(subject string, w contract.Viewers) {
	if err := v.g.bus.Publish(subject, encode(w)); err != nil {
		v.g.log.Debug("viewers not sent", "error", err)
	}
}
