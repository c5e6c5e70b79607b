package chaos

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/secret"
	"frontdesk/test/kit"
)

const (
	callers  = 60 // customers
	atOnce   = 12
	capacity = 60 // points of an agent: three chats
)

// TestNodesDieInTheMiddleOfOffers gives out work on several nodes that share a database, while one after the other is killed:
// nothing is with somebody who was away, with somebody who was full, or twice, and nobody is forgotten.
func TestNodesDieInTheMiddleOfOffers(t *testing.T) {
	for _, nodes := range []int{2, 3} {
		t.Run(strconv.Itoa(nodes), func(t *testing.T) {
			f := newFloor(t, nodes)
			done := make(chan struct{})
			var agents sync.WaitGroup
			for _, a := range f.agents {
				agents.Go(func() { f.serve(a, done) })
			}
			var calls sync.WaitGroup
			calls.Go(f.call)
			calls.Go(f.murder)
			calls.Wait()
			if !t.Failed() {
				f.answered(t)
			}
			close(done)
			agents.Wait()
			if !t.Failed() {
				f.count(t)
			}
		})
	}
}

// floor is a company on several nodes.
type floor struct {
	t      *testing.T
	nodes  []*kit.Program
	up     []atomic.Bool
	admin  *kit.Person
	agents []*kit.Person
	away   *kit.Person // left before the first call
	guests []*kit.Visitor
	random *rand.Rand

	mu    sync.Mutex
	talks []string
	left  atomic.Int64 // offers that somebody left alone
}

func newFloor(t *testing.T, nodes int) *floor {
	t.Helper()
	bus := check.Must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true}))(t)
	bus.Start()
	t.Cleanup(bus.Shutdown)
	check.Eventually(t, "the bus listens", func() bool { return bus.Addr() != nil })
	set := []string{"bus.urls=" + bus.ClientURL(), "secret.keys=" + secret.NewKey(), "blob.shared=true"}
	first := kit.Start(t, kit.Options{Engine: db.Postgres, Set: set})
	f := &floor{t: t, nodes: []*kit.Program{first}, up: make([]atomic.Bool, nodes), random: rand.New(rand.NewPCG(7, uint64(nodes)))}
	for len(f.nodes) < nodes {
		f.nodes = append(f.nodes, kit.Start(t, kit.Options{Engine: db.Postgres, DSN: first.DSN, Set: set}))
	}
	f.admin = first.SetUp(t)
	channel := f.admin.Channel(t, "Web")
	for i := range 4 {
		f.agents = append(f.agents, f.admin.Invite(t, kit.Path("Agent%d", i), "agent"))
	}
	f.away = f.agents[3]
	f.agents = f.agents[:3]
	for i := range f.nodes {
		f.up[i].Store(true)
		for _, a := range append(f.agents, f.away) {
			f.sit(a, i)
		}
	}
	f.away.OK(t, http.MethodPut, "/presence/me", map[string]string{"state": "busy"})
	f.admin.Route(t, func(plan kit.Plan, queue map[string]any) {
		plan["capacity"] = capacity
		queue["offer"] = map[string]any{"mode": "push", "seconds": 5, "onTimeout": "next"}
	})
	for range callers {
		f.guests = append(f.guests, first.Visitor(t, channel.WidgetKey))
	}
	return f
}

// sit opens somebody's desk on a node, which keeps them there.
func (f *floor) sit(a *kit.Person, node int) {
	at := *a
	at.Client = f.nodes[node].As(a.Client)
	at.Desk(f.t, kit.Hello{})
}

// try sends a request to a node that is up, to another one if it dies meanwhile.
func (f *floor) try(c *kit.Client, method, path string, body any) (kit.Reply, error) {
	ctx, cancel := context.WithTimeout(f.t.Context(), 10*time.Second)
	defer cancel()
	n := rand.IntN(len(f.nodes))
	for !f.up[n].Load() {
		n = (n + 1) % len(f.nodes)
	}
	return f.nodes[n].As(c).Try(ctx, method, path, body)
}

