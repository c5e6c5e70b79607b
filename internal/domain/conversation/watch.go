package conversation

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// PermWatches shows who has looked on unseen; it is the right to read what others changed.
const PermWatches actor.Permission = "history.read"

// StreamWatch is the kind of stream of looking on unseen. It is not the conversation's: those who have that open must not
// learn of it.
const StreamWatch = "watch"

// Types of events of that stream.
const (
	EventWatchStarted = "watch.started"
	EventWatchEnded   = "watch.ended"
)

// WatchLife is how long one look lasts at most.
const WatchLife = 12 * time.Hour

// Watched is the data of watch.started and watch.ended.
type Watched struct {
	ConversationID string `json:"conversationId"`
	UserID         string `json:"userId"`
}

// Watch is that somebody looks on, or did, without being seen.
type Watch struct {
	ID             string    `json:"id"`
	ConversationID string    `json:"conversationId"`
	Number         int64     `json:"number,omitempty" doc:"Of the conversation; absent when it was erased."`
	CustomerName   string    `json:"customerName,omitempty" personal:"text"`
	UserID         string    `json:"userId" doc:"Who looked on."`
	StartedAt      time.Time `json:"startedAt"`
	EndedAt        time.Time `json:"endedAt,omitzero" doc:"Absent while it goes on."`
}

// Lasts reports whether the look goes on at a moment.
func (w Watch) Lasts(now time.Time) bool {
	return w.EndedAt.IsZero() && now.Before(w.StartedAt.Add(WatchLife))
}

// WatchQuery asks for looks, the newest first. Empty fields ask for all.
type WatchQuery struct {
	UserID, ConversationID string
	Page                   page.Request
}

// WatchRows keeps who looked on.
type WatchRows interface {
	// Watching is the look of this person that has not ended; ok is false when there is none.
	Watching(ctx context.Context, userID string) (w Watch, ok bool, err error)
	AddWatch(ctx context.Context, w Watch) error
	// EndWatch writes the end of one that has none.
	EndWatch(ctx context.Context, id string, at time.Time) error
	Watches(ctx context.Context, q WatchQuery) (page.Of[Watch], error)
}

// Watch begins to look on unseen. Who looks at another conversation looks at the one before no more.
func (m *Monitor) Watch(ctx context.Context, conversationID string) (Watch, error) {
	a, err := actor.Require(ctx, PermMonitor)
	if err != nil {
		return Watch{}, err
	}
	if a.Kind != actor.User {
		return Watch{}, fault.ErrDenied.New() // a program sees entries by reading them
	}
	c, err := m.talks.rows.Get(ctx, conversationID)
	if err != nil {
		return Watch{}, err
	}
	if err := m.talks.within(ctx, a, PermMonitor, c); err != nil {
		return Watch{}, err
	}
	w := Watch{
		ID: id.New("wtc"), ConversationID: c.ID, Number: c.Number, CustomerName: c.CustomerName, UserID: a.ID, StartedAt: m.clock.Now(),
	}
	return w, m.runner.Do(ctx, func(ctx context.Context) error {
		if err := m.endRunning(ctx, a, ""); err != nil {
			return err
		}
		if err := m.watches.AddWatch(ctx, w); err != nil {
			return err
		}
		return m.tellWatch(ctx, a, EventWatchStarted, w)
	})
}

// Unwatch ends the own look at a conversation; without one nothing happens.
func (m *Monitor) Unwatch(ctx context.Context, conversationID string) error {
	a, err := actor.Require(ctx, PermMonitor)
	if err != nil {
		return err
	}
	return m.runner.Do(ctx, func(ctx context.Context) error { return m.endRunning(ctx, a, conversationID) })
}

// endRunning ends the look of the actor at a conversation, or at any.
func (m *Monitor) endRunning(ctx context.Context, a actor.Actor, conversationID string) error {
	w, ok, err := m.watches.Watching(ctx, a.ID)
	if err != nil || !ok || conversationID != "" && w.ConversationID != conversationID {
		return err
	}
	if err := m.watches.EndWatch(ctx, w.ID, m.clock.Now()); err != nil {
		return err
	}
	return m.tellWatch(ctx, a, EventWatchEnded, w)
}

func (m *Monitor) tellWatch(ctx context.Context, a actor.Actor, kind string, w Watch) error {
	return unit.Append(ctx, event.New(a.Tenant, StreamWatch, w.ID, kind, a.Ref(), m.clock.Now(), Watched{ConversationID: w.ConversationID, UserID: w.UserID}))
}

// Watching refuses whoever does not look at the conversation by the book: nobody sees it live and unseen without a trace.
func (m *Monitor) Watching(ctx context.Context, conversationID string) error {
	a, err := actor.Require(ctx, PermMonitor)
	if err != nil {
		return err
	}
	w, ok, err := m.watches.Watching(ctx, a.ID)
	switch {
	case err != nil:
		return err
	case !ok || w.ConversationID != conversationID || !w.Lasts(m.clock.Now()):
		return ErrNotFound.New()
	}
	c, err := m.talks.rows.Get(ctx, conversationID)
	if err != nil {
		return err
	}
	return m.talks.within(ctx, a, PermMonitor, c)
}

// Watches is who looked on unseen, the last first.
func (m *Monitor) Watches(ctx context.Context, q WatchQuery) (page.Of[Watch], error) {
	if _, err := actor.Require(ctx, PermWatches); err != nil {
		return page.Of[Watch]{}, err
	}
	var c fault.Checker
	c.If(q.UserID != "" && !id.Valid("usr", q.UserID), "userId", fault.ErrFormat)
	c.If(q.ConversationID != "" && !id.Valid("cnv", q.ConversationID), "conversationId", fault.ErrFormat)
	if err := c.Err(); err != nil {
		return page.Of[Watch]{}, err
	}
	return m.watches.Watches(ctx, q)
}
