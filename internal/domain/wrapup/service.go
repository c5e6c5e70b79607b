package wrapup

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// Permissions that this domain checks. Summaries are read and written by whoever reads and ends the conversation.
const (
	PermRead   actor.Permission = "conversation.read"
	PermWrite  actor.Permission = "conversation.manage"
	PermReport actor.Permission = "report.read"
	PermManage actor.Permission = "wrapup.manage"
)

// recentMost is how many recent categories are offered, of the last recentLook summaries.
const (
	recentMost = 6
	recentLook = 40
)

// Deps are what the service needs.
type Deps struct {
	Run       unit.Runner
	Clock     clock.Clock
	Stores    Stores
	Directory Directory
}

// Service holds the use cases.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d: d} }

// Setup is everything that is needed to write a summary: it is small and changes rarely.
type Setup struct {
	Categories []Category `json:"categories" doc:"The whole tree, archived ones as well: older summaries name them."`
	Forms      []Form     `json:"forms"`
	Recent     []string   `json:"recent" doc:"Categories that you chose last, the newest first."`
}

// Setup is the tree, the forms and what the actor chose last.
func (s *Service) Setup(ctx context.Context) (Setup, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Setup{}, err
	}
	cats, err := s.d.Stores.Categories(ctx)
	if err != nil {
		return Setup{}, err
	}
	forms, err := s.d.Stores.Forms(ctx)
	if err != nil {
		return Setup{}, err
	}
	recent, err := s.d.Stores.Recent(ctx, a.ID, recentLook)
	if err != nil {
		return Setup{}, err
	}
	out := Setup{Categories: NewTree(cats).inOrder(), Forms: append([]Form{}, forms...), Recent: []string{}}
	for _, id := range recent {
		if id != "" && len(out.Recent) < recentMost && !slices.Contains(out.Recent, id) {
			out.Recent = append(out.Recent, id)
		}
	}
	return out, nil
}

// inOrder lists the tree as one reads it: each category before those below it.
func (t Tree) inOrder() []Category {
	out := make([]Category, 0, len(t.byID))
	var walk func(parent string)
	walk = func(parent string) {
		for _, c := range t.below[parent] {
			out = append(out, c)
			walk(c.ID)
		}
	}
	walk("")
	return out
}

// Summaries are those of a conversation with their history, the newest first.
func (s *Service) Summaries(ctx context.Context, conversationID string) ([]Told, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	if err := s.d.Directory.MayRead(ctx, conversationID); err != nil {
		return nil, err
	}
	return s.d.Stores.SummariesOf(ctx, conversationID)
}

// ChangeForm says how a team ends its conversations.
func (s *Service) ChangeForm(ctx context.Context, f Form) (Form, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Form{}, err
	}
	if f.TeamID != DefaultTeam {
		ok, err := s.d.Directory.TeamExists(ctx, f.TeamID)
		if err != nil {
			return Form{}, err
		}
		if !ok {
			return Form{}, fault.ErrUnknownItem.On("teamId")
		}
	}
	out := f
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		out = f
		cats, err := s.d.Stores.Categories(ctx)
		if err != nil {
			return err
		}
		if err := out.clean(NewTree(cats)); err != nil {
			return err
		}
		if err := s.keepForm(ctx, out); err != nil {
			return err
		}
		if err := s.d.Stores.PutForm(ctx, out); err != nil {
			return err
		}
		out.Version++
		return s.told(ctx, a, out.TeamID, EventFormChanged, FormChanged{Version: out.Version, Mode: out.Mode})
	})
	if err != nil {
		return Form{}, err
	}
	return out, nil
}

// Consumer is the name of the reader of the log that follows conversations.
const Consumer = "wrapup"

const conversationErased = "conversation.erased"

// Concerns reports whether Handle does something with the event.
func Concerns(e event.Event) bool { return e.Type == conversationErased }

// Handle removes the summaries of conversations that were erased, with their history and from the counts.
func (s *Service) Handle(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		if !Concerns(e.Event) {
			continue
		}
		ctx := actor.With(ctx, actor.SystemFor(e.Tenant))
		gone, err := s.d.Stores.EraseSummaries(ctx, e.StreamID)
		if err != nil {
			return err
		}
		deltas := make([]Tally, 0, len(gone))
		for _, g := range gone {
			deltas = append(deltas, g.counts(-1))
		}
		if err := s.d.Stores.Bump(ctx, deltas); err != nil {
			return err
		}
	}
	return nil
}
