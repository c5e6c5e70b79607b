package ports

import (
	"context"

	"frontdesk/internal/domain/customer"
)

// Beginnings is template.Customers: tags are customers' own, fields are kept beside them.
type Beginnings struct {
	*customer.Service
	Custom *customer.Fields
}

// Fields are the fields that the actor may see.
func (b Beginnings) Fields(ctx context.Context) ([]customer.FieldView, error) {
	return b.Custom.List(ctx)
}

// CreateField defines a field.
func (b Beginnings) CreateField(ctx context.Context, of customer.Owner, kind customer.FieldKind, e customer.FieldEdit) (customer.Field, error) {
	return b.Custom.Create(ctx, of, kind, e)
}
