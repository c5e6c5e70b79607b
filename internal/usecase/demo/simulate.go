package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
)

// JobSimulate lets the simulated visitors act, and comes again as long as they are switched on. As a job it runs on one
// node only, ends with the program and goes on after a restart.
const JobSimulate = "demo.simulate"

// MaxVisitors is how many simulated visitors there are at a time.
const MaxVisitors = 8

const (
	patience = 8 * time.Minute // without an answer a visitor leaves
	asksAt   = 75 * time.Second
	attend   = 30 * time.Second // between two signs of life of the sample people
	regulars = 400              // simulated customers; they come back
)

// Simulator plays customers.
type Simulator struct {
	s      Services
	clock  clock.Clock
	take   Taker
	typing func(ctx context.Context, conversationID string, on bool)
	stay   func(ctx context.Context, visitors []string) error
}

// Taker takes a message of the visitor who acts; usecase/intake is it.
type Taker interface {
	Take(ctx context.Context, in conversation.VisitorMessage) (conversation.VisitorConversation, conversation.VisitorEntry, error)
}

// NewSimulator makes it. typing tells the desks that the visitor of the context types, stay that visitors are connected; both
// may be lost.
func NewSimulator(s Services, c clock.Clock, t Taker, typing func(ctx context.Context, conversationID string, on bool), stay func(ctx context.Context, visitors []string) error) *Simulator {
	return &Simulator{s: s, clock: c, take: t, typing: typing, stay: stay}
}

// crowd is what the simulation remembers from one turn to the next; it travels in the job.
type crowd struct {
	Visitors []*visiting `json:"visitors"`
	NextAt   time.Time   `json:"nextAt"`   // when another one comes
	AttendAt time.Time   `json:"attendAt"` // when the sample people must show again that they are there
	Passers  []*passer   `json:"passers"`
	PassAt   time.Time   `json:"passAt"` // when another one of those comes
}

// visiting is one simulated customer.
type visiting struct {
	ID, Customer, Channel string
	Lang                  string
	Conversation          string
	Run                   string   // makes the client ids of this visit its own
	Lines                 []string // what is left to say
	Said                  int
	Seen                  int64 // publicSeq up to which answers were read
	Writing               bool  // the next act is to send a line
	Asked                 bool  // whether anybody is there
	Thanked               bool
	At                    time.Time // when the visitor acts next
	Since                 time.Time // when the visitor last got an answer, or came
	Gone                  bool
}

// Simulate switches the simulated visitors on or off.
func (v *Simulator) Simulate(ctx context.Context, on bool) error {
	a, err := actor.Require(ctx, account.PermManage)
	if err != nil {
		return err
	}
	return v.s.Runner.Do(ctx, func(ctx context.Context) error {
		changed, err := v.s.Account.Simulate(ctx, on)
		if err != nil || !changed {
			return err
		}
		if !on {
			return unit.Cancel(ctx, a.Tenant, JobSimulate, a.Tenant)
		}
		return unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobSimulate, Subject: a.Tenant, RunAt: v.clock.Now(), Payload: []byte(`{}`)})
	})
}

// Step is the handler of the job: everybody whose time has come acts once.
func (v *Simulator) Step(ctx context.Context, j unit.Job) error {
	var c crowd
	if err := json.Unmarshal(j.Payload, &c); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	if on, err := v.on(ctx); err != nil || !on {
		return err
	}
	now := v.clock.Now()
	if !c.AttendAt.After(now) {
		if err := Attend(ctx, v.s, j.Tenant); err != nil {
			return err
		}
		c.AttendAt = now.Add(attend)
	}
	if len(c.Visitors) < MaxVisitors && !c.NextAt.After(now) {
		came, err := v.arrive(ctx, now)
		if err != nil {
			return err
		}
		c.Visitors = append(c.Visitors, came)
		c.NextAt = now.Add(between(3*time.Second, 25*time.Second))
	}
	left := c.Visitors[:0]
	for _, one := range c.Visitors {
		if err := v.act(ctx, one, now); err != nil {
			return err
		}
		if !one.Gone {
			left = append(left, one)
		}
	}
	c.Visitors = left
	if err := v.stroll(ctx, &c, now); err != nil {
		return err
	}
	return v.again(ctx, j, c, now)
}

