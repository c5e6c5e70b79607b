package routingtest

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
)

// Epoch is when the tests happen.
var Epoch = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Store is everything that routing keeps.
type Store interface {
	routing.Plans
	routing.Desks
	routing.DeskShelf
	routing.Works
	routing.Records
	routing.Line
	routing.Seats
	routing.Tallies
	routing.Choices
	routing.Channels
	routing.Places
}

// suite is one run of it.
type suite struct {
	t         *testing.T
	s         Store
	run       unit.Runner
	ctx       context.Context
	elsewhere context.Context
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s Store) {
	t.Helper()
	one := &suite{
		t: t, s: s, run: run,
		ctx: actor.With(t.Context(), actor.SystemFor("wsp_routing")), elsewhere: actor.With(t.Context(), actor.SystemFor("wsp_other")),
	}
	one.plans()
	one.desks()
	one.work()
	one.records()
	one.lines()
	one.seats()
	one.places()
	one.tallies()
	one.choices()
}

func (x *suite) do(fn func(ctx context.Context) error) {
	x.t.Helper()
	check.NoError(x.t, x.run.Do(x.ctx, fn))
}

func (x *suite) fails(def *fault.Def, fn func(ctx context.Context) error) {
	x.t.Helper()
	check.Fault(x.t, x.run.Do(x.ctx, fn), def)
}

func (x *suite) plans() {
	t, s := x.t, x.s
	_, err := s.Current(x.ctx)
	check.Fault(t, err, routing.ErrNoPlan)
	for n := range int64(3) {
		p := routing.Published{Number: n + 1, Plan: routing.NewPlan("que_1", "Shop"), Author: "usr_a", Note: "first", At: Epoch}
		x.do(func(ctx context.Context) error { return s.Publish(ctx, p) })
		check.Equal(t, check.Must(s.Current(x.ctx))(t), p)
		check.Equal(t, check.Must(s.Plan(x.ctx, n+1))(t), p)
		x.fails(fault.ErrConflict, func(ctx context.Context) error { return s.Publish(ctx, p) })
	}
	_, err = s.Plan(x.elsewhere, 1)
	check.Fault(t, err, routing.ErrNoPlan)
	first := check.Must(s.ListPlans(x.ctx, page.Request{Limit: 2}))(t)
	check.Equal(t, first.Items[0], routing.Published{Number: 3, Author: "usr_a", Note: "first", At: Epoch}) // without its document
	rest := check.Must(s.ListPlans(x.ctx, page.Request{Limit: 2, Cursor: first.Next}))(t)
	check.Equal(t, len(rest.Items), 1)

	_, err = s.Draft(x.ctx)
	check.Fault(t, err, routing.ErrNoDraft)
	d := routing.Draft{Plan: routing.NewPlan("que_1", "Shop"), Base: 3, Author: "usr_a", At: Epoch}
	x.fails(fault.ErrConflict, func(ctx context.Context) error { d := d; d.Version = 1; return s.SaveDraft(ctx, d) })
	x.do(func(ctx context.Context) error { return s.SaveDraft(ctx, d) })
	x.fails(fault.ErrConflict, func(ctx context.Context) error { return s.SaveDraft(ctx, d) })
	d.Version, d.Plan.Capacity = 1, 200
	x.do(func(ctx context.Context) error { return s.SaveDraft(ctx, d) })
	d.Version = 2
	check.Equal(t, check.Must(s.Draft(x.ctx))(t), d)
}

func (x *suite) desks() {
	t, s := x.t, x.s
	d := routing.Desk{UserID: "usr_a", Skills: map[string]int{"skl_1": 3}, Capacity: 0, Limits: map[string]int{"chat": 2}, IdleSince: Epoch, OfferedAt: Epoch}
	x.do(func(ctx context.Context) error { return s.SaveDesk(ctx, d) })
	x.fails(fault.ErrConflict, func(ctx context.Context) error { return s.SaveDesk(ctx, d) })
	d.Version, d.Skills["skl_2"] = 1, 5
	x.do(func(ctx context.Context) error { return s.SaveDesk(ctx, d) })
	x.fails(fault.ErrConflict, func(ctx context.Context) error { return s.SaveDesk(ctx, d) })
	x.do(func(ctx context.Context) error { return s.Learn(ctx, "usr_a", map[string]float64{"que_1": 1.1}) })
	take := func(kind string, points int) func(ctx context.Context) error {
		return func(ctx context.Context) error {
			return s.Take(ctx, "usr_a", kind, points, 100, Epoch.Add(time.Minute))
		}
	}
	x.do(take("chat", 20))
	x.do(take("chat", 20))
	x.fails(routing.ErrFull, take("chat", 20)) // the limit of chats
	x.do(take("email", 10))
	x.fails(routing.ErrFull, take("call", 100)) // the points
	got := check.Must(s.Desk(x.ctx, "usr_a"))(t)
	want := routing.Desk{
		UserID: "usr_a", Skills: map[string]int{"skl_1": 3, "skl_2": 5}, Learned: map[string]float64{"que_1": 1.1}, Limits: map[string]int{"chat": 2},
		Used: 50, Holds: map[string]int{"chat": 2, "email": 1}, IdleSince: Epoch, OfferedAt: Epoch.Add(time.Minute), Version: 2,
	}
	check.Equal(t, got, want)
	back := func(kind string, points int) func(ctx context.Context) error {
		return func(ctx context.Context) error { return s.GiveBack(ctx, "usr_a", kind, points, Epoch.Add(time.Hour)) }
	}
	x.do(back("email", 10))
	x.fails(routing.ErrNoDesk, back("email", 10)) // nothing is given back twice
	check.Equal(t, check.Must(s.Desk(x.ctx, "usr_a"))(t).Used, 40)
	check.Equal(t, len(check.Must(s.AllDesks(x.ctx, "", 10))(t)), 1)
	check.Equal(t, len(check.Must(s.AllDesks(x.ctx, "usr_a", 10))(t)), 0)
	check.Equal(t, len(check.Must(s.AllDesks(x.elsewhere, "", 10))(t)), 0)
	check.Equal(t, check.Must(s.DesksOf(x.ctx, []string{"usr_b", "usr_a"}))(t)[0].Skills, d.Skills)
	check.Equal(t, len(check.Must(s.DesksOf(x.ctx, []string{"usr_b"}))(t)), 0)
	check.Equal(t, len(check.Must(s.DesksOf(x.elsewhere, []string{"usr_a"}))(t)), 0)
	check.Fault(t, x.run.Do(x.elsewhere, take("chat", 20)), routing.ErrFull)
}

