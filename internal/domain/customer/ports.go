package customer

import (
	"context"
	"time"

	"frontdesk/internal/base/page"
)

// Store keeps customers. Every method works in the tenant of the context; writes run inside a unit.
type Store interface {
	InsertCustomer(ctx context.Context, c Customer) error
	// Customer is one, with its tags, or ErrNotFound.
	Customer(ctx context.Context, id string) (Customer, error)
	Customers(ctx context.Context, ids []string) ([]Customer, error)
	// UpdateCustomer writes all fields and the next version if the stored version is c.Version, else fault.ErrConflict.
	UpdateCustomer(ctx context.Context, c Customer) error
	// ListCustomers gives the latest seen first; merged ones are left out.
	ListCustomers(ctx context.Context, f Filter, p page.Request) (page.Of[Customer], error)
	// TouchCustomer moves the time of the last sign of life forward.
	TouchCustomer(ctx context.Context, id string, at time.Time) error
}

// Filter narrows a list of customers.
type Filter struct {
	Query string // beginning of a name, an e-mail address or a phone number
	TagID string
	Level Level
	// Clauses all hold; see Segments.Find.
	Clauses []Clause
}

// Identities keeps who is recognised by what.
type Identities interface {
	// Claim gives the identity to i.CustomerID unless somebody has it, and returns who has it now. It is safe when two
	// units try at the same moment.
	Claim(ctx context.Context, i Identity) (owner string, err error)
	// Owner is who has it; empty when nobody.
	Owner(ctx context.Context, kind IdentityKind, key string) (string, error)
	IdentitiesOf(ctx context.Context, customerID string) ([]Identity, error)
	// VerifyIdentity marks it as vouched for.
	VerifyIdentity(ctx context.Context, kind IdentityKind, key string) error
	// MoveIdentities gives all identities and visitors of one customer to another.
	MoveIdentities(ctx context.Context, from, to string) error
}

// Visitors keeps browsers and what they looked at.
type Visitors interface {
	InsertVisitor(ctx context.Context, v Visitor) error
	// Visitor is one, or ErrVisitorNotFound.
	Visitor(ctx context.Context, id string) (Visitor, error)
	UpdateVisitor(ctx context.Context, v Visitor) error
	VisitorsOf(ctx context.Context, customerID string) ([]Visitor, error)
	// AddPage appends to the track and forgets all but the last PagesKept.
	AddPage(ctx context.Context, visitorID string, p PageView) error
	// Pages of all visitors of a customer, newest first, at most PagesKept.
	Pages(ctx context.Context, customerID string) ([]PageView, error)
}

// Erasure removes what must not be kept.
type Erasure interface {
	// OwnersOf are customers with an identity of this kind whose key begins with the prefix, in the order of the keys.
	OwnersOf(ctx context.Context, kind IdentityKind, prefix string, limit int) ([]string, error)
	// EraseCustomers removes the customers with all rows that belong to them, and those who were merged into them. It
	// returns the ids of all that are gone now and were not before.
	EraseCustomers(ctx context.Context, ids []string) (gone []string, err error)
}

// Tags keeps the labels of a workspace.
type Tags interface {
	// InsertTag refuses a name that exists, ignoring case and width, with ErrTagTaken.
	InsertTag(ctx context.Context, t Tag) error
	UpdateTag(ctx context.Context, t Tag) error
	// DeleteTag removes the tag and its links, or ErrTagNotFound.
	DeleteTag(ctx context.Context, id string) error
	Tag(ctx context.Context, id string) (Tag, error)
	// ListTags gives all, by name.
	ListTags(ctx context.Context) ([]Tag, error)
	// LinkTags makes exactly these the tags of a customer.
	LinkTags(ctx context.Context, customerID string, tagIDs []string) error
}

// Cards keeps what pages tell of orders and products, the last of each browser.
type Cards interface {
	// PutCards replaces what the browser told; no cards remove it.
	PutCards(ctx context.Context, t PageCards) error
	// CardsOf are those of a customer's browsers, the newest first, at most 5.
	CardsOf(ctx context.Context, customerID string) ([]PageCards, error)
}

// FieldStore keeps fields and what they say.
type FieldStore interface {
	Definitions
	// ValuesOf are the rows of some owners, by field and slot.
	ValuesOf(ctx context.Context, owners []string) (map[string][]Value, error)
	// PutValues replaces the rows of a field; none empties it.
	PutValues(ctx context.Context, ownerID, fieldID string, rows []Value) error
	// EraseValues removes all rows of an owner.
	EraseValues(ctx context.Context, ownerID string) error
	// MoveBelongings gives values and notes of one customer to another; what the other says of a field stays.
	MoveBelongings(ctx context.Context, from, to string) error
}

// Definitions keeps what fields there are.
type Definitions interface {
	// Fields are all, by owner and place.
	Fields(ctx context.Context) ([]Field, error)
	InsertField(ctx context.Context, f Field) error
	// UpdateField writes everything but the place and the next version if the stored one is f.Version, else fault.ErrConflict.
	UpdateField(ctx context.Context, f Field) error
	PlaceField(ctx context.Context, id string, position int) error
	// DeleteField removes a field with its values.
	DeleteField(ctx context.Context, id string) error
}

// SegmentStore keeps segments and finds who is in them.
type SegmentStore interface {
	// Segments are all, in order.
	Segments(ctx context.Context) ([]Segment, error)
	InsertSegment(ctx context.Context, g Segment) error
	// UpdateSegment writes name, colour and conditions and the next version if the stored one is g.Version, else fault.ErrConflict.
	UpdateSegment(ctx context.Context, g Segment) error
	DeleteSegment(ctx context.Context, id string) error
	// CountCustomers counts who meets all clauses, up to a limit.
	CountCustomers(ctx context.Context, clauses []Clause, limit int) (int, error)
	// Matching are the keys whose clauses a customer meets, in order.
	Matching(ctx context.Context, customerID string, ask map[string][]Clause) ([]string, error)
}

// Notes keeps what colleagues write down.
type Notes interface {
	InsertNote(ctx context.Context, n Note) error
	// Note is one, or ErrNoteNotFound.
	Note(ctx context.Context, id string) (Note, error)
	// NotesOf are those of a customer, the newest first.
	NotesOf(ctx context.Context, customerID string, p page.Request) (page.Of[Note], error)
	// UpdateNote writes text, mentions and the time of the edit, and the next version if the stored one is n.Version, else fault.ErrConflict.
	UpdateNote(ctx context.Context, n Note) error
	DeleteNote(ctx context.Context, id string) error
}

// Roles knows what role somebody has.
type Roles interface {
	RoleOf(ctx context.Context, userID string) (string, error)
	// MissingRoles are those of the ids that are no roles.
	MissingRoles(ctx context.Context, ids []string) ([]string, error)
}

// Colleagues knows who works here.
type Colleagues interface {
	// MissingPeople are those of the ids that are nobody's.
	MissingPeople(ctx context.Context, ids []string) ([]string, error)
}

// Conversations answers whether who acts may use a conversation.
type Conversations interface {
	MayRead(ctx context.Context, conversationID string) error
	MayManage(ctx context.Context, conversationID string) error
}
