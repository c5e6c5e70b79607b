package audit

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
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

// Forget removes the reveals of customers who never were: those of the sample.
func (s *Reveals) Forget(ctx context.Context, customerIDs []string) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.System && a.Kind != actor.Job {
		return fault.ErrDenied.New()
	}
	return s.run.Do(ctx, func(ctx context.Context) error { return s.store.ForgetReveals(ctx, customerIDs) })
}
