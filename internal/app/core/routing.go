package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/integration/integrationsql"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingsql"
)

// centres are other systems that take conversations.
func centres(p Parts) ports.OtherCentres {
	return ports.OtherCentres{Webhooks: integrationsql.New(p.DB)}
}

// routing knows plans and people's skills.
func (s *Services) routing(p Parts) *routing.Service {
	store := routingsql.New(p.DB)
	return routing.NewService(routing.ServiceDeps{
		Run: unit.Keeping(p.DB, s.Keeper), Clock: p.Clock, Plans: store, Desks: store, Shelf: store, Language: ports.Expressions{},
		Directory: ports.RoutingDirectory{Identity: s.Identity, Account: s.Account, Clock: p.Clock, OtherCentres: centres(p)},
	})
}
