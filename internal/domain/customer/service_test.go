package customer_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customertest"
)

const tenant = "wsp_1"

type world struct {
	*customer.Service
	run   *unit.Memory
	store *customertest.Memory
}

func newWorld() world {
	run, m := &unit.Memory{}, customertest.NewMemory()
	return world{customer.New(run, clock.Fixed(customertest.Epoch), m, m, m, m, m), run, m}
}

func as(t *testing.T, perms ...actor.Permission) context.Context {
	a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{}}
	for _, p := range perms {
		a.Grants[p] = actor.All
	}
	return actor.With(t.Context(), a)
}

func system(t *testing.T) context.Context { return customertest.In(t.Context(), tenant) }

func TestMemory(t *testing.T) {
	t.Parallel()
	customertest.Suite(t, &unit.Memory{}, customertest.NewMemory())
}

func begin(t *testing.T, w world, a customer.Arrival) customer.Visitor {
	t.Helper()
	return check.Must(w.Begin(system(t), a))(t)
}

func TestVisitorBecomesCustomerWithTheFirstMessage(t *testing.T) {
	t.Parallel()
	w := newWorld()
	v := begin(t, w, customer.Arrival{
		ChannelID: "chn_1", Locale: "zh-CN", UserAgent: "Mozilla/5.0 (iPhone) Safari/604",
		Page: customer.PageView{URL: "https://u:p@shop.example/a?x=1#frag", Title: "A"},
	})
	check.Equal(t, v.CustomerID, "")
	check.Equal(t, v.Device, "phone")
	check.Equal(t, v.EntryPage, "https://shop.example/a?x=1")
	check.Equal(t, len(w.run.Events()), 0)

	c := check.Must(w.ForVisitor(system(t), v.ID, customer.Profile{}))(t)
	check.Equal(t, c.Name, "访客 "+strings.ToUpper(v.ID[len(v.ID)-4:]))
	check.Equal(t, c.Anonymous, true)
	again := check.Must(w.ForVisitor(system(t), v.ID, customer.Profile{Name: "Anna", Email: "a@b.example"}))(t)
	check.Equal(t, again.ID, c.ID)
	check.Equal(t, again.Name, "Anna")
	check.Equal(t, again.Anonymous, false)
	check.Equal(t, w.run.Types(), []string{customer.EventCreated, customer.EventUpdated})
	check.Equal(t, len(check.Must(w.Pages(as(t, customer.PermRead), c.ID))(t)), 1)

	// Nothing that was only typed makes an identity: the address must not lead a stranger to this history.
	check.Equal(t, check.Must(w.store.Owner(system(t), customer.KindEmail, "a@b.example"))(t), "")
}

func TestSignedIdentityMergesTheAnonymousVisitor(t *testing.T) {
	t.Parallel()
	w := newWorld()
	known := begin(t, w, customer.Arrival{Identity: &customer.Claim{ExternalID: "42", Profile: customer.Profile{Name: "Anna"}}})
	v := begin(t, w, customer.Arrival{})
	guest := check.Must(w.ForVisitor(system(t), v.ID, customer.Profile{Email: "typed@b.example"}))(t)

	v2 := begin(t, w, customer.Arrival{VisitorID: v.ID, Identity: &customer.Claim{ExternalID: "42"}})
	check.Equal(t, v2.ID, v.ID)
	check.Equal(t, v2.CustomerID, known.CustomerID)
	check.Equal(t, v2.Verified, true)
	check.Equal(t, w.run.Types(), []string{customer.EventCreated, customer.EventCreated, customer.EventUpdated, customer.EventMerged})
	var merged customer.Merged
	check.NoError(t, json.Unmarshal(w.run.Events()[3].Data, &merged))
	check.Equal(t, merged, customer.Merged{From: guest.ID, Into: known.CustomerID})

	got := check.Must(w.Get(as(t, customer.PermRead), guest.ID))(t)
	check.Equal(t, got.ID, known.CustomerID)
	check.Equal(t, got.Email, "typed@b.example")
	check.Equal(t, got.Name, "Anna")
	check.Equal(t, len(got.Visitors), 2)
	check.Equal(t, len(check.Must(w.List(as(t, customer.PermRead), customer.Filter{}, page.Request{}))(t).Items), 1)
}

