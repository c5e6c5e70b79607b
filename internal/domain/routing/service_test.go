package routing_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingtest"
)

// town is a workspace of one team with one person.
type town struct{}

const (
	team   = "tem_1"
	person = "usr_1"
)

func (town) Known(context.Context) (routing.Known, error) {
	return routing.Known{Teams: []string{team}, People: []string{person}, Members: map[string][]string{team: {person}}, Centres: []routing.Centre{{ID: "whk_1", On: true}, {ID: "whk_2"}}}, nil
}

func (town) People(context.Context, routing.PeopleFilter, page.Request) (page.Of[routing.Person], error) {
	return page.Of[routing.Person]{Items: []routing.Person{{ID: person, Name: "Ann"}}}, nil
}

func (town) Centres(context.Context) ([]routing.Centre, error) {
	return []routing.Centre{{ID: "whk_1", Name: "Night centre", On: true}, {ID: "whk_2"}}, nil
}

func (town) FirstQueue(context.Context) (string, error) { return "Everybody", nil }

// plain is a language that reads everything.
type plain struct{}

func (plain) Condition(string) (c routing.Condition, err error) { return c, err }
func (plain) Score(string) (s routing.Score, err error)         { return s, err }

func newService() (*routing.Service, *unit.Memory) {
	run, m := &unit.Memory{}, routingtest.NewMemory()
	return routing.NewService(routing.ServiceDeps{Run: run, Clock: clock.Fixed(routingtest.Epoch), Plans: m, Desks: m, Shelf: m, Directory: town{}, Language: plain{}}), run
}

func as(t *testing.T, perms ...actor.Permission) context.Context {
	t.Helper()
	a := actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: person, Grants: map[actor.Permission]actor.Level{}}
	for _, p := range perms {
		a.Grants[p] = actor.All
	}
	return actor.With(t.Context(), a)
}

func TestPlanIsMadeEditedPublishedAndRestored(t *testing.T) {
	t.Parallel()
	s, run := newService()
	ctx := as(t, routing.PermRead, routing.PermManage)
	first := check.Must(s.Current(ctx))(t)
	check.Equal(t, check.Must(s.Current(ctx))(t), first) // and stays the same
	check.Equal(t, first.Plan.Queues[0].Offer.Mode, routing.Pull)

	draft := check.Must(s.Draft(ctx))(t)
	draft.Plan.Capacity = 200
	saved := check.Must(s.SaveDraft(ctx, draft.Plan, draft.Base, draft.Version))(t)
	_, err := s.SaveDraft(ctx, draft.Plan, draft.Base, draft.Version)
	check.Fault(t, err, fault.ErrConflict)
	check.Equal(t, check.Must(s.Current(ctx))(t).Plan.Capacity, 100)
	_, err = s.Publish(ctx, saved.Version+1, "")
	check.Fault(t, err, fault.ErrConflict)
	second := check.Must(s.Publish(ctx, saved.Version, "more"))(t)
	check.Equal(t, second.Number, 2)
	check.Equal(t, check.Must(s.Current(ctx))(t), second)

	third := check.Must(s.Restore(ctx, 1, ""))(t)
	check.Equal(t, third.Plan, first.Plan)
	check.Equal(t, len(check.Must(s.Plans(ctx, page.Request{}))(t).Items), 3)
	check.Equal(t, check.Must(s.Draft(ctx))(t).Base, 3)
	check.Equal(t, len(run.Events()), 2)
	kept := run.Kept()
	check.Equal(t, []any{len(kept), kept[0].Kind, kept[0].Subject, len(kept[0].Touched)}, []any{2, routing.KindPlan, "wsp_1", 0})

	// The history goes back to what it names, as a plan of its own.
	renamed := check.Must(s.Draft(ctx))(t)
	renamed.Plan.Queues = slices.Clone(renamed.Plan.Queues)
	renamed.Plan.Queues[0].WrapUp = 30
	saved = check.Must(s.SaveDraft(ctx, renamed.Plan, renamed.Base, renamed.Version))(t)
	check.Must(s.Publish(ctx, saved.Version, "longer"))(t)
	kept = run.Kept()
	check.Equal(t, kept[2].Touched, []string{"queues." + renamed.Plan.Queues[0].Name})
	state := check.Must(json.Marshal(kept[2].Before))(t)
	check.Fault(t, s.RestoreKept(as(t, routing.PermRead), "wsp_1", state), fault.ErrDenied)
	check.NoError(t, s.RestoreKept(ctx, "wsp_1", state))
	check.Equal(t, check.Must(s.Current(ctx))(t).Plan, third.Plan)

	draft.Plan.Fallback = id.New("que")
	_, err = s.SaveDraft(ctx, draft.Plan, draft.Base, draft.Version)
	check.Equal(t, fault.From(err).Fields[0].Name, "fallback")
}

// Two publish what they began from the same plan: the second hears of it.
func TestPublishingTwice(t *testing.T) {
	t.Parallel()
	s, _ := newService()
	ctx := as(t, routing.PermRead, routing.PermManage)
	draft := check.Must(s.Draft(ctx))(t)
	saved := check.Must(s.SaveDraft(ctx, draft.Plan, draft.Base, draft.Version))(t)
	check.Must(s.Publish(ctx, saved.Version, ""))(t)
	_, err := s.Publish(ctx, saved.Version, "")
	check.Fault(t, err, fault.ErrConflict)
}

