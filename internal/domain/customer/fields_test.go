package customer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customertest"
)

// office knows two roles, and that everybody has the one named in the id: usr_boss has boss.
type office struct{}

func (office) RoleOf(_ context.Context, userID string) (string, error) {
	return strings.TrimPrefix(userID, "usr_"), nil
}

func (office) MissingRoles(_ context.Context, ids []string) ([]string, error) {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "boss" || id == "agent" }), nil
}

func (office) MissingPeople(_ context.Context, ids []string) ([]string, error) {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "usr_boss" }), nil
}

// talks are conversations of which everybody reads cnv_1 and nobody manages it.
type talks struct{}

func (talks) MayRead(_ context.Context, id string) error {
	if id != "cnv_1" {
		return fault.ErrNotFound.New()
	}
	return nil
}
func (talks) MayManage(context.Context, string) error { return fault.ErrDenied.New() }

type cabinet struct {
	world
	*customer.Fields
	segments *customer.Segments
	kept     *unit.Memory
}

func newCabinet() cabinet {
	w := newWorld()
	kept := &unit.Memory{}
	d := customer.FieldDeps{Run: kept, Customers: w.Service, Store: w.store, Roles: office{}, Conversations: talks{}}
	return cabinet{w, customer.NewFields(d), customer.NewSegments(d, w.store), kept}
}

func user(t *testing.T, role string, perms ...actor.Permission) context.Context {
	a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_" + role, Grants: map[actor.Permission]actor.Level{}}
	for _, p := range append(perms, customer.PermRead, customer.PermEdit, "personal.see") {
		a.Grants[p] = actor.All
	}
	return actor.With(t.Context(), a)
}

func (c cabinet) field(t *testing.T, kind customer.FieldKind, name string, e customer.FieldEdit) customer.Field {
	t.Helper()
	e.NameEn = &name
	return check.Must(c.Create(user(t, "boss", customer.PermFields), customer.OfCustomer, kind, e))(t)
}

func (c cabinet) person(t *testing.T, mail string) customer.Customer {
	t.Helper()
	i := check.Must(customer.NewIdentity(customer.KindEmail, mail, false))(t)
	return check.Must(c.Resolve(system(t), i, customer.Profile{}))(t)
}

func TestFieldsAreDefined(t *testing.T) {
	t.Parallel()
	c := newCabinet()
	boss := user(t, "boss", customer.PermFields)
	name, none := "Plan", ""
	_, err := c.Create(user(t, "agent"), customer.OfCustomer, customer.FieldText, customer.FieldEdit{NameEn: &name})
	check.Fault(t, err, fault.ErrDenied)
	_, err = c.Create(boss, customer.OfCustomer, customer.FieldText, customer.FieldEdit{NameEn: &none})
	check.FieldFault(t, err, "nameZh", fault.ErrRequired)
	_, err = c.Create(boss, customer.OfCustomer, customer.FieldChoice, customer.FieldEdit{NameEn: &name})
	check.FieldFault(t, err, "options", fault.ErrRequired)
	_, err = c.Create(boss, customer.OfCustomer, customer.FieldText, customer.FieldEdit{NameEn: &name, Options: []customer.Option{{NameEn: "x"}}})
	check.FieldFault(t, err, "options", customer.ErrNoChoice)
	_, err = c.Create(boss, customer.OfCustomer, customer.FieldChoice, customer.FieldEdit{NameEn: &name, Options: []customer.Option{{NameEn: "x"}, {NameEn: "X "}}})
	check.FieldFault(t, err, "options[1].nameZh", customer.ErrOptionTwice)
	_, err = c.Create(boss, customer.OfCustomer, customer.FieldText, customer.FieldEdit{NameEn: &name, SeenBy: []string{"nobody"}})
	check.FieldFault(t, err, "seenBy", fault.ErrUnknownItem)

	f := c.field(t, customer.FieldChoice, "Plan", customer.FieldEdit{Options: []customer.Option{{NameEn: "Gold"}, {NameEn: "Silver"}}})
	changed := check.Must(c.Fields.Update(boss, f.ID, customer.FieldEdit{Version: 1, Options: f.Options[1:]}))(t)
	check.Equal(t, []any{len(changed.Options), changed.Options[1].NameEn, changed.Options[1].Archived}, []any{2, "Gold", true})
	_, err = c.Fields.Update(boss, f.ID, customer.FieldEdit{Version: 1})
	check.Fault(t, err, fault.ErrConflict)
	second := c.field(t, customer.FieldText, "Second", customer.FieldEdit{})
	check.NoError(t, c.Arrange(boss, customer.OfCustomer, []string{second.ID, f.ID}))
	list := check.Must(c.Fields.List(boss))(t)
	check.Equal(t, []string{list[0].ID, list[1].ID}, []string{second.ID, f.ID})
	old := `{"nameEn":"Old","options":[{"id":"` + f.Options[0].ID + `","nameEn":"Gold"}],"seenBy":[],"editedBy":[]}`
	check.NoError(t, c.Fields.Restore(boss, f.ID, []byte(old)))
	back := check.Must(c.Fields.List(boss))(t)[1]
	check.Equal(t, []any{back.NameEn, back.Options[0].Archived, back.Options[1].Archived}, []any{"Old", false, true})
	check.NoError(t, c.Fields.Delete(boss, second.ID))
	check.Fault(t, c.Fields.Delete(boss, second.ID), customer.ErrFieldNotFound)
	check.Equal(t, c.kept.Types(), []string{
		customer.EventFieldCreated, customer.EventFieldUpdated, customer.EventFieldCreated, customer.EventFieldUpdated, customer.EventFieldDeleted,
	})
}

