package conversation

import (
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// PermShareViews lets a person share saved views with teams and with everybody, and change shared ones.
const PermShareViews actor.Permission = "view.share"

// Limits of saved views: MaxViews is how many one person has, and how many a team or the company shares.
const (
	MaxViews     = 50
	maxViewName  = 60
	maxPositions = 1000
)

// ViewScope says who sees a saved view.
type ViewScope string

// The scopes.
const (
	ViewPersonal ViewScope = "personal"
	ViewTeam     ViewScope = "team"
	ViewCompany  ViewScope = "company"
)

// SavedView is a list of the inbox that somebody has put together.
type SavedView struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Scope     ViewScope `json:"scope" enum:"personal,team,company"`
	TeamID    string    `json:"teamId,omitempty"`
	OwnerID   string    `json:"ownerId"`
	Status    Status    `json:"status" enum:"open,snoozed,resolved"`
	Sort      Sort      `json:"sort" enum:"newest,oldest,waiting,attention"`
	Filter    Filter    `json:"filter"`
	Position  int       `json:"position" doc:"Orders the views of one scope; then the name does."`
	CanEdit   bool      `json:"canEdit"`
	CreatedAt time.Time `json:"createdAt"`
	Version   int64     `json:"version"`
}

// ViewCount is the number beside a saved view.
type ViewCount struct {
	ID    string `json:"id"`
	Count int    `json:"count"`
	More  bool   `json:"more" doc:"There are more than were counted."`
}

// Stream and types of the events of saved views; the stream's id is the view's. They have no entries.
const (
	StreamView       = "view"
	EventViewSaved   = "view.saved"
	EventViewRemoved = "view.removed"
)

// ViewHappened is the data of both.
type ViewHappened struct {
	Scope   ViewScope `json:"scope"`
	TeamID  string    `json:"teamId,omitempty"`
	Version int64     `json:"version"`
}

// ViewRows keeps saved views. Reads inside a unit see its writes.
type ViewRows interface {
	// Views are the user's own, those of the teams and the company's.
	Views(ctx context.Context, userID string, teams []string) ([]SavedView, error)
	// View is one, or ErrViewNotFound.
	View(ctx context.Context, id string) (SavedView, error)
	InsertView(ctx context.Context, v SavedView) error
	// UpdateView stores a view over the version before it; ErrStale when that is not there any more.
	UpdateView(ctx context.Context, v SavedView) error
	DeleteView(ctx context.Context, id string) error
	// ForgetViews removes the personal views of somebody.
	ForgetViews(ctx context.Context, userID string) error
}

// Views are the saved views, as one person uses them.
type Views struct {
	runner unit.Runner
	clock  clock.Clock
	rows   ViewRows
	talks  *Service
}

// NewViews makes it.
func NewViews(r unit.Runner, c clock.Clock, rows ViewRows, talks *Service) *Views {
	return &Views{runner: r, clock: c, rows: rows, talks: talks}
}

// List is what the actor sees in the pane: own views, then those of the teams, then the company's.
func (s *Views) List(ctx context.Context) ([]SavedView, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return nil, err
	}
	list, err := s.rows.Views(ctx, a.ID, a.Teams)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].CanEdit = list[i].editable(a)
	}
	slices.SortStableFunc(list, func(x, y SavedView) int {
		if d := scopeRank(x.Scope) - scopeRank(y.Scope); d != 0 {
			return d
		}
		if d := strings.Compare(x.TeamID, y.TeamID); d != 0 {
			return d
		}
		if d := x.Position - y.Position; d != 0 {
			return d
		}
		return strings.Compare(x.Name+"\x00"+x.ID, y.Name+"\x00"+y.ID)
	})
	return list, nil
}

func scopeRank(s ViewScope) int {
	return slices.Index([]ViewScope{ViewPersonal, ViewTeam, ViewCompany}, s)
}

// Counts are the numbers beside the views of List.
func (s *Views) Counts(ctx context.Context) ([]ViewCount, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return nil, err
	}
	list, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]ViewCount, 0, len(list))
	for _, v := range list {
		q := Query{View: ViewAll, Status: v.Status, Sort: v.Sort, Filter: v.Filter.For(a.ID), Scope: a.ScopeOf(PermRead), User: a.ID}
		if q, err = s.talks.narrowed(ctx, q); err != nil {
			return nil, err
		}
		n, more, err := s.talks.inbox.Count(ctx, q)
		if err != nil {
			return nil, err
		}
		out = append(out, ViewCount{ID: v.ID, Count: n, More: more})
	}
	return out, nil
}

// sees reports whether the view is in the actor's pane.
func (v SavedView) sees(a actor.Actor) bool {
	switch v.Scope {
	case ViewCompany:
		return true
	case ViewTeam:
		return v.OwnerID == a.ID || slices.Contains(a.Teams, v.TeamID)
	default:
		return v.OwnerID == a.ID
	}
}

// editable reports whether the actor may change the view: one's own, and with PermShareViews those that are shared.
func (v SavedView) editable(a actor.Actor) bool {
	if v.Scope == ViewPersonal {
		return v.OwnerID == a.ID
	}
	return v.sees(a) && a.Can(PermShareViews) != actor.None
}

