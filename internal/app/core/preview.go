package core

import (
	"context"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/moderation"
)

// preview says what people of the company see of a text that the visitor has not sent yet. It answers from memory and keeps
// nothing: neither the text nor what was found in it.
func (c *Core) preview(ctx context.Context, in contract.PreviewRequest) (contract.Preview, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return contract.Preview{}, err
	}
	if a.Kind != actor.Visitor {
		return contract.Preview{}, fault.ErrDenied.New()
	}
	ch, err := c.Services.Channels.WebchatOf(ctx, a.Via)
	if err != nil || !ch.Settings.Preview {
		return contract.Preview{}, err
	}
	if err := c.Services.Moderation.Admit(ctx, "", a.ID, a.OnBehalfOf); err != nil {
		return contract.Preview{}, err
	}
	v, err := c.Services.Moderation.Vet(ctx, moderation.Visitor, in.Text, false)
	if err != nil { // it would not be taken like this
		return contract.Preview{}, err
	}
	return contract.Preview{Text: personal.Unsent(v.Text, false), Masked: personal.Unsent(v.Text, true)}, nil
}