// call lets the customers come, some at once: more than there is room for, so that people and machine reach for the same ones.
func (f *floor) call() {
	for some := range slices.Chunk(f.guests, atOnce) {
		var all sync.WaitGroup
		for _, g := range some {
			all.Go(func() { f.comes(g) })
		}
		all.Wait()
	}
}

func (f *floor) comes(g *kit.Visitor) {
	message := kit.Message("", "anybody there?")
	kit.Until(f.t, "the message is taken", func() bool {
		r, err := f.try(g.Client, http.MethodPost, "/widget/messages", message)
		if err != nil || r.Status >= http.StatusBadRequest {
			return false
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		f.talks = append(f.talks, kit.As[kit.Sent](f.t, r).Conversation.ID)
		return true
	})
}

// serve is one agent: now and then an offer is declined or left alone, the others are accepted and soon resolved; sometimes they
// take the next customer themselves, whatever they have, and sometimes they rest for a moment.
func (f *floor) serve(a *kit.Person, done <-chan struct{}) {
	silent := map[offer]bool{} // to these
	for n := 1; ; n++ {
		select {
		case <-done:
			return
		case <-time.After(50 * time.Millisecond):
		}
		r, err := f.try(a.Client, http.MethodGet, "/routing/me", nil)
		if err != nil || r.Status != http.StatusOK {
			continue
		}
		if used := kit.As[struct{ Used int }](f.t, r).Used; used > capacity {
			f.t.Errorf("%s has %d points of %d", a.Email, used, capacity)
		}
		if n%20 == 0 {
			f.rest(a)
		}
		if rand.IntN(3) == 0 {
			f.takeNext(a)
		}
		if n%10 == 0 {
			f.tidy(a)
		}
		offers, _ := f.offers(a)
		for o := range offers {
			if silent[o] {
				continue
			}
			mood := rand.IntN(8)
			if a == f.agents[0] { // what everybody gave back is asked for again after a minute only
				mood = 7
			}
			switch mood {
			case 0:
				silent[o] = true
				f.left.Add(1)
			case 1:
				_, _ = f.try(a.Client, http.MethodPost, kit.Path("/routing/offers/%s/decline", o.ConversationID), nil) // it may be over, or the node gone
			default:
				if r, err := f.try(a.Client, http.MethodPost, kit.Path("/routing/offers/%s/accept", o.ConversationID), nil); err == nil && r.Status == http.StatusOK {
					f.resolve(a, o.ConversationID)
				}
			}
		}
	}
}

// offer is one that somebody has.
type offer struct {
	ConversationID string
	OfferedAt      string
}

// offers are those that somebody has; not known if the node is gone.
func (f *floor) offers(a *kit.Person) (has map[offer]bool, known bool) {
	r, err := f.try(a.Client, http.MethodGet, "/routing/offers", nil)
	if err != nil || r.Status != http.StatusOK {
		return nil, false
	}
	has = map[offer]bool{}
	for _, o := range kit.As[kit.List[offer]](f.t, r).Items {
		has[o] = true
	}
	return has, true
}

// tidy resolves what somebody has and does not know of: the node was gone before it could say so.
func (f *floor) tidy(a *kit.Person) {
	r, err := f.try(a.Client, http.MethodGet, "/conversations?view=mine&status=open", nil)
	if err != nil || r.Status != http.StatusOK {
		return
	}
	for _, c := range kit.As[kit.List[struct{ ID string }]](f.t, r).Items {
		f.resolve(a, c.ID)
	}
}

// takeNext takes the next customer twice at once: of both, there may be room for one.
func (f *floor) takeNext(a *kit.Person) {
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			r, err := f.try(a.Client, http.MethodPost, "/routing/next", map[string]any{})
			if err != nil || r.Status != http.StatusOK {
				return
			}
			if id := kit.As[offer](f.t, r).ConversationID; id != "" { // somebody waited
				f.resolve(a, id)
			}
		})
	}
	both.Wait()
}

