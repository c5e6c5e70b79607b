package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

func registerMerge(api *httpx.API, s *conversation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/merge", ID: "mergeConversation", Tag: tagConversations, Idempotent: true, OwnUnit: true,
		Summary: "Let it go on in another conversation of the same customer and channel", Permission: conversation.PermMerge,
		Description: "It keeps its entries, numbers, files and ratings and is read as a part of the other one, which takes over who waits, tags and participants. What the customer writes next goes there.",
		Codes:       codes(conversation.ErrMerged.Code, conversation.ErrMergeOther.Code, conversation.ErrResolved.Code, conversation.ErrMergedMany.Code),
	},
		func(ctx context.Context, in *mergeInput) (*reply[conversation.MergeResult], error) {
			return answer(s.Merge(ctx, in.ID, in.Body.Into))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/unmerge", ID: "unmergeConversation", Tag: tagConversations, Idempotent: true, OwnUnit: true,
		Summary: "Take a merged conversation out again, with what it had brought", Permission: conversation.PermMerge,
		Codes: codes(conversation.ErrNotMerged.Code),
	},
		func(ctx context.Context, in *ByID) (*reply[conversation.MergeResult], error) {
			return answer(s.Unmerge(ctx, in.ID))
		})
}
