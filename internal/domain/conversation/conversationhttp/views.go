package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

const tagViews = "Saved views"

type viewList struct {
	Items []conversation.SavedView `json:"items" doc:"Own ones, then those of your teams, then the company's; at most 50 of each."`
}

type viewCounts struct {
	Items []conversation.ViewCount `json:"items"`
}

// ViewBody is a view as it is sent. The HTTP library fills embedded fields only when their type is exported.
type ViewBody struct {
	Name     string              `json:"name" minLength:"1" maxLength:"60"`
	Scope    string              `json:"scope,omitempty" enum:"personal,team,company" default:"personal"`
	TeamID   string              `json:"teamId,omitempty" maxLength:"30"`
	Status   string              `json:"status,omitempty" enum:"open,snoozed,resolved" default:"open"`
	Sort     string              `json:"sort,omitempty" enum:"newest,oldest,waiting,attention" default:"newest"`
	Filter   conversation.Filter `json:"filter,omitempty"`
	Position int                 `json:"position,omitempty" minimum:"0" maximum:"1000"`
}

func (b ViewBody) view() conversation.SavedView {
	return conversation.SavedView{
		Name: b.Name, Scope: conversation.ViewScope(b.Scope), TeamID: b.TeamID, Status: conversation.Status(b.Status),
		Sort: conversation.Sort(b.Sort), Filter: b.Filter, Position: b.Position,
	}
}

type createViewInput struct{ Body ViewBody }

type changeViewInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		ViewBody
		Version int64 `json:"version" doc:"The version that was read; another one is a conflict."`
	}
}

type viewInput struct {
	ID string `path:"id" maxLength:"30"`
}

// RegisterViews adds the operations of saved views.
func RegisterViews(api *httpx.API, v *conversation.Views) {
	codes := []string{conversation.ErrViewNotFound.Code}
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/views", ID: "listViews", Tag: tagViews,
		Summary: "The saved views that you see", Permission: conversation.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[viewList], error) {
			items, err := v.List(ctx)
			return answer(viewList{items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/views/counts", ID: "countViews", Tag: tagViews,
		Summary: "The numbers beside the saved views", Permission: conversation.PermRead,
		Description: "Each is counted up to 99. A rare filter over a long list is counted in its newest part; `more` says so.",
	},
		func(ctx context.Context, _ *struct{}) (*reply[viewCounts], error) {
			items, err := v.Counts(ctx)
			return answer(viewCounts{items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/views", ID: "createView", Tag: tagViews, Status: http.StatusCreated, Idempotent: true,
		Summary: "Save a view", Permission: conversation.PermRead, Codes: []string{conversation.ErrTooManyViews.Code},
		Description: "Sharing it with a team or the company needs `view.share`.",
	},
		func(ctx context.Context, in *createViewInput) (*reply[conversation.SavedView], error) {
			return answer(v.Create(ctx, in.Body.view()))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/views/{id}", ID: "changeView", Tag: tagViews,
		Summary: "Change a saved view", Permission: conversation.PermRead, Codes: append(codes, "conflict", conversation.ErrTooManyViews.Code),
	},
		func(ctx context.Context, in *changeViewInput) (*reply[conversation.SavedView], error) {
			w := in.Body.view()
			w.ID, w.Version = in.ID, in.Body.Version
			return answer(v.Change(ctx, w))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/views/{id}", ID: "removeView", Tag: tagViews, Status: http.StatusNoContent,
		Summary: "Remove a saved view", Permission: conversation.PermRead, Codes: codes,
	},
		func(ctx context.Context, in *viewInput) (*struct{}, error) { return nil, v.Remove(ctx, in.ID) })
}
