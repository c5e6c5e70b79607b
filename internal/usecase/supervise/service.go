package supervise

import (
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/moderation"
)

// Fresh is how long a look at loads and presence is believed; PeopleFresh the same of who works here.
const (
	Fresh       = 2 * time.Second
	PeopleFresh = 15 * time.Second
)

// Limits of what is looked at.
const (
	MaxPeople = 5000
	maxHits   = 400 // conversations with a sensitive word, of the last HitsFor
	HitsFor   = 7 * 24 * time.Hour
	lowScore  = 2
)

// JobReturn is the job that gives back what somebody held who was signed out; its subject is the person.
const JobReturn = "supervise.return"

// returned is how many conversations one turn of the job gives back.
const returned = 50

// Talks is what is asked of conversation.Monitor.
type Talks interface {
	Live(ctx context.Context, f conversation.Filter, o conversation.Oversight, r page.Request) (page.Of[conversation.Conversation], error)
	Loads(ctx context.Context) ([]conversation.Load, error)
	GiveBack(ctx context.Context, userID string, limit int) (int, error)
}

// People is what is asked of identity.Service.
type People interface {
	User(ctx context.Context, userID string) (identity.User, error)
	Users(ctx context.Context, f identity.UserFilter, r page.Request) (page.Of[identity.User], error)
	Roles(ctx context.Context) ([]identity.Role, error)
	Presences(ctx context.Context) ([]identity.Presence, error)
	ForceOut(ctx context.Context, userID string, with func(ctx context.Context) error) error
}

// Channels tells the limits of waiting; channel.Service is it.
type Channels interface {
	List(ctx context.Context) ([]channel.Channel, error)
}

// Hits are where sensitive words were found; moderation.Service is it.
type Hits interface {
	ListHits(ctx context.Context, q moderation.HitQuery) (page.Of[moderation.Hit], error)
}

// Deps are what the service needs.
type Deps struct {
	Run      unit.Runner
	Clock    clock.Clock
	Talks    Talks
	People   People
	Channels Channels
	Hits     Hits
	Picture  func(avatarID string) string // the address of a person's picture
}

// Service shows the floor.
type Service struct {
	d  Deps
	mu sync.Mutex
	// floors are what workspaces looked like at the last look.
	floors map[string]*floor
}

// floor is what a workspace looked like.
type floor struct {
	mu       sync.Mutex // held while it is looked at: who comes meanwhile gets the same look
	read     time.Time
	loads    []conversation.Load
	presence map[string]identity.Presence
	peopled  time.Time
	people   []identity.User
}

// New makes the service.
func New(d Deps) *Service { return &Service{d: d, floors: map[string]*floor{}} }

// look gives the floor as it was at most Fresh ago.
func (s *Service) look(ctx context.Context, tenant string) (floor, error) {
	s.mu.Lock()
	f := s.floors[tenant]
	if f == nil {
		f = &floor{}
		s.floors[tenant] = f
	}
	s.mu.Unlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	ctx, now := actor.With(ctx, actor.SystemFor(tenant)), s.d.Clock.Now()
	if now.Sub(f.peopled) >= PeopleFresh {
		people, err := s.people(ctx)
		if err != nil {
			return floor{}, err
		}
		f.people, f.peopled = people, now
	}
	if now.Sub(f.read) >= Fresh {
		loads, err := s.d.Talks.Loads(ctx)
		if err != nil {
			return floor{}, err
		}
		there, err := s.d.People.Presences(ctx)
		if err != nil {
			return floor{}, err
		}
		presence := make(map[string]identity.Presence, len(there))
		for _, p := range there {
			presence[p.UserID] = p
		}
		f.loads, f.presence, f.read = loads, presence, now
	}
	return floor{loads: f.loads, presence: f.presence, people: f.people}, nil
}

// people are those who may answer customers.
func (s *Service) people(ctx context.Context) ([]identity.User, error) {
	roles, err := s.d.People.Roles(ctx)
	if err != nil {
		return nil, err
	}
	answers := map[string]bool{}
	for _, r := range roles {
		answers[r.ID] = r.Effective()[conversation.PermReply] != actor.None
	}
	var out []identity.User
	for r := (page.Request{Limit: page.MaxLimit}); len(out) < MaxPeople; {
		p, err := s.d.People.Users(ctx, identity.UserFilter{Status: identity.Active}, r)
		if err != nil {
			return nil, err
		}
		for _, u := range p.Items {
			if answers[u.RoleID] {
				out = append(out, u)
			}
		}
		if r.Cursor = p.Next; p.Next == "" {
			break
		}
	}
	return out, nil
}

// over reports whether a right to monitor reaches a person: by a team they share.
func over(s actor.Scope, u identity.User) bool {
	switch s.Level {
	case actor.All:
		return true
	case actor.Teams:
		return u.ID == s.User || slices.ContainsFunc(u.TeamIDs, func(t string) bool { return slices.Contains(s.Teams, t) })
	case actor.Own:
		return u.ID == s.User
	case actor.None:
	}
	return false
}

// SignOut ends the sessions of somebody whom the actor supervises. What they hold goes back to where it came from.
func (s *Service) SignOut(ctx context.Context, userID string) error {
	a, err := actor.Require(ctx, conversation.PermMonitor)
	if err != nil {
		return err
	}
	u, err := s.d.People.User(actor.With(ctx, actor.SystemFor(a.Tenant)), userID)
	if err != nil {
		return err
	}
	if !over(a.ScopeOf(conversation.PermMonitor), u) {
		return identity.ErrUserNotFound.New()
	}
	return s.d.People.ForceOut(ctx, userID, func(ctx context.Context) error {
		return unit.Schedule(ctx, s.promise(a.Tenant, userID))
	})
}

func (s *Service) promise(tenant, userID string) unit.Job {
	return unit.Job{Tenant: tenant, Kind: JobReturn, Subject: userID, RunAt: s.d.Clock.Now()}
}

// Return handles the job: it gives back some conversations, and promises to go on if there may be more.
func (s *Service) Return(ctx context.Context, j unit.Job) error {
	n, err := s.d.Talks.GiveBack(ctx, j.Subject, returned)
	if fault.KindOf(err) == fault.NotFound {
		n, err = returned, nil // erased meanwhile: look again
	}
	if err != nil || n < returned {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return unit.Schedule(ctx, s.promise(j.Tenant, j.Subject)) })
}
