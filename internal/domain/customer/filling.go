package customer

import (
	"cmp"
	"context"
	"strings"

	"frontdesk/internal/base/actor"
)

// Filling knows what has to be said of a conversation before somebody ends it: it is asked inside the unit that ends it.
type Filling struct {
	store FieldStore
	roles Roles
}

// NewFilling makes it.
func NewFilling(store FieldStore, roles Roles) *Filling { return &Filling{store: store, roles: roles} }

// Check refuses while a required field of the conversation says nothing. It asks people only, and only for what they may
// write: nobody is held up by a field of others, and nothing that ends by itself is.
func (f *Filling) Check(ctx context.Context, conversationID string) error {
	role, all, err := readerOf(ctx, f.roles)
	if err != nil || all {
		return err
	}
	fields, err := f.store.Fields(ctx)
	if err != nil {
		return err
	}
	var asked []Field
	for _, one := range fields {
		if one.Of == OfConversation && one.Required && one.editable(role, all) {
			asked = append(asked, one)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	rows, err := f.store.ValuesOf(ctx, []string{conversationID})
	if err != nil {
		return err
	}
	var zh, en []string
	for _, one := range asked {
		if len(rowsOf(rows[conversationID], one.ID)) == 0 {
			zh, en = append(zh, cmp.Or(one.NameZh, one.NameEn)), append(en, cmp.Or(one.NameEn, one.NameZh))
		}
	}
	if len(zh) == 0 {
		return nil
	}
	return ErrFieldsMissing.With("en", strings.Join(en, ", ")).With("zh", strings.Join(zh, "、"))
}

// readerOf is the role of who acts, or everything for machines.
func readerOf(ctx context.Context, roles Roles) (role string, all bool, err error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return "", false, err
	}
	if a.Kind != actor.User && a.Kind != actor.Token {
		return "", true, nil
	}
	role, err = roles.RoleOf(ctx, a.ID)
	return role, false, err
}
