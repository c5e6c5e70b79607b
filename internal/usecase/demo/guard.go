package demo

import (
	"context"
	_ "embed"

	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/moderation"
)

//go:embed content/sensitive.csv
var sensitive []byte

// guard is the list of sensitive words that a shop like this would have. It is a setting, so it stays when the sample is removed.
func (s *shop) guard(ctx context.Context) error {
	s.clock.to(s.now.AddDate(0, 0, -20))
	_, err := s.Moderation.ImportWords(s.chief(ctx, identity.RoleSupervisor), sensitive, moderation.Import{Side: moderation.Both, Action: moderation.Report})
	return err
}