// rest lets somebody be busy for a moment: from when that is answered, nothing new is offered to them.
func (f *floor) rest(a *kit.Person) {
	r, err := f.try(a.Client, http.MethodPut, "/presence/me", map[string]string{"state": "busy"})
	if err == nil && r.Status == http.StatusOK {
		before, known := f.offers(a)
		for range 4 {
			after, _ := f.offers(a)
			for o := range after {
				if known && !before[o] {
					f.t.Errorf("%s is busy and is offered %s", a.Email, o.ConversationID)
				}
			}
		}
	}
	kit.Until(f.t, "they are back", func() bool {
		r, err := f.try(a.Client, http.MethodPut, "/presence/me", map[string]string{"state": "online"})
		return err == nil && r.Status == http.StatusOK
	})
}

func (f *floor) resolve(a *kit.Person, id string) {
	kit.Until(f.t, "it is resolved", func() bool {
		r, err := f.try(a.Client, http.MethodPost, kit.Path("/conversations/%s/resolve", id), map[string]any{})
		return err == nil && r.Status < http.StatusBadRequest
	})
}

// murder kills each node once, in the middle of whatever is under way, and starts it again.
func (f *floor) murder() {
	for _, n := range f.random.Perm(len(f.nodes)) {
		already := f.had()
		kit.Until(f.t, "some more have come", func() bool { return f.had() >= min(already+callers/(len(f.nodes)+1), callers-2) })
		f.up[n].Store(false)
		f.nodes[n].Kill()
		f.nodes[n].Start(f.t)
		f.up[n].Store(true)
		for _, a := range append(f.agents, f.away) {
			f.sit(a, n)
		}
	}
}

// had is how many customers have been there.
func (f *floor) had() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.talks)
}

// answered waits until everybody was served: nobody is forgotten.
func (f *floor) answered(t *testing.T) {
	for _, id := range f.talks {
		kit.Until(t, "conversation "+id+" is over", func() bool {
			r, err := f.try(f.admin.Client, http.MethodGet, kit.Path("/conversations/%s", id), nil)
			return err == nil && r.Status == http.StatusOK && kit.As[struct{ Status string }](t, r).Status == "resolved"
		})
	}
}

// count looks at every decision: none for somebody away or full, and one that was accepted for each conversation. Who left an offer
// alone lost it in time.
func (f *floor) count(t *testing.T) {
	soon := 0
	for _, id := range f.talks {
		list := kit.Get[kit.List[struct {
			Outcome  string
			EndedAt  time.Time
			Decision struct {
				Agent, Strategy              string
				At                           time.Time
				UsedBefore, Points, Capacity int
			}
		}]](t, f.admin.Client, kit.Path("/routing/work/%s/decisions?limit=200", id))
		accepted := 0
		for _, one := range list.Items {
			d := one.Decision
			if d.Strategy != "taken_next" { // there the rows decide, and what was read before may be old
				check.Equal(t, d.UsedBefore+d.Points <= d.Capacity, true)
			}
			check.Equal(t, d.Agent != f.away.ID, true)
			check.Equal(t, one.Outcome != "pending", true)
			if one.Outcome == "timeout" && one.EndedAt.Sub(d.At) < 30*time.Second {
				soon++
			}
			if one.Outcome == "accepted" {
				accepted++
				check.Equal(t, kit.Get[struct{ AssigneeID string }](t, f.admin.Client, kit.Path("/conversations/%s", id)).AssigneeID, d.Agent)
			}
		}
		check.Equal(t, accepted, 1)
	}
	if left := f.left.Load(); left > 3 && soon == 0 {
		t.Errorf("%d offers were left alone, and none ended in time", left)
	}
	for _, a := range f.agents {
		kit.Eventually(t, a.Client, "/routing/me", "all points are back", func(o struct{ Used int }) bool { return o.Used == 0 })
	}
}
