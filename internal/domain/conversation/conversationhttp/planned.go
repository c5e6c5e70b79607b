package conversationhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

// ByPlanned names a planned message of a conversation in the path.
type ByPlanned struct {
	ByID
	PlannedID string `path:"plannedId" maxLength:"30" doc:"Id of the planned message" example:"pln_01kb3n8x5e7q9r2t4v6w8y0z1a"`
}

type plannedList struct {
	Items []conversation.Planned `json:"items" doc:"The first to leave first; at most 20."`
}

type planInput struct {
	ByID
	Body struct {
		ClientID    string         `json:"clientId" minLength:"1" maxLength:"64" doc:"Made by the client; the same one is kept once."`
		Body        string         `json:"body" doc:"Plain text, at most 10,000 characters; may be empty when there are attachments."`
		Attachments []attachedFile `json:"attachments,omitempty" maxItems:"10"`
		QuoteID     string         `json:"quoteId,omitempty" maxLength:"30" doc:"The entry that this one answers; only what the customer sees."`
		Confirmed   bool           `json:"confirmed,omitempty" doc:"Its author has read the fault moderation.warned and sends it anyway."`
		SendAt      time.Time      `json:"sendAt" doc:"At most a year ahead."`
		OnlyIfQuiet bool           `json:"onlyIfQuiet,omitempty" doc:"Send it only if nobody has written meanwhile."`
	}
}

type replanInput struct {
	ByPlanned
	Body struct {
		Version     int64           `json:"version" minimum:"1" doc:"Of the message that was read. Another one is a conflict."`
		Body        *string         `json:"body,omitempty"`
		Attachments *[]attachedFile `json:"attachments,omitempty" maxItems:"10" doc:"All of them; those that are left out go."`
		SendAt      *time.Time      `json:"sendAt,omitempty"`
		OnlyIfQuiet *bool           `json:"onlyIfQuiet,omitempty"`
	}
}

// RegisterPlanned adds the messages that leave later.
func RegisterPlanned(api *httpx.API, p *conversation.Planner) {
	const path = "/conversations/{id}/planned"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: path, ID: "listPlanned", Tag: tagConversations,
		Summary: "Messages that leave later", Permission: conversation.PermRead, Codes: codes(),
	},
		func(ctx context.Context, in *ByID) (*reply[plannedList], error) {
			items, err := p.In(ctx, in.ID)
			if items == nil {
				items = []conversation.Planned{}
			}
			return answer(plannedList{items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: path, ID: "planMessage", Tag: tagConversations,
		Summary: "Send a message later", Permission: conversation.PermReply,
		Description: "It is checked when its time comes as if its author sent it then. What may not be sent any more is held, and says why.",
		Codes:       codes(conversation.ErrPlannedPast.Code, conversation.ErrTooManyPlanned.Code, "moderation.blocked", "moderation.warned"),
		Idempotent:  true, OwnUnit: true,
	},
		func(ctx context.Context, in *planInput) (*reply[conversation.Planned], error) {
			b := in.Body
			return answer(p.Plan(ctx, in.ID, conversation.Plan{
				Text:   conversation.Text{ClientID: b.ClientID, Body: b.Body, FileIDs: fileIDs(b.Attachments), QuoteID: b.QuoteID, Confirmed: b.Confirmed},
				SendAt: b.SendAt, OnlyIfQuiet: b.OnlyIfQuiet,
			}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: path + "/{plannedId}", ID: "changePlanned", Tag: tagConversations,
		Summary: "Change an own message that leaves later", Permission: conversation.PermReply,
		Codes: codes(conversation.ErrPlannedNotFound.Code, conversation.ErrPlannedChanged.Code, conversation.ErrPlannedPast.Code, conversation.ErrNotAuthor.Code),
	},
		func(ctx context.Context, in *replanInput) (*reply[conversation.Planned], error) {
			b := in.Body
			change := conversation.PlanChange{Version: b.Version, Body: b.Body, SendAt: b.SendAt, OnlyIfQuiet: b.OnlyIfQuiet}
			if b.Attachments != nil {
				ids := fileIDs(*b.Attachments)
				change.FileIDs = &ids
			}
			return answer(p.Change(ctx, in.ID, in.PlannedID, change))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: path + "/{plannedId}", ID: "cancelPlanned", Tag: tagConversations, Status: http.StatusNoContent,
		Summary: "Let a planned message go", Permission: conversation.PermRead, Codes: codes(conversation.ErrPlannedNotFound.Code),
	},
		func(ctx context.Context, in *ByPlanned) (*struct{}, error) {
			return nil, p.Cancel(ctx, in.ID, in.PlannedID)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: path + "/{plannedId}/send", ID: "sendPlanned", Tag: tagConversations,
		Summary: "Send an own planned message now", Permission: conversation.PermReply,
		Codes:      codes(conversation.ErrPlannedNotFound.Code, conversation.ErrPlannedChanged.Code, conversation.ErrNotAuthor.Code),
		Idempotent: true, OwnUnit: true,
	},
		func(ctx context.Context, in *ByPlanned) (*reply[conversation.Result], error) {
			return answer(p.SendNow(ctx, in.ID, in.PlannedID))
		})
}
