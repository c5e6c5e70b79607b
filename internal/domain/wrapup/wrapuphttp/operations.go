// Package wrapuphttp offers summaries, their categories, forms and reports as operations.
package wrapuphttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/platform/httpx"
)

const tag = "Summaries"

type reply[T any] struct{ Body T }

type byID struct {
	ID string `path:"id" maxLength:"30"`
}

type toldList struct {
	Items []wrapup.Told `json:"items"`
}

type createInput struct {
	Body struct {
		ParentID string `json:"parentId,omitempty" maxLength:"30"`
		NameZh   string `json:"nameZh,omitempty" maxLength:"60"`
		NameEn   string `json:"nameEn,omitempty" maxLength:"60"`
	}
}

type changeInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64   `json:"version" doc:"The version that was read; another one is a conflict."`
		NameZh   *string `json:"nameZh,omitempty" maxLength:"60"`
		NameEn   *string `json:"nameEn,omitempty" maxLength:"60"`
		ParentID *string `json:"parentId,omitempty" maxLength:"30" doc:"The new parent; empty for the first level."`
		Index    *int    `json:"index,omitempty" minimum:"0" maximum:"2000" doc:"The new place among those of the parent, from 0."`
		Archived *bool   `json:"archived,omitempty"`
	}
}

type formInput struct {
	TeamID string `path:"teamId" maxLength:"30" doc:"Id of the team, or default."`
	Body   struct {
		Version     int64    `json:"version" minimum:"0" doc:"The version that was read; 0 when it was never saved."`
		Mode        string   `json:"mode" enum:"off,optional,required"`
		CategoryIDs []string `json:"categoryIds,omitempty" maxItems:"50" doc:"The parts of the tree to choose from; absent: all."`
	}
}

// Asked is what a report is asked for. The HTTP library fills embedded fields only when their type is exported.
type Asked struct {
	From       string `query:"from" required:"true" maxLength:"10" doc:"First day, such as 2026-11-01, in the zone of the workspace."`
	To         string `query:"to" required:"true" maxLength:"10" doc:"Last day; at most 366 days."`
	TeamID     string `query:"teamId" maxLength:"30" doc:"Only of this team; none for those without a team."`
	AgentID    string `query:"agentId" maxLength:"30"`
	CategoryID string `query:"categoryId" maxLength:"30" doc:"With everything below it; lists only."`
	Outcome    string `query:"outcome" enum:"resolved,unresolved,follow_up"`
}

func (a Asked) query() wrapup.Query {
	return wrapup.Query{
		From: wrapup.Day(a.From), To: wrapup.Day(a.To), TeamID: a.TeamID, AgentID: a.AgentID, CategoryID: a.CategoryID,
		Outcome: wrapup.Outcome(a.Outcome),
	}
}

type reportInput struct{ Asked }

type listInput struct {
	Asked
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// Register adds the operations.
func Register(api *httpx.API, s *wrapup.Service) {
	registerReading(api, s)
	registerTree(api, s)
	registerReports(api, s)
	registerFiles(api, s)
}

func registerReading(api *httpx.API, s *wrapup.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/wrapup", ID: "getWrapup", Tag: tag,
		Summary: "The categories, the forms of the teams, and what you chose last", Permission: wrapup.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[wrapup.Setup], error) {
			out, err := s.Setup(ctx)
			return &reply[wrapup.Setup]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/summaries", ID: "listConversationSummaries", Tag: tag,
		Summary: "The summaries of a conversation with their history, newest first", Permission: wrapup.PermRead,
	},
		func(ctx context.Context, in *byID) (*reply[toldList], error) {
			out, err := s.Summaries(ctx, in.ID)
			return &reply[toldList]{toldList{out}}, err
		})
}

func registerTree(api *httpx.API, s *wrapup.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/wrapup/categories", ID: "createWrapupCategory", Tag: tag, Status: http.StatusCreated,
		Summary: "Add a category at the end of its parent", Permission: wrapup.PermManage, Idempotent: true,
		Codes: []string{wrapup.ErrTooManyOf.Code, wrapup.ErrTooDeep.Code},
	},
		func(ctx context.Context, in *createInput) (*reply[wrapup.Category], error) {
			out, err := s.CreateCategory(ctx, wrapup.NewCategory{ParentID: in.Body.ParentID, NameZh: in.Body.NameZh, NameEn: in.Body.NameEn})
			return &reply[wrapup.Category]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/wrapup/categories/{id}", ID: "updateWrapupCategory", Tag: tag,
		Summary: "Rename, move, archive or restore a category", Permission: wrapup.PermManage,
		Codes: []string{wrapup.ErrCategoryNotFound.Code, wrapup.ErrLoop.Code, wrapup.ErrTooDeep.Code, "conflict"},
	},
		func(ctx context.Context, in *changeInput) (*reply[wrapup.Category], error) {
			b := in.Body
			out, err := s.ChangeCategory(ctx, in.ID, wrapup.Edit{
				Version: b.Version, NameZh: b.NameZh, NameEn: b.NameEn, ParentID: b.ParentID, Index: b.Index, Archived: b.Archived,
			})
			return &reply[wrapup.Category]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/wrapup/categories/{id}", ID: "deleteWrapupCategory", Tag: tag, Status: http.StatusNoContent,
		Summary: "Delete a category that was never used", Permission: wrapup.PermManage,
		Codes: []string{wrapup.ErrUsed.Code, wrapup.ErrHasChildren.Code},
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.DeleteCategory(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/wrapup/forms/{teamId}", ID: "setWrapupForm", Tag: tag,
		Summary: "Say whether a team asks for a summary, and which categories it offers", Permission: wrapup.PermManage, Codes: []string{"conflict"},
	},
		func(ctx context.Context, in *formInput) (*reply[wrapup.Form], error) {
			out, err := s.ChangeForm(ctx, wrapup.Form{
				TeamID: in.TeamID, Mode: wrapup.Mode(in.Body.Mode), CategoryIDs: in.Body.CategoryIDs, Version: in.Body.Version,
			})
			return &reply[wrapup.Form]{out}, err
		})
}

func registerReports(api *httpx.API, s *wrapup.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/wrapup/report", ID: "getWrapupReport", Tag: tag,
		Summary: "Count summaries by category, team, agent and day", Permission: wrapup.PermReport, Codes: []string{wrapup.ErrPeriod.Code},
	},
		func(ctx context.Context, in *reportInput) (*reply[wrapup.Report], error) {
			out, err := s.Report(ctx, in.query())
			return &reply[wrapup.Report]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/wrapup/summaries", ID: "listWrapupSummaries", Tag: tag,
		Summary: "The summaries of a period, the newest day first", Permission: wrapup.PermReport, Codes: []string{wrapup.ErrPeriod.Code},
	},
		func(ctx context.Context, in *listInput) (*reply[page.Of[wrapup.Summary]], error) {
			out, err := s.List(ctx, in.query(), page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[wrapup.Summary]]{out}, err
		})
}
