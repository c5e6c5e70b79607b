package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/audit/auditsql"
)

// keeping is the runner of services whose settings have a history.
func (s *Services) keeping(p Parts) unit.Runner {
	s.Keeper = audit.NewKeeper(auditsql.New(p.DB), p.Clock)
	return unit.Keeping(p.DB, s.Keeper)
}

// reveals shows hidden personal data and notes who asked.
func (s *Services) reveals(p Parts) *audit.Reveals {
	return audit.NewReveals(p.DB, p.Clock, auditsql.New(p.DB),
		ports.Originals{Customers: s.Customers, Conversations: s.Conversations}, ports.RevealRules{Account: s.Account})
}

// history shows the versions of all settings and goes back in them.
func (s *Services) history(p Parts) *audit.Service {
	return audit.New(p.DB, auditsql.New(p.DB), s.Walls.remember(s.Assistance.remember(s.Panel.remember(ports.NewBack(
		s.Account, s.Identity, s.Customers, s.Channels, s.Integration, s.Summaries, s.FAQ).
		WithVisitors(s.Visitors).WithWords(s.Moderation).WithViews(s.Views).WithRouting(s.Routing)))))
}
