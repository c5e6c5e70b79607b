package conversation

import "context"

// Dispatch gives an open conversation to whom routing chose, or takes it from who is not there any more. Others hear who was
// faster, or that it is over.
func (s *Service) Dispatch(ctx context.Context, id string, in Assignment) (Conversation, error) {
	return s.Arrange(ctx, id, Arrangement{Assign: in})
}
