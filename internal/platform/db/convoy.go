package db

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/internal/base/fault"
)

// convoy commits units on PostgreSQL that only wrote. Those that come together share a transaction: its round trip, its
// flush and the waking of two processes cost as much as all that a chat message writes. One that comes alone leaves at
// once; while all lanes are under way, units gather.
type convoy struct {
	e    *pgEngine
	most int // lanes: as many as there are processors, so that convoys fill before there are more of them

	mu    sync.Mutex
	queue []*parcel
	lanes int // under way
}

// maxConvoy is how many units share a transaction at most.
const maxConvoy = 64

// parcel is what one unit wrote.
type parcel struct {
	state  atomic.Int32 // waiting, started or withdrawn
	writes []write
	wrote  Commit
	done   chan error
}

// send hands over what a unit wrote and waits for the commit. A caller may leave while it waits; once its convoy is under
// way, it waits for a definite outcome.
func (c *convoy) send(ctx context.Context, writes []write, wrote Commit) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !c.e.n.queue(c.e.cfg.Queue) {
		return fault.ErrBusy.New()
	}
	p := &parcel{writes: writes, wrote: wrote, done: make(chan error, 1)}
	c.enter(ctx, p)
	select {
	case err := <-p.done:
		return err
	case <-ctx.Done():
	}
	if p.state.CompareAndSwap(waiting, withdrawn) {
		c.e.n.waiting.Add(-1)
		return ctx.Err()
	}
	return <-p.done
}

func (c *convoy) enter(ctx context.Context, p *parcel) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queue = append(c.queue, p)
	if c.lanes < c.most {
		c.lanes++
		go c.drive(context.WithoutCancel(ctx)) // the transactions are of many
	}
}

// drive commits until nobody waits.
func (c *convoy) drive(ctx context.Context) {
	var conn *pgxpool.Conn
	for group := c.next(); group != nil; group = c.next() {
		if conn == nil || conn.Conn().IsClosed() {
			var err error
			if conn, err = c.change(ctx, conn); err != nil {
				settle(group, err)
				continue
			}
		}
		c.commit(ctx, conn, group)
	}
	if conn != nil {
		conn.Release()
	}
}

// change takes another connection in the place of one that broke.
func (c *convoy) change(ctx context.Context, broken *pgxpool.Conn) (*pgxpool.Conn, error) {
	if broken != nil {
		broken.Release()
	}
	ctx, cancel := context.WithTimeout(ctx, commitTimeout)
	defer cancel()
	return c.e.pool.Acquire(ctx)
}

// next takes the units that leave together; nil ends the lane.
func (c *convoy) next() (group []*parcel) {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := 0
	for _, p := range c.queue {
		if len(group) == maxConvoy {
			break
		}
		taken++
		if p.state.CompareAndSwap(waiting, started) {
			c.e.n.waiting.Add(-1)
			group = append(group, p)
		}
	}
	if c.queue = c.queue[taken:]; len(c.queue) == 0 {
		c.queue = nil // let go of the array
	}
	if group == nil {
		c.lanes--
	}
	return group
}

// commit writes the units in one transaction, and each in one of its own if that fails: only then is it known whose fault
// it was. Where the outcome is unknown nothing can be done again.
func (c *convoy) commit(ctx context.Context, conn *pgxpool.Conn, group []*parcel) {
	err := c.transact(ctx, conn, group...)
	if err == nil || len(group) == 1 || fault.Has(err, ErrOutcome) {
		settle(group, err)
		return
	}
	for _, p := range group {
		p.done <- c.transact(ctx, conn, p)
	}
}

func (c *convoy) transact(ctx context.Context, conn *pgxpool.Conn, group ...*parcel) error {
	t := &pgTx{e: c.e, conn: conn}
	defer t.rollback(ctx)
	var wrote Commit
	for _, p := range group {
		t.pending = append(t.pending, p.writes...)
		wrote = wrote.with(p.wrote)
	}
	return t.commit(ctx, wrote)
}

func settle(group []*parcel, err error) {
	for _, p := range group {
		p.done <- err
	}
}
