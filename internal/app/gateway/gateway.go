package gateway

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/platform/bus"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/realtime"
	"frontdesk/internal/usecase/live"
)

// Gateway holds the sockets of one process.
type Gateway struct {
	bus     *bus.Bus
	hub     *realtime.Hub
	log     *slog.Logger
	node    string
	viewers *viewers
	visits  *visits
	subs    []*bus.Sub
	here    presence
	// patience is how long a socket may stay unknown. It is the only bound on strangers that just hold a connection.
	patience time.Duration
	// door holds who has said hello until everything that belongs to it is there. When all come back at once they queue here,
	// where no answer is late yet, and not in core.
	door chan struct{}
	fail func(w http.ResponseWriter, r *http.Request, err error)
}

// atTheDoor is how many sockets come in at a time.
const atTheDoor = 24

// drainSpread is over how long sent-away clients come back.
const drainSpread = 4 * time.Second

// New makes a gateway. fail answers a request that could not become a socket.
func New(b *bus.Bus, log *slog.Logger, maxConns int, fail func(http.ResponseWriter, *http.Request, error)) *Gateway {
	g := &Gateway{bus: b, log: log, node: id.New("nod"), patience: 15 * time.Second, door: make(chan struct{}, atTheDoor), fail: fail}
	g.hub = realtime.NewHub(realtime.Options{Bye: bye, Protocols: []string{"frontdesk"}, Log: log, MaxConns: maxConns})
	g.viewers, g.visits = newViewers(g), newVisits(g)
	return g
}

// Hub counts the sockets, for figures.
func (g *Gateway) Hub() *realtime.Hub { return g.hub }

// Start joins the bus.
func (g *Gateway) Start(context.Context) error {
	for subject, fn := range map[string]func(bus.Msg){
		contract.SubjectLive + ">":   g.forward,
		contract.SubjectGrantRevoked: g.revoked,
		contract.SubjectMoved:        g.moved,
		contract.SubjectViewersAsk:   g.viewers.asked,
		contract.SubjectViewersTell:  g.viewers.told,
		contract.SubjectVisitsAsk:    g.visits.asked,
	} {
		sub, err := g.bus.Subscribe(subject, "", fn)
		if err != nil {
			return err
		}
		g.subs = append(g.subs, sub)
	}
	g.bus.OnGap(g.lost)
	return nil
}

// Run looks after silent sockets and people's presence until the context ends.
func (g *Gateway) Run(ctx context.Context) error {
	var both sync.WaitGroup
	both.Go(func() { g.beat(ctx) })
	both.Go(func() { g.visits.run(ctx) })
	err := g.hub.Run(ctx)
	both.Wait()
	return err
}

// Drain sends everybody away with a time to come back.
func (g *Gateway) Drain(ctx context.Context) error { return g.hub.Drain(ctx, drainSpread) }

// Stop leaves the bus.
func (g *Gateway) Stop(context.Context) error {
	var first error
	for _, s := range g.subs {
		if err := s.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Desk is the door of people of the company: their cookie or token comes with the request.
// own tells whether an origin is ours: a cookie must not be used from another site's page.
func (g *Gateway) Desk(secretOf func(*http.Request) string, own func(r *http.Request, origin string) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o := r.Header.Get("Origin"); o != "" && !own(r, o) {
			g.fail(w, r, realtime.ErrOrigin.New())
			return
		}
		c := newSocket(g, contract.Desk, r)
		c.shown.Secret = secretOf(r)
		g.accept(w, r, c)
	})
}

// Widget is the door of visitors: their token comes with the first frame.
func (g *Gateway) Widget() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.accept(w, r, newSocket(g, contract.Widget, r))
	})
}

func (g *Gateway) accept(w http.ResponseWriter, r *http.Request, c *socket) {
	client, err := g.hub.Accept(w, r, c)
	if err != nil {
		g.fail(w, r, err)
		return
	}
	c.waited.Store(time.AfterFunc(g.patience, func() {
		if c.state.Load() == stranger {
			client.Close(realtime.ClosePolicy, "no hello")
		}
	}))
	if c.state.Load() != stranger { // the hello was faster
		c.endPatience()
	}
}

// forward hands a live frame to the sockets that joined its audience.
func (g *Gateway) forward(m bus.Msg) {
	topic := strings.TrimPrefix(m.Subject, contract.SubjectLive)
	if g.hub.Heard(topic) {
		g.hub.Publish(topic, realtime.NewFrame(append([]byte(nil), m.Data...)))
	}
}

// lost sends everybody back to their positions: the bus was away and frames may be missing, on the desks as in open
// conversations. Who comes back is replayed what was missed, which no announcement could be sure of.
func (g *Gateway) lost() {
	f := bye(byeGap, gapSpread)
	g.hub.Each(func(c *realtime.Client, h realtime.Handler) {
		if s, ok := h.(*socket); ok && s.state.Load() == welcomed {
			c.Send(f)
		}
	})
}

// gapSpread is after which time clients come back at the earliest; they add up to half of it by chance.
const gapSpread = 2 * time.Second

// revoked ends the sockets of a session, or of all sessions of a user whose rights changed: they come back with new ones.
func (g *Gateway) revoked(m bus.Msg) {
	var r contract.Revoked
	if err := json.Unmarshal(m.Data, &r); err != nil {
		g.log.Error("unreadable revocation", "error", err)
		return
	}
	g.here.each(r.Tenant, r.User, func(c *realtime.Client, session string) {
		switch {
		case r.Session != "" && r.Session != session:
		case r.Session != "":
			c.Bye(byeExpired, 0, realtime.ClosePolicy)
		default:
			c.Send(frame(resetFrame{Op: "reset", Stream: "desk", Reason: "permissions"}))
			c.Bye(byeRenew, time.Second, realtime.CloseRestart)
		}
	})
}

// moved takes a conversation that changed hands off the desks of people who do not read everything: they have to ask for it
// again, and core decides anew. A client that does not listen to reset gets nothing more either.
func (g *Gateway) moved(m bus.Msg) {
	var r contract.Moved
	if err := json.Unmarshal(m.Data, &r); err != nil {
		g.log.Error("unreadable move", "error", err)
		return
	}
	again := frame(resetFrame{Op: "reset", Stream: r.Conversation, Reason: "permissions"})
	topic := r.Tenant + "." + contract.AudienceConversation(r.Conversation)
	everything := r.Tenant + "." + live.AudienceAll
	g.here.each(r.Tenant, "", func(c *realtime.Client, _ string) {
		topics := c.Topics()
		if slices.Contains(topics, everything) || slices.Contains(topics, contract.AudienceMasked(everything)) {
			return
		}
		for _, t := range []string{topic, contract.AudienceMasked(topic)} {
			if slices.Contains(topics, t) {
				g.hub.Unsubscribe(c, t)
				c.Send(again)
			}
		}
	})
}

// ask is a request to core with the time it may take.
func (g *Gateway) ask(ctx context.Context, subject string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, contract.Timeout)
	defer cancel()
	raw, err := g.bus.Request(ctx, subject, encode(in))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	return nil
}

// SecretOf finds the credential of a person in a request: a bearer token or the session cookie.
func SecretOf(cookies httpx.Cookies) func(*http.Request) string {
	return func(r *http.Request) string {
		if t := httpx.Bearer(r); t != "" {
			return t
		}
		return cookies.Value(r)
	}
}
