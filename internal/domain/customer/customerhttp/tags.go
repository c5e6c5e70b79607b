package customerhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/httpx"
)

type createTagInput struct {
	Body struct {
		Name   string `json:"name" minLength:"1" maxLength:"40"`
		Colour string `json:"colour" enum:"grey,red,orange,yellow,green,teal,blue,purple,pink" default:"grey"`
	}
}

type updateTagInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version int64   `json:"version"`
		Name    *string `json:"name,omitempty" minLength:"1" maxLength:"40"`
		Colour  *string `json:"colour,omitempty" enum:"grey,red,orange,yellow,green,teal,blue,purple,pink"`
	}
}

func registerTags(api *httpx.API, s *customer.Service) {
	const tag = "Tags"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/tags", ID: "listTags", Tag: tag,
		Summary: "List the tags of the workspace", Permission: customer.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[list[customer.Tag]], error) {
			out, err := s.ListTags(ctx)
			return &reply[list[customer.Tag]]{list[customer.Tag]{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/tags", ID: "createTag", Tag: tag, Status: http.StatusCreated,
		Summary: "Add a tag", Permission: customer.PermTagsManage, Codes: []string{customer.ErrTagTaken.Code, customer.ErrTooManyTags.Code},
		Idempotent: true,
	},
		func(ctx context.Context, in *createTagInput) (*reply[customer.Tag], error) {
			out, err := s.CreateTag(ctx, in.Body.Name, in.Body.Colour)
			return &reply[customer.Tag]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/tags/{id}", ID: "updateTag", Tag: tag,
		Summary: "Rename or recolour a tag", Permission: customer.PermTagsManage,
		Codes: []string{customer.ErrTagTaken.Code, customer.ErrTagNotFound.Code, "conflict"},
	},
		func(ctx context.Context, in *updateTagInput) (*reply[customer.Tag], error) {
			out, err := s.UpdateTag(ctx, in.ID, in.Body.Version, in.Body.Name, in.Body.Colour)
			return &reply[customer.Tag]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/tags/{id}", ID: "deleteTag", Tag: tag, Status: http.StatusNoContent,
		Summary: "Delete a tag everywhere", Permission: customer.PermTagsManage, Codes: []string{customer.ErrTagNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.DeleteTag(ctx, in.ID) })
}
