package conversationhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type momentInput struct {
	ByID
	At    time.Time `query:"at" doc:"The moment, such as the midnight with which a day begins; the beginning of the thread without one."`
	Limit int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func registerAround(api *httpx.API, s *conversation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/entries/around", ID: "entriesAround", Tag: tagConversations,
		Summary: "Read the timeline around a moment", Permission: conversation.PermRead, Codes: codes(),
	},
		func(ctx context.Context, in *momentInput) (*reply[conversation.Moment], error) {
			m, err := s.Around(ctx, in.ID, in.At, in.Limit)
			if m.Entries == nil {
				m.Entries = []conversation.Entry{}
			}
			return answer(m, err)
		})
}
