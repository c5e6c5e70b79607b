package search

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// Entry is the text of a message or note.
type Entry struct {
	ID, ConversationID string
	Seq                int64
	Body               string
	CreatedAt          time.Time
}

// EntryRef names an entry.
type EntryRef struct {
	ConversationID string
	Seq            int64
}

// Conversation is what is indexed of a conversation, and who may find it.
type Conversation struct {
	ID, Subject, CustomerName string
	Number                    int64
	TeamID, AssigneeID        string
	CreatedAt                 time.Time
}

// Customer is what is indexed of a customer.
type Customer struct {
	ID, Name, Email, Phone, Company string
	CreatedAt                       time.Time
}

// Source reads texts where they live. The context acts for the system in one workspace; what is gone is left out.
type Source interface {
	Entries(ctx context.Context, refs []EntryRef) ([]Entry, error)
	// EntriesOf are messages and notes of one conversation after a position, in order.
	EntriesOf(ctx context.Context, conversationID string, after int64, limit int) ([]Entry, error)
	Conversations(ctx context.Context, ids []string) ([]Conversation, error)
	Customers(ctx context.Context, ids []string) ([]Customer, error)
	// NextConversations and NextCustomers walk over all ids in order, for building the index anew.
	NextConversations(ctx context.Context, after string, limit int) ([]string, error)
	NextCustomers(ctx context.Context, after string, limit int) ([]string, error)
}

// Service holds the use cases.
type Service struct {
	run    unit.Runner
	store  Store
	source Source
}

// New makes the service.
func New(run unit.Runner, store Store, source Source) *Service {
	return &Service{run: run, store: store, source: source}
}

// Consumer is the name under which Handle reads the log.
const Consumer = "search"

// chunk is how many documents are read and written at a time.
const chunk = 500

// work is what a batch of events asks for in one workspace. Indexing reads the present state, so that doing it twice,
// or late, ends the same.
type work struct {
	entries   []EntryRef
	opened    []string // conversations that are new: their messages have events of their own
	whole     []string // conversations whose place may have changed: all their documents
	customers []string
	gone      []string
	erased    []string // conversations of which nothing is left
}