func (v *Simulator) on(ctx context.Context) (bool, error) {
	w, err := v.s.Account.Workspace(ctx)
	return w.Demo && w.Simulated, err
}

// again promises the next turn, unless somebody has switched the visitors off meanwhile.
func (v *Simulator) again(ctx context.Context, j unit.Job, c crowd, now time.Time) error {
	next := c.AttendAt
	if len(c.Visitors) < MaxVisitors && c.NextAt.Before(next) {
		next = c.NextAt
	}
	if len(c.Passers) < MaxPassers && c.PassAt.Before(next) {
		next = c.PassAt
	}
	for _, one := range c.Visitors {
		if one.At.Before(next) {
			next = one.At
		}
	}
	for _, p := range c.Passers {
		if p.At.Before(next) {
			next = p.At
		}
	}
	j.RunAt = now.Add(max(next.Sub(now), time.Second))
	var err error
	if j.Payload, err = json.Marshal(c); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	return v.s.Runner.Do(ctx, func(ctx context.Context) error {
		if on, err := v.on(ctx); err != nil || !on {
			return err
		}
		return unit.Schedule(ctx, j)
	})
}

// arrive lets somebody open the shop: a person from the lists, with a script in their language.
func (v *Simulator) arrive(ctx context.Context, now time.Time) (*visiting, error) {
	channelID, err := v.channel(ctx)
	if err != nil {
		return nil, err
	}
	n := roll(regulars)
	world, err := Generate(uint64(now.UnixNano()), 1, 1, now)
	if err != nil {
		return nil, err
	}
	p := world.People[n%len(world.People)]
	lines, err := cue(p.Lang, now)
	if err != nil {
		return nil, err
	}
	locale := "zh-CN"
	if p.Lang == "en" {
		locale = "en-GB"
	}
	at := n % len(pages)
	came, err := v.s.Customers.Begin(ctx, customer.Arrival{
		ChannelID: channelID, UserAgent: browsers[n%len(browsers)], Locale: locale,
		Page: customer.PageView{URL: home + pages[at], Title: title(p.Lang, at, world)},
		Identity: &customer.Claim{ExternalID: fmt.Sprintf("%ssim-%03d", Mark, n), Profile: customer.Profile{
			Name: p.Name, Email: p.Email, Phone: p.Phone, Company: p.Company, Locale: locale,
		}},
	})
	if err != nil {
		return nil, err
	}
	one := &visiting{
		ID: came.ID, Customer: came.CustomerID, Channel: channelID, Lang: p.Lang, Run: id.New("sim"), Lines: lines,
		Writing: true, At: now.Add(between(2*time.Second, 8*time.Second)), Since: now,
	}
	return one, v.here(ctx, one, at, title(p.Lang, at, world))
}

func (v *Simulator) channel(ctx context.Context) (string, error) {
	all, err := v.s.Channels.List(ctx)
	if err != nil {
		return "", err
	}
	for _, c := range all {
		if c.Kind == channel.Webchat && c.Enabled {
			return c.ID, nil
		}
	}
	return "", fault.ErrNotFound.New()
}

// cue is the customer's part of a random script.
func cue(lang string, now time.Time) ([]string, error) {
	all, err := Scripts(lang)
	if err != nil {
		return nil, err
	}
	words, err := lists()
	if err != nil {
		return nil, err
	}
	s := all[roll(len(all))]
	m := &maker{rnd: dice(chance(), 1), lists: words, now: now}
	slots := m.slots(lang)
	var out []string
	for _, l := range s.Lines {
		if l.By == Customer {
			out = append(out, slots.Replace(l.Text))
		}
	}
	return out, nil
}

// between is a random time.
func between(least, most time.Duration) time.Duration {
	return least + time.Duration(roll(int(most-least)))
}

