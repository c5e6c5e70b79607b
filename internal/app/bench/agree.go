package bench

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/routing"
)

// The shop that is played: a general queue, one for customers of high standing and one in English, served by twenty people with
// room for three chats each. More come than they can take at once, so that most of it is decided by what the plan says.
const (
	playedAgents  = 20
	playedCallers = 160
	playedVIPs    = 16
	playedFor     = 22 * time.Minute
	answerAfter   = 3 * time.Second // from an offer to its acceptance
	looksEvery    = 500 * time.Millisecond
)

// caller is a customer of the play.
type caller struct {
	at       time.Duration // after the start
	takes    time.Duration // until the points are back
	patience time.Duration // 0 is for ever
	english  bool
	previous int // who had a VIP before, by number; below 0 for customers who are none
}

// outing is an agent who takes nothing for a while.
type outing struct {
	agent    int
	from, to time.Duration
}

// scene is the play, the same one in every run. No two things happen at the same moment.
type scene struct {
	callers []caller
	outings []outing
}

func newScene() scene {
	r := repeatable(20260302, 17)
	var s scene
	taken := map[time.Duration]bool{}
	moment := func(within time.Duration) time.Duration {
		for {
			if at := time.Duration(r.Int64N(within.Milliseconds())) * time.Millisecond; !taken[at] {
				taken[at] = true
				return at
			}
		}
	}
	for i := range playedCallers {
		c := caller{at: moment(playedFor), previous: -1, english: r.IntN(3) == 0}
		c.takes = time.Minute + time.Duration((1+r.ExpFloat64())*float64(4*time.Minute)).Truncate(time.Millisecond) + time.Microsecond*time.Duration(i)
		if r.IntN(3) == 0 {
			c.patience = time.Duration((2+r.ExpFloat64()*4)*float64(time.Minute)).Truncate(time.Millisecond) + 300*time.Microsecond
		}
		if i < playedVIPs {
			c.previous = playedAgents - 1 - r.IntN(6)
		}
		s.callers = append(s.callers, c)
	}
	for n := range 6 {
		from := moment(playedFor)
		s.outings = append(s.outings, outing{3 * n, from, from + 5*time.Minute + time.Duration(n)*time.Second + 700*time.Microsecond})
	}
	slices.SortFunc(s.callers, func(a, b caller) int { return cmp.Compare(a.at, b.at) })
	return s
}

// The queues and the skill of the play.
const (
	general = "que_00000000000000000000000001"
	gold    = "que_00000000000000000000000002"
	abroad  = "que_00000000000000000000000003"
	english = "skl_00000000000000000000000001"
	sticks  = 45 * time.Second // how long a VIP waits for the previous agent
	relaxes = 90 * time.Second // how long English is asked for
	wrapUp  = 30 * time.Second // of a chat in English
)

// plan is what somebody sets up on screen.
func (scene) plan(people []string) routing.Plan {
	p := routing.NewPlan(general, "General")
	p.Capacity, p.Skills = 60, []routing.Skill{{ID: english, Name: "English"}}
	usual := p.Queues[0]
	usual.Offer, usual.People = routing.Offer{Mode: routing.Push, Seconds: 20, OnTimeout: "next"}, people[:14]
	vip := usual
	vip.ID, vip.Name, vip.Strategy, vip.Offer.Mode, vip.People = gold, "VIP", routing.LongestIdle, routing.Auto, people[14:]
	vip.Sticky = routing.Sticky{On: true, Wait: seconds(sticks)}
	other := usual
	other.ID, other.Name, other.Strategy, other.People = abroad, "English", routing.WeightedSkill, people[8:18]
	other.Needs, other.WrapUp = []routing.NeedPlan{{Skill: english, Level: 3, RelaxAfter: seconds(relaxes)}}, seconds(wrapUp)
	p.Queues = []routing.QueuePlan{usual, vip, other}
	p.Rules = []routing.Rule{
		{ID: "rul_00000000000000000000000001", Name: "VIP", On: true, When: `customer.level == "vip"`, Queue: gold},
		{ID: "rul_00000000000000000000000002", Name: "English", On: true, When: `channel.language == "en"`, Queue: abroad},
	}
	return p
}

func seconds(d time.Duration) routing.Seconds { return routing.Seconds(d / time.Second) }

// skills of the agents, by number.
func (scene) skills(agent int) map[string]int {
	if agent < 8 {
		return map[string]int{}
	}
	return map[string]int{english: 1 + agent%routing.MaxLevel}
}

// facts are what the rules are told of a caller.
func (c caller) facts() routing.Facts {
	f := routing.Facts{Channel: routing.ChannelFacts{Language: "zh-CN"}, Conversation: routing.ConversationFacts{Priority: "normal"}}
	if c.english {
		f.Channel.Language = "en"
	}
	if c.previous >= 0 {
		f.Customer.Level = "vip"
	}
	return f
}

