package dispatch_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingtest"
	"frontdesk/internal/usecase/dispatch"
)

// office is everything around the service: conversations and routing in memory, two agents, and a clock that moves by hand.
type office struct {
	*dispatch.Service
	world  *ct.World
	talks  *ct.Memory
	store  *routingtest.Memory
	plan   routing.Published
	states map[string]identity.State
	since  map[string]time.Time // of the states; zero where it does not matter
	closed bool
	hours  *account.Calendar // of every queue that has one; else closed says
	joined string            // somebody new
	moved  bool              // Bob is of the support team, too
	sweeps int               // how often all work was read
	read   int               // events that the consumer has seen
	units  sync.Mutex
	breaks func() breakage // asked for each unit
	heard  []news          // of queues, by supervisors
	off    bool            // the other centre is switched off
}

const (
	shop  = "que_shop"
	spare = "que_spare"
)

// newOffice has one queue, in the mode, which Bob and Cem serve; both are there.
func newOffice(t *testing.T, mode routing.Mode, change ...func(p *routing.Plan)) *office {
	t.Helper()
	talks := ct.NewMemory()
	o := &office{
		world: ct.NewWorld(talks, talks), talks: talks, store: routingtest.NewMemory(),
		states: map[string]identity.State{ct.Bob: identity.Online, ct.Cem: identity.Online, ct.Ann: identity.Offline},
		since:  map[string]time.Time{},
	}
	p := routing.NewPlan(shop, "Shop")
	p.Queues[0].People = []string{ct.Bob, ct.Cem}
	p.Queues[0].Offer = routing.Offer{Mode: mode, Seconds: 20, OnTimeout: "next"}
	p.Queues[0].Strategy = routing.RoundRobin
	p.Capacity = 40 // two chats
	for _, c := range change {
		c(&p)
	}
	o.publish(t, p)
	o.Service = dispatch.New(dispatch.Deps{
		Run: o, Clock: o.world.Clock, Log: slog.New(slog.DiscardHandler), Store: counted{o.store, o}, People: dispatch.Crew{People: o, Supervisors: o, Notices: o}, Each: func(n int, do func(i int)) {
			for i := range n {
				do(i)
			}
		},
		Plan: dispatch.Planning{Plans: o, Language: words{}, Hours: o, Centres: o},
		Work: dispatch.Work{Talks: o.world.Service, Lines: conversation.NewLines(talks), Facts: o, Reader: o.world.Service},
	})
	o.Lease(o.world.Clock.Now().Add(24*time.Hour), true)
	check.NoError(t, o.Tick(t.Context()))
	return o
}

// counted is the store that counts how often all work is read.
type counted struct {
	*routingtest.Memory
	o *office
}

func (c counted) AllWork(ctx context.Context, after string, limit int) ([]routing.Item, error) {
	c.o.sweeps++
	return c.Memory.AllWork(ctx, after, limit)
}

func (o *office) publish(t *testing.T, p routing.Plan) {
	t.Helper()
	o.plan = routing.Published{Number: o.plan.Number + 1, Plan: p, At: o.world.Clock.Now()}
	check.NoError(t, o.Do(ct.AsSystem(t.Context()), func(ctx context.Context) error {
		if err := o.store.Publish(ctx, o.plan); err != nil {
			return err
		}
		return unit.Append(ctx, event.New(ct.Tenant, routing.StreamPlan, ct.Tenant, routing.EventPublished, actor.Ref{}, o.world.Clock.Now(), routing.PlanPublished{Number: o.plan.Number}))
	}))
}

// Do is one unit over both stores.
func (o *office) Do(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, ok := unit.Running(ctx); ok {
		return fn(ctx)
	}
	o.units.Lock()
	defer o.units.Unlock()
	how := whole
	if o.breaks != nil {
		how = o.breaks()
	}
	if how == refused {
		return fault.ErrBusy.New()
	}
	err := o.store.Whole(func() error {
		return o.talks.Do(ctx, func(ctx context.Context) error {
			if err := fn(ctx); err != nil || how != undone {
				return err
			}
			return fault.ErrBusy.New()
		})
	})
	if err == nil && how == unheard {
		err = fault.ErrBusy.New()
	}
	return err
}

func (o *office) Current(context.Context) (routing.Published, error) { return o.plan, nil }

func (o *office) Plan(ctx context.Context, number int64) (routing.Published, error) {
	return o.store.Plan(ctx, number)
}

