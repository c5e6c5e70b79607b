package notify

import (
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// Kind says why somebody is told.
type Kind string

// The kinds.
const (
	Mention  Kind = "mention"
	Assigned Kind = "assigned"
	Reply    Kind = "reply"    // of the customer, in a conversation of one's own
	Waiting  Kind = "waiting"  // a customer of one's own has waited past the first limit
	Invited  Kind = "invited"  // somebody lets one take part in a conversation
	Followed Kind = "followed" // something was written where one takes part
	Held     Kind = "held"     // a planned message of one's own was not sent
	Overdue  Kind = "overdue"  // a customer has waited past the second limit
	Queue    Kind = "queue"    // a queue has passed a threshold, or was deleted with work in it
)

// Notice is one thing somebody is told.
type Notice struct {
	ID             string     `json:"id"`
	UserID         string     `json:"-"`
	Kind           Kind       `json:"kind" enum:"mention,assigned,reply,waiting,overdue,invited,followed,held,queue"`
	ConversationID string     `json:"conversationId" doc:"Empty when it is about a customer or a queue."`
	CustomerID     string     `json:"customerId,omitempty" doc:"Of a mention in a note: the customer whom it is about."`
	Queue          *QueueNews `json:"queue,omitempty" doc:"Of a notice about a queue: what it says."`
	Seq            int64      `json:"seq" doc:"The latest entry it is about; 0 for a customer, the moment for a queue."`
	By             actor.Ref  `json:"by"`
	Times          int        `json:"times" doc:"How often since it was read last."`
	CreatedAt      time.Time  `json:"createdAt"`
	ReadAt         *time.Time `json:"readAt,omitempty"`
}

// customerPrefix begins the ids of customers.
const customerPrefix = "cus_"

// shown is a stored notice as its reader gets it. Stores know only what a notice is about: a conversation, or a customer
// or a queue with the moment in the place of the entry.
func (n Notice) shown() Notice {
	if n.Queue != nil {
		n.ConversationID = ""
	}
	if strings.HasPrefix(n.ConversationID, customerPrefix) {
		n.CustomerID, n.ConversationID, n.Seq = n.ConversationID, "", 0
	}
	return n
}

// Store keeps notices. Every method works in the tenant of the context; writes run inside a unit.
type Store interface {
	// Add writes the notice, or, if the user has an unread one of this kind in this conversation, moves that one forward
	// with what it says, and raises its count. A seq that it already knows changes nothing. It returns what is stored, and whether it changed.
	Add(ctx context.Context, n Notice) (stored Notice, changed bool, err error)
	// List gives the newest first.
	List(ctx context.Context, userID string, onlyUnread bool, p page.Request) (page.Of[Notice], error)
	Unread(ctx context.Context, userID string) (int, error)
	// MarkRead marks the named ones of this user, or all when ids is nil, and returns how many were unread.
	MarkRead(ctx context.Context, userID string, ids []string, at time.Time) (int, error)
	// MarkConversationRead marks everything of one conversation.
	MarkConversationRead(ctx context.Context, userID, conversationID string, at time.Time) (int, error)
	// Forget removes everything about the conversation.
	Forget(ctx context.Context, conversationID string) error
}

// Stream and types of the events. The stream's id is the user's.
const (
	Stream     = "notice"
	EventAdded = "notice.added"
	EventRead  = "notice.read"
)

// Added is the payload of notice.added.
type Added struct {
	NoticeID       string `json:"noticeId"`
	Kind           Kind   `json:"kind"`
	ConversationID string `json:"conversationId"`
	CustomerID     string `json:"customerId,omitempty"`
	Seq            int64  `json:"seq"`
	Times          int    `json:"times"`
}

// Read is the payload of notice.read.
type Read struct {
	Count  int `json:"count"`  // how many this was
	Unread int `json:"unread"` // how many are left
}

// Service holds the use cases.
type Service struct {
	run   unit.Runner
	clock clock.Clock
	store Store
}

// New makes the service.
func New(run unit.Runner, c clock.Clock, store Store) *Service {
	return &Service{run: run, clock: c, store: store}
}

// Page is a page of notices with the number of unread ones.
type Page struct {
	page.Of[Notice]
	Unread int `json:"unread"`
}

// List gives the notices of the actor.
func (s *Service) List(ctx context.Context, onlyUnread bool, p page.Request) (Page, error) {
	a, err := person(ctx)
	if err != nil {
		return Page{}, err
	}
	items, err := s.store.List(ctx, a.ID, onlyUnread, p)
	if err != nil {
		return Page{}, err
	}
	for i, n := range items.Items {
		items.Items[i] = n.shown()
	}
	unread, err := s.store.Unread(ctx, a.ID)
	return Page{Of: items, Unread: unread}, err
}

// Unread is how many notices the actor has not read.
func (s *Service) Unread(ctx context.Context) (int, error) {
	a, err := person(ctx)
	if err != nil {
		return 0, err
	}
	return s.store.Unread(ctx, a.ID)
}

// MaxRead is how many notices can be named at once.
const MaxRead = 200

// MarkRead marks notices of the actor: all, or the named ones. It returns how many are left.
func (s *Service) MarkRead(ctx context.Context, all bool, ids []string) (int, error) {
	a, err := person(ctx)
	if err != nil {
		return 0, err
	}
	var c fault.Checker
	c.Count("ids", len(ids), MaxRead)
	c.If(!all && len(ids) == 0, "ids", fault.ErrRequired)
	if err := c.Err(); err != nil {
		return 0, err
	}
	if all {
		ids = nil
	}
	return s.mark(ctx, a, func(ctx context.Context) (int, error) { return s.store.MarkRead(ctx, a.ID, ids, s.clock.Now()) })
}

// Seen marks what the actor was told of a conversation, because the actor reads it now.
func (s *Service) Seen(ctx context.Context, conversationID string) (int, error) {
	a, err := person(ctx)
	if err != nil {
		return 0, err
	}
	return s.mark(ctx, a, func(ctx context.Context) (int, error) {
		return s.store.MarkConversationRead(ctx, a.ID, conversationID, s.clock.Now())
	})
}

func (s *Service) mark(ctx context.Context, a actor.Actor, fn func(ctx context.Context) (int, error)) (left int, err error) {
	err = s.run.Do(ctx, func(ctx context.Context) error {
		n, err := fn(ctx)
		if err != nil {
			return err
		}
		if left, err = s.store.Unread(ctx, a.ID); err != nil || n == 0 {
			return err
		}
		return unit.Append(ctx, event.New(a.Tenant, Stream, a.ID, EventRead, a.Ref(), s.clock.Now(), Read{Count: n, Unread: left}))
	})
	return left, err
}

// aboutPermission is what a token must have been given: notices tell of conversations, and a person who hands out a token
// for something else does not hand out those.
const aboutPermission actor.Permission = "conversation.read"

// person is the actor, if it is somebody who has notices.
func person(ctx context.Context) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return a, err
	}
	if (a.Kind != actor.User && a.Kind != actor.Token) || a.ID == "" {
		return a, fault.ErrDenied.New()
	}
	if a.Kind == actor.Token && a.Can(aboutPermission) == actor.None {
		return a, fault.ErrDenied.With("permission", string(aboutPermission))
	}
	return a, nil
}
