package conversation

import (
	"cmp"
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
)

// VisitorConversation is a conversation as its customer sees it.
type VisitorConversation struct {
	ID            string        `json:"id"`
	Status        Status        `json:"status" enum:"open,resolved" doc:"A snoozed conversation is open for the visitor."`
	Seq           int64         `json:"seq" doc:"Number of entries the visitor sees."`
	SeenSeq       int64         `json:"seenSeq" doc:"Up to here the visitor has read."`
	AgentSeenSeq  int64         `json:"agentSeenSeq" doc:"Up to here somebody who answers has read."`
	Preview       string        `json:"preview"`
	PreviewBy     AuthorKind    `json:"previewBy,omitempty" enum:"customer,user,bot,system"`
	LastMessageAt time.Time     `json:"lastMessageAt,omitzero"`
	Agent         *VisitorAgent `json:"agent,omitempty" doc:"Who answers now."`
	Rating        int           `json:"rating,omitempty"`
	CanRate       bool          `json:"canRate"`
	Asked         bool          `json:"asked,omitempty" doc:"Somebody who answers has asked for a rating."`
	CallBack      *CallBack     `json:"callBack,omitempty" doc:"The visitor wants to be called."`
	Left          bool          `json:"left,omitempty" doc:"A message was left; the visitor need not wait."`
	CreatedAt     time.Time     `json:"createdAt"`
}

// VisitorAgent is somebody who answers, as visitors see them.
type VisitorAgent struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Avatar string `json:"avatar,omitempty"`
}

// VisitorEntry is a public entry as the visitor sees it.
type VisitorEntry struct {
	ID          string        `json:"id"`
	Seq         int64         `json:"seq"`
	Kind        Kind          `json:"kind" enum:"message,activity"`
	AuthorKind  AuthorKind    `json:"authorKind" enum:"customer,user,bot,system"`
	Author      *VisitorAgent `json:"author,omitempty"`
	Body        string        `json:"body,omitempty"`
	Attachments []Attachment  `json:"attachments,omitempty"`
	Activity    string        `json:"activity,omitempty" enum:"opened,assigned,resolved,reopened,rated,recalled,changed,said,rating_asked,callback_asked,callback_withdrawn,called,queue_left" doc:"said is a line of the program, with a body; queue_left is the end of a conversation whose visitor would not wait; recalled stands in the place of a message that was taken back."`
	Score       int           `json:"score,omitempty"`
	Choice      Choice        `json:"choice,omitempty" enum:"faq,message,callback" doc:"Of said: what the visitor can do instead of waiting."`
	Outcome     CallOutcome   `json:"outcome,omitempty" enum:"reached,not_reached,wrong_number,given_up" doc:"Of called."`
	Until       time.Time     `json:"until,omitzero" doc:"Of callback_asked and called: when."`
	Hint        string        `json:"hint,omitempty" doc:"Only in the answer to sending: what to keep in mind."`
	ClientID    string        `json:"clientId,omitempty" doc:"Only on the visitor's own messages."`
	Quote       *VisitorQuote `json:"quote,omitempty" doc:"The message that this one answers."`
	Card        *Card         `json:"card,omitempty" doc:"The order or product that it shows; the body says it in words."`
	EditedAt    time.Time     `json:"editedAt,omitzero"`
	CreatedAt   time.Time     `json:"createdAt"`
	Changed     *VisitorEntry `json:"changed,omitempty" doc:"Of the activity changed: the entry to show in the place of the one with its number."`
}

// visitor is the customer behind the actor; one who has not written yet has none and owns nothing.
func visitor(ctx context.Context) (actor.Actor, string, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return a, "", err
	}
	if a.Kind != actor.Visitor {
		return a, "", ErrVisitorOnly.New()
	}
	return a, a.OnBehalfOf, nil
}

// owned is the conversation if it is the visitor's own.
func owned(customer string, c Conversation) error {
	if customer == "" || c.CustomerID != customer {
		return ErrNotFound.New()
	}
	return nil
}

const (
	maxVisitorConversations = 30
	visitorLeft             = "queue_left" // what a visitor reads of resolved when they have left the queue
)

// unserved reports whether it ended with the customer's word, and nobody behind it: they left the queue, and there is nothing to rate.
func (c Conversation) unserved() bool {
	return c.ResolvedBy == "" && c.AssigneeID == "" && c.LastMessageAuthorKind == ByCustomer
}

// VisitorList is the visitor's own conversations, the last active first.
func (s *Service) VisitorList(ctx context.Context) ([]VisitorConversation, error) {
	a, customer, err := visitor(ctx)
	if err != nil || customer == "" {
		return []VisitorConversation{}, err
	}
	p, err := s.inbox.OfCustomer(ctx, CustomerQuery{
		CustomerID: customer, Scope: actor.Scope{Level: actor.All}, Page: page.Request{Limit: maxVisitorConversations},
	})
	if err != nil {
		return nil, err
	}
	out := make([]VisitorConversation, 0, len(p.Items))
	people, err := s.agents(ctx, p.Items, nil)
	if err != nil {
		return nil, err
	}
	for _, c := range p.Items {
		if a.Via == "" || c.ChannelID == a.Via {
			out = append(out, s.visitorView(c, people))
		}
	}
	slices.SortStableFunc(out, func(x, y VisitorConversation) int {
		return cmp.Or(y.LastMessageAt.Compare(x.LastMessageAt), cmp.Compare(y.ID, x.ID))
	})
	return out, nil
}

