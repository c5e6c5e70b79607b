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
		Method: http.MethodPost, Path: "/conversations/{id}/split", ID: "splitConversation", Tag: tagConversations, Idempotent: true, OwnUnit: true,
		Summary: "Begin a new conversation with messages of this one", Permission: conversation.PermMerge,
		Description: "It has the same customer and channel, and stands where this one stands unless something else is said. Nothing is moved: entries keep their numbers and point at the new one (movedTo), which shows them first. Merging it back takes the split back.",
		Codes:       codes(conversation.ErrMerged.Code, conversation.ErrSplitEntry.Code, conversation.ErrSplitAll.Code),
	},
		func(ctx context.Context, in *splitInput) (*reply[conversation.MergeResult], error) {
			b := in.Body
			return answer(s.Split(ctx, in.ID, conversation.Split{Seqs: b.Seqs, Subject: b.Subject, AssigneeID: b.AssigneeID, TeamID: b.TeamID}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/taken", ID: "listTakenEntries", Tag: tagConversations,
		Summary: "The messages with which a conversation began that was split off", Permission: conversation.PermRead,
		Description: "They carry the id and the numbers of the conversation in which they stand.",
		Codes:       codes(),
	},
		func(ctx context.Context, in *takenInput) (*reply[takenEntries], error) {
			list, err := s.Taken(ctx, in.ID, in.bounds())
			return answer(takenEntries{Items: append([]conversation.Entry{}, list...)}, err)
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

type splitInput struct {
	ByID
	Body struct {
		Seqs       []int64 `json:"seqs" minItems:"1" maxItems:"200" doc:"Numbers of the messages and notes that leave; at least one message stays."`
		Subject    string  `json:"subject,omitempty" maxLength:"200"`
		AssigneeID *string `json:"assigneeId,omitempty" maxLength:"30" doc:"Absent for the same person; empty for nobody."`
		TeamID     *string `json:"teamId,omitempty" maxLength:"30" doc:"Absent for the same team; empty for no team."`
	}
}

type takenInput struct {
	ByID
	Window
}

type takenEntries struct {
	Items []conversation.Entry `json:"items"`
}
