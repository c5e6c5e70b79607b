package learn

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// Store keeps lessons and desks.
type Store interface {
	routing.Lessons
	routing.Desks
}

// Plans knows the plan in force; routing.Service is it.
type Plans interface {
	Current(ctx context.Context) (routing.Published, error)
}

// Talks reads conversations; conversation.Service is it.
type Talks interface {
	Standing(ctx context.Context, asked []conversation.Asked) ([]conversation.Conversation, error)
}

// People knows who there is.
type People interface {
	// Teams are the teams of everybody who can sign in, by person.
	Teams(ctx context.Context) (map[string][]string, error)
}

// Service learns.
type Service struct {
	run    unit.Runner
	clock  clock.Clock
	store  Store
	plans  Plans
	talks  Talks
	people People
}

// New makes the service.
func New(r unit.Runner, c clock.Clock, s Store, p Plans, t Talks, who People) *Service {
	return &Service{r, c, s, p, t, who}
}

// least is the smallest change of a factor that is worth telling.
const least = 0.005

// Learn is the handler of the job: it works everything out anew and promises to come back tomorrow.
func (s *Service) Learn(ctx context.Context, j unit.Job) error {
	plan, err := s.plans.Current(ctx)
	if err != nil || !plan.Plan.Learning.On {
		return err
	}
	now := s.clock.Now()
	results, err := s.results(ctx, now)
	if err != nil {
		return err
	}
	factors := map[string]map[string]float64{}
	for _, q := range plan.Plan.Queues {
		lessons := plan.Plan.Learning.Lessons(results[q.ID])
		for _, l := range lessons {
			if l.Factor == 1 {
				continue
			}
			if factors[l.Agent] == nil {
				factors[l.Agent] = map[string]float64{}
			}
			factors[l.Agent][q.ID] = l.Factor
		}
		if err := s.run.Do(ctx, func(ctx context.Context) error { return s.store.SaveLessons(ctx, q.ID, now, lessons) }); err != nil {
			return err
		}
	}
	if err := s.teach(ctx, j.Tenant, factors); err != nil {
		return err
	}
	return s.run.Do(ctx, func(ctx context.Context) error {
		return unit.Schedule(ctx, unit.Job{Tenant: j.Tenant, Kind: j.Kind, Subject: j.Subject, RunAt: now.Add(routing.LearnEvery)})
	})
}

// results are what came of the newest conversations of everybody, by queue.
func (s *Service) results(ctx context.Context, now time.Time) (map[string][]routing.Result, error) {
	teams, err := s.people.Teams(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string][]routing.Result{}
	for _, user := range slices.Sorted(maps.Keys(teams)) {
		got, err := s.store.AcceptedBy(ctx, user, now.Add(-routing.LearnFrom), routing.LearnMost)
		if err != nil {
			return nil, err
		}
		queues := make(map[string]string, len(got))
		asked := make([]conversation.Asked, 0, len(got))
		for _, g := range got {
			if _, twice := queues[g.Conversation]; !twice {
				queues[g.Conversation] = g.Queue
				asked = append(asked, conversation.Asked{ConversationID: g.Conversation})
			}
		}
		rows, err := s.talks.Standing(ctx, asked)
		if err != nil {
			return nil, err
		}
		for _, c := range rows {
			if r, ok := resultOf(c, user); ok {
				out[queues[c.ID]] = append(out[queues[c.ID]], r)
			}
		}
	}
	return out, nil
}

// resultOf is what came of a conversation; false while it goes on, or when somebody else ended it.
func resultOf(c conversation.Conversation, user string) (routing.Result, bool) {
	if c.Status != conversation.Resolved || c.AssigneeID != user || c.FirstReplyAt.IsZero() {
		return routing.Result{}, false
	}
	r := routing.Result{Agent: user, Resolved: c.Resolutions == 1, Handling: max(c.ResolvedAt.Sub(c.FirstReplyAt), 0)}
	if c.RatingScore > 0 {
		r.Rated, r.Rating = true, float64(c.RatingScore-1)/4
	}
	return r, true
}

// teach writes the factors of everybody whose have changed, and tells of it, so that the engines take them up.
func (s *Service) teach(ctx context.Context, tenant string, factors map[string]map[string]float64) error {
	system := actor.SystemFor(tenant)
	for after := ""; ; {
		desks, err := s.store.AllDesks(ctx, after, page.MaxLimit)
		if err != nil {
			return err
		}
		for _, d := range desks {
			after = d.UserID
			now := factors[d.UserID]
			if maps.EqualFunc(d.Learned, now, func(a, b float64) bool { return math.Abs(a-b) < least }) {
				continue
			}
			err := s.run.Do(ctx, func(ctx context.Context) error {
				if err := s.store.Learn(ctx, d.UserID, now); err != nil {
					return err
				}
				told := routing.DeskChanged{UserID: d.UserID, Version: d.Version}
				return unit.Append(ctx, event.New(tenant, routing.StreamDesk, d.UserID, routing.EventDeskChanged, system.Ref(), s.clock.Now(), told))
			})
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
		}
		if len(desks) < page.MaxLimit {
			return nil
		}
	}
}

// Lessons are the reasons of what was learnt in a queue, by person, and when that was.
func (s *Service) Lessons(ctx context.Context, queueID string, p page.Request) (page.Of[routing.Lesson], time.Time, error) {
	if _, err := actor.Require(ctx, routing.PermManage); err != nil {
		return page.Of[routing.Lesson]{}, time.Time{}, err
	}
	return s.store.LessonsOf(ctx, queueID, p)
}
