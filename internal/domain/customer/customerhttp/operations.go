// Package customerhttp offers customers and tags as operations.
package customerhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/httpx"
)

type reply[T any] struct{ Body T }

type byID struct {
	ID string `path:"id" maxLength:"30"`
}

type list[T any] struct {
	Items []T `json:"items"`
}

type listInput struct {
	Query   string `query:"q" maxLength:"200" doc:"Beginning of a name, an e-mail address or a phone number."`
	Tag     string `query:"tag" maxLength:"30"`
	Level   string `query:"level" enum:"normal,vip"`
	Segment string `query:"segment" maxLength:"30" doc:"Only those in this segment."`
	Where   string `query:"where" maxLength:"4000" doc:"Conditions as JSON, as a segment has them: [{\"field\":\"fld_…\",\"op\":\"is\",\"value\":\"…\"}]."`
	Cursor  string `query:"cursor" maxLength:"500"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type editInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version    int64           `json:"version" doc:"The version that was read; another one is a conflict."`
		Name       *string         `json:"name,omitempty"`
		Email      *string         `json:"email,omitempty"`
		Phone      *string         `json:"phone,omitempty"`
		Company    *string         `json:"company,omitempty"`
		Locale     *string         `json:"locale,omitempty"`
		Timezone   *string         `json:"timezone,omitempty"`
		Note       *string         `json:"note,omitempty"`
		Level      *customer.Level `json:"level,omitempty" enum:"normal,vip"`
		Attributes map[string]any  `json:"attributes,omitempty"`
	}
}

type tagsInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		TagIDs []string `json:"tagIds" maxItems:"20"`
	}
}

// Register adds the operations.
func Register(api *httpx.API, s *customer.Service) {
	registerCustomers(api, s)
	registerTags(api, s)
}

func registerCustomers(api *httpx.API, s *customer.Service) {
	const tag = "Customers"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/customers/{id}", ID: "getCustomer", Tag: tag,
		Summary: "Read a customer", Permission: customer.PermRead, Codes: []string{customer.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*reply[customer.Detail], error) {
			out, err := s.Get(ctx, in.ID)
			return &reply[customer.Detail]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/customers/{id}", ID: "updateCustomer", Tag: tag,
		Summary: "Change a customer", Permission: customer.PermEdit, Codes: []string{customer.ErrNotFound.Code, "conflict"},
	},
		func(ctx context.Context, in *editInput) (*reply[customer.Customer], error) {
			b := in.Body
			out, err := s.Update(ctx, in.ID, customer.Edit{
				Version: b.Version, Name: b.Name, Email: b.Email, Phone: b.Phone,
				Company: b.Company, Locale: b.Locale, Timezone: b.Timezone, Note: b.Note, Level: b.Level, Attributes: b.Attributes,
			})
			return &reply[customer.Customer]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/customers/{id}/pages", ID: "listCustomerPages", Tag: tag,
		Summary: "The pages a customer looked at, newest first", Permission: customer.PermRead,
	},
		func(ctx context.Context, in *byID) (*reply[list[customer.PageView]], error) {
			out, err := s.Pages(ctx, in.ID)
			return &reply[list[customer.PageView]]{list[customer.PageView]{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/customers/{id}/tags", ID: "setCustomerTags", Tag: tag,
		Summary: "Set the tags of a customer", Permission: customer.PermEdit,
	},
		func(ctx context.Context, in *tagsInput) (*reply[customer.Customer], error) {
			out, err := s.Label(ctx, in.ID, in.Body.TagIDs)
			return &reply[customer.Customer]{out}, err
		})
}
