package accountsql_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/account/accountsql"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// Several people finish the guided set-up at the same moment: one of them founds the workspace.
func TestOneWorkspaceIsFounded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := account.New(accountsql.New(d), unit.Keeping(d, unit.Nobody{}), clock.Real{})
		var founded atomic.Int64
		var wg sync.WaitGroup
		for i := range 6 {
			wg.Go(func() {
				if _, err := s.Found(t.Context(), "Tea", fmt.Sprintf("tea-%d", i), "en", "UTC"); err == nil {
					founded.Add(1)
				}
			})
		}
		wg.Wait()
		check.Equal(t, founded.Load(), 1)
		check.Equal(t, len(check.Must(s.Directory(t.Context()))(t)), 1)
	})
}

// Numbers that are taken at the same moment are all different.
func TestNumbersAreHandedOutOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := account.New(accountsql.New(d), unit.Keeping(d, unit.Nobody{}), clock.Real{})
		ctx := actor.With(t.Context(), actor.SystemFor("wsp_numbers"))
		const takers = 20
		taken := make([]int64, takers)
		var wg sync.WaitGroup
		for i := range takers {
			wg.Go(func() {
				var n int64
				err := d.Do(ctx, func(ctx context.Context) (err error) {
					n, err = s.Next(ctx, "conversation")
					return err
				})
				if err == nil {
					taken[i] = n
				}
			})
		}
		wg.Wait()
		seen := map[int64]bool{}
		for _, n := range taken {
			seen[n] = true
		}
		check.Equal(t, len(seen), takers)
		check.Equal(t, seen[0], false)
	})
}

// A number that a failed unit took goes to the next one, and two nodes never give out the same.
func TestNumbersComeBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := actor.With(t.Context(), actor.SystemFor("wsp_back"))
		next := func(s *accountsql.Store, end error) (n int64) {
			err := d.Do(ctx, func(ctx context.Context) (err error) {
				if n, err = s.Next(ctx, "conversation"); err == nil {
					err = end
				}
				return err
			})
			check.Equal(t, errors.Is(err, end), true)
			return n
		}
		here, there := accountsql.New(d), accountsql.New(d)
		check.Equal(t, []int64{next(here, nil), next(here, errFailed), next(here, nil)}, []int64{1, 2, 2})
		check.Equal(t, next(there, nil) > 2, true)
		other := next(there, nil)
		check.Equal(t, next(here, nil) != other, true)
	})
}

var errFailed = errors.New("failed")
