package customertest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
)

// Stores is what a store of customers implements.
type Stores interface {
	customer.Store
	customer.Identities
	customer.Visitors
	customer.Tags
	customer.Erasure
	customer.Cards
	customer.FieldStore
	customer.SegmentStore
	customer.Notes
}

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// Person makes a customer.
func Person(name string, seen time.Time) customer.Customer {
	return customer.Customer{
		ID: id.New("cus"), Name: name, Level: customer.LevelNormal, TagIDs: []string{},
		CreatedAt: Epoch, LastSeenAt: seen, Version: 1,
	}
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s Stores) {
	t.Helper()
	do := func(t *testing.T, ctx context.Context, fn func(ctx context.Context) error) {
		t.Helper()
		check.NoError(t, run.Do(ctx, fn))
	}
	t.Run("customers", func(t *testing.T) { customers(t, run, s, do) })
	t.Run("list", func(t *testing.T) { lists(t, s, do) })
	t.Run("identities", func(t *testing.T) { identities(t, s, do) })
	t.Run("visitors", func(t *testing.T) { visitors(t, s, do) })
	t.Run("tags", func(t *testing.T) { tags(t, run, s, do) })
	t.Run("erase", func(t *testing.T) { erase(t, s, do) })
	t.Run("cards", func(t *testing.T) { cards(t, s, do) })
	t.Run("fields", func(t *testing.T) { fields(t, run, s, do) })
	t.Run("segments", func(t *testing.T) { segments(t, run, s, do) })
	t.Run("finding", func(t *testing.T) { finding(t, s, do) })
	t.Run("notes", func(t *testing.T) { notes(t, run, s, do) })
	t.Run("tenants", func(t *testing.T) { tenants(t, s, do) })
}

type doFunc func(t *testing.T, ctx context.Context, fn func(ctx context.Context) error)

func customers(t *testing.T, run unit.Runner, s Stores, do doFunc) {
	ctx := In(t.Context(), "wsp_customers")
	c := Person("王小明", Epoch)
	c.Email, c.Phone, c.Attributes = "Wang@Example.com", "+86 138 0013 8000", map[string]any{"plan": "gold", "age": 3.0}
	do(t, ctx, func(ctx context.Context) error { return s.InsertCustomer(ctx, c) })
	check.Equal(t, check.Must(s.Customer(ctx, c.ID))(t), c)

	c.Note, c.Level = "prefers e-mail", customer.LevelVIP
	do(t, ctx, func(ctx context.Context) error { return s.UpdateCustomer(ctx, c) })
	err := run.Do(ctx, func(ctx context.Context) error { return s.UpdateCustomer(ctx, c) })
	check.Fault(t, err, fault.ErrConflict)
	later := Epoch.Add(time.Hour)
	do(t, ctx, func(ctx context.Context) error { return s.TouchCustomer(ctx, c.ID, later) })
	do(t, ctx, func(ctx context.Context) error { return s.TouchCustomer(ctx, c.ID, Epoch) })
	c.Version, c.LastSeenAt = 2, later
	check.Equal(t, check.Must(s.Customer(ctx, c.ID))(t), c)
	check.Equal(t, check.Must(s.Customers(ctx, []string{"cus_none", c.ID}))(t), []customer.Customer{c})
	_, err = s.Customer(ctx, "cus_none")
	check.Fault(t, err, customer.ErrNotFound)
}

func lists(t *testing.T, s Stores, do doFunc) {
	ctx := In(t.Context(), "wsp_lists")
	names := []string{"Anna", "anton", "Bob", "王小明", "王五"}
	do(t, ctx, func(ctx context.Context) error {
		for i, n := range names {
			c := Person(n, Epoch.Add(time.Duration(i/2)*time.Hour)) // pairs share a moment
			c.Email, c.Phone = fmt.Sprintf("p%d@example.com", i), fmt.Sprintf("+86 1380000000%d", i)
			if err := s.InsertCustomer(ctx, c); err != nil {
				return err
			}
		}
		merged := Person("Anna the second", Epoch)
		merged.MergedInto = "cus_other"
		return s.InsertCustomer(ctx, merged)
	})
	found := func(q string) int {
		t.Helper()
		return len(check.Must(s.ListCustomers(ctx, customer.Filter{Query: q}, page.Request{}))(t).Items)
	}
	for q, want := range map[string]int{"": 5, "an": 2, "ANN": 1, "王": 2, "王小": 1, "p3@": 1, "138000000": 0, "+86138000": 5, "8613800000002": 1, "zzz": 0} {
		if got := found(q); got != want {
			t.Errorf("search %q found %d, want %d", q, got, want)
		}
	}
	var seen []string
	req := page.Request{Limit: 2}
	for {
		p := check.Must(s.ListCustomers(ctx, customer.Filter{}, req))(t)
		for _, c := range p.Items {
			seen = append(seen, c.Name)
		}
		if p.Next == "" {
			break
		}
		req.Cursor = p.Next
	}
	check.Equal(t, len(seen), 5)
	check.Equal(t, seen[0], "王五")
	_, err := s.ListCustomers(ctx, customer.Filter{}, page.Request{Cursor: "!"})
	check.Fault(t, err, fault.ErrCursor)
}

