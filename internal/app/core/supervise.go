package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/usecase/supervise"
)

// supervision puts together what supervisors see and do.
func (s *Services) supervision(p Parts, rows conversation.Oversights) {
	s.Monitor = conversation.NewMonitor(p.DB, p.Clock, rows, s.Conversations)
	s.Supervision = supervise.New(supervise.Deps{
		Run: p.DB, Clock: p.Clock, Talks: s.Monitor, People: s.Identity, Channels: s.Channels, Hits: s.Moderation, Picture: ports.AvatarURL,
	})
}
