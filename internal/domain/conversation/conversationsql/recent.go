package conversationsql

import (
	"context"
	"slices"
	"strconv"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
)

// Recent reads from memory what Current would read. What is at hand was true when a unit that read or wrote it became
// durable. Every later change of the row has another version, and Save asks for the version, so that nothing is ever built
// on what is not true any more. Resolved ones are not kept: whether they go on is another question.
func (s *Store) Recent(ctx context.Context, customerID, channelID string) (conversation.Conversation, bool) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Conversation{}, false
	}
	c, ok := s.recent.Peek(recentKey(tenant, customerID, channelID))
	c.TagIDs = slices.Clone(c.TagIDs)
	return c, ok
}

func recentKey(tenant, customerID, channelID string) string {
	return tenant + "/" + customerID + "/" + channelID
}

// learn keeps a conversation that is the current one of its customer, unless a later one or a later version is known.
func (s *Store) learn(ctx context.Context, tenant string, c conversation.Conversation) {
	s.recent.Change(ctx, recentKey(tenant, c.CustomerID, c.ChannelID), func(old conversation.Conversation, known bool) (conversation.Conversation, bool) {
		if known && (old.ID > c.ID || old.ID == c.ID && old.Version > c.Version) {
			return old, true
		}
		return c, lasts(c)
	})
}

// follow keeps the new state of a conversation that is known already: others need not be current.
func (s *Store) follow(ctx context.Context, tenant string, c conversation.Conversation) {
	s.recent.Change(ctx, recentKey(tenant, c.CustomerID, c.ChannelID), func(old conversation.Conversation, known bool) (conversation.Conversation, bool) {
		if !known || old.ID != c.ID || old.Version > c.Version {
			return old, known
		}
		return c, lasts(c)
	})
}

// remember keeps a new entry for those who follow the log. One that is changed later
// is remembered anew, and on other nodes asked for as Changed; the last event of an erased one comes after the first, so that
// whoever still tells of it here takes it back.
func (s *Store) remember(ctx context.Context, tenant string, e conversation.Entry) {
	key := entryKey(tenant, conversation.EntryRef{ConversationID: e.ConversationID, Seq: e.Seq})
	s.fresh.Change(ctx, key, func(conversation.Entry, bool) (conversation.Entry, bool) { return e, true })
}

func entryKey(tenant string, r conversation.EntryRef) string {
	return tenant + "/" + r.ConversationID + "/" + strconv.FormatInt(r.Seq, 10)
}

// lasts reports whether a message may simply go on: not after an end, of which the rules of the workspace decide.
func lasts(c conversation.Conversation) bool {
	return c.Status != conversation.Resolved && c.Status != conversation.Merged
}
