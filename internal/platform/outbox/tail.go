package outbox

import (
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/platform/db"
)

// tail is the part of the log that was read last. All consumers read the same events at about the same time, so the first
// one reads for all.
type tail struct {
	db    *db.DB
	mu    sync.Mutex
	after db.Position // where rows begins
	rows  []db.Logged // without a gap: nothing can appear between events that could be read
	read  time.Time   // when the end was looked at, by the steady clock
}

const (
	window = 500                  // how many events are read at a time
	kept   = 2000                 // how many stay at hand for consumers that are slower than others
	calm   = 3 * time.Millisecond // between two looks at the end: under load, each finds several events
)

// next gives up to limit events after a place; nobody may change them. Without any, soon says that there will be some in a
// moment.
func (t *tail) next(ctx context.Context, after db.Position, limit int) (rows []db.Logged, soon bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows, covered := t.known(after)
	if len(rows) > 0 {
		return rows[:min(limit, len(rows))], false, nil
	}
	if covered && time.Since(t.read) < calm {
		return nil, true, nil
	}
	rows, err = t.db.ReadLog(ctx, after, "", max(limit, window))
	if err != nil {
		return nil, false, err
	}
	if covered || len(t.rows) == 0 || len(rows) > 0 && t.end().Before(rows[len(rows)-1].Place) {
		t.read = time.Now()
	}
	if len(rows) == 0 {
		soon, err = t.db.LogPending(ctx, after)
		return nil, soon, err
	}
	t.keep(after, rows)
	return rows[:min(limit, len(rows))], false, nil
}

// keep adds what was read to what is known. Who is far behind reads for itself.
func (t *tail) keep(after db.Position, rows []db.Logged) {
	switch {
	case len(t.rows) > 0 && after == t.end():
		if t.rows = append(t.rows, rows...); len(t.rows) > 2*kept {
			cut := len(t.rows) - kept
			t.after, t.rows = t.rows[cut-1].Place, slices.Clone(t.rows[cut:])
		}
	case len(t.rows) == 0 || t.end().Before(rows[len(rows)-1].Place):
		t.after, t.rows = after, rows
	}
}

func (t *tail) end() db.Position { return t.rows[len(t.rows)-1].Place }

// known are the events after a place that are at hand; covered says that none before them is missing.
func (t *tail) known(after db.Position) (rows []db.Logged, covered bool) {
	if len(t.rows) == 0 || after.Before(t.after) || t.end().Before(after) {
		return nil, false
	}
	i, _ := slices.BinarySearchFunc(t.rows, after, func(l db.Logged, p db.Position) int {
		if p.Before(l.Place) {
			return 1
		}
		return -1 // an event at the place itself lies before it
	})
	return t.rows[i:], true
}
