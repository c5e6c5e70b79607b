package conversation

import "context"

// Entry is one entry with its conversation, for who may read it.
func (s *Service) Entry(ctx context.Context, conversationID, entryID string) (Conversation, Entry, error) {
	c, err := s.Get(ctx, conversationID)
	if err != nil {
		return Conversation{}, Entry{}, err
	}
	e, err := s.entries.ByID(ctx, c.ID, entryID)
	return c, e, err
}
