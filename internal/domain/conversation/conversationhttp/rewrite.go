package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

// ByEntry names an entry of a conversation in the path.
type ByEntry struct {
	ByID
	EntryID string `path:"entryId" maxLength:"30" doc:"Id of the entry" example:"ent_01kb3n8x5e7q9r2t4v6w8y0z1a"`
}

type editInput struct {
	ByEntry
	Body struct {
		Body     string   `json:"body" doc:"Plain text, at most 10,000 characters. Files stay as they are."`
		Mentions []string `json:"mentions,omitempty" maxItems:"20" doc:"Of a note: ids of the people it mentions now."`
	}
}

type revisionList struct {
	Items []conversation.Revision `json:"items" doc:"What it said before, oldest first; at most 51."`
}

func registerRewrites(api *httpx.API, s *conversation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/entries/{entryId}/recall", ID: "recallEntry", Tag: tagConversations,
		Summary: "Take back an own message or note, within two minutes", Permission: conversation.PermRead,
		Codes:      codes(conversation.ErrEntryNotFound.Code, conversation.ErrNotAuthor.Code, conversation.ErrTooLate.Code),
		Idempotent: true, OwnUnit: true,
	},
		func(ctx context.Context, in *ByEntry) (*reply[conversation.Result], error) {
			return answer(changed(s.Recall(ctx, in.ID, in.EntryID)))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/entries/{entryId}/edit", ID: "editEntry", Tag: tagConversations,
		Summary: "Change the text of an own message, within two minutes, or of an own note", Permission: conversation.PermRead,
		Codes: codes(conversation.ErrEntryNotFound.Code, conversation.ErrNotAuthor.Code, conversation.ErrTooLate.Code,
			conversation.ErrRecalled.Code, conversation.ErrEditedOften.Code),
		Idempotent: true, OwnUnit: true,
	},
		func(ctx context.Context, in *editInput) (*reply[conversation.Result], error) {
			return answer(changed(s.Edit(ctx, in.ID, in.EntryID, conversation.Text{Body: in.Body.Body, Mentions: in.Body.Mentions})))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/entries/{entryId}/revisions", ID: "listRevisions", Tag: tagConversations,
		Summary: "Read what an entry said before it was edited or recalled", Permission: conversation.PermRead,
		Codes: codes(conversation.ErrEntryNotFound.Code),
	},
		func(ctx context.Context, in *ByEntry) (*reply[revisionList], error) {
			items, err := s.History(ctx, in.ID, in.EntryID)
			if items == nil {
				items = []conversation.Revision{}
			}
			return answer(revisionList{items}, err)
		})
}
