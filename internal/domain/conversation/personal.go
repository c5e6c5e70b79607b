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

// MaxPins is how many conversations one person can keep on top.
const MaxPins = 20

// PersonalRows keeps what one person keeps about the inbox. Reads inside a unit see its writes.
type PersonalRows interface {
	// Pins are the ids of the conversations that the user has pinned, in the order in which they were.
	Pins(ctx context.Context, userID string) ([]string, error)
	PutPin(ctx context.Context, userID, conversationID string, at time.Time) error
	// DeletePins takes pins away; missing ones are no error.
	DeletePins(ctx context.Context, userID string, conversationIDs ...string) error
	// MentionsUnseen is how many conversations mention the user since the user looked there.
	MentionsUnseen(ctx context.Context, userID string) (int64, error)
	// SeeMention says that the user looked at the conversation at this moment.
	SeeMention(ctx context.Context, userID, conversationID string, at time.Time) error
}

// Personal is how one person has arranged the inbox: what is pinned, and which mentions were looked at.
type Personal struct {
	runner unit.Runner
	clock  clock.Clock
	rows   PersonalRows
	talks  *Service
}

// NewPersonal makes it.
func NewPersonal(r unit.Runner, c clock.Clock, rows PersonalRows, talks *Service) *Personal {
	return &Personal{runner: r, clock: c, rows: rows, talks: talks}
}

// Pinned are the conversations that the actor keeps on top, in the order in which they were pinned. What has ended, or may
// not be read any more, is not among them.
func (p *Personal) Pinned(ctx context.Context) ([]InboxRow, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return nil, err
	}
	live, _, err := p.pinned(ctx, a)
	if err != nil {
		return nil, err
	}
	rows, err := p.talks.rowsFor(ctx, a, page.Of[Conversation]{Items: live})
	return rows.Items, err
}

// pinned are the conversations that still belong on top, and the pins that do not.
func (p *Personal) pinned(ctx context.Context, a actor.Actor) (live []Conversation, stale []string, err error) {
	ids, err := p.rows.Pins(ctx, a.ID)
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	rows, err := p.talks.bulk.Some(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		at := slices.IndexFunc(rows, func(c Conversation) bool { return c.ID == id })
		if at < 0 || rows[at].Status == Resolved || rows[at].Status == Merged || p.talks.within(ctx, a, PermRead, rows[at]) != nil {
			stale = append(stale, id)
			continue
		}
		live = append(live, rows[at])
	}
	return live, stale, nil
}

// Pin keeps a conversation on top of the actor's list. Pins of conversations that have ended make room.
func (p *Personal) Pin(ctx context.Context, id string) error {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return err
	}
	if _, err := p.talks.Get(ctx, id); err != nil {
		return err
	}
	return p.runner.Do(ctx, func(ctx context.Context) error {
		live, stale, err := p.pinned(ctx, a)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(live, func(c Conversation) bool { return c.ID == id }) {
			return nil
		}
		if len(live) >= MaxPins {
			return ErrTooManyPins.With("max", MaxPins)
		}
		if len(stale) > 0 {
			if err := p.rows.DeletePins(ctx, a.ID, stale...); err != nil {
				return err
			}
		}
		return p.rows.PutPin(ctx, a.ID, id, p.clock.Now())
	})
}

// Unpin lets it go.
func (p *Personal) Unpin(ctx context.Context, id string) error {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return err
	}
	return p.runner.Do(ctx, func(ctx context.Context) error { return p.rows.DeletePins(ctx, a.ID, id) })
}

// Counts are the numbers beside the views, the actor's mentions among them.
func (p *Personal) Counts(ctx context.Context) (Counts, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Counts{}, err
	}
	c, err := p.talks.Counts(ctx)
	if err != nil {
		return c, err
	}
	c.Mentions, err = p.rows.MentionsUnseen(ctx, a.ID)
	return c, err
}

// SeeMention says that the actor has looked at a conversation whose notes mention them.
func (p *Personal) SeeMention(ctx context.Context, id string) error {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return err
	}
	return p.runner.Do(ctx, func(ctx context.Context) error { return p.rows.SeeMention(ctx, a.ID, id, p.clock.Now()) })
}
