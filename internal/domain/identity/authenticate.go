package identity

import (
	"context"
	"crypto/subtle"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
)

// knownFor is how long a credential is believed without asking the database. It bounds how long a session that another
// node ended still works on this one.
const knownFor = 2 * time.Second

// knownMost bounds the memory of credentials.
const knownMost = 10_000

// known remembers what credentials led to a moment ago. Every change on this node forgets all of it; the generation keeps
// a read that began before the change from being remembered after it.
type known struct {
	mu         sync.Mutex
	generation uint64
	entries    map[string]knownEntry
}

type knownEntry struct {
	principal Principal
	read      time.Time
}

func newKnown() *known { return &known{entries: map[string]knownEntry{}} }

func (k *known) get(fingerprint string, now time.Time) (Principal, uint64, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.entries[fingerprint]
	age := now.Sub(e.read)
	return e.principal, k.generation, ok && age >= 0 && age < knownFor
}

func (k *known) put(fingerprint string, p Principal, now time.Time, generation uint64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.generation != generation {
		return
	}
	if len(k.entries) >= knownMost {
		clear(k.entries)
	}
	k.entries[fingerprint] = knownEntry{principal: p, read: now}
}

func (k *known) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.generation++
	clear(k.entries)
}

// Authenticate finds out who presents a session token or a personal access token.
func (s *Service) Authenticate(ctx context.Context, credential string) (actor.Actor, SessionView, error) {
	if strings.HasPrefix(credential, tokenPrefix) {
		return s.byToken(ctx, credential)
	}
	return s.bySession(ctx, credential)
}

func (s *Service) bySession(ctx context.Context, token string) (actor.Actor, SessionView, error) {
	if !wellFormed(sessionPrefix, token) {
		return actor.Actor{}, SessionView{}, ErrSession.New()
	}
	fingerprints, now := s.secrets.TokenHashes(token), s.clock.Now()
	p, generation, ok := s.known.get(fingerprints[0], now)
	if !ok {
		var err error
		if p, err = s.store.PrincipalBySession(ctx, fingerprints); err != nil {
			return actor.Actor{}, SessionView{}, err
		}
	}
	if p.User.Status != Active || !p.Session.Until().After(now) {
		return actor.Actor{}, SessionView{}, ErrSession.New()
	}
	a := p.actor()
	if now.Sub(p.Session.SeenAt) >= touchEvery {
		if err := s.touch(actor.With(ctx, a), func(ctx context.Context) error {
			return s.store.TouchSession(ctx, p.Session.ID, now)
		}); err != nil {
			return actor.Actor{}, SessionView{}, err
		}
		p.Session.SeenAt, ok = now, false
	}
	if !ok {
		s.known.put(fingerprints[0], p, now, generation)
	}
	return a, SessionView{ID: p.Session.ID, CSRF: p.Session.CSRF, Until: p.Session.Until()}, nil
}

func (s *Service) byToken(ctx context.Context, token string) (actor.Actor, SessionView, error) {
	lookup, ok := lookupOf(token)
	if !ok {
		return actor.Actor{}, SessionView{}, ErrToken.New()
	}
	fingerprints, now := s.secrets.TokenHashes(token), s.clock.Now()
	p, generation, ok := s.known.get(fingerprints[0], now)
	if !ok {
		var stored string
		var err error
		if p, stored, err = s.store.PrincipalByToken(ctx, lookup); err != nil {
			return actor.Actor{}, SessionView{}, err
		}
		if !anyEqual(fingerprints, stored) {
			return actor.Actor{}, SessionView{}, ErrToken.New()
		}
	}
	if p.User.Status != Active || !p.Token.ExpiresAt.IsZero() && !p.Token.ExpiresAt.After(now) {
		return actor.Actor{}, SessionView{}, ErrToken.New()
	}
	a := p.actor()
	if now.Sub(p.Token.UsedAt) >= touchEvery {
		if err := s.touch(actor.With(ctx, a), func(ctx context.Context) error {
			return s.store.TouchToken(ctx, p.Token.ID, now)
		}); err != nil {
			return actor.Actor{}, SessionView{}, err
		}
		p.Token.UsedAt, ok = now, false
	}
	if !ok {
		s.known.put(fingerprints[0], p, now, generation)
	}
	return a, SessionView{ID: p.Token.ID, Bearer: true, Until: p.Token.ExpiresAt}, nil
}

// touch writes when a credential was last used. It is no change: what is remembered stays.
func (s *Service) touch(ctx context.Context, fn func(ctx context.Context) error) error {
	return s.unit.Do(ctx, fn)
}

func anyEqual(fingerprints []string, stored string) bool {
	equal := 0
	for _, f := range fingerprints {
		equal |= subtle.ConstantTimeCompare([]byte(f), []byte(stored))
	}
	return equal == 1
}
