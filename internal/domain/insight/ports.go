package insight

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/page"
)

// Change is what a part of the log adds to the roll-up, written in one unit.
type Change struct {
	Zones   []ZoneFrom
	Talks   map[string]*Talk // nil: forget it
	Spans   map[string]Span  // one without a state: forget it
	Added   map[Spot]Measures
	Firsts  map[KeyBucket]int64
	Present map[PresentKey]int64 // microseconds
	// Sweep takes out, once the rest is written, what came from conversations and people that are not remembered any more: the
	// sample is gone with all of its figures.
	Sweep bool
}

func (f *Fold) change(zones []ZoneFrom) Change {
	return Change{Zones: zones, Talks: f.Talks, Spans: f.Spans, Added: f.Added, Firsts: f.Firsts, Present: f.Present, Sweep: f.Sweep}
}

func otherOf(e event.Event) string {
	if e.Type != "conversation.merged" && e.Type != "conversation.unmerged" {
		return ""
	}
	var in told
	_ = json.Unmarshal(e.Data, &in) // what cannot be read is refused when it is folded
	return in.OtherID
}

// Ledger keeps the roll-up and what it has to remember. Every method of a store works in the tenant of the context.
type Ledger interface {
	// Zones are those that decided where days ended, the oldest first.
	Zones(ctx context.Context) (Zones, error)
	// Talks are those of these conversations that are known.
	Talks(ctx context.Context, ids []string) (map[string]*Talk, error)
	// Spans are those of these people that are known; all of them without any.
	Spans(ctx context.Context, users []string) (map[string]Span, error)
	// Write adds a change; it runs inside a unit.
	Write(ctx context.Context, c Change) error
}

// Filter picks rows of the roll-up; empty fields do not matter.
type Filter struct {
	From, To  Day
	TeamID    string // or None
	AgentID   string // or None
	ChannelID string
	Scope     actor.Scope
}

// None asks for what has no team, or no person.
const None = "none"

// By is what a report counts by.
type By string

// The dimensions.
const (
	ByAgent   By = "agent"
	ByTeam    By = "team"
	ByChannel By = "channel"
	ByDay     By = "day"
	Whole     By = "" // one sum of all
)

// Sum is what a key has.
type Sum struct {
	Key string
	Measures
}

// Part is what one conversation added to one key.
type Part struct {
	Spot
	Measures
}

// Figures answers reports.
type Figures interface {
	// Sums are the numbers by a dimension, ordered by key.
	Sums(ctx context.Context, f Filter, by By) ([]Sum, error)
	// Firsts are the sketches of first responses by a dimension; each in the order of its parts.
	Firsts(ctx context.Context, f Filter, by By) (map[string][]Bucket, error)
	// Parts are what conversations added to a measure, the newest day first.
	Parts(ctx context.Context, f Filter, m Measure, p page.Request) (page.Of[Part], error)
	// Present are the times of presence of these people, or of all, in microseconds, by person, day or at once: what is not
	// asked for is empty in the keys.
	Present(ctx context.Context, from, to Day, users []string, by By) (map[PresentKey]int64, error)
}

// Store is what the domain keeps.
type Store interface {
	Ledger
	Figures
}

// Names are what people call things, by id; breaks by their reason, in the language of the reader.
type Names struct{ Agents, Teams, Channels, Breaks map[string]string }

// BehindConversation is what a list says of one; only of those that the actor may read.
type BehindConversation struct {
	Number       int64  `json:"number"`
	CustomerName string `json:"customerName" personal:"text"`
	Subject      string `json:"subject,omitempty" personal:"text"`
	Status       string `json:"status"`
}

// Directory answers about what other domains own.
type Directory interface {
	// Names are those of these people, and of all teams, channels and breaks.
	Names(ctx context.Context, agents []string) (Names, error)
	// Members are the people of these teams.
	Members(ctx context.Context, teams []string) ([]string, error)
	// Conversations are those of these that the actor may read, by id.
	Conversations(ctx context.Context, ids []string) (map[string]BehindConversation, error)
}

// Zone is the one in which the workspace lives now.
type Zone func(ctx context.Context) (*time.Location, error)
