package gateway

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/id"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/realtime"
)

// TestViewers: who looks at a conversation is known across gateways, from the first moment until the last one left.
func TestViewers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, there := w.gateway(func(*Gateway) {})
	for i := range 3 {
		w.agent(fmt.Sprintf("s%d", i), fmt.Sprintf("usr_%d", i))
	}
	c := conversations(1)[0]
	open := fmt.Sprintf(`{"op":"hello","open":{%q:0}}`, c)
	see := func(p *peer, users ...string) {
		t.Helper()
		p.await("viewers", func(h heard) bool { return slices.Equal(h.Users, users) })
	}
	first := w.desk(w.url, "s0", open)
	see(first, "usr_0")
	second := w.desk(there, "s1", open) // asks, and is told about the first
	see(second, "usr_0", "usr_1")
	see(first, "usr_0", "usr_1")
	again := w.desk(there, "s1", open) // the same person twice is one
	third := w.desk(there, "s2", open)
	see(first, "usr_0", "usr_1", "usr_2")
	third.Leave()
	see(first, "usr_0", "usr_1")
	second.Say(`{"op":"close","conversation":"` + c + `"}`)
	second.until("")
	first.Say(`{"op":"close","conversation":"` + c + `"}`)
	see(again, "usr_1") // still there with the other window
	check.Eventually(t, "nobody here: nothing kept", func() bool {
		w.g.viewers.mu.Lock()
		defer w.g.viewers.mu.Unlock()
		return len(w.g.viewers.local) == 0 && len(w.g.viewers.other) == 0
	})
}

// TestViewersExpire: the word of a gateway that died is not believed for ever.
func TestViewersExpire(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s0", "usr_0")
	c := conversations(1)[0]
	p := w.desk(w.url, "s0", fmt.Sprintf(`{"op":"hello","open":{%q:0}}`, c))
	p.hear("viewers")
	w.announce(contract.SubjectViewersTell, contract.Viewers{Node: "nod_dead", Tenant: tenant, Conversation: c, Users: []string{"usr_9"}})
	check.Equal(t, p.hear("viewers").Users, []string{"usr_0", "usr_9"})
	at := place{tenant, c}
	w.g.viewers.mu.Lock()
	dead := w.g.viewers.other[at]["nod_dead"]
	dead.until = time.Now().Add(-time.Second)
	w.g.viewers.other[at]["nod_dead"] = dead
	w.g.viewers.mu.Unlock()
	w.g.viewers.refresh()
	check.Equal(t, p.hear("viewers").Users, []string{"usr_0"})
}

func TestRevoked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	come := func() (one, two, other *peer) {
		w.agent("s1", "usr_1")
		w.agent("s2", "usr_1")
		w.agent("s3", "usr_3")
		return w.desk(w.url, "s1", justHello), w.desk(w.url, "s2", justHello), w.desk(w.url, "s3", justHello)
	}
	sent := func(p *peer, reason string, code int) {
		t.Helper()
		bye := p.hear("bye", "pong")
		check.Equal(t, bye.Op+" "+bye.Reason, "bye "+reason)
		check.Equal(t, p.Closed(), code)
	}
	one, two, other := come()
	w.announce(contract.SubjectGrantRevoked, contract.Revoked{Tenant: tenant, User: "usr_1", Session: "ses_s1"})
	sent(one, "expired", realtime.ClosePolicy)
	w.announce(contract.SubjectGrantRevoked, contract.Revoked{Tenant: tenant, User: "usr_1"})
	sent(two, "renew", realtime.CloseRestart)
	w.announce(contract.SubjectGrantRevoked, contract.Revoked{Tenant: "wsp_other"})
	other.until("") // another workspace: nothing
	w.announce(contract.SubjectGrantRevoked, contract.Revoked{Tenant: tenant})
	sent(other, "renew", realtime.CloseRestart)

	// A token is named by its id alone.
	one, two, other = come()
	w.announce(contract.SubjectGrantRevoked, contract.Revoked{Tenant: tenant, Session: "ses_s2"})
	sent(two, "expired", realtime.ClosePolicy)
	one.until("")
	other.until("")
	check.NoError(t, w.bus.Publish(contract.SubjectGrantRevoked, []byte("{"))) // nonsense is survived
	one.until("")
}

// TestMoved: a conversation that changed hands is not shown on by whoever had it open, unless they read everything.
func TestMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1", "team.tem_1")
	w.agent("s2", "usr_2", "all")
	c := conversations(1)[0]
	hello := fmt.Sprintf(`{"op":"hello","open":{%q:0}}`, c)
	some, all := w.desk(w.url, "s1", hello), w.desk(w.url, "s2", hello)
	some.hear("opened")
	all.hear("opened")
	w.announce(contract.SubjectMoved, contract.Moved{Tenant: tenant, Conversation: c})
	check.Equal(t, reasons(some, 1), map[string]string{c: "permissions"})
	w.publish("cnv."+c, `{"op":"entry","text":"secret"}`)
	check.Equal(t, all.hear("entry").Text, "secret")
	check.Equal(t, len(some.until("entry")), 0)
	some.Say(`{"op":"typing","conversation":"` + c + `","on":true}`)
	some.until("")
	check.Equal(t, len(all.until("typing")), 0)

	some.Say(`{"op":"open","conversation":"` + c + `"}`) // core decides anew
	some.hear("opened")
	w.publish("cnv."+c, `{"op":"entry","text":"allowed"}`)
	check.Equal(t, some.hear("entry").Text, "allowed")
}

// TestGap: when the bus lost something, everybody comes back from their positions, visitors as well.
func TestGap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	w.visitor("v1", "vis_1")
	for _, p := range []*peer{w.desk(w.url, "s1", justHello), w.widget("v1")} {
		w.g.lost()
		bye := p.hear("bye")
		check.Equal(t, bye.Reason, "gap")
		check.Equal(t, bye.ReconnectAfterMs >= 1000, true)
	}
}

func TestPresenceIsBatched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	w.desk(w.url, "s1", justHello)
	w.desk(w.url, "s1", justHello)
	check.Equal(t, w.g.here.snapshot(), map[string][]string{tenant: {"usr_1"}})
	check.Equal(t, w.beats, [][]string{{"usr_1"}, {"usr_1"}}) // at once when somebody comes
	w.let(func() { w.beats = nil })

	w.agent("s2", "usr_2") // a program with a token of usr_2: nobody is at a desk
	w.let(func() {
		g := w.grants["s2"]
		g.Session = id.New("tok")
		w.grants["s2"] = g
	})
	w.desk(w.url, "s2", justHello)
	check.Equal(t, w.g.here.snapshot(), map[string][]string{tenant: {"usr_1"}})
	w.let(func() { check.Equal(t, len(w.beats), 0) })
	users := make([]string, 1100)
	for i := range users {
		users[i] = fmt.Sprintf("usr_%04d", i)
	}
	w.g.tellBeat(tenant, users)
	var sizes []int
	w.let(func() {
		for _, b := range w.beats {
			sizes = append(sizes, len(b))
		}
	})
	check.Equal(t, sizes, []int{500, 500, 100})
}
