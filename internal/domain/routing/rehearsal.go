package routing

import (
	"context"
	"time"
)

// Limits of rehearsals.
const (
	KeptRehearsals = 20
	KeptShifts     = 92 * 24 * time.Hour
	MaxShifts      = 200_000 // of one period
)

// Progress of a rehearsal.
type Progress string

// The states of a rehearsal.
const (
	Playing Progress = "playing"
	Played  Progress = "played"
	Failed  Progress = "failed"
)

// Rehearsal plays a past period under the plan in force and under a changed one, before that is published.
type Rehearsal struct {
	ID      string
	State   Progress
	From    time.Time
	To      time.Time
	Author  string
	At      time.Time
	EndedAt time.Time
	Base    int64 // number of the plan in force at that time
	Plan    Plan  // the changed one
	Result  *Comparison
}

// Comparison is what came of it.
type Comparison struct {
	Conversations int         `json:"conversations" doc:"Played."`
	Skipped       int         `json:"skipped" doc:"Left out: they came back later, were merged or are gone."`
	Assumed       int         `json:"assumed" doc:"People whose presence is not known and was taken from what they answered."`
	Was           Happened    `json:"was"`
	Before        Side        `json:"before" doc:"Under the plan in force."`
	After         Side        `json:"after" doc:"Under the changed plan."`
	Moved         []MovedTalk `json:"moved" doc:"Conversations that another queue or person would have got; those whose wait changes most first, 200 at most."`
	MovedAll      int         `json:"movedAll"`
	Reason        string      `json:"reason,omitempty" doc:"Code of the fault that ended it."`
}

// Happened is what really happened.
type Happened struct {
	Answered   int     `json:"answered"`
	Unanswered int     `json:"unanswered"`
	WaitMean   Seconds `json:"waitMean" doc:"Seconds until the first answer."`
	WaitP90    Seconds `json:"waitP90"`
}

// Side is a plan in a rehearsal.
type Side struct {
	Served    int         `json:"served"`
	Abandoned int         `json:"abandoned"`
	Waiting   int         `json:"waiting" doc:"At the end."`
	WaitMean  Seconds     `json:"waitMean"`
	WaitP50   Seconds     `json:"waitP50"`
	WaitP90   Seconds     `json:"waitP90"`
	Load      float64     `json:"load" doc:"Share of the points of everybody that was in use."`
	Unfair    float64     `json:"unfair" doc:"0 when all get the same, near 1 when one gets everything."`
	Queues    []SideQueue `json:"queues"`
	Agents    []SideAgent `json:"agents"`
}

// SideQueue is a queue of a side.
type SideQueue struct {
	Queue     string  `json:"queue"`
	Name      string  `json:"name"`
	Arrived   int     `json:"arrived"`
	Served    int     `json:"served"`
	Abandoned int     `json:"abandoned"`
	WaitMean  Seconds `json:"waitMean"`
	WaitP90   Seconds `json:"waitP90"`
	Level     float64 `json:"level" doc:"Share served within the target of the queue."`
}

// SideAgent is a person of a side.
type SideAgent struct {
	Agent string  `json:"agent"`
	Got   int     `json:"got"`
	Busy  Seconds `json:"busy"`
}

// MovedTalk is a conversation that the plans treat differently.
type MovedTalk struct {
	ID     string    `json:"id"`
	Number int64     `json:"number"`
	At     time.Time `json:"at"`
	Before TalkFate  `json:"before"`
	After  TalkFate  `json:"after"`
}

// TalkFate is what came of a conversation under a plan.
type TalkFate struct {
	Queue  string  `json:"queue"`
	Name   string  `json:"name"`
	Agent  string  `json:"agent,omitempty" doc:"Absent when nobody served it."`
	Waited Seconds `json:"waited"`
}

// Rehearsals keeps them, the newest KeptRehearsals of a workspace.
type Rehearsals interface {
	InsertRehearsal(ctx context.Context, r Rehearsal) error
	// Rehearsal is one with its plan and result, or ErrNoRehearsal.
	Rehearsal(ctx context.Context, id string) (Rehearsal, error)
	// ListRehearsals are all, the newest first, without plans and results.
	ListRehearsals(ctx context.Context) ([]Rehearsal, error)
	// EndRehearsal writes what came of one.
	EndRehearsal(ctx context.Context, id string, p Progress, at time.Time, c Comparison) error
	// ThinRehearsals removes all but the newest.
	ThinRehearsals(ctx context.Context, keep int) error
}

// Shifts keeps when people came and went.
type Shifts interface {
	// InsertShift adds one; the same again changes nothing.
	InsertShift(ctx context.Context, s Shift) error
	// ShiftsBetween are those of a period in their order, limit at most.
	ShiftsBetween(ctx context.Context, from, to time.Time, limit int) ([]Shift, error)
	// DropShifts removes those before a time.
	DropShifts(ctx context.Context, before time.Time) error
}

// Side is what came of a plan, for people to read.
func (r Replayed) Side(names map[string]string) Side {
	s := Side{
		Served: r.Served, Abandoned: r.Abandoned, Waiting: r.Waiting, WaitMean: toSeconds(r.WaitMean), WaitP50: toSeconds(r.WaitP50), WaitP90: toSeconds(r.WaitP90),
		Load: r.Load, Unfair: r.Unfair, Queues: make([]SideQueue, 0, len(r.Queues)), Agents: make([]SideAgent, 0, len(r.Agents)),
	}
	for _, q := range r.Queues {
		s.Queues = append(s.Queues, SideQueue{q.Queue, names[q.Queue], q.Arrived, q.Served, q.Abandoned, toSeconds(q.WaitMean), toSeconds(q.WaitP90), q.Level})
	}
	for _, a := range r.Agents {
		s.Agents = append(s.Agents, SideAgent{a.Agent, a.Got, toSeconds(a.Busy)})
	}
	return s
}

// Talk is the fate of a conversation, for people to read.
func (f Fate) Talk(names map[string]string) TalkFate {
	return TalkFate{Queue: f.Queue, Name: names[f.Queue], Agent: f.Agent, Waited: toSeconds(f.Waited)}
}

func toSeconds(d time.Duration) Seconds { return Seconds(d.Round(time.Second) / time.Second) }
