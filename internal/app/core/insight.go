package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/insight/insighthttp"
	"frontdesk/internal/domain/insight/insightsql"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/outbox"
)

// daily is the daily report and what feeds it.
type daily struct {
	Service *insight.Service
	Keeper  *insight.Keeper
}

func (s *Services) daily(p Parts, rows conversation.Bulk, people *ports.People) daily {
	store, zone := insightsql.New(p.DB), insight.Zone(ports.Zone(s.Account))
	return daily{
		Service: insight.New(p.Clock, store, zone, ports.Reported{Account: s.Account, Known: people, Identity: s.Identity, Channels: s.Channels, Rows: rows}),
		Keeper:  insight.NewKeeper(store, zone),
	}
}

func (d daily) register(api *httpx.API) { insighthttp.Register(api, d.Service) }

// consumer feeds the report. It begins with the history, so that the past has its figures, too.
func (d daily) consumer() outbox.Consumer {
	return outbox.Consumer{Name: insight.Consumer, Batch: 500, Concerns: insight.Concerns, Prepare: d.Keeper.Prepare}
}
