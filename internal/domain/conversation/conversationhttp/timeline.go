package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type entriesInput struct {
	ByID
	Window
}

type entryList struct {
	Items []conversation.Entry `json:"items" doc:"Oldest first."`
}

type conversationDetail struct {
	conversation.Conversation
	Rating *ratingView `json:"rating,omitempty" doc:"What the customer thought of it."`
}

type ratingView struct {
	Score   int    `json:"score"`
	Comment string `json:"comment,omitempty" personal:"text"`

	Solved  conversation.Solved         `json:"solved,omitempty" enum:"yes,no"`
	Reasons []conversation.RatingReason `json:"reasons,omitempty"`
}

type messageInput struct {
	ByID
	Body struct {
		ClientID    string         `json:"clientId" minLength:"1" maxLength:"64" doc:"Made by the client; the same one is stored once and answered with the first message."`
		Body        string         `json:"body" doc:"Plain text, at most 10,000 characters; may be empty when there are attachments."`
		Attachments []attachedFile `json:"attachments,omitempty" maxItems:"10"`
		QuoteID     string         `json:"quoteId,omitempty" maxLength:"30" doc:"The entry that this one answers; only what the customer sees."`
		Confirmed   bool           `json:"confirmed,omitempty" doc:"Its author has read the fault moderation.warned and sends it anyway."`

		Card *conversation.Card `json:"card,omitempty" doc:"An order or product to show; without a body its words are the text."`
	}
}

type noteInput struct {
	ByID
	Body struct {
		ClientID    string         `json:"clientId" minLength:"1" maxLength:"64"`
		Body        string         `json:"body"`
		Attachments []attachedFile `json:"attachments,omitempty" maxItems:"10"`
		Mentions    []string       `json:"mentions,omitempty" maxItems:"20" doc:"Ids of the people to tell."`
		QuoteID     string         `json:"quoteId,omitempty" maxLength:"30" doc:"The entry that this one answers."`
	}
}

type seenInput struct {
	ByID
	Body struct {
		Seq int64 `json:"seq" minimum:"0"`
	}
}

func registerTimeline(api *httpx.API, s *conversation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}", ID: "getConversation", Tag: tagConversations,
		Summary: "Read a conversation", Permission: conversation.PermRead, Codes: codes(),
	},
		func(ctx context.Context, in *ByID) (*reply[conversationDetail], error) {
			return answer(detail(ctx, s, in.ID))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/entries", ID: "listEntries", Tag: tagConversations,
		Summary: "Read a part of the timeline", Permission: conversation.PermRead, Codes: codes(),
	},
		func(ctx context.Context, in *entriesInput) (*reply[entryList], error) {
			items, err := s.Timeline(ctx, in.ID, in.bounds())
			if items == nil {
				items = []conversation.Entry{}
			}
			return answer(entryList{items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/messages", ID: "sendMessage", Tag: tagConversations,
		Summary: "Answer the customer", Permission: conversation.PermReply, Codes: codes("moderation.blocked", "moderation.warned"),
		Idempotent: true, OwnUnit: true,
	},
		func(ctx context.Context, in *messageInput) (*reply[conversation.Result], error) {
			b := in.Body
			return answer(s.Post(ctx, in.ID, conversation.Text{ClientID: b.ClientID, Body: b.Body, FileIDs: fileIDs(b.Attachments), QuoteID: b.QuoteID, Confirmed: b.Confirmed, Card: b.Card}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/notes", ID: "addNote", Tag: tagConversations,
		Summary: "Write a note that only colleagues see", Permission: conversation.PermNote, Codes: codes(),
		Idempotent: true, OwnUnit: true,
	},
		func(ctx context.Context, in *noteInput) (*reply[conversation.Result], error) {
			b := in.Body
			return answer(s.AddNote(ctx, in.ID, conversation.Text{
				ClientID: b.ClientID, Body: b.Body, FileIDs: fileIDs(b.Attachments), Mentions: b.Mentions, QuoteID: b.QuoteID,
			}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/seen", ID: "markSeen", Tag: tagConversations,
		Summary: "Say up to where the conversation was read", Permission: conversation.PermReply, Codes: codes(),
	},
		func(ctx context.Context, in *seenInput) (*reply[conversation.Result], error) {
			return answer(changed(s.MarkSeen(ctx, in.ID, in.Body.Seq)))
		})
}

func detail(ctx context.Context, s *conversation.Service, id string) (conversationDetail, error) {
	c, err := s.Get(ctx, id)
	if err != nil {
		return conversationDetail{}, err
	}
	out := conversationDetail{Conversation: c}
	if c.RatingScore == 0 {
		return out, nil
	}
	r, ok, err := s.RatingOf(ctx, id)
	if ok {
		out.Rating = &ratingView{Score: r.Score, Comment: r.Comment, Solved: r.Solved, Reasons: r.Reasons}
	}
	return out, err
}

// changed makes the list of entries [] when a change had nothing to add.
func changed(r conversation.Result, err error) (conversation.Result, error) {
	if r.Entries == nil {
		r.Entries = []conversation.Entry{}
	}
	return r, err
}
