package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type exportInput struct {
	ByID
	After int64 `query:"after" minimum:"0" doc:"The number after which the page begins: next of the page before."`
	Notes bool  `query:"notes" doc:"With internal notes and everything else that the customer does not see."`
}

func registerExport(api *httpx.API, s *conversation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/export", ID: "exportConversation", Tag: tagConversations,
		Summary: "Give a page of a conversation out, which is noted in the event log", Permission: conversation.PermExport, Codes: codes(),
	},
		func(ctx context.Context, in *exportInput) (*reply[conversation.Export], error) {
			out, err := s.Export(ctx, in.ID, in.Notes, in.After)
			if out.Entries == nil {
				out.Entries = []conversation.Entry{}
			}
			return answer(out, err)
		})
}
