package routing

import (
	"slices"
	"time"
)

// Strategy says whom a queue prefers among its candidates.
type Strategy string

// The strategies.
const (
	LeastLoaded   Strategy = "least_loaded"   // the smallest share of points in use
	LongestIdle   Strategy = "longest_idle"   // the longest without work
	RoundRobin    Strategy = "round_robin"    // the longest since the last offer
	WeightedSkill Strategy = "weighted_skill" // weights of the needs × levels of the agent
	Custom        Strategy = "custom"         // an expression
	TakenNext     Strategy = "taken_next"     // of no queue: a person asked for the next
)

// Strategies are those that need nothing else.
var Strategies = []Strategy{LeastLoaded, LongestIdle, RoundRobin, WeightedSkill}

// Levels of a skill, and the points of a person unless stated.
const (
	MinLevel      = 1
	MaxLevel      = 5
	UsualCapacity = 100
)

// UsualPoints are what work of a kind takes of a person: a call all of them, a chat a fifth, an e-mail a tenth.
func UsualPoints() map[string]int { return map[string]int{"call": 100, "chat": 20, "email": 10} }

// KindOf is what work of a channel counts as: for its points, and for the limits of people.
func KindOf(channelKind string) string {
	if channelKind == "email" || channelKind == "call" {
		return channelKind
	}
	return "chat"
}

// Need is a skill that work asks for.
type Need struct {
	Skill      string
	Level      int           // the least; 1 to 5
	Weight     float64       // counts in the score of WeightedSkill; 0 counts as 1
	RelaxAfter time.Duration // of waiting, then it is asked for no more; 0 is never
}

// Work is something that needs a person.
type Work struct {
	ID        string
	Queues    []string // the first is its own, the others are those it has widened to
	Kind      string   // chat, call, email: for the limits of people
	Points    int      // what it takes of a person
	Arrived   time.Time
	HeadStart time.Duration
	Needs     []Need
	Declined  []string      // agents who shall not get it again
	Previous  string        // agent who had the customer before
	StickyFor time.Duration // how long it waits for that agent if they are online but full
}

// key orders work: the earliest first. It never changes while the work waits.
func (w Work) key() int64 { return w.Arrived.Add(-w.HeadStart).UnixMicro() }

// Agent is a person as routing sees them.
type Agent struct {
	ID        string
	Online    bool // takes new work
	Queues    []string
	Skills    map[string]int     // levels
	Learned   map[string]float64 // factors by queue, around 1; none counts as 1
	Capacity  int                // points
	Used      int                // points in use
	Limits    map[string]int     // most of a kind at a time; none is no limit
	Holds     map[string]int     // how many of a kind they have
	IdleSince time.Time          // when their last work ended, or they came
	OfferedAt time.Time          // their last offer
}

// Suits reports whether the work may be theirs but for the room that they have.
func (a Agent) Suits(w Work, now time.Time) bool {
	needs, _ := w.asked(now)
	p := person{Agent: a}
	return p.has(needs) && servesAny(&p, w.Queues) && !slices.Contains(w.Declined, a.ID)
}

// Queue is how one queue chooses.
type Queue struct {
	ID       string
	Strategy Strategy
	Score    Score // of strategy custom
}
