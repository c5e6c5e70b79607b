// Package channelhttp offers channels to administrators and sessions to widgets as operations.
package channelhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/channel"
	"frontdesk/internal/platform/httpx"
)

type reply[T any] struct{ Body T }

type byID struct {
	ID string `path:"id" maxLength:"30"`
}

type channelList struct {
	Items []channel.Channel `json:"items"`
}

type createInput struct {
	Body struct {
		Name     string            `json:"name" minLength:"1" maxLength:"80"`
		Settings *channel.Settings `json:"settings,omitempty" doc:"Absent: the usual ones."`
	}
}

type updateInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64             `json:"version" doc:"The version that was read; another one is a conflict."`
		Name     *string           `json:"name,omitempty"`
		Enabled  *bool             `json:"enabled,omitempty"`
		Settings *channel.Settings `json:"settings,omitempty"`
	}
}

type secretView struct {
	Secret string `json:"secret" doc:"Shown this once. The one before keeps working for a week."`
}

type snippetView struct {
	HTML string `json:"html"`
}

// registerChannels adds the operations of administrators.
func registerChannels(api *httpx.API, s *channel.Service) {
	const tag = "Channels"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/channels", ID: "listChannels", Tag: tag,
		Summary: "List the channels", Permission: channel.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[channelList], error) {
			out, err := s.List(ctx)
			if out == nil {
				out = []channel.Channel{}
			}
			return &reply[channelList]{channelList{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/channels", ID: "createChannel", Tag: tag, Status: http.StatusCreated,
		Summary: "Add a web chat channel", Permission: channel.PermManage,
		Idempotent: true,
	},
		func(ctx context.Context, in *createInput) (*reply[channel.Channel], error) {
			out, err := s.Create(ctx, in.Body.Name, in.Body.Settings)
			return &reply[channel.Channel]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/channels/{id}", ID: "getChannel", Tag: tag,
		Summary: "Read a channel", Permission: channel.PermRead, Codes: []string{channel.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*reply[channel.Detail], error) {
			out, err := s.Get(ctx, in.ID)
			return &reply[channel.Detail]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/channels/{id}", ID: "updateChannel", Tag: tag,
		Summary: "Change a channel", Permission: channel.PermManage, Codes: []string{channel.ErrNotFound.Code, channel.ErrNoSecret.Code, "conflict"},
	},
		func(ctx context.Context, in *updateInput) (*reply[channel.Channel], error) {
			b := in.Body
			out, err := s.Update(ctx, in.ID, channel.Edit{Version: b.Version, Name: b.Name, Enabled: b.Enabled, Settings: b.Settings})
			return &reply[channel.Channel]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/channels/{id}", ID: "deleteChannel", Tag: tag, Status: http.StatusNoContent,
		Summary: "Take a channel out of use", Permission: channel.PermManage, Codes: []string{channel.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Delete(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/channels/{id}/rotate-secret", ID: "rotateChannelSecret", Tag: tag,
		Summary: "Make a new identity secret", Permission: channel.PermManage,
		Secret: true,
	},
		func(ctx context.Context, in *byID) (*reply[secretView], error) {
			out, err := s.RotateSecret(ctx, in.ID)
			return &reply[secretView]{secretView{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/channels/{id}/snippet", ID: "getChannelSnippet", Tag: tag,
		Summary: "The script tag for a site", Permission: channel.PermRead,
	},
		func(ctx context.Context, in *byID) (*reply[snippetView], error) {
			out, err := s.Snippet(ctx, in.ID)
			return &reply[snippetView]{snippetView{out}}, err
		})
}
