package insight

import (
	"context"

	"frontdesk/internal/base/actor"
)

// Today are the numbers of the present day by channel, as the roll-up has them.
func (s *Service) Today(ctx context.Context) ([]Sum, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return nil, err
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return nil, err
	}
	day := dayIn(s.clock.Now().UnixMicro(), zone)
	return s.store.Sums(ctx, Filter{From: day, To: day, Scope: a.ScopeOf(PermRead)}, ByChannel)
}
