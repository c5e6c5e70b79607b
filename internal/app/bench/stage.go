package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/jobs"
	"frontdesk/internal/usecase/dispatch"
)

// handClock is moved by hand.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is where the hand stands.
func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) to(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
	}
}

// stage is the product on which a scene is played: everything that routing does when it is live, with its rows, but one thing after the
// other and on a clock that is moved by hand.
type stage struct {
	scene
	d      *domains
	w      *world
	clock  *handClock
	jobs   *jobs.Runner
	every  time.Duration // between two looks at what is due by itself; 0 looks at the very moment
	people []string
	seated []time.Time // when the agents began to be idle
	guests []*visitor
	opens  time.Time
	talks  []string
	known  map[string]int // callers by conversation
	read   db.Position
	agenda []turn // by time
	given  []got
}

// turn is something that happens in the play.
type turn struct {
	at time.Time
	do func(ctx context.Context) error
}

func (l *stage) on(at time.Time, do func(ctx context.Context) error) {
	next, _ := slices.BinarySearchFunc(l.agenda, at, func(t turn, at time.Time) int {
		if t.at.After(at) {
			return 1
		}
		return -1 // of one moment, in the order in which they were written down
	})
	l.agenda = slices.Insert(l.agenda, next, turn{at, do})
}

// newStage sets the shop up: people, skills, and customers of high standing who were there before.
func newStage(ctx context.Context, p *place, s scene, every time.Duration) (*stage, error) {
	l := &stage{scene: s, clock: &handClock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}, every: every, known: map[string]int{}}
	cfg, err := p.fresh(ctx)
	if err != nil {
		return nil, err
	}
	if l.d, err = p.bareOn(ctx, cfg, l.clock, nil); err != nil {
		return nil, err
	}
	l.jobs = jobs.NewRunner(l.d.db, l.clock, p.Log, jobs.Options{})
	l.jobs.Handle(dispatch.JobOffer, l.d.Dispatch.TimeOut)
	l.jobs.Handle(dispatch.JobWrapUp, l.d.Dispatch.WrapUp)
	l.jobs.Handle(dispatch.JobStep, l.d.Dispatch.Step)
	if l.w, err = found(ctx, l.d.Services); err == nil {
		err = errors.Join(l.hire(ctx), l.welcome(ctx), l.open(ctx))
	}
	if err != nil {
		return nil, errors.Join(err, l.d.end())
	}
	return l, nil
}

func (l *stage) system(ctx context.Context) context.Context {
	return actor.With(ctx, actor.SystemFor(l.w.tenant))
}

// as lets a person act, with the rights of the administrator.
func (l *stage) as(ctx context.Context, person string) context.Context {
	return actor.With(ctx, actor.Actor{Tenant: l.w.tenant, Kind: actor.User, ID: person, Grants: l.w.admin.Grants})
}

func (l *stage) hire(ctx context.Context) error {
	role, err := l.w.roleOfAgents(ctx)
	if err != nil {
		return err
	}
	for i := range playedAgents {
		u, err := l.d.Identity.CreateUser(l.system(ctx), identity.NewUser{
			Email: address(i), Name: fmt.Sprintf("Agent %d", i), Password: password, Locale: "en", Timezone: "UTC", RoleID: role,
		})
		if err != nil {
			return err
		}
		l.people = append(l.people, u.ID)
	}
	return nil
}

