package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/quality"
	"frontdesk/internal/domain/quality/qualitysql"
	"frontdesk/internal/platform/outbox"
)

func (s *Services) quality(p Parts) *quality.Service {
	return quality.New(p.DB, p.Clock, qualitysql.New(p.DB), ports.Inspected{Conversations: s.Conversations})
}

// inspections follow conversations that are erased.
func inspections(s *quality.Service) outbox.Consumer {
	return outbox.Consumer{Name: quality.Consumer, Batch: 500, Concerns: quality.Concerns, Handle: s.Handle}
}
