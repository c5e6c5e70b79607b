package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/insight/insightsql"
	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/usecase/rehearse"
)

// rehearsals play past periods under a changed plan.
func (s *Services) rehearsals(p Parts, people *ports.People) *rehearse.Service {
	store := routingsql.New(p.DB)
	return rehearse.New(rehearse.Deps{
		Run: p.DB, Clock: p.Clock, Store: store, Plans: ports.Drafts{Service: s.Routing, Plans: store}, Language: ports.Expressions{}, Desks: store,
		People: ports.Crew{Service: s.Identity, Known: people},
		Past:   rehearse.Past{Days: ports.Came{Figures: insightsql.New(p.DB)}, Talks: s.Conversations, Facts: ports.PastFacts{RoutingFacts: s.facts(p)}},
	})
}
