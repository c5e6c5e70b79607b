package conversation

import "context"

// Dispatch gives an open conversation to whom routing chose, or takes it from who is not there any more. Others hear who was
// faster, or that it is over.
func (s *Service) Dispatch(ctx context.Context, id string, in Assignment) (Conversation, error) {
	if _, err := machine(ctx); err != nil {
		return Conversation{}, err
	}
	res, err := s.turn(ctx, id, PermAssign, func(_ context.Context, t *Turn) error {
		switch t.Row.Status {
		case Open:
			return t.Assign(in)
		case Merged:
			return ErrMerged.New()
		default:
			return ErrResolved.New()
		}
	})
	return res.Conversation, err
}
