// Package accounttest offers an in-memory store of the account domain, and the suite that it and the SQL store pass.
package accounttest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/account"
)

// Store keeps everything in memory.
type Store struct {
	mu         sync.Mutex
	claimed    bool
	workspaces map[string]account.Workspace
	counters   map[[2]string]int64
	calendars  map[[2]string]account.Calendar
}

var _ account.Store = (*Store)(nil)

// NewStore makes an empty store.
func NewStore() *Store {
	return &Store{
		workspaces: map[string]account.Workspace{},
		counters:   map[[2]string]int64{},
		calendars:  map[[2]string]account.Calendar{},
	}
}

// Create implements account.WorkspaceStore.
func (s *Store) Create(_ context.Context, w account.Workspace) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.workspaces {
		if o.Slug == w.Slug {
			return account.ErrSlugTaken.On("slug")
		}
	}
	s.workspaces[w.ID] = w
	return nil
}

// Get implements account.WorkspaceStore.
func (s *Store) Get(ctx context.Context) (account.Workspace, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return account.Workspace{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.workspaces[tenant]
	if !ok {
		return w, account.ErrWorkspaceNotFound.New()
	}
	return w, nil
}

// Update implements account.WorkspaceStore.
func (s *Store) Update(ctx context.Context, w account.Workspace) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.workspaces[tenant].Version != w.Version {
		return account.ErrStale.New()
	}
	for _, o := range s.workspaces {
		if o.Slug == w.Slug && o.ID != tenant {
			return account.ErrSlugTaken.On("slug")
		}
	}
	w.Version++
	s.workspaces[tenant] = w
	return nil
}

// UpdateStart implements account.WorkspaceStore.
func (s *Store) UpdateStart(ctx context.Context, guide bool, template string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.workspaces[tenant]
	if !ok {
		return account.ErrWorkspaceNotFound.New()
	}
	w.Guide, w.Template = guide, template
	s.workspaces[tenant] = w
	return nil
}

// Directory implements account.WorkspaceStore.
func (s *Store) Directory(context.Context) ([]account.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []account.Entry
	for _, w := range slices.SortedFunc(maps.Values(s.workspaces), func(a, b account.Workspace) int { return strings.Compare(a.ID, b.ID) }) {
		out = append(out, account.Entry{ID: w.ID, Slug: w.Slug, Demo: w.Demo})
	}
	return out, nil
}

// Claim implements account.WorkspaceStore.
func (s *Store) Claim(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.claimed {
		return account.ErrAlreadySetUp.New()
	}
	s.claimed = true
	return nil
}

// Next implements account.CounterStore.
func (s *Store) Next(ctx context.Context, name string) (int64, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := [2]string{tenant, name}
	s.counters[k]++
	return s.counters[k], nil
}

// Calendars implements account.CalendarStore.
func (s *Store) Calendars(ctx context.Context) ([]account.Calendar, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []account.Calendar
	for k, c := range s.calendars {
		if k[0] == tenant {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b account.Calendar) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return out, nil
}

// Calendar implements account.CalendarStore.
func (s *Store) Calendar(ctx context.Context, calendarID string) (account.Calendar, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return account.Calendar{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.calendars[[2]string{tenant, calendarID}]
	if !ok {
		return c, account.ErrCalendarNotFound.New()
	}
	return c, nil
}

// CreateCalendar implements account.CalendarStore.
func (s *Store) CreateCalendar(ctx context.Context, c account.Calendar) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calendars[[2]string{tenant, c.ID}] = c
	return nil
}

// UpdateCalendar implements account.CalendarStore.
func (s *Store) UpdateCalendar(ctx context.Context, c account.Calendar) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := [2]string{tenant, c.ID}
	if s.calendars[k].Version != c.Version {
		return account.ErrStale.New()
	}
	c.Version++
	s.calendars[k] = c
	return nil
}

// DeleteCalendar implements account.CalendarStore.
func (s *Store) DeleteCalendar(ctx context.Context, calendarID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := [2]string{tenant, calendarID}
	if _, ok := s.calendars[k]; !ok {
		return account.ErrCalendarNotFound.New()
	}
	delete(s.calendars, k)
	return nil
}
