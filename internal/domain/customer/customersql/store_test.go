package customersql_test

import (
	"sync"
	"testing"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customersql"
	"frontdesk/internal/domain/customer/customertest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { customertest.Suite(t, d, customersql.New(d)) })
}

// Many first messages of one person at the same moment make one customer.
func TestResolveIsRaceSafe(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := customersql.New(d)
		svc := customer.New(d, clock.Real{}, s, s, s, s, s)
		ctx := customertest.In(t.Context(), "wsp_race")
		const callers = 16
		ids, errs := make([]string, callers), make([]error, callers)
		var wg sync.WaitGroup
		for n := range callers {
			wg.Go(func() {
				i, err := customer.NewIdentity(customer.KindEmail, "Anna@example.com", false)
				if err == nil {
					var c customer.Customer
					c, err = svc.Resolve(ctx, i, customer.Profile{})
					ids[n] = c.ID
				}
				errs[n] = err
			})
		}
		wg.Wait()
		for n := range callers {
			check.NoError(t, errs[n])
			check.Equal(t, ids[n], ids[0])
		}
		check.Equal(t, len(check.Must(s.ListCustomers(ctx, customer.Filter{}, page.Request{}))(t).Items), 1)
	})
}
