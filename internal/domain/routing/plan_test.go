package routing

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// words is a language of one sentence: "says X" holds when the text has it, "breaks" fails, anything else cannot be read.
type words string

func (words) Condition(source string) (Condition, error) {
	if source == "breaks" || strings.HasPrefix(source, "says ") {
		return words(source), nil
	}
	return nil, ErrTwice.New()
}

func (w words) Holds(f Facts) (bool, error) {
	if w == "breaks" {
		return false, errors.New("broken")
	}
	return strings.Contains(f.Conversation.Text, strings.TrimPrefix(string(w), "says ")), nil
}

func (words) Score(source string) (Score, error) {
	if source == "" {
		return nil, ErrTwice.New()
	}
	return idleScore{}, nil
}

type idleScore struct{}

func (idleScore) Of(a AgentFacts) (float64, error) {
	if a.Load > 0.5 {
		return 0, errors.New("broken")
	}
	return a.Idle, nil
}

var (
	shop, vip   = id.New("que"), id.New("que")
	english     = id.New("skl")
	emergency   = id.New("rul")
	ann, ben    = id.New("usr"), id.New("usr")
	tier1       = id.New("tem")
	knownThings = Known{
		Teams: []string{tier1}, People: []string{ann, ben}, Members: map[string][]string{tier1: {ann, ben}},
		Skills: map[string]map[string]int{ann: {english: 3}, ben: {}},
	}
)

// plan is a good one.
func plan() Plan {
	p := NewPlan(shop, "Shop")
	p.Skills = []Skill{{ID: english, Name: "English"}}
	p.Queues[0].Teams = []string{tier1}
	second := p.Queues[0]
	second.ID, second.Name, second.People, second.Teams = vip, "VIP", []string{ann}, nil
	second.Needs = []NeedPlan{{Skill: english, Level: 2, RelaxAfter: 60}}
	p.Queues = append(p.Queues, second)
	p.Rules = []Rule{
		{ID: emergency, Name: "Emergency", On: true, When: "says 急救", Queue: vip, HeadStart: 900, Needs: []NeedPlan{{Skill: english, Level: 3}}, Stop: true},
		{ID: id.New("rul"), Name: "Off", When: "says x", Queue: vip},
		{ID: id.New("rul"), Name: "Broken", On: true, When: "breaks", Queue: vip},
		{ID: id.New("rul"), Name: "Calm", On: true, HeadStart: 30},
	}
	return p
}

