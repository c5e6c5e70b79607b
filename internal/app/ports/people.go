package ports

import (
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/identity"
)

// Identity is what the answers need of identity.Service.
type Identity interface {
	User(ctx context.Context, userID string) (identity.User, error)
	Users(ctx context.Context, f identity.UserFilter, r page.Request) (page.Of[identity.User], error)
	Team(ctx context.Context, teamID string) (identity.Team, error)
}

// peopleFor is how long a name is believed without asking: frames and replies name the same few people again and again.
const (
	peopleFor  = 5 * time.Second
	peopleMost = 20_000
)

// People remembers for a moment who somebody is.
type People struct {
	identity Identity
	clock    clock.Clock
	mu       sync.Mutex
	known    map[[2]string]knownPerson // tenant, user
}

type knownPerson struct {
	user identity.User
	read time.Time
}

// NewPeople makes it.
func NewPeople(i Identity, c clock.Clock) *People {
	return &People{identity: i, clock: c, known: map[[2]string]knownPerson{}}
}

// Of are those of the ids that exist in the workspace of the context.
func (p *People) Of(ctx context.Context, ids []string) ([]identity.User, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	ctx = actor.With(ctx, actor.SystemFor(tenant))
	var out []identity.User
	for _, userID := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		u, err := p.one(ctx, tenant, userID)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, nil
}

func (p *People) one(ctx context.Context, tenant, userID string) (identity.User, error) {
	key, now := [2]string{tenant, userID}, p.clock.Now()
	p.mu.Lock()
	k, ok := p.known[key]
	p.mu.Unlock()
	if ok && now.Sub(k.read) < peopleFor {
		return k.user, nil
	}
	u, err := p.identity.User(ctx, userID)
	if err != nil {
		return u, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= peopleMost {
		clear(p.known)
	}
	p.known[key] = knownPerson{u, now}
	return u, nil
}

// AvatarURL is where a picture is served; "" for none.
func AvatarURL(pictureID string) string {
	if pictureID == "" {
		return ""
	}
	return "/api/v1/avatars/" + pictureID
}

// asSystem acts for the system in the workspace of the context: the domain that asks has checked the permission.
func asSystem(ctx context.Context) (context.Context, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return ctx, err
	}
	return actor.With(ctx, actor.SystemFor(tenant)), nil
}

// found turns "there is none" into false.
func found(err error) (bool, error) {
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}
