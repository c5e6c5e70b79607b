package core

import (
	"context"
	"encoding/json"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/platform/bus"
	"frontdesk/internal/usecase/live"
	"frontdesk/internal/usecase/queue"
)

// group lets one core answer each question of a gateway.
const group = "core"

// serveBus answers the gateways.
func (c *Core) serveBus() error {
	for subject, fn := range map[string]func(context.Context, []byte) ([]byte, error){
		contract.SubjectGrant:   answer(c.grant),
		contract.SubjectOpen:    answer(c.open),
		contract.SubjectReplay:  answer(c.replay),
		contract.SubjectBeat:    answer(c.beat),
		contract.SubjectPreview: answer(c.preview),
	} {
		sub, err := c.bus.Serve(subject, group, fn)
		if err != nil {
			return err
		}
		c.subs = append(c.subs, sub)
	}
	if err := c.hearVisits(); err != nil {
		return err
	}
	return c.hearLists()
}

func answer[I, O any](fn func(context.Context, I) (O, error)) func(context.Context, []byte) ([]byte, error) {
	return func(ctx context.Context, data []byte) ([]byte, error) {
		var in I
		if err := json.Unmarshal(data, &in); err != nil {
			return nil, fault.ErrMalformed.Wrap(err)
		}
		out, err := fn(ctx, in)
		if err != nil {
			return nil, err
		}
		return json.Marshal(out)
	}
}

// grant finds out who is behind a socket and what it may receive.
func (c *Core) grant(ctx context.Context, in contract.GrantRequest) (contract.Grant, error) {
	if in.Kind == contract.Widget {
		return c.grantVisitor(ctx, in)
	}
	a, session, err := c.Services.Identity.Authenticate(ctx, in.Secret)
	if err != nil {
		return contract.Grant{}, err
	}
	// As the system: the owner of a personal access token has a name, too, however narrow the token is.
	user, err := c.Services.Identity.User(actor.With(ctx, actor.SystemFor(a.Tenant)), a.ID)
	if err != nil {
		return contract.Grant{}, err
	}
	g := contract.Grant{Actor: a, Session: session.ID, Name: user.Name, Topics: live.DeskAudiences(a), ExpiresAt: session.Until}
	alias, err := c.Services.Calling.Alias(actor.With(ctx, a), user.Alias)
	if err != nil {
		return contract.Grant{}, err
	}
	if alias != "" {
		g.Name = alias // typing is shown to customers, too
	}
	if g.ExpiresAt.IsZero() {
		g.ExpiresAt = c.clock.Now().AddDate(1, 0, 0)
	}
	if g.Epoch, err = c.Services.Log.Epoch(ctx); err == nil {
		g.Cursor, err = c.Services.Log.Head(ctx)
	}
	return g, err
}

func (c *Core) grantVisitor(ctx context.Context, in contract.GrantRequest) (contract.Grant, error) {
	a, until, err := c.Services.Channels.Authenticate(ctx, in.Secret, in.Origin)
	if err != nil {
		return contract.Grant{}, err
	}
	g := contract.Grant{Actor: a, Session: a.ID, ExpiresAt: until}
	if a.OnBehalfOf != "" {
		g.Topics = []string{live.AudienceCustomer(a.OnBehalfOf)}
	}
	return g, nil
}

// open is what a client missed in one conversation. A visitor who wrote for the first time after connecting was nobody's
// customer then, and is looked up again.
func (c *Core) open(ctx context.Context, in contract.OpenRequest) (contract.OpenReply, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return contract.OpenReply{}, err
	}
	if a.Kind == actor.Visitor {
		v, err := c.Services.Customers.Visitor(actor.With(ctx, actor.SystemFor(a.Tenant)), a.ID)
		if err != nil {
			return contract.OpenReply{}, err
		}
		a.OnBehalfOf = v.CustomerID
		ctx = actor.With(ctx, a)
	}
	if in.Watch {
		if err := c.Services.Monitor.Watching(ctx, in.Conversation); err != nil {
			return contract.OpenReply{}, err
		}
	}
	m, err := c.Services.Live.Open(ctx, in.Conversation, in.After)
	if err == nil && a.Kind == actor.Visitor && m.More == 0 {
		place, shown, err := c.Services.Queue.Shown(ctx, a.Via, in.Conversation)
		if err != nil {
			return contract.OpenReply{}, err
		}
		if shown {
			m.Frames = append(m.Frames, queue.Frame(in.Conversation, place))
		}
	}
	return contract.OpenReply{Frames: m.Frames, More: m.More}, err
}

func (c *Core) replay(ctx context.Context, in contract.ReplayRequest) (contract.ReplayReply, error) {
	frames, err := c.Services.Live.Replay(ctx, in.Cursor)
	return contract.ReplayReply{Frames: frames}, err
}

func (c *Core) beat(ctx context.Context, in contract.BeatRequest) (struct{}, error) {
	return struct{}{}, c.Services.Identity.KeepAlive(ctx, in.Users)
}

// frames publishes live frames on the bus.
type frames struct{ bus *bus.Bus }

// Publish sends a frame to an audience.
func (f frames) Publish(tenant, audience string, frame []byte) error {
	return f.bus.Publish(contract.Live(tenant, audience), frame)
}

// bell wakes the same part of other nodes.
type bell struct {
	bus     *bus.Bus
	subject string
}

// Ring tells that there is something new. A lost ring costs latency, so an error is not one.
func (b bell) Ring() { _ = b.bus.Publish(b.subject, nil) }

// Listen hears the other nodes.
func (b bell) Listen(fn func()) (func(), error) {
	sub, err := b.bus.Subscribe(b.subject, "", func(bus.Msg) { fn() })
	if err != nil {
		return nil, err
	}
	return func() { _ = sub.Close() }, nil
}
