package dispatch

import (
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// kindOf is what a conversation counts as: where the customer left a message they do not wait in the chat, and whoever answers need
// not hurry, so it counts as an e-mail. Somebody who is to be called counts as before: whoever calls them finds the time beside
// their chats.
func kindOf(c conversation.Conversation) string {
	if c.Left {
		return "email"
	}
	return routing.KindOf(c.ChannelKind)
}

// rekind is work that counts as another kind by now. What somebody has, or was offered, stays as it was counted.
func (h *hall) rekind(c *conversation.Conversation, it routing.Item) (change, bool) {
	if c == nil || it.Version == 0 || it.State != routing.Waits || it.Kind == kindOf(*c) {
		return change{}, false
	}
	after := it
	after.Kind = kindOf(*c)
	after.Points = h.book.Points[after.Kind]
	return change{before: it, after: &after, tell: []told{
		{routing.EventEntered, routing.Entered{QueueID: queueOf(it), Cause: routing.CauseMessageLeft, Plan: it.Plan}},
	}}, true
}

// callWish is what the conversation knows of a wish to be called; nil for none.
func callWish(c conversation.Conversation) *routing.CallWish {
	if c.CallBack == nil {
		return nil
	}
	return &routing.CallWish{Phone: c.CallBack.Phone, Name: c.CallBack.Name, Until: c.CallBack.Until, Tried: c.CallBack.Tried}
}
