package gateway

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
	"unique"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/platform/realtime"
)

// socket is the protocol above one connection. One goroutine at a time uses it. It is kept small: there may be 100,000 of
// them.
type socket struct {
	g       *Gateway
	shown   *contract.GrantRequest // nil after the first hello
	actor   *actor.Actor           // nil until core has answered the hello
	name    string
	expires int64    // nanoseconds
	open    []string // conversations
	waited  atomic.Pointer[time.Timer]
	state   atomic.Int32
	showed  int64 // when a text that is not sent yet was shown, in nanoseconds
	desk    bool  // the door; the other one is that of widgets
	visit   bool  // tells of its visit
	watch   bool  // looks on unseen: it joins no list of viewers, types nothing and hears nothing but what it opens
}

// States of a socket, for those who are not its goroutine.
const (
	stranger = iota // has not said hello
	asking          // core has not answered yet
	welcomed        // the actor is known
)

func newSocket(g *Gateway, kind contract.SocketKind, r *http.Request) *socket {
	desk := kind == contract.Desk
	return &socket{g: g, desk: desk, watch: desk && r.URL.Query().Get("watch") == "1", shown: &contract.GrantRequest{
		Kind: kind, Origin: r.Header.Get("Origin"), Host: r.Host,
	}}
}

// Message acts on one frame of the client.
func (s *socket) Message(c *realtime.Client, data []byte) {
	m, err := parse(data)
	if err != nil {
		c.Close(realtime.ClosePolicy, fault.From(err).Def.Code)
		return
	}
	switch {
	case s.shown != nil && m.Op == "hello":
		s.hello(c, m)
	case s.actor == nil: // strangers get no answer, not even a pong
	case time.Now().UnixNano() > s.expires:
		// Also on a ping, or who only listens would never end. Whether the session was prolonged meanwhile, the next hello
		// finds out.
		c.Bye(byeRenew, time.Second, realtime.CloseRestart)
	case m.Op == "ping":
		c.Send(frame(pongFrame{Op: "pong"}))
	case m.Conversation == "":
	case m.Op == "open":
		s.join(c, contract.OpenRequest{Conversation: m.Conversation, After: m.After, Watch: s.watch})
	case m.Op == "close":
		s.leave(c, m.Conversation)
	case m.Op == "typing" && !s.watch:
		s.typing(c, m)
	}
}

// Closed forgets the connection.
func (s *socket) Closed(c *realtime.Client) {
	s.endPatience()
	if s.visit {
		s.g.visits.add(s.actor.Tenant, s.actor.ID, -1)
	}
	if s.actor == nil || !s.desk {
		return
	}
	s.g.here.remove(c, s.actor.Tenant, s.actor.ID)
	if s.watch {
		return
	}
	for _, conversation := range s.open {
		s.g.viewers.leave(s.actor.Tenant, conversation, s.actor.ID)
	}
}

// endPatience is for a socket that is no stranger any more, or no more at all.
func (s *socket) endPatience() {
	if t := s.waited.Swap(nil); t != nil {
		t.Stop()
	}
}

// hello waits for its turn.
func (s *socket) hello(c *realtime.Client, m said) {
	s.state.Store(asking)
	s.endPatience()
	asked := s.shown
	s.shown = nil
	if !s.desk {
		asked.Secret = m.Token
	}
	queued := time.NewTimer(s.g.patience)
	defer queued.Stop()
	select {
	case s.g.door <- struct{}{}:
		defer func() { <-s.g.door }()
		s.enter(c, asked, m)
	case <-queued.C:
		s.refuse(c, fault.ErrBusy.New())
	}
}

// enter finds out who this is, joins the audiences, and only then asks for what was missed: nothing can fall between.
func (s *socket) enter(c *realtime.Client, asked *contract.GrantRequest, m said) {
	var g contract.Grant
	if err := s.g.ask(context.Background(), contract.SubjectGrant, asked, &g); err != nil {
		s.refuse(c, err)
		return
	}
	s.know(c, &g)
	s.visiting(c, m.Visit)
	c.Send(frame(welcomeFrame{Op: "welcome", Session: g.Session, Epoch: g.Epoch, Cursor: g.Cursor}))
	if s.desk && !s.watch && m.Cursor != "" {
		s.replay(c, m.Cursor)
	}
	for _, conversation := range slices.Sorted(maps.Keys(m.Open)) {
		s.join(c, contract.OpenRequest{Conversation: conversation, After: m.Open[conversation], Watch: s.watch})
	}
}