// VisitorEntries is a part of the public timeline of the visitor's own conversation, with the conversation.
func (s *Service) VisitorEntries(ctx context.Context, id string, r Range) (VisitorConversation, []VisitorEntry, error) {
	_, customer, err := visitor(ctx)
	if err != nil {
		return VisitorConversation{}, nil, err
	}
	c, err := s.rows.Get(ctx, id)
	if err != nil {
		return VisitorConversation{}, nil, err
	}
	if err := owned(customer, c); err != nil {
		return VisitorConversation{}, nil, err
	}
	r.Public = true
	entries, err := s.entries.Page(ctx, id, r.bounded())
	if err != nil {
		return VisitorConversation{}, nil, err
	}
	if err := s.showChanged(ctx, entries); err != nil {
		return VisitorConversation{}, nil, err
	}
	return s.ForVisitor(ctx, c, entries)
}

// ForVisitor is the one place where a conversation and its entries become what the visitor may see; the widget's
// operations and its socket share it. Entries without a public number are left out.
func (s *Service) ForVisitor(ctx context.Context, c Conversation, entries []Entry) (VisitorConversation, []VisitorEntry, error) {
	people, err := s.agents(ctx, []Conversation{c}, entries)
	if err != nil {
		return VisitorConversation{}, nil, err
	}
	return s.visitorView(c, people), publicOf(entries, people), nil
}

func visitorEntry(e Entry, people map[string]Person) VisitorEntry {
	v := VisitorEntry{
		ID: e.ID, Seq: e.PublicSeq, Kind: e.Kind, AuthorKind: e.AuthorKind, Body: e.Body, Attachments: e.Attachments, CreatedAt: e.CreatedAt,
	}
	switch e.AuthorKind {
	case ByUser:
		v.Author = agentOf(people, e.AuthorID)
	case ByCustomer:
		v.ClientID = e.ClientID
	case ByBot, BySystem:
	}
	if e.Recalled {
		v.Kind, v.Activity = Activity, WasRecalled // no text and no files: it has none any more
		return v
	}
	v.Quote, v.EditedAt, v.Card = e.Quote.forVisitor(), e.EditedAt, e.Card
	if e.Activity != nil {
		v.Activity, v.Score = e.Activity.Type, e.Activity.Score
		if e.Activity.rewrites() {
			v.Activity, v.Changed = visitorChanged, changedForVisitor(e, people)
		}
		switch v.Activity { // the customer sees an end and a beginning, not what was arranged
		case WasMerged:
			v.Activity = WasResolved
		case WasUnmerged:
			v.Activity = WasReopened
		}
		if v.Activity == WasResolved && e.Activity.Cause == CauseLeftQueue {
			v.Activity = visitorLeft
		}
		switch e.Activity.Type {
		case WasSaid:
			v.Choice = choices[e.Activity.To]
		case WasCallBackAsked, WasCalled:
			v.Outcome, v.Until = CallOutcome(e.Activity.Outcome), e.Activity.Until
		}
		if v.Activity == WasAssigned { // the visitor learns who answers, not who arranged it
			v.Author = agentOf(people, e.Activity.To)
		}
	}
	return v
}

func (s *Service) visitorView(c Conversation, people map[string]Person) VisitorConversation {
	v := VisitorConversation{
		ID: c.ID, Status: c.Status, Seq: c.PublicSeq, SeenSeq: c.CustomerSeenSeq, AgentSeenSeq: c.AgentSeenPublic,
		Preview: c.LastMessagePreview, PreviewBy: c.LastMessageAuthorKind, LastMessageAt: c.LastMessageAt,
		Rating: c.RatingScore, CanRate: c.RatingAsked || c.Status == Resolved && !c.unserved(), Asked: c.RatingAsked, CreatedAt: c.CreatedAt, CallBack: c.CallBack, Left: c.Left, Agent: agentOf(people, c.AssigneeID),
	}
	switch v.Status {
	case Snoozed:
		v.Status = Open
	case Merged: // it goes on elsewhere; this one has ended
		v.Status, v.CanRate, v.CallBack = Resolved, false, nil
	case Open, Resolved:
	}
	return v
}

func agentOf(people map[string]Person, id string) *VisitorAgent {
	p, ok := people[id]
	if !ok {
		return nil
	}
	return &VisitorAgent{ID: p.ID, Name: p.Public(), Avatar: p.Avatar}
}

// agents looks up, at once, everybody whom these views name.
func (s *Service) agents(ctx context.Context, cs []Conversation, es []Entry) (map[string]Person, error) {
	var ids []string
	for _, c := range cs {
		ids = append(ids, c.AssigneeID)
	}
	for _, e := range es {
		if e.AuthorKind == ByUser {
			ids = append(ids, e.AuthorID)
		}
		if e.Activity != nil && e.Activity.Type == WasAssigned {
			ids = append(ids, e.Activity.To)
		}
		if e.Changed != nil && e.Changed.AuthorKind == ByUser {
			ids = append(ids, e.Changed.AuthorID)
		}
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == "" })
	if len(ids) == 0 {
		return map[string]Person{}, nil
	}
	found, err := s.dir.People(ctx, ids)
	if err != nil {
		return nil, err
	}
	people := make(map[string]Person, len(found))
	for _, p := range found {
		people[p.ID] = p
	}
	return people, nil
}

// VisitorSeen says that the visitor has read up to a public number.
func (s *Service) VisitorSeen(ctx context.Context, id string, public int64) error {
	a, customer, err := visitor(ctx)
	if err != nil {
		return err
	}
	_, err = s.turnAs(ctx, a, id, ownedBy(customer), func(_ context.Context, t *Turn) error {
		t.CustomerSeen(public)
		return nil
	})
	return err
}

func ownedBy(customer string) func(context.Context, Conversation) error {
	return func(_ context.Context, c Conversation) error { return owned(customer, c) }
}
