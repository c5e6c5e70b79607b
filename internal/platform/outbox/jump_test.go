package outbox_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/outbox"
)

// wrong is a clock that is ahead of the real one, for as long as it is told.
type wrong struct{ ahead atomic.Int64 }

func (w *wrong) Now() time.Time { return clock.Real{}.Now().Add(time.Duration(w.ahead.Load())) }

// A node dies while its clock is hours ahead: its lease ends when that of any other node would.
func TestALeaseOfAClockThatWasAheadIsInherited(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		r := newRunner(d, outbox.Options{Node: "b", Poll: 20 * time.Millisecond, Lease: 300 * time.Millisecond})
		r.Add(outbox.Consumer{Name: "copy", Handle: record(d, "b")})
		check.NoError(t, d.Do(t.Context(), func(ctx context.Context) error {
			return d.Exec(ctx, `INSERT INTO consumers (name, tx, id, holder, lease_until, moved_at) VALUES ('copy', 0, 0, 'a', $1, 0)`, clock.Real{}.Now().Add(3*time.Hour))
		}))
		add(t, d, "wsp_1", 1, 2)
		start(t, r)
		check.Eventually(t, "the other node takes over", func() bool { return len(recordedResults(t, d)) == 2 })
	})
}

// A node whose clock is ahead and goes on is left alone, and one whose clock goes back again holds no lease for hours.
func TestAClockThatGoesBackShortensItsLease(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		results(t, d)
		var by wrong
		by.ahead.Store(int64(3 * time.Hour))
		node := func(name string, c clock.Clock) {
			r := outbox.NewRunner(d, c, dbtest.Log(), outbox.Options{Node: name, Poll: 20 * time.Millisecond, Lease: time.Second})
			r.Add(outbox.Consumer{Name: "copy", Handle: record(d, name)})
			start(t, r)
		}
		lease := func() time.Time {
			return check.Must(db.Query(t.Context(), d, func(r db.Row) (at time.Time, err error) { return at, r.Scan(&at) }, `SELECT lease_until FROM consumers WHERE name = 'copy'`))(t)[0]
		}
		node("a", &by)
		add(t, d, "wsp_1", 1)
		check.Eventually(t, "node a works", func() bool { return len(recordedResults(t, d)) == 1 })
		node("b", clock.Real{})
		seen := lease()
		check.Eventually(t, "node a goes on", func() bool { return lease().After(seen.Add(2 * time.Second)) })
		check.Equal(t, time.Until(lease()) > 2*time.Hour, true) // and node b has not taken it away
		by.ahead.Store(0)
		check.Eventually(t, "the lease is as long as any", func() bool { return time.Until(lease()) < time.Minute })
		add(t, d, "wsp_1", 2)
		check.Eventually(t, "somebody works", func() bool { return len(recordedResults(t, d)) == 2 })
	})
}
