package routing

import (
	"context"
	"time"

	"frontdesk/internal/base/page"
)

// Published is a plan that is or was in force. It never changes.
type Published struct {
	Number int64
	Plan   Plan
	Author string
	Note   string
	At     time.Time
}

// Draft is a plan that is being worked on.
type Draft struct {
	Plan    Plan
	Base    int64 // the published plan that it began from
	Author  string
	At      time.Time
	Version int64
}

// Plans keeps plans. Every method works in the tenant of the context; writes run inside a unit.
type Plans interface {
	// Current is the plan in force, or ErrNoPlan.
	Current(ctx context.Context) (Published, error)
	Plan(ctx context.Context, number int64) (Published, error)
	// ListPlans are pages of all, the newest first, without their documents.
	ListPlans(ctx context.Context, p page.Request) (page.Of[Published], error)
	// Publish adds a plan; fault.ErrConflict when its number is taken.
	Publish(ctx context.Context, p Published) error
	// Draft is the draft, or ErrNoDraft.
	Draft(ctx context.Context) (Draft, error)
	// SaveDraft writes it and the next version if the stored one is d.Version (0 for none), else fault.ErrConflict.
	SaveDraft(ctx context.Context, d Draft) error
}

// Desk is what is known of a person's work.
type Desk struct {
	UserID    string
	Skills    map[string]int
	Learned   map[string]float64
	Capacity  int            // points; 0 is that of the plan
	Limits    map[string]int // most of a kind: chat, call, email
	Used      int
	Holds     map[string]int
	IdleSince time.Time
	OfferedAt time.Time
	Version   int64
}

// Desks keeps what is known of people's work.
type Desks interface {
	Desk(ctx context.Context, userID string) (Desk, error)
	AllDesks(ctx context.Context, after string, limit int) ([]Desk, error)
	// SaveDesk writes skills, capacity and limits, and the next version if the stored one is d.Version (0 for none), else fault.ErrConflict.
	SaveDesk(ctx context.Context, d Desk) error
	// Learn writes what was learnt of somebody.
	Learn(ctx context.Context, userID string, learned map[string]float64) error
	// Take counts work that somebody gets, if there is room for it, else the unit fails with ErrFull.
	Take(ctx context.Context, userID, kind string, points, capacity int, at time.Time) error
	// GiveBack counts work that somebody has no more.
	GiveBack(ctx context.Context, userID, kind string, points int, at time.Time) error
}

// DeskShelf finds what is known of many people's work.
type DeskShelf interface {
	// DesksOf are those of these people of which something is known, in any order.
	DesksOf(ctx context.Context, userIDs []string) ([]Desk, error)
}

// State of work.
type State string

// The states. What is over has no row any more.
const (
	Waits   State = "waiting"
	Offered State = "offered"
	Held    State = "held"
	WrapsUp State = "wrapup" // it is over, and the points are not back yet
)

// Item is work as it is stored.
type Item struct {
	Work
	State      State
	Tried      []Tried
	Agent      string
	OfferedAt  time.Time
	OfferUntil time.Time
	Step       int           // of the overflow, the next one
	Record     string        // id of the decision that is pending
	Plan       int64         // number of the plan that led it here
	Urgent     time.Duration // the part of the head start that the target of its queue gives
	Abroad     *Abroad       // of state outside: who has it
	Kept       *Comeback     // its customer had left, and came back in time
	Channel    string        // where the customer writes; it never changes
	Version    int64
}

// Works keeps work.
type Works interface {
	InsertWork(ctx context.Context, it Item) error
	// WorkOf is that of a conversation, or ErrNoWork.
	WorkOf(ctx context.Context, conversationID string) (Item, error)
	// SaveWork writes everything that can change, and the next version if the stored one is it.Version, else the unit fails with ErrTaken.
	SaveWork(ctx context.Context, it Item) error
	// DeleteWork removes it if the stored version is this one, else the unit fails with ErrTaken.
	DeleteWork(ctx context.Context, conversationID string, version int64) error
	// AllWork are pages of everything, by conversation.
	AllWork(ctx context.Context, after string, limit int) ([]Item, error)
	// WorkOfAgent is what somebody was offered, holds or wraps up.
	WorkOfAgent(ctx context.Context, userID string) ([]Item, error)
}

// Ending of an offer.
type Ending string

// The endings.
const (
	Pending  Ending = "pending"
	Accepted Ending = "accepted"
	Refused  Ending = "declined"
	TimedOut Ending = "timeout"
	Withdrew Ending = "withdrawn" // the customer went, somebody else took it, or the agent left
)

// Record is a decision as it is kept.
type Record struct {
	ID       string
	Decision Decision
	Tried    []Tried
	Outcome  Ending
	Plan     int64
	EndedAt  time.Time
	Kept     *Comeback // of the work
}

// Records keeps decisions.
type Records interface {
	InsertRecord(ctx context.Context, r Record) error
	// EndRecord says what came of a pending one; one that has ended stays as it is.
	EndRecord(ctx context.Context, id string, o Ending, at time.Time) error
	RecordsOf(ctx context.Context, conversationID string, p page.Request) (page.Of[Record], error)
	// EraseRecords removes everything that is kept of a conversation besides its work.
	EraseRecords(ctx context.Context, conversationID string) error
}
