package account

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// NoTemplate stands for a workspace that began empty because somebody chose so.
const NoTemplate = "empty"

// MaxTemplate is the length of a template's key.
const MaxTemplate = 40

// Begin notes the template that the workspace begins with. Inside a unit nobody else begins until it ends, so that a template
// that is applied by two people at once brings nothing twice.
func (s *Service) Begin(ctx context.Context, template string) error {
	var c fault.Checker
	c.Text("template", template, 1, MaxTemplate)
	c.If(!plainKey(template), "template", fault.ErrFormat)
	if err := c.Err(); err != nil {
		return err
	}
	return s.start(ctx, "template", func(w *Workspace) { w.Template = template })
}

// ShowGuide opens or puts away the guide to the first answered chat, for everybody in the workspace.
func (s *Service) ShowGuide(ctx context.Context, on bool) error {
	return s.start(ctx, "guide", func(w *Workspace) { w.Guide = on })
}

func (s *Service) start(ctx context.Context, field string, change func(*Workspace)) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.unit.Do(ctx, func(ctx context.Context) error {
		w, err := s.store.Get(ctx)
		if err != nil {
			return err
		}
		before := w
		change(&w)
		if err := s.store.UpdateStart(ctx, w.Guide, w.Template); err != nil {
			return err
		}
		if w.Guide == before.Guide && w.Template == before.Template {
			return nil
		}
		return emit(ctx, a, s.clock.Now(), "workspace", w.ID, EventChanged, Changed{Fields: []string{field}, Version: w.Version})
	})
}
