package gateway

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/bus"
	"frontdesk/internal/platform/realtime/realtimetest"
)

const tenant = "wsp_test"

// core answers the gateways as the real one would, out of what a test puts into it.
type core struct {
	mu     sync.Mutex
	grants map[string]contract.Grant // by secret
	refuse map[string]*fault.Def     // by secret
	open   func(ctx context.Context, in contract.OpenRequest) (contract.OpenReply, error)
	replay func(contract.ReplayRequest) (contract.ReplayReply, error)
	beats  [][]string
	asked  []contract.GrantRequest
	delay  func() // before a grant is given
	// discreet core shows nothing that is not sent yet.
	discreet bool
}

func (c *core) grant(in contract.GrantRequest) (contract.Grant, error) {
	c.mu.Lock()
	delay := c.delay
	c.mu.Unlock()
	if delay != nil {
		delay()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, in)
	if d := c.refuse[in.Secret]; d != nil {
		return contract.Grant{}, d.New()
	}
	g, ok := c.grants[in.Secret]
	if !ok {
		return contract.Grant{}, fault.ErrUnauthenticated.New()
	}
	return g, nil
}

func (c *core) beat(in contract.BeatRequest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.beats = append(c.beats, in.Users)
}

// show hides what is no letter.
func (c *core) show(in contract.PreviewRequest) (contract.Preview, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.discreet {
		return contract.Preview{}, fault.ErrDenied.New()
	}
	return contract.Preview{Text: in.Text, Masked: "masked " + in.Text[:1]}, nil
}

// let changes what core answers.
func (c *core) let(fn func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fn()
}

func serve[I, O any](t *testing.T, b *bus.Bus, subject string, fn func(context.Context, I) (O, error)) {
	t.Helper()
	_, err := b.Serve(subject, "core", func(ctx context.Context, data []byte) ([]byte, error) {
		var in I
		if err := json.Unmarshal(data, &in); err != nil {
			return nil, err
		}
		out, err := fn(ctx, in)
		if err != nil {
			return nil, err
		}
		return json.Marshal(out)
	})
	check.NoError(t, err)
}

func newCore(t *testing.T, b *bus.Bus) *core {
	t.Helper()
	c := &core{grants: map[string]contract.Grant{}, refuse: map[string]*fault.Def{}}
	c.open = func(_ context.Context, in contract.OpenRequest) (contract.OpenReply, error) {
		return contract.OpenReply{Frames: frames(`{"op":"opened","conversation":"` + in.Conversation + `"}`)}, nil
	}
	c.replay = func(contract.ReplayRequest) (contract.ReplayReply, error) { return contract.ReplayReply{}, nil }
	serve(t, b, contract.SubjectGrant, func(_ context.Context, in contract.GrantRequest) (contract.Grant, error) { return c.grant(in) })
	serve(t, b, contract.SubjectOpen, func(ctx context.Context, in contract.OpenRequest) (contract.OpenReply, error) {
		c.mu.Lock()
		fn := c.open
		c.mu.Unlock()
		return fn(ctx, in)
	})
	serve(t, b, contract.SubjectReplay, func(_ context.Context, in contract.ReplayRequest) (contract.ReplayReply, error) { return c.replay(in) })
	serve(t, b, contract.SubjectPreview, func(_ context.Context, in contract.PreviewRequest) (contract.Preview, error) { return c.show(in) })
	serve(t, b, contract.SubjectBeat, func(_ context.Context, in contract.BeatRequest) (struct{}, error) { c.beat(in); return struct{}{}, nil })
	return c
}

// agent lets a person in who reads some conversations.
func (c *core) agent(secret, user string, topics ...string) {
	c.let(func() {
		c.grants[secret] = contract.Grant{
			Actor: actor.Actor{Tenant: tenant, Kind: actor.User, ID: user, Grants: map[actor.Permission]actor.Level{personal.See: actor.All}}, Session: "ses_" + secret, Name: "Name of " + user,
			Topics: append([]string{"people", "user." + user}, topics...), ExpiresAt: time.Now().Add(time.Hour), Epoch: "e1", Cursor: "c7",
		}
	})
}

// visitor lets a visitor in.
func (c *core) visitor(secret, visitorID string) {
	c.let(func() {
		c.grants[secret] = contract.Grant{
			Actor: actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: visitorID, OnBehalfOf: "cus_1"}, Session: visitorID,
			Topics: []string{"cus.cus_1"}, ExpiresAt: time.Now().Add(time.Hour),
		}
	})
}