func identities(t *testing.T, s Stores, do doFunc) {
	ctx := In(t.Context(), "wsp_identities")
	claim := func(kind customer.IdentityKind, value, by string) string {
		i := check.Must(customer.NewIdentity(kind, value, false))(t)
		i.CustomerID, i.CreatedAt = by, Epoch
		var owner string
		do(t, ctx, func(ctx context.Context) (err error) { owner, err = s.Claim(ctx, i); return err })
		return owner
	}
	check.Equal(t, claim(customer.KindEmail, "A@b.example", "cus_1"), "cus_1")
	check.Equal(t, claim(customer.KindEmail, "a@B.example", "cus_2"), "cus_1")
	check.Equal(t, claim(customer.KindExternal, "A@b.example", "cus_2"), "cus_2")
	check.Equal(t, check.Must(s.Owner(ctx, customer.KindEmail, "nobody"))(t), "")
	do(t, ctx, func(ctx context.Context) error { return s.VerifyIdentity(ctx, customer.KindEmail, "a@b.example") })
	do(t, ctx, func(ctx context.Context) error {
		if err := s.InsertVisitor(ctx, customer.Visitor{ID: "vis_1", CustomerID: "cus_1", CreatedAt: Epoch, LastSeenAt: Epoch}); err != nil {
			return err
		}
		return s.MoveIdentities(ctx, "cus_1", "cus_2")
	})
	check.Equal(t, check.Must(s.IdentitiesOf(ctx, "cus_2"))(t), []customer.Identity{
		{Kind: customer.KindEmail, Key: "a@b.example", Value: "A@b.example", CustomerID: "cus_2", Verified: true, CreatedAt: Epoch},
		{Kind: customer.KindExternal, Key: "A@b.example", Value: "A@b.example", CustomerID: "cus_2", CreatedAt: Epoch},
	})
	check.Equal(t, check.Must(s.Visitor(ctx, "vis_1"))(t).CustomerID, "cus_2")
}

func visitors(t *testing.T, s Stores, do doFunc) {
	ctx := In(t.Context(), "wsp_visitors")
	v := customer.Visitor{
		ID: "vis_1", ChannelID: "chn_1", Device: "phone", Browser: "Safari", System: "iOS", Locale: "zh-CN",
		Timezone: "Asia/Shanghai", Referrer: "https://a.example/", EntryPage: "https://b.example/", CreatedAt: Epoch, LastSeenAt: Epoch,
	}
	do(t, ctx, func(ctx context.Context) error { return s.InsertVisitor(ctx, v) })
	check.Equal(t, check.Must(s.Visitor(ctx, v.ID))(t), v)
	v.CustomerID, v.Verified = "cus_1", true
	do(t, ctx, func(ctx context.Context) error { return s.UpdateVisitor(ctx, v) })
	check.Equal(t, check.Must(s.VisitorsOf(ctx, "cus_1"))(t), []customer.Visitor{v})
	do(t, ctx, func(ctx context.Context) error {
		for i := range customer.PagesKept + 10 {
			p := customer.PageView{URL: fmt.Sprintf("https://b.example/%d", i), Title: "t", At: Epoch.Add(time.Duration(i) * time.Second)}
			if err := s.AddPage(ctx, v.ID, p); err != nil {
				return err
			}
		}
		return nil
	})
	pages := check.Must(s.Pages(ctx, "cus_1"))(t)
	check.Equal(t, len(pages), customer.PagesKept)
	check.Equal(t, pages[0], customer.PageView{URL: "https://b.example/59", Title: "t", At: Epoch.Add(59 * time.Second)})
	check.Equal(t, pages[49].URL, "https://b.example/10")
	_, err := s.Visitor(ctx, "vis_none")
	check.Fault(t, err, customer.ErrVisitorNotFound)
}

