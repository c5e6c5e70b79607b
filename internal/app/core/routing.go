package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingsql"
)

// routing knows plans and people's skills.
func (s *Services) routing(p Parts) *routing.Service {
	store := routingsql.New(p.DB)
	return routing.NewService(routing.ServiceDeps{
		Run: p.DB, Clock: p.Clock, Plans: store, Desks: store, Shelf: store, Language: ports.Expressions{},
		Directory: ports.RoutingDirectory{Identity: s.Identity, Account: s.Account, Clock: p.Clock},
	})
}
