package jobs

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/platform/db"
)

// maxBackoff is the longest pause between two attempts.
const maxBackoff = time.Hour

// claimed is a job that this node holds.
type claimed struct {
	unit.Job
	token    string // of the promise as it was claimed; another one means that it was replaced since
	attempts int
}

func scanClaimed(r db.Row) (c claimed, err error) {
	return c, r.Scan(&c.Tenant, &c.Kind, &c.Subject, &c.RunAt, &c.Payload, &c.token, &c.attempts)
}

// claim takes up to n due jobs. When there are fewer it says how long nothing will be due.
//
// due_at is when to look at a job next: when it should run, or when the lease of its run ends. A job that was replaced
// while it runs may be due, but its lease still keeps it from running a second time.
func (r *Runner) claim(ctx context.Context, n int) (got []claimed, pause time.Duration, err error) {
	if len(r.handlers) == 0 {
		return nil, r.opts.Poll, nil
	}
	now := r.clock.Now()
	var args []any
	kinds := db.List(&args, r.kinds())
	next, err := db.One(ctx, r.db, func(row db.Row) (t time.Time, err error) { return t, row.Scan(&t) },
		`SELECT due_at FROM jobs WHERE dead = 0 AND kind IN `+kinds+` ORDER BY due_at LIMIT 1`, args...)
	switch {
	case errors.Is(err, db.ErrNoRows):
		return nil, r.opts.Poll, nil
	case err != nil:
		return nil, r.opts.Poll, err
	case next.After(now):
		return nil, next.Sub(now), nil
	}
	args = []any{clock.Micros(now), clock.Micros(now.Add(r.opts.Lease)), r.opts.Node, n}
	kinds = db.List(&args, r.kinds())
	text := `UPDATE jobs SET holder = $3, lease_until = $2, due_at = $2, attempts = attempts + 1
		WHERE (tenant, kind, subject) IN (SELECT tenant, kind, subject FROM jobs
			WHERE dead = 0 AND due_at <= $1 AND lease_until <= $1 AND kind IN ` + kinds + ` ORDER BY due_at LIMIT $4)
		AND dead = 0 AND due_at <= $1 AND lease_until <= $1
		RETURNING tenant, kind, subject, run_at, payload, token, attempts`
	err = r.db.Do(ctx, func(ctx context.Context) error {
		got, err = db.Query(ctx, r.db, scanClaimed, text, args...)
		return err
	})
	if err != nil {
		return nil, r.opts.Poll, err
	}
	return got, r.opts.Poll, nil
}

// adopt frees the jobs that a former life of this node held.
func (r *Runner) adopt(ctx context.Context) error {
	return r.db.Do(ctx, func(ctx context.Context) error {
		return r.db.Exec(ctx, `UPDATE jobs SET holder = '', lease_until = 0, due_at = run_at WHERE holder = $1 AND dead = 0`,
			r.opts.Node)
	})
}

// extend renews the leases of all jobs that this node runs.
func (r *Runner) extend(ctx context.Context) error {
	until := clock.Micros(r.clock.Now().Add(r.opts.Lease))
	return r.db.Do(ctx, func(ctx context.Context) error {
		return r.db.Exec(ctx, `UPDATE jobs SET due_at = CASE WHEN due_at = lease_until THEN $1 ELSE due_at END,
			lease_until = $1 WHERE holder = $2 AND lease_until > 0`, until, r.opts.Node)
	})
}

// finish removes a job that was done, unless it was replaced meanwhile: then only its lease ends.
func (r *Runner) finish(ctx context.Context, c claimed) error {
	replaced := false
	err := r.db.Do(ctx, func(ctx context.Context) error {
		n, err := r.db.ExecCount(ctx, `DELETE FROM jobs WHERE tenant = $1 AND kind = $2 AND subject = $3 AND token = $4`,
			c.Tenant, c.Kind, c.Subject, c.token)
		if replaced = n == 0; err != nil || !replaced {
			return err
		}
		return r.unlock(ctx, c)
	})
	if replaced {
		r.ring()
	}
	return err
}

