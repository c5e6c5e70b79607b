package conversation

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

// View is a part of the inbox.
type View string

// The views. All, without a status, means all that are open.
const (
	ViewMine       View = "mine"
	ViewUnassigned View = "unassigned"
	ViewAll        View = "all"
	ViewSnoozed    View = "snoozed"
	ViewResolved   View = "resolved"
	ViewMentions   View = "mentions"
	ViewFollowing  View = "following"
)

// Sort is an order of the inbox.
type Sort string

// The orders: the last activity first, or last; who waits longest for an answer (which leaves out who does not wait); or first
// who waits, the longest first, and then the others by their last activity.
const (
	Newest    Sort = "newest"
	Oldest    Sort = "oldest"
	Waiting   Sort = "waiting"
	Attention Sort = "attention"
)

// Query asks for a page of the inbox. What the filter leaves out beyond one team or one channel is looked at in order
// until the page is full or ScanCap rows were seen; then the page may be short and Next goes on from there.
type Query struct {
	View   View
	Status Status // of mine, unassigned and all; open when empty
	Sort   Sort
	Filter
	Answered bool // leave out who waits
	Over     *Oversight
	Page     page.Request
	Scope    actor.Scope
	User     string // who asks, for mine and mentions
}

// ScanCap is how many rows one page looks at, at most, when filters leave rows out.
const ScanCap = 4000

// CountCap is how far a list is counted; CountScan is how many rows a count looks at, at most, when filters leave rows out.
const (
	CountCap  = 99
	CountScan = 1000
)

// StatusOf is the status that the query asks for.
func (q Query) StatusOf() Status {
	switch q.View {
	case ViewSnoozed:
		return Snoozed
	case ViewResolved:
		return Resolved
	default:
		if q.Status == "" {
			return Open
		}
		return q.Status
	}
}

// Filters reports whether a row passes the filters that the view's order does not know.
func (q Query) Filters(c Conversation) bool {
	return (!q.Answered || c.WaitingSince.IsZero()) && q.Over.Passes(c) && (!q.ByFollow() || c.Takes(q.User)) && q.Passes(c)
}

// Named reports whether the query names the conversations among which it looks.
func (q Query) Named() bool { return q.Over != nil && q.Over.IDs != nil }

// ByMention reports whether the list is made of what mentions the reader.
func (q Query) ByMention() bool { return q.View == ViewMentions || q.Mentioned }

// ByFollow reports whether the list is made of what the reader takes part in: that is the right to read it.
func (q Query) ByFollow() bool { return q.View == ViewFollowing || q.Following }

// Holds reports whether a row of a list by mention belongs to its view, too. Mentions alone are of any status.
func (q Query) Holds(c Conversation) bool {
	if q.View == ViewMentions {
		return q.Status == "" || c.Status == q.Status
	}
	return c.Status == q.StatusOf() && (q.View != ViewMine || c.AssigneeID == q.User) && (q.View != ViewUnassigned || c.AssigneeID == "")
}

func (q Query) check() error {
	var c fault.Checker
	c.Choice("view", string(q.View), string(ViewMine), string(ViewUnassigned), string(ViewAll), string(ViewSnoozed),
		string(ViewResolved), string(ViewMentions), string(ViewFollowing))
	c.Choice("status", string(q.Status), "", string(Open), string(Snoozed), string(Resolved))
	c.Choice("sort", string(q.Sort), string(Newest), string(Oldest), string(Waiting), string(Attention), string(Served))
	q.Filter.check(&c)
	c.If(q.Sort == Served && (len(q.Queues) != 1 || q.StatusOf() != Open || q.View != ViewAll || q.Mentioned), "sort", fault.ErrChoice)
	c.If(q.Sort != Newest && q.View == ViewMentions, "sort", fault.ErrChoice)
	return c.Err()
}

// InboxRow is a conversation as the list shows it to one person.
type InboxRow struct {
	Conversation
	HasDraft bool `json:"hasDraft,omitempty" doc:"The reader has begun to write here."`
	// Where it stands in routing; absent where the workspace has one queue.
	QueueID   string `json:"queueId,omitempty" doc:"The queue in which it waits, or from which somebody has it; absent where there is one queue only."`
	QueueRank int64  `json:"queueRank,omitempty" doc:"Orders what waits in a queue: the smallest is served first."`
}

// CustomerQuery asks for the conversations of one customer.
type CustomerQuery struct {
	CustomerID string
	Scope      actor.Scope
	Page       page.Request
}

// List is a page of the inbox, limited to what the actor may read.
func (s *Service) List(ctx context.Context, q Query) (page.Of[InboxRow], error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return page.Of[InboxRow]{}, err
	}
	if q.View == "" {
		q.View = ViewAll
	}
	if q.Sort == "" {
		q.Sort = Newest
	}
	if err := q.check(); err != nil {
		return page.Of[InboxRow]{}, err
	}
	q.Scope, q.User, q.Filter = a.ScopeOf(PermRead), a.ID, q.For(a.ID)
	if q.Sort == Served {
		return s.inQueue(ctx, a, q)
	}
	if q, err = s.narrowed(ctx, q); err != nil {
		return page.Of[InboxRow]{}, err
	}
	p, err := s.inbox.List(ctx, q)
	if err != nil {
		return page.Of[InboxRow]{}, err
	}
	return s.rowsFor(ctx, a, p)
}

// OfCustomer is what one customer has written before, newest first, as far as the actor may read it.
func (s *Service) OfCustomer(ctx context.Context, customerID string, req page.Request) (page.Of[InboxRow], error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return page.Of[InboxRow]{}, err
	}
	p, err := s.inbox.OfCustomer(ctx, CustomerQuery{CustomerID: customerID, Scope: a.ScopeOf(PermRead), Page: req})
	if err != nil {
		return page.Of[InboxRow]{}, err
	}
	return s.rowsFor(ctx, a, p)
}

func (s *Service) rowsFor(ctx context.Context, a actor.Actor, p page.Of[Conversation]) (page.Of[InboxRow], error) {
	ids := idsOf(p.Items)
	drafted, err := s.inbox.Drafted(ctx, a.ID, ids)
	if err != nil {
		return page.Of[InboxRow]{}, err
	}
	queued, err := s.space.Queued(ctx, ids)
	if err != nil {
		return page.Of[InboxRow]{}, err
	}
	out := page.Of[InboxRow]{Items: make([]InboxRow, 0, len(p.Items)), Next: p.Next}
	for _, c := range p.Items {
		row := InboxRow{Conversation: c, HasDraft: slices.Contains(drafted, c.ID)}
		if at := slices.IndexFunc(queued, func(q Queued) bool { return q.ConversationID == c.ID }); at >= 0 {
			row.QueueID, row.QueueRank = queued[at].QueueID, queued[at].Rank
		}
		out.Items = append(out.Items, row)
	}
	return out, nil
}
