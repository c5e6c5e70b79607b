package core

import (
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customerhttp"
	"frontdesk/internal/domain/customer/customersql"
	"frontdesk/internal/platform/httpx"
)

// panel is what stands beside a conversation in the desk.
type panel struct {
	Panel *customer.Panel
}

func (s *Services) panel(p Parts, _ unit.Runner, store *customersql.Store) panel {
	return panel{
		Panel: customer.NewPanel(customer.PanelDeps{Run: p.DB, Clock: p.Clock, Customers: s.Customers, Cards: store}),
	}
}

// register adds the operations of the side panel.
func (p panel) register(api *httpx.API) {
	customerhttp.RegisterPanel(api, p.Panel)
}
