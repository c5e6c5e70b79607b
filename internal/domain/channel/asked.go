package channel

import "context"

// Asked gives a context that acts for the system in the workspace of a widget, for what is answered before there is a
// visitor; it checks what Config checks.
func (s *Service) Asked(ctx context.Context, key, origin string) (context.Context, error) {
	ctx, _, err := s.widget(ctx, key, origin)
	return ctx, err
}