func TestRoute(t *testing.T) {
	t.Parallel()
	b, err := NewRulebook(plan(), words(""))
	if err != nil {
		t.Fatal(err)
	}
	got := b.Route(Facts{Conversation: ConversationFacts{Text: "有人急救", Priority: "high"}, Customer: CustomerFacts{Level: "vip"}})
	want := Entry{
		Queue: vip, HeadStart: (180 + 300 + 900) * time.Second, Needs: []Need{{Skill: english, Level: 3}},
		Tried: []Tried{{Rule: emergency, Held: true}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = b.Route(Facts{Conversation: ConversationFacts{Text: "hello", Priority: "normal"}})
	want = Entry{
		Queue: shop, Fallback: true, HeadStart: 90 * time.Second, Needs: []Need{},
		Tried: []Tried{{Rule: emergency}, {Rule: b.Rules[2].ID, Failed: true}, {Rule: b.Rules[3].ID, Held: true}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGoodPlan(t *testing.T) {
	t.Parallel()
	odd, err := Check(plan(), knownThings, words(""))
	if err != nil || len(odd) != 0 {
		t.Error(odd, err)
	}
}

func TestBadPlans(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Plan)
		field  string
		def    *fault.Def
	}{
		"no queue":           {func(p *Plan) { p.Queues = nil }, "queues", ErrNeeded},
		"fallback unknown":   {func(p *Plan) { p.Fallback = id.New("que") }, "fallback", fault.ErrUnknownItem},
		"two of a name":      {func(p *Plan) { p.Queues[1].Name = "Shop" }, "queues[1].name", ErrTwice},
		"unknown team":       {func(p *Plan) { p.Queues[0].Teams = []string{"tem_x"} }, "queues[0].teams[0]", fault.ErrUnknownItem},
		"unknown skill":      {func(p *Plan) { p.Rules[0].Needs[0].Skill = "skl_x" }, "rules[0].needs[0].skill", fault.ErrUnknownItem},
		"level six":          {func(p *Plan) { p.Queues[1].Needs[0].Level = 6 }, "queues[1].needs[0].level", fault.ErrRange},
		"condition":          {func(p *Plan) { p.Rules[0].When = "if" }, "rules[0].when", ErrTwice},
		"score":              {func(p *Plan) { p.Queues[0].Strategy = Custom }, "queues[0].score", ErrTwice},
		"no effect":          {func(p *Plan) { p.Rules[3].HeadStart = 0 }, "rules[3]", ErrNoEffect},
		"pull and wait":      {func(p *Plan) { p.Queues[0].Offer.Mode, p.Queues[0].Sticky = Pull, Sticky{On: true, Wait: 30} }, "queues[0].sticky.wait", ErrNoPull},
		"steps out of order": {func(p *Plan) { p.Queues[0].Steps = []Step{{After: 60, Do: ActTell}, {After: 60, Do: ActFAQ}} }, "queues[0].steps[1].after", ErrOrder},
		"circle": {func(p *Plan) {
			p.Queues[0].Closed, p.Queues[0].Spare = ActWiden, vip
			p.Queues[1].Closed, p.Queues[1].Spare = ActWiden, shop
		}, "queues[0].spare", ErrLoop},
		"points":          {func(p *Plan) { p.Points["chat"] = 0 }, "points.chat", fault.ErrRange},
		"kind":            {func(p *Plan) { p.Points["fax"] = 1 }, "points", fault.ErrChoice},
		"priority":        {func(p *Plan) { p.Priorities["soon"] = 1 }, "priorities", fault.ErrChoice},
		"customer level":  {func(p *Plan) { p.Levels["a\x00"] = 1 }, "levels", fault.ErrEncoding},
		"colour":          {func(p *Plan) { p.Skills[0].Colour = "\xff" }, "skills[0].colour", fault.ErrEncoding},
		"text in a rule":  {func(p *Plan) { p.Rules[0].When = "says \x00" }, "rules[0].when", fault.ErrEncoding},
		"long wait":       {func(p *Plan) { p.Queues[0].Alert.Longest = -1 }, "queues[0].alert.longest", fault.ErrRange},
		"share":           {func(p *Plan) { p.Queues[0].Alert.Share = 80 }, "queues[0].alert.share", fault.ErrFormat},
		"no other centre": {func(p *Plan) { p.Queues[0].Steps = []Step{{Do: ActHandOver, Centre: "whk_none"}} }, "queues[0].steps[0].centre", fault.ErrUnknownItem},
		"helps itself":    {func(p *Plan) { p.Queues[0].Steps = []Step{{Do: ActWiden, Queue: shop}} }, "queues[0].steps[0].queue", fault.ErrUnknownItem},
		"foreign in step": {func(p *Plan) { p.Queues[0].Steps = []Step{{Do: ActTell, Text: map[string]string{"xx": "?"}}} }, "queues[0].steps[0].text", fault.ErrChoice},
	} {
		p := plan()
		c.change(&p)
		_, err := Check(p, knownThings, words(""))
		same := func(f fault.Field) bool { return f.Name == c.field && f.Def == c.def }
		if f := fault.From(err); f == nil || !slices.ContainsFunc(f.Fields, same) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOddPlans(t *testing.T) {
	t.Parallel()
	p := plan()
	known := knownThings
	known.Members = map[string][]string{}
	p.Queues[1].Needs[0].Level = 5
	p.Rules[3].Stop = true
	p.Rules = append(p.Rules, Rule{ID: id.New("rul"), Name: "Late", On: true, Queue: shop})
	odd, err := Check(p, known, words(""))
	want := []Warning{{"queues[0]", WarnUnserved}, {"queues[1].needs[0]", WarnUnskilled}, {"rules[4]", WarnUnreached}}
	if diff := cmp.Diff(want, odd); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// A step that brings nobody, hours that never open, and people who are gone: they can be published, and are named.
func TestWhatHelpsNobody(t *testing.T) {
	t.Parallel()
	p, known := plan(), knownThings
	never := id.New("cal")
	known.Calendars, known.NeverOpen, known.Gone = []string{never}, []string{never}, []string{ben}
	known.Centres = []Centre{{ID: "whk_1"}}
	p.Queues[0].Steps = []Step{{After: 30, Do: ActWiden, Queue: vip}, {After: 60, Do: ActHandOver, Centre: "whk_1"}}
	p.Queues[0].Calendar = never
	odd, err := Check(p, known, words(""))
	want := []Warning{{"queues[0].calendar", WarnNeverOpen}, {"queues[0].steps[0]", WarnNoHelp}, {"queues[0].steps[1].centre", WarnCentreOff}}
	if diff := cmp.Diff(want, odd); err != nil || diff != "" {
		t.Error(err, diff)
	}
	p.Queues[1].People, known.Gone = []string{ann, ben}, []string{ann}
	if odd, err = Check(p, known, words("")); err != nil || len(odd) != 4 || odd[3].Def != WarnUnskilled {
		t.Error(err, odd)
	}
}

func TestOwnScore(t *testing.T) {
	t.Parallel()
	e := NewEngine([]Queue{{ID: "q", Strategy: Custom, Score: idleScore{}}})
	long, short, broken := online("long", "q"), online("short", "q"), online("broken", "q")
	long.IdleSince, broken.IdleSince, broken.Used = at(-60), at(-600), 60
	for _, a := range []Agent{short, broken, long} {
		e.Agent(a, start)
	}
	got := e.Enter(chat("w", 0), start)
	if len(got) != 1 || got[0].Agent != "long" || got[0].Candidates[2].Agent != "broken" {
		t.Errorf("%+v", got)
	}
}
