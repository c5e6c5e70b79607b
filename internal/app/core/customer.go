package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customerhttp"
	"frontdesk/internal/domain/customer/customersql"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/integration/integrationhttp"
	"frontdesk/internal/domain/integration/integrationsql"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/outbox"
)

// panel is what stands beside a conversation in the desk.
type panel struct {
	Panel    *customer.Panel
	Fields   *customer.Fields
	Segments *customer.Segments
	Apps     *integration.Apps
}

// panel needs the conversations, so it is made after them.
func (s *Services) panel(p Parts, kept unit.Runner, store *customersql.Store, people *ports.People) panel {
	staff := ports.Staff{Known: people, Identity: s.Identity}
	d := customer.FieldDeps{
		Run: kept, Customers: s.Customers, Store: store, Roles: staff, Conversations: ports.Talks{Conversations: s.Conversations},
	}
	return panel{
		Panel: customer.NewPanel(customer.PanelDeps{
			Run: p.DB, Clock: p.Clock, Customers: s.Customers, Cards: store, Notes: store, People: staff,
		}),
		Fields: customer.NewFields(d), Segments: customer.NewSegments(d, store),
		Apps: integration.NewApps(integration.AppDeps{
			Run: kept, Clock: p.Clock, Store: integrationsql.New(p.DB), Sealer: p.Box, Conversations: ports.Talks{Conversations: s.Conversations},
		}),
	}
}

// register adds the operations of the side panel.
func (p panel) register(api *httpx.API) {
	customerhttp.RegisterPanel(api, p.Panel)
	customerhttp.RegisterFields(api, p.Fields)
	customerhttp.RegisterSegments(api, p.Segments)
	integrationhttp.RegisterApps(api, p.Apps)
}

// consumer keeps what belongs to customers and conversations with them.
func (p panel) consumer() outbox.Consumer {
	return outbox.Consumer{Name: customer.FieldConsumer, Batch: 500, Concerns: customer.FieldsConcern, Handle: p.Fields.Handle}
}

// remember lets the history go back in fields and segments.
func (p panel) remember(back ports.Back) ports.Back {
	back[customer.KindField] = p.Fields.Restore
	back[customer.KindSegment] = p.Segments.Restore
	back[integration.KindApp] = p.Apps.Restore
	return back
}
