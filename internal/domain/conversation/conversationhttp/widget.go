package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type preChat struct {
	Name  string `json:"name,omitempty" maxLength:"120"`
	Email string `json:"email,omitempty" maxLength:"254"`
	Phone string `json:"phone,omitempty" maxLength:"40"`
}

type visitorPage struct {
	URL   string `json:"url" maxLength:"4000"`
	Title string `json:"title,omitempty" maxLength:"500"`
}

type visitorMessageInput struct {
	Body struct {
		ClientID       string         `json:"clientId" minLength:"1" maxLength:"64" doc:"Made by the widget; the same one is stored once and answered with the first message."`
		Body           string         `json:"body"`
		Attachments    []attachedFile `json:"attachments,omitempty" maxItems:"10"`
		ConversationID string         `json:"conversationId,omitempty" maxLength:"30" doc:"The one that is open; absent for the current one."`
		New            bool           `json:"new,omitempty" doc:"Begin a new conversation, although the last, resolved one could go on."`
		PreChat        *preChat       `json:"prechat,omitempty" doc:"Answers of the form before the first message."`
		Page           *visitorPage   `json:"page,omitempty"`
		QuoteID        string         `json:"quoteId,omitempty" maxLength:"30" doc:"The entry of the conversation that this one answers; left out where it cannot be quoted."`

		Card *conversation.Card `json:"card,omitempty" doc:"An order or product that the message shows; without a body its words are the text. A picture of it is the first attachment."`
	}
}

type offlineInput struct {
	Body struct {
		ClientID string       `json:"clientId" minLength:"1" maxLength:"64"`
		Name     string       `json:"name,omitempty" maxLength:"120"`
		Email    string       `json:"email,omitempty" maxLength:"254"`
		Phone    string       `json:"phone,omitempty" maxLength:"40"`
		Body     string       `json:"body"`
		Page     *visitorPage `json:"page,omitempty"`

		Answers map[string]string `json:"answers,omitempty" maxProperties:"20" doc:"To the own questions of the form, by their id."`
		Locale  string            `json:"locale,omitempty" maxLength:"35"`
	}
}

type visitorTaken struct {
	Conversation conversation.VisitorConversation `json:"conversation"`
	Entry        conversation.VisitorEntry        `json:"entry"`
}

type visitorConversations struct {
	Items []conversation.VisitorConversation `json:"items" doc:"The last active first."`
}

type visitorTimeline struct {
	Conversation conversation.VisitorConversation `json:"conversation"`
	Items        []conversation.VisitorEntry      `json:"items" doc:"Oldest first."`
}

type ratingInput struct {
	ByID
	Body struct {
		Score   int      `json:"score" minimum:"1" maximum:"5"`
		Comment string   `json:"comment,omitempty" maxLength:"1000"`
		Solved  string   `json:"solved,omitempty" enum:"yes,no" doc:"Whether the matter is settled."`
		Reasons []string `json:"reasons,omitempty" maxItems:"20" doc:"Ids of the channel's reasons for the score."`
	}
}

func registerWidget(api *httpx.API, s *conversation.Service, intake Intake) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/messages", ID: "sendWidgetMessage", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "Send a message of the visitor",
	},
		func(ctx context.Context, in *visitorMessageInput) (*reply[visitorTaken], error) {
			b := in.Body
			m := conversation.VisitorMessage{
				Text:           conversation.Text{ClientID: b.ClientID, Body: b.Body, FileIDs: fileIDs(b.Attachments), QuoteID: b.QuoteID, Card: b.Card},
				ConversationID: b.ConversationID, New: b.New,
			}
			if b.PreChat != nil {
				m.Name, m.Email, m.Phone = b.PreChat.Name, b.PreChat.Email, b.PreChat.Phone
			}
			return take(ctx, intake, m, b.Page)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/offline", ID: "leaveWidgetMessage", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "Leave a message outside business hours",
	},
		func(ctx context.Context, in *offlineInput) (*reply[visitorTaken], error) {
			b := in.Body
			return take(ctx, intake, conversation.VisitorMessage{
				Text: conversation.Text{ClientID: b.ClientID, Body: b.Body}, Name: b.Name, Email: b.Email, Phone: b.Phone, Offline: true,
				Answers: b.Answers, Locale: b.Locale,
			}, b.Page)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/widget/conversations", ID: "listWidgetConversations", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "The visitor's own conversations",
	},
		func(ctx context.Context, _ *struct{}) (*reply[visitorConversations], error) {
			items, err := s.VisitorList(ctx)
			return answer(visitorConversations{items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/widget/conversations/{id}/entries", ID: "listWidgetEntries", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "Read a part of an own conversation", Codes: codes(),
	},
		func(ctx context.Context, in *entriesInput) (*reply[visitorTimeline], error) {
			c, items, err := s.VisitorEntries(ctx, in.ID, in.bounds())
			return answer(visitorTimeline{c, items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/conversations/{id}/seen", ID: "markWidgetSeen", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "Say up to where the visitor has read", Status: http.StatusNoContent, Codes: codes(),
	},
		func(ctx context.Context, in *seenInput) (*struct{}, error) {
			return nil, s.VisitorSeen(ctx, in.ID, in.Body.Seq)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/conversations/{id}/rating", ID: "rateConversation", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "Rate a conversation that is resolved, or in which a rating was asked for", Codes: codes(conversation.ErrNotResolved.Code, conversation.ErrRatingClosed.Code),
	},
		func(ctx context.Context, in *ratingInput) (*reply[conversation.VisitorConversation], error) {
			b := in.Body
			return answer(s.Rate(ctx, in.ID, conversation.Verdict{Score: b.Score, Comment: b.Comment, Solved: conversation.Solved(b.Solved), Reasons: b.Reasons}))
		})
}

func take(ctx context.Context, intake Intake, m conversation.VisitorMessage, page *visitorPage) (*reply[visitorTaken], error) {
	if page != nil {
		m.PageURL, m.PageTitle = page.URL, page.Title
	}
	c, e, err := intake.Take(ctx, m)
	return answer(visitorTaken{c, e}, err)
}