func TestEveryKindOfValue(t *testing.T) {
	t.Parallel()
	c := newCabinet()
	ctx := user(t, "agent")
	who := c.person(t, "anna@example.com")
	options := []customer.Option{{NameEn: "A"}, {NameEn: "B"}}
	choice := c.field(t, customer.FieldChoice, "One", customer.FieldEdit{Options: options})
	choices := c.field(t, customer.FieldChoices, "Many", customer.FieldEdit{Options: options})
	a, b := choices.Options[0].ID, choices.Options[1].ID
	many := []string{a, b}
	slices.Sort(many)
	for _, test := range []struct {
		field     customer.Field
		good, say any
		bad       any
		wrong     *fault.Def
	}{
		{c.field(t, customer.FieldText, "Text", customer.FieldEdit{}), " tea ", "tea", 7.0, fault.ErrFormat},
		{c.field(t, customer.FieldText, "Long", customer.FieldEdit{}), "x", "x", strings.Repeat("字", 1001), customer.ErrLongText},
		{c.field(t, customer.FieldNumber, "Number", customer.FieldEdit{}), -12.5, -12.5, 1e13, customer.ErrNumber},
		{c.field(t, customer.FieldDate, "Date", customer.FieldEdit{}), "2026-02-28", "2026-02-28", "2026-02-30", customer.ErrDate},
		{c.field(t, customer.FieldYesNo, "YesNo", customer.FieldEdit{}), false, false, "no", fault.ErrFormat},
		{c.field(t, customer.FieldLink, "Link", customer.FieldEdit{}), "https://a.example/x", "https://a.example/x", "javascript:alert(1)", customer.ErrLink},
		{choice, choice.Options[1].ID, choice.Options[1].ID, "opt_none", fault.ErrChoice},
		{choices, []any{b, a, a}, many, []any{a, 7.0}, fault.ErrChoice},
	} {
		id := test.field.ID
		got := check.Must(c.SetOfCustomer(ctx, who.ID, map[string]any{id: test.good}))(t)
		check.Equal(t, got.Values[id], test.say)
		_, err := c.SetOfCustomer(ctx, who.ID, map[string]any{id: test.bad})
		check.FieldFault(t, err, "values."+id, test.wrong)
		got = check.Must(c.SetOfCustomer(ctx, who.ID, map[string]any{id: nil}))(t)
		if _, there := got.Values[id]; there {
			t.Errorf("%s was not emptied", test.field.NameEn)
		}
	}
	for _, e := range c.kept.Events() {
		if strings.Contains(string(e.Data), "tea") || strings.Contains(string(e.Data), "example") {
			t.Fatalf("the event %s holds a value", e.Type)
		}
	}
	before := len(c.kept.Events())
	check.Must(c.SetOfCustomer(ctx, who.ID, map[string]any{choice.ID: nil}))(t)
	check.Equal(t, len(c.kept.Events()), before) // nothing changed, nothing is told
}

