package routing

import (
	"context"
	"encoding/json"
	"reflect"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// KindPlan is the kind of settings whose history is kept: the plan in force. Its subject is the workspace. The plans
// themselves stay for good; this tells an auditor, among all other settings, who put which in force.
const KindPlan = "routing_plan"

// keptPlan is what the history keeps of a plan: its number, and what people call its parts.
type keptPlan struct {
	Plan       int64              `json:"plan"`
	Note       string             `json:"note,omitempty"`
	Queues     []string           `json:"queues"`
	Rules      []string           `json:"rules"`
	Skills     []string           `json:"skills"`
	Fallback   string             `json:"fallback"`
	Capacity   int                `json:"capacity"`
	Points     map[string]int     `json:"points"`
	Priorities map[string]Seconds `json:"priorities"`
	Levels     map[string]Seconds `json:"levels"`
	Learning   bool               `json:"learning"`
}

func (p Published) kept() keptPlan {
	out := keptPlan{
		Plan: p.Number, Note: p.Note, Queues: []string{}, Rules: []string{}, Skills: []string{}, Capacity: p.Plan.Capacity,
		Points: p.Plan.Points, Priorities: p.Plan.Priorities, Levels: p.Plan.Levels, Learning: p.Plan.Learning.On,
	}
	for _, q := range p.Plan.Queues {
		out.Queues = append(out.Queues, q.Name)
		if q.ID == p.Plan.Fallback {
			out.Fallback = q.Name
		}
	}
	for _, r := range p.Plan.Rules {
		out.Rules = append(out.Rules, r.Name)
	}
	for _, s := range p.Plan.Skills {
		out.Skills = append(out.Skills, s.Name)
	}
	return out
}

// keepPlan writes into the history that a plan is in force, after another one.
func keepPlan(ctx context.Context, tenant string, before, after Published) error {
	c := unit.Change{Kind: KindPlan, Subject: tenant, Before: before.kept(), After: after.kept()}
	for _, q := range after.Plan.Queues {
		for _, old := range before.Plan.Queues {
			if old.ID == q.ID && !reflect.DeepEqual(old, q) {
				c.Touched = append(c.Touched, "queues."+q.Name)
			}
		}
	}
	for _, r := range after.Plan.Rules {
		for _, old := range before.Plan.Rules {
			if old.ID == r.ID && !reflect.DeepEqual(old, r) {
				c.Touched = append(c.Touched, "rules."+r.Name)
			}
		}
	}
	return unit.Keep(ctx, c)
}

// RestoreKept puts the plan in force again that the history names.
func (s *Service) RestoreKept(ctx context.Context, _ string, state json.RawMessage) error {
	var k keptPlan
	if err := json.Unmarshal(state, &k); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	_, err := s.Restore(ctx, k.Plan, k.Note)
	return err
}
