package dispatch

import (
	"cmp"
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

// Standing is where a conversation stands, for who may read it.
func (s *Service) Standing(ctx context.Context, conversationID string) (routing.Standing, error) {
	if _, err := s.d.Work.Reader.Get(ctx, conversationID); err != nil {
		return routing.Standing{}, err
	}
	out, err := s.standing(ctx, conversationID)
	if gone(err) {
		return routing.Standing{State: routing.NotRouted, Needs: []routing.Asked{}}, nil
	}
	return out, err
}

func (s *Service) standing(ctx context.Context, conversationID string) (routing.Standing, error) {
	it, err := s.store.WorkOf(ctx, conversationID)
	if err != nil {
		return routing.Standing{}, err
	}
	p, err := s.planNow(ctx)
	if err != nil {
		return routing.Standing{}, err
	}
	out := routing.Standing{
		State: it.State, QueueID: queueOf(it), AgentID: it.Agent, Arrived: it.Arrived, HeadStartSeconds: seconds(it.HeadStart), Needs: asked(p.Plan, it),
		CameBackSeconds: it.Kept.AfterSeconds(),
	}
	if it.Abroad != nil {
		out.Outside, out.OutsideSince = it.Abroad.Name, it.Abroad.At
	}
	if q := planOf(p.Plan, out.QueueID); q != nil {
		out.QueueName = q.Name
	}
	if it.Agent != "" {
		names, err := s.d.People.Names(ctx, []string{it.Agent})
		if err != nil {
			return out, err
		}
		out.AgentName = names[it.Agent]
	}
	if it.State != routing.Waits {
		return out, nil
	}
	before, err := s.store.Before(ctx, it)
	if err != nil {
		return out, err
	}
	out.Position = before + 1
	e, ok, err := s.expectation(ctx, out.QueueID, out.Position)
	if ok {
		out.Estimate = &e
	}
	return out, err
}

func asked(p routing.Plan, it routing.Item) []routing.Asked {
	out := make([]routing.Asked, 0, len(it.Needs))
	names := skillNames(p)
	for _, need := range it.Needs {
		out = append(out, routing.Asked{Skill: need.Skill, Name: names[need.Skill], Level: need.Level, RelaxAfterSeconds: seconds(need.RelaxAfter)})
	}
	return out
}

func skillNames(p routing.Plan) map[string]string {
	out := make(map[string]string, len(p.Skills))
	for _, skill := range p.Skills {
		out[skill.ID] = skill.Name
	}
	return out
}

// expectation is how long who stands at a place of a queue waits; false when too little was served lately to say.
func (s *Service) expectation(ctx context.Context, queueID string, position int) (routing.Expectation, bool, error) {
	now := s.d.Clock.Now()
	list, err := s.store.ServedSince(ctx, lately(now))
	if err != nil {
		return routing.Expectation{}, false, err
	}
	served := 0
	for _, t := range list {
		if t.Queue == queueID {
			served += t.Served
		}
	}
	return expected(position, served, now)
}

// lately is the beginning of the slots from which waits are worked out.
func lately(now time.Time) time.Time {
	return now.Add(-routing.EstimateOver).Truncate(routing.TallyEvery)
}

func expected(position, served int, now time.Time) (routing.Expectation, bool, error) {
	w, ok := routing.Estimate(position, served, now.Sub(lately(now)))
	return routing.Expectation{LowSeconds: seconds(w.From), HighSeconds: seconds(w.To)}, ok, nil
}

// Decisions are why a conversation went to whom, the newest first, for who may read it.
func (s *Service) Decisions(ctx context.Context, conversationID string, r page.Request) (page.Of[routing.Explained], error) {
	var out page.Of[routing.Explained]
	c, err := s.d.Work.Reader.Get(ctx, conversationID)
	if err != nil {
		return out, err
	}
	a, err := actor.Of(ctx)
	if err != nil {
		return out, err
	}
	list, err := s.store.RecordsOf(ctx, conversationID, r)
	if err != nil {
		return out, err
	}
	p, err := s.planNow(ctx)
	if err != nil {
		return out, err
	}
	var people []string
	for _, r := range list.Items {
		people = append(people, named(r.Decision)...)
	}
	names, err := s.d.People.Names(ctx, compact(people))
	if err != nil {
		return out, err
	}
	out.Next, out.Items = list.Next, make([]routing.Explained, 0, len(list.Items))
	for _, r := range list.Items {
		e := explained(p.Plan, r, names)
		e.HeadStarts = headStarts(p.Plan, r.Decision.Queue, r.Tried, c, r.Decision.HeadStart)
		out.Items = append(out.Items, e)
	}
	if a.Can(routing.PermRead) == actor.None {
		out.Items = ownSide(a, out.Items)
	}
	return out, nil
}

// named are the people of whom a decision speaks.
func named(d routing.Decision) []string {
	out := []string{d.Agent}
	for _, c := range d.Candidates {
		out = append(out, c.Agent)
	}
	for _, x := range d.Excluded {
		out = append(out, x.Agents...)
	}
	return out
}

func explained(p routing.Plan, r routing.Record, people map[string]string) routing.Explained {
	out := routing.Explained{
		ID: r.ID, At: r.Decision.At, Outcome: r.Outcome, EndedAt: r.EndedAt, PlanNumber: r.Plan, Decision: r.Decision,
		Rules: make([]routing.ExplainedRule, 0, len(r.Tried)), Names: map[string]string{},
		WaitedSeconds: seconds(r.Decision.Waited), HeadStartSeconds: seconds(r.Decision.HeadStart),
		CameBackSeconds: r.Kept.AfterSeconds(),
	}
	for _, t := range r.Tried {
		one := routing.ExplainedRule{Rule: t.Rule, Held: t.Held, Failed: t.Failed}
		if at := slices.IndexFunc(p.Rules, func(r routing.Rule) bool { return r.ID == t.Rule }); at >= 0 {
			one.Name = p.Rules[at].Name
		}
		out.Rules = append(out.Rules, one)
	}
	for _, userID := range named(r.Decision) {
		if name, ok := people[userID]; ok {
			out.Names[userID] = name
		}
	}
	if q := planOf(p, r.Decision.Queue); q != nil {
		out.Names[q.ID] = q.Name
	}
	skills := skillNames(p)
	for _, skill := range r.Decision.Relaxed {
		out.Names[skill] = skills[skill]
	}
	return out
}

// Queues are all of the plan as they stand. What it reads is bound by the work under way and by the slots of a day, not by
// history.
func (s *Service) Queues(ctx context.Context) ([]routing.Figures, error) {
	if _, err := actor.Require(ctx, routing.PermRead); err != nil {
		return nil, err
	}
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.planNow(ctx)
	if err != nil {
		return nil, err
	}
	now, err := s.glance(ctx)
	if err != nil {
		return nil, err
	}
	staff, err := s.staff(ctx, p.Plan)
	if err != nil {
		return nil, err
	}
	out := make([]routing.Figures, 0, len(p.Plan.Queues))
	for _, q := range p.Plan.Queues {
		f := now.figures(q)
		f.Agents = staff[q.ID]
		out = append(out, f)
	}
	return out, nil
}

// glance is what the figures of all queues are made of: the work under way, and the slots of a day.
type glance struct {
	now, today time.Time
	crowds     []routing.Crowd
	served     []routing.Tally
	chosen     []routing.Chosen
	calls      []conversation.CallBack
}

func (s *Service) glance(ctx context.Context) (g glance, err error) {
	g.now = s.d.Clock.Now()
	if g.crowds, err = s.store.Crowds(ctx); err != nil {
		return g, err
	}
	if g.today, err = s.d.Plan.Hours.Today(ctx); err != nil {
		return g, err
	}
	from := lately(g.now)
	if g.today.Before(from) {
		from = g.today
	}
	if g.served, err = s.store.ServedSince(ctx, from); err != nil {
		return g, err
	}
	if g.chosen, err = s.store.ChosenSince(ctx, g.today); err != nil {
		return g, err
	}
	g.calls, err = s.d.Work.Lines.CallsWanted(ctx)
	return g, err
}

// figures are a queue without its people.
func (g glance) figures(q routing.QueuePlan) routing.Figures {
	f := routing.Figures{ID: q.ID, Name: q.Name, Mode: q.Offer.Mode, Alert: q.Alert, Level: routing.Reached{Target: q.Target.Share}}
	for _, c := range g.crowds {
		switch {
		case c.Queue != q.ID:
		case c.State == routing.Waits:
			f.Waiting, f.LongestSeconds = c.Count, seconds(g.now.Sub(c.Oldest))
		case c.State == routing.Offered:
			f.Offered = c.Count
		case c.State == routing.Held:
			f.Held = c.Count
		case c.State == routing.Outside:
			f.Outside = c.Count
		}
	}
	for _, w := range g.calls {
		if w.QueueID == q.ID {
			f.CallBacks++
		}
	}
	for _, c := range g.chosen {
		switch {
		case c.Queue != q.ID:
		case c.Choice == routing.ChoseSolved:
			f.SolvedAlone = c.Count
		case c.Choice == routing.ChoseLeft:
			f.LeftQueue = c.Count
		}
	}
	for _, t := range g.served {
		if t.Queue != q.ID {
			continue
		}
		if !t.Slot.Before(lately(g.now)) {
			f.ServedHalfHour += t.Served
		}
		if !t.Slot.Before(g.today) {
			f.Level.Answered += t.Served
			f.Level.Within += t.Within
		}
	}
	if f.Level.Answered > 0 {
		f.Level.Share = float64(f.Level.Within) / float64(f.Level.Answered)
	}
	f.Alarm = q.Alert.Judge(f.Waiting, time.Duration(f.LongestSeconds)*time.Second, f.Level)
	if e, ok, _ := expected(f.Waiting+1, f.ServedHalfHour, g.now); ok {
		f.Estimate = &e
	}
	return f
}

// staff is who serves each queue now.
func (s *Service) staff(ctx context.Context, p routing.Plan) (map[string]routing.Staffing, error) {
	teams, err := s.d.People.Teams(ctx)
	if err != nil {
		return nil, err
	}
	people := make([]string, 0, len(teams))
	for userID := range teams {
		people = append(people, userID)
	}
	out := map[string]routing.Staffing{}
	book := routing.Rulebook{Plan: p}
	for part := range slices.Chunk(people, chunk) {
		there, err := s.d.People.PresencesOf(ctx, part)
		if err != nil {
			return nil, err
		}
		desks, err := s.store.DesksOf(ctx, part)
		if err != nil {
			return nil, err
		}
		of := make(map[string]routing.Desk, len(desks))
		for _, d := range desks {
			of[d.UserID] = d
		}
		for _, userID := range part {
			free := max(0, cmp.Or(of[userID].Capacity, p.Capacity)-of[userID].Used)
			for _, queue := range book.Served(userID, teams[userID]) {
				out[queue] = counted(out[queue], there[userID].State, free)
			}
		}
	}
	return out, nil
}

func counted(n routing.Staffing, state identity.State, free int) routing.Staffing {
	switch state {
	case identity.Online:
		n.Online++
		n.FreePoints += free
	case identity.Busy:
		n.Busy++
	case identity.Break:
		n.Break++
	case identity.Offline:
	}
	return n
}