func TestFieldsByRole(t *testing.T) {
	t.Parallel()
	c := newCabinet()
	who := c.person(t, "anna@example.com")
	secret := c.field(t, customer.FieldText, "Secret", customer.FieldEdit{SeenBy: []string{"boss"}})
	fixed := c.field(t, customer.FieldText, "Fixed", customer.FieldEdit{EditedBy: []string{"boss"}})
	yes := true
	needed := c.field(t, customer.FieldText, "Needed", customer.FieldEdit{Required: &yes})
	agent, boss := user(t, "agent"), user(t, "boss")
	check.Must(c.SetOfCustomer(boss, who.ID, map[string]any{secret.ID: "s", fixed.ID: "f", needed.ID: "n"}))(t)
	check.Equal(t, check.Must(c.OfCustomer(agent, who.ID))(t).Values, map[string]any{fixed.ID: "f", needed.ID: "n"})
	check.Equal(t, len(check.Must(c.Fields.List(agent))(t)), 2)
	_, err := c.SetOfCustomer(agent, who.ID, map[string]any{secret.ID: "x"})
	check.FieldFault(t, err, "values."+secret.ID, fault.ErrUnknownItem)
	_, err = c.SetOfCustomer(agent, who.ID, map[string]any{fixed.ID: "x"})
	check.FieldFault(t, err, "values."+fixed.ID, fault.ErrDenied)
	_, err = c.SetOfCustomer(agent, who.ID, map[string]any{needed.ID: " "})
	check.FieldFault(t, err, "values."+needed.ID, fault.ErrRequired)
	_, err = c.segments.Count(agent, []customer.Condition{{Field: secret.ID, Op: customer.Is, Value: "s"}})
	check.FieldFault(t, err, "conditions[0].field", fault.ErrUnknownItem) // searching would tell

	_, err = c.OfConversation(agent, "cnv_2")
	check.Fault(t, err, fault.ErrNotFound)
	_, err = c.SetOfConversation(agent, "cnv_1", map[string]any{})
	check.Fault(t, err, fault.ErrDenied)
}

func TestSegments(t *testing.T) {
	t.Parallel()
	c := newCabinet()
	boss := user(t, "boss", customer.PermSegments)
	anna, bob := c.person(t, "anna@example.com"), c.person(t, "bob@example.com")
	age := c.field(t, customer.FieldNumber, "Age", customer.FieldEdit{})
	day := c.field(t, customer.FieldDate, "Signed", customer.FieldEdit{})
	check.Must(c.SetOfCustomer(boss, anna.ID, map[string]any{age.ID: 30.0, day.ID: "2026-02-20"}))(t)
	check.Must(c.SetOfCustomer(boss, bob.ID, map[string]any{age.ID: 20.0, day.ID: "2025-02-20"}))(t)
	count := func(conditions ...customer.Condition) int {
		t.Helper()
		return check.Must(c.segments.Count(boss, conditions))(t).Count
	}
	check.Equal(t, count(customer.Condition{Field: age.ID, Op: customer.Above, Value: 25.0}), 1)
	check.Equal(t, count(customer.Condition{Field: age.ID, Op: customer.Below, Value: 25.0}), 1)
	check.Equal(t, count(customer.Condition{Field: day.ID, Op: customer.Within, Value: 30.0}), 1)
	check.Equal(t, count(customer.Condition{Field: day.ID, Op: customer.Set}), 2)
	check.Equal(t, count(customer.Condition{Field: "createdAt", Op: customer.Is, Value: "2026-03-01"}), 2)
	check.Equal(t, count(customer.Condition{Field: "createdAt", Op: customer.Above, Value: "2026-03-01"}), 0)
	check.Equal(t, count(customer.Condition{Field: "lastSeenAt", Op: customer.Within, Value: 1.0}), 2)
	for name, bad := range map[string]customer.Condition{
		"field": {Field: "fld_none", Op: customer.Is, Value: "x"},
		"op":    {Field: age.ID, Op: customer.Within, Value: 3.0},
		"value": {Field: "level", Op: customer.Is, Value: "king"},
	} {
		_, err := c.segments.Count(boss, []customer.Condition{bad})
		check.Equal(t, len(fault.From(err).Fields), 1)
		check.Equal(t, fault.From(err).Fields[0].Name, "conditions[0]."+name)
	}

	name := "Grown up"
	edit := customer.SegmentEdit{Name: &name, Conditions: []customer.Condition{{Field: age.ID, Op: customer.Above, Value: 25.0}}}
	_, err := c.segments.Create(user(t, "agent"), edit)
	check.Fault(t, err, fault.ErrDenied)
	g := check.Must(c.segments.Create(boss, edit))(t)
	check.Equal(t, check.Must(c.segments.OfCustomer(boss, anna.ID))(t), []string{g.ID})
	check.Equal(t, len(check.Must(c.segments.OfCustomer(boss, bob.ID))(t)), 0)
	found := check.Must(c.segments.Find(boss, customer.Filter{}, g.ID, nil, page.Request{}))(t)
	check.Equal(t, []any{len(found.Items), found.Items[0].ID}, []any{1, anna.ID})
	_, err = c.segments.Find(boss, customer.Filter{}, "seg_none", nil, page.Request{})
	check.Fault(t, err, customer.ErrSegmentNotFound)
	check.NoError(t, c.Fields.Delete(user(t, "boss", customer.PermFields), age.ID))
	check.Equal(t, len(check.Must(c.segments.OfCustomer(boss, anna.ID))(t)), 0) // what it asks for is gone
	check.NoError(t, c.segments.Delete(boss, g.ID))
}

