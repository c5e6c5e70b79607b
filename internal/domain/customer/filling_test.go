package customer_test

import (
	"context"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
)

// TestRequiredFieldsHoldUpTheEnd: of people, for fields that they may write, until there is something.
func TestRequiredFieldsHoldUpTheEnd(t *testing.T) {
	t.Parallel()
	w := newCabinet()
	boss := user(t, "boss", customer.PermRead, customer.PermFields)
	yes := true
	made := func(of customer.Owner, en, zh string, editedBy ...string) customer.Field {
		return check.Must(w.Create(boss, of, customer.FieldText, customer.FieldEdit{NameEn: &en, NameZh: &zh, Required: &yes, EditedBy: editedBy}))(t)
	}
	reason := made(customer.OfConversation, "Reason", "原因")
	made(customer.OfConversation, "Review", "", "boss")
	made(customer.OfCustomer, "City", "城市")
	filling := customer.NewFilling(w.store, office{})
	agent, machine := user(t, "agent", customer.PermRead), actor.With(t.Context(), actor.SystemFor(tenant))

	err := filling.Check(agent, "cnv_1")
	check.Fault(t, err, customer.ErrFieldsMissing)
	check.Equal(t, []any{fault.From(err).Args["en"], fault.From(err).Args["zh"]}, []any{"Reason", "原因"})
	check.Equal(t, fault.From(filling.Check(boss, "cnv_1")).Args["zh"], any("原因、Review"))
	check.NoError(t, filling.Check(machine, "cnv_1"))

	check.NoError(t, w.kept.Do(machine, func(ctx context.Context) error {
		return w.store.PutValues(ctx, "cnv_1", reason.ID, []customer.Value{{Field: reason.ID, Text: "late"}})
	}))
	check.NoError(t, filling.Check(agent, "cnv_1"))
	check.Fault(t, filling.Check(agent, "cnv_2"), customer.ErrFieldsMissing)
}
