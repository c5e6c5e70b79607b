package moderation

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
)

// unusedFor is how long the lists of a workspace stay at hand after somebody asked for them.
const unusedFor = time.Hour

// shelf keeps the lists of the workspaces that are at work in memory. Who asks never waits for a change: new lists are made
// beside the old ones and take their place when they are ready.
type shelf struct {
	store Store
	clock clock.Clock
	mu    sync.RWMutex
	held  map[string]*binder
}

// binder is one workspace's.
type binder struct {
	loading sync.Mutex // one reads the database at a time
	lists   atomic.Pointer[lists]
	used    atomic.Int64 // unix seconds
}

// lists are what a message is compared with.
type lists struct {
	version Versions
	words   *Matcher
	gate    *gate
}

func newShelf(s Store, c clock.Clock) *shelf {
	return &shelf{store: s, clock: c, held: map[string]*binder{}}
}

func (s *shelf) binder(tenant string) *binder {
	s.mu.RLock()
	b := s.held[tenant]
	s.mu.RUnlock()
	if b != nil {
		return b
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if b = s.held[tenant]; b == nil {
		b = &binder{}
		s.held[tenant] = b
	}
	return b
}

// get gives the lists; only the first caller in a workspace, and those who come at the same moment, wait for the database.
func (s *shelf) get(ctx context.Context) (*lists, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	b := s.binder(tenant)
	b.used.Store(s.clock.Now().Unix())
	if l := b.lists.Load(); l != nil {
		return l, nil
	}
	return s.load(ctx, b)
}

// refresh makes new lists if those at hand are out of date.
func (s *shelf) refresh(ctx context.Context) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	b := s.binder(tenant)
	_, err = s.load(ctx, b)
	return err
}

func (s *shelf) load(ctx context.Context, b *binder) (*lists, error) {
	b.loading.Lock()
	defer b.loading.Unlock()
	// The version is read first: lists that are newer than it are read again, never taken for up to date.
	version, err := s.store.Versions(ctx)
	if err != nil {
		return nil, err
	}
	old := b.lists.Load()
	if old != nil && old.version == version {
		return old, nil
	}
	l := &lists{version: version}
	if old != nil && old.version.Words == version.Words {
		l.words = old.words
	} else {
		words, err := s.store.AllWords(ctx)
		if err != nil {
			return nil, err
		}
		l.words = NewMatcher(words)
	}
	if old != nil && old.version.Blocks == version.Blocks {
		l.gate = old.gate
	} else {
		blocks, err := s.store.Standing(ctx, s.clock.Now())
		if err != nil {
			return nil, err
		}
		l.gate = newGate(blocks)
	}
	b.lists.Store(l)
	return l, nil
}

func (s *shelf) holds(tenant string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.held[tenant] != nil
}

func (s *shelf) forget(tenant string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, tenant)
}

// tenants are those at hand, without those that nobody used for long.
func (s *shelf) tenants() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	limit := s.clock.Now().Add(-unusedFor).Unix()
	for t, b := range s.held {
		if b.used.Load() < limit {
			delete(s.held, t)
			continue
		}
		out = append(out, t)
	}
	return out
}
