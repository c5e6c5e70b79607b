package customertest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
)

// OwnersOf implements customer.Erasure.
func (m *Memory) OwnersOf(ctx context.Context, kind customer.IdentityKind, prefix string, limit int) ([]string, error) {
	return locked(ctx, m, func(t string) ([]string, error) {
		var found []customer.Identity
		for k, i := range m.identities {
			if k[0] == t && i.Kind == kind && strings.HasPrefix(i.Key, prefix) {
				found = append(found, i)
			}
		}
		slices.SortFunc(found, func(a, b customer.Identity) int { return strings.Compare(a.Key, b.Key) })
		var out []string
		for _, i := range found[:min(limit, len(found))] {
			out = append(out, i.CustomerID)
		}
		return out, nil
	})
}

// EraseCustomers implements customer.Erasure.
func (m *Memory) EraseCustomers(ctx context.Context, ids []string) ([]string, error) {
	return locked(ctx, m, func(t string) ([]string, error) {
		var gone []string
		for k, c := range m.customers {
			if k[0] == t && (slices.Contains(ids, c.ID) || slices.Contains(ids, c.MergedInto)) {
				gone = append(gone, c.ID)
				delete(m.values, k)
				maps.DeleteFunc(m.notes, func(n [2]string, note customer.Note) bool { return n[0] == t && note.CustomerID == c.ID })
				delete(m.customers, k)
			}
		}
		for k, v := range m.visitors {
			if k[0] == t && slices.Contains(gone, v.CustomerID) {
				delete(m.visitors, k)
				delete(m.pages, k)
				delete(m.cards, k)
			}
		}
		maps.DeleteFunc(m.identities, func(k [3]string, i customer.Identity) bool {
			return k[0] == t && slices.Contains(gone, i.CustomerID)
		})
		return gone, nil
	})
}

func erase(t *testing.T, s Stores, do doFunc) {
	ctx, elsewhere := In(t.Context(), "wsp_erase"), In(t.Context(), "wsp_keep")
	var ids []string
	for _, where := range []context.Context{ctx, elsewhere} {
		for i, mark := range []string{"demo:1", "demo:2", "demo", "demp:1"} {
			c := Person(fmt.Sprint("P", i), Epoch)
			c.ID = fmt.Sprintf("cus_erase%d", i)
			v := customer.Visitor{ID: "vis_" + c.ID, CustomerID: c.ID, ChannelID: "chn_1", CreatedAt: Epoch, LastSeenAt: Epoch}
			do(t, where, func(ctx context.Context) error { return s.InsertCustomer(ctx, c) })
			do(t, where, func(ctx context.Context) error { return s.InsertVisitor(ctx, v) })
			do(t, where, func(ctx context.Context) error {
				return s.AddPage(ctx, v.ID, customer.PageView{URL: "https://a.example/", At: Epoch.Add(time.Minute)})
			})
			do(t, where, func(ctx context.Context) error {
				_, err := s.Claim(ctx, customer.Identity{Kind: customer.KindExternal, Key: mark, Value: mark, CustomerID: c.ID, CreatedAt: Epoch})
				return err
			})
			do(t, where, func(ctx context.Context) error {
				return s.PutValues(ctx, c.ID, "fld_e", []customer.Value{{Field: "fld_e", Text: "secret"}})
			})
			do(t, where, func(ctx context.Context) error {
				return s.InsertNote(ctx, customer.Note{ID: "cnt_" + c.ID, CustomerID: c.ID, Body: "secret", Mentions: []string{}, CreatedAt: Epoch, Version: 1})
			})
			ids = append(ids, c.ID)
		}
	}
	check.Equal(t, check.Must(s.OwnersOf(ctx, customer.KindExternal, "demo:", 1))(t), ids[:1])
	found := check.Must(s.OwnersOf(ctx, customer.KindExternal, "demo:", 10))(t)
	check.Equal(t, found, ids[:2])
	merged := Person("was a guest", Epoch)
	merged.MergedInto = ids[0]
	do(t, ctx, func(ctx context.Context) error { return s.InsertCustomer(ctx, merged) })

	for _, want := range [][]string{{ids[0], ids[1], merged.ID}, nil} { // the second time there is nothing left
		var gone []string
		do(t, ctx, func(ctx context.Context) (err error) { gone, err = s.EraseCustomers(ctx, found); return err })
		slices.Sort(gone)
		slices.Sort(want)
		check.Equal(t, gone, want)
	}
	check.Equal(t, len(check.Must(s.Customers(ctx, append(ids, merged.ID)))(t)), 2)
	_, err := s.Visitor(ctx, "vis_"+ids[0])
	check.Fault(t, err, customer.ErrVisitorNotFound)
	check.Equal(t, len(check.Must(s.Pages(ctx, ids[0]))(t)), 0)
	check.Equal(t, check.Must(s.Owner(ctx, customer.KindExternal, "demo:1"))(t), "")
	check.Equal(t, len(check.Must(s.ValuesOf(ctx, ids))(t)), 2)
	check.Equal(t, len(check.Must(s.ValuesOf(elsewhere, ids))(t)), 4)
	_, err = s.Note(ctx, "cnt_"+ids[0])
	check.Fault(t, err, customer.ErrNoteNotFound)
	_, err = s.Note(ctx, "cnt_"+ids[2])
	check.NoError(t, err)
	check.Equal(t, len(check.Must(s.Pages(ctx, ids[2]))(t)), 1)
	check.Equal(t, len(check.Must(s.Customers(elsewhere, ids))(t)), 4)
	check.Equal(t, len(check.Must(s.Pages(elsewhere, ids[0]))(t)), 1)
}
