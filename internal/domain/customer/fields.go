package customer

import (
	"context"
	"encoding/json"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// KindField is the kind of settings whose history is kept.
const KindField = "custom_field"

// FieldDeps are what fields need. Run keeps a history.
type FieldDeps struct {
	Run           unit.Runner
	Customers     *Service
	Store         FieldStore
	Roles         Roles
	Conversations Conversations
}

// Fields are the fields that a company defines, and their values.
type Fields struct{ d FieldDeps }

// NewFields makes the service.
func NewFields(d FieldDeps) *Fields { return &Fields{d: d} }

// FieldView is a field as its reader may use it.
type FieldView struct {
	Field
	Visible  bool `json:"visible" doc:"The reader may see its values."`
	Editable bool `json:"editable" doc:"The reader may change its values, where the customer or the conversation may be changed."`
}

// reader is who reads: the role, or everything for machines.
func (s *Fields) reader(ctx context.Context) (role string, all bool, err error) {
	return readerOf(ctx, s.d.Roles)
}

// List gives the fields that the reader may see, in order; all of them to whoever defines fields.
func (s *Fields) List(ctx context.Context) ([]FieldView, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return nil, err
	}
	role, all, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	fields, err := s.d.Store.Fields(ctx)
	if err != nil {
		return nil, err
	}
	var out []FieldView
	for _, f := range fields {
		v := FieldView{Field: f, Visible: f.seen(role, all), Editable: f.editable(role, all)}
		if v.Visible || a.Can(PermFields) != actor.None {
			out = append(out, v)
		}
	}
	return out, nil
}

// FieldEdit is a new field, or a change; nil leaves a part as it is.
type FieldEdit struct {
	Version          int64
	NameZh, NameEn   *string
	Options          []Option
	Required         *bool
	SeenBy, EditedBy []string
}

func (e FieldEdit) apply(f *Field) {
	put(&f.NameZh, e.NameZh)
	put(&f.NameEn, e.NameEn)
	if e.Required != nil {
		f.Required = *e.Required
	}
	if e.Options != nil {
		f.Options = named(e.Options, f.Options)
	}
	if e.SeenBy != nil {
		f.SeenBy = sorted(e.SeenBy)
	}
	if e.EditedBy != nil {
		f.EditedBy = sorted(e.EditedBy)
	}
}

func put(into *string, v *string) {
	if v != nil {
		*into = value(v)
	}
}

func sorted(ids []string) []string {
	return append([]string{}, slices.Compact(slices.Sorted(slices.Values(ids)))...)
}

// named gives new options an id. Those that values may name are never dropped: what is left out is archived.
func named(now, before []Option) []Option {
	out := make([]Option, 0, len(now))
	known := func(list []Option, id string) bool {
		return id != "" && slices.ContainsFunc(list, func(o Option) bool { return o.ID == id })
	}
	for _, o := range now {
		if !known(before, o.ID) || known(out, o.ID) {
			o.ID = id.New("opt")
		}
		out = append(out, o)
	}
	for _, o := range before {
		if !known(out, o.ID) {
			o.Archived = true
			out = append(out, o)
		}
	}
	return out
}

// Create defines a field.
func (s *Fields) Create(ctx context.Context, of Owner, kind FieldKind, e FieldEdit) (Field, error) {
	a, err := actor.Require(ctx, PermFields)
	if err != nil {
		return Field{}, err
	}
	f := Field{
		ID: id.New("fld"), Of: of, Kind: kind, Options: []Option{}, SeenBy: []string{}, EditedBy: []string{},
		CreatedAt: s.d.Customers.clock.Now(), Version: 1,
	}
	e.apply(&f)
	if err := s.check(ctx, f); err != nil {
		return f, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, err := s.d.Store.Fields(ctx)
		if err != nil {
			return err
		}
		n := 0
		for _, other := range all {
			if other.Of == of {
				n++
				f.Position = max(f.Position, other.Position+1)
			}
		}
		if n >= MaxFields {
			return ErrTooManyFields.With("max", MaxFields)
		}
		if err := s.d.Store.InsertField(ctx, f); err != nil {
			return err
		}
		return s.kept(ctx, a, EventFieldCreated, nil, &f)
	})
	return f, err
}

