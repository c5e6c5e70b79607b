package rehearse

import (
	"context"
	"encoding/json"
	"reflect"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

// Consumer is the name under which Handle reads the log.
const Consumer = "shifts"

// JobPlay plays a rehearsal.
const JobPlay = "routing.rehearse"

// Store keeps rehearsals and shifts.
type Store interface {
	routing.Rehearsals
	routing.Shifts
}

// Plans knows the plan in force and the draft.
type Plans interface {
	Current(ctx context.Context) (routing.Published, error)
	Draft(ctx context.Context) (routing.Draft, error)
}

// People knows who there is.
type People interface {
	// Teams are the teams of everybody who can sign in, by person.
	Teams(ctx context.Context) (map[string][]string, error)
}

// Came is a conversation that came in a period, and who answered it.
type Came struct {
	Conversation string
	Agent        string
}

// Days knows which conversations came when.
type Days interface {
	// Came calls with pages of those that came in the period or near it, until it returns false.
	Came(ctx context.Context, from, to time.Time, each func([]Came) (bool, error)) error
}

// Facts are what conditions can ask about, as of the moment when the conversation came.
type Facts interface {
	AsOf(ctx context.Context, c conversation.Conversation) (routing.Facts, error)
}

// Talks reads conversations; conversation.Service is it.
type Talks interface {
	Standing(ctx context.Context, asked []conversation.Asked) ([]conversation.Conversation, error)
}

// Deps are what the service needs.
type Deps struct {
	Run      unit.Runner
	Clock    clock.Clock
	Store    Store
	Plans    Plans
	Language routing.Language
	Desks    routing.Desks
	People   People
	Past     Past
}

// Past is where the past is read.
type Past struct {
	Days  Days
	Talks Talks
	Facts Facts
}

// Service is the time machine.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d: d} }

// Ask begins a rehearsal of the draft over a past period.
func (s *Service) Ask(ctx context.Context, from, to time.Time) (routing.Rehearsal, error) {
	a, err := actor.Require(ctx, routing.PermManage)
	if err != nil {
		return routing.Rehearsal{}, err
	}
	now := s.d.Clock.Now()
	from, to = from.UTC().Truncate(time.Microsecond), to.UTC().Truncate(time.Microsecond)
	if !from.Before(to) || to.After(now) || to.Sub(from) > routing.MaxReplayDays*24*time.Hour {
		return routing.Rehearsal{}, routing.ErrPeriod.On("from")
	}
	draft, err := s.d.Plans.Draft(ctx)
	if err != nil {
		return routing.Rehearsal{}, err
	}
	current, err := s.d.Plans.Current(ctx)
	if err != nil {
		return routing.Rehearsal{}, err
	}
	if reflect.DeepEqual(draft.Plan, current.Plan) {
		return routing.Rehearsal{}, routing.ErrSamePlan.New()
	}
	r := routing.Rehearsal{
		ID: id.New("reh"), State: routing.Playing, From: from, To: to, Author: a.ID, At: now, Base: current.Number, Plan: draft.Plan,
	}
	return r, s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.d.Store.InsertRehearsal(ctx, r); err != nil {
			return err
		}
		if err := s.d.Store.ThinRehearsals(ctx, routing.KeptRehearsals); err != nil {
			return err
		}
		return unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobPlay, Subject: r.ID, RunAt: now})
	})
}

// Rehearsal is one with its result.
func (s *Service) Rehearsal(ctx context.Context, rehearsalID string) (routing.Rehearsal, error) {
	if _, err := actor.Require(ctx, routing.PermManage); err != nil {
		return routing.Rehearsal{}, err
	}
	return s.d.Store.Rehearsal(ctx, rehearsalID)
}

// Rehearsals are the last ones, the newest first, without results.
func (s *Service) Rehearsals(ctx context.Context) ([]routing.Rehearsal, error) {
	if _, err := actor.Require(ctx, routing.PermManage); err != nil {
		return nil, err
	}
	return s.d.Store.ListRehearsals(ctx)
}

// Play is the handler of the job. What is wrong with the period or the plan ends the rehearsal with its reason; anything else is tried again.
func (s *Service) Play(ctx context.Context, j unit.Job) error {
	r, err := s.d.Store.Rehearsal(ctx, j.Subject)
	if fault.Has(err, routing.ErrNoRehearsal) {
		return nil // thinned out meanwhile
	}
	if err != nil || r.State != routing.Playing {
		return err
	}
	result, err := s.play(ctx, r)
	state := routing.Played
	if fault.KindOf(err) == fault.Invalid {
		state, result, err = routing.Failed, routing.Comparison{Reason: fault.From(err).Def.Code}, nil
	}
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		return s.d.Store.EndRehearsal(ctx, r.ID, state, s.d.Clock.Now(), result)
	})
}

// Concerns reports whether an event tells of somebody who came or went.
func Concerns(e event.Event) bool { return e.Type == identity.EventPresenceChanged }

// Handle writes down when people came and went.
func (s *Service) Handle(ctx context.Context, batch []event.Recorded) error {
	tenants := map[string]bool{}
	for _, e := range batch {
		var p identity.PresenceChanged
		if json.Unmarshal(e.Data, &p) != nil {
			continue // one odd event must not stop all that follow
		}
		tenants[e.Tenant] = true
		one := routing.Shift{At: e.At, Agent: e.StreamID, Online: p.State == identity.Online}
		if err := s.d.Store.InsertShift(actor.With(ctx, actor.SystemFor(e.Tenant)), one); err != nil {
			return err
		}
	}
	for tenant := range tenants {
		if err := s.d.Store.DropShifts(actor.With(ctx, actor.SystemFor(tenant)), s.d.Clock.Now().Add(-routing.KeptShifts)); err != nil {
			return err
		}
	}
	return nil
}
