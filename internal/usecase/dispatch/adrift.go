package dispatch

import (
	"context"
	"time"

	"frontdesk/internal/domain/routing"
)

// grace is how much later than promised something may happen before the slow comparison does it: a minute longer than jobs need.
const grace = time.Minute

// straighten does what should have happened long ago, or stands further in the future than anything is promised: the clock of a
// node was wrong, or the job is lost. Who gave work back may have it again: nobody else took it meanwhile, and it must not wait
// for ever.
func (s *Service) straighten(ctx context.Context, h *hall, list []routing.Item) (touched, error) {
	var out touched
	now := s.d.Clock.Now()
	for _, it := range list {
		do := s.righted(h, it, now)
		if do == nil {
			continue
		}
		if err := do(ctx); err != nil && !lost(err) {
			return out, err
		}
		out.add(touched{work: []string{it.ID}, agents: []string{it.Agent}})
	}
	return out, nil
}

// righted is what puts work right; nil when it is.
func (s *Service) righted(h *hall, it routing.Item, now time.Time) func(ctx context.Context) error {
	var longest time.Duration
	q := h.book.Queue(queueOf(it))
	adrift := func() bool { return now.After(it.OfferUntil.Add(grace)) || it.OfferUntil.After(now.Add(longest+grace)) }
	switch {
	case it.State == routing.Offered:
		longest = usualPatience
		if q != nil {
			longest = patience(q.Offer)
		}
		if adrift() {
			return func(ctx context.Context) error {
				return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, refused(it, routing.TimedOut)) })
			}
		}
	case it.State == routing.WrapsUp:
		if q != nil {
			longest = q.WrapUp.Duration()
		}
		if adrift() {
			return func(ctx context.Context) error { return s.finish(ctx, it) }
		}
	case it.State == routing.Waits && (len(it.Declined) > 0 || it.Arrived.After(now.Add(grace))):
		it.Declined = nil
		if it.Arrived.After(now) { // by a clock that was ahead: it would stand behind everybody who comes until then
			it.Arrived = now
		}
		return func(ctx context.Context) error {
			return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.store.SaveWork(ctx, it) })
		}
	}
	return nil
}