// promised is what the simulator says will come of it, for the work and the people of a run.
func (s scene) promised(l *stage) (routing.Outcome, error) {
	book, err := routing.NewRulebook(s.plan(l.people), ports.Expressions{})
	if err != nil {
		return routing.Outcome{}, err
	}
	play := routing.Play{Queues: book.Cast(), Target: 30 * time.Second}
	for i, person := range l.people {
		d := routing.Desk{UserID: person, Skills: s.skills(i), IdleSince: l.seated[i], OfferedAt: l.seated[i]}
		play.Agents = append(play.Agents, book.Agent(d, nil, true))
	}
	for _, o := range s.outings {
		play.Shifts = append(play.Shifts,
			routing.Shift{At: l.opens.Add(o.from), Agent: l.people[o.agent]}, routing.Shift{At: l.opens.Add(o.to), Agent: l.people[o.agent], Online: true})
	}
	for i, c := range s.callers {
		previous := ""
		if c.previous >= 0 {
			previous = l.people[c.previous]
		}
		work := book.Work(l.talks[i], "chat", book.Route(c.facts()), l.opens.Add(c.at), previous)
		play.Arrivals = append(play.Arrivals, routing.Arrival{Work: work, Takes: c.takes, Patience: c.patience})
	}
	return routing.Simulate(play), nil
}

// got is one decision: who got what, and how long it had waited.
type got struct {
	at     time.Time
	work   string
	agent  string
	waited time.Duration
}

// inOrder sorts decisions; those of one moment are made side by side and have no order.
func inOrder(list []got) {
	slices.SortFunc(list, func(a, b got) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.work, b.work)) })
}

func gotIn(o routing.Outcome) []got {
	out := make([]got, len(o.Given))
	for i, d := range o.Given {
		out[i] = got{d.At, d.Work, d.Agent, d.Waited}
	}
	inOrder(out)
	return out
}

// measureAgreement plays the shop by the simulator and by the product with its rows, on a clock that is moved by hand: once looked
// after at the very moment that something is due, where both must be the same to the microsecond; once every half second, as
// the program looks.
func measureAgreement(ctx context.Context, p *place) ([]Result, error) {
	exact, err := agree(ctx, p, 0)
	if err != nil {
		return nil, err
	}
	coarse, err := agree(ctx, p, looksEvery)
	if err != nil {
		return nil, err
	}
	sim, live := exact.promised, exact.lived
	return []Result{
		figure("decisions", "decisions", float64(len(live.waits))).against(float64(len(sim.waits))).ratioAtLeast(1),
		figure("the same person, in the same order", "share", exact.same()).atLeast(1),
		figure("largest difference of a wait", "ms", exact.apart().Seconds()*1000).atMost(0),
		figure("mean wait", "s", live.mean()).against(sim.mean()),
		figure("wait p90", "s", live.waits.at(90)/1000).against(sim.waits.at(90) / 1000),
		figure("served within 30 s", "share", live.level()).against(sim.level()),
		figure("mended by the slow comparison", "conversations", exact.mended).atMost(0),
		figure("every half second: mean wait", "s", coarse.lived.mean()).against(coarse.promised.mean()).ratioWithin(0.05),
		figure("every half second: wait p90", "s", coarse.lived.waits.at(90)/1000).against(coarse.promised.waits.at(90) / 1000).ratioWithin(0.05),
		figure("every half second: served within 30 s", "share", coarse.lived.level()).against(coarse.promised.level()).ratioWithin(0.05),
	}, nil
}

// agreement is one play, twice.
type agreement struct {
	promised, lived course
	mended          float64
}

type course struct {
	given []got
	waits times
}

func courseOf(given []got) course {
	inOrder(given)
	s := course{given: given}
	for _, g := range given {
		s.waits = append(s.waits, g.waited)
	}
	return s
}

func (s course) mean() float64 {
	var sum time.Duration
	for _, w := range s.waits {
		sum += w
	}
	return sum.Seconds() / float64(max(1, len(s.waits)))
}

func (s course) level() float64 {
	within := 0
	for _, w := range s.waits {
		if w <= 30*time.Second {
			within++
		}
	}
	return float64(within) / float64(max(1, len(s.waits)))
}

func agree(ctx context.Context, p *place, every time.Duration) (agreement, error) {
	play := newScene()
	p.Note("%d customers and %d agents, looked after every %v", len(play.callers), playedAgents, every)
	l, err := newStage(ctx, p, play, every)
	if err != nil {
		return agreement{}, err
	}
	defer func() { _ = l.d.end() }() // it goes away with the run
	if err := l.play(ctx); err != nil {
		return agreement{}, err
	}
	promise, err := play.promised(l)
	return agreement{promised: courseOf(gotIn(promise)), lived: courseOf(l.given), mended: l.d.Dispatch.Mended()}, err
}

// same is the share of decisions that are the same ones, up to the first that is not.
func (a agreement) same() float64 {
	n := 0
	for i, one := range a.promised.given {
		if i >= len(a.lived.given) || a.lived.given[i].work != one.work || a.lived.given[i].agent != one.agent {
			break
		}
		n++
	}
	return float64(n) / float64(max(1, len(a.promised.given), len(a.lived.given)))
}

// apart is the largest difference between two waits of the same customer; what only one side served counts as an hour.
func (a agreement) apart() time.Duration {
	waits := make(map[string]time.Duration, len(a.promised.given))
	for _, one := range a.promised.given {
		waits[one.work] = one.waited
	}
	var most time.Duration
	for _, one := range a.lived.given {
		wait, both := waits[one.work]
		if !both {
			return time.Hour
		}
		delete(waits, one.work)
		most = max(most, (one.waited - wait).Abs())
	}
	if len(waits) > 0 {
		return time.Hour
	}
	return most
}

// first says where the two part, for people.
func (a agreement) first() string {
	for i, one := range a.promised.given {
		if i >= len(a.lived.given) {
			return fmt.Sprintf("decision %d is missing: %+v", i, one)
		}
		if a.lived.given[i] != one {
			return fmt.Sprintf("decision %d: promised %+v, lived %+v", i, one, a.lived.given[i])
		}
	}
	return ""
}