// postpone brings a job that failed back later, or sets it aside.
func (r *Runner) postpone(ctx context.Context, c claimed, cause error) error {
	pause := min(r.opts.Backoff<<min(c.attempts-1, 20), maxBackoff)
	if pause <= 0 {
		pause = maxBackoff
	}
	pause += rand.N(pause/5 + 1) //nolint:gosec // so that jobs that failed together do not come back together
	dead := c.attempts >= r.opts.Attempts
	return r.db.Do(ctx, func(ctx context.Context) error {
		err := r.db.Exec(ctx, `UPDATE jobs SET due_at = $1, dead = $2, last_error = $3
			WHERE tenant = $4 AND kind = $5 AND subject = $6 AND token = $7`,
			r.clock.Now().Add(pause), dead, fault.From(cause).Def.Code, c.Tenant, c.Kind, c.Subject, c.token)
		if err != nil {
			return err
		}
		return r.unlock(ctx, c)
	})
}

func (r *Runner) unlock(ctx context.Context, c claimed) error {
	return r.db.Exec(ctx, `UPDATE jobs SET holder = '', lease_until = 0
		WHERE tenant = $1 AND kind = $2 AND subject = $3 AND holder = $4`, c.Tenant, c.Kind, c.Subject, r.opts.Node)
}

// Entry is a job as an operator sees it. It does not show the payload.
type Entry struct {
	Kind      string
	Subject   string
	RunAt     time.Time // when it was promised for
	NextAt    time.Time // when it is looked at next
	Attempts  int
	Running   bool
	Dead      bool
	LastError string // code of the fault of the last attempt
}

// List pages through a tenant's jobs, or only the dead ones, by kind and subject.
func (r *Runner) List(ctx context.Context, tenant string, onlyDead bool, p page.Request) (page.Of[Entry], error) {
	var kind, subject string
	if _, err := page.Decode(p.Cursor, &kind, &subject); err != nil {
		return page.Of[Entry]{}, err
	}
	now := r.clock.Now()
	rows, err := db.Query(ctx, r.db, func(row db.Row) (e Entry, err error) {
		var lease time.Time
		err = row.Scan(&e.Kind, &e.Subject, &e.RunAt, &e.NextAt, &e.Attempts, &lease, &e.Dead, &e.LastError)
		e.Running = lease.After(now)
		return e, err
	}, `SELECT kind, subject, run_at, due_at, attempts, lease_until, dead, last_error FROM jobs
		WHERE tenant = $1 AND (kind, subject) > ($2, $3) AND dead >= $4 ORDER BY kind, subject LIMIT $5`,
		tenant, kind, subject, onlyDead, p.Size()+1)
	if err != nil {
		return page.Of[Entry]{}, err
	}
	return page.Cut(rows, p.Size(), func(e Entry) []any { return []any{e.Kind, e.Subject} }), nil
}

// Retry makes a job that failed or died due now, with all of its attempts.
func (r *Runner) Retry(ctx context.Context, tenant, kind, subject string) error {
	err := r.change(ctx, `UPDATE jobs SET dead = 0, attempts = 0, due_at = $4
		WHERE tenant = $1 AND kind = $2 AND subject = $3`, tenant, kind, subject, r.clock.Now())
	if err == nil {
		r.ring()
	}
	return err
}

// Discard gives a promise up.
func (r *Runner) Discard(ctx context.Context, tenant, kind, subject string) error {
	return r.change(ctx, `DELETE FROM jobs WHERE tenant = $1 AND kind = $2 AND subject = $3`, tenant, kind, subject)
}

func (r *Runner) change(ctx context.Context, text string, args ...any) error {
	return r.db.Do(ctx, func(ctx context.Context) error { return r.db.ExecOne(ctx, ErrNotFound.New(), text, args...) })
}

// Counts are the jobs of all tenants, for the metrics page.
type Counts struct {
	Waiting int64
	Overdue int64 // due, and nobody runs them
	Dead    int64
}

// Counts counts the jobs.
func (r *Runner) Counts(ctx context.Context) (Counts, error) {
	return db.One(ctx, r.db, func(row db.Row) (c Counts, err error) {
		return c, row.Scan(&c.Waiting, &c.Overdue, &c.Dead)
	}, `SELECT coalesce(sum(1 - dead), 0),
		coalesce(sum(CASE WHEN dead = 0 AND due_at <= $1 AND lease_until <= $1 THEN 1 ELSE 0 END), 0),
		coalesce(sum(dead), 0) FROM jobs`, r.clock.Now())
}
