package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type draftList struct {
	Items []conversation.Draft `json:"items" doc:"At most one message and one note."`
}

type draftInput struct {
	ByID
	Body struct {
		Kind        string         `json:"kind" enum:"message,note"`
		Body        string         `json:"body"`
		Attachments []attachedFile `json:"attachments,omitempty" maxItems:"10"`
		Mentions    []string       `json:"mentions,omitempty" maxItems:"20"`
	}
}

type dropInput struct {
	ByID
	Kind string `query:"kind" enum:"message,note" default:"message"`
}

func registerDrafts(api *httpx.API, s *conversation.Service) {
	const path = "/conversations/{id}/draft"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: path, ID: "getDrafts", Tag: tagConversations,
		Summary: "Read the own drafts", Permission: conversation.PermRead, Codes: codes(),
	},
		func(ctx context.Context, in *ByID) (*reply[draftList], error) {
			items, err := s.MyDrafts(ctx, in.ID)
			if items == nil {
				items = []conversation.Draft{}
			}
			return answer(draftList{items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: path, ID: "saveDraft", Tag: tagConversations,
		Summary: "Keep what is being written; an empty one is removed", Permission: conversation.PermRead, Codes: codes(),
	},
		func(ctx context.Context, in *draftInput) (*reply[conversation.Draft], error) {
			b := in.Body
			return answer(s.SaveDraft(ctx, in.ID, conversation.Kind(b.Kind), conversation.Text{
				Body: b.Body, FileIDs: fileIDs(b.Attachments), Mentions: b.Mentions,
			}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: path, ID: "dropDraft", Tag: tagConversations, Status: http.StatusNoContent,
		Summary: "Throw a draft away", Permission: conversation.PermRead, Codes: codes(),
	},
		func(ctx context.Context, in *dropInput) (*struct{}, error) {
			return nil, s.DropDraft(ctx, in.ID, conversation.Kind(in.Kind))
		})
}
