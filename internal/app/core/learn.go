package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/usecase/learn"
)

// lessons learn from results.
func (s *Services) lessons(p Parts, people *ports.People) *learn.Service {
	return learn.New(p.DB, p.Clock, routingsql.New(p.DB), s.Routing, s.Conversations, ports.Crew{Service: s.Identity, Known: people})
}
