package ports

import (
	"context"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/account"
)

// Calling knows what customers call who answers: the alias, or always the name. It remembers for a moment what a workspace
// has chosen.
type Calling struct {
	account *account.Service
	clock   clock.Clock
	mu      sync.Mutex
	known   map[string]chosen
}

type chosen struct {
	byName bool
	read   time.Time
}

// NewCalling makes it.
func NewCalling(a *account.Service, c clock.Clock) *Calling {
	return &Calling{account: a, clock: c, known: map[string]chosen{}}
}

// Alias is the alias if customers see it; "" where they see the name.
func (c *Calling) Alias(ctx context.Context, alias string) (string, error) {
	if c == nil || alias == "" {
		return alias, nil
	}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return "", err
	}
	now := c.clock.Now()
	c.mu.Lock()
	k, ok := c.known[tenant]
	c.mu.Unlock()
	if !ok || now.Sub(k.read) >= peopleFor {
		w, err := c.account.Workspace(actor.With(ctx, actor.SystemFor(tenant)))
		if err != nil {
			return "", err
		}
		k = chosen{byName: w.Settings.PublicName == account.ByName, read: now}
		c.mu.Lock()
		c.known[tenant] = k
		c.mu.Unlock()
	}
	if k.byName {
		return "", nil
	}
	return alias, nil
}
