package wallboard

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// Permissions that this domain checks; routing defines them.
const (
	PermRead   actor.Permission = "routing.read"
	PermManage actor.Permission = "routing.manage"
)

// Kind of settings whose history is kept.
const Kind = "wallboard"

// Deps are what the service needs. Run keeps a history.
type Deps struct {
	Run     unit.Runner
	Clock   clock.Clock
	Store   Store
	Secrets Secrets
}

// Service keeps boards.
type Service struct{ d Deps }

// NewService makes it.
func NewService(d Deps) *Service { return &Service{d: d} }

// List gives the boards, by name.
func (s *Service) List(ctx context.Context) ([]WallBoard, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	return s.d.Store.Boards(ctx)
}

// Board is one.
func (s *Service) Board(ctx context.Context, boardID string) (WallBoard, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return WallBoard{}, err
	}
	b, err := s.d.Store.Board(ctx, boardID)
	return b.WallBoard, err
}

// Create makes a board without a link.
func (s *Service) Create(ctx context.Context, name string, shows WallShows) (WallBoard, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return WallBoard{}, err
	}
	b := WallBoard{ID: id.New("wbd"), Name: name, Shows: shows, CreatedAt: s.d.Clock.Now(), Version: 1}
	b.tidy()
	if err := b.check(); err != nil {
		return WallBoard{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, err := s.d.Store.Boards(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxBoards {
			return ErrTooMany.With("max", MaxBoards)
		}
		if err := s.d.Store.Insert(ctx, Stored{WallBoard: b}); err != nil {
			return err
		}
		return s.note(ctx, a, EventCreated, nil, &b)
	})
	if err != nil {
		return WallBoard{}, err
	}
	return b, nil
}

// Update changes what a board is called and shows.
func (s *Service) Update(ctx context.Context, boardID string, version int64, name string, shows WallShows) (WallBoard, error) {
	return s.change(ctx, boardID, &version, EventUpdated, nil, func(b *Stored) error {
		b.Name, b.Shows = name, shows
		b.tidy()
		return b.check()
	})
}

// change does something to a board; without a version, whatever somebody else did meanwhile stays.
func (s *Service) change(ctx context.Context, boardID string, version *int64, kind string, touched []string, do func(b *Stored) error) (WallBoard, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return WallBoard{}, err
	}
	var out WallBoard
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		b, err := s.d.Store.Board(ctx, boardID)
		if err != nil {
			return err
		}
		if version != nil && *version != b.Version {
			return fault.ErrConflict.New()
		}
		before := b.WallBoard
		if err := do(&b); err != nil {
			return err
		}
		if err := s.d.Store.Update(ctx, b); err != nil {
			return err
		}
		b.Version++
		out = b.WallBoard
		return s.note(ctx, a, kind, &before, &out, touched...)
	})
	if err != nil {
		return WallBoard{}, err
	}
	return out, nil
}

// Delete removes a board; its link opens nothing any more.
func (s *Service) Delete(ctx context.Context, boardID string) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		b, err := s.d.Store.Board(ctx, boardID)
		if err != nil {
			return err
		}
		if err := s.d.Store.Delete(ctx, boardID); err != nil {
			return err
		}
		return s.note(ctx, a, EventDeleted, &b.WallBoard, nil)
	})
}

// WallLinkMade is a board with the secret of its link, which is shown this once.
type WallLinkMade struct {
	WallBoard
	Token string `json:"token" doc:"Shown this once. It opens the board at /wall#token, or with the header X-Frontdesk-Wall."`
}

// MakeLink gives a board a new link. The one that it had opens nothing any more.
func (s *Service) MakeLink(ctx context.Context, boardID string, until *time.Time) (WallLinkMade, error) {
	var out WallLinkMade
	token, lookup := newToken()
	b, err := s.change(ctx, boardID, nil, EventLinkMade, []string{"link"}, func(b *Stored) error {
		now := s.d.Clock.Now()
		if until != nil && !until.After(now) {
			return ErrPast.On("until")
		}
		b.Lookup, b.Fingerprint, b.Link = lookup, s.d.Secrets.HashToken(token), &WallLink{MadeAt: now, Until: until}
		return nil
	})
	if err != nil {
		return out, err
	}
	return WallLinkMade{WallBoard: b, Token: token}, nil
}

// RevokeLink takes the link of a board back.
func (s *Service) RevokeLink(ctx context.Context, boardID string) (WallBoard, error) {
	return s.change(ctx, boardID, nil, EventLinkRevoked, []string{"link"}, func(b *Stored) error {
		b.Lookup, b.Fingerprint, b.Link = "", "", nil
		return nil
	})
}

// ByLink is the board that a link opens, and its workspace. Nobody is signed in.
func (s *Service) ByLink(ctx context.Context, token string) (tenant string, b WallBoard, err error) {
	lookup, ok := lookupOf(token)
	if !ok {
		return "", WallBoard{}, ErrLink.New()
	}
	tenant, stored, err := s.d.Store.ByLookup(ctx, lookup)
	if err != nil {
		return "", WallBoard{}, err
	}
	if !proves(stored.Fingerprint, s.d.Secrets.TokenHashes(token)) {
		return "", WallBoard{}, ErrLink.New()
	}
	return tenant, stored.WallBoard, nil
}

// Valid reports whether the link of a board opens it at a moment.
func (b WallBoard) Valid(now time.Time) error {
	switch {
	case b.Link == nil:
		return ErrLink.New()
	case b.Link.Until != nil && !now.Before(*b.Link.Until):
		return ErrLinkExpired.New()
	}
	return nil
}

// Restore makes settings that the history kept those of a board. Its link stays as it is.
func (s *Service) Restore(ctx context.Context, boardID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k kept
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	b, err := s.d.Store.Board(ctx, boardID)
	if err != nil {
		return err
	}
	_, err = s.Update(ctx, boardID, b.Version, k.Name, k.WallShows)
	return err
}
