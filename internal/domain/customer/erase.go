package customer

import (
	"context"

	"frontdesk/internal/base/fault"
)

// EventErased is the last event of a customer: nothing of the person is left.
const EventErased = "customer.erased"

// Erased is the payload of customer.erased.
type Erased struct{}

// MaxErase is how many customers one call erases.
const MaxErase = 100

// Marked are ids of customers whose identity in the company's system begins with a prefix, at most MaxErase: so that what
// came in together can be found and removed together.
func (s *Service) Marked(ctx context.Context, prefix string) ([]string, error) {
	if _, err := machine(ctx, ""); err != nil {
		return nil, err
	}
	return s.erasure.OwnersOf(ctx, KindExternal, prefix, MaxErase)
}

// Erase removes customers with their identities, browsers, page tracks and links to tags, in one unit of work. Those that
// are gone already are left out. Their conversations are erased by their own domain, before.
func (s *Service) Erase(ctx context.Context, ids []string) error {
	a, err := machine(ctx, "")
	if err != nil {
		return err
	}
	var c fault.Checker
	c.Count("ids", len(ids), MaxErase)
	if err := c.Err(); err != nil {
		return err
	}
	return s.run.Do(ctx, func(ctx context.Context) error {
		gone, err := s.erasure.EraseCustomers(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range gone {
			if err := s.emit(ctx, a, Stream, id, EventErased, Erased{}); err != nil {
				return err
			}
		}
		return nil
	})
}
