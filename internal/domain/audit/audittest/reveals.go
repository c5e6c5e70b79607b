package audittest

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/audit"
)

// RevealMemory keeps reveals in a list for each workspace.
type RevealMemory struct{ rows map[string][]audit.Revealed }

// NewRevealMemory makes an empty store.
func NewRevealMemory() *RevealMemory { return &RevealMemory{rows: map[string][]audit.Revealed{}} }

// InsertReveal implements audit.RevealStore.
func (m *RevealMemory) InsertReveal(ctx context.Context, r audit.Revealed) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.rows[tenant] = append(m.rows[tenant], r)
	return nil
}

// ForgetReasons implements audit.RevealStore.
func (m *RevealMemory) ForgetReasons(ctx context.Context, customerID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for i := range m.rows[tenant] {
		if m.rows[tenant][i].CustomerID == customerID {
			m.rows[tenant][i].Reason = ""
		}
	}
	return nil
}

// ForgetReveals implements audit.RevealStore.
func (m *RevealMemory) ForgetReveals(ctx context.Context, customerIDs []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.rows[tenant] = slices.DeleteFunc(m.rows[tenant], func(r audit.Revealed) bool { return slices.Contains(customerIDs, r.CustomerID) })
	return nil
}

// Reveals implements audit.RevealStore.
func (m *RevealMemory) Reveals(ctx context.Context, f audit.RevealFilter, p page.Request) (page.Of[audit.Revealed], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[audit.Revealed]{}, err
	}
	var at int64
	var id string
	more, err := page.Decode(p.Cursor, &at, &id)
	if err != nil {
		return page.Of[audit.Revealed]{}, err
	}
	rows := slices.DeleteFunc(slices.Clone(m.rows[tenant]), func(r audit.Revealed) bool {
		passed := more && (clock.Micros(r.At) > at || clock.Micros(r.At) == at && r.ID >= id)
		return passed || f.PersonID != "" && r.By.ID != f.PersonID || f.CustomerID != "" && r.CustomerID != f.CustomerID
	})
	slices.SortFunc(rows, func(a, b audit.Revealed) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	rows = rows[:min(len(rows), p.Size()+1)]
	return page.Cut(rows, p.Size(), func(r audit.Revealed) []any { return []any{clock.Micros(r.At), r.ID} }), nil
}

// RevealSuite is what every store of reveals passes.
func RevealSuite(t *testing.T, run unit.Runner, s audit.RevealStore) {
	t.Helper()
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	whole := audit.Revealed{
		ID: "rvl_5", At: Epoch.Add(5 * time.Minute), By: actor.Ref{Kind: actor.User, ID: "usr_2"}, Kind: audit.RevealEntry, SubjectID: "ent_1",
		CustomerID: "cus_2", ConversationID: "cnv_1", Classes: []personal.Class{personal.Email, personal.Phone}, Reason: "回访",
	}
	rows := []audit.Revealed{whole}
	for i := range 4 {
		rows = append(rows, audit.Revealed{
			ID: "rvl_" + strconv.Itoa(i), At: Epoch.Add(time.Duration(i) * time.Minute), By: actor.Ref{Kind: actor.User, ID: "usr_1"},
			Kind: audit.RevealCustomer, SubjectID: "cus_1", CustomerID: "cus_1", Classes: []personal.Class{},
		})
	}
	for _, r := range rows {
		check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.InsertReveal(ctx, r) }))
	}
	ids := func(ctx context.Context, f audit.RevealFilter) []string {
		t.Helper()
		out := []string{}
		for p := (page.Request{Limit: 2}); ; {
			got := check.Must(s.Reveals(ctx, f, p))(t)
			for _, r := range got.Items {
				out = append(out, r.ID)
			}
			if p.Cursor = got.Next; p.Cursor == "" {
				return out
			}
		}
	}
	check.Equal(t, ids(here, audit.RevealFilter{}), []string{"rvl_5", "rvl_3", "rvl_2", "rvl_1", "rvl_0"})
	check.Equal(t, ids(here, audit.RevealFilter{PersonID: "usr_1"}), []string{"rvl_3", "rvl_2", "rvl_1", "rvl_0"})
	check.Equal(t, ids(here, audit.RevealFilter{CustomerID: "cus_2"}), []string{"rvl_5"})
	check.Equal(t, check.Must(s.Reveals(here, audit.RevealFilter{}, page.Request{Limit: 1}))(t).Items, []audit.Revealed{whole})
	check.Equal(t, ids(there, audit.RevealFilter{}), []string{})
	check.NoError(t, run.Do(there, func(ctx context.Context) error { return s.ForgetReasons(ctx, "cus_2") }))
	check.Equal(t, check.Must(s.Reveals(here, audit.RevealFilter{CustomerID: "cus_2"}, page.Request{}))(t).Items, []audit.Revealed{whole})
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.ForgetReasons(ctx, "cus_2") }))
	check.Equal(t, check.Must(s.Reveals(here, audit.RevealFilter{CustomerID: "cus_2"}, page.Request{}))(t).Items[0].Reason, "")
	_, err := s.Reveals(here, audit.RevealFilter{}, page.Request{Cursor: "?"})
	check.Fault(t, err, fault.ErrCursor)
	check.NoError(t, run.Do(there, func(ctx context.Context) error { return s.ForgetReveals(ctx, []string{"cus_2"}) }))
	check.Equal(t, ids(here, audit.RevealFilter{CustomerID: "cus_2"}), []string{"rvl_5"})
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.ForgetReveals(ctx, []string{"cus_2"}) }))
	check.Equal(t, ids(here, audit.RevealFilter{CustomerID: "cus_2"}), []string{})
	check.Equal(t, len(ids(here, audit.RevealFilter{})) > 0, true)
}
