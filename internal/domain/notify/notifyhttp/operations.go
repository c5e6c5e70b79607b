// Package notifyhttp offers notices as operations.
package notifyhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/platform/httpx"
)

type reply[T any] struct{ Body T }

type listInput struct {
	Unread bool   `query:"unread" doc:"Only what was not read."`
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type noticePage struct {
	Items  []notify.Notice `json:"items"`
	Next   string          `json:"next,omitempty"`
	Unread int             `json:"unread"`
}

type readInput struct {
	Body struct {
		All bool     `json:"all,omitempty"`
		IDs []string `json:"ids,omitempty" maxItems:"200"`
	}
}

type unreadView struct {
	Unread int `json:"unread"`
}

// Register adds the operations.
func Register(api *httpx.API, s *notify.Service) {
	const (
		tag   = "Notices"
		needs = "A token needs `conversation.read`."
	)
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/notices", ID: "listNotices", Tag: tag,
		Summary: "What you were told, newest first", Description: needs,
	},
		func(ctx context.Context, in *listInput) (*reply[noticePage], error) {
			out, err := s.List(ctx, in.Unread, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[noticePage]{noticePage{Items: out.Items, Next: out.Next, Unread: out.Unread}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/notices/read", ID: "readNotices", Tag: tag,
		Summary: "Mark notices as read", Description: needs,
	},
		func(ctx context.Context, in *readInput) (*reply[unreadView], error) {
			left, err := s.MarkRead(ctx, in.Body.All, in.Body.IDs)
			return &reply[unreadView]{unreadView{left}}, err
		})
}
