package customertest

import (
	"context"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
)

// AField makes a field.
func AField(id string, of customer.Owner, kind customer.FieldKind, position int) customer.Field {
	return customer.Field{
		ID: id, Of: of, Kind: kind, NameZh: "字段", NameEn: id, Options: []customer.Option{}, Position: position,
		SeenBy: []string{}, EditedBy: []string{"rol_1"}, CreatedAt: Epoch, Version: 1,
	}
}

func fields(t *testing.T, run unit.Runner, s Stores, do doFunc) {
	ctx, elsewhere := In(t.Context(), "wsp_fields"), In(t.Context(), "wsp_nofields")
	plan, age, topic := AField("fld_plan", customer.OfCustomer, customer.FieldChoice, 1), AField("fld_age", customer.OfCustomer, customer.FieldNumber, 0),
		AField("fld_topic", customer.OfConversation, customer.FieldText, 0)
	plan.Options = []customer.Option{{ID: "opt_1", NameEn: "Gold"}, {ID: "opt_2", NameEn: "Silver", Archived: true}}
	for _, f := range []customer.Field{plan, age, topic} {
		do(t, ctx, func(ctx context.Context) error { return s.InsertField(ctx, f) })
	}
	check.Equal(t, check.Must(s.Fields(ctx))(t), []customer.Field{age, plan, topic})
	check.Equal(t, len(check.Must(s.Fields(elsewhere))(t)), 0)
	plan.NameEn, plan.Required = "Plan", true
	do(t, ctx, func(ctx context.Context) error { return s.UpdateField(ctx, plan) })
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.UpdateField(ctx, plan) }), fault.ErrConflict)
	do(t, ctx, func(ctx context.Context) error { return s.PlaceField(ctx, age.ID, 7) })
	plan.Version, age.Position = 2, 7
	check.Equal(t, check.Must(s.Fields(ctx))(t), []customer.Field{plan, age, topic})

	put := func(owner, field string, rows ...customer.Value) {
		do(t, ctx, func(ctx context.Context) error { return s.PutValues(ctx, owner, field, rows) })
	}
	gold, young := customer.Value{Field: plan.ID, Ref: "opt_1"}, customer.Value{Field: age.ID, Text: "7", Number: 7_000_000}
	put("cus_f1", plan.ID, customer.Value{Field: plan.ID, Ref: "opt_2"}, customer.Value{Field: plan.ID, Slot: 1, Ref: "opt_1"})
	put("cus_f1", plan.ID, gold)
	put("cus_f1", age.ID, young)
	put("cus_f2", age.ID, customer.Value{Field: age.ID, Text: "9", Number: 9_000_000})
	check.Equal(t, check.Must(s.ValuesOf(ctx, []string{"cus_f1", "cus_none"}))(t), map[string][]customer.Value{"cus_f1": {young, gold}})
	check.Equal(t, len(check.Must(s.ValuesOf(elsewhere, []string{"cus_f1"}))(t)), 0)

	note := customer.Note{ID: "cnt_f", CustomerID: "cus_f1", AuthorID: "usr_1", Body: "x", Mentions: []string{}, CreatedAt: Epoch, Version: 1}
	do(t, ctx, func(ctx context.Context) error { return s.InsertNote(ctx, note) })
	do(t, ctx, func(ctx context.Context) error { return s.MoveBelongings(ctx, "cus_f1", "cus_f2") })
	moved := check.Must(s.ValuesOf(ctx, []string{"cus_f1", "cus_f2"}))(t)
	check.Equal(t, len(moved["cus_f1"]), 0)
	check.Equal(t, len(moved["cus_f2"]), 2)
	check.Equal(t, moved["cus_f2"][0].Text, "9") // what it said itself stays
	check.Equal(t, check.Must(s.Note(ctx, note.ID))(t).CustomerID, "cus_f2")

	do(t, ctx, func(ctx context.Context) error { return s.DeleteField(ctx, plan.ID) })
	check.Equal(t, len(check.Must(s.ValuesOf(ctx, []string{"cus_f2"}))(t)["cus_f2"]), 1)
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.DeleteField(ctx, plan.ID) }), customer.ErrFieldNotFound)
	do(t, ctx, func(ctx context.Context) error { return s.EraseValues(ctx, "cus_f2") })
	check.Equal(t, len(check.Must(s.ValuesOf(ctx, []string{"cus_f2"}))(t)), 0)
}

