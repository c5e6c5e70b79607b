package search

import (
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

// Permissions this domain checks.
const (
	PermConversations actor.Permission = "conversation.read"
	PermCustomers     actor.Permission = "customer.read"
)

// Kind of a document.
type Kind string

// The kinds.
const (
	Messages      Kind = "messages" // with notes: only people of the company search
	Conversations Kind = "conversations"
	Customers     Kind = "customers"
)

// Document is one thing that can be found.
type Document struct {
	Kind           Kind
	ID             string
	ConversationID string // of messages and conversations
	Seq            int64  // of messages
	TeamID         string // whose permission counts
	AssigneeID     string
	At             time.Time
	Text           string
}

// Cut is a document with what it is found by and where it goes, in the store's own form.
type Cut struct {
	Document
	Words string
	Pos   int64
	Known bool // it is there already
}

// Snippet is the piece of text around the first hit. Marks are [from, to) in characters.
type Snippet struct {
	Text  string   `json:"text" personal:"text"`
	Marks [][2]int `json:"marks"`
}

// Hit is a document that was found.
type Hit struct {
	Kind           Kind      `json:"kind" enum:"messages,conversations,customers"`
	ID             string    `json:"id" doc:"Of the entry, the conversation or the customer."`
	ConversationID string    `json:"conversationId,omitempty"`
	Seq            int64     `json:"seq,omitempty" doc:"Where in the conversation."`
	At             time.Time `json:"at"`
	Snippet        Snippet   `json:"snippet"`
}

// Query asks for one page of one kind.
type Query struct {
	Text  string
	Kind  Kind
	Scope actor.Scope
	page.Request
}

// Store keeps the index. Every method works in the tenant of the context; writes run inside a unit.
type Store interface {
	// Cut makes the words of documents and finds their places. It needs no unit, so that the long part can be done before
	// one. Of several documents with one id the last counts.
	Cut(ctx context.Context, docs []Document) ([]Cut, error)
	// Put adds documents or replaces the ones with the same ids. It only writes; where somebody else has put them since
	// they were cut, it may fail, and cutting them again helps.
	Put(ctx context.Context, docs []Cut) error
	Remove(ctx context.Context, ids []string) error
	// RemoveConversations removes all documents of the conversations.
	RemoveConversations(ctx context.Context, ids []string) error
	// Find gives the newest first. ErrQuery if the text holds no word.
	Find(ctx context.Context, q Query) (page.Of[Hit], error)
	// Clear forgets everything of the workspace.
	Clear(ctx context.Context) error
}

// Find is one page of hits that the actor may see, newest first.
func (s *Service) Find(ctx context.Context, kind Kind, text string, p page.Request) (page.Of[Hit], error) {
	perm := PermConversations
	if kind == Customers {
		perm = PermCustomers
	}
	a, err := actor.Require(ctx, perm)
	if err != nil {
		return page.Of[Hit]{}, err
	}
	var c fault.Checker
	c.Choice("scope", string(kind), string(Messages), string(Conversations), string(Customers))
	c.Text("q", text, 1, 200)
	if err := c.Err(); err != nil {
		return page.Of[Hit]{}, err
	}
	scope := a.ScopeOf(perm)
	if kind == Customers {
		scope = actor.Scope{Level: actor.All} // a permission without a reach
	}
	return s.store.Find(ctx, Query{Text: strings.TrimSpace(text), Kind: kind, Scope: scope, Request: p})
}
