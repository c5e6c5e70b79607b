package accountsql

import (
	"context"
	"slices"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/platform/db"
)

// block is how many numbers are taken from the database at a time. On PostgreSQL the row of a counter stays locked until
// the unit that raised it is durable, so that conversations would open one behind the other, a flush to disk each. On SQLite
// there is one writer anyway.
var block = map[db.Engine]int64{db.SQLite: 1, db.Postgres: 20}

// numbers are those that were taken and not handed out yet. They are forgotten when the program ends.
type numbers struct {
	mu   sync.Mutex
	free map[string][]int64
}

// Next implements account.CounterStore.
func (s *Store) Next(ctx context.Context, name string) (int64, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, err
	}
	key := tenant + "/" + name
	if n, ok := s.numbers.take(key); ok {
		unit.After(ctx, func(err error) {
			if err != nil && !fault.Has(err, db.ErrOutcome) { // else somebody may carry it
				s.numbers.add(key, n)
			}
		})
		return n, nil
	}
	size := block[s.db.Engine()]
	last, err := db.One(ctx, s.db, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) },
		`INSERT INTO account_counters (tenant, name, n) VALUES ($1, $2, $3)
		ON CONFLICT (tenant, name) DO UPDATE SET n = account_counters.n + $3 RETURNING n`, tenant, name, size)
	if err != nil {
		return 0, err
	}
	first := last - size + 1
	unit.After(ctx, func(err error) {
		for n := first + 1; n <= last && err == nil; n++ {
			s.numbers.add(key, n)
		}
	})
	return first, nil
}

// take is the lowest free number.
func (x *numbers) take(key string) (int64, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	free := x.free[key]
	if len(free) == 0 {
		return 0, false
	}
	x.free[key] = free[1:]
	return free[0], true
}

func (x *numbers) add(key string, n int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	i, _ := slices.BinarySearch(x.free[key], n)
	x.free[key] = slices.Insert(x.free[key], i, n)
}