func TestDesks(t *testing.T) {
	t.Parallel()
	s, _ := newService()
	ctx := as(t, routing.PermRead, routing.PermManage)
	draft := check.Must(s.Draft(ctx))(t)
	skill := id.New("skl")
	draft.Plan.Skills = []routing.Skill{{ID: skill, Name: "English"}}
	saved := check.Must(s.SaveDraft(ctx, draft.Plan, draft.Base, draft.Version))(t)
	check.Must(s.Publish(ctx, saved.Version, ""))(t)
	d := check.Must(s.SaveDesk(ctx, routing.Desk{UserID: person, Skills: map[string]int{skill: 4}, Limits: map[string]int{"chat": 3}}))(t)
	check.Equal(t, check.Must(s.Desk(ctx, person))(t), d)
	_, err := s.SaveDesk(ctx, routing.Desk{UserID: "usr_2", Skills: map[string]int{"skl_x": 9}, Capacity: -1, Limits: map[string]int{"fax": 1}})
	check.Equal(t, len(fault.From(err).Fields), 5)
}

// Several people get the same levels at once: what was not named stays, who has them already is not touched, and one who is
// not known keeps everybody as they were.
func TestSeveralDesks(t *testing.T) {
	t.Parallel()
	s, run := newService()
	ctx := as(t, routing.PermRead, routing.PermManage)
	draft := check.Must(s.Draft(ctx))(t)
	english, vip := id.New("skl"), id.New("skl")
	draft.Plan.Skills = []routing.Skill{{ID: english, Name: "English"}, {ID: vip, Name: "VIP"}}
	check.Must(s.SaveDraft(ctx, draft.Plan, draft.Base, draft.Version))(t)
	check.Must(s.SaveDesk(ctx, routing.Desk{UserID: person, Skills: map[string]int{english: 2}, Limits: map[string]int{"chat": 3}}))(t)
	more := 120
	change := routing.DesksChange{UserIDs: []string{person, person}, Skills: map[string]int{vip: 4}, Capacity: &more}
	events := len(run.Events())
	check.Equal(t, check.Must(s.ChangeDesks(ctx, change))(t), 1)
	check.Equal(t, check.Must(s.ChangeDesks(ctx, change))(t), 0)
	check.Equal(t, len(run.Events())-events, 1)
	d := check.Must(s.Desk(ctx, person))(t)
	check.Equal(t, d.Skills, map[string]int{english: 2, vip: 4})
	check.Equal(t, []int{d.Capacity, d.Limits["chat"]}, []int{120, 3})
	check.Equal(t, check.Must(s.ChangeDesks(ctx, routing.DesksChange{UserIDs: []string{person}, Skills: map[string]int{english: 0}}))(t), 1)
	check.Equal(t, check.Must(s.Desk(ctx, person))(t).Skills, map[string]int{vip: 4})

	_, err := s.ChangeDesks(ctx, routing.DesksChange{UserIDs: []string{person, "usr_2"}, Skills: map[string]int{vip: 6, "skl_none": 1}})
	check.Equal(t, len(fault.From(err).Fields), 3)
	_, err = s.ChangeDesks(ctx, routing.DesksChange{UserIDs: make([]string, routing.MaxTogether+1)})
	check.FieldFault(t, err, "userIds", fault.ErrTooManyOf)
	check.Equal(t, check.Must(s.Desk(ctx, person))(t).Skills, map[string]int{vip: 4})
}

func TestRights(t *testing.T) {
	t.Parallel()
	s, _ := newService()
	for _, ask := range []func(context.Context) error{
		func(ctx context.Context) error { _, err := s.Current(ctx); return err },
		func(ctx context.Context) error { _, err := s.Draft(ctx); return err },
		func(ctx context.Context) error { _, err := s.SaveDraft(ctx, routing.Plan{}, 0, 0); return err },
		func(ctx context.Context) error { _, err := s.Publish(ctx, 1, ""); return err },
		func(ctx context.Context) error { _, err := s.Restore(ctx, 1, ""); return err },
		func(ctx context.Context) error { _, err := s.Plans(ctx, page.Request{}); return err },
		func(ctx context.Context) error { _, err := s.Plan(ctx, 1); return err },
		func(ctx context.Context) error { _, err := s.Look(ctx, routing.Plan{}); return err },
		func(ctx context.Context) error { _, err := s.Discard(ctx, 1); return err },
		func(ctx context.Context) error {
			_, err := s.Seats(ctx, routing.PeopleFilter{}, page.Request{})
			return err
		},
		func(ctx context.Context) error { _, err := s.Centres(ctx); return err },
		func(ctx context.Context) error { _, err := s.Desk(ctx, person); return err },
		func(ctx context.Context) error { _, err := s.SaveDesk(ctx, routing.Desk{}); return err },
		func(ctx context.Context) error { _, err := s.ChangeDesks(ctx, routing.DesksChange{}); return err },
	} {
		check.Fault(t, ask(as(t)), fault.ErrDenied)
	}
}
