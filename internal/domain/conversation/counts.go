package conversation

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
)

// Delta changes the count of one place.
type Delta struct {
	Place
	N int64
}

// Tally is what the counts say within a scope: how many conversations in each place. Assignee is kept only where it is the
// person who asks; otherwise it is AssignedToOther or empty.
type Tally []Delta

// AssignedToOther stands for any assignee but the one who asks.
const AssignedToOther = "other"

// Counts are the numbers beside the views.
type Counts struct {
	Mine       int64            `json:"mine"`
	Unassigned int64            `json:"unassigned"`
	All        int64            `json:"all"`
	Snoozed    int64            `json:"snoozed"`
	Resolved   int64            `json:"resolved"`
	Mentions   int64            `json:"mentions" doc:"Conversations with a mention of the reader that the reader has not looked at."`
	Teams      map[string]int64 `json:"teams" doc:"Open conversations by team."`
	Channels   map[string]int64 `json:"channels" doc:"Open conversations by channel."`
}

// Counts are the numbers of what the actor may read.
func (s *Service) Counts(ctx context.Context) (Counts, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Counts{}, err
	}
	scope := a.ScopeOf(PermRead)
	teams := []string{}
	if scope.Level == actor.Teams {
		teams = append([]string{""}, scope.Teams...)
	}
	tally, err := s.counts.Tally(ctx, a.ID, teams, scope.Level == actor.All)
	if err != nil {
		return Counts{}, err
	}
	return tally.counts(a.ID), nil
}

func (t Tally) counts(user string) Counts {
	c := Counts{Teams: map[string]int64{}, Channels: map[string]int64{}}
	for _, d := range t {
		switch d.Status {
		case Snoozed:
			c.Snoozed += d.N
		case Resolved:
			c.Resolved += d.N
		case Open:
			c.All += d.N
			c.Channels[d.ChannelID] += d.N
			if d.TeamID != "" {
				c.Teams[d.TeamID] += d.N
			}
			switch d.AssigneeID {
			case "":
				c.Unassigned += d.N
			case user:
				c.Mine += d.N
			}
		case Merged: // counted with the one in which it goes on
		}
	}
	return c
}

// Recount makes the counts of the workspace anew, after an import or a repair. The counter must have caught up with the log
// and nobody else may write meanwhile: what it has yet to read would count twice.
func (s *Service) Recount(ctx context.Context) error {
	if _, err := machine(ctx); err != nil {
		return err
	}
	return s.runner.Do(ctx, s.counts.Recount)
}

// Counter keeps the counts from the log: it is the handler of an outbox consumer, which calls it inside the unit that
// moves the consumer's cursor, so that each event counts once.
type Counter struct{ rows CountRows }

// NewCounter makes it.
func NewCounter(rows CountRows) *Counter { return &Counter{rows: rows} }

// Moves reports whether an event changes a count.
func Moves(e event.Event) bool {
	switch e.Type {
	case EventOpened, EventAssigned, EventSnoozed, EventUnsnoozed, EventResolved, EventReopened, EventErased, EventMerged, EventUnmerged, EventMovedAlong:
		return true
	}
	return false
}

// Handle adds up what a batch of events changes.
func (k *Counter) Handle(ctx context.Context, batch []event.Recorded) error {
	for start := 0; start < len(batch); {
		end := start
		for end < len(batch) && batch[end].Tenant == batch[start].Tenant {
			end++
		}
		deltas, err := deltasOf(batch[start:end])
		if err != nil {
			return err
		}
		if len(deltas) > 0 {
			if err := k.rows.Bump(actor.With(ctx, actor.SystemFor(batch[start].Tenant)), deltas); err != nil {
				return err
			}
		}
		start = end
	}
	return nil
}

// deltasOf sums the moves of a batch, in the order in which places first appear.
func deltasOf(batch []event.Recorded) ([]Delta, error) {
	sum := map[Place]int64{}
	var order []Place
	add := func(p Place, n int64) {
		if _, seen := sum[p]; !seen {
			order = append(order, p)
		}
		sum[p] += n
	}
	for _, e := range batch {
		if !Moves(e.Event) {
			continue
		}
		if e.Type == EventErased {
			var gone Erased
			if err := json.Unmarshal(e.Data, &gone); err != nil {
				return nil, fault.ErrInternal.Wrap(err)
			}
			add(gone.Before, -1)
			continue
		}
		var m Moved
		if err := json.Unmarshal(e.Data, &m); err != nil {
			return nil, fault.ErrInternal.Wrap(err)
		}
		if m.Before != nil {
			add(*m.Before, -1)
		}
		add(m.After, 1)
	}
	out := make([]Delta, 0, len(order))
	for _, p := range order {
		if sum[p] != 0 {
			out = append(out, Delta{Place: p, N: sum[p]})
		}
	}
	return out, nil
}

// Merge puts the shared counts and a person's own ones together: own ones are taken out of the shared places that hold
// them, so that nothing counts twice.
func Merge(own, shared []Delta, userID string) Tally {
	type spot struct {
		status        Status
		team, channel string
	}
	index := map[spot]int{}
	var out Tally
	for _, d := range shared {
		if d.AssigneeID != "" {
			index[spot{d.Status, d.TeamID, d.ChannelID}] = len(out)
		}
		out = append(out, d)
	}
	for _, d := range own {
		if i, ok := index[spot{d.Status, d.TeamID, d.ChannelID}]; ok {
			out[i].N -= d.N
		}
		d.AssigneeID = userID
		out = append(out, d)
	}
	return out
}
