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
		ClientID string     `json:"clientId,omitempty" maxLength:"64"`
		Summary  *summarise `json:"summary,omitempty" doc:"What it was about; some teams ask for it."`
	}
}

type summarise struct {
	CategoryID string `json:"categoryId,omitempty" maxLength:"30" doc:"A category without categories below it."`
	Outcome    string `json:"outcome" enum:"resolved,unresolved,follow_up"`
	Remark     string `json:"remark,omitempty" maxLength:"2000"`
	Version    int64  `json:"version,omitempty" minimum:"0" doc:"Of the summary that was read; absent when there was none. Another one is a conflict."`
}

func (s *summarise) summary() *conversation.Summary {
	if s == nil {
		return nil
	}
	return &conversation.Summary{CategoryID: s.CategoryID, Outcome: s.Outcome, Remark: s.Remark, Version: s.Version}
}

type summaryInput struct {
	ByID
	Resolution int `path:"resolution" minimum:"0" maximum:"1000000" doc:"Which time it was resolved, from 1; 0 for the last one, or the coming one while it goes on."`
	Body       summarise
}

type priorityInput struct {
	ByID
	Body struct {
		Priority string `json:"priority" enum:"urgent,high,normal,low"`
	}
}

type sentimentInput struct {
	ByID
	Body struct {
		Sentiment string `json:"sentiment" enum:",negative,neutral,positive" doc:"Empty when nobody knows."`
	}
}

type tagsInput struct {
	ByID
	Body struct {
		TagIDs []string `json:"tagIds" maxItems:"30"`
	}
}

type participantInput struct {
	ByID
	UserID string `path:"userId" maxLength:"30" doc:"Id of the person; your own to follow."`
}

type mergeInput struct {
	ByID
	Body struct {
		Into string `json:"into" minLength:"1" maxLength:"30" doc:"The conversation in which it goes on: of the same customer and channel, and not resolved."`
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
			if in.Body == nil {
				return s.Resolve(ctx, in.ID, "", nil)
			}
			return s.Resolve(ctx, in.ID, in.Body.ClientID, in.Body.Summary.summary())
		})
	onState(api, http.MethodPut, "summaries/{resolution}", "setConversationSummary", "Write or change the summary of a resolution", conversation.PermManage,
		[]string{conversation.ErrNoResolution.Code, "conflict"},
		func(ctx context.Context, in *summaryInput) (conversation.Result, error) {
			return s.Summarise(ctx, in.ID, in.Resolution, *in.Body.summary())
		})
	onState(api, http.MethodPost, "reopen", "reopenConversation", "Take it up again", conversation.PermManage, nil,
		func(ctx context.Context, in *ByID) (conversation.Result, error) { return s.Reopen(ctx, in.ID) })
	onState(api, http.MethodPut, "priority", "setConversationPriority", "Change the priority", conversation.PermManage, nil,
		func(ctx context.Context, in *priorityInput) (conversation.Result, error) {
			return s.Prioritise(ctx, in.ID, conversation.Priority(in.Body.Priority))
		})
	onState(api, http.MethodPut, "sentiment", "setConversationSentiment", "Say how the customer feels", conversation.PermManage, nil,
		func(ctx context.Context, in *sentimentInput) (conversation.Result, error) {
			return s.Feel(ctx, in.ID, conversation.Sentiment(in.Body.Sentiment))
		})
	onState(api, http.MethodPut, "tags", "setConversationTags", "Set the tags", conversation.PermManage, nil,
		func(ctx context.Context, in *tagsInput) (conversation.Result, error) {
			return s.Tag(ctx, in.ID, in.Body.TagIDs)
		})
	onState(api, http.MethodPut, "participants/{userId}", "inviteParticipant", "Follow it, or invite somebody: they read it wherever it stands and are told of what happens", conversation.PermRead,
		[]string{conversation.ErrTooManyParticipants.Code},
		func(ctx context.Context, in *participantInput) (conversation.Result, error) {
			return s.Invite(ctx, in.ID, in.UserID)
		})
	onState(api, http.MethodDelete, "participants/{userId}", "dismissParticipant", "Follow it no more, or end somebody's part in it", conversation.PermRead, nil,
		func(ctx context.Context, in *participantInput) (conversation.Result, error) {
			return s.Dismiss(ctx, in.ID, in.UserID)
		})
	onState(api, http.MethodPost, "undo", "undoConversation", "Take back an assignment, a resolve, a snooze, a priority, a sentiment or tags", conversation.PermRead,
		[]string{conversation.ErrNotUndoable.Code, conversation.ErrUndoConflict.Code, conversation.ErrEntryNotFound.Code},
		func(ctx context.Context, in *undoInput) (conversation.Result, error) {
			return s.Undo(ctx, in.ID, in.Body.EntryID)
		})
}