func segments(t *testing.T, run unit.Runner, s Stores, do doFunc) {
	ctx := In(t.Context(), "wsp_segments")
	g := customer.Segment{
		ID: "seg_1", Name: "Gold", Colour: "blue", Conditions: []customer.Condition{{Field: "level", Op: customer.Is, Value: "vip"}},
		Position: 2, CreatedAt: Epoch, Version: 1,
	}
	other := g
	other.ID, other.Position = "seg_2", 1
	for _, each := range []customer.Segment{g, other} {
		do(t, ctx, func(ctx context.Context) error { return s.InsertSegment(ctx, each) })
	}
	g.Name = "Golden"
	do(t, ctx, func(ctx context.Context) error { return s.UpdateSegment(ctx, g) })
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.UpdateSegment(ctx, g) }), fault.ErrConflict)
	g.Version = 2
	check.Equal(t, check.Must(s.Segments(ctx))(t), []customer.Segment{other, g})
	do(t, ctx, func(ctx context.Context) error { return s.DeleteSegment(ctx, other.ID) })
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.DeleteSegment(ctx, other.ID) }), customer.ErrSegmentNotFound)
	check.Equal(t, len(check.Must(s.Segments(In(t.Context(), "wsp_other")))(t)), 0)
}

// finding compares every kind of clause.
func finding(t *testing.T, s Stores, do doFunc) {
	ctx := In(t.Context(), "wsp_finding")
	tag := customer.Tag{ID: "tag_f", Name: "t", Colour: "red", CreatedAt: Epoch, Version: 1}
	do(t, ctx, func(ctx context.Context) error { return s.InsertTag(ctx, tag) })
	for i, name := range []string{"a", "b", "c"} {
		c := Person(name, Epoch.Add(time.Duration(i)*24*time.Hour))
		c.ID = "cus_find" + name
		if i == 0 {
			c.Level, c.Company, c.Anonymous = customer.LevelVIP, "Acme", true
		}
		do(t, ctx, func(ctx context.Context) error { return s.InsertCustomer(ctx, c) })
		n := customer.Value{Field: "fld_n", Text: name + "X", Number: int64(i)}
		do(t, ctx, func(ctx context.Context) error { return s.PutValues(ctx, c.ID, "fld_n", []customer.Value{n}) })
	}
	do(t, ctx, func(ctx context.Context) error { return s.LinkTags(ctx, "cus_findb", []string{tag.ID}) })
	do(t, ctx, func(ctx context.Context) error {
		return s.PutValues(ctx, "cus_findc", "fld_r", []customer.Value{{Field: "fld_r", Ref: "opt_1"}, {Field: "fld_r", Slot: 1, Ref: "opt_2"}})
	})
	seen := clock.Micros(Epoch.Add(24 * time.Hour))
	for name, test := range map[string]struct {
		clauses []customer.Clause
		want    string
	}{
		"nothing":        {nil, "cba"},
		"level":          {[]customer.Clause{{Column: "level", Op: customer.Is, Text: "vip"}}, "a"},
		"not level":      {[]customer.Clause{{Column: "level", Op: customer.Is, Text: "vip", Not: true}}, "cb"},
		"company":        {[]customer.Clause{{Column: "company", Op: customer.Set}}, "a"},
		"no company":     {[]customer.Clause{{Column: "company", Op: customer.Set, Not: true}}, "cb"},
		"anonymous":      {[]customer.Clause{{Column: "anonymous", Op: customer.Is, Number: 1}}, "a"},
		"tag":            {[]customer.Clause{{Column: "tag", Op: customer.Is, Text: tag.ID}}, "b"},
		"any tag":        {[]customer.Clause{{Column: "tag", Op: customer.Set}}, "b"},
		"no tag":         {[]customer.Clause{{Column: "tag", Op: customer.Set, Not: true}}, "ca"},
		"seen after":     {[]customer.Clause{{Column: "seen", Op: customer.Above, Number: seen}}, "c"},
		"seen before":    {[]customer.Clause{{Column: "seen", Op: customer.Below, Number: seen}}, "a"},
		"always seen":    {[]customer.Clause{{Column: "seen", Op: customer.Set}}, "cba"},
		"number":         {[]customer.Clause{{Column: "number", Field: "fld_n", Op: customer.Is, Number: 1}}, "b"},
		"between":        {[]customer.Clause{{Column: "number", Field: "fld_n", Op: customer.Above, Number: 0}, {Column: "number", Field: "fld_n", Op: customer.Below, Number: 2}}, "b"},
		"text, any case": {[]customer.Clause{{Column: "text", Field: "fld_n", Op: customer.Is, Text: "Cx"}}, "c"},
		"option":         {[]customer.Clause{{Column: "ref", Field: "fld_r", Op: customer.Is, Text: "opt_2"}}, "c"},
		"not the option": {[]customer.Clause{{Column: "ref", Field: "fld_r", Op: customer.Is, Text: "opt_2", Not: true}}, "ba"},
		"says nothing":   {[]customer.Clause{{Column: "text", Field: "fld_r", Op: customer.Set, Not: true}}, "ba"},
		"together":       {[]customer.Clause{{Column: "text", Field: "fld_n", Op: customer.Set}, {Column: "tag", Op: customer.Is, Text: tag.ID}}, "b"},
	} {
		var names []string
		for _, c := range check.Must(s.ListCustomers(ctx, customer.Filter{Clauses: test.clauses}, page.Request{}))(t).Items {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, ""); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		check.Equal(t, check.Must(s.CountCustomers(ctx, test.clauses, 2))(t), min(2, len(test.want)))
	}
	ask := map[string][]customer.Clause{
		"seg_b": {{Column: "level", Op: customer.Is, Text: "vip"}}, "seg_a": {{Column: "text", Field: "fld_n", Op: customer.Set}},
		"seg_c": {{Column: "tag", Op: customer.Set}},
	}
	check.Equal(t, check.Must(s.Matching(ctx, "cus_finda", ask))(t), []string{"seg_a", "seg_b"})
	check.Equal(t, len(check.Must(s.Matching(In(t.Context(), "wsp_other"), "cus_finda", ask))(t)), 0)
}

