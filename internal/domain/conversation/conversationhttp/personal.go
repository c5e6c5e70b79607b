package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type pinnedList struct {
	Items []conversation.InboxRow `json:"items" doc:"In the order in which they were pinned; at most 20."`
}

// registerPersonal adds what one person keeps about the inbox.
func registerPersonal(api *httpx.API, p *conversation.Personal) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/pinned", ID: "listPinned", Tag: tagConversations,
		Summary: "What you keep on top", Permission: conversation.PermRead,
		Description: "Resolved conversations, and those that you may not read any more, are left out.",
	},
		func(ctx context.Context, _ *struct{}) (*reply[pinnedList], error) {
			items, err := p.Pinned(ctx)
			return answer(pinnedList{items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/conversations/{id}/pin", ID: "pinConversation", Tag: tagConversations, Status: http.StatusNoContent,
		Summary: "Keep a conversation on top of your list", Permission: conversation.PermRead, Codes: codes(conversation.ErrTooManyPins.Code),
	},
		func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, p.Pin(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/conversations/{id}/pin", ID: "unpinConversation", Tag: tagConversations, Status: http.StatusNoContent,
		Summary: "Let it go", Permission: conversation.PermRead,
	},
		func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, p.Unpin(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/conversations/{id}/mention-seen", ID: "seeMention", Tag: tagConversations, Status: http.StatusNoContent,
		Summary: "Say that you have looked where you are mentioned", Permission: conversation.PermRead,
	},
		func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, p.SeeMention(ctx, in.ID) })
}
