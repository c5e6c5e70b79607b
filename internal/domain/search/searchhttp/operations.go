// Package searchhttp offers the search as an operation.
package searchhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/platform/httpx"
)

type input struct {
	Query  string `query:"q" required:"true" minLength:"1" maxLength:"200"`
	Scope  string `query:"scope" enum:"messages,conversations,customers" default:"messages"`
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

type output struct{ Body page.Of[search.Hit] }

// Register adds the operations.
func Register(api *httpx.API, s *search.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/search", ID: "search", Tag: "Search",
		Summary:     "Find messages, conversations or customers, newest first",
		Description: "Customers need customer.read instead of conversation.read.",
		Permission:  search.PermConversations, Codes: []string{search.ErrQuery.Code},
	},
		func(ctx context.Context, in *input) (*output, error) {
			out, err := s.Find(ctx, search.Kind(in.Scope), in.Query, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &output{out}, err
		})
}