func notes(t *testing.T, run unit.Runner, s Stores, do doFunc) {
	ctx := In(t.Context(), "wsp_notes")
	var made []customer.Note
	for i, body := range []string{"one", "two", "three"} {
		n := customer.Note{
			ID: "cnt_" + body, CustomerID: "cus_n", AuthorID: "usr_1", Body: body, Mentions: []string{"usr_2"},
			CreatedAt: Epoch.Add(time.Duration(i/2) * time.Hour), Version: 1,
		}
		do(t, ctx, func(ctx context.Context) error { return s.InsertNote(ctx, n) })
		made = append(made, n)
	}
	first := check.Must(s.NotesOf(ctx, "cus_n", page.Request{Limit: 2}))(t)
	check.Equal(t, first.Items, []customer.Note{made[2], made[1]})
	check.Equal(t, check.Must(s.NotesOf(ctx, "cus_n", page.Request{Limit: 2, Cursor: first.Next}))(t).Items, made[:1])
	later := Epoch.Add(2 * time.Hour)
	made[0].Body, made[0].EditedAt = "one!", &later
	do(t, ctx, func(ctx context.Context) error { return s.UpdateNote(ctx, made[0]) })
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.UpdateNote(ctx, made[0]) }), fault.ErrConflict)
	made[0].Version = 2
	check.Equal(t, check.Must(s.Note(ctx, made[0].ID))(t), made[0])
	do(t, ctx, func(ctx context.Context) error { return s.DeleteNote(ctx, made[0].ID) })
	_, err := s.Note(ctx, made[0].ID)
	check.Fault(t, err, customer.ErrNoteNotFound)
	_, err = s.Note(In(t.Context(), "wsp_other"), made[1].ID)
	check.Fault(t, err, customer.ErrNoteNotFound)
}
