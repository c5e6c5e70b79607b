package template

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/account"
)

// Stream is the stream of this package's events; EventApplied says that a part of a template was made.
const (
	Stream       = "template"
	EventApplied = "template.applied"
)

// Applied is the data of EventApplied.
type Applied struct {
	Part  Part `json:"part"`
	Added int  `json:"added"`
	Kept  int  `json:"kept"`
}

// Deps are the services that templates are made through.
type Deps struct {
	Run        unit.Runner
	Clock      clock.Clock
	Shelf      *Shelf
	Workspace  Workspace
	People     People
	Customers  Outside
	Categories CategoryTree
	Texts      Library
}

// Service applies templates. Whoever manages the workspace may; each part needs the right of its own besides.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d: d} }

// List gives all templates, and the files of the operator that cannot be used.
func (s *Service) List(ctx context.Context) ([]Template, []Problem, error) {
	if _, err := actor.Require(ctx, account.PermManage); err != nil {
		return nil, nil, err
	}
	return s.d.Shelf.All()
}

// Item is one thing that a template brings.
type Item struct {
	Name  string
	Under string // the category, the folder or the like that it stands in
	About string // more of it: what a reply says, when a calendar is open
	There bool   // something of that name is there already, and is kept
}

// Content is what a template brings in one part.
type Content struct {
	Part  Part
	Items []Item
}

// plan is what a part would change: what there is of it, and how the rest is made.
type plan struct {
	items []Item
	write func(ctx context.Context) error
}

// job is one template for one workspace.
type job struct {
	s    *Service
	a    actor.Actor
	t    Template
	lang string
	home account.Workspace
}

func (j *job) plan(ctx context.Context, p Part) (plan, error) {
	switch p {
	case Teams:
		return j.teams(ctx)
	case Calendars:
		return j.calendars(ctx)
	case Followers:
		return j.followers(ctx)
	case Tags:
		return j.tags(ctx)
	case Fields:
		return j.fields(ctx)
	case Categories:
		return j.categories(ctx)
	case Replies:
		return j.replies(ctx)
	case FAQ:
		return j.faq(ctx)
	case Words:
		return j.words(ctx)
	default:
		return plan{}, fault.ErrChoice.On("parts")
	}
}

func (s *Service) job(ctx context.Context, key, lang string) (*job, error) {
	a, err := actor.Require(ctx, account.PermManage)
	if err != nil {
		return nil, err
	}
	home, err := s.d.Workspace.Workspace(ctx)
	if err != nil {
		return nil, err
	}
	if lang == "" {
		lang = home.Locale
	}
	var c fault.Checker
	c.Choice("language", lang, account.Languages()...)
	if err := c.Err(); err != nil {
		return nil, err
	}
	t, err := s.d.Shelf.Get(key)
	return &job{s: s, a: a, t: t, lang: lang, home: home}, err
}

// Preview says what a template brings to this workspace and what of it is there already. Names are in the language, or in that
// of the workspace.
func (s *Service) Preview(ctx context.Context, key, lang string) (Template, []Content, error) {
	j, err := s.job(ctx, key, lang)
	if err != nil {
		return Template{}, nil, err
	}
	out := make([]Content, 0, len(Parts()))
	for _, p := range Parts() {
		made, err := j.plan(ctx, p)
		if fault.KindOf(err) == fault.Denied {
			continue // the part would be refused as well
		}
		if err != nil {
			return j.t, nil, err
		}
		if len(made.items) > 0 {
			out = append(out, Content{p, made.items})
		}
	}
	return j.t, out, nil
}

// Outcome says what became of one part.
type Outcome struct {
	Part        Part
	Added, Kept int
	Failed      *fault.Fault // nil when it was made; otherwise nothing of it was
}

// Apply makes the parts of a template, all of them when none are named. Each is one unit: it is made whole or not at all, and one
// that fails keeps no other from being made. account.NoTemplate makes nothing: the workspace begins empty.
func (s *Service) Apply(ctx context.Context, key, lang string, parts []Part) ([]Outcome, error) {
	if key == account.NoTemplate {
		return []Outcome{}, s.d.Workspace.Begin(ctx, key)
	}
	j, err := s.job(ctx, key, lang)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if !slices.Contains(Parts(), p) {
			return nil, fault.ErrChoice.On("parts")
		}
	}
	if err := s.d.Workspace.Begin(ctx, key); err != nil {
		return nil, err
	}
	has := j.t.Count()
	out := []Outcome{}
	for _, p := range Parts() {
		if has[p] == 0 && p != Followers || len(parts) > 0 && !slices.Contains(parts, p) {
			continue
		}
		made := j.make(ctx, p)
		if p == Followers && made.Failed == nil && made.Added+made.Kept == 0 {
			continue // there are no channels, or no hours
		}
		out = append(out, made)
	}
	return out, nil
}

func (j *job) make(ctx context.Context, p Part) Outcome {
	out := Outcome{Part: p}
	err := j.s.d.Run.Do(ctx, func(ctx context.Context) error {
		out.Added, out.Kept = 0, 0
		if err := j.s.d.Workspace.Begin(ctx, j.t.Key); err != nil { // nobody else makes the same until this unit ends
			return err
		}
		made, err := j.plan(ctx, p)
		if err != nil {
			return err
		}
		for _, i := range made.items {
			if i.There {
				out.Kept++
			} else {
				out.Added++
			}
		}
		if out.Added == 0 {
			return nil
		}
		if err := made.write(ctx); err != nil {
			return err
		}
		return unit.Append(ctx, event.New(j.a.Tenant, Stream, j.t.Key, EventApplied, j.a.Ref(), j.s.d.Clock.Now(),
			Applied{Part: p, Added: out.Added, Kept: out.Kept}))
	})
	if err != nil {
		out.Added, out.Kept, out.Failed = 0, 0, fault.From(err)
	}
	return out
}
