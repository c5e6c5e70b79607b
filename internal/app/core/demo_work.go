package core

import (
	"context"
	"encoding/json"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/account/accounthttp"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/platform/jobs"
	"frontdesk/internal/usecase/demo"
)

// sample is what can be done with sample data: the operations and the jobs. It implements accounthttp.Demo.
type sample struct {
	core      *Core
	keeper    *demo.Keeper
	simulator *demo.Simulator
}

func (c *Core) sample() *sample {
	s := demoServices(c.parts, c.Services)
	return &sample{core: c, keeper: demo.NewKeeper(s, c.clock), simulator: demo.NewSimulator(s, c.clock, c.Services.Intake, c.typing, c.stay)}
}

// handle registers the jobs.
func (s *sample) handle(r *jobs.Runner) {
	r.Handle(demo.JobRemove, s.keeper.Clear)
	r.Handle(demo.JobSimulate, s.simulator.Step)
	r.Handle(demo.JobSettle, func(ctx context.Context, j unit.Job) error {
		behind, err := s.core.Services.Log.Lag(ctx, notify.Consumer)
		if err != nil {
			return err
		}
		return s.keeper.Settle(ctx, j, behind)
	})
}

// SignIns implements accounthttp.Demo. A process that was not asked for a sample workspace tells nobody a password.
func (s *sample) SignIns(ctx context.Context) ([]accounthttp.SignIn, error) {
	if !s.core.cfg.Demo {
		return nil, nil
	}
	people, err := s.keeper.SignIns(ctx)
	if err != nil {
		return nil, err
	}
	var out []accounthttp.SignIn
	for _, p := range people {
		out = append(out, accounthttp.SignIn{Email: p.Email(), Name: p.Name, Role: p.Role, Password: demo.Password})
	}
	return out, nil
}

// State implements accounthttp.Demo.
func (s *sample) State(ctx context.Context) (accounthttp.DemoState, error) {
	w, err := s.core.Services.Account.Workspace(ctx)
	if err != nil {
		return accounthttp.DemoState{}, err
	}
	out := accounthttp.DemoState{Demo: w.Demo, Simulation: w.Simulated}
	if !w.Demo {
		return out, nil
	}
	p, err := s.core.jobs.List(ctx, w.ID, false, page.Request{Cursor: page.Encode(demo.JobRemove, ""), Limit: 1})
	for _, j := range p.Items {
		out.Removing = out.Removing || j.Kind == demo.JobRemove && !j.Dead
	}
	return out, err
}

// Remove implements accounthttp.Demo.
func (s *sample) Remove(ctx context.Context) error { return s.keeper.Remove(ctx) }

// Simulate implements accounthttp.Demo.
func (s *sample) Simulate(ctx context.Context, on bool) error { return s.simulator.Simulate(ctx, on) }

// typing tells the desks that have the conversation open that the visitor of the context types. It may be lost.
func (c *Core) typing(ctx context.Context, conversationID string, on bool) {
	a, ok := actor.From(ctx)
	if !ok || conversationID == "" {
		return
	}
	frame, err := json.Marshal(map[string]any{
		"op": "typing", "conversation": conversationID, "who": map[string]string{"kind": "customer", "id": a.ID, "name": ""}, "on": on, "note": false,
	})
	if err == nil {
		inside := contract.AudienceConversation(conversationID)
		_ = c.parts.Frames.Publish(a.Tenant, inside, frame)
		_ = c.parts.Frames.Publish(a.Tenant, contract.AudienceMasked(inside), frame)
	}
}

// stay says, as a gateway does, that simulated visitors are connected. It may be lost.
func (c *Core) stay(ctx context.Context, visitors []string) error {
	tenant, err := actor.Tenant(ctx)
	if err == nil && len(visitors) > 0 {
		_ = c.announce(contract.SubjectVisits, contract.Visits{Tenant: tenant, Here: visitors})
	}
	return err
}
