package channelhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/channel"
	"frontdesk/internal/platform/httpx"
)

type noticeInput struct {
	Key string `query:"key" maxLength:"40" required:"true"`
}

type acceptInput struct {
	Body struct {
		Version int `json:"version" minimum:"1"`
	}
}

func registerPrivacy(api *httpx.API, s *channel.Service, codes []string) {
	const tag = "Widget"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/widget/privacy", ID: "getWidgetPrivacy", Tag: tag, CORS: true,
		Summary: "The privacy notice of a widget", Permission: httpx.Public, Codes: codes,
	},
		func(ctx context.Context, in *noticeInput) (*reply[channel.Privacy], error) {
			out, err := s.PrivacyNotice(ctx, in.Key, httpx.Origin(ctx))
			return &reply[channel.Privacy]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/privacy", ID: "acceptWidgetPrivacy", Tag: tag, Visitor: true, Status: http.StatusNoContent,
		Summary: "Accept the privacy notice", Codes: []string{"conflict"},
	},
		func(ctx context.Context, in *acceptInput) (*struct{}, error) {
			return nil, s.AcceptPrivacy(ctx, in.Body.Version)
		})
}