// act lets one visitor do what they came to do. Whoever finds the conversation gone, or the door closed, leaves.
func (v *Simulator) act(ctx context.Context, one *visiting, now time.Time) error {
	if one.At.After(now) {
		return nil
	}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	ctx = actor.With(ctx, actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: one.ID, OnBehalfOf: one.Customer, Via: one.Channel})
	if one.Writing {
		err = v.write(ctx, one, now)
	} else {
		err = v.read(ctx, one, now)
	}
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied, fault.Conflict, fault.Invalid:
		one.Gone = true
		return nil
	default:
		return err
	}
}

func (v *Simulator) write(ctx context.Context, one *visiting, now time.Time) error {
	head, _, err := v.take.Take(ctx, conversation.VisitorMessage{
		ConversationID: one.Conversation,
		Text:           conversation.Text{ClientID: fmt.Sprintf("%s-%d", one.Run, one.Said), Body: one.Lines[0]},
	})
	if err != nil {
		return err
	}
	if one.Conversation == "" {
		one.Seen = head.Seq // what was said on an earlier visit needs no answer
	}
	v.typing(ctx, head.ID, false)
	one.Conversation, one.Lines, one.Writing = head.ID, one.Lines[1:], false
	one.Said++
	one.At = now.Add(2 * time.Second)
	return nil
}

// read looks for an answer, and decides what to do about it.
func (v *Simulator) read(ctx context.Context, one *visiting, now time.Time) error {
	head, entries, err := v.s.Conversations.VisitorEntries(ctx, one.Conversation, conversation.Range{After: one.Seen})
	if err != nil {
		return err
	}
	answered := false
	for _, e := range entries {
		one.Seen = e.Seq
		answered = answered || e.Kind == conversation.Message && e.AuthorKind == conversation.ByUser
	}
	one.At = now.Add(2 * time.Second)
	if answered {
		one.Since = now
		if err := v.s.Conversations.VisitorSeen(ctx, one.Conversation, one.Seen); err != nil {
			return err
		}
	}
	switch {
	case head.Status == conversation.Resolved:
		return v.leave(ctx, one, head)
	case answered:
		v.reply(ctx, one, now)
	case now.Sub(one.Since) > patience:
		one.Gone = true
	case now.Sub(one.Since) > asksAt && !one.Asked && !one.Thanked:
		one.Asked = true
		v.say(ctx, one, now, pick(impatience[one.Lang]))
	}
	return nil
}

// reply begins to write what fits next: the rest of the script, then thanks, then nothing.
func (v *Simulator) reply(ctx context.Context, one *visiting, now time.Time) {
	switch {
	case len(one.Lines) > 0:
		v.say(ctx, one, now, one.Lines[0])
	case !one.Thanked:
		one.Thanked = true
		v.say(ctx, one, now, pick(thanks[one.Lang]))
	}
}

// say starts typing: the line is sent after a pause as long as it takes to write.
func (v *Simulator) say(ctx context.Context, one *visiting, now time.Time, line string) {
	if len(one.Lines) == 0 || one.Lines[0] != line {
		one.Lines = append([]string{line}, one.Lines...)
	}
	one.Writing = true
	one.At = now.Add(min(2*time.Second+time.Duration(len(line))*60*time.Millisecond, 15*time.Second) + between(0, 5*time.Second))
	v.typing(ctx, one.Conversation, true)
}

// leave rates, mostly, and goes.
func (v *Simulator) leave(ctx context.Context, one *visiting, head conversation.VisitorConversation) error {
	one.Gone = true
	if !head.CanRate || head.Rating > 0 || roll(4) == 0 {
		return nil
	}
	score := []int{5, 5, 5, 4, 4, 3}[roll(6)]
	_, err := v.s.Conversations.Rate(ctx, one.Conversation, conversation.Verdict{Score: score, Comment: pick(comments[one.Lang][score])})
	return err
}

func pick(list []string) string { return list[roll(len(list))] }
