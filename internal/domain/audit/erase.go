package audit

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
)

// Consumer is the name under which Handle reads the log.
const Consumer = "reveals"

// Concerns reports whether an event takes a customer away.
func Concerns(e event.Event) bool { return e.Type == "customer.erased" }

// Handle empties the reasons of reveals of customers that are gone: somebody may have written a name there. Who looked, and
// when, stays.
func (s *Reveals) Handle(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		if !Concerns(e.Event) {
			continue
		}
		if err := s.store.ForgetReasons(actor.With(ctx, actor.SystemFor(e.Tenant)), e.StreamID); err != nil {
			return err
		}
	}
	return nil
}
