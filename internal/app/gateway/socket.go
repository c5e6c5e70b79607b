package gateway

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/platform/realtime"
)

// socket is the protocol above one connection. Only the connection's own goroutine uses it. It is kept small: there may be
// 100,000 of them.
type socket struct {
	g       *Gateway
	kind    contract.SocketKind
	secret  string // until hello
	origin  string
	host    string
	actor   *actor.Actor // nil until hello
	session string
	name    string
	expires time.Time
	greeted atomic.Bool // the actor is known
	open    map[string]struct{}
}

// Message acts on one frame of the client.
func (s *socket) Message(c *realtime.Client, data []byte) {
	m, err := parse(data)
	if err != nil {
		c.Close(realtime.ClosePolicy, fault.From(err).Def.Code)
		return
	}
	switch {
	case s.actor == nil && m.Op == "hello":
		s.hello(c, m)
	case s.actor == nil: // strangers get no answer, not even a pong
	case time.Now().After(s.expires):
		// Also on a ping, or who only listens would never end. Whether the session was prolonged meanwhile, the next hello
		// finds out.
		c.Bye(byeRenew, time.Second, realtime.CloseRestart)
	case m.Op == "ping":
		c.Send(frame(pongFrame{Op: "pong"}))
	case m.Conversation == "":
	case m.Op == "open":
		s.join(c, m.Conversation, m.After)
	case m.Op == "close":
		s.leave(c, m.Conversation)
	case m.Op == "typing":
		s.typing(c, m)
	}
}

// Closed forgets the connection.
func (s *socket) Closed(c *realtime.Client) {
	if s.actor == nil || s.kind != contract.Desk {
		return
	}
	s.g.here.remove(c, s.actor.Tenant, s.actor.ID)
	for conversation := range s.open {
		s.g.viewers.leave(s.actor.Tenant, conversation, s.actor.ID)
	}
}

// hello finds out who this is, joins the audiences, and only then asks for what was missed: nothing can fall between.
func (s *socket) hello(c *realtime.Client, m said) {
	if s.kind == contract.Widget {
		s.secret = m.Token
	}
	var g contract.Grant
	err := s.g.ask(context.Background(), contract.SubjectGrant, contract.GrantRequest{
		Kind: s.kind, Secret: s.secret, Host: s.host, Origin: s.origin,
	}, &g)
	s.secret, s.host, s.origin = "", "", ""
	if err != nil {
		s.refuse(c, err)
		return
	}
	s.greeted.Store(true)
	s.actor, s.session, s.name, s.expires = &g.Actor, g.Session, g.Name, g.ExpiresAt
	for _, t := range g.Topics {
		_ = s.g.hub.Subscribe(c, g.Actor.Tenant+"."+t) // the hub has no upstream that could fail
	}
	_ = s.g.hub.Subscribe(c, topicEverybody)
	if s.kind == contract.Desk {
		s.g.here.add(c, g.Actor.Tenant, g.Actor.ID, g.Session)
		if inPerson(g.Session) {
			s.g.beatNow(g.Actor.Tenant, g.Actor.ID)
		}
	}
	c.Send(frame(welcomeFrame{Op: "welcome", Session: g.Session, Epoch: g.Epoch, Cursor: g.Cursor}))
	if s.kind == contract.Desk && m.Cursor != "" {
		s.replay(c, m.Cursor)
	}
	for _, conversation := range slices.Sorted(maps.Keys(m.Open)) {
		s.join(c, conversation, m.Open[conversation])
	}
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
func (s *socket) join(c *realtime.Client, conversation string, after int64) {
	_, known := s.open[conversation]
	if !known && len(s.open) >= maxOpen {
		c.Send(frame(resetFrame{Op: "reset", Stream: conversation, Reason: "gap"}))
		return
	}
	topic := s.topic(conversation)
	_ = s.g.hub.Subscribe(c, topic) // a known one may have been taken away meanwhile
	var r contract.OpenReply
	if err := s.ask(conversation, after, &r); err != nil {
		s.leave(c, conversation)
		s.g.hub.Unsubscribe(c, topic)
		c.Send(frame(resetFrame{Op: "reset", Stream: conversation, Reason: resetReason(err)}))
		return
	}
	if !known {
		if s.open == nil {
			s.open = map[string]struct{}{}
		}
		s.open[conversation] = struct{}{}
		if s.kind == contract.Desk {
			s.g.viewers.join(s.actor.Tenant, conversation, s.actor.ID)
		}
	}
	sendAll(c, r.Frames)
}

// ask reads in parts as large as the bus carries.
func (s *socket) ask(conversation string, after int64, out *contract.OpenReply) error {
	for {
		var r contract.OpenReply
		if err := s.g.ask(s.ctx(), contract.SubjectOpen, contract.OpenRequest{Conversation: conversation, After: after}, &r); err != nil {
			return err
		}
		out.Frames = append(out.Frames, r.Frames...)
		if r.More == 0 {
			return nil
		}
		after = r.More
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
	if s.kind == contract.Widget {
		return s.actor.Tenant + "." + contract.AudiencePublic(conversation)
	}
	return s.actor.Tenant + "." + contract.AudienceConversation(conversation)
}

func (s *socket) leave(c *realtime.Client, conversation string) {
	if _, ok := s.open[conversation]; !ok {
		return
	}
	delete(s.open, conversation)
	s.g.hub.Unsubscribe(c, s.topic(conversation))
	if s.kind == contract.Desk {
		s.g.viewers.leave(s.actor.Tenant, conversation, s.actor.ID)
	}
}

// typing tells the others. What a person types as a note stays inside.
func (s *socket) typing(c *realtime.Client, m said) {
	if !slices.Contains(c.Topics(), s.topic(m.Conversation)) {
		return
	}
	who := person{Kind: "user", ID: s.actor.ID, Name: s.name}
	if s.kind == contract.Widget {
		who, m.Note = person{Kind: "customer", ID: s.actor.ID}, false
	}
	f := encode(typingFrame{Op: "typing", Conversation: m.Conversation, Who: who, On: m.On, Note: m.Note})
	audiences := []string{contract.AudienceConversation(m.Conversation)}
	if s.kind == contract.Desk && !m.Note {
		audiences = append(audiences, contract.AudiencePublic(m.Conversation))
	}
	for _, a := range audiences {
		if err := s.g.bus.Publish(contract.Live(s.actor.Tenant, a), f); err != nil {
			s.g.log.Debug("typing not sent", "error", err)
		}
	}
}
