package conversationtest

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
)

// Ids that the builders use.
var (
	Tenant   = id.New("wsp")
	Webchat  = id.New("chn")
	Email    = id.New("chn")
	Sales    = id.New("tem")
	Support  = id.New("tem")
	Ann      = id.New("usr") // supervisor: everything
	Bob      = id.New("usr") // agent of Sales
	Cem      = id.New("usr") // agent of Support
	Gone     = id.New("usr") // has left
	TagVIP   = id.New("tag")
	TagBug   = id.New("tag")
	Customer = conversation.Customer{ID: id.New("cus"), Name: "Lin Mei", Level: "vip"}
	Other    = conversation.Customer{ID: id.New("cus"), Name: "Max", Level: ""}
)

// Clock is a clock that tests move by hand.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Start is where a Clock begins.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Now is the present moment.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Pass lets time pass.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Directory knows the people, teams, tags, customers and channels above.
type Directory struct{}

// People implements conversation.Directory.
func (Directory) People(_ context.Context, ids []string) ([]conversation.Person, error) {
	var out []conversation.Person
	for _, p := range []conversation.Person{
		{ID: Ann, Name: "Ann", Active: true},
		{ID: Bob, Name: "Bob", Alias: "Bobby", Avatar: "/bob.png", Active: true},
		{ID: Cem, Name: "Cem", Active: true},
		{ID: Gone, Name: "Gone"},
	} {
		if slices.Contains(ids, p.ID) {
			out = append(out, p)
		}
	}
	return out, nil
}

// TeamExists implements conversation.Directory.
func (Directory) TeamExists(_ context.Context, id string) (bool, error) {
	return id == Sales || id == Support, nil
}

// KnownTags implements conversation.Directory.
func (Directory) KnownTags(_ context.Context, ids []string) ([]string, error) {
	return slices.DeleteFunc(slices.Clone(ids), func(s string) bool { return s != TagVIP && s != TagBug }), nil
}

// Customer implements conversation.Directory.
func (Directory) Customer(_ context.Context, id string) (conversation.Customer, error) {
	for _, c := range []conversation.Customer{Customer, Other} {
		if c.ID == id {
			return c, nil
		}
	}
	return conversation.Customer{}, fault.ErrNotFound.New()
}

// Channel implements conversation.Directory.
func (Directory) Channel(_ context.Context, id string) (conversation.Channel, error) {
	if id == Webchat || id == Email {
		return conversation.Channel{ID: id, Kind: "webchat", Feedback: conversation.Feedback{
			On: id == Webchat, LowScore: 2, Reasons: []conversation.ScoreReason{{Score: 2, RatingReason: Slow}},
		}}, nil
	}
	return conversation.Channel{}, fault.ErrNotFound.New()
}

// Workspace has fixed settings and counts in memory.
type Workspace struct {
	Set  conversation.Settings
	Line []conversation.Queued // in the order of service
	Held []conversation.Queued
	n    atomic.Int64
}

// Queued implements conversation.Queues.
func (w *Workspace) Queued(_ context.Context, ids []string) (out []conversation.Queued, err error) {
	for _, one := range slices.Concat(w.Line, w.Held) {
		if slices.Contains(ids, one.ConversationID) {
			out = append(out, one)
		}
	}
	return out, nil
}

// InQueue implements conversation.Queues.
func (w *Workspace) InQueue(_ context.Context, queueID string, after conversation.Queued, limit int) (out []conversation.Queued, err error) {
	for _, one := range w.Line {
		if one.QueueID == queueID && one.Rank > after.Rank && len(out) < limit {
			out = append(out, one)
		}
	}
	return out, nil
}

// UnderWay implements conversation.Queues.
func (w *Workspace) UnderWay(_ context.Context, queueIDs []string, _ int) (out []string, err error) {
	for _, one := range slices.Concat(w.Line, w.Held) {
		if slices.Contains(queueIDs, one.QueueID) {
			out = append(out, one.ConversationID)
		}
	}
	return out, nil
}

// Settings implements conversation.Workspace.
func (w *Workspace) Settings(context.Context) (conversation.Settings, error) { return w.Set, nil }

// NextNumber implements conversation.Workspace.
func (w *Workspace) NextNumber(context.Context) (int64, error) { return w.n.Add(1), nil }

// Closing keeps the last summary in memory; Required makes it refuse to resolve without one.
type Closing struct {
	Required bool
	Kept     map[int]conversation.Summary // by resolution
}

// Summarise implements conversation.Closing.
func (c *Closing) Summarise(_ context.Context, _ conversation.Conversation, resolution int, s conversation.Summary) (conversation.Summarised, error) {
	old, ok := c.Kept[resolution]
	if ok && old == s {
		return conversation.Summarised{}, nil
	}
	c.Kept[resolution] = s
	return conversation.Summarised{Changed: true, FromCategory: old.CategoryID, ToCategory: s.CategoryID, Outcome: s.Outcome}, nil
}

// MayResolve implements conversation.Closing.
func (c *Closing) MayResolve(_ context.Context, row conversation.Conversation) error {
	if _, ok := c.Kept[row.Resolution()]; c.Required && !ok {
		return fault.ErrRequired.On("summary")
	}
	return nil
}

// World is a service with everything around it.
type World struct {
	Service *conversation.Service
	Stores  conversation.Stores
	Runner  unit.Runner
	Clock   *Clock
	Space   *Workspace
	Closing *Closing
}

// NewWorld makes a service over the given stores.
func NewWorld(r unit.Runner, s conversation.Stores) *World {
	w := &World{Stores: s, Runner: r, Clock: &Clock{now: Start}, Space: &Workspace{Set: conversation.DefaultSettings}}
	w.Closing = &Closing{Kept: map[int]conversation.Summary{}}
	w.Service = conversation.New(r, w.Clock, s, Directory{}, w.Space, w.Closing, nil, func(string) string { return "en" })
	return w
}

// As is a context in which the user acts with a level for every permission of conversations.
func As(ctx context.Context, user string, level actor.Level, teams ...string) context.Context {
	grants := map[actor.Permission]actor.Level{"personal.see": actor.All}
	for _, p := range conversation.Permissions {
		grants[p] = level
	}
	return actor.With(ctx, actor.Actor{Tenant: Tenant, Kind: actor.User, ID: user, Teams: teams, Grants: grants})
}

// AsVisitor is a context in which a browser of the customer acts; "" for one that has not written yet.
func AsVisitor(ctx context.Context, customer string) context.Context {
	return actor.With(ctx, actor.Actor{Tenant: Tenant, Kind: actor.Visitor, ID: "vis_" + customer, OnBehalfOf: customer})
}

// AsSystem is a context in which the program acts.
func AsSystem(ctx context.Context) context.Context { return actor.With(ctx, actor.SystemFor(Tenant)) }

// Says is a message of the customer in web chat.
func Says(who conversation.Customer, clientID, body string) conversation.Incoming {
	return conversation.Incoming{Text: conversation.Text{ClientID: clientID, Body: body}, Customer: who, ChannelID: Webchat}
}

// Ptr points to a value.
func Ptr[T any](v T) *T { return &v }
