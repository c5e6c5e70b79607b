package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// PermMonitor is the right to see what goes on, to look on unseen, to whisper, to step in and to take over.
const PermMonitor actor.Permission = "conversation.monitor"

// Oversight narrows the list of those who supervise. All parts that are given must hold.
type Oversight struct {
	Important bool                 // the customer is a VIP
	MostScore int                  // rated, and with no more than this; 0 for any
	IDs       []string             // only these; nil for all
	Overdue   map[string]time.Time // by channel: has waited since then, or longer; nil for any
}

// Passes reports whether a row passes; nil lets everything through.
func (o *Oversight) Passes(c Conversation) bool {
	if o == nil {
		return true
	}
	if o.Overdue != nil {
		limit, ok := o.Overdue[c.ChannelID]
		if !ok || c.WaitingSince.IsZero() || c.WaitingSince.After(limit) {
			return false
		}
	}
	return (!o.Important || c.Important()) && (o.MostScore == 0 || c.RatingScore > 0 && c.RatingScore <= o.MostScore) &&
		(o.IDs == nil || slices.Contains(o.IDs, c.ID))
}

// levelVIP is the level of customers who come first.
const levelVIP = "vip"

// Important reports whether the customer is one of those who come first.
func (c Conversation) Important() bool { return c.CustomerLevel == levelVIP }

// Load is what one person of one team holds, or what nobody has taken, of what is open.
type Load struct {
	TeamID, AssigneeID string
	Held, Waiting      int
	Oldest             time.Time // since when the one who waits longest has waited
	Last               time.Time // the last entry
}

// MonitorRows reads what supervisors see at once.
type MonitorRows interface {
	// Loads are the open conversations, counted by team and assignee.
	Loads(ctx context.Context) ([]Load, error)
	// HeldBy are open conversations of a person, up to limit.
	HeldBy(ctx context.Context, userID string, limit int) ([]string, error)
}

// Oversights keeps what a Monitor needs.
type Oversights interface {
	MonitorRows
	WatchRows
	WhisperRows
}

// Monitor is for those who supervise others.
type Monitor struct {
	runner   unit.Runner
	clock    clock.Clock
	rows     MonitorRows
	watches  WatchRows
	whispers WhisperRows
	talks    *Service
}

// NewMonitor makes it.
func NewMonitor(r unit.Runner, c clock.Clock, rows Oversights, talks *Service) *Monitor {
	return &Monitor{runner: r, clock: c, rows: rows, watches: rows, whispers: rows, talks: talks}
}

// Live is a page of what is open and the actor supervises: who waits longest first, then the others by their last activity.
func (m *Monitor) Live(ctx context.Context, f Filter, o Oversight, r page.Request) (page.Of[Conversation], error) {
	a, err := actor.Require(ctx, PermMonitor)
	if err != nil {
		return page.Of[Conversation]{}, err
	}
	q := Query{View: ViewAll, Sort: Attention, Filter: f, Over: &o, Page: r}
	if err := q.check(); err != nil {
		return page.Of[Conversation]{}, err
	}
	if f.Waiting || o.Overdue != nil {
		q.Sort = Waiting
	}
	q.Scope, q.User, q.Filter = a.ScopeOf(PermMonitor), a.ID, q.For(a.ID)
	if q, err = m.talks.narrowed(ctx, q); err != nil {
		return page.Of[Conversation]{}, err
	}
	return m.talks.inbox.List(ctx, q)
}

// Loads are the open conversations of the whole workspace, counted by team and assignee.
func (m *Monitor) Loads(ctx context.Context) ([]Load, error) {
	if _, err := machine(ctx); err != nil {
		return nil, err
	}
	return m.rows.Loads(ctx)
}

// causeForcedOut is the cause of an unassignment: its assignee was signed out by a supervisor.
const causeForcedOut = "forced_out"

// GiveBack takes up to limit open conversations from a person who was signed out; their teams stay. It tells how many it took.
func (m *Monitor) GiveBack(ctx context.Context, userID string, limit int) (int, error) {
	a, err := machine(ctx)
	if err != nil {
		return 0, err
	}
	ids, err := m.rows.HeldBy(ctx, userID, limit)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		_, err := m.talks.turnAs(ctx, a, id, func(context.Context, Conversation) error { return nil }, func(_ context.Context, t *Turn) error {
			t.GiveBack(userID)
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// GiveBack takes an open conversation from a person who was signed out; somebody else's stays where it is.
func (t *Turn) GiveBack(userID string) {
	if t.Row.Status == Open && t.Row.AssigneeID == userID {
		t.give("", t.Row.TeamID, causeForcedOut, "")
	}
}
