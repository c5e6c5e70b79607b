package visitor

import (
	"context"
	"time"
)

// Kept is what the database keeps of a browser: its last visit, so that a process that was just started knows it.
type Kept struct {
	Visit  Visit // without name and level, which are the customer's
	SeenAt time.Time
}

// Visits keeps browsers. Every method works in the tenant of the context; writes run inside a unit.
type Visits interface {
	// Kept are those of the ids that are known.
	Kept(ctx context.Context, ids []string) ([]Kept, error)
	// Save inserts or replaces one; its limits stay.
	Save(ctx context.Context, k Kept) error
	// Limits of a browser; zero for one that is not known.
	Limits(ctx context.Context, visitorID string) (Limits, error)
	// PutLimits writes them if l.Turn is the stored one, else fault.ErrConflict.
	PutLimits(ctx context.Context, visitorID string, l Limits) error
	// Own gives browsers to a customer, and those of another customer when from is set.
	Own(ctx context.Context, customerID, from string, visitorIDs []string) error
}

// Erasure removes what must not be kept.
type Erasure interface {
	// EraseCustomers removes everything of the browsers of these customers and says which they were.
	EraseCustomers(ctx context.Context, ids []string) ([]string, error)
	// Forget removes browsers, with their invitations, that were not seen since a moment; at most a thousand.
	Forget(ctx context.Context, before time.Time) error
}

// Invites keeps invitations and counts them.
type Invites interface {
	InsertInvite(ctx context.Context, i Invite) error
	// Invite is one, or ErrInviteNotFound.
	Invite(ctx context.Context, id string) (Invite, error)
	// UpdateInvite writes state and conversation if the stored state is from, else fault.ErrConflict.
	UpdateInvite(ctx context.Context, i Invite, from State) error
	// Count adds to a day's counts.
	Count(ctx context.Context, c Counts) error
	// ForgetCounts removes those of these rules and people.
	ForgetCounts(ctx context.Context, ids []string) error
	// Counts are summed over days, both included, by rule and person.
	Counts(ctx context.Context, from, to string) ([]Counts, error)
}

// Rules keeps rules and settings.
type Rules interface {
	// Rules gives all in their order. Outside a unit it may be some seconds old.
	Rules(ctx context.Context) ([]Rule, error)
	// Rule is one, or ErrRuleNotFound.
	Rule(ctx context.Context, id string) (Rule, error)
	InsertRule(ctx context.Context, r Rule) error
	// UpdateRule writes everything and the next version if the stored one is r.Version, else fault.ErrConflict.
	UpdateRule(ctx context.Context, r Rule) error
	DeleteRule(ctx context.Context, id string, version int64) error
}

// SettingsStore keeps the settings of workspaces.
type SettingsStore interface {
	// Settings are the usual ones where none were stored. Outside a unit they may be some seconds old.
	Settings(ctx context.Context) (Settings, error)
	// PutSettings writes them and the next version if the stored one is s.Version, else fault.ErrConflict.
	PutSettings(ctx context.Context, s Settings) error
}

// Store is everything this domain keeps.
type Store interface {
	Visits
	Erasure
	Invites
	Rules
	SettingsStore
}

// Teller brings news to all processes and invitations to browsers. Both may be lost.
type Teller interface {
	Tell(n News)
	Show(tenant, visitorID string, b Bubble)
}

// Person is what the customer domain knows of a browser.
type Person struct {
	ChannelID, CustomerID, Name, Level string
	Device, Browser, System, Locale    string
	Verified                           bool
}

// People is the customer domain, and the operator's knowledge of addresses. Contexts act for the system in the workspace.
type People interface {
	Who(ctx context.Context, visitorID string) (Person, error)
	AddPage(ctx context.Context, visitorID string, p Page) error
	// Browsers of a customer, the last seen first.
	Browsers(ctx context.Context, customerID string) ([]string, Person, error)
	// Region is where an address comes from; it answers from memory.
	Region(address string) Region
}

// Talks is the conversation domain with its words.
type Talks interface {
	// Current is the customer's conversation that goes on; nil without one.
	Current(ctx context.Context, customerID, channelID string) (*Talk, error)
	// Start makes the accepted invitation the first message of a conversation with who invited. It may be called again.
	Start(ctx context.Context, i Invite) (conversationID string, err error)
	// Vet looks at what somebody of the company is about to say, and gives it as it may be said.
	Vet(ctx context.Context, body string) (string, error)
}

// Face is somebody as visitors see them.
type Face struct{ Name, AvatarURL string }

// Duty knows whether anybody is there.
type Duty interface {
	// Available reports whether somebody who takes conversations is online.
	Available(ctx context.Context) (bool, error)
	// Open reports whether the channel has business hours now.
	Open(ctx context.Context, channelID string) (bool, error)
	Face(ctx context.Context, userID string) (Face, error)
	// Today is the day by the workspace's clock: 2026-11-21.
	Today(ctx context.Context) (string, error)
}