// A hash proves the id alone: whatever else the page says must not replace what is known.
func TestUnsignedProfileFillsGapsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld()
	said := customer.Profile{Name: "Anna", Email: "anna@example.com", Attributes: map[string]any{"plan": "gold"}}
	v := begin(t, w, customer.Arrival{Identity: &customer.Claim{ExternalID: "42", Signed: true, Profile: said}})
	begin(t, w, customer.Arrival{Identity: &customer.Claim{ExternalID: "42", Profile: customer.Profile{
		Name: "Mallory", Email: "m@example.com", Company: "Gap", Attributes: map[string]any{"plan": "free"},
	}}})
	c := check.Must(w.Get(as(t, customer.PermRead), v.CustomerID))(t)
	check.Equal(t, []any{c.Name, c.Email, c.Company, c.Attributes["plan"]}, []any{"Anna", "anna@example.com", "Gap", "gold"})

	said.Name = "Anna B."
	begin(t, w, customer.Arrival{Identity: &customer.Claim{ExternalID: "42", Signed: true, Profile: said}})
	check.Equal(t, check.Must(w.Get(as(t, customer.PermRead), v.CustomerID))(t).Name, "Anna B.")
}

func TestAnotherKnownPersonOnTheSameBrowserIsNeverMerged(t *testing.T) {
	t.Parallel()
	w := newWorld()
	a := begin(t, w, customer.Arrival{Identity: &customer.Claim{ExternalID: "a"}})
	b := begin(t, w, customer.Arrival{VisitorID: a.ID, Identity: &customer.Claim{ExternalID: "b"}})
	if a.ID == b.ID || a.CustomerID == b.CustomerID {
		t.Fatal("two people share a visitor")
	}
	check.Equal(t, w.run.Types(), []string{customer.EventCreated, customer.EventCreated})
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld()
	ctx := as(t, customer.PermRead, customer.PermEdit)
	i := check.Must(customer.NewIdentity(customer.KindEmail, "a@b.example", false))(t)
	c := check.Must(w.Resolve(system(t), i, customer.Profile{}))(t)
	check.Equal(t, c.Name, "a@b.example")

	name, bad, vip := "Anna", "not an address", customer.LevelVIP
	got := check.Must(w.Update(ctx, c.ID, customer.Edit{Version: 1, Name: &name, Level: &vip}))(t)
	check.Equal(t, got.Version, int64(2))
	check.Equal(t, w.run.Types(), []string{customer.EventCreated, customer.EventUpdated})
	check.Equal(t, string(w.run.Events()[1].Data), `{"fields":["name","level"],"version":2}`)
	if strings.Contains(string(w.run.Events()[1].Data), "Anna") {
		t.Fatal("the event holds a name")
	}
	_, err := w.Update(ctx, c.ID, customer.Edit{Version: 1, Name: &name})
	check.Fault(t, err, fault.ErrConflict)
	_, err = w.Update(ctx, c.ID, customer.Edit{Version: 2, Email: &bad})
	check.FieldFault(t, err, "email", fault.ErrFormat)
	_, err = w.Update(ctx, c.ID, customer.Edit{Version: 2, Attributes: map[string]any{"x": []any{1}}})
	check.FieldFault(t, err, "attributes", customer.ErrAttributes)
	_, err = w.Update(ctx, c.ID, customer.Edit{Version: 2, Attributes: map[string]any{"x": strings.Repeat("y", 9000)}})
	check.FieldFault(t, err, "attributes", customer.ErrAttributes)
	nul := "a\x00b"
	_, err = w.Update(ctx, c.ID, customer.Edit{Version: 2, Note: &nul})
	check.FieldFault(t, err, "note", fault.ErrEncoding)
	_, err = w.Update(as(t, customer.PermRead), c.ID, customer.Edit{Version: 2})
	check.Fault(t, err, fault.ErrDenied)
}