func (s *Fields) check(ctx context.Context, f Field) error {
	if err := f.check(); err != nil {
		return err
	}
	missing, err := s.d.Roles.MissingRoles(ctx, slices.Concat(f.SeenBy, f.EditedBy))
	if err != nil {
		return err
	}
	var c fault.Checker
	c.If(overlap(f.SeenBy, missing), "seenBy", fault.ErrUnknownItem)
	c.If(overlap(f.EditedBy, missing), "editedBy", fault.ErrUnknownItem)
	return c.Err()
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// Update changes a field.
func (s *Fields) Update(ctx context.Context, fieldID string, e FieldEdit) (Field, error) {
	a, err := actor.Require(ctx, PermFields)
	if err != nil {
		return Field{}, err
	}
	var f Field
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if f, err = s.field(ctx, fieldID); err != nil {
			return err
		}
		if f.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := f
		e.apply(&f)
		if err := s.check(ctx, f); err != nil {
			return err
		}
		if err := s.d.Store.UpdateField(ctx, f); err != nil {
			return err
		}
		f.Version++
		return s.kept(ctx, a, EventFieldUpdated, &before, &f)
	})
	return f, err
}

// Delete removes a field with all its values.
func (s *Fields) Delete(ctx context.Context, fieldID string) error {
	a, err := actor.Require(ctx, PermFields)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		f, err := s.field(ctx, fieldID)
		if err != nil {
			return err
		}
		if err := s.d.Store.DeleteField(ctx, fieldID); err != nil {
			return err
		}
		return s.kept(ctx, a, EventFieldDeleted, &f, nil)
	})
}

// Arrange puts the fields of an owner into an order; those that are not named come last.
func (s *Fields) Arrange(ctx context.Context, of Owner, ids []string) error {
	if _, err := actor.Require(ctx, PermFields); err != nil {
		return err
	}
	var c fault.Checker
	c.Choice("of", string(of), string(OfCustomer), string(OfConversation))
	c.Count("ids", len(ids), MaxFields)
	if err := c.Err(); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, err := s.d.Store.Fields(ctx)
		if err != nil {
			return err
		}
		for _, f := range all {
			at := slices.Index(ids, f.ID)
			if at < 0 {
				at = len(ids) + f.Position
			}
			if f.Of != of || at == f.Position {
				continue
			}
			if err := s.d.Store.PlaceField(ctx, f.ID, at); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Fields) field(ctx context.Context, fieldID string) (Field, error) {
	all, err := s.d.Store.Fields(ctx)
	if err != nil {
		return Field{}, err
	}
	at := slices.IndexFunc(all, func(f Field) bool { return f.ID == fieldID })
	if at < 0 {
		return Field{}, ErrFieldNotFound.New()
	}
	return all[at], nil
}

// keptField is what the history keeps of a field. Its place among others is no setting.
type keptField struct {
	Of       Owner     `json:"of"`
	Kind     FieldKind `json:"kind"`
	NameZh   string    `json:"nameZh,omitempty"`
	NameEn   string    `json:"nameEn,omitempty"`
	Options  []Option  `json:"options,omitempty"`
	Required bool      `json:"required"`
	SeenBy   []string  `json:"seenBy"`
	EditedBy []string  `json:"editedBy"`
}

func (f Field) kept() keptField {
	return keptField{f.Of, f.Kind, f.NameZh, f.NameEn, f.Options, f.Required, f.SeenBy, f.EditedBy}
}

// kept writes a version of a field and tells of the change; nil is one that is not there yet, or any more.
func (s *Fields) kept(ctx context.Context, a actor.Actor, kind string, before, after *Field) error {
	c := unit.Change{Kind: KindField}
	told := FieldChanged{}
	if before != nil {
		c.Subject, c.Before = before.ID, before.kept()
		told = FieldChanged{Of: before.Of, Version: before.Version}
	}
	if after != nil {
		c.Subject, c.After = after.ID, after.kept()
		told = FieldChanged{Of: after.Of, Version: after.Version}
	}
	if err := unit.Keep(ctx, c); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, StreamField, c.Subject, kind, a.Ref(), s.d.Customers.clock.Now(), told))
}

// Restore makes what the history kept of a field the field. Options that came later are archived.
func (s *Fields) Restore(ctx context.Context, fieldID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermFields); err != nil {
		return err
	}
	var k keptField
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	f, err := s.field(ctx, fieldID)
	if err != nil {
		return err
	}
	_, err = s.Update(ctx, fieldID, FieldEdit{
		Version: f.Version, NameZh: &k.NameZh, NameEn: &k.NameEn, Options: append([]Option{}, k.Options...), Required: &k.Required,
		SeenBy: append([]string{}, k.SeenBy...), EditedBy: append([]string{}, k.EditedBy...),
	})
	return err
}