// Handle indexes what a batch of the event log tells of. It runs inside the consumer's unit.
func (s *Service) Handle(ctx context.Context, batch []event.Recorded) error {
	var order []string
	todo := map[string]*work{}
	for _, e := range batch {
		w, ok := todo[e.Tenant]
		if !ok {
			w = &work{}
			todo[e.Tenant] = w
			order = append(order, e.Tenant)
		}
		w.note(e.Event)
	}
	for _, tenant := range order {
		if err := s.index(actor.With(ctx, actor.SystemFor(tenant)), *todo[tenant]); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) note(e event.Event) {
	switch e.Type {
	case "conversation.message_added", "conversation.note_added":
		w.entries = append(w.entries, EntryRef{ConversationID: e.StreamID, Seq: e.Seq})
	case "conversation.opened":
		w.opened = append(w.opened, e.StreamID)
	case "conversation.assigned", "conversation.customer_identified":
		w.whole = append(w.whole, e.StreamID)
	case "customer.created", "customer.updated":
		w.customers = append(w.customers, e.StreamID)
	case "conversation.erased":
		w.erased = append(w.erased, e.StreamID)
	case "customer.erased":
		w.gone = append(w.gone, e.StreamID)
	case "customer.merged":
		var m struct{ From, Into string }
		if json.Unmarshal(e.Data, &m) == nil {
			w.gone, w.customers = append(w.gone, m.From), append(w.customers, m.Into)
		}
	}
}

func (s *Service) index(ctx context.Context, w work) error {
	w.whole = distinct(w.whole)
	w.entries = slices.DeleteFunc(w.entries, func(r EntryRef) bool { return slices.Contains(w.whole, r.ConversationID) })
	if err := s.indexEntries(ctx, w.entries); err != nil {
		return err
	}
	for part := range slices.Chunk(distinct(w.opened), chunk) {
		if err := s.indexHeads(ctx, part); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(w.whole, chunk) {
		if err := s.indexConversations(ctx, part); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(distinct(w.customers), chunk) {
		if err := s.indexCustomers(ctx, part); err != nil {
			return err
		}
	}
	if len(w.gone) > 0 {
		if err := s.store.Remove(ctx, distinct(w.gone)); err != nil {
			return err
		}
	}
	if len(w.erased) > 0 {
		return s.store.RemoveConversations(ctx, distinct(w.erased))
	}
	return nil
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// indexEntries adds single messages, all of them with two reads.
func (s *Service) indexEntries(ctx context.Context, refs []EntryRef) error {
	for part := range slices.Chunk(refs, chunk) {
		entries, err := s.source.Entries(ctx, part)
		if err != nil {
			return err
		}
		ids := make([]string, len(entries))
		for i, e := range entries {
			ids[i] = e.ConversationID
		}
		list, err := s.source.Conversations(ctx, distinct(ids))
		if err != nil {
			return err
		}
		of := make(map[string]Conversation, len(list))
		for _, c := range list {
			of[c.ID] = c
		}
		var docs []Document
		for _, e := range entries {
			if c, ok := of[e.ConversationID]; ok && e.Body != "" {
				docs = append(docs, c.entry(e))
			}
		}
		if err := s.store.Put(ctx, docs); err != nil {
			return err
		}
	}
	return nil
}

// indexHeads adds conversations without their messages.
func (s *Service) indexHeads(ctx context.Context, ids []string) error {
	list, err := s.source.Conversations(ctx, ids)
	if err != nil {
		return err
	}
	docs := make([]Document, len(list))
	for i, c := range list {
		docs[i] = c.document()
	}
	return s.store.Put(ctx, docs)
}

// indexConversations writes conversations with all their messages: who may find a message follows its conversation.
func (s *Service) indexConversations(ctx context.Context, ids []string) error {
	list, err := s.source.Conversations(ctx, ids)
	if err != nil {
		return err
	}
	var docs []Document
	for _, c := range list {
		docs = append(docs, c.document())
		for after, more := int64(0), true; more; {
			entries, err := s.source.EntriesOf(ctx, c.ID, after, chunk)
			if err != nil {
				return err
			}
			more = len(entries) == chunk
			for _, e := range entries {
				after = e.Seq
				if e.Body != "" {
					docs = append(docs, c.entry(e))
				}
			}
			if len(docs) >= chunk {
				if err := s.store.Put(ctx, docs); err != nil {
					return err
				}
				docs = nil
			}
		}
	}
	return s.store.Put(ctx, docs)
}

func (s *Service) indexCustomers(ctx context.Context, ids []string) error {
	list, err := s.source.Customers(ctx, ids)
	if err != nil {
		return err
	}
	docs := make([]Document, len(list))
	for i, c := range list {
		docs[i] = Document{Kind: Customers, ID: c.ID, At: c.CreatedAt, Text: words(c.Name, c.Company, c.Email, c.Phone)}
	}
	return s.store.Put(ctx, docs)
}

func (c Conversation) document() Document {
	return Document{
		Kind: Conversations, ID: c.ID, ConversationID: c.ID, TeamID: c.TeamID, AssigneeID: c.AssigneeID, At: c.CreatedAt,
		Text: words(c.Subject, c.CustomerName, "#"+strconv.FormatInt(c.Number, 10)),
	}
}

func (c Conversation) entry(e Entry) Document {
	return Document{
		Kind: Messages, ID: e.ID, ConversationID: c.ID, Seq: e.Seq, TeamID: c.TeamID, AssigneeID: c.AssigneeID,
		At: e.CreatedAt, Text: e.Body,
	}
}

func words(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// Rebuild makes the index of a workspace anew, in units of bounded size. It may run while messages flow in: what the
// log tells meanwhile is indexed on top.
func (s *Service) Rebuild(ctx context.Context) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.System && a.Kind != actor.Job {
		return fault.ErrDenied.New()
	}
	if err := s.run.Do(ctx, s.store.Clear); err != nil {
		return err
	}
	if err := s.walk(ctx, s.source.NextConversations, s.indexConversations); err != nil {
		return err
	}
	return s.walk(ctx, s.source.NextCustomers, s.indexCustomers)
}

func (s *Service) walk(ctx context.Context, next func(context.Context, string, int) ([]string, error),
	index func(context.Context, []string) error,
) error {
	const step = 50
	for after := ""; ; {
		ids, err := next(ctx, after, step)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := s.run.Do(ctx, func(ctx context.Context) error { return index(ctx, ids) }); err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}
