package routing

import (
	"context"
	"slices"
	"time"
)

// Kept is the place of a customer who went before anybody answered.
type Kept struct {
	ConversationID string // which waited
	CustomerID     string
	Queue          string
	Arrived        time.Time
	Left           time.Time
	Until          time.Time // coming back later is coming anew
	Step           int       // of the overflow, the next one then …
	Plan           int64     // … by this plan
}

// Comeback is how work got an old place: its customer had left and came back in time.
type Comeback struct {
	Left time.Time `json:"left"`
	Back time.Time `json:"back"`
}

// AfterSeconds is how long the customer was away, at least one second; 0 for nil.
func (c *Comeback) AfterSeconds() int {
	if c == nil {
		return 0
	}
	return max(1, int(c.Back.Sub(c.Left)/time.Second))
}

// PlaceFor is the earliest of a customer's kept places that work of the queue may have which arrived at that moment.
func PlaceFor(kept []Kept, queue string, arrived time.Time) (Kept, bool) {
	var out Kept
	for _, k := range kept {
		fits := k.Queue == queue && k.Arrived.Before(arrived) && !k.Until.Before(arrived)
		if fits && (out.ConversationID == "" || k.Arrived.Before(out.Arrived)) {
			out = k
		}
	}
	return out, out.ConversationID != ""
}

// Back is the work where it stood: its time of arrival, and the steps that it had by the same plan, are not had again.
func (k Kept) Back(it Item, q *QueuePlan) Item {
	it.Kept = &Comeback{Left: k.Left, Back: it.Arrived}
	it.Arrived = k.Arrived
	if q == nil || k.Plan != it.Plan {
		return it
	}
	it.Step = min(k.Step, len(q.Steps))
	for _, s := range q.Steps[:it.Step] {
		if s.Do == ActWiden && s.Queue != "" && !slices.Contains(it.Queues, s.Queue) {
			it.Queues = append(slices.Clone(it.Queues), s.Queue)
		}
	}
	return it
}

// Keeps reports whether a queue of the plan keeps the places of who goes.
func (p Plan) Keeps() bool {
	return slices.ContainsFunc(p.Queues, func(q QueuePlan) bool { return q.Keep > 0 })
}

// Places keeps the places of customers who went.
type Places interface {
	// KeepPlace keeps one; of a conversation the last.
	KeepPlace(ctx context.Context, k Kept) error
	// KeptOf are those of these customers, in any order, also past their time.
	KeptOf(ctx context.Context, customerIDs []string) ([]Kept, error)
	// TakePlace uses one up, else the unit fails with ErrTaken.
	TakePlace(ctx context.Context, conversationID string) error
	// PlacesPast reports whether there are any whose time is over.
	PlacesPast(ctx context.Context, at time.Time) (bool, error)
	// SweepPlaces removes those whose time is over.
	SweepPlaces(ctx context.Context, at time.Time) error
}