// welcome lets the customers come in. Those of high standing were served before, by the person whom they will ask for.
func (l *stage) welcome(ctx context.Context) error {
	admin := actor.With(ctx, l.w.admin)
	for i, c := range l.callers {
		locale := "zh-CN"
		if c.english {
			locale = "en"
		}
		session, err := l.d.Channels.StartSession(ctx, channel.Start{Key: l.w.key, Locale: locale, Timezone: "UTC"})
		if err != nil {
			return err
		}
		l.guests = append(l.guests, &visitor{token: session.Token, id: session.VisitorID})
		if c.previous < 0 {
			continue
		}
		id, err := l.says(ctx, i)
		if err != nil {
			return err
		}
		_, err = l.d.Conversations.Assign(admin, id, conversation.Assignment{Assignee: &l.people[c.previous]})
		if err != nil {
			return err
		}
		row, err := l.d.Conversations.Resolve(admin, id, "", nil)
		if err != nil {
			return err
		}
		level := customer.Level("vip")
		who, err := l.d.Customers.Get(admin, row.Conversation.CustomerID)
		if err != nil {
			return err
		}
		if _, err := l.d.Customers.Update(admin, who.ID, customer.Edit{Version: who.Version, Level: &level}); err != nil {
			return err
		}
	}
	return nil
}

// says lets a customer begin a conversation, and gives its id.
func (l *stage) says(ctx context.Context, i int) (string, error) {
	g, body := l.guests[i], "请问我的订单什么时候可以发货？"
	if l.callers[i].english {
		body = "Hello, when will my order be sent, please?"
	}
	a, _, err := l.d.Channels.Authenticate(ctx, g.token, "")
	if err != nil {
		return "", err
	}
	g.sent++
	head, _, err := l.d.Intake.Take(actor.With(ctx, a), conversation.VisitorMessage{Text: conversation.Text{ClientID: strconv.Itoa(g.sent), Body: body}, New: true})
	return head.ID, err
}

// open publishes the plan and lets everybody come to work.
func (l *stage) open(ctx context.Context) error {
	admin := actor.With(ctx, l.w.admin)
	draft, err := l.d.Routing.Draft(admin)
	if err != nil {
		return err
	}
	saved, err := l.d.Routing.SaveDraft(admin, l.plan(l.people), draft.Base, draft.Version)
	if err != nil {
		return err
	}
	for i, person := range l.people { // a second apart, so that who is idle for longest is known
		l.clock.to(l.clock.Now().Add(time.Second))
		if _, err := l.d.Routing.SaveDesk(admin, routing.Desk{UserID: person, Skills: l.skills(i)}); err != nil {
			return err
		}
		l.seated = append(l.seated, l.clock.Now())
	}
	if _, err := l.d.Routing.Publish(admin, saved.Version, ""); err != nil {
		return err
	}
	l.d.Dispatch.Lease(l.clock.Now().Add(24*time.Hour), true)
	if err := l.look(ctx); err != nil {
		return err
	}
	l.given = nil
	l.opens = l.clock.Now().Add(time.Minute)
	return nil
}