func TestTags(t *testing.T) {
	t.Parallel()
	w := newWorld()
	ctx := as(t, customer.PermRead, customer.PermEdit, customer.PermTagsManage)
	tag := check.Must(w.CreateTag(ctx, "Refund", "red"))(t)
	_, err := w.CreateTag(ctx, "refund", "red")
	check.Fault(t, err, customer.ErrTagTaken)
	_, err = w.CreateTag(ctx, "x", "#ff0000")
	check.FieldFault(t, err, "colour", fault.ErrChoice)
	i := check.Must(customer.NewIdentity(customer.KindPhone, "+86 138 0013 8000", false))(t)
	c := check.Must(w.Resolve(system(t), i, customer.Profile{}))(t)
	got := check.Must(w.Label(ctx, c.ID, []string{tag.ID, tag.ID}))(t)
	check.Equal(t, got.TagIDs, []string{tag.ID})
	check.Must(w.Label(ctx, c.ID, []string{tag.ID}))(t) // nothing changes, nothing is told
	_, err = w.Label(ctx, c.ID, []string{"tag_none"})
	check.FieldFault(t, err, "tagIds", fault.ErrUnknownItem)
	name := "Refunds"
	check.Must(w.UpdateTag(ctx, tag.ID, 1, &name, nil))(t)
	_, err = w.UpdateTag(ctx, tag.ID, 1, &name, nil)
	check.Fault(t, err, fault.ErrConflict)
	check.NoError(t, w.DeleteTag(ctx, tag.ID))
	check.Equal(t, w.run.Types(), []string{
		customer.EventTagCreated, customer.EventCreated, customer.EventTagged,
		customer.EventTagUpdated, customer.EventTagDeleted,
	})
	check.Equal(t, string(w.run.Events()[2].Data), `{"added":["`+tag.ID+`"],"removed":[]}`)
	_, err = w.CreateTag(as(t, customer.PermEdit), "y", "red")
	check.Fault(t, err, fault.ErrDenied)
}

func TestOnlyMachinesAndTheVisitorItselfRecognise(t *testing.T) {
	t.Parallel()
	w := newWorld()
	v := begin(t, w, customer.Arrival{})
	other := actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: "vis_other"})
	_, err := w.ForVisitor(other, v.ID, customer.Profile{})
	check.Fault(t, err, fault.ErrDenied)
	check.Fault(t, w.AddPage(other, v.ID, customer.PageView{URL: "https://a.example"}), fault.ErrDenied)
	_, err = w.Begin(as(t, customer.PermRead, customer.PermEdit), customer.Arrival{})
	check.Fault(t, err, fault.ErrDenied)
	self := actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: v.ID})
	check.NoError(t, w.AddPage(self, v.ID, customer.PageView{URL: "https://a.example"}))
	check.NoError(t, w.AddPage(self, v.ID, customer.PageView{URL: "file:///etc/passwd"}))
}

func TestIdentityKeys(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind        customer.IdentityKind
		value, want string
	}{
		{customer.KindEmail, " Anna@Example.COM ", "anna@example.com"},
		{customer.KindPhone, "+86 138-0013-8000", "+8613800138000"},
		{customer.KindPhone, "0086 13800138000", "+8613800138000"},
		{customer.KindPhone, "138 0013 8000", "13800138000"},
		{customer.KindExternal, "User-7", "User-7"},
	} {
		check.Equal(t, customer.IdentityKey(c.kind, c.value), c.want)
	}
	_, err := customer.NewIdentity("fax", "1", false)
	check.FieldFault(t, err, "kind", fault.ErrChoice)
}

func FuzzIdentity(f *testing.F) {
	f.Add("email", "a@b.c")
	f.Add("phone", "+1 (2) 3")
	f.Fuzz(func(t *testing.T, kind, value string) {
		i, err := customer.NewIdentity(customer.IdentityKind(kind), value, true)
		if err != nil {
			return
		}
		if !fault.Storable(i.Key) || i.Key == "" {
			t.Fatalf("key %q of %q", i.Key, value)
		}
		if again := customer.IdentityKey(i.Kind, i.Key); again != i.Key && i.Kind != customer.KindPhone {
			t.Fatalf("folding twice differs: %q, %q", i.Key, again)
		}
	})
}

func FuzzCleanURL(f *testing.F) {
	f.Add("https://a.example/x?y#z")
	f.Add("javascript:alert(1)")
	f.Fuzz(func(t *testing.T, raw string) {
		got := customer.CleanURL(raw)
		if got != "" && !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") {
			t.Fatalf("%q became %q", raw, got)
		}
		if !fault.Storable(got) {
			t.Fatalf("%q cannot be stored", got)
		}
	})
}