func frames(text ...string) []json.RawMessage {
	var out []json.RawMessage
	for _, s := range text {
		out = append(out, json.RawMessage(s))
	}
	return out
}

// world is a bus, a core and one gateway behind a real server.
type world struct {
	*core
	t   *testing.T
	bus *bus.Bus
	g   *Gateway
	url string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	b := check.Must(bus.Open(t.Context(), bus.Config{Name: "test"}, slog.New(slog.DiscardHandler)))(t)
	t.Cleanup(func() { check.NoError(t, b.Close(context.WithoutCancel(t.Context()))) })
	w := &world{t: t, bus: b, core: newCore(t, b)}
	w.g, w.url = w.gateway(func(*Gateway) {})
	return w
}

// gateway adds one to the bus.
func (w *world) gateway(change func(*Gateway)) (*Gateway, string) {
	w.t.Helper()
	g := New(w.bus, slog.New(slog.DiscardHandler), 0, func(rw http.ResponseWriter, _ *http.Request, err error) {
		rw.Header().Set("X-Code", fault.From(err).Def.Code)
		rw.WriteHeader(http.StatusTeapot)
	})
	change(g)
	check.NoError(w.t, g.Start(w.t.Context()))
	mux := http.NewServeMux()
	mux.Handle("/ws/desk", g.Desk(
		func(r *http.Request) string { return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") },
		func(_ *http.Request, origin string) bool { return origin == "https://desk.example" }))
	mux.Handle("/ws/widget", g.Widget())
	srv := httptest.NewServer(mux)
	w.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(w.t.Context()), 5*time.Second)
		defer cancel()
		check.NoError(w.t, g.Drain(ctx))
		check.NoError(w.t, g.Stop(ctx))
		srv.Close()
	})
	return g, "ws" + strings.TrimPrefix(srv.URL, "http")
}

// peer is a client's end.
type peer struct {
	*realtimetest.Peer
	t *testing.T
}

type heard struct {
	Op, Session, Epoch, Cursor, Conversation, Stream, Reason, Text string
	Seq, ReconnectAfterMs                                          int64
	On, Note                                                       bool
	Who                                                            person
	Users                                                          []string
}

// dial connects to a door; without a peer the answer says why not.
func (w *world) dial(url, secret string, h http.Header) (*peer, http.Header) {
	w.t.Helper()
	if h == nil {
		h = http.Header{}
	}
	if secret != "" {
		h.Set("Authorization", "Bearer "+secret)
	}
	p, refused := realtimetest.Dial(w.t, url, h)
	return &peer{p, w.t}, refused
}

// desk comes in at a gateway and has been welcomed.
func (w *world) desk(url, secret, hello string) *peer {
	w.t.Helper()
	p, _ := w.dial(url+"/ws/desk", secret, nil)
	p.Say(hello)
	check.Equal(w.t, p.hear("welcome").Op, "welcome")
	return p
}

// widget is desk for visitors.
func (w *world) widget(secret string) *peer {
	w.t.Helper()
	p, _ := w.dial(w.url+"/ws/widget", "", nil)
	p.Say(`{"op":"hello","token":"` + secret + `"}`)
	p.hear("welcome")
	return p
}

// next is the next frame.
func (p *peer) next() heard {
	p.t.Helper()
	var h heard
	check.NoError(p.t, json.Unmarshal(p.Hear(), &h))
	return h
}

// hear skips to the next frame of one of these kinds.
func (p *peer) hear(ops ...string) heard {
	p.t.Helper()
	for {
		if h := p.next(); slices.Contains(ops, h.Op) {
			return h
		}
	}
}

// await skips to the next frame of a kind that is so.
func (p *peer) await(op string, so func(heard) bool) {
	p.t.Helper()
	for !so(p.hear(op)) {
		continue
	}
}

// until lists the frames of a kind up to the answer of a ping: everything that was sent before.
func (p *peer) until(op string) []heard {
	p.t.Helper()
	p.Say(`{"op":"ping"}`)
	var out []heard
	for {
		h := p.next()
		if h.Op == "pong" {
			return out
		}
		if h.Op == op {
			out = append(out, h)
		}
	}
}

// publish sends a live frame as core does.
func (w *world) publish(audience, text string) {
	w.t.Helper()
	check.NoError(w.t, w.bus.Publish(contract.Live(tenant, audience), []byte(text)))
}

func (w *world) announce(subject string, v any) {
	w.t.Helper()
	check.NoError(w.t, w.bus.Publish(subject, encode(v)))
}

func conversations(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = id.New("cnv")
	}
	return out
}
