package customer

import (
	"context"
	"maps"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
)

// Values are what the fields of one customer or conversation say, by the id of the field. A field that says nothing is not
// in it.
type Values struct {
	Values map[string]any `json:"values" personal:"values" doc:"Text, number, yes or no, date as 2026-01-31, id of an option, list of such ids."`
}

// OfCustomer are the values that the reader may see.
func (s *Fields) OfCustomer(ctx context.Context, customerID string) (Values, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return Values{}, err
	}
	c, err := s.d.Customers.current(ctx, customerID)
	if err != nil {
		return Values{}, err
	}
	return s.values(ctx, OfCustomer, c.ID)
}

// SetOfCustomer changes some values of a customer; nil empties one.
func (s *Fields) SetOfCustomer(ctx context.Context, customerID string, change map[string]any) (Values, error) {
	a, err := actor.Require(ctx, PermEdit)
	if err != nil {
		return Values{}, err
	}
	c, err := s.d.Customers.current(ctx, customerID)
	if err != nil {
		return Values{}, err
	}
	return s.set(ctx, a, OfCustomer, c.ID, change)
}

// OfConversation are the values of a conversation that the reader may read.
func (s *Fields) OfConversation(ctx context.Context, conversationID string) (Values, error) {
	if err := s.d.Conversations.MayRead(ctx, conversationID); err != nil {
		return Values{}, err
	}
	return s.values(ctx, OfConversation, conversationID)
}

// SetOfConversation changes some values of a conversation that the reader may manage; nil empties one.
func (s *Fields) SetOfConversation(ctx context.Context, conversationID string, change map[string]any) (Values, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return Values{}, err
	}
	if err := s.d.Conversations.MayManage(ctx, conversationID); err != nil {
		return Values{}, err
	}
	return s.set(ctx, a, OfConversation, conversationID, change)
}

func (s *Fields) values(ctx context.Context, of Owner, ownerID string) (Values, error) {
	role, all, err := s.reader(ctx)
	if err != nil {
		return Values{}, err
	}
	fields, err := s.d.Store.Fields(ctx)
	if err != nil {
		return Values{}, err
	}
	rows, err := s.d.Store.ValuesOf(ctx, []string{ownerID})
	if err != nil {
		return Values{}, err
	}
	return said(fields, rows[ownerID], of, role, all), nil
}

// said are the values of those fields that a role may see.
func said(fields []Field, rows []Value, of Owner, role string, all bool) Values {
	out := Values{Values: map[string]any{}}
	for _, f := range fields {
		if v := f.say(rowsOf(rows, f.ID)); v != nil && f.Of == of && f.seen(role, all) {
			out.Values[f.ID] = v
		}
	}
	return out
}

func rowsOf(rows []Value, fieldID string) []Value {
	var out []Value
	for _, r := range rows {
		if r.Field == fieldID {
			out = append(out, r)
		}
	}
	return out
}

func (s *Fields) set(ctx context.Context, a actor.Actor, of Owner, ownerID string, change map[string]any) (Values, error) {
	var c fault.Checker
	c.Count("values", len(change), MaxFields)
	if err := c.Err(); err != nil {
		return Values{}, err
	}
	role, all, err := s.reader(ctx)
	if err != nil {
		return Values{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		fields, err := s.d.Store.Fields(ctx)
		if err != nil {
			return err
		}
		known, err := s.d.Store.ValuesOf(ctx, []string{ownerID})
		if err != nil {
			return err
		}
		before := said(fields, known[ownerID], of, role, all).Values
		wanted := personal.KeptValues(ctx, before, change)
		var c fault.Checker
		var changed []string
		for _, fieldID := range slices.Sorted(maps.Keys(change)) {
			name := "values." + fieldID
			at := slices.IndexFunc(fields, func(f Field) bool { return f.ID == fieldID && f.Of == of && f.seen(role, all) })
			if at < 0 {
				c.Add(name, fault.ErrUnknownItem, nil)
				continue
			}
			f, had := fields[at], rowsOf(known[ownerID], fieldID)
			rows, wrong := f.parse(wanted[fieldID], refs(had))
			if wrong == nil && !f.editable(role, all) {
				wrong = fault.ErrDenied
			}
			if wrong == nil && f.Required && len(rows) == 0 {
				wrong = fault.ErrRequired
			}
			if wrong != nil {
				c.Add(name, wrong, nil)
				continue
			}
			if slices.Equal(rows, had) {
				continue
			}
			changed = append(changed, fieldID)
			if err := s.d.Store.PutValues(ctx, ownerID, fieldID, rows); err != nil {
				return err
			}
		}
		if err := c.Err(); err != nil || len(changed) == 0 {
			return err
		}
		return unit.Append(ctx, event.New(a.Tenant, StreamField, ownerID, EventFieldsSet, a.Ref(), s.d.Customers.clock.Now(), FieldsSet{Of: of, Fields: changed}))
	})
	if err != nil {
		return Values{}, err
	}
	return s.values(ctx, of, ownerID)
}

func refs(rows []Value) []string {
	var out []string
	for _, r := range rows {
		if r.Ref != "" {
			out = append(out, r.Ref)
		}
	}
	return out
}

// Consumer is the name under which the log is read.
const FieldConsumer = "fields"

// conversationErased is the event after which nothing may be left of a conversation.
const conversationErased = "conversation.erased"

// FieldsConcern reports whether an event matters to Handle.
func FieldsConcern(e event.Event) bool { return e.Type == conversationErased || e.Type == EventMerged }

// Handle forgets the values of conversations that are gone, and gives what belonged to a customer to the one it became.
func (s *Fields) Handle(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		ctx := actor.With(ctx, actor.SystemFor(e.Tenant))
		if e.Type == EventMerged {
			m, err := mergedOf(e)
			if err == nil {
				err = s.d.Store.MoveBelongings(ctx, m.From, m.Into)
			}
			if err != nil {
				return err
			}
			continue
		}
		if err := s.d.Store.EraseValues(ctx, e.StreamID); err != nil {
			return err
		}
	}
	return nil
}