// play lets everything happen in its time.
func (l *stage) play(ctx context.Context) error {
	l.talks = make([]string, len(l.callers))
	for i, c := range l.callers {
		l.on(l.opens.Add(c.at), func(ctx context.Context) error { return l.arrive(ctx, i) })
		if c.patience > 0 {
			l.on(l.opens.Add(c.at+c.patience), func(ctx context.Context) error { return l.leave(ctx, i) })
		}
		if l.every == 0 { // what the plan does by itself: nobody waits for the previous agent, a skill is asked for no more
			if c.previous >= 0 {
				l.on(l.opens.Add(c.at+sticks), l.look)
			} else if c.english {
				l.on(l.opens.Add(c.at+relaxes), l.look)
			}
		}
	}
	for _, o := range l.outings {
		l.on(l.opens.Add(o.from), func(ctx context.Context) error { return l.chooses(ctx, l.people[o.agent], identity.Busy) })
		l.on(l.opens.Add(o.to), func(ctx context.Context) error { return l.chooses(ctx, l.people[o.agent], identity.Online) })
	}
	l.on(l.opens.Add(-time.Minute), l.beat)
	for len(l.agenda) > 0 && ctx.Err() == nil {
		next := l.agenda[0]
		l.agenda = l.agenda[1:]
		if err := l.pass(ctx, next.at); err != nil {
			return err
		}
		if err := errors.Join(next.do(ctx), l.look(ctx)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// pass lets time go by; the program looks now and then.
func (l *stage) pass(ctx context.Context, to time.Time) error {
	for l.every > 0 {
		next := l.clock.Now().Truncate(l.every).Add(l.every)
		if next.After(to) {
			break
		}
		l.clock.to(next)
		if err := l.look(ctx); err != nil {
			return err
		}
	}
	l.clock.to(to)
	return nil
}

// beat keeps everybody there who has a desk open.
func (l *stage) beat(ctx context.Context) error {
	if len(l.agenda) > 0 {
		l.on(l.clock.Now().Add(30*time.Second), l.beat)
	}
	return l.d.Identity.KeepAlive(l.system(ctx), l.people)
}

func (l *stage) chooses(ctx context.Context, person string, s identity.State) error {
	_, err := l.d.Identity.ChoosePresence(l.as(ctx, person), s, "")
	return err
}

func (l *stage) arrive(ctx context.Context, i int) (err error) {
	l.talks[i], err = l.says(ctx, i)
	l.known[l.talks[i]] = i
	return err
}

// leave ends the conversation of a customer who has waited long enough.
func (l *stage) leave(ctx context.Context, i int) error {
	at, err := l.d.Dispatch.Standing(l.system(ctx), l.talks[i])
	if err != nil || at.State != routing.Waits {
		return err
	}
	return l.resolve(ctx, i)
}

func (l *stage) resolve(ctx context.Context, i int) error {
	_, err := l.d.Conversations.Resolve(actor.With(ctx, l.w.admin), l.talks[i], "", nil)
	return err
}

// look lets the program do what is due and read what happened, until nothing more follows.
func (l *stage) look(ctx context.Context) error {
	if err := l.jobs.Drain(ctx); err != nil {
		return err
	}
	if err := errors.Join(l.hear(ctx), l.d.Dispatch.Tick(ctx)); err != nil {
		return err
	}
	return l.hear(ctx)
}

// hear reads the log to its end, as the consumer does.
func (l *stage) hear(ctx context.Context) error {
	for {
		rows, err := l.d.db.ReadLog(ctx, l.read, l.w.tenant, 1000)
		if err != nil {
			return err
		}
		if len(rows) == 0 { // on PostgreSQL an older transaction of somebody else may hide them for a moment
			if pending, err := l.d.db.LogPending(ctx, l.read); err != nil || !pending {
				return err
			}
			<-time.After(time.Millisecond)
			continue
		}
		var batch []event.Recorded
		for _, r := range rows {
			l.read = r.Place
			l.note(r.Event)
			if dispatch.Concerns(r.Event) {
				batch = append(batch, event.Recorded{Event: r.Event})
			}
		}
		if len(batch) == 0 {
			continue
		}
		if err := l.d.Dispatch.Observe(ctx, batch); err != nil {
			return err
		}
	}
}

// note writes down who got what, and lets them do their part.
func (l *stage) note(e event.Event) {
	i, known := l.known[e.StreamID]
	var of struct {
		AgentID string       `json:"agentId"`
		Mode    routing.Mode `json:"mode"`
	}
	switch {
	case !known || e.Type != routing.EventOffered && e.Type != routing.EventAccepted || json.Unmarshal(e.Data, &of) != nil || of.Mode == routing.Push:
		return
	case e.Type == routing.EventOffered:
		l.on(e.At.Add(answerAfter), func(ctx context.Context) error {
			_, err := l.d.Dispatch.Accept(l.as(ctx, of.AgentID), e.StreamID)
			return err
		})
	}
	l.given = append(l.given, got{e.At, e.StreamID, of.AgentID, e.At.Sub(l.opens.Add(l.callers[i].at))})
	ends := e.At.Add(l.callers[i].takes)
	if l.callers[i].english && l.callers[i].previous < 0 {
		l.on(ends, l.look) // the wrap-up is over
		ends = ends.Add(-wrapUp)
	}
	l.on(ends, func(ctx context.Context) error { return l.resolve(ctx, i) })
}