func tags(t *testing.T, run unit.Runner, s Stores, do doFunc) {
	ctx := In(t.Context(), "wsp_tags")
	a := customer.Tag{ID: "tag_a", Name: "Refund", Colour: "red", CreatedAt: Epoch, Version: 1}
	b := customer.Tag{ID: "tag_b", Name: "合作", Colour: "blue", CreatedAt: Epoch, Version: 1}
	c := Person("Anna", Epoch)
	do(t, ctx, func(ctx context.Context) error {
		for _, tag := range []customer.Tag{b, a} {
			if err := s.InsertTag(ctx, tag); err != nil {
				return err
			}
		}
		return s.InsertCustomer(ctx, c)
	})
	check.Equal(t, check.Must(s.ListTags(ctx))(t), []customer.Tag{a, b})
	double := customer.Tag{ID: "tag_c", Name: "REFUND", Colour: "red", CreatedAt: Epoch, Version: 1}
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.InsertTag(ctx, double) }), customer.ErrTagTaken)
	taken := b
	taken.Name = "refund"
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.UpdateTag(ctx, taken) }), customer.ErrTagTaken)
	a.Colour = "green"
	do(t, ctx, func(ctx context.Context) error { return s.UpdateTag(ctx, a) })
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.UpdateTag(ctx, a) }), fault.ErrConflict)
	do(t, ctx, func(ctx context.Context) error { return s.LinkTags(ctx, c.ID, []string{"tag_a", "tag_b"}) })
	check.Equal(t, check.Must(s.Customer(ctx, c.ID))(t).TagIDs, []string{"tag_a", "tag_b"})
	check.Equal(t, len(check.Must(s.ListCustomers(ctx, customer.Filter{TagID: "tag_b"}, page.Request{}))(t).Items), 1)
	do(t, ctx, func(ctx context.Context) error { return s.DeleteTag(ctx, "tag_a") })
	check.Equal(t, check.Must(s.Customer(ctx, c.ID))(t).TagIDs, []string{"tag_b"})
	check.Fault(t, run.Do(ctx, func(ctx context.Context) error { return s.DeleteTag(ctx, "tag_a") }), customer.ErrTagNotFound)
	_, err := s.Tag(ctx, "tag_a")
	check.Fault(t, err, customer.ErrTagNotFound)
}

// tenants shows that nothing of one workspace is seen or changed from another.
func tenants(t *testing.T, s Stores, do doFunc) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	c := Person("Anna", Epoch)
	do(t, here, func(ctx context.Context) error {
		if err := s.InsertCustomer(ctx, c); err != nil {
			return err
		}
		if err := s.InsertVisitor(ctx, customer.Visitor{ID: "vis_t", CustomerID: c.ID, CreatedAt: Epoch, LastSeenAt: Epoch}); err != nil {
			return err
		}
		if _, err := s.Claim(ctx, customer.Identity{Kind: customer.KindEmail, Value: "x", Key: "x", CustomerID: c.ID, CreatedAt: Epoch}); err != nil {
			return err
		}
		return s.InsertTag(ctx, customer.Tag{ID: "tag_t", Name: "t", Colour: "red", CreatedAt: Epoch, Version: 1})
	})
	_, err := s.Customer(there, c.ID)
	check.Fault(t, err, customer.ErrNotFound)
	_, err = s.Visitor(there, "vis_t")
	check.Fault(t, err, customer.ErrVisitorNotFound)
	check.Equal(t, check.Must(s.Owner(there, customer.KindEmail, "x"))(t), "")
	check.Equal(t, len(check.Must(s.ListTags(there))(t)), 0)
	check.Equal(t, len(check.Must(s.IdentitiesOf(there, c.ID))(t)), 0)
	check.Equal(t, len(check.Must(s.VisitorsOf(there, c.ID))(t)), 0)
	check.Equal(t, len(check.Must(s.ListCustomers(there, customer.Filter{}, page.Request{}))(t).Items), 0)
	do(t, there, func(ctx context.Context) error { return s.MoveIdentities(ctx, c.ID, "cus_thief") })
	check.Equal(t, check.Must(s.Owner(here, customer.KindEmail, "x"))(t), c.ID)
	_, err = s.Customer(t.Context(), c.ID)
	check.Fault(t, err, fault.ErrUnauthenticated)
}