// Centres is one.
func (o *office) Centres(context.Context) ([]routing.Centre, error) {
	return []routing.Centre{{ID: centre, Name: "Night centre", On: !o.off}}, nil
}

const centre = "whk_centre"

// news is a notice to supervisors.
type news struct {
	Team string
	News notify.QueueNews
	At   time.Time
}

// OfQueue names the team as if it were a person.
func (*office) OfQueue(_ context.Context, team string) ([]string, error) {
	return []string{"over " + team}, nil
}

func (o *office) TellOfQueue(_ context.Context, to []string, n notify.QueueNews, at time.Time) error {
	o.heard = append(o.heard, news{strings.TrimPrefix(to[0], "over "), n, at})
	return nil
}

func (o *office) PresencesOf(_ context.Context, ids []string) (map[string]identity.Presence, error) {
	out := map[string]identity.Presence{}
	for _, id := range ids {
		out[id] = identity.Presence{UserID: id, State: o.states[id], Since: o.since[id]}
	}
	return out, nil
}

func (o *office) Hold(_ context.Context, id string) error {
	if o.states[id] != identity.Online {
		return identity.ErrNotThere.New()
	}
	return nil
}

func (o *office) SendOnBreak(_ context.Context, id string) error {
	o.states[id] = identity.Break
	return nil
}

func (o *office) Teams(context.Context) (map[string][]string, error) {
	out := map[string][]string{ct.Ann: nil, ct.Bob: {ct.Sales}, ct.Cem: {ct.Support}}
	if o.moved {
		out[ct.Bob] = []string{ct.Sales, ct.Support}
	}
	if o.joined != "" {
		out[o.joined] = nil
	}
	return out, nil
}

func (*office) Names(context.Context, []string) (map[string]string, error) {
	return map[string]string{ct.Bob: "Bob", ct.Cem: "Cem"}, nil
}

func (*office) Of(context.Context, conversation.Conversation) (routing.Facts, error) {
	return routing.Facts{}, nil
}

func (*office) Previous(context.Context, conversation.Conversation) (string, error) {
	return ct.Cem, nil
}

func (o *office) OpenFor(_ context.Context, _ string, from time.Time, d time.Duration) (time.Time, bool, error) {
	if o.hours != nil {
		at, ok := o.hours.OpenFor(from, d)
		return at, ok, nil
	}
	return from.Add(d), !o.closed, nil
}

func (o *office) Today(context.Context) (time.Time, error) {
	return o.world.Clock.Now().Truncate(24 * time.Hour), nil
}

// upset is the one condition of the language: the customer is.
type upset struct{}

func (upset) Holds(f routing.Facts) (bool, error) { return f.Conversation.Sentiment == "negative", nil }

// words is a language in which next to nothing is written.
type words struct{}

func (words) Condition(source string) (c routing.Condition, err error) {
	if source == "upset" {
		return upset{}, nil
	}
	switch source {
	case "unreadable":
		err = fault.ErrInternal.New()
	case "fails":
		c = failing{}
	}
	return c, err
}

// failing is a condition, and a score, that cannot be worked out.
type failing struct{}

func (failing) Holds(routing.Facts) (bool, error) { return true, fault.ErrInternal.New() }

func (words) Score(source string) (s routing.Score, err error) {
	if source == "fails" {
		s = failing{}
	}
	return s, err
}

func (failing) Of(routing.AgentFacts) (float64, error) { return 7, fault.ErrInternal.New() }

// look lets the consumer read what happened, until nothing more follows from it.
func (o *office) look(t *testing.T) {
	t.Helper()
	for {
		var batch []event.Recorded
		for _, e := range o.talks.Events()[o.read:] {
			if dispatch.Concerns(e) {
				batch = append(batch, event.Recorded{Event: e})
			}
		}
		o.read = len(o.talks.Events())
		if len(batch) == 0 {
			return
		}
		check.NoError(t, o.Observe(t.Context(), batch))
	}
}

// pass lets time go by; promises are kept when they are due.
func (o *office) pass(t *testing.T, d time.Duration) {
	t.Helper()
	for ; d > 0; d -= 5 * time.Second {
		o.world.Clock.Pass(5 * time.Second)
		for _, j := range o.talks.Jobs() {
			if !j.RunAt.After(o.world.Clock.Now()) {
				o.keep(t, j)
			}
		}
		o.look(t)
		check.NoError(t, o.Tick(t.Context()))
		o.look(t)
	}
}