// know keeps of the grant what is needed later, and joins its audiences.
func (s *socket) know(c *realtime.Client, g *contract.Grant) {
	a := g.Actor
	a.Tenant, a.Via = unique.Make(a.Tenant).Value(), unique.Make(a.Via).Value() // one text for all sockets that have it
	s.actor, s.name, s.expires = &a, g.Name, g.ExpiresAt.UnixNano()
	s.state.Store(welcomed)
	for _, t := range g.Topics {
		if s.watch {
			break
		}
		_ = s.g.hub.Subscribe(c, a.Tenant+"."+t) // the hub has no upstream that could fail
	}
	if s.desk {
		s.g.here.add(c, a.Tenant, a.ID, g.Session)
		if inPerson(g.Session) {
			s.g.beatNow(a.Tenant, a.ID)
		}
	}
}

// visiting makes a widget's socket part of who is on the site.
func (s *socket) visiting(c *realtime.Client, on bool) {
	if s.desk || !on {
		return
	}
	s.visit = true
	_ = s.g.hub.Subscribe(c, s.actor.Tenant+"."+contract.AudienceVisitor(s.actor.ID)) // as in know
	s.g.visits.add(s.actor.Tenant, s.actor.ID, 1)
}

// refuse closes for good when the credential is bad, and for a moment when core is away.
func (s *socket) refuse(c *realtime.Client, err error) {
	switch fault.KindOf(err) {
	case fault.Unauthenticated, fault.Denied, fault.Gone, fault.NotFound, fault.Invalid, fault.Malformed:
		c.Bye(byeExpired, 0, realtime.ClosePolicy)
	case fault.Conflict, fault.TooLarge, fault.Unsupported, fault.TooMany, fault.Unavailable, fault.Internal:
		s.g.log.Warn("no grant", "error", err)
		c.Bye(byeBusy, 2*time.Second, realtime.CloseRetry)
	}
}

func (s *socket) ctx() context.Context { return actor.With(context.Background(), *s.actor) }

func (s *socket) replay(c *realtime.Client, cursor string) {
	var r contract.ReplayReply
	if err := s.g.ask(s.ctx(), contract.SubjectReplay, contract.ReplayRequest{Cursor: cursor}, &r); err != nil {
		s.g.log.Warn("no replay", "error", err)
		c.Send(frame(resetFrame{Op: "reset", Stream: "desk", Reason: "gap"}))
		return
	}
	sendAll(c, r.Frames)
}

func sendAll(c *realtime.Client, frames []json.RawMessage) {
	for _, f := range frames {
		c.Send(realtime.NewFrame(f))
	}
}

// join opens a conversation: first the audience, then what was missed.
func (s *socket) join(c *realtime.Client, in contract.OpenRequest) {
	known := slices.Contains(s.open, in.Conversation)
	if !known && len(s.open) >= maxOpen {
		c.Send(frame(resetFrame{Op: "reset", Stream: in.Conversation, Reason: "gap"}))
		return
	}
	topic := s.topic(in.Conversation)
	_ = s.g.hub.Subscribe(c, topic) // a known one may have been taken away meanwhile
	missed, err := s.missed(in)
	if err != nil {
		s.leave(c, in.Conversation)
		s.g.hub.Unsubscribe(c, topic)
		c.Send(frame(resetFrame{Op: "reset", Stream: in.Conversation, Reason: resetReason(err)}))
		return
	}
	if !known {
		s.open = append(s.open, in.Conversation)
		if s.desk && !s.watch {
			s.g.viewers.join(s.actor.Tenant, in.Conversation, s.actor.ID)
		}
	}
	sendAll(c, missed)
}

// missed reads in parts as large as the bus carries.
func (s *socket) missed(in contract.OpenRequest) ([]json.RawMessage, error) {
	var frames []json.RawMessage
	for {
		var r contract.OpenReply
		if err := s.g.ask(s.ctx(), contract.SubjectOpen, in, &r); err != nil {
			return nil, err
		}
		frames = append(frames, r.Frames...)
		if r.More == 0 {
			return frames, nil
		}
		in.After = r.More
	}
}

func resetReason(err error) string {
	switch fault.KindOf(err) {
	case fault.Denied, fault.NotFound, fault.Unauthenticated:
		return "permissions"
	case fault.Invalid, fault.Malformed, fault.Conflict, fault.Gone, fault.TooLarge, fault.Unsupported, fault.TooMany, fault.Unavailable, fault.Internal:
	}
	return "gap"
}

func (s *socket) topic(conversation string) string {
	if !s.desk {
		return s.actor.Tenant + "." + contract.AudiencePublic(conversation)
	}
	inside := s.actor.Tenant + "." + contract.AudienceConversation(conversation)
	if personal.From(*s.actor) {
		return contract.AudienceMasked(inside)
	}
	return inside
}

func (s *socket) leave(c *realtime.Client, conversation string) {
	i := slices.Index(s.open, conversation)
	if i < 0 {
		return
	}
	s.open = slices.Delete(s.open, i, i+1)
	s.g.hub.Unsubscribe(c, s.topic(conversation))
	if s.desk && !s.watch {
		s.g.viewers.leave(s.actor.Tenant, conversation, s.actor.ID)
	}
}