func (v SavedView) check() error {
	var c fault.Checker
	c.Text("name", v.Name, 1, maxViewName)
	c.Choice("scope", string(v.Scope), string(ViewPersonal), string(ViewTeam), string(ViewCompany))
	c.Choice("status", string(v.Status), string(Open), string(Snoozed), string(Resolved))
	c.Choice("sort", string(v.Sort), string(Newest), string(Oldest), string(Waiting), string(Attention))
	c.Range("position", v.Position, 0, maxPositions)
	c.If(v.Scope == ViewTeam && !id.Valid("tem", v.TeamID), "teamId", fault.ErrUnknownItem)
	v.Filter.check(&c)
	return c.Err()
}

// admit checks that the actor may have the view as it will be, and that there is room where it moves to.
func (s *Views) admit(ctx context.Context, a actor.Actor, v SavedView, moved bool) error {
	if v.Scope != ViewPersonal {
		if _, err := actor.Require(ctx, PermShareViews); err != nil {
			return err
		}
	}
	if v.Scope == ViewTeam {
		ok, err := s.talks.dir.TeamExists(ctx, v.TeamID)
		if err != nil {
			return err
		}
		if !ok {
			return fault.ErrUnknownItem.On("teamId")
		}
	}
	if !moved {
		return nil
	}
	list, err := s.rows.Views(ctx, a.ID, []string{v.TeamID})
	if err != nil {
		return err
	}
	n := 0
	for _, other := range list {
		if other.Scope == v.Scope && (v.Scope == ViewCompany || v.Scope == ViewPersonal && other.OwnerID == a.ID || v.Scope == ViewTeam && other.TeamID == v.TeamID) {
			n++
		}
	}
	if n >= MaxViews {
		return ErrTooManyViews.With("max", MaxViews)
	}
	return nil
}

// normal is the view as it is stored.
func (v SavedView) normal() SavedView {
	v.Name = strings.TrimSpace(v.Name)
	if v.Scope != ViewTeam {
		v.TeamID = ""
	}
	return v
}

// Create keeps a new view.
func (s *Views) Create(ctx context.Context, v SavedView) (SavedView, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return v, err
	}
	now := s.clock.Now()
	v = v.normal()
	v.ID, v.OwnerID, v.CreatedAt, v.Version, v.CanEdit = id.At("viw", now), a.ID, now, 1, true
	if err := v.check(); err != nil {
		return v, err
	}
	return v, s.runner.Do(ctx, func(ctx context.Context) error {
		if err := s.admit(ctx, a, v, true); err != nil {
			return err
		}
		if err := s.rows.InsertView(ctx, v); err != nil {
			return err
		}
		if err := keepView(ctx, nil, &v); err != nil {
			return err
		}
		return s.tell(ctx, a, v, EventViewSaved)
	})
}

// Change replaces a view; v carries the version that was read.
func (s *Views) Change(ctx context.Context, v SavedView) (SavedView, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return v, err
	}
	v = v.normal()
	if err := v.check(); err != nil {
		return v, err
	}
	return v, s.runner.Do(ctx, func(ctx context.Context) error {
		old, err := s.owned(ctx, a, v.ID)
		if err != nil {
			return err
		}
		if old.Version != v.Version {
			return fault.ErrConflict.New()
		}
		v.OwnerID, v.CreatedAt, v.CanEdit, v.Version = old.OwnerID, old.CreatedAt, true, old.Version+1
		if v.Scope == ViewPersonal {
			v.OwnerID = a.ID // who makes a shared view personal takes it
		}
		if err := s.admit(ctx, a, v, old.Scope != v.Scope || old.TeamID != v.TeamID); err != nil {
			return err
		}
		if err := s.rows.UpdateView(ctx, v); err != nil {
			return err
		}
		if err := keepView(ctx, &old, &v); err != nil {
			return err
		}
		return s.tell(ctx, a, v, EventViewSaved)
	})
}

// Remove takes a view away, for everybody who sees it.
func (s *Views) Remove(ctx context.Context, viewID string) error {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return err
	}
	return s.runner.Do(ctx, func(ctx context.Context) error {
		old, err := s.owned(ctx, a, viewID)
		if err != nil {
			return err
		}
		if err := s.rows.DeleteView(ctx, viewID); err != nil {
			return err
		}
		if err := keepView(ctx, &old, nil); err != nil {
			return err
		}
		return s.tell(ctx, a, old, EventViewRemoved)
	})
}

// owned is the view if the actor may change it.
func (s *Views) owned(ctx context.Context, a actor.Actor, viewID string) (SavedView, error) {
	v, err := s.rows.View(ctx, viewID)
	if err != nil {
		return v, err
	}
	if !v.sees(a) {
		return v, ErrViewNotFound.New()
	}
	if !v.editable(a) {
		return v, fault.ErrDenied.With("permission", string(PermShareViews))
	}
	return v, nil
}

func (s *Views) tell(ctx context.Context, a actor.Actor, v SavedView, kind string) error {
	return unit.Append(ctx, event.New(a.Tenant, StreamView, v.ID, kind, a.Ref(), s.clock.Now(), ViewHappened{Scope: v.Scope, TeamID: v.TeamID, Version: v.Version}))
}
