package ports

import (
	"context"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/customer/customersql"
	"frontdesk/internal/domain/search"
)

// SearchSource is search.Source: it reads the texts where they live, without the permissions of a person.
type SearchSource struct {
	Rows   *conversationsql.Store
	People *customersql.Store
}

// Entries are messages and notes at these places.
func (s SearchSource) Entries(ctx context.Context, refs []search.EntryRef) ([]search.Entry, error) {
	places := make([]conversation.EntryRef, len(refs))
	for i, r := range refs {
		places[i] = conversation.EntryRef{ConversationID: r.ConversationID, Seq: r.Seq, Changed: r.Changed}
	}
	found, err := s.Rows.At(ctx, places)
	return texts(found), err
}

// EntriesOf are messages and notes of one conversation after a position, in order.
func (s SearchSource) EntriesOf(ctx context.Context, conversationID string, after int64, limit int) ([]search.Entry, error) {
	if after == 0 {
		after = conversation.FromStart
	}
	found, err := s.Rows.Page(ctx, conversationID, conversation.Range{After: after, Limit: limit})
	return texts(found), err
}

func texts(entries []conversation.Entry) []search.Entry {
	out := make([]search.Entry, 0, len(entries))
	for _, e := range entries {
		out = append(out, search.Entry{ID: e.ID, ConversationID: e.ConversationID, Seq: e.Seq, Body: e.Body, CreatedAt: e.CreatedAt, Moved: e.MovedTo != ""})
	}
	return out
}

// Conversations are what is indexed of conversations.
func (s SearchSource) Conversations(ctx context.Context, ids []string) ([]search.Conversation, error) {
	found, err := s.Rows.Some(ctx, ids)
	out := make([]search.Conversation, 0, len(found))
	for _, c := range found {
		taken, err := s.taken(ctx, c)
		if err != nil {
			return nil, err
		}
		out = append(out, search.Conversation{
			ID: c.ID, Subject: c.Subject, CustomerName: c.CustomerName, Number: c.Number, TeamID: c.TeamID,
			AssigneeID: c.AssigneeID, CreatedAt: c.CreatedAt, Taken: taken,
		})
	}
	return out, err
}

// taken are the messages with which a conversation began that was split off; they are found where they are shown, at its
// beginning.
func (s SearchSource) taken(ctx context.Context, c conversation.Conversation) ([]search.Entry, error) {
	if c.SplitFrom == "" {
		return nil, nil
	}
	found, err := s.Rows.Taken(ctx, c.SplitFrom, c.ID, conversation.Range{After: conversation.FromStart, Limit: conversation.MaxSplit})
	out := texts(found)
	for i := range out {
		out[i].ConversationID, out[i].Seq, out[i].Moved = c.ID, 1, false
	}
	return out, err
}

// Customers are what is indexed of customers.
func (s SearchSource) Customers(ctx context.Context, ids []string) ([]search.Customer, error) {
	found, err := s.People.Customers(ctx, ids)
	out := make([]search.Customer, 0, len(found))
	for _, c := range found {
		out = append(out, search.Customer{ID: c.ID, Name: c.Name, Email: c.Email, Phone: c.Phone, Company: c.Company, CreatedAt: c.CreatedAt})
	}
	return out, err
}

// NextConversations walks over all conversations in order.
func (s SearchSource) NextConversations(ctx context.Context, after string, limit int) ([]string, error) {
	return s.Rows.Next(ctx, after, limit)
}

// NextCustomers walks over all customers in order.
func (s SearchSource) NextCustomers(ctx context.Context, after string, limit int) ([]string, error) {
	return s.People.Next(ctx, after, limit)
}
