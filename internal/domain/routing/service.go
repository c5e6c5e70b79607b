package routing

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// Permissions that this domain checks.
const (
	PermRead   actor.Permission = "routing.read"   // plans, queues, why somebody got something
	PermManage actor.Permission = "routing.manage" // plans, people's skills
)

// Permissions are all of them, for the role editor.
var Permissions = []actor.Permission{PermRead, PermManage}

// Directory answers about people, teams and hours.
type Directory interface {
	// Known are the teams with their members, the people and the calendars of the workspace.
	Known(ctx context.Context) (Known, error)
	// Centres are the systems to which conversations can be handed over, by name.
	Centres(ctx context.Context) ([]Centre, error)
	// FirstQueue is what the first queue of a workspace is called.
	FirstQueue(ctx context.Context) (string, error)
	// People is a page of those who can sign in, or of those who are invited, by name.
	People(ctx context.Context, f PeopleFilter, p page.Request) (page.Of[Person], error)
}

// PeopleFilter narrows a list of people; empty parts allow everything.
type PeopleFilter struct {
	Query, TeamID string
	Invited       bool // those who have not come yet instead of those who can sign in
}

// Person is somebody who can serve queues.
type Person struct {
	ID      string
	Name    string // of who is invited without one, the address
	Invited bool   // has not come yet
	Picture string // where it is served; "" for none
	TeamIDs []string
}

// ServiceDeps are what the service needs.
type ServiceDeps struct {
	Run       unit.Runner
	Clock     clock.Clock
	Plans     Plans
	Desks     Desks
	Shelf     DeskShelf
	Directory Directory
	Language  Language
}

// Service is plans and desks as people edit them.
type Service struct{ d ServiceDeps }

// NewService makes the service.
func NewService(d ServiceDeps) *Service { return &Service{d: d} }

// Checked is a draft with what is wrong and what is odd about it.
type Checked struct {
	Draft
	Findings
}

// Findings are what a look at a plan has found.
type Findings struct {
	Problems []fault.Field // what keeps it from being published
	Warnings []Warning
}

// Current is the plan in force. A workspace that has none gets the usual one when it is first asked for.
func (s *Service) Current(ctx context.Context) (Published, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return Published{}, err
	}
	return s.inForce(ctx)
}

func (s *Service) inForce(ctx context.Context) (Published, error) {
	p, err := s.d.Plans.Current(ctx)
	if !fault.Has(err, ErrNoPlan) {
		return p, err
	}
	if p, err = s.usual(ctx); err != nil {
		return Published{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.Plans.Publish(ctx, p) })
	if fault.Has(err, fault.ErrConflict) { // somebody asked at the same moment
		return s.d.Plans.Current(ctx)
	}
	return p, err
}

// usual is the plan of a workspace that has none: one queue that everybody serves.
func (s *Service) usual(ctx context.Context) (Published, error) {
	name, err := s.d.Directory.FirstQueue(ctx)
	if err != nil {
		return Published{}, err
	}
	return Published{Number: 1, Plan: NewPlan(id.New("que"), name), At: s.d.Clock.Now()}, nil
}

// Draft is the plan that is being worked on; without one it is the plan in force.
func (s *Service) Draft(ctx context.Context) (Checked, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return Checked{}, err
	}
	d, err := s.d.Plans.Draft(ctx)
	if fault.Has(err, ErrNoDraft) {
		var now Published
		now, err = s.inForce(ctx)
		d = Draft{Plan: now.Plan, Base: now.Number}
	}
	if err != nil {
		return Checked{}, err
	}
	found, err := s.findings(ctx, d.Plan) // what it refers to may have been deleted since it was saved
	return Checked{d, found}, err
}

// Look says what is wrong and what is odd about a plan, and keeps nothing.
func (s *Service) Look(ctx context.Context, p Plan) (Findings, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return Findings{}, err
	}
	return s.findings(ctx, p)
}

func (s *Service) findings(ctx context.Context, p Plan) (Findings, error) {
	odd, err := s.check(ctx, p)
	if f := fault.From(err); f != nil && f.Def == fault.ErrInput {
		return Findings{Problems: f.Fields}, nil
	}
	return Findings{Warnings: odd}, err
}

func (s *Service) check(ctx context.Context, p Plan) ([]Warning, error) {
	known, err := s.d.Directory.Known(ctx)
	if err != nil {
		return nil, err
	}
	known.Skills = map[string]map[string]int{}
	for after := ""; ; {
		desks, err := s.d.Desks.AllDesks(ctx, after, deskPage)
		if err != nil {
			return nil, err
		}
		for _, d := range desks {
			known.Skills[d.UserID] = d.Skills
			after = d.UserID
		}
		if len(desks) < deskPage {
			return Check(p, known, s.d.Language)
		}
	}
}

