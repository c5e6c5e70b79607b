package routing

import (
	"cmp"
	"slices"
	"time"
)

// Tried is a rule that was asked, for the record.
type Tried struct {
	Rule   string `json:"rule"`
	Held   bool   `json:"held"`
	Failed bool   `json:"failed,omitempty"` // it could not be worked out, and counts as not held
}

// Entry is where work goes, and with what.
type Entry struct {
	Queue     string        `json:"queue"`
	HeadStart time.Duration `json:"headStart"`
	Urgent    time.Duration `json:"urgent,omitempty"` // the part of it that the target of the queue gives
	Needs     []Need        `json:"needs"`
	Tried     []Tried       `json:"tried"`
	Fallback  bool          `json:"fallback,omitempty"` // no rule named a queue
}

// Rulebook is a plan whose conditions were read.
type Rulebook struct {
	Plan
	conditions []Condition      // of the rules; nil always holds
	scores     map[string]Score // of queues whose strategy is an expression
	queues     map[string]*QueuePlan
}

// NewRulebook reads the conditions of a plan. A plan that Check accepts can be read.
func NewRulebook(p Plan, lang Language) (*Rulebook, error) {
	b := &Rulebook{Plan: p, conditions: make([]Condition, len(p.Rules)), scores: map[string]Score{}, queues: map[string]*QueuePlan{}}
	for i := range p.Queues {
		q := &p.Queues[i]
		b.queues[q.ID] = q
		if q.Strategy != Custom {
			continue
		}
		score, err := lang.Score(q.Score)
		if err != nil {
			return nil, err
		}
		b.scores[q.ID] = score
	}
	for i, r := range p.Rules {
		if !r.On || r.When == "" {
			continue
		}
		c, err := lang.Condition(r.When)
		if err != nil {
			return nil, err
		}
		b.conditions[i] = c
	}
	return b, nil
}

// Asks reports whether conditions ask for facts: without any, nothing has to be read.
func (p Plan) Asks() bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.On && r.When != "" })
}

// Queue of the plan; nil when there is none.
func (b *Rulebook) Queue(id string) *QueuePlan { return b.queues[id] }

// Route leads work to its queue. A rule that fails counts as not held: work is never stuck.
func (b *Rulebook) Route(f Facts) Entry {
	e := Entry{HeadStart: b.Priorities[f.Conversation.Priority].Duration() + b.Levels[f.Customer.Level].Duration()}
	var needs []NeedPlan
	for i, r := range b.Rules {
		if !r.On {
			continue
		}
		held, err := true, error(nil)
		if b.conditions[i] != nil {
			held, err = b.conditions[i].Holds(f)
		}
		held = held && err == nil
		e.Tried = append(e.Tried, Tried{Rule: r.ID, Held: held, Failed: err != nil})
		if !held {
			continue
		}
		if e.Queue == "" && b.queues[r.Queue] != nil {
			e.Queue = r.Queue
		}
		e.HeadStart += r.HeadStart.Duration()
		needs = append(needs, r.Needs...)
		if r.Stop {
			break
		}
	}
	if e.Queue == "" {
		e.Queue, e.Fallback = b.Fallback, true
	}
	if q := b.queues[e.Queue]; q != nil {
		needs = append(needs, q.Needs...)
	}
	e.Urgent = b.Urgency(e.Queue)
	e.HeadStart = min(e.HeadStart, MaxHead) + e.Urgent
	e.Needs = merged(needs)
	return e
}

// merged are the needs of several sources: of one skill the highest level and weight count, and the longest patience.
func merged(all []NeedPlan) []Need {
	by := map[string]Need{}
	for _, n := range all {
		relax := n.RelaxAfter.Duration()
		have, twice := by[n.Skill]
		if twice {
			n.Level, n.Weight = max(n.Level, have.Level), max(n.Weight, have.Weight)
			relax = max(relax, have.RelaxAfter)
			if have.RelaxAfter == 0 || n.RelaxAfter == 0 {
				relax = 0
			}
		}
		by[n.Skill] = Need{Skill: n.Skill, Level: n.Level, Weight: n.Weight, RelaxAfter: relax}
	}
	out := make([]Need, 0, len(by))
	for _, n := range by {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b Need) int { return cmp.Compare(a.Skill, b.Skill) })
	return out[:min(len(out), MaxNeeds)]
}