func (x *suite) work() {
	t, s := x.t, x.s
	it := routing.Item{
		Work: routing.Work{
			ID: "cnv_1", Queues: []string{"que_1", "que_2"}, Kind: "chat", Points: 20, Arrived: Epoch, HeadStart: time.Minute,
			Needs: []routing.Need{{Skill: "skl_1", Level: 2, RelaxAfter: time.Minute}}, Declined: []string{"usr_b"}, Previous: "usr_c", StickyFor: time.Second,
		},
		State: routing.Waits, Tried: []routing.Tried{{Rule: "rul_1", Held: true}}, Record: "rdc_1", Plan: 3, Version: 1,
		Urgent: time.Minute, Kept: &routing.Comeback{Left: Epoch, Back: Epoch}, Abroad: &routing.Abroad{Webhook: "whk_1", Name: "Night", At: Epoch},
	}
	x.do(func(ctx context.Context) error { return s.InsertWork(ctx, it) })
	x.fails(routing.ErrTaken, func(ctx context.Context) error { return s.InsertWork(ctx, it) })
	check.Equal(t, check.Must(s.WorkOf(x.ctx, "cnv_1"))(t), it)
	_, err := s.WorkOf(x.elsewhere, "cnv_1")
	check.Fault(t, err, routing.ErrNoWork)
	it.State, it.Agent, it.OfferedAt, it.OfferUntil, it.Step = routing.Offered, "usr_a", Epoch, Epoch.Add(20*time.Second), 1
	x.do(func(ctx context.Context) error { return s.SaveWork(ctx, it) })
	x.fails(routing.ErrTaken, func(ctx context.Context) error { return s.SaveWork(ctx, it) })
	it.Version = 2
	check.Equal(t, check.Must(s.WorkOfAgent(x.ctx, "usr_a"))(t), []routing.Item{it})
	check.Equal(t, check.Must(s.AllWork(x.ctx, "", 10))(t), []routing.Item{it})
	check.Equal(t, len(check.Must(s.AllWork(x.ctx, "cnv_1", 10))(t)), 0)
	x.fails(routing.ErrTaken, func(ctx context.Context) error { return s.DeleteWork(ctx, "cnv_1", 1) })
	x.do(func(ctx context.Context) error { return s.DeleteWork(ctx, "cnv_1", 2) })
	check.Equal(t, len(check.Must(s.AllWork(x.ctx, "", 10))(t)), 0)
}

func (x *suite) records() {
	t, s := x.t, x.s
	var made []routing.Record
	for i := range 3 {
		r := routing.Record{
			ID: id.New("rdc"), Outcome: routing.Pending, Plan: 3, Tried: []routing.Tried{{Rule: "rul_1"}},
			Decision: routing.Decision{
				Work: "cnv_1", Agent: "usr_a", Queue: "que_1", Strategy: routing.LeastLoaded, At: Epoch.Add(time.Duration(i) * time.Minute), Points: 20,
				Candidates: []routing.Candidate{{Agent: "usr_a", Score: -0.2, Load: 0.2}}, Excluded: []routing.Exclusion{{Reason: routing.Absent, Count: 2, Agents: []string{"usr_b"}}},
			},
		}
		made = append(made, r)
		x.do(func(ctx context.Context) error { return s.InsertRecord(ctx, r) })
	}
	x.do(func(ctx context.Context) error {
		return s.EndRecord(ctx, made[2].ID, routing.Accepted, Epoch.Add(time.Hour))
	})
	x.do(func(ctx context.Context) error { return s.EndRecord(ctx, made[2].ID, routing.TimedOut, Epoch) })
	made[2].Outcome, made[2].EndedAt = routing.Accepted, Epoch.Add(time.Hour)
	first := check.Must(s.RecordsOf(x.ctx, "cnv_1", page.Request{Limit: 2}))(t)
	check.Equal(t, first.Items, []routing.Record{made[2], made[1]})
	rest := check.Must(s.RecordsOf(x.ctx, "cnv_1", page.Request{Limit: 2, Cursor: first.Next}))(t)
	check.Equal(t, rest.Items, []routing.Record{made[0]})
	check.Equal(t, len(check.Must(s.RecordsOf(x.elsewhere, "cnv_1", page.Request{}))(t).Items), 0)
	x.do(func(ctx context.Context) error { return s.EraseRecords(ctx, "cnv_1") })
	check.Equal(t, len(check.Must(s.RecordsOf(x.ctx, "cnv_1", page.Request{}))(t).Items), 0)
}
