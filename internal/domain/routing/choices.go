package routing

import (
	"context"
	"slices"
	"time"
)

// What customers chose who waited.
const (
	ChoseCallBack = "callback" // to be called
	ChoseSolved   = "solved"   // they found the answer themselves
	ChoseLeft     = "left"     // not to wait any longer
)

// Chosen is how often something was chosen in a queue.
type Chosen struct {
	Queue  string
	Choice string
	Count  int
}

// Choices counts what customers choose who wait.
type Choices interface {
	// Choose counts one, in the slot of five minutes that begins then.
	Choose(ctx context.Context, queueID, choice string, slot time.Time) error
	// ChosenSince is what was chosen in the slots from one on.
	ChosenSince(ctx context.Context, from time.Time) ([]Chosen, error)
}

// Suggests reports whether the queue offers something to who waits: as a step, or when it is closed.
func (q *QueuePlan) Suggests(what Action) bool {
	if q == nil {
		return false
	}
	return q.Closed == what || slices.ContainsFunc(q.Steps, func(s Step) bool { return s.Do == what })
}

// CallWish is the wish of a customer to be called, as it is shown to who is offered the work.
type CallWish struct {
	Phone string    `json:"phone" personal:"phone"`
	Name  string    `json:"name,omitempty" personal:"text" doc:"Whom to ask for."`
	Until time.Time `json:"until,omitzero" doc:"The end of the time that they chose."`
	Tried int       `json:"tried,omitempty" doc:"How often nobody was reached."`
}
