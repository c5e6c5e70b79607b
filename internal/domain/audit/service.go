package audit

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// Service shows the history and goes back in it.
type Service struct {
	run     unit.Runner
	store   Store
	restore Restorer
}

// New makes the service.
func New(run unit.Runner, store Store, r Restorer) *Service {
	return &Service{run: run, store: store, restore: r}
}

// View is a version as readers see it.
type View struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind" doc:"workspace, calendar, role, team, person, channel, tag or webhook; there may be more."`
	SubjectID string    `json:"subjectId"`
	Name      string    `json:"name,omitempty" doc:"What the subject was called."`
	Version   int64     `json:"version" doc:"Counted for each subject from 1."`
	At        time.Time `json:"at"`
	By        actor.Ref `json:"by"`
	Action    Action    `json:"action" enum:"created,changed,removed"`
	Fields    []Field   `json:"fields" doc:"What differs, by path; a list counts as one value."`
	Touched   []string  `json:"touched" doc:"What changed as well, with values that are not kept, such as a secret."`
	Restored  int64     `json:"restored,omitempty" doc:"The version that this one went back to."`
	Undone    bool      `json:"undone,omitempty" doc:"It went back to what was before that version."`
}

func view(v Version) View {
	out := View{
		ID: v.ID, Kind: v.Kind, SubjectID: v.SubjectID, Name: v.Name(), Version: v.Version, At: v.At, By: v.By, Action: v.Action(),
		Fields: v.Fields(), Touched: v.Touched, Restored: v.Restored, Undone: v.Undone,
	}
	if out.Touched == nil {
		out.Touched = []string{}
	}
	return out
}

// List gives versions, newest first.
func (s *Service) List(ctx context.Context, f Filter, p page.Request) (page.Of[View], error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return page.Of[View]{}, err
	}
	var c fault.Checker
	c.Text("kind", f.Kind, 0, 30)
	c.Text("subjectId", f.SubjectID, 0, 40)
	c.If(f.SubjectID != "" && f.Kind == "", "kind", fault.ErrRequired)
	c.Text("personId", f.PersonID, 0, 40)
	c.If(!f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To), "to", fault.ErrFormat)
	if err := c.Err(); err != nil {
		return page.Of[View]{}, err
	}
	found, err := s.store.List(ctx, f, p)
	out := page.Of[View]{Items: make([]View, 0, len(found.Items)), Next: found.Next}
	for _, v := range found.Items {
		out.Items = append(out.Items, view(v))
	}
	return out, err
}

// Back says which way to go. Latest is the newest version that whoever decided knew of.
type Back struct {
	VersionID string
	Undo      bool // to what was before the version, not to what it made
	Latest    int64
}

type goingBack struct{}

type target struct {
	kind, subject string
	version       int64
	undone        bool
}

// Restore makes the settings what they were. It is refused when they changed after whoever decided looked.
func (s *Service) Restore(ctx context.Context, b Back) (View, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return View{}, err
	}
	var out Version
	err := s.run.Do(ctx, func(ctx context.Context) error {
		v, err := s.store.Version(ctx, b.VersionID)
		if err != nil {
			return err
		}
		last, err := s.store.Newest(ctx, v.Kind, v.SubjectID)
		if err != nil {
			return err
		}
		state, err := v.state(last, b)
		if err != nil {
			return err
		}
		to := target{v.Kind, v.SubjectID, v.Version, b.Undo}
		if err := s.restore.Restore(context.WithValue(ctx, goingBack{}, to), v.Kind, v.SubjectID, state); err != nil {
			return err
		}
		out, err = s.store.Newest(ctx, v.Kind, v.SubjectID)
		if err == nil && out.Version == last.Version {
			return ErrSame.New()
		}
		return err
	})
	if err != nil {
		return View{}, err
	}
	return view(out), nil
}

// state is what to go back to.
func (v Version) state(last Version, b Back) (json.RawMessage, error) {
	state := v.After
	if b.Undo {
		state = v.Before
	}
	switch {
	case last.Version != b.Latest:
		return nil, ErrMoved.With("version", last.Version)
	case len(last.After) == 0:
		return nil, ErrGone.New()
	case len(state) == 0:
		return nil, ErrNothing.New()
	}
	return state, nil
}
