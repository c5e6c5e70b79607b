package audit

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
)

// RevealKind says whose personal data was revealed.
type RevealKind string

// The kinds.
const (
	RevealCustomer RevealKind = "customer" // fields of a customer
	RevealEntry    RevealKind = "entry"    // an entry of a conversation
	RevealCallBack RevealKind = "callback" // the number at which the customer of a conversation wants to be called
)

// MaxReason is the longest reason, in characters.
const MaxReason = 200

// Revealed is one time that somebody looked at hidden personal data: who, when, of whom and which classes; never a value.
type Revealed struct {
	ID             string           `json:"id"`
	At             time.Time        `json:"at"`
	By             actor.Ref        `json:"by"`
	Kind           RevealKind       `json:"kind" enum:"customer,entry,callback"`
	SubjectID      string           `json:"subjectId" doc:"The customer, the entry or the conversation."`
	CustomerID     string           `json:"customerId"`
	ConversationID string           `json:"conversationId,omitempty"`
	Classes        []personal.Class `json:"classes" doc:"phone, email, identity, card."`
	Reason         string           `json:"reason,omitempty" doc:"As it was given; personal data in it is hidden."`
}

// Original is what a reveal shows: the values by the name of their field, as they are.
type Original struct {
	CustomerID     string
	ConversationID string
	Values         map[string]string
}

// Originals reads what is hidden, with the permissions of who acts.
type Originals interface {
	// CustomerFields are the fields of a customer.
	CustomerFields(ctx context.Context, customerID string) (Original, error)
	// EntryFields are the text, the quote and the names of files of an entry.
	EntryFields(ctx context.Context, conversationID, entryID string) (Original, error)
	// CallBackFields is the number at which the customer of a conversation wants to be called.
	CallBackFields(ctx context.Context, conversationID string) (Original, error)
}

// RevealRules are what the workspace has set.
type RevealRules interface {
	RevealRules(ctx context.Context) (reason bool, shown time.Duration, err error)
}

// RevealFilter chooses reveals; empty fields choose all. Person and customer exclude each other.
type RevealFilter struct {
	PersonID, CustomerID string
}

// RevealStore keeps reveals. Every method works in the tenant of the context; writes run inside a unit.
type RevealStore interface {
	InsertReveal(ctx context.Context, r Revealed) error
	// ForgetReasons empties what was written down about a customer.
	ForgetReasons(ctx context.Context, customerID string) error
	// ForgetReveals removes those of these customers.
	ForgetReveals(ctx context.Context, customerIDs []string) error
	// Reveals gives the newest first.
	Reveals(ctx context.Context, f RevealFilter, p page.Request) (page.Of[Revealed], error)
}

// Reveals shows hidden personal data and notes that it did.
type Reveals struct {
	run       unit.Runner
	clock     clock.Clock
	store     RevealStore
	originals Originals
	rules     RevealRules
}

// NewReveals makes the service.
func NewReveals(run unit.Runner, c clock.Clock, store RevealStore, o Originals, r RevealRules) *Reveals {
	return &Reveals{run: run, clock: c, store: store, originals: o, rules: r}
}

// Ask names what somebody wants to see. Field is one field of a customer; empty for all of them.
type Ask struct {
	Kind           RevealKind
	SubjectID      string
	ConversationID string
	Field          string
	Reason         string
}

// Shown is what somebody asked to see, and until when it should be shown.
type Shown struct {
	Values map[string]string `json:"values" doc:"The hidden values by the name of their field."`
	Until  time.Time         `json:"until" doc:"Clients hide it again then."`
}

// Reveal gives what is hidden and notes who asked. The note is written before anything is given.
func (s *Reveals) Reveal(ctx context.Context, in Ask) (Shown, error) {
	a, err := actor.Require(ctx, personal.Reveal)
	if err != nil {
		return Shown{}, err
	}
	needed, shown, err := s.rules.RevealRules(ctx)
	if err != nil {
		return Shown{}, err
	}
	in.Reason = strings.TrimSpace(in.Reason)
	var c fault.Checker
	c.Choice("kind", string(in.Kind), string(RevealCustomer), string(RevealEntry), string(RevealCallBack))
	c.Text("subjectId", in.SubjectID, 1, 40)
	c.Text("reason", in.Reason, 0, MaxReason)
	c.If(needed && in.Reason == "", "reason", fault.ErrRequired)
	c.If(in.Kind == RevealEntry && in.ConversationID == "", "conversationId", fault.ErrRequired)
	if err := c.Err(); err != nil {
		return Shown{}, err
	}
	o, err := s.read(ctx, in)
	if err != nil {
		return Shown{}, err
	}
	classes := hidden(o.Values, in.Field)
	if len(o.Values) == 0 {
		return Shown{}, ErrNothingHidden.New()
	}
	now := s.clock.Now()
	r := Revealed{
		ID: id.New("rvl"), At: now, By: a.Ref(), Kind: in.Kind, SubjectID: in.SubjectID, CustomerID: o.CustomerID,
		ConversationID: o.ConversationID, Classes: classes, Reason: personal.Text(in.Reason),
	}
	err = s.run.Do(ctx, func(ctx context.Context) error { return s.store.InsertReveal(ctx, r) })
	if err != nil {
		return Shown{}, err
	}
	return Shown{Values: o.Values, Until: now.Add(shown)}, nil
}

func (s *Reveals) read(ctx context.Context, in Ask) (Original, error) {
	switch in.Kind {
	case RevealCustomer:
		return s.originals.CustomerFields(ctx, in.SubjectID)
	case RevealCallBack:
		return s.originals.CallBackFields(ctx, in.SubjectID)
	case RevealEntry:
	}
	return s.originals.EntryFields(ctx, in.ConversationID, in.SubjectID)
}

// hidden leaves only values that are hidden, of one field if it is named, and says of which classes they are.
func hidden(values map[string]string, field string) []personal.Class {
	var out []personal.Class
	maps.DeleteFunc(values, func(name, value string) bool {
		first, _, _ := strings.Cut(name, ".")
		classes := personal.Classes(value)
		switch {
		case field != "" && first != field:
			return true
		case value == "":
			return true
		case first == "phone":
			classes = []personal.Class{personal.Phone}
		case first == "email":
			classes = []personal.Class{personal.Email}
		case first == "identities" && len(classes) == 0 && personal.Contact(value) != value:
			classes = []personal.Class{personal.Phone}
		}
		out = append(out, classes...)
		return len(classes) == 0
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// List gives who revealed what, newest first.
func (s *Reveals) List(ctx context.Context, f RevealFilter, p page.Request) (page.Of[Revealed], error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return page.Of[Revealed]{}, err
	}
	var c fault.Checker
	c.Text("personId", f.PersonID, 0, 40)
	c.Text("customerId", f.CustomerID, 0, 40)
	c.If(f.PersonID != "" && f.CustomerID != "", "customerId", fault.ErrFormat)
	if err := c.Err(); err != nil {
		return page.Of[Revealed]{}, err
	}
	return s.store.Reveals(ctx, f, p)
}