const deskPage = 500

// SaveDraft keeps a draft that is right; a wrong one is refused with every field that is wrong.
func (s *Service) SaveDraft(ctx context.Context, p Plan, base, version int64) (Checked, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Checked{}, err
	}
	odd, err := s.check(ctx, p)
	if err != nil {
		return Checked{}, err
	}
	d := Draft{Plan: p, Base: base, Author: a.ID, At: s.d.Clock.Now(), Version: version}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.Plans.SaveDraft(ctx, d) })
	d.Version++
	return Checked{d, Findings{Warnings: odd}}, err
}

// Discard makes the draft of a version what is in force again.
func (s *Service) Discard(ctx context.Context, version int64) (Checked, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Checked{}, err
	}
	now, err := s.inForce(ctx)
	if err != nil {
		return Checked{}, err
	}
	d := Draft{Plan: now.Plan, Base: now.Number, Author: a.ID, At: s.d.Clock.Now(), Version: version}
	if err := s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.Plans.SaveDraft(ctx, d) }); err != nil {
		return Checked{}, err
	}
	return s.Draft(ctx)
}

// Publish puts the draft of a version in force. Whoever published since its beginning was faster.
func (s *Service) Publish(ctx context.Context, version int64, note string) (Published, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Published{}, err
	}
	var c fault.Checker
	c.Text("note", note, 0, MaxText)
	if err := c.Err(); err != nil {
		return Published{}, err
	}
	d, err := s.d.Plans.Draft(ctx)
	if err != nil {
		return Published{}, err
	}
	if d.Version != version {
		return Published{}, fault.ErrConflict.New()
	}
	return s.publish(ctx, a, Published{Number: d.Base + 1, Plan: d.Plan, Note: note}, d.Version)
}

// Restore puts an earlier plan in force again, as a new one.
func (s *Service) Restore(ctx context.Context, number int64, note string) (Published, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Published{}, err
	}
	var c fault.Checker
	c.Text("note", note, 0, MaxText)
	if err := c.Err(); err != nil {
		return Published{}, err
	}
	old, err := s.d.Plans.Plan(ctx, number)
	if err != nil {
		return Published{}, err
	}
	now, err := s.inForce(ctx)
	if err != nil {
		return Published{}, err
	}
	d, err := s.d.Plans.Draft(ctx)
	if err != nil && !fault.Has(err, ErrNoDraft) {
		return Published{}, err
	}
	return s.publish(ctx, a, Published{Number: now.Number + 1, Plan: old.Plan, Note: note}, d.Version)
}

func (s *Service) publish(ctx context.Context, a actor.Actor, p Published, draft int64) (Published, error) {
	if _, err := s.check(ctx, p.Plan); err != nil {
		return Published{}, err
	}
	before, err := s.d.Plans.Plan(ctx, p.Number-1)
	if err != nil {
		return Published{}, err
	}
	p.Author, p.At = a.ID, s.d.Clock.Now()
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.d.Plans.Publish(ctx, p); err != nil {
			return err
		}
		next := Draft{Plan: p.Plan, Base: p.Number, Author: a.ID, At: p.At, Version: draft}
		if err := s.d.Plans.SaveDraft(ctx, next); err != nil {
			return err
		}
		if err := s.promiseToLearn(ctx, a, p); err != nil {
			return err
		}
		if err := keepPlan(ctx, a.Tenant, before, p); err != nil {
			return err
		}
		return s.tellPublished(ctx, a, p)
	})
	return p, err
}

// promiseToLearn begins to learn from results, or ends it.
func (s *Service) promiseToLearn(ctx context.Context, a actor.Actor, p Published) error {
	if !p.Plan.Learning.On {
		return unit.Cancel(ctx, a.Tenant, JobLearn, a.Tenant)
	}
	return unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobLearn, Subject: a.Tenant, RunAt: p.At})
}

// Plan is one that was published.
func (s *Service) Plan(ctx context.Context, number int64) (Published, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return Published{}, err
	}
	return s.d.Plans.Plan(ctx, number)
}

// Plans are those that were published, the newest first, without their documents.
func (s *Service) Plans(ctx context.Context, p page.Request) (page.Of[Published], error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return page.Of[Published]{}, err
	}
	return s.d.Plans.ListPlans(ctx, p)
}
