package integrationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/platform/httpx"
)

type reply[T any] struct{ Body T }

type byID struct {
	ID string `path:"id" maxLength:"30"`
}

type webhookList struct {
	Items []integration.Webhook `json:"items"`
}

type createInput struct {
	Body struct {
		URL         string   `json:"url" minLength:"1" maxLength:"2000"`
		Description string   `json:"description,omitempty" maxLength:"200"`
		Events      []string `json:"events" minItems:"1" maxItems:"50"`
	}
}

type updateInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version      int64    `json:"version" doc:"The version that was read; another one is a conflict."`
		URL          *string  `json:"url,omitempty"`
		Description  *string  `json:"description,omitempty"`
		Events       []string `json:"events,omitempty" maxItems:"50"`
		Enabled      *bool    `json:"enabled,omitempty"`
		RotateSecret bool     `json:"rotateSecret,omitempty" doc:"Make a new secret; the old one signs as well for a day."`
	}
}

type changedView struct {
	integration.Webhook
	Secret string `json:"secret,omitempty" doc:"Shown this once."`
}

type deliveriesInput struct {
	ID     string `path:"id" maxLength:"30"`
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type deliveryInput struct {
	ID         string `path:"id" maxLength:"30"`
	DeliveryID string `path:"deliveryId" maxLength:"30"`
}

type eventsInput struct {
	After string `query:"after" maxLength:"200" doc:"The cursor to go on from; absent: the beginning of the log."`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// Register adds the operations.
func Register(api *httpx.API, s *integration.Service) {
	registerWebhooks(api, s)
	registerDeliveries(api, s)
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/events", ID: "listEvents", Tag: "Events",
		Summary: "Read the event log, oldest first", Permission: integration.PermManage,
	},
		func(ctx context.Context, in *eventsInput) (*reply[integration.EventPage], error) {
			out, err := s.Events(ctx, in.After, in.Limit)
			return &reply[integration.EventPage]{out}, err
		})
}

func registerWebhooks(api *httpx.API, s *integration.Service) {
	const tag = "Webhooks"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/webhooks", ID: "listWebhooks", Tag: tag,
		Summary: "List the webhooks", Permission: integration.PermManage,
	},
		func(ctx context.Context, _ *struct{}) (*reply[webhookList], error) {
			out, err := s.List(ctx)
			if out == nil {
				out = []integration.Webhook{}
			}
			return &reply[webhookList]{webhookList{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/webhooks", ID: "createWebhook", Tag: tag, Status: http.StatusCreated,
		Summary: "Add a webhook", Permission: integration.PermManage, Codes: []string{integration.ErrTooMany.Code},
		Secret: true,
	},
		func(ctx context.Context, in *createInput) (*reply[changedView], error) {
			out, err := s.Create(ctx, in.Body.URL, in.Body.Description, in.Body.Events)
			return &reply[changedView]{changedView(out)}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/webhooks/{id}", ID: "updateWebhook", Tag: tag,
		Summary: "Change a webhook", Permission: integration.PermManage, Codes: []string{integration.ErrNotFound.Code, "conflict"},
		Secret: true,
	},
		func(ctx context.Context, in *updateInput) (*reply[changedView], error) {
			b := in.Body
			out, err := s.Update(ctx, in.ID, integration.Edit{
				Version: b.Version, URL: b.URL, Description: b.Description, Events: b.Events,
				Enabled: b.Enabled, RotateSecret: b.RotateSecret,
			})
			return &reply[changedView]{changedView(out)}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/webhooks/{id}", ID: "deleteWebhook", Tag: tag,
		Status: http.StatusNoContent, Summary: "Remove a webhook and its deliveries", Permission: integration.PermManage,
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Delete(ctx, in.ID) })
}

func registerDeliveries(api *httpx.API, s *integration.Service) {
	const tag = "Webhooks"
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/webhooks/{id}/test", ID: "testWebhook", Tag: tag, Timeout: 2 * sendTimeout,
		Summary: "Send a sample event now", Description: "Sends one each time; an Idempotency-Key is not read.", Permission: integration.PermManage, Codes: []string{integration.ErrOff.Code},
	},
		func(ctx context.Context, in *byID) (*reply[integration.Delivery], error) {
			out, err := s.Test(ctx, in.ID)
			return &reply[integration.Delivery]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/webhooks/{id}/deliveries", ID: "listWebhookDeliveries", Tag: tag,
		Summary: "The deliveries of a webhook, newest first", Permission: integration.PermManage,
	},
		func(ctx context.Context, in *deliveriesInput) (*reply[page.Of[integration.Delivery]], error) {
			out, err := s.ListDeliveries(ctx, in.ID, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[integration.Delivery]]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/webhooks/{id}/deliveries/{deliveryId}/replay", ID: "replayWebhookDelivery",
		Tag: tag, Summary: "Send a delivery again", Permission: integration.PermManage,
		Codes:      []string{integration.ErrDeliveryNotFound.Code, integration.ErrOff.Code, integration.ErrUnderWay.Code},
		Idempotent: true,
	},
		func(ctx context.Context, in *deliveryInput) (*reply[integration.Delivery], error) {
			out, err := s.Replay(ctx, in.ID, in.DeliveryID)
			return &reply[integration.Delivery]{out}, err
		})
}
