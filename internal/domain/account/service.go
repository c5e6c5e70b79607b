package account

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// PermManage is the right to change the workspace and its calendars.
const PermManage actor.Permission = "workspace.manage"

// Service is what can be done with workspaces.
type Service struct {
	store Store
	unit  unit.Runner
	clock clock.Clock
}

// New makes the service.
func New(store Store, runner unit.Runner, c clock.Clock) *Service {
	return &Service{store: store, unit: runner, clock: c}
}

// None reports whether there is no workspace yet, which is when the guided set-up is offered. Anybody may ask.
func (s *Service) None(ctx context.Context) (bool, error) {
	all, err := s.store.Directory(ctx)
	return len(all) == 0, err
}

// Directory is every workspace, oldest first: start-up, the command line and sign-in find workspaces by it.
func (s *Service) Directory(ctx context.Context) ([]Entry, error) { return s.store.Directory(ctx) }

// Resolve finds a workspace by its slug; an empty slug means the only one. Anybody may ask: it comes before sign-in.
func (s *Service) Resolve(ctx context.Context, slug string) (string, error) {
	all, err := s.store.Directory(ctx)
	if err != nil {
		return "", err
	}
	if slug == "" && len(all) == 1 {
		return all[0].ID, nil
	}
	for _, e := range all {
		if e.Slug == slug {
			return e.ID, nil
		}
	}
	return "", ErrWorkspaceNotFound.New()
}

// Found makes the first workspace of the guided set-up. Anybody may call it, but it works only while there is none, and
// only once even when two people try together.
func (s *Service) Found(ctx context.Context, name, slug, locale, timezone string) (string, error) {
	var tenant string
	err := s.unit.Do(ctx, func(ctx context.Context) error {
		none, err := s.None(ctx)
		if err != nil {
			return err
		}
		if !none {
			return ErrAlreadySetUp.New()
		}
		if err := s.store.Claim(ctx); err != nil {
			return err
		}
		w, err := s.create(ctx, NewWorkspace{Name: name, Slug: slug, Locale: locale, Timezone: timezone, Guide: true})
		tenant = w.ID
		return err
	})
	return tenant, err
}

// Create adds a workspace: for the command line and the demo, which act as the system.
func (s *Service) Create(ctx context.Context, in NewWorkspace) (Workspace, error) {
	if a, ok := actor.From(ctx); ok && a.Kind != actor.System {
		return Workspace{}, fault.ErrDenied.New()
	}
	var w Workspace
	err := s.unit.Do(ctx, func(ctx context.Context) (err error) {
		w, err = s.create(ctx, in)
		return err
	})
	return w, err
}

func (s *Service) create(ctx context.Context, in NewWorkspace) (Workspace, error) {
	w, err := found(in, s.clock.Now())
	if err != nil {
		return w, err
	}
	if err := s.store.Create(ctx, w); err != nil {
		return w, err
	}
	a := actor.SystemFor(w.ID)
	ctx = actor.With(ctx, a)
	if err := emit(ctx, a, w.CreatedAt, "workspace", w.ID, EventFounded, Founded{Demo: w.Demo}); err != nil {
		return w, err
	}
	name := "Business hours"
	if w.Locale == "zh-CN" {
		name = "工作时间"
	}
	_, err = s.CreateCalendar(ctx, Calendar{Name: name, Timezone: w.Timezone, Hours: StandardWeek()})
	return w, err
}

// Workspace is the workspace of the actor; everybody in it may see it.
func (s *Service) Workspace(ctx context.Context) (Workspace, error) {
	if _, err := actor.Of(ctx); err != nil {
		return Workspace{}, err
	}
	return s.store.Get(ctx)
}

// BreakReasons are the keys of the reasons people may give for a break; everybody in the workspace may see them.
func (s *Service) BreakReasons(ctx context.Context) ([]string, error) {
	w, err := s.Workspace(ctx)
	if err != nil {
		return nil, err
	}
	keys := make([]string, 0, len(w.Settings.BreakReasons))
	for _, r := range w.Settings.BreakReasons {
		keys = append(keys, r.Key)
	}
	return keys, nil
}

// AutoAway is how long nobody touches a desk before its person is on a break; zero for never. Everybody may see it.
func (s *Service) AutoAway(ctx context.Context) (time.Duration, error) {
	w, err := s.Workspace(ctx)
	return time.Duration(w.Settings.AutoAwayMinutes) * time.Minute, err
}

// Change changes the workspace.
func (s *Service) Change(ctx context.Context, in ChangeWorkspace) (Workspace, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Workspace{}, err
	}
	var out Workspace
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		w, err := s.store.Get(ctx)
		if err != nil {
			return err
		}
		next, fields, err := w.apply(in)
		if err != nil || len(fields) == 0 {
			out = next
			return err
		}
		if err := s.store.Update(ctx, next); err != nil {
			return err
		}
		if err := keepWorkspace(ctx, w, next); err != nil {
			return err
		}
		next.Version++
		out = next
		return emit(ctx, a, s.clock.Now(), "workspace", w.ID, EventChanged, Changed{Fields: fields, Version: next.Version})
	})
	return out, err
}

// EndDemo takes the mark of sample data off the workspace; the use case that removes the data calls it in its unit.
func (s *Service) EndDemo(ctx context.Context) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.unit.Do(ctx, func(ctx context.Context) error {
		w, err := s.store.Get(ctx)
		if err != nil || !w.Demo {
			return err
		}
		w.Demo, w.Simulated = false, false
		if err := s.store.Update(ctx, w); err != nil {
			return err
		}
		return emit(ctx, a, s.clock.Now(), "workspace", w.ID, EventDemoEnded, Happened{})
	})
}

// Simulate switches simulated visitors on or off; a workspace without sample data has none. It reports whether that
// changed anything.
func (s *Service) Simulate(ctx context.Context, on bool) (changed bool, err error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return false, err
	}
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		w, err := s.store.Get(ctx)
		if err != nil {
			return err
		}
		if !w.Demo {
			return ErrNoDemo.New()
		}
		if changed = w.Simulated != on; !changed {
			return nil
		}
		w.Simulated = on
		if err := s.store.Update(ctx, w); err != nil {
			return err
		}
		return emit(ctx, a, s.clock.Now(), "workspace", w.ID, EventChanged, Changed{Fields: []string{"simulated"}, Version: w.Version + 1})
	})
	return changed, err
}

// Next hands out the next running number of a name. It joins the caller's unit;
// whoever is known in the workspace may cause one (a visitor's message numbers a conversation).
func (s *Service) Next(ctx context.Context, name string) (int64, error) {
	if _, err := actor.Of(ctx); err != nil {
		return 0, err
	}
	return s.store.Next(ctx, name)
}

func newCalendarID() string { return id.New("cal") }
