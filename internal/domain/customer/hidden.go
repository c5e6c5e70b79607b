package customer

import (
	"context"

	"frontdesk/internal/base/personal"
)

// kept is the edit with what is hidden from its author as it was: a form that shows stars sends them back.
func (e Edit) kept(ctx context.Context, c Customer) Edit {
	e.Name = personal.KeptField(ctx, c.Name, e.Name)
	e.Email = personal.KeptField(ctx, c.Email, e.Email)
	e.Phone = personal.KeptField(ctx, c.Phone, e.Phone)
	e.Company = personal.KeptField(ctx, c.Company, e.Company)
	e.Note = personal.KeptField(ctx, c.Note, e.Note)
	e.Attributes = personal.KeptValues(ctx, c.Attributes, e.Attributes)
	return e
}
