package routing

import (
	"fmt"
	"slices"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Known is what a plan may refer to.
type Known struct {
	Teams     []string
	People    []string
	Gone      []string // those of the people who cannot sign in any more: they may be named, and count as nobody
	Calendars []string
	NeverOpen []string                  // those of the calendars that have no hours at all
	Members   map[string][]string       // people by team
	Centres   []Centre                  // systems to which work can be handed over
	Skills    map[string]map[string]int // levels by person and skill
}

// Warning is something odd that does not keep a plan from being published.
type Warning struct {
	Path string
	Def  *fault.Def
}

// checker collects what is wrong and what is odd.
type checker struct {
	fault.Checker
	p     Plan
	k     Known
	lang  Language
	odd   []Warning
	queue map[string]QueuePlan
	skill map[string]bool
}

// Check looks at a plan as a whole. An error names every field that is wrong; warnings can be published.
func Check(p Plan, k Known, lang Language) ([]Warning, error) {
	c := &checker{p: p, k: k, lang: lang, queue: map[string]QueuePlan{}, skill: map[string]bool{}}
	c.Count("skills", len(p.Skills), MaxSkills)
	c.Count("queues", len(p.Queues), MaxQueues)
	c.Count("rules", len(p.Rules), MaxRules)
	if err := c.Err(); err != nil {
		return nil, err // too many to look at each
	}
	c.general()
	c.skills()
	c.queues()
	c.rules()
	c.loops()
	if err := c.Err(); err != nil {
		return nil, err
	}
	return c.odd, nil
}

func (c *checker) warn(path string, def *fault.Def) { c.odd = append(c.odd, Warning{path, def}) }

func (c *checker) ident(path, kind, value string, seen map[string]bool) {
	c.If(!id.Valid(kind, value), path, fault.ErrFormat)
	c.If(seen[value], path, ErrTwice)
	seen[value] = true
}

func (c *checker) general() {
	c.If(len(c.p.Queues) == 0, "queues", ErrNeeded)
	c.Range("capacity", c.p.Capacity, 1, MaxCapacity)
	for kind, points := range c.p.Points {
		c.Choice("points", kind, "chat", "call", "email")
		c.Range("points."+kind, points, 1, MaxCapacity)
	}
	for name, seconds := range c.p.Priorities {
		c.Choice("priorities", name, "urgent", "high", "normal", "low")
		c.seconds("priorities."+name, seconds)
	}
	for name, seconds := range c.p.Levels {
		c.Text("levels", name, 1, MaxName)
		c.seconds("levels."+name, seconds)
	}
	l := c.p.Learning
	c.If(l.Least <= 0 || l.Least > 1, "learning.least", fault.ErrFormat)
	c.If(l.Most < 1 || l.Most > 3, "learning.most", fault.ErrFormat)
}

func (c *checker) seconds(path string, s Seconds) { c.Range(path, int(s), 0, int(MaxHead.Seconds())) }

func (c *checker) skills() {
	names, ids := map[string]bool{}, map[string]bool{}
	for i, s := range c.p.Skills {
		at := fmt.Sprintf("skills[%d]", i)
		c.ident(at+".id", "skl", s.ID, ids)
		c.Text(at+".name", s.Name, 1, MaxName)
		c.If(names[s.Name], at+".name", ErrTwice)
		c.Text(at+".colour", s.Colour, 0, MaxName)
		names[s.Name] = true
		c.skill[s.ID] = true
	}
}

func (c *checker) queues() {
	names, ids := map[string]bool{}, map[string]bool{}
	for i, q := range c.p.Queues {
		at := fmt.Sprintf("queues[%d]", i)
		c.ident(at+".id", "que", q.ID, ids)
		c.Text(at+".name", q.Name, 1, MaxName)
		c.If(names[q.Name], at+".name", ErrTwice)
		names[q.Name] = true
		c.queue[q.ID] = q
	}
	c.If(c.queue[c.p.Fallback].ID == "", "fallback", fault.ErrUnknownItem)
	for i, q := range c.p.Queues {
		c.one(fmt.Sprintf("queues[%d]", i), q)
	}
}

func (c *checker) one(at string, q QueuePlan) {
	c.refers(at+".team", q.Team, c.k.Teams, true)
	c.all(at+".teams", q.Teams, c.k.Teams)
	c.all(at+".people", q.People, c.k.People)
	c.refers(at+".calendar", q.Calendar, c.k.Calendars, true)
	if slices.Contains(c.k.NeverOpen, q.Calendar) {
		c.warn(at+".calendar", WarnNeverOpen)
	}
	c.If(q.Strategy != Custom && !slices.Contains(Strategies, q.Strategy), at+".strategy", fault.ErrChoice)
	if q.Strategy == Custom {
		c.score(at+".score", q.Score)
	}
	c.needs(at+".needs", q.Needs, c.serving(q))
	c.Choice(at+".closed", string(q.Closed), string(ActWait), string(ActMessage), string(ActCallBack), string(ActWiden))
	if q.Closed == ActWiden {
		spare := c.queue[q.Spare]
		c.If(spare.ID == "" || q.Spare == q.ID, at+".spare", fault.ErrUnknownItem)
		if spare.ID != "" && spare.Calendar == q.Calendar && q.Calendar != "" {
			c.warn(at+".spare", WarnSpare)
		}
	}
	c.Choice(at+".offer.mode", string(q.Offer.Mode), string(Push), string(Auto), string(Pull))
	if q.Offer.Mode == Push {
		c.Range(at+".offer.seconds", int(q.Offer.Seconds), 5, 600)
		c.Choice(at+".offer.onTimeout", q.Offer.OnTimeout, "next", "away")
	}
	c.If(q.Offer.Mode == Pull && q.Sticky.On && q.Sticky.Wait > 0, at+".sticky.wait", ErrNoPull)
	c.Range(at+".wrapUp", int(q.WrapUp), 0, 3600)
	c.Range(at+".sticky.wait", int(q.Sticky.Wait), 0, 86_400)
	c.Range(at+".target.seconds", int(q.Target.Seconds), 1, 86_400)
	c.If(q.Target.Share <= 0 || q.Target.Share > 1, at+".target.share", fault.ErrFormat)
	c.Range(at+".full", q.Full, 0, MaxWaiting)
	c.Range(at+".keep", int(q.Keep), 0, 86_400)
	c.Range(at+".alert.waiting", q.Alert.Waiting, 0, MaxWaiting)
	c.seconds(at+".alert.longest", q.Alert.Longest)
	c.If(q.Alert.Share < 0 || q.Alert.Share > 1, at+".alert.share", fault.ErrFormat)
	c.steps(at+".steps", q)
	if len(c.serving(q)) == 0 {
		c.warn(at, WarnUnserved)
	}
}

// serving is everybody who serves a queue; of one that names nobody, everybody.
func (c *checker) serving(q QueuePlan) []string {
	out := slices.Clone(q.People)
	if len(q.People)+len(q.Teams) == 0 {
		out = slices.Clone(c.k.People)
	}
	for _, team := range q.Teams {
		out = append(out, c.k.Members[team]...)
	}
	out = slices.DeleteFunc(out, func(person string) bool { return slices.Contains(c.k.Gone, person) })
	slices.Sort(out)
	return slices.Compact(out)
}

func (c *checker) refers(path, value string, known []string, optional bool) {
	c.If((value != "" || !optional) && !slices.Contains(known, value), path, fault.ErrUnknownItem)
}

func (c *checker) all(path string, values, known []string) {
	c.Count(path, len(values), MaxMembers)
	for i, v := range values {
		c.refers(fmt.Sprintf("%s[%d]", path, i), v, known, false)
	}
}

// needs checks needs; nil people are not asked whether one of them has the skill.
func (c *checker) needs(path string, needs []NeedPlan, people []string) {
	c.Count(path, len(needs), MaxNeeds)
	seen := map[string]bool{}
	for i, n := range needs {
		at := fmt.Sprintf("%s[%d]", path, i)
		c.If(!c.skill[n.Skill], at+".skill", fault.ErrUnknownItem)
		c.If(seen[n.Skill], at+".skill", ErrTwice)
		seen[n.Skill] = true
		c.Range(at+".level", n.Level, MinLevel, MaxLevel)
		c.If(n.Weight < 0 || n.Weight > 100, at+".weight", fault.ErrFormat)
		c.seconds(at+".relaxAfter", n.RelaxAfter)
		able := func(person string) bool { return c.k.Skills[person][n.Skill] >= n.Level }
		if len(people) > 0 && c.skill[n.Skill] && !slices.ContainsFunc(people, able) {
			c.warn(at, WarnUnskilled)
		}
	}
}

func (c *checker) steps(path string, q QueuePlan) {
	c.Count(path, len(q.Steps), MaxSteps)
	last := Seconds(-1)
	for i, s := range q.Steps {
		at := fmt.Sprintf("%s[%d]", path, i)
		c.seconds(at+".after", s.After)
		c.If(s.After <= last, at+".after", ErrOrder)
		last = s.After
		c.Choice(at+".do", string(s.Do), string(ActTell), string(ActWiden), string(ActFAQ), string(ActMessage), string(ActCallBack), string(ActHandOver))
		if s.Do == ActWiden {
			c.widens(at, q, s.Queue)
		}
		if s.Do == ActHandOver {
			c.hands(at+".centre", s.Centre)
		}
		for lang, text := range s.Text {
			c.Choice(at+".text", lang, "zh-CN", "en")
			c.Text(at+".text."+lang, text, 0, MaxText)
		}
	}
}

// hands checks a step that hands over to another system.
func (c *checker) hands(path, centre string) {
	at := slices.IndexFunc(c.k.Centres, func(t Centre) bool { return t.ID == centre })
	c.If(at < 0, path, fault.ErrUnknownItem)
	if at >= 0 && !c.k.Centres[at].On {
		c.warn(path, WarnCentreOff)
	}
}

// widens checks a step that lets the people of another queue help.
func (c *checker) widens(at string, q QueuePlan, to string) {
	other := c.queue[to]
	c.If(other.ID == "" || to == q.ID, at+".queue", fault.ErrUnknownItem)
	have := c.serving(q)
	helps := func(person string) bool { _, found := slices.BinarySearch(have, person); return !found }
	if other.ID != "" && !slices.ContainsFunc(c.serving(other), helps) {
		c.warn(at, WarnNoHelp)
	}
}

func (c *checker) rules() {
	ids := map[string]bool{}
	ended := false
	everybody := make([]string, 0, len(c.k.Skills))
	for person := range c.k.Skills {
		everybody = append(everybody, person)
	}
	for i, r := range c.p.Rules {
		at := fmt.Sprintf("rules[%d]", i)
		c.ident(at+".id", "rul", r.ID, ids)
		c.Text(at+".name", r.Name, 1, MaxName)
		c.Text(at+".when", r.When, 0, MaxExpr)
		if r.When != "" {
			if _, err := c.lang.Condition(r.When); err != nil {
				f := fault.From(err)
				c.Add(at+".when", f.Def, f.Args)
			}
		}
		c.If(r.Queue != "" && c.queue[r.Queue].ID == "", at+".queue", fault.ErrUnknownItem)
		c.If(r.Queue == "" && r.HeadStart == 0 && len(r.Needs) == 0 && !r.Stop, at, ErrNoEffect)
		c.seconds(at+".headStart", r.HeadStart)
		c.needs(at+".needs", r.Needs, everybody)
		if ended && r.On {
			c.warn(at, WarnUnreached)
		}
		ended = ended || r.On && r.Stop && r.When == ""
	}
}

func (c *checker) score(path, source string) {
	c.Text(path, source, 0, MaxExpr)
	if _, err := c.lang.Score(source); err != nil {
		f := fault.From(err)
		c.Add(path, f.Def, f.Args)
	}
}

// loops finds queues that hand over to each other in a circle. Widening only adds people, so only what moves work counts: the queue
// that takes over outside the hours.
func (c *checker) loops() {
	for i, q := range c.p.Queues {
		at := q
		for range c.p.Queues {
			if at.Closed != ActWiden {
				break
			}
			at = c.queue[at.Spare]
			if at.ID == q.ID {
				c.Add(fmt.Sprintf("queues[%d].spare", i), ErrLoop, nil)
				break
			}
		}
	}
}
