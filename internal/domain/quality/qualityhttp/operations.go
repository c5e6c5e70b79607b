// Package qualityhttp offers inspection marks as operations.
package qualityhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/quality"
	"frontdesk/internal/platform/httpx"
)

type reply[T any] struct{ Body T }

type list[T any] struct {
	Items []T `json:"items"`
}

type byID struct {
	ID string `path:"id" maxLength:"30"`
}

type markInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Reason  quality.Reason `json:"reason" enum:"good,attitude,accuracy,compliance,complaint,other"`
		Comment string         `json:"comment,omitempty" maxLength:"2000" doc:"Needed for other."`
	}
}

type listInput struct {
	State  string `query:"state" enum:"open,done"`
	Reason string `query:"reason" enum:"good,attitude,accuracy,compliance,complaint,other"`
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type changeInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version int64         `json:"version"`
		State   quality.State `json:"state" enum:"open,done"`
		Verdict string        `json:"verdict,omitempty" maxLength:"2000" doc:"What was found; with done."`
	}
}

// Register adds the operations.
func Register(api *httpx.API, s *quality.Service) {
	const tag = "Inspections"
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/inspections", ID: "markForInspection", Tag: tag, Status: http.StatusCreated,
		Summary: "Mark a conversation for inspection", Permission: quality.PermMark, Codes: []string{quality.ErrTooMany.Code}, Idempotent: true,
	},
		func(ctx context.Context, in *markInput) (*reply[quality.Mark], error) {
			out, err := s.Mark(ctx, in.ID, in.Body.Reason, in.Body.Comment)
			return &reply[quality.Mark]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/inspections", ID: "listInspectionsOf", Tag: tag,
		Summary: "The inspection marks of a conversation", Description: "All for inspectors, the own ones for others.", Permission: quality.PermMark,
	},
		func(ctx context.Context, in *byID) (*reply[list[quality.Mark]], error) {
			out, err := s.Of(ctx, in.ID)
			return &reply[list[quality.Mark]]{list[quality.Mark]{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/inspections", ID: "listInspections", Tag: tag, Summary: "List inspection marks, newest first", Permission: quality.PermInspect,
	},
		func(ctx context.Context, in *listInput) (*reply[page.Of[quality.Mark]], error) {
			out, err := s.List(ctx, quality.Filter{State: quality.State(in.State), Reason: quality.Reason(in.Reason)}, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[quality.Mark]]{out}, err
		})
	codes := []string{quality.ErrNotFound.Code, quality.ErrClosed.Code, "conflict"}
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/inspections/{id}", ID: "finishInspection", Tag: tag, Summary: "Finish an inspection, or open it again",
		Permission: quality.PermInspect, Codes: codes,
	},
		func(ctx context.Context, in *changeInput) (*reply[quality.Mark], error) {
			b := in.Body
			if b.State == quality.Open {
				out, err := s.Reopen(ctx, in.ID, b.Version)
				return &reply[quality.Mark]{out}, err
			}
			out, err := s.Finish(ctx, in.ID, b.Version, b.Verdict)
			return &reply[quality.Mark]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/inspections/{id}", ID: "withdrawInspection", Tag: tag, Status: http.StatusNoContent,
		Summary: "Take back an inspection mark", Permission: quality.PermMark, Codes: codes[:2],
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Withdraw(ctx, in.ID) })
}
