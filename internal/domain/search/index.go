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
	Moved              bool // it is found with another conversation, which was split off with it
}

// EntryRef names an entry.
type EntryRef struct {
	ConversationID string
	Seq            int64
	Changed        bool // it was written again, so what is remembered of it may be out of date
}

// Place is whose a conversation was when something happened in it.
type Place struct {
	TeamID     string `json:"teamId"`
	AssigneeID string `json:"assigneeId"`
}

// Conversation is what is indexed of a conversation, and who may find it.
type Conversation struct {
	ID, Subject, CustomerName string
	Number                    int64
	TeamID, AssigneeID        string
	CreatedAt                 time.Time
	Taken                     []Entry // messages of another one with which it began, as entries of it
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

// Consumer is the name under which Prepare reads the log.
const Consumer = "search"

// chunk is how many documents are read and written at a time.
const chunk = 500

// work is what a batch of events asks for in one workspace. Indexing reads the present state, so that doing it twice,
// or late, ends the same.
type work struct {
	entries   []EntryRef
	places    map[EntryRef]Place // of the entries, from their events: who gets the conversation later tells so later
	opened    []string           // conversations that are new: their messages have events of their own
	whole     []string           // conversations whose place may have changed: all their documents
	customers []string
	gone      []string
	erased    []string // conversations of which nothing is left
}

// Prepare reads and cuts what a batch of the event log tells of; what it returns writes the index, inside the consumer's
// unit. Texts that change meanwhile tell so by a later event.
func (s *Service) Prepare(ctx context.Context, batch []event.Recorded) (func(context.Context) error, error) {
	var order []string
	todo := map[string]*work{}
	for _, e := range batch {
		w, ok := todo[e.Tenant]
		if !ok {
			w = &work{places: map[EntryRef]Place{}}
			todo[e.Tenant] = w
			order = append(order, e.Tenant)
		}
		w.note(e.Event)
	}
	changes := make([]change, len(order))
	for i, tenant := range order {
		var err error
		if changes[i], err = s.read(actor.With(ctx, actor.SystemFor(tenant)), *todo[tenant]); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error {
		for i, tenant := range order {
			if err := s.write(actor.With(ctx, actor.SystemFor(tenant)), changes[i]); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func (w *work) note(e event.Event) {
	switch e.Type {
	case "conversation.message_added", "conversation.note_added":
		ref := EntryRef{ConversationID: e.StreamID, Seq: e.Seq}
		var p Place
		if json.Unmarshal(e.Data, &p) == nil {
			w.entries, w.places[ref] = append(w.entries, ref), p
		}
	case "conversation.entry_recalled", "conversation.entry_edited":
		w.rewritten(e)
	case "conversation.opened":
		w.opened = append(w.opened, e.StreamID)
	case "conversation.assigned", "conversation.customer_identified", "conversation.merged", "conversation.unmerged", "conversation.moved_along",
		"conversation.merged_in", "conversation.unmerged_out", "conversation.split", "conversation.split_off":
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

// rewritten is about an older entry: what was recalled goes, what was edited is cut anew, with the place of today.
func (w *work) rewritten(e event.Event) {
	var about struct {
		Place
		TargetID  string
		TargetSeq int64
	}
	if json.Unmarshal(e.Data, &about) != nil {
		return
	}
	ref := EntryRef{ConversationID: e.StreamID, Seq: about.TargetSeq}
	w.entries = slices.DeleteFunc(w.entries, func(r EntryRef) bool { return r.ConversationID == ref.ConversationID && r.Seq == ref.Seq })
	if e.Type == "conversation.entry_recalled" {
		w.gone = append(w.gone, about.TargetID)
		return
	}
	w.places[ref] = about.Place
	ref.Changed = true
	w.entries = append(w.entries, ref)
}

// change is what a batch does to the index of one workspace.
type change struct {
	put    []Cut
	whole  []string
	gone   []string
	erased []string
}

// read makes a change of what is there now. Whole conversations are read when they are written: they can be long.
func (s *Service) read(ctx context.Context, w work) (change, error) {
	whole := distinct(w.whole)
	entries := slices.DeleteFunc(w.entries, func(r EntryRef) bool { return slices.Contains(whole, r.ConversationID) })
	docs, err := s.messages(ctx, entries, w.places)
	if err != nil {
		return change{}, err
	}
	for part := range slices.Chunk(distinct(w.opened), chunk) {
		heads, err := s.heads(ctx, part)
		if err != nil {
			return change{}, err
		}
		docs = append(docs, heads...)
	}
	for part := range slices.Chunk(distinct(w.customers), chunk) {
		people, err := s.people(ctx, part)
		if err != nil {
			return change{}, err
		}
		docs = append(docs, people...)
	}
	cut, err := s.store.Cut(ctx, docs)
	return change{put: cut, whole: whole, gone: distinct(w.gone), erased: distinct(w.erased)}, err
}

func (s *Service) write(ctx context.Context, c change) error {
	if err := s.store.Put(ctx, c.put); err != nil {
		return err
	}
	for part := range slices.Chunk(c.whole, chunk) {
		if err := s.indexConversations(ctx, part); err != nil {
			return err
		}
	}
	if len(c.gone) > 0 {
		if err := s.store.Remove(ctx, c.gone); err != nil {
			return err
		}
	}
	if len(c.erased) > 0 {
		return s.store.RemoveConversations(ctx, c.erased)
	}
	return nil
}

func (s *Service) put(ctx context.Context, docs []Document) error {
	cut, err := s.store.Cut(ctx, docs)
	if err != nil {
		return err
	}
	return s.store.Put(ctx, cut)
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// messages are documents of single messages.
func (s *Service) messages(ctx context.Context, refs []EntryRef, places map[EntryRef]Place) ([]Document, error) {
	var docs []Document
	for part := range slices.Chunk(refs, chunk) {
		entries, err := s.source.Entries(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Body != "" {
				docs = append(docs, places[EntryRef{ConversationID: e.ConversationID, Seq: e.Seq}].entry(e))
			}
		}
	}
	return docs, nil
}

// heads are documents of conversations without their messages.
func (s *Service) heads(ctx context.Context, ids []string) ([]Document, error) {
	list, err := s.source.Conversations(ctx, ids)
	docs := make([]Document, len(list))
	for i, c := range list {
		docs[i] = c.document()
	}
	return docs, err
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
		for _, e := range c.Taken {
			if e.Body != "" {
				docs = append(docs, c.entry(e))
			}
		}
		for after, more := int64(0), true; more; {
			entries, err := s.source.EntriesOf(ctx, c.ID, after, chunk)
			if err != nil {
				return err
			}
			more = len(entries) == chunk
			for _, e := range entries {
				after = e.Seq
				if e.Body != "" && !e.Moved {
					docs = append(docs, c.entry(e))
				}
			}
			if len(docs) >= chunk {
				if err := s.put(ctx, docs); err != nil {
					return err
				}
				docs = nil
			}
		}
	}
	return s.put(ctx, docs)
}

func (s *Service) indexCustomers(ctx context.Context, ids []string) error {
	docs, err := s.people(ctx, ids)
	if err != nil {
		return err
	}
	return s.put(ctx, docs)
}

func (s *Service) people(ctx context.Context, ids []string) ([]Document, error) {
	list, err := s.source.Customers(ctx, ids)
	docs := make([]Document, len(list))
	for i, c := range list {
		docs[i] = Document{Kind: Customers, ID: c.ID, At: c.CreatedAt, Text: words(c.Name, c.Company, c.Email, c.Phone)}
	}
	return docs, err
}

func (c Conversation) document() Document {
	return Document{
		Kind: Conversations, ID: c.ID, ConversationID: c.ID, TeamID: c.TeamID, AssigneeID: c.AssigneeID, At: c.CreatedAt,
		Text: words(c.Subject, c.CustomerName, "#"+strconv.FormatInt(c.Number, 10)),
	}
}

func (c Conversation) entry(e Entry) Document {
	return Place{TeamID: c.TeamID, AssigneeID: c.AssigneeID}.entry(e)
}

func (p Place) entry(e Entry) Document {
	return Document{
		Kind: Messages, ID: e.ID, ConversationID: e.ConversationID, Seq: e.Seq, TeamID: p.TeamID, AssigneeID: p.AssigneeID,
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
