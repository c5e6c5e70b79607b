package wall

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/wallboard"
)

// How long figures are believed: what changes with every customer, and what changes seldom or costs more.
const (
	Fresh       = 3 * time.Second
	SeldomFresh = 20 * time.Second
)

// Bounds of what is remembered.
const (
	maxFloors = 500
	maxLinks  = 5000
)

// Boards knows the screens; wallboard.Service is it.
type Boards interface {
	Board(ctx context.Context, boardID string) (wallboard.WallBoard, error)
	ByLink(ctx context.Context, token string) (tenant string, b wallboard.WallBoard, err error)
}

// Queues are how queues stand; dispatch.Service is it.
type Queues interface {
	Overview(ctx context.Context) (routing.Overview, error)
}

// People are those who answer; supervise.Service is it.
type People interface {
	Everybody(ctx context.Context) ([]conversation.AgentLoad, error)
}

// Teams are how teams are called; identity.Service is it.
type Teams interface {
	Teams(ctx context.Context) ([]identity.Team, error)
}

// Ratings are the numbers of today by channel; insight.Service is it.
type Ratings interface {
	Today(ctx context.Context) ([]insight.Sum, error)
}

// Workspaces knows how a workspace is called; account.Service is it.
type Workspaces interface {
	Workspace(ctx context.Context) (account.Workspace, error)
}

// Deps are what the service needs.
type Deps struct {
	Clock      clock.Clock
	Boards     Boards
	Queues     Queues
	People     People
	Teams      Teams
	Ratings    Ratings
	Workspaces Workspaces
}

// Service shows boards.
type Service struct {
	d      Deps
	mu     sync.Mutex
	floors map[string]*floor             // by workspace
	links  map[[sha256.Size]byte]*opened // by what their secret hashes to
}

// floor is how a workspace looked.
type floor struct {
	mu     sync.Mutex // held while it is looked at: who comes meanwhile gets the same look
	asked  time.Time  // under the lock of the service
	read   time.Time
	now    figures
	seldom time.Time
}

// opened is what a link opened.
type opened struct {
	tenant string
	board  wallboard.WallBoard
	read   time.Time
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{d: d, floors: map[string]*floor{}, links: map[[sha256.Size]byte]*opened{}}
}

// View is what a board shows to somebody who is signed in.
func (s *Service) View(ctx context.Context, boardID string) (wallboard.WallView, error) {
	a, err := actor.Require(ctx, wallboard.PermRead)
	if err != nil {
		return wallboard.WallView{}, err
	}
	b, err := s.d.Boards.Board(ctx, boardID)
	if err != nil {
		return wallboard.WallView{}, err
	}
	return s.show(ctx, a.Tenant, b)
}

// ByLink is what the board of a link shows. The link is the right; it opens this one board.
func (s *Service) ByLink(ctx context.Context, token string) (wallboard.WallView, error) {
	o, err := s.open(ctx, token)
	if err == nil {
		err = o.board.Valid(s.d.Clock.Now())
	}
	if err != nil {
		return wallboard.WallView{}, err
	}
	return s.show(ctx, o.tenant, o.board)
}

// open is the board of a link, looked up at most every few seconds. Only links that open one are remembered.
func (s *Service) open(ctx context.Context, token string) (opened, error) {
	key, now := sha256.Sum256([]byte(token)), s.d.Clock.Now()
	s.mu.Lock()
	if o := s.links[key]; o != nil && fresh(o.read, now, Fresh) {
		s.mu.Unlock()
		return *o, nil
	}
	s.mu.Unlock()
	tenant, b, err := s.d.Boards.ByLink(ctx, token)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		delete(s.links, key)
		return opened{}, err
	}
	if len(s.links) >= maxLinks {
		clear(s.links)
	}
	o := &opened{tenant, b, now}
	s.links[key] = o
	return *o, nil
}

func (s *Service) show(ctx context.Context, tenant string, b wallboard.WallBoard) (wallboard.WallView, error) {
	f, err := s.look(actor.With(ctx, actor.SystemFor(tenant)), tenant)
	if err != nil {
		return wallboard.WallView{}, err
	}
	return f.view(b), nil
}

// look gives the figures as they were at most Fresh ago.
func (s *Service) look(ctx context.Context, tenant string) (figures, error) {
	now := s.d.Clock.Now()
	s.mu.Lock()
	f := s.floors[tenant]
	if f == nil {
		f = &floor{}
		s.forget()
		s.floors[tenant] = f
	}
	f.asked = now
	s.mu.Unlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	if now = s.d.Clock.Now(); fresh(f.read, now, Fresh) {
		return f.now, nil
	}
	next := f.now
	if err := s.read(ctx, &next, !fresh(f.seldom, now, SeldomFresh)); err != nil {
		return figures{}, err
	}
	if !fresh(f.seldom, now, SeldomFresh) {
		f.seldom = now
	}
	f.now, f.read = next, now
	return next, nil
}

// forget makes room for another workspace.
func (s *Service) forget() {
	if len(s.floors) < maxFloors {
		return
	}
	var oldest string
	for tenant, f := range s.floors {
		if oldest == "" || f.asked.Before(s.floors[oldest].asked) {
			oldest = tenant
		}
	}
	delete(s.floors, oldest)
}

func (s *Service) read(ctx context.Context, f *figures, seldom bool) (err error) {
	if f.queues, err = s.d.Queues.Overview(ctx); err != nil {
		return err
	}
	if f.people, err = s.d.People.Everybody(ctx); err != nil {
		return err
	}
	if !seldom {
		return nil
	}
	if f.ratings, err = s.d.Ratings.Today(ctx); err != nil {
		return err
	}
	teams, err := s.d.Teams.Teams(ctx)
	if err != nil {
		return err
	}
	f.teams = make(map[string]string, len(teams))
	for _, t := range teams {
		f.teams[t.ID] = t.Name
	}
	w, err := s.d.Workspaces.Workspace(ctx)
	f.workspace = w.Name
	return err
}

// fresh reports whether something that was read is still believed. A clock that went back believes nothing.
func fresh(read, now time.Time, age time.Duration) bool {
	since := now.Sub(read)
	return !read.IsZero() && since >= 0 && since < age
}
