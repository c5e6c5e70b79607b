package conversationhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type assignInput struct {
	ByID
	Body struct {
		AssigneeID   *string `json:"assigneeId,omitempty" maxLength:"30" doc:"Absent leaves it; empty assigns nobody."`
		TeamID       *string `json:"teamId,omitempty" maxLength:"30" doc:"Absent leaves it; empty for no team."`
		IfAssigneeID *string `json:"ifAssigneeId,omitempty" maxLength:"30" doc:"Who must still be the assignee, empty for nobody; else a conflict."`
	}
}

type snoozeInput struct {
	ByID
	Body struct {
		Until time.Time `json:"until"`
	}
}

type resolveInput struct {
	ByID
	Body *struct { // a pointer: the body may be left out
		ClientID string `json:"clientId,omitempty" maxLength:"64"`
	}
}

type priorityInput struct {
	ByID
	Body struct {
		Priority string `json:"priority" enum:"urgent,high,normal,low"`
	}
}

type tagsInput struct {
	ByID
	Body struct {
		TagIDs []string `json:"tagIds" maxItems:"30"`
	}
}

type undoInput struct {
	ByID
	Body struct {
		EntryID string `json:"entryId" maxLength:"30" doc:"The activity to take back."`
	}
}

// onState registers one operation that changes the state of a conversation.
func onState[I any](api *httpx.API, method, action, id, summary string, p actor.Permission, more []string,
	h func(ctx context.Context, in *I) (conversation.Result, error),
) {
	httpx.Register(api, httpx.Op{
		Method: method, Path: "/conversations/{id}/" + action, ID: id, Tag: tagConversations,
		Summary: summary, Permission: p, Codes: codes(more...),
		// A change that came through is no change the second time, except undo, which tells of a conflict.
		Idempotent: method == http.MethodPost, OwnUnit: method == http.MethodPost,
	},
		func(ctx context.Context, in *I) (*reply[conversation.Result], error) {
			return answer(changed(h(ctx, in)))
		})
}

func registerState(api *httpx.API, s *conversation.Service) {
	onState(api, http.MethodPost, "assign", "assignConversation", "Give it to a person, a team or nobody", conversation.PermAssign,
		[]string{conversation.ErrAlreadyAssigned.Code, conversation.ErrNotAssigned.Code},
		func(ctx context.Context, in *assignInput) (conversation.Result, error) {
			return s.Assign(ctx, in.ID, conversation.Assignment{Assignee: in.Body.AssigneeID, Team: in.Body.TeamID, IfAssignee: in.Body.IfAssigneeID})
		})
	onState(api, http.MethodPost, "snooze", "snoozeConversation", "Put it to sleep until a time or the customer's next message", conversation.PermManage,
		[]string{conversation.ErrResolved.Code, conversation.ErrSnoozePast.Code},
		func(ctx context.Context, in *snoozeInput) (conversation.Result, error) {
			return s.Snooze(ctx, in.ID, in.Body.Until)
		})
	onState(api, http.MethodPost, "unsnooze", "unsnoozeConversation", "Wake it", conversation.PermManage, nil,
		func(ctx context.Context, in *ByID) (conversation.Result, error) { return s.Unsnooze(ctx, in.ID) })
	onState(api, http.MethodPost, "resolve", "resolveConversation", "End it", conversation.PermManage, nil,
		func(ctx context.Context, in *resolveInput) (conversation.Result, error) {
			clientID := ""
			if in.Body != nil {
				clientID = in.Body.ClientID
			}
			return s.Resolve(ctx, in.ID, clientID)
		})
	onState(api, http.MethodPost, "reopen", "reopenConversation", "Take it up again", conversation.PermManage, nil,
		func(ctx context.Context, in *ByID) (conversation.Result, error) { return s.Reopen(ctx, in.ID) })
	onState(api, http.MethodPut, "priority", "setConversationPriority", "Change the priority", conversation.PermManage, nil,
		func(ctx context.Context, in *priorityInput) (conversation.Result, error) {
			return s.Prioritise(ctx, in.ID, conversation.Priority(in.Body.Priority))
		})
	onState(api, http.MethodPut, "tags", "setConversationTags", "Set the tags", conversation.PermManage, nil,
		func(ctx context.Context, in *tagsInput) (conversation.Result, error) {
			return s.Tag(ctx, in.ID, in.Body.TagIDs)
		})
	onState(api, http.MethodPost, "undo", "undoConversation", "Take back an assignment, a resolve, a snooze, a priority or tags", conversation.PermRead,
		[]string{conversation.ErrNotUndoable.Code, conversation.ErrUndoConflict.Code, conversation.ErrEntryNotFound.Code},
		func(ctx context.Context, in *undoInput) (conversation.Result, error) {
			return s.Undo(ctx, in.ID, in.Body.EntryID)
		})
}