func TestNotesBelongToTheirAuthors(t *testing.T) {
	t.Parallel()
	c := newCabinet()
	p := c.panel()
	anna := c.person(t, "anna@example.com")
	boss, agent := user(t, "boss"), user(t, "agent")
	_, err := p.AddNote(agent, anna.ID, " ", nil)
	check.FieldFault(t, err, "body", fault.ErrRequired)
	_, err = p.AddNote(agent, anna.ID, "x", []string{"usr_none"})
	check.FieldFault(t, err, "mentions", fault.ErrUnknownItem)
	n := check.Must(p.AddNote(agent, anna.ID, " likes tea ", nil))(t)
	check.Equal(t, []any{n.Body, n.AuthorID, n.CreatedAt}, []any{"likes tea", "usr_agent", customertest.Epoch})
	_, err = p.EditNote(boss, n.ID, 1, "likes coffee", nil)
	check.Fault(t, err, customer.ErrNoteAuthor)
	check.Fault(t, p.DeleteNote(boss, n.ID), customer.ErrNoteAuthor)
	_, err = p.EditNote(agent, n.ID, 7, "likes coffee", nil)
	check.Fault(t, err, fault.ErrConflict)
	check.Equal(t, check.Must(p.EditNote(agent, n.ID, 1, "likes coffee", []string{"usr_boss"}))(t).Version, int64(2))
	check.NoError(t, p.DeleteNote(agent, n.ID))
	check.Equal(t, c.run.Types()[1:], []string{customer.EventNoted, customer.EventNoted, customer.EventNoteDeleted})
	check.Equal(t, string(c.run.Events()[2].Data), `{"noteId":"`+n.ID+`","mentions":["usr_boss"],"version":2}`)
}

func TestBelongingsFollow(t *testing.T) {
	t.Parallel()
	c := newCabinet()
	from, into := c.person(t, "anna@example.com"), c.person(t, "bob@example.com")
	f := c.field(t, customer.FieldText, "Text", customer.FieldEdit{})
	check.Must(c.SetOfCustomer(user(t, "boss"), from.ID, map[string]any{f.ID: "x"}))(t)
	merged := event.New(tenant, customer.Stream, from.ID, customer.EventMerged, actor.Ref{}, customertest.Epoch, customer.Merged{From: from.ID, Into: into.ID})
	check.Equal(t, customer.FieldsConcern(merged), true)
	check.NoError(t, c.Handle(t.Context(), []event.Recorded{{Event: merged}}))
	check.Equal(t, check.Must(c.OfCustomer(user(t, "boss"), into.ID))(t).Values, map[string]any{f.ID: "x"})
	gone := event.New(tenant, "conversation", into.ID, "conversation.erased", actor.Ref{}, customertest.Epoch, struct{}{})
	check.NoError(t, c.Handle(t.Context(), []event.Recorded{{Event: gone}}))
	check.Equal(t, len(check.Must(c.OfCustomer(user(t, "boss"), into.ID))(t).Values), 0)
}
