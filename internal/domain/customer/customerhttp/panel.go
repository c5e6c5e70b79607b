package customerhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/httpx"
)

type cardsInput struct {
	Body struct {
		Cards []customer.Card `json:"cards" maxItems:"10" doc:"All that the page tells now; none forgets what it told before."`
	}
}

// RegisterPanel adds what stands beside a conversation.
func RegisterPanel(api *httpx.API, p *customer.Panel) {
	registerCards(api, p)
	registerNotes(api, p)
}

func registerCards(api *httpx.API, p *customer.Panel) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/widget/context", ID: "setWidgetContext", Tag: "Widget", Visitor: true, MaxBody: 32 << 10,
		Status: http.StatusNoContent, Summary: "Tell which orders and products the page shows",
		Description: "Agents see them as cards beside the conversation. It is what the page says: nobody has checked it.",
		Codes:       []string{customer.ErrLink.Code, customer.ErrCards.Code},
	},
		func(ctx context.Context, in *cardsInput) (*struct{}, error) { return nil, p.Tell(ctx, in.Body.Cards) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/customers/{id}/cards", ID: "listCustomerCards", Tag: "Customers",
		Summary: "The orders and products that the customer's pages told of", Permission: customer.PermRead,
		Codes: []string{customer.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*reply[list[customer.PageCards]], error) {
			out, err := p.Told(ctx, in.ID)
			return &reply[list[customer.PageCards]]{list[customer.PageCards]{out}}, err
		})
}