func (o *office) keep(t *testing.T, j unit.Job) {
	t.Helper()
	handle := map[string]func(context.Context, unit.Job) error{dispatch.JobOffer: o.TimeOut, dispatch.JobWrapUp: o.WrapUp, dispatch.JobStep: o.Step}[j.Kind]
	if handle == nil {
		return
	}
	ctx := actor.With(t.Context(), actor.Actor{Tenant: j.Tenant, Kind: actor.Job, ID: j.Kind})
	check.NoError(t, handle(ctx, j))
	same := func(k unit.Job) bool { return k.Kind == j.Kind && k.Subject == j.Subject && k.RunAt.Equal(j.RunAt) }
	if slices.ContainsFunc(o.talks.Jobs(), same) {
		check.NoError(t, o.Do(ctx, func(ctx context.Context) error { return unit.Cancel(ctx, j.Tenant, j.Kind, j.Subject) }))
	}
}

// asks lets a customer write, and gives the conversation.
func (o *office) asks(t *testing.T, who conversation.Customer, body string) conversation.Conversation {
	t.Helper()
	c := check.Must(o.world.Service.Receive(ct.AsSystem(t.Context()), ct.Says(who, body, body)))(t).Conversation
	o.look(t)
	return c
}

func as(t *testing.T, user string) context.Context { return ct.As(t.Context(), user, actor.All) }

func (o *office) work(t *testing.T, id string) routing.Item {
	t.Helper()
	return check.Must(o.store.WorkOf(ct.AsSystem(t.Context()), id))(t)
}

func (o *office) desk(t *testing.T, user string) routing.Desk {
	t.Helper()
	return check.Must(o.store.Desk(ct.AsSystem(t.Context()), user))(t)
}

// told are the events about work so far, in few words.
func (o *office) told() []string {
	names := strings.NewReplacer(ct.Bob, "bob", ct.Cem, "cem")
	var out []string
	for _, e := range o.talks.Events() {
		if e.Stream != routing.StreamWork {
			continue
		}
		var d struct{ AgentID, Cause, Outcome, Mode string }
		_ = json.Unmarshal(e.Data, &d)
		words := slices.DeleteFunc([]string{strings.TrimPrefix(e.Type, "routing."), d.AgentID, d.Cause, d.Outcome, d.Mode}, func(s string) bool { return s == "" })
		out = append(out, names.Replace(strings.Join(words, " ")))
	}
	return out
}

// presence lets somebody come or go, by themselves or sent by another.
func (o *office) presence(t *testing.T, user string, state identity.State, by string) {
	t.Helper()
	o.states[user] = state
	o.since[user] = o.world.Clock.Now()
	check.NoError(t, o.Do(ct.AsSystem(t.Context()), func(ctx context.Context) error {
		return unit.Append(ctx, event.New(ct.Tenant, "presence", user, identity.EventPresenceChanged, actor.Ref{Kind: actor.User, ID: by}, o.world.Clock.Now(),
			identity.PresenceChanged{State: state}))
	}))
	o.look(t)
}

var vip = conversation.Customer{ID: id.New("cus"), Name: "Gold", Level: "vip"}

// begins lets another customer begin a conversation, a second after the last.
func (o *office) begins(t *testing.T) string {
	t.Helper()
	o.world.Clock.Pass(time.Second)
	return o.asks(t, conversation.Customer{ID: id.New("cus"), Name: "Guest"}, "hello").ID
}

func (o *office) assign(t *testing.T, conversationID, user string) {
	t.Helper()
	check.Must(o.world.Service.Assign(as(t, ct.Ann), conversationID, conversation.Assignment{Assignee: &user}))(t)
	o.look(t)
}

// count is how much work is in which state.
func (o *office) count(t *testing.T) map[routing.State]int {
	t.Helper()
	out := map[routing.State]int{}
	for _, c := range check.Must(o.store.Crowds(ct.AsSystem(t.Context())))(t) {
		out[c.State] += c.Count
	}
	return out
}

// said are the lines of the program in a conversation.
func (o *office) said(t *testing.T, id string) []string {
	t.Helper()
	out := []string{}
	for _, e := range check.Must(o.world.Service.Timeline(as(t, ct.Ann), id, conversation.Range{After: conversation.FromStart, Limit: 200}))(t) {
		if e.Activity != nil && e.Activity.Type == conversation.WasSaid {
			out = append(out, e.Body)
		}
	}
	return out
}
