package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/identity"
)

// JobSettle marks old notices as read once the log has told of them: nobody begins with a month of them.
const JobSettle = "demo.settle"

const (
	worldSeed = 20261120
	talks     = ofAll
	hands     = 12 // talks are dealt to this many; the people of a team share them
)

// Seeder makes the sample workspace.
type Seeder struct {
	s     Services
	clock *Clock
	talks int
}

// NewSeeder makes it. The services must have the clock, which the seeder sets back while it writes history.
func NewSeeder(s Services, c *Clock) *Seeder { return &Seeder{s: s, clock: c, talks: talks} }

// Small makes a seeder of fewer conversations, for tests that need only some.
func (s *Seeder) Small(talks int) *Seeder { return &Seeder{s: s.s, clock: s.clock, talks: talks} }

// shop is the sample workspace while it is made.
type shop struct {
	Services
	clock   *Clock
	world   World
	now     time.Time
	tenant  string
	channel string
	teams   map[string]string // key → id
	tags    map[string]string // name → id
	people  []member
	guests  []guest
	open    []chat // not resolved, newest last
	past    []chat // resolved
	low     []chat // with a score that is followed up

	classesOf summarisable
}

// member is a colleague with an id.
type member struct {
	Colleague
	id    string
	teams []string // ids
}

// Seed makes the workspace: all of its history in one unit of work, so that a start that is cut short leaves nothing.
func (s *Seeder) Seed(ctx context.Context) error {
	now := s.clock.Now()
	world, err := Generate(worldSeed, s.talks, hands, now)
	if err != nil {
		return err
	}
	defer s.clock.to(time.Time{})
	var made *shop
	err = s.s.Runner.Do(ctx, func(ctx context.Context) error {
		made = &shop{Services: s.s, clock: s.clock, world: world, now: now, teams: map[string]string{}, tags: map[string]string{}}
		return made.make(ctx)
	})
	if err != nil {
		return err
	}
	s.clock.to(time.Time{})
	ctx = actor.With(ctx, actor.SystemFor(made.tenant))
	if err := made.media(ctx); err != nil {
		return err
	}
	return Attend(ctx, s.s, made.tenant)
}

func (s *shop) make(ctx context.Context) error {
	s.clock.to(s.now.AddDate(0, -14, 0))
	w, err := s.Account.Create(ctx, account.NewWorkspace{
		Name: "灯塔家居 Lantern Home", Slug: "lantern", Locale: "zh-CN", Timezone: "Asia/Shanghai", Demo: true,
	})
	if err != nil {
		return err
	}
	s.tenant = w.ID
	ctx = actor.With(ctx, actor.SystemFor(w.ID))
	for _, step := range []func(context.Context) error{s.hire, s.build, s.guard, s.tune, s.classes, s.replies, s.questions, s.welcome, s.own, s.talk, s.look, s.care, s.gather, s.plan, s.arrange, s.protect, s.invite, s.connect, s.begin, s.rota} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return unit.Schedule(ctx, unit.Job{Tenant: s.tenant, Kind: JobSettle, Subject: s.tenant, RunAt: s.now.Add(2 * time.Second)})
}

// hire makes roles, people and teams.
func (s *shop) hire(ctx context.Context) error {
	roles, err := s.Identity.Prepare(ctx)
	if err != nil {
		return err
	}
	for i, c := range Colleagues() {
		s.clock.to(s.now.AddDate(0, i-13, -i))
		u, err := s.Identity.CreateUser(ctx, identity.NewUser{
			Email: c.Email(), Name: c.Name, Alias: c.Alias, Password: Password, Locale: c.Locale(), Timezone: c.Timezone, RoleID: roles[c.Role],
		})
		if err != nil {
			return err
		}
		s.people = append(s.people, member{Colleague: c, id: u.ID})
	}
	for _, t := range teams() {
		made, err := s.Identity.CreateTeam(ctx, identity.Team{Name: t.name, Description: t.description, MemberIDs: s.membersOf(t.key)})
		if err != nil {
			return err
		}
		s.teams[t.key] = made.ID
	}
	for i, p := range s.people {
		for _, key := range p.Teams {
			s.people[i].teams = append(s.people[i].teams, s.teams[key])
		}
	}
	return nil
}

func (s *shop) membersOf(team string) []string {
	var out []string
	for _, p := range s.people {
		if slices.Contains(p.Teams, team) {
			out = append(out, p.id)
		}
	}
	return out
}

// build makes tags, business hours and the web chat.
func (s *shop) build(ctx context.Context) error {
	for _, l := range labels() {
		t, err := s.Customers.CreateTag(ctx, l.name, l.colour)
		if err != nil {
			return err
		}
		s.tags[l.name] = t.ID
	}
	if err := s.hours(ctx); err != nil {
		return err
	}
	look := channel.DefaultSettings()
	look.Appearance.Title = channel.Localised{En: "Lantern Home", Zh: "灯塔家居"}
	look.DefaultTeamID = s.teams[tier1]
	c, err := s.Channels.Create(ctx, "灯塔商城 Web shop", &look)
	s.channel = c.ID
	return err
}

// hours makes the calendar of the shop: every day, with the holidays of next year. The web chat does not use it, so that
// the sample can be tried at any time.
func (s *shop) hours(ctx context.Context) error {
	all, err := s.Account.Calendars(ctx)
	if err != nil || len(all) == 0 {
		return err
	}
	day, weekend := []account.Interval{{From: "08:30", To: "22:00"}}, []account.Interval{{From: "09:30", To: "20:00"}}
	year := s.now.Year() + 1
	name := "客服时间 Service hours"
	_, err = s.Account.ChangeCalendar(ctx, all[0].ID, account.ChangeCalendar{
		Name: &name, Version: all[0].Version,
		Hours: &account.Week{Monday: day, Tuesday: day, Wednesday: day, Thursday: day, Friday: day, Saturday: weekend, Sunday: weekend},
		Exceptions: &[]account.Exception{
			{Date: fmt.Sprintf("%d-01-01", year), Name: "元旦 New Year", Hours: []account.Interval{}},
			{Date: fmt.Sprintf("%d-05-01", year), Name: "劳动节 Labour Day", Hours: []account.Interval{}},
			{Date: fmt.Sprintf("%d-10-01", year), Name: "国庆节 National Day", Hours: []account.Interval{}},
		},
	})
	return err
}

// pick is the member of a team who takes a talk: somebody who speaks its language, if there is one.
func (s *shop) pick(team, lang string, n int) member {
	var able, all []member
	for _, p := range s.people {
		if p.Role != identity.RoleAgent || !slices.Contains(p.Teams, team) {
			continue
		}
		all = append(all, p)
		if p.Lang == lang {
			able = append(able, p)
		}
	}
	if len(able) == 0 {
		able = all
	}
	return able[n%len(able)]
}

func (s *shop) one(address string) member {
	i := slices.IndexFunc(s.people, func(m member) bool { return m.Address == address })
	return s.people[i]
}
