package outbox

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/platform/db"
)

// maxPage bounds one reading of the log.
const maxPage = 1000

// Log reads events by opaque cursors.
type Log struct{ db *db.DB }

// NewLog reads the log of a database.
func NewLog(d *db.DB) *Log { return &Log{db: d} }

// Head is the cursor behind the newest event.
func (l *Log) Head(ctx context.Context) (string, error) {
	epoch, head, err := l.state(ctx)
	if err != nil {
		return "", err
	}
	return encode(epoch, head), nil
}

// Epoch is the part of a cursor that changes when older cursors become void.
func (l *Log) Epoch(ctx context.Context) (string, error) { return l.db.Epoch(ctx) }

// Since reads a tenant's events after a cursor, oldest first, and gives the cursor to go on from, even when there was
// nothing. The empty cursor is the start of the log. It reports ErrCursor when the cursor cannot be continued.
func (l *Log) Since(ctx context.Context, tenant, cursor string, limit int) ([]event.Recorded, string, error) {
	if tenant == "" {
		return nil, "", fault.ErrUnauthenticated.New()
	}
	epoch, head, err := l.state(ctx)
	if err != nil {
		return nil, "", err
	}
	after := db.Position{}
	if cursor != "" {
		var of string
		if of, after, err = decode(cursor); err != nil {
			return nil, "", err
		}
		if of != epoch || head.Before(after) {
			return nil, "", ErrCursor.New()
		}
	}
	limit = min(max(limit, 1), maxPage)
	rows, err := l.db.ReadLog(ctx, after, tenant, limit)
	if err != nil {
		return nil, "", err
	}
	// The head was read first, so a page that is not full reaches at least up to it.
	next := head
	if n := len(rows); n > 0 && (n == limit || next.Before(rows[n-1].Place)) {
		next = rows[n-1].Place
	}
	return recorded(epoch, rows), encode(epoch, next), nil
}

func (l *Log) state(ctx context.Context) (epoch string, head db.Position, err error) {
	if epoch, err = l.db.Epoch(ctx); err == nil {
		head, err = l.db.LogHead(ctx)
	}
	return epoch, head, err
}

func recorded(epoch string, rows []db.Logged) []event.Recorded {
	out := make([]event.Recorded, len(rows))
	for i, r := range rows {
		out[i] = event.Recorded{Event: r.Event, Cursor: encode(epoch, r.Place)}
	}
	return out
}

// Status is how far a consumer has come.
type Status struct {
	Name    string
	Holder  string        // the node that runs it; empty when none does
	Events  int64         // events it has not handled yet, up to MaxLag
	Behind  time.Duration // age of the oldest of them
	MovedAt time.Time     // when it last came further
}

// MaxLag is where counting of unhandled events ends.
const MaxLag = 10_000

// Status is how far each consumer has come, by name.
func (l *Log) Status(ctx context.Context, now time.Time) ([]Status, error) {
	rows, err := db.Query(ctx, l.db, scanConsumer,
		`SELECT name, tx, id, holder, lease_until, moved_at FROM consumers ORDER BY name`)
	if err != nil {
		return nil, err
	}
	out := make([]Status, len(rows))
	for i, c := range rows {
		s := Status{Name: c.name, MovedAt: clock.Time(c.movedAt)}
		if c.leaseUntil >= clock.Micros(now) {
			s.Holder = c.holder
		}
		var oldest time.Time
		if s.Events, oldest, err = l.db.LogLag(ctx, c.at, MaxLag); err != nil {
			return nil, err
		}
		if s.Events > 0 {
			s.Behind = max(0, now.Sub(oldest))
		}
		out[i] = s
	}
	return out, nil
}

// Lag is the number of events that a consumer has not handled yet, up to MaxLag.
func (l *Log) Lag(ctx context.Context, name string) (int64, error) {
	c, err := loadConsumer(ctx, l.db, name)
	if err != nil {
		return 0, err
	}
	n, _, err := l.db.LogLag(ctx, c.at, MaxLag)
	return n, err
}

type consumerRow struct {
	name                string
	at                  db.Position
	holder              string
	leaseUntil, movedAt int64
}

func scanConsumer(r db.Row) (c consumerRow, err error) {
	return c, r.Scan(&c.name, &c.at.Tx, &c.at.ID, &c.holder, &c.leaseUntil, &c.movedAt)
}

// loadConsumer is a consumer's row; one that never ran stands at the start of the log.
func loadConsumer(ctx context.Context, d *db.DB, name string) (consumerRow, error) {
	c, err := db.One(ctx, d, scanConsumer,
		`SELECT name, tx, id, holder, lease_until, moved_at FROM consumers WHERE name = $1`, name)
	if errors.Is(err, db.ErrNoRows) {
		return consumerRow{name: name}, nil
	}
	return c, err
}

func encode(epoch string, p db.Position) string {
	return epoch + "." + strconv.FormatInt(p.Tx, 36) + "." + strconv.FormatInt(p.ID, 36)
}

func decode(cursor string) (epoch string, p db.Position, err error) {
	parts := strings.Split(cursor, ".")
	if len(parts) != 3 {
		return "", p, ErrCursor.New()
	}
	tx, err1 := strconv.ParseInt(parts[1], 36, 64)
	id, err2 := strconv.ParseInt(parts[2], 36, 64)
	if err := errors.Join(err1, err2); err != nil {
		return "", p, ErrCursor.Wrap(err)
	}
	return parts[0], db.Position{Tx: tx, ID: id}, nil
}
