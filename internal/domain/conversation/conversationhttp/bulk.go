package conversationhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type bulkItem struct {
	ID           string     `json:"id" maxLength:"30"`
	IfAssigneeID *string    `json:"ifAssigneeId,omitempty" maxLength:"30" doc:"Of assign: who must still be the assignee, empty for nobody."`
	Summary      *summarise `json:"summary,omitempty" doc:"Of resolve."`
	EntryID      string     `json:"entryId,omitempty" maxLength:"30" doc:"Of undo: the activity to take back."`
}

type bulkInput struct {
	Body struct {
		Action     string     `json:"action" enum:"assign,tag,untag,priority,snooze,resolve,undo"`
		Items      []bulkItem `json:"items" minItems:"1" maxItems:"200"`
		AssigneeID *string    `json:"assigneeId,omitempty" maxLength:"30"`
		TeamID     *string    `json:"teamId,omitempty" maxLength:"30"`
		TagIDs     []string   `json:"tagIds,omitempty" maxItems:"30"`
		Priority   string     `json:"priority,omitempty" enum:"urgent,high,normal,low"`
		Until      *time.Time `json:"until,omitempty"`
	}
}

// bulkDone is what became of one conversation.
type bulkDone struct {
	ID           string                     `json:"id"`
	Conversation *conversation.Conversation `json:"conversation,omitempty" doc:"Absent when it was refused."`
	Entries      []conversation.Entry       `json:"entries"`
	Code         string                     `json:"code,omitempty" doc:"Why it was refused."`
	Detail       string                     `json:"detail,omitempty" doc:"The same in words."`
}

type bulkReply struct {
	Items []bulkDone `json:"items"`
}

func registerBulk(api *httpx.API, s *conversation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/bulk", ID: "changeConversations", Tag: tagConversations,
		Summary: "Do the same to many conversations", Permission: conversation.PermRead, Idempotent: true, OwnUnit: true,
		Description: "Each is changed by itself, with the permission that the action needs; what is refused is named and holds up nothing else. " +
			"The entries of the answer can be given to the action `undo`, which takes the whole batch back.",
	},
		func(ctx context.Context, in *bulkInput) (*reply[bulkReply], error) {
			b := in.Body
			change := conversation.BulkChange{
				Action: conversation.BulkAction(b.Action), Assignee: b.AssigneeID, Team: b.TeamID, TagIDs: b.TagIDs, Priority: conversation.Priority(b.Priority),
			}
			if b.Until != nil {
				change.Until = *b.Until
			}
			for _, i := range b.Items {
				change.Items = append(change.Items, conversation.BulkItem{ID: i.ID, IfAssignee: i.IfAssigneeID, Summary: i.Summary.summary(), EntryID: i.EntryID})
			}
			done, err := s.Bulk(ctx, change)
			return answer(bulkReply{outcomes(ctx, done)}, err)
		})
}

func outcomes(ctx context.Context, done []conversation.BulkDone) []bulkDone {
	out := make([]bulkDone, 0, len(done))
	for _, d := range done {
		one := bulkDone{ID: d.ID, Entries: d.Entries}
		if d.Err != nil {
			f := fault.From(d.Err)
			one.Code, one.Detail = f.Def.Code, f.Sentence(httpx.Locale(ctx))
		} else {
			one.Conversation = &d.Conversation
		}
		out = append(out, one)
	}
	return out
}
