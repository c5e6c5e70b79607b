package conversation

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// KindView is the kind of settings whose history is kept: views that are shared. What somebody keeps for themselves is
// nobody else's business.
const KindView = "inbox_view"

// keptView is what the history keeps of a shared view.
type keptView struct {
	Name     string    `json:"name"`
	Scope    ViewScope `json:"scope"`
	TeamID   string    `json:"teamId,omitempty"`
	Status   Status    `json:"status"`
	Sort     Sort      `json:"sort"`
	Filter   Filter    `json:"filter"`
	Position int       `json:"position"`
}

// keepView writes a version of a view, as far as it is shared; nil is one that is not there yet, or any more.
func keepView(ctx context.Context, before, after *SavedView) error {
	c := unit.Change{Kind: KindView}
	if before != nil && before.Scope != ViewPersonal {
		c.Subject, c.Before = before.ID, before.kept()
	}
	if after != nil && after.Scope != ViewPersonal {
		c.Subject, c.After = after.ID, after.kept()
	}
	if c.Subject == "" {
		return nil
	}
	return unit.Keep(ctx, c)
}

func (v SavedView) kept() keptView {
	return keptView{v.Name, v.Scope, v.TeamID, v.Status, v.Sort, v.Filter, v.Position}
}

// Restore makes what the history kept of a shared view the view.
func (s *Views) Restore(ctx context.Context, viewID string, state json.RawMessage) error {
	a, err := actor.Require(ctx, PermShareViews)
	if err != nil {
		return err
	}
	var k keptView
	if err := json.Unmarshal(state, &k); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	v, err := s.owned(ctx, a, viewID)
	if err != nil {
		return err
	}
	v.Name, v.Scope, v.TeamID, v.Status, v.Sort, v.Filter, v.Position = k.Name, k.Scope, k.TeamID, k.Status, k.Sort, k.Filter, k.Position
	_, err = s.Change(ctx, v)
	return err
}

// Forget removes what a person who is gone kept for themselves. What they shared stays with those who use it.
func (s *Views) Forget(ctx context.Context, userID string) error {
	if _, err := machine(ctx); err != nil {
		return err
	}
	return s.runner.Do(ctx, func(ctx context.Context) error { return s.rows.ForgetViews(ctx, userID) })
}
