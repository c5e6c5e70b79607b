package conversation

import (
	"context"
	"errors"
	"strings"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// Due handles the job that sends a planned message: as its author, with the rights of now. What may not be sent any more
// is held and says why.
func (p *Planner) Due(ctx context.Context, j unit.Job) error {
	row, err := p.rows.Planned(ctx, j.Subject)
	switch {
	case fault.Has(err, ErrPlannedNotFound):
		return nil
	case err != nil:
		return err
	case row.Held != "" || row.SendAt.After(p.clock.Now()): // it was changed meanwhile and has another promise
		return nil
	}
	author, err := p.authors.Author(ctx, row.AuthorID)
	if err == nil {
		_, err = p.send(ctx, author, row, row.mayLeave)
	}
	if err == nil || fault.Has(err, ErrPlannedChanged) {
		return nil
	}
	reason, final := reasonOf(err)
	if !final {
		return err
	}
	return p.hold(ctx, row, reason)
}

// mayLeave looks at the conversation as it is when the time has come.
func (p Planned) mayLeave(c Conversation) error {
	switch {
	case c.Status == Resolved:
		return ErrResolved.New()
	case p.OnlyIfQuiet && c.LastMessageAt.After(p.CreatedAt):
		return errAnswered.New()
	}
	return nil
}

// reasonOf says why a message may not be sent; final is false for what may pass by itself.
func reasonOf(err error) (r Reason, final bool) {
	switch {
	case fault.Has(err, ErrStale):
		return "", false
	case fault.Has(err, ErrResolved):
		return HeldResolved, true
	case fault.Has(err, errAnswered):
		return HeldAnswered, true
	case strings.HasPrefix(codeOf(err), "moderation."):
		return HeldWords, true
	}
	switch fault.KindOf(err) {
	case fault.Denied, fault.NotFound:
		return HeldDenied, true
	case fault.Invalid, fault.Conflict:
		return HeldRefused, true
	default:
		return "", false
	}
}

func codeOf(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Def.Code
	}
	return ""
}

// hold keeps the message for its author, with the reason, and tells everybody who looks at the conversation.
func (p *Planner) hold(ctx context.Context, row Planned, why Reason) error {
	a, err := machine(ctx)
	if err != nil {
		return err
	}
	anybody := func(context.Context, Conversation) error { return nil }
	at, err := p.home(ctx, row)
	if fault.Has(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = p.talks.turnAs(ctx, a, at.ID, anybody, func(ctx context.Context, t *Turn) error {
		held := row
		held.Held = why
		if err := p.rows.SavePlanned(ctx, held); err != nil {
			return err
		}
		t.Plan(WasHeld, held)
		return nil
	})
	if fault.Has(err, ErrNotFound) || fault.Has(err, ErrPlannedChanged) {
		return nil
	}
	return err
}
